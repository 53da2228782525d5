"""A file of contacts as notes of people: what each card would become."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time

from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.survey import Survey
from vaultkit.core.front_matter.head_values import Written
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.tables.csv_text import NoTable, decoded
from vaultkit.core.text.note import Note
from vaultkit.core.vcards.details import Details
from vaultkit.core.vcards.plan import CardPlan, Wanted, known, plans, spoken_of
from vaultkit.core.vcards.somebody import Somebody, somebody
from vaultkit.core.vcards.vcard_text import Vcard, Wrong, is_vcards, read_vcards
from vaultkit.disk.create import NewFile
from vaultkit.disk.file_names import safe_file_name, same_everywhere
from vaultkit.disk.vault import Vault
from vaultkit.errors import UsageError
from vaultkit.formats.person_rows import uids
from vaultkit.value import frozen
from vaultkit.work.known_people import known_people, words_of_cards
from vaultkit.work.new_note import Habits
from vaultkit.work.new_person import PersonForm, person_form, person_note


@frozen
class Contacts:
    """A file of contacts. ``is_assumed`` tells that nothing in the file says its encoding."""

    cards: tuple[Vcard, ...]
    encoding: str
    is_assumed: bool


@frozen
class PeopleImport:
    """What a file of contacts would become."""

    contacts: Contacts
    rows: tuple[CardPlan, ...]

    @property
    def new(self) -> tuple[CardPlan, ...]:
        """The cards that make notes."""
        return tuple(row for row in self.rows if row.state == "new")


def read_contacts(data: bytes, *, is_named_so: bool) -> Contacts | None:
    """Return a file of contacts, None for another kind of file. Raises NoTable for one that is named so and is none."""
    try:
        text = decoded(data)
    except NoTable:
        if is_named_so:
            raise
        return None
    if is_vcards(text.text):
        return Contacts(read_vcards(text.text), text.encoding, text.is_assumed)
    if is_named_so:
        raise NoTable("no-cards")
    return None


def plan_people(
    contacts: Contacts,
    found: Survey,
    vault: Vault,
    habits: Habits,
    wanted: Wanted,
    now: tuple[date, time],
) -> PeopleImport:
    """Return what each card would become; nothing is written."""
    everybody = known_people(vault, found, habits.settings, habits.vocabulary)
    there = known(everybody, found.people.directory, uids(everybody))
    applications = [entry.application for entry in found.entries]
    spoken = spoken_of(applications, everybody)
    cards = [_whole(card, habits.vocabulary) for card in contacts.cards]
    rows = plans(cards, there, spoken, wanted)
    maker = _Maker(vault, habits, everybody, now)
    return PeopleImport(contacts, tuple(map(maker.made, rows)))


def new_files(plan: PeopleImport) -> tuple[NewFile, ...]:
    """Return the notes that a plan makes, in the order of the cards."""
    return tuple(NewFile(row.path or "", row.data) for row in plan.new)


def _whole(card: Vcard, vocabulary: Vocabulary) -> Somebody:
    """Return whom a card is about, without what only fills a place (``TBD``).

    It is nobody where the card's end is missing, since nobody knows what else it said.
    """
    found = somebody(card)
    told = (found.name, found.company, found.role)
    name, company, role = map(vocabulary.without_filler, told)
    found = replace(found, name=name, company=company, role=role)
    if card.is_whole:
        return found
    return replace(found, name="", wrong=(*found.wrong, Wrong(card.line, "unclosed")))


class _Maker:
    """Makes the notes of one import; none has the name of another file."""

    def __init__(
        self, vault: Vault, habits: Habits, everybody: tuple[Details, ...], now: tuple[date, time]
    ) -> None:
        self._habits, self._now = habits, now
        self._form: PersonForm = person_form(vault, habits, everybody, words_of_cards())
        self._taken = set(map(same_everywhere, vault.names_in(self._form.folder)))
        self._lines: dict[str, int] = {}
        """The lines of the cards that make notes, by the names of these."""

    def made(self, row: CardPlan) -> CardPlan:
        """Return the plan with its note; a card whose name no file can have, or another file or card has, is left.

        What differs goes by the vault's own names.
        """
        if row.state != "new":
            own = (replace(one, property=self._own(one.property)) for one in row.differs)
            return replace(row, differs=tuple(own))
        who = row.who
        try:
            name = safe_file_name(who.name)
        except UsageError:
            return _left(row, Wrong(who.line, "no-file-name", {"name": who.name}))
        key = same_everywhere(f"{name}.md")
        told = {"name": who.name, "path": f"{self._form.folder}/{name}.md".removeprefix("/")}
        if other := self._lines.get(key):
            return _left(row, Wrong(who.line, "same-file", {**told, "other": str(other)}))
        if key in self._taken:
            return _left(row, Wrong(who.line, "name-taken", told))
        path, data = person_note(
            self._form, self._habits, name, dict(_properties(who, name)), *self._now
        )
        if self._is_read(path, data):
            self._lines[key] = who.line
            return replace(row, path=path, data=data)
        return _left(row, Wrong(who.line, "unread", {"path": path}))

    def _own(self, name: str) -> str:
        return self._form.names.get(name, name)

    def _is_read(self, path: str, data: bytes) -> bool:
        settings, vocabulary = self._habits.settings, self._habits.vocabulary
        return sort_note(Note(path, data), settings, vocabulary).person is not None


def _left(row: CardPlan, wrong: Wrong) -> CardPlan:
    who = replace(row.who, wrong=(*row.who.wrong, wrong))
    return replace(row, who=who, state="left")


def _properties(who: Somebody, name: str) -> Iterator[tuple[str, Written]]:
    """Yield what stands in a note's head; the name only where the file's is another."""
    said: Mapping[str, str | tuple[str, ...]] = {
        "name": who.name if name != who.name else "",
        "role": who.role,
        "company": who.company,
        "email": who.emails,
        "phone": who.phones,
        "links": who.links,
        "uid": who.uid,
    }
    for key, value in said.items():
        if isinstance(value, tuple):
            value = value if len(value) > 1 else "".join(value)
        if value:
            yield key, value
