"""One row of a sheet, read: what the note of an application is to say, and what in it is not understood."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from vaultkit.core.front_matter.head_values import Written
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.front_matter.written import is_like_a_day, places, shown
from vaultkit.core.notes.application import ONE_DAY
from vaultkit.core.notes.typed import typed
from vaultkit.core.tables.columns import Column
from vaultkit.core.tables.csv_text import Row
from vaultkit.core.tables.kept import Kept, control_numbers, softened
from vaultkit.core.tables.table_days import Ambiguous, Order, TableDay, read_table_day
from vaultkit.core.text.sanitize import cut, one_line
from vaultkit.core.text.stages import MEETINGS
from vaultkit.value import frozen

_PEOPLE = "interviewers"
_PROSE = ("why", "talked_about")
LONGEST_VALUE = 200
"""In characters. What is longer stands below the head, where a person can read it."""
_LONGEST_URL = 2000
_NOTHING = (
    "na",
    "none",
    "null",
    "nan",
    "tbd",
    "tba",
    "yes",
    "no",
    "true",
    "false",
    "si",
    "sì",
    "x",
)
"""What stands in a column of days and says that there is none, or that there was one."""
_short = partial(cut, most=80)
_GUARDED = re.compile(r"'\s*[=+\-@]")
"""How a program writes a text that a spreadsheet would compute, ours too."""
_CODE = re.compile(r"\[\[|<%|\{\{|<!--")
_JUST_AN_HOUR = re.compile(
    r"(?:(?:at|alle|ore) )?[0-9]{1,2}(?:[:.h][0-9]{2}(?::00)?)?(?:\s?[AaPp]\.?[Mm]\.?)?"
)
_BETWEEN_DAYS = re.compile(r"\s*(?:[;\n→]|\s+(?:and|e|to)\s+)\s*")
_BETWEEN_PEOPLE = re.compile(r"\s*[;\n]\s*|\s*,\s+")


@frozen
class Finding:
    """What is not understood in a cell. ``code`` and ``values`` make the phrase ``problem.import-<code>``."""

    line: int
    code: str
    column: str
    values: Mapping[str, str] = field(default_factory=dict)


@frozen
class Wish:
    """What one row asks for. ``properties`` are ours by our names, others by the columns' own.

    ``link`` is the address of the posting, "" for none; ``applied`` the day of it.
    """

    line: int
    company: str = ""
    role: str = ""
    properties: Mapping[str, Written] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def link(self) -> str:
        return str(self.properties.get("url") or "")

    @property
    def applied(self) -> date | None:
        day = self.properties.get("applied")
        return day if isinstance(day, date) else None

    @property
    def says(self) -> object:
        """What two rows that are the same row say alike."""
        kept = tuple((one.name, one.text) for one in self.kept)
        return self.company, self.role, tuple(self.properties.items()), kept


@dataclass
class RowReader:
    """Reads rows. ``orders`` is the order of numbers in the days of each column, by its place."""

    columns: Sequence[Column]
    vocabulary: Vocabulary
    months: Mapping[str, int]
    orders: Mapping[int, Order | None]

    def read(self, row: Row) -> Wish:
        """Return what a row asks for; every cell of it stands in the answer."""
        reading = _Reading(self, row.line)
        pairs = [*zip(self.columns, row.cells, strict=False)]
        # What may be a stage or a day is read last: a column for the stage goes before it.
        for column, cell in sorted(pairs, key=lambda pair: pair[0].kind == "either"):
            reading.read(column, cell)
        for place, cell in enumerate(row.cells[len(self.columns) :], start=len(self.columns) + 1):
            if cell.strip():
                reading.keep(Column(place - 1, f"#{place}", "beside"), cell)
                reading.tell("more-cells", f"#{place}", value=_short(cell))
        return reading.wish()


def cells_of(index: int, rows: Iterable[Row]) -> Iterator[str]:
    """Yield what stands in a column, where a row is so long."""
    return (_bare(row.cells[index]) for row in rows if len(row.cells) > index)


def days_in(text: str) -> Sequence[str]:
    """Return the parts of a cell of which each may be a day."""
    return [part for part in _BETWEEN_DAYS.split(text) if part]


def _bare(cell: str) -> str:
    text = cell.strip()
    return text[1:].strip() if _GUARDED.match(text) else text


class _Reading:
    def __init__(self, reader: RowReader, line: int) -> None:
        self._reader, self._line = reader, line
        self._properties: dict[str, Written] = {}
        self._kept: list[Kept] = []
        self._findings: list[Finding] = []

    def wish(self) -> Wish:
        said = dict(self._properties)
        company, role = (str(said.pop(name, "")) for name in ("company", "role"))
        return Wish(self._line, company, role, said, tuple(self._kept), tuple(self._findings))

    def tell(self, code: str, column: str, **values: object) -> None:
        told = {name: str(value) for name, value in values.items()}
        self._findings.append(Finding(self._line, code, column, told))

    def keep(self, column: Column, text: str) -> None:
        kept = Kept(column.name, text, column.kind == "text")
        if kept not in self._kept:
            self._kept.append(kept)

    def read(self, column: Column, cell: str) -> None:
        """Read one cell; with control characters it stands below the head as well, where each of them shows."""
        if controls := control_numbers(cell):
            self.tell("control", column.name, codes=" ".join(controls))
            self.keep(column, cell)
            if column.kind in ("text", "beside"):
                return
        self.take(column, _bare(cell))

    def take(self, column: Column, text: str) -> None:
        """Take in one cell. Signs alone fill no property; those that say something are kept."""
        if not any(map(str.isalnum, text)):
            if not self._reader.vocabulary.says_nothing(text) and not control_numbers(text):
                self.keep(column, text)
            return
        if column.kind in ("text", "beside"):
            self.keep(column, text)
        elif column.kind == "own":
            self._own(column, text)
        elif column.kind == "either" and not is_like_a_day(text):
            self._stage(column, text)
        else:
            self._known(column, text)

    def _own(self, column: Column, text: str) -> None:
        value = one_line(text)
        if "\n" in text or len(value) > LONGEST_VALUE or _CODE.search(text):
            self.keep(column, text)
            return
        self._properties[column.property] = typed(value)

    def _known(self, column: Column, text: str) -> None:
        read: Mapping[str, Callable[[Column, str], None]] = {
            "status": self._stage,
            "url": self._link,
            MEETINGS: self._meetings,
            _PEOPLE: self._people,
            **dict.fromkeys(ONE_DAY, self._day),
        }
        read.get(column.property, self._text)(column, text)

    def _text(self, column: Column, text: str) -> None:
        if column.property in _PROSE and ("\n" in text or len(text) > LONGEST_VALUE):
            self.keep(replace(column, kind="text"), text)
            return
        self._set(column, text, self._fit(column, text, LONGEST_VALUE))

    def _fit(self, column: Column, text: str, longest: int) -> str:
        """Return a text as a value of the head: on one line, and not too long. What goes is kept below."""
        value = one_line(softened(shown(text)))
        if len(value) > longest:
            value = f"{value[:longest].rstrip()}…"
            self.tell("shortened", column.name, most=longest)
        if value != one_line(text):
            self.keep(column, text)
        return value

    def _set(self, column: Column, text: str, value: Written) -> None:
        """Give a property its value; what a second column says of it stands below the head."""
        if column.property in self._properties:
            self.keep(column, text)
        elif value:
            self._properties[column.property] = value

    def _link(self, column: Column, text: str) -> None:
        place = next(iter(places(text)), text)
        if place != text:
            self.keep(column, text)
        self._set(column, text, self._fit(column, place, _LONGEST_URL))

    def _stage(self, column: Column, text: str) -> None:
        """A stage that is not understood stands in the note, where ``check`` names it until it is mended."""
        vocabulary, said = self._reader.vocabulary, one_line(text)
        stage = vocabulary.stage(said)
        status = replace(column, property="status")
        if column.kind == "either" and "status" in self._properties:
            if stage and stage == vocabulary.stage(str(self._properties["status"])):
                self.keep(column, text)
                return
            self._properties[column.name] = self._fit(column, text, LONGEST_VALUE)
            self.tell(
                "two-stages", column.name, value=_short(said), other=self._properties["status"]
            )
            return
        if stage is None:
            near = vocabulary.nearest(said)
            code = "stage-near" if near else "stage"
            self.tell(code, column.name, value=_short(said), nearest=near or "")
        self._set(status, text, self._fit(column, text, LONGEST_VALUE))

    def _day(self, column: Column, text: str) -> None:
        parts = days_in(text)
        found = self._read_day(column, parts[0] if parts else text)
        if not isinstance(found, TableDay):
            self._no_day(column, text, found)
            return
        if found.rest or len(parts) > 1:
            self.keep(column, text)
        self._set(column, text, found.day)

    def _read_day(self, column: Column, text: str) -> TableDay | Ambiguous | None:
        order = self._reader.orders.get(column.index)
        return read_table_day(text, order, self._reader.months)

    def _no_day(self, column: Column, text: str, found: Ambiguous | None) -> None:
        """A day that is not understood stands in the note, where ``check`` names it until it is mended."""
        value = one_line(text)
        if value.casefold().replace("/", "") in _NOTHING or len(value) > LONGEST_VALUE:
            self.keep(column, text)
            return
        if found:
            told = {"value": _short(value), "one": found.one, "other": found.other}
            self.tell("two-days", column.name, **told)
        else:
            self.tell("day", column.name, value=_short(value))
        self._set(column, text, self._fit(column, text, LONGEST_VALUE))

    def _meetings(self, column: Column, text: str) -> None:
        """Several days, in one cell or in several columns, each with its hour."""
        days: list[str] = []
        for part in days_in(text):
            found = self._read_day(column, part)
            if not isinstance(found, TableDay):
                self._no_meetings(column, text, found)
                return
            days.append(f"{found.day} {found.hour}" if found.hour else str(found.day))
            if found.rest and not _JUST_AN_HOUR.fullmatch(found.rest):
                self.keep(column, text)
        before = self._properties.get(column.property, ())
        known = before if isinstance(before, tuple) else (str(before),)
        every = tuple(dict.fromkeys((*known, *days)))
        self._properties[column.property] = every if len(every) > 1 else typed(every[0])

    def _no_meetings(self, column: Column, text: str, found: Ambiguous | None) -> None:
        if column.property in self._properties:
            self.keep(column, text)
            self.tell("day", column.name, value=_short(text))
        else:
            self._no_day(column, text, found)

    def _people(self, column: Column, text: str) -> None:
        names = [
            name
            for part in _BETWEEN_PEOPLE.split(text)
            if (name := one_line(softened(shown(part))))
        ]
        if any(len(name) > LONGEST_VALUE for name in names) or "[" in text:
            self.keep(column, text)
        names = [name[:LONGEST_VALUE] for name in names]
        before = self._properties.get(column.property, ())
        known = before if isinstance(before, tuple) else (str(before),)
        every = tuple(dict.fromkeys((*known, *names)))
        if not every:
            return
        self._properties[column.property] = every if len(every) > 1 else every[0]
