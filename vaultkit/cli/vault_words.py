"""The words of a vault that complete another, as a look at its notes gives them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

from vaultkit import plugins
from vaultkit.cli.items import ItemNames
from vaultkit.cli.option_table import Kind
from vaultkit.cli.session import Options, Session, known_words
from vaultkit.core.across.survey import Survey
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.notes.application import named_people
from vaultkit.core.notes.directory import Directory
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.week.due import due_items
from vaultkit.work.remembered_words import Pairs


class VaultWords:
    """The words of one vault on one day: the vault is read when the first kind that needs it is asked for."""

    kinds: tuple[Kind, ...] = ("item", "company", "person", "path", "note", "note or person")
    """What one look at the notes answers."""

    def __init__(self, vault: str | None, today: str | None) -> None:
        root = None if vault is None else Path(vault)
        self._session = Session(Options(vault=root, today=today, quiet=True))
        self._session.announces = False

    @property
    def today(self) -> date:
        return self._session.today

    @property
    def may_be_kept(self) -> bool:
        """Tell whether anything of this vault may be remembered: not on a disk that changes unseen."""
        return self._session.cache is not None

    @property
    def seen(self) -> bytes | None:
        """What names the notes that were looked at; None where one of them may have changed since, unseen."""
        return self._session.index.state

    def of(self, kind: Kind) -> Pairs:
        """Return the words of a kind, each once, with what each means. Raises VaultkitError."""
        found: dict[str, str] = {}
        for word, about in self._pairs(kind):
            found.setdefault(word, one_line(about))
        return tuple(found.items())

    @cached_property
    def _survey(self) -> Survey:
        return self._session.survey()

    def _pairs(self, kind: Kind) -> Iterable[tuple[str, str]]:
        match kind:
            case "format":
                return ((one.name, one.package) for one in plugins.installed(plugins.FORMATS))
            case "stage":
                return _stages(self._session)
            case "item":
                return _items(self._survey, self.today)
            case "company":
                return _companies(self._survey, self._session)
            case "person":
                return _people(self._survey)
            case "path":
                return ((path, name) for path, name, _ in _notes(self._survey))
            case "note":
                return ((name, about) for _, name, about in _notes(self._survey))
            case _:
                notes = ((name, about) for _, name, about in _notes(self._survey))
                return (*notes, *_people(self._survey))


def _stages(session: Session) -> Iterator[tuple[str, str]]:
    phrases = session.console.phrases
    for name in known_words(session.settings).order.names:
        yield name, phrases.say(f"stage.{name}")


def _items(found: Survey, today: date) -> Iterator[tuple[str, str]]:
    """Yield what is due first, then all else that is open, each by its day."""
    names = ItemNames(found.entries)
    due = due_items(found.entries, found.people, today)
    other = [item for entry in found.entries for item in entry.items if not item.is_closed]
    for item in (*due, *sorted(other, key=_day)):
        yield names.of(item), f"{item.due or ''} {item.text}".strip()


def _day(item: Item) -> date:
    return item.due or date.max


def _companies(found: Survey, session: Session) -> Iterator[tuple[str, str]]:
    phrases = session.console.phrases
    for entry in sorted(found.entries, key=lambda entry: entry.application.company.casefold()):
        yield entry.application.company, phrases.say(f"stage.{entry.application.stage}")


def _people(found: Survey) -> Iterator[tuple[str, str]]:
    """Yield everybody who has a note, then those whom only an application names."""
    for person in found.look.people:
        yield person.name, person.company or ""
    directory = Directory(found.look.people)
    for entry in found.entries:
        for name in named_people(entry.application):
            if directory.person(name) is None:
                yield name.text, entry.application.company


def _notes(found: Survey) -> Iterator[tuple[str, str, str]]:
    """Yield path, name and role of each application note; of two notes of one name the path is the name."""
    paths = [entry.application.path for entry in found.entries]
    names = Counter(map(_file_name, paths))
    for path, entry in zip(paths, found.entries, strict=True):
        name = _file_name(path)
        is_alone = names[name] == 1
        yield path, name if is_alone else path.removesuffix(".md"), entry.application.role or ""


def _file_name(path: str) -> str:
    return path.removesuffix(".md").rpartition("/")[2]
