"""A sheet as a file of text: its encoding, its separator, and its rows with the lines they begin on.

Spreadsheets write such files in many ways and say none of them. What is not told by a mark at
the beginning is found by trying, and named, so that a person can see what was assumed.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence

from vaultkit.value import frozen

SEPARATORS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""That of UTF-16 is the beginning of UTF-32's, which comes first."""
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a file of Excel, or of LibreOffice, begins."""
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_END = re.compile(rb"\r\n|\r|\n")
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*\Z", re.IGNORECASE)
_LOOKED_AT = 4096
_MOST_ABOVE = 10
"""Rows that may stand above the names of the columns: a title, a day."""
_FEWEST_KNOWN = 2
_MOST_ZEROS = 0.1
"""Of all bytes. One that strayed into a cell makes no file unreadable."""
_LAST = "\0last"


class NoTable(ValueError):
    """The bytes are no table. ``code`` and ``values`` make the phrase ``error.import-<code>``."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(code)


@frozen
class Row:
    """One row. ``line`` is that of the file, from 1, on which it begins."""

    line: int
    cells: tuple[str, ...]


@frozen
class Table:
    """A sheet. ``is_assumed`` tells that nothing in the file says its encoding.

    ``above`` are the rows over the names of the columns; of ``rows`` none is empty.
    """

    encoding: str
    is_assumed: bool
    separator: str
    names: Row
    rows: tuple[Row, ...]
    above: tuple[Row, ...] = ()


@frozen
class Decoded:
    """A file as text. ``is_assumed`` tells that nothing in the file says its encoding."""

    text: str
    encoding: str
    is_assumed: bool = False


def read_table(data: bytes, is_known: Callable[[str], bool]) -> Table:
    """Return the rows of a file. Raises NoTable.

    ``is_known`` tells whether a column of that name means anything: by this the separator is
    told from a comma in a text, and the names of the columns from a title above them.
    """
    read = decoded(data)
    lines = _LINES.findall(read.text)
    first = _SEPARATOR_LINE.match(lines[0]) if lines else None
    skipped = 1 if first else 0
    separator = first[1] if first else _separator(lines, is_known)
    rows = [
        row for row in _rows(lines[skipped:], separator, skipped) if any(map(str.strip, row.cells))
    ]
    if not rows:
        raise NoTable("empty")
    at = _names_at(rows, is_known)
    return Table(
        read.encoding,
        read.is_assumed,
        separator,
        rows[at],
        tuple(rows[at + 1 :]),
        tuple(rows[:at]),
    )


def decoded(data: bytes) -> Decoded:
    """Return the text of a file, and how it was read. Raises NoTable for what is no text."""
    if data.startswith(_PACKED):
        raise NoTable("packed")
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(codec), name)
            except UnicodeDecodeError as error:
                raise NoTable("not-decoded", encoding=name) from error
    wide = _wide(data[:_LOOKED_AT])
    if wide:
        try:
            return Decoded(data.decode(wide), "UTF-16", is_assumed=True)
        except UnicodeDecodeError as error:
            raise NoTable("not-text") from error
    if data.count(b"\0") > len(data) * _MOST_ZEROS:
        raise NoTable("not-text")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _unmarked(data)


def _wide(start: bytes) -> str | None:
    """Return the encoding of a text in which every other byte is zero, as in UTF-16 without its mark."""
    half = len(start) // 2
    if half and start[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if half and start[::2].count(0) > half * 0.6:
        return "utf-16-be"
    return None


def _unmarked(data: bytes) -> Decoded:
    """Return a text that is not all UTF-8: an old Mac's, by its first line end, or of Windows. Raises NoTable."""
    end = _END.search(data)
    is_macs = end is not None and end.group() == b"\r"
    codec, name = ("mac_roman", "Mac OS Roman") if is_macs else ("cp1252", "Windows-1252")
    lines = enumerate(data.splitlines(keepends=True), start=1)
    text = "".join(_line_of(line, number, codec) for number, line in lines)
    return Decoded(text, name, is_assumed=True)


def _line_of(line: bytes, number: int, codec: str) -> str:
    """Return a line; one that is UTF-8 stays so, for two programs may have written the file."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return line.decode(codec)
    except UnicodeDecodeError as error:
        byte = f"0x{line[error.start]:02X}"
        raise NoTable("not-windows", line=number, byte=byte) from error


def _separator(lines: Sequence[str], is_known: Callable[[str], bool]) -> str:
    """Return what separates the cells: that which finds most columns that are known, else most of them."""

    def found(separator: str) -> tuple[int, int]:
        rows = list(_loose(lines[: 2 * _MOST_ABOVE], separator))[:_MOST_ABOVE]
        known = max((_known(row, is_known) for row in rows), default=0)
        return known, max((len(row) for row in rows), default=0)

    return max(SEPARATORS, key=found)


def _loose(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(iter(lines), delimiter=separator)
    except csv.Error:
        return


def _known(cells: Sequence[str], is_known: Callable[[str], bool]) -> int:
    return sum(1 for cell in cells if cell.strip() and is_known(cell))


def _names_at(rows: Sequence[Row], is_known: Callable[[str], bool]) -> int:
    """Return which row names the columns: the first that has several known names, else the first of all."""
    counts = [_known(row.cells, is_known) for row in rows[:_MOST_ABOVE]]
    best = max(counts)
    return counts.index(best) if best >= _FEWEST_KNOWN else 0


def _rows(lines: Sequence[str], separator: str, skipped: int) -> Iterator[Row]:
    """Yield the rows. Raises NoTable for a quotation mark that is never closed.

    A row of our own is put last: where it is not found as one, a cell has swallowed it.
    """
    reader = csv.reader(iter([*_ended(lines), _LAST]), delimiter=separator)
    line = begun = skipped + 1
    try:
        for cells in reader:
            if cells == [_LAST] and reader.line_num > len(lines):
                return
            yield Row(line, tuple(cells))
            begun, line = line, skipped + reader.line_num + 1
    except csv.Error as error:
        raise NoTable("cell-too-long", line=line) from error
    raise NoTable("unclosed", line=begun)


def _ended(lines: Sequence[str]) -> Sequence[str]:
    if lines and not lines[-1].endswith(("\r", "\n")):
        return [*lines[:-1], f"{lines[-1]}\n"]
    return lines
