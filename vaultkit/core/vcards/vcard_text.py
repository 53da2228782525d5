"""A file of contacts as vCards: of 2.1, 3.0 or 4.0, of any phone, with the line on which each begins.

Only what a follow-up needs is taken out of a card: photos, addresses and birthdays are passed
over unread. What cannot be read costs its own line, and is told; the other cards stay.

``FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ren=C3=A9e`` is a property: a name, parameters,
and a value that is cut into several at ``;``.
"""

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from vaultkit.core.text.sanitize import cut
from vaultkit.value import frozen

WANTED = ("fn", "n", "org", "title", "role", "email", "tel", "url", "uid", "nickname")
LONGEST_VALUE = 2000
"""In characters. No name, address or link is longer."""
_KINDS = ("kind", "x-abshowas", "x-addressbookserver-kind")
_NO_PERSON = ("company", "org", "group", "location")
"""What a card says in a property of that kind where it is nobody's."""
_LONGEST_START = 500
"""In characters: of a line's name and parameters."""
_MOST_VALUES = 50
"""Of one property in one card."""
_LINES = re.compile(r"\r\n|\n|\r")
_PROPERTY = re.compile(
    r"(?:item\d+\.)?(?:N|FN|ORG|TITLE|ROLE|EMAIL|TEL|URL|UID|NICKNAME|NOTE|ADR|LABEL|BDAY|PHOTO|REV"
    r"|CATEGORIES|X-[A-Z0-9-]+)[;:]"
)
"""How a line begins that is a property, as phones write it."""
_NO_CODE = re.compile("=(?![0-9A-Fa-f]{2})")
"""What quoted-printable never has in a line: a ``=`` that no two figures follow."""
_IN_WORDS = ("fn", "n", "nickname", "org", "title", "role")
"""Properties whose values are words. In a link a ``=`` may well stand for itself."""
_MOST_SHOWN = 80
_ESCAPED = re.compile(r"\\([\\,;:nN])")
_BETWEEN_PARTS = re.compile(r"(?<!\\)((?:\\\\)*);")
_KNOWN_VERSIONS = ("2.1", "3.0", "4.0")


@frozen
class Wrong:
    """What in a card is not read. ``code`` and ``values`` make the phrase ``problem.vcard-<code>``."""

    line: int
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class Value(NamedTuple):
    """A value of a property, in its parts, and whether the card prefers it to the others."""

    parts: tuple[str, ...]
    is_preferred: bool


@frozen
class Vcard:
    """One card: its values by the property's name, in lower case, those that it prefers first.

    ``line`` is that of the file on which it begins, from 1. ``is_whole`` tells that its end was found.
    """

    line: int
    version: str
    values: Mapping[str, tuple[tuple[str, ...], ...]]
    wrong: tuple[Wrong, ...] = ()
    is_whole: bool = True

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the first part of each value of a property."""
        return tuple(parts[0] for parts in self.values.get(name, ()))

    @property
    def is_nobodys(self) -> bool:
        """Tell whether the card says that it is a company's, or a list of people."""
        return any(text.casefold() in _NO_PERSON for name in _KINDS for text in self.texts(name))


def is_vcards(text: str) -> bool:
    """Tell whether a text begins as a file of vCards does."""
    return text[:_LONGEST_START].lstrip("\ufeff \t\r\n").casefold().startswith("begin:vcard")


def read_vcards(text: str) -> tuple[Vcard, ...]:
    """Return the cards of a text, in its order. A card in a card, somebody's secretary, is passed over."""
    return tuple(_cards(_unfolded(text)))


class _Line(NamedTuple):
    """A line with those that continue it. ``start`` is its name with its parameters."""

    number: int
    start: tuple[str, ...]
    value: str

    @property
    def name(self) -> str:
        """The property's name, without the group before it: ``item1.EMAIL`` is ``email``."""
        return self.start[0].rpartition(".")[2].casefold() if self.start else ""


def _unfolded(text: str) -> Iterator[_Line]:
    """Yield the lines, each with those that continue it: they begin with a blank, or in 2.1 follow a ``=``."""
    number, begun, kept = 0, 0, list[str]()
    is_open = False
    for number, line in enumerate(_LINES.split(text), start=1):
        is_more = bool(kept) and (
            not _is_of_its_own(line, kept) if is_open else line[:1] in (" ", "\t")
        )
        if is_more:
            # In 2.1 a blank at the beginning belongs to the text, since a "=" says that it goes on.
            kept.append(line if is_open else line[1:])
        else:
            if kept:
                yield _line(begun, [*kept, "="] if is_open else kept)
            begun, kept = number, [line]
        is_open = line.endswith("=") and _is_quoted_printable(kept[0])
        if is_open:
            kept[-1] = kept[-1][:-1]
    yield _line(begun, kept)


def _is_of_its_own(line: str, above: Sequence[str]) -> bool:
    """Tell whether a line is a property by itself, though the ``=`` above it says that it goes on: that one is stray.

    Behind an encoded end of line it is text, whatever it looks like: a note may hold ``Tel: 1``.
    """
    if line.rstrip().casefold() == "end:vcard":
        return True
    return bool(_PROPERTY.match(line)) and not above[-1].upper().endswith("=0D=0A")


