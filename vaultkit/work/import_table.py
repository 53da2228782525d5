"""A sheet of somebody's own as notes: what each row would become, and making that."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, time

from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.survey import Survey
from vaultkit.core.front_matter.head_values import Written
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.notes.application import DAYS, PEOPLE
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.new_mark import folder_for_new
from vaultkit.core.tables.columns import (
    Column,
    Program,
    Words,
    columns,
    is_known,
    program_of,
)
from vaultkit.core.tables.csv_text import Table, read_table
from vaultkit.core.tables.differing import differing
from vaultkit.core.tables.kept import section
from vaultkit.core.tables.plan import Dates, Differs, ImportPlan, RowPlan
from vaultkit.core.tables.row import Finding, RowReader, Wish, cells_of, days_in
from vaultkit.core.tables.same import Names, doubles, there_already
from vaultkit.core.tables.sums import is_sum
from vaultkit.core.tables.table_days import Order, month_names, needs_order, order_of
from vaultkit.core.text.note import Note
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import plain
from vaultkit.disk.create import NewFile
from vaultkit.disk.file_names import same_everywhere
from vaultkit.disk.vault import Vault
from vaultkit.errors import UsageError
from vaultkit.value import frozen
from vaultkit.work.new_note import (
    Form,
    Habits,
    Wanted,
    file_name_for,
    form_of,
    known_person,
    note_of,
    own_word,
)

_USUAL: Order = "dmy"
_SUFFIX_BYTES = 8
_LONGEST_NAME_BYTES = 120


@frozen
class Importing:
    """What a sheet is read with: the vault and how it writes, the words of the playbook, the day."""

    vault: Vault
    habits: Habits
    words: Words
    every_language: Sequence[Phrases]
    today: date
    clock: time
    name: str
    """The sheet's file name, as a note may tell it."""
    progress: Callable[[int], None] = lambda _: None


def plan_import(
    data: bytes,
    found: Survey,
    with_: Importing,
    known: Mapping[str, str],
    said: Mapping[str, str],
    order: Order | None,
) -> ImportPlan:
    """Return what each row of a file would become. Raises NoTable, MapWrong, and UsageError for the template.

    ``known`` is what the settings say of columns, of which this sheet need not have any; what
    somebody ``said`` now goes before it.
    """
    vocabulary = with_.habits.vocabulary
    table = read_table(data, lambda name: is_known(name, vocabulary, with_.words))
    names = table.names.cells
    here = {fold(name) for name in names}
    remembered = {name: target for name, target in known.items() if fold(name) in here}
    marks = with_.habits.settings.applications
    every = columns(names, vocabulary, with_.words, marks, {**remembered, **said})
    if not any(column.property in ("company", "role") for column in every):
        raise UsageError("import-no-company", [column.name for column in every])
    program = program_of(names, with_.words)
    dates = _dates(every, table, program, order)
    orders = {index: one.order for index, one in dates.items()}
    months = month_names(
        name for phrases in with_.every_language for name in phrases.words("calendar.months")
    )
    reader = RowReader(every, vocabulary, months, orders)
    wishes = [reader.read(row) for row in table.rows]
    sums = {row.line for row in table.rows if is_sum(row.cells, with_.words.sums)}
    rows = tuple(_plans(wishes, sums, found, with_))
    return ImportPlan(table, every, program, dates, rows)


def new_files(plan: ImportPlan) -> tuple[NewFile, ...]:
    """Return the notes that a plan makes, in the order of the rows."""
    return tuple(NewFile(row.path or "", row.data) for row in plan.new)


def _dates(
    every: Sequence[Column], table: Table, program: Program | None, said: Order | None
) -> Mapping[int, Dates]:
    """Return the order of each column that needs one: what somebody says, its own cells, other columns, the program."""
    texts = {
        column.index: [
            part for cell in cells_of(column.index, table.rows) for part in days_in(cell)
        ]
        for column in every
        if column.property in DAYS
    }
    own = {index: order_of(cells) for index, cells in texts.items()}
    told = {order for order in own.values() if order is not None}
    (beside,) = told if len(told) == 1 else (None,)
    found = {}
    for index, cells in texts.items():
        if not needs_order(cells):
            continue
        here = own[index]
        if said is not None:
            found[index] = Dates(said, "said")
        elif here == "both":
            found[index] = Dates(None, "both")
        elif here is not None:
            found[index] = Dates(here, "cells")
        elif beside in ("dmy", "mdy"):
            found[index] = Dates(beside, "sheet")
        elif program:
            found[index] = Dates(program.dates, "program")
        else:
            found[index] = Dates(_USUAL, "usual")
    return found


