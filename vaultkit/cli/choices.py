"""What of a vault completes a word: items, notes, companies, people, stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit import plugins
from vaultkit.cli import again
from vaultkit.cli.items import ItemNames
from vaultkit.cli.keeping import keep_printed
from vaultkit.cli.session import Options, Session, known_words
from vaultkit.core.across.survey import Survey
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.notes.application import named_people
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.week.due import due_items
from vaultkit.disk.question import Question

if TYPE_CHECKING:
    from vaultkit.cli.option_table import Kind

_WEEKS = 12

Pairs = Iterator[tuple[str, str]]
"""A word, and what it means."""


def of_the_vault(
    kind: Kind, vault: str | None, today: str | None, asked: Question | None = None
) -> list[tuple[str, str]]:
    """Return the words of a kind, each once, with what each means. Raises VaultkitError.

    They are kept as the answer to what was ``asked``, if that can be asked again.
    """
    root = None if vault is None else Path(vault)
    session = Session(Options(vault=root, today=today, quiet=True))
    session.announces = False
    session.walked = asked.walked if asked else None
    found: dict[str, str] = {}
    for word, about in _pairs(kind, session):
        found.setdefault(word, one_line(about))
    pairs = list(found.items())
    if asked and session.answered_of:
        keep_printed(asked, session, again.pieces_of(pairs), session.answered_of)
    return pairs


def _pairs(kind: Kind, session: Session) -> Pairs:
    match kind:
        case "week":
            return _weeks(session.today)
        case "format":
            return ((one.name, one.package) for one in plugins.installed(plugins.FORMATS))
        case "stage":
            return _stages(session)
    survey = _survey(session)
    match kind:
        case "item":
            return _items(survey, session.today)
        case "company":
            return _companies(survey, session)
        case "person":
            return _people(survey)
        case "path":
            return ((path, name) for path, name, _ in _notes(survey))
        case "note":
            return ((name, about) for _, name, about in _notes(survey))
        case _:
            notes = ((name, about) for _, name, about in _notes(survey))
            return iter((*notes, *_people(survey)))


def _survey(session: Session) -> Survey:
    """Read the whole vault, and note the roll that it was read by, where that names what was read."""
    roll, _ = session.index.glance()
    found = session.index.survey(session.desk, session.today, roll=roll)
    session.index.keep()
    session.answered_of = roll if session.cache and session.index.state else None
    return found


def _weeks(today: date) -> Pairs:
    for back in range(_WEEKS):
        year, week, _ = (today - timedelta(weeks=back)).isocalendar()
        yield f"{year}-W{week:02}", ""


def _stages(session: Session) -> Pairs:
    phrases = session.console.phrases
    for name in known_words(session.settings).order.names:
        yield name, phrases.say(f"stage.{name}")


def _items(found: Survey, today: date) -> Pairs:
    """Yield what is due first, then all else that is open, each by its day."""
    names = ItemNames(found.entries)
    due = due_items(found.listed, found.people, today)
    other = [item for entry in found.entries for item in entry.items if not item.is_closed]
    for item in (*due, *sorted(other, key=_day)):
        yield names.of(item), f"{item.due or ''} {item.text}".strip()


def _day(item: Item) -> date:
    return item.due or date.max


def _companies(found: Survey, session: Session) -> Pairs:
    phrases = session.console.phrases
    for entry in sorted(found.entries, key=lambda entry: entry.application.company.casefold()):
        yield entry.application.company, phrases.say(f"stage.{entry.application.stage}")


def _people(found: Survey) -> Pairs:
    """Yield everybody who has a note, then those whom only an application names."""
    for person in found.look.people:
        yield person.name, person.company or ""
    directory = found.people.directory
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