def _is_quoted_printable(line: str) -> bool:
    return "quoted-printable" in line[:_LONGEST_START].partition(":")[0].casefold()


def _line(number: int, kept: Sequence[str]) -> _Line:
    """Take a line apart; one without a colon has no start."""
    whole = "".join(kept)
    cut, is_quoted, starts = 0, False, list[str]()
    for place, sign in enumerate(whole[:_LONGEST_START]):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign in ";:" and not is_quoted:
            starts.append(whole[cut:place].strip())
            cut = place + 1
            if sign == ":":
                return _Line(number, tuple(starts), whole[cut:])
    return _Line(number, (), whole)


def _cards(lines: Iterator[_Line]) -> Iterator[Vcard]:
    """Yield the cards; what stands between them is none of them."""
    card: _Card | None = None
    before = ""
    for line in lines:
        if line.name == "begin" and _says_vcard(line):
            if card and before == "agent":
                card.depth += 1
            else:
                if card:
                    yield card.done(is_whole=False)
                card = _Card(line.number)
        elif card and line.name == "end" and _says_vcard(line):
            if card.depth:
                card.depth -= 1
            else:
                yield card.done(is_whole=True)
                card = None
        elif card and not card.depth:
            card.take(line, before)
        before = line.name or before
    if card:
        yield card.done(is_whole=False)


def _says_vcard(line: _Line) -> bool:
    return line.value.strip().casefold() == "vcard"


class _Card:
    """A card that is being read. ``depth`` counts the cards inside of it that are open."""

    def __init__(self, line: int) -> None:
        self.line, self.depth = line, 0
        self._version = ""
        self._values: dict[str, list[Value]] = {}
        self._wrong: list[Wrong] = []

    def done(self, *, is_whole: bool) -> Vcard:
        values = {
            name: tuple(one.parts for one in sorted(several, key=lambda one: not one.is_preferred))
            for name, several in self._values.items()
        }
        return Vcard(self.line, self._version, values, tuple(self._wrong), is_whole)

    def take(self, line: _Line, before: str) -> None:
        if not line.start:
            # Some programs leave the lines of a photo, or the rest of a note, without a blank before them.
            if line.value.strip() and before in (*WANTED, "begin", "version"):
                self._tell(line, "line")
        elif line.name == "version":
            self._version = line.value.strip() if line.value.strip() in _KNOWN_VERSIONS else ""
        elif line.name in (*WANTED, *_KINDS):
            self._keep(line)

    def _keep(self, line: _Line) -> None:
        said = [parameter.casefold() for parameter in line.start[1:]]
        text = self._decoded(line, said)
        several = self._values.setdefault(line.name, [])
        if text is None or len(several) >= _MOST_VALUES:
            return
        if len(text) > LONGEST_VALUE:
            self._tell(line, "too-long", most=LONGEST_VALUE)
            return
        parts = tuple(_plain(part) for part in _parts(text, line.name))
        if any(parts):
            several.append(Value(parts, _is_preferred(said)))

    def _decoded(self, line: _Line, said: Sequence[str]) -> str | None:
        """Return a value as text; None, and a word of it, for what cannot be told."""
        if not any("quoted-printable" in parameter for parameter in said):
            return line.value
        if len(line.value) > 3 * LONGEST_VALUE:
            return line.value
        charset = next((one[8:] for one in said if one.startswith("charset=")), "utf-8").strip('"')
        raw = binascii.a2b_qp(line.value.encode("utf-8", "replace"))
        is_broken = bool(_NO_CODE.search(line.value))
        for name in (charset, "utf-8", "cp1252"):
            try:
                text = raw.decode(name)
            except LookupError:
                continue
            except ValueError:
                is_broken |= any(one.startswith("charset=") for one in said)
                continue
            if is_broken and line.name in _IN_WORDS:
                self._tell(line, "broken", name=line.name.upper(), value=cut(text, _MOST_SHOWN))
            return text
        self._tell(line, "encoding", name=line.name.upper())
        return None

    def _tell(self, line: _Line, code: str, **values: object) -> None:
        told = {name: str(value) for name, value in values.items()}
        self._wrong.append(Wrong(line.number, code, told))


def _is_preferred(said: Sequence[str]) -> bool:
    """Tell whether parameters prefer a value: ``PREF``, ``TYPE=home,pref``, ``PREF=1``."""
    words = (word for one in said for word in re.split(r"[=,\"]", one))
    return "pref" in words


def _parts(text: str, name: str) -> Sequence[str]:
    """Return what is parted by ``;`` where the property has parts; of all others the whole."""
    if name not in ("n", "org"):
        return (text,)
    # The backslashes before a semicolon are read with it: ``\\;`` ends a part, ``\;`` does not.
    return _BETWEEN_PARTS.sub(lambda match: f"{match[1]}\0", text).split("\0")


def _plain(text: str) -> str:
    """Return a text without its escapes; what is none stays, as ``C:\\Users`` of 2.1."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text).strip()