def _plans(
    wishes: Sequence[Wish], sums: Collection[int], found: Survey, with_: Importing
) -> Iterator[RowPlan]:
    twice, vocabulary = doubles(wishes), with_.habits.vocabulary
    wishes = [_without_fillers(wish, vocabulary) for wish in wishes]
    once = [wish for wish in wishes if wish.line not in twice and wish.line not in sums]
    sheets = {sheet.note.path: sheet for sheet in found.sheets}
    names = Names(lambda wish: _name_for(wish, with_), vocabulary)

    def differ(wish: Wish, path: str) -> Sequence[Differs]:
        sheet = sheets[path]
        return [*differing(wish, sheet.application, sheet.head, vocabulary)]

    known = there_already(
        (sheet.application for sheet in found.sheets),
        once,
        names,
        lambda wish, path: len(differ(wish, path)),
    )
    maker = _Maker(found, with_)
    for count, wish in enumerate(wishes, start=1):
        with_.progress(count)
        if wish.line in sums:
            yield RowPlan(wish, "sum")
        elif not wish.company and not wish.role:
            yield RowPlan(wish, "left")
        elif there := known.get(twice.get(wish.line, wish.line)):
            differs = tuple(
                replace(one, property=with_.habits.names.get(one.property, one.property))
                if one.property != "status"
                else one
                for one in differ(wish, there.path)
            )
            yield RowPlan(wish, "there", there.path, by_link=there.by_link, differs=differs)
        elif wish.line in twice:
            yield RowPlan(wish, "double", of_line=twice[wish.line])
        else:
            yield maker.made(wish)


def _without_fillers(wish: Wish, vocabulary: Vocabulary) -> Wish:
    """Return the wish without a company or a role that only fills a place: ``TBD`` is no company."""
    company, role = map(vocabulary.without_filler, (wish.company, wish.role))
    return replace(wish, company=company, role=role)


def _name_for(wish: Wish, with_: Importing) -> str:
    """Return the name of a row's note; the sheet's own where company and role give none."""
    try:
        return file_name_for(wish.company, wish.role)
    except UsageError:
        return file_name_for(with_.name, f"{wish.line}")


class _Maker:
    """Makes the notes of one import; no two of them have one name, and none has another note's."""

    def __init__(self, found: Survey, with_: Importing) -> None:
        self._with, self._found = with_, found
        self._form: Form = form_of(with_.vault, with_.habits)
        folder = folder_for_new(with_.habits.settings)
        self._taken = set(map(same_everywhere, with_.vault.names_in(folder)))
        self._words: dict[str, str] = {}

    def made(self, wish: Wish) -> RowPlan:
        habits, directory = self._with.habits, self._found.people.directory
        properties = dict(_with_links(wish.properties, directory))
        status = properties.pop("status", None) or self._status(properties)
        properties.setdefault("added", _first_day(properties) or self._with.today)
        wanted = Wanted(
            wish.company, wish.role, None if status is None else str(status), others=properties
        )
        name = self._free(wish)
        made = note_of(self._form, habits, wanted, name, self._with.today, self._with.clock)
        title = habits.phrases.say("import.kept", file=plain(self._with.name), line=wish.line)
        data = _with_section(made.data, section(title, wish.kept))
        return RowPlan(self._checked(wish, made.path, data), "new", made.path, data)

    def _status(self, properties: Mapping[str, Written]) -> str | None:
        """Return the word for the furthest stage that a day tells, where no column tells one."""
        order = self._with.habits.vocabulary.order
        dated = (
            stage.name
            for stage in reversed(order.on_the_way)
            if stage.day and stage.like is None and stage.day in properties
        )
        stage = next(dated, None)
        if stage is None:
            return None
        if stage not in self._words:
            habits = self._with.habits
            self._words[stage] = own_word(
                stage, self._found.sheets, habits.vocabulary, habits.phrases
            )
        return self._words[stage]

    def _free(self, wish: Wish) -> str:
        """Return a name that no file of the folder has: with a number where it is taken."""
        name = _name_for(wish, self._with)
        found, number = name, 1
        while same_everywhere(f"{found}.md") in self._taken:
            number += 1
            short = name.encode()[: _LONGEST_NAME_BYTES - _SUFFIX_BYTES].decode(errors="ignore")
            found = f"{short.rstrip(' -_')} {number}"
        self._taken.add(same_everywhere(f"{found}.md"))
        return found

    def _checked(self, wish: Wish, path: str, data: bytes) -> Wish:
        """Return the wish with a finding where its note would not be read as an application, or names no company."""
        habits = self._with.habits
        if not wish.company:
            nobody = Finding(wish.line, "no-company", "", {"path": path})
            wish = replace(wish, findings=(*wish.findings, nobody))
        sheet = sort_note(Note(path, data), habits.settings, habits.vocabulary).sheet
        if sheet is not None:
            return wish
        unread = Finding(wish.line, "unread", "", {"path": path})
        return replace(wish, findings=(*wish.findings, unread))


def _with_links(
    properties: Mapping[str, Written], directory: Directory
) -> Iterator[tuple[str, Written]]:
    """Yield the properties, people as links where they have notes."""
    for name, value in properties.items():
        if name not in PEOPLE:
            yield name, value
        elif isinstance(value, tuple):
            yield name, tuple(known_person(str(each), directory) for each in value)
        else:
            yield name, known_person(str(value), directory)


def _first_day(properties: Mapping[str, Written]) -> date | None:
    """Return the first day that a row tells: an old application was not added today."""
    return min(_past(properties), default=None)


def _past(properties: Mapping[str, Written]) -> Iterable[date]:
    days = (properties.get(name) for name in ("applied", "screened", "decided", "offered"))
    return (day for day in days if isinstance(day, date))


def _with_section(data: bytes, kept: str) -> bytes:
    if not kept:
        return data
    text = data.decode()
    newline = "\r\n" if "\r\n" in text else "\n"
    above = text.rstrip("\r\n") + newline
    return (above + newline + kept.replace("\n", newline)).encode()
