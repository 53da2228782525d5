"""People as vCards, one each: for the address book of a phone or a mail program.

vCard 3.0, which iOS, Android and Outlook take alike. No birthday, no photo, nothing of the text
of a note. A vault that has not changed gives the same bytes: no day and no version stands in them.
"""

import re
from collections.abc import Iterator, Sequence

from vaultkit.formats.person_rows import Row

suffix = ".vcf"
takes = "people"

_LONGEST_LINE_BYTES = 75
_SPECIAL = re.compile(r"[\\,;]")
_UNSAFE = re.compile(r"[\\,; ]")


def render(people: Sequence[Row]) -> bytes:
    """Return the cards in the order of the people; of nobody, nothing."""
    lines = (line for row in people for line in _card(row))
    return b"".join(_folded(line) for line in lines)


def _card(row: Row) -> Iterator[str]:
    name = _one(row, "name")
    given, _, family = name.rpartition(" ")
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"UID:{_escaped(_one(row, 'uid'))}")
    # A phone shows these two one behind the other, so that a cut in the wrong place does no harm.
    yield f"N:{_escaped(family if given else '')};{_escaped(given or family)};;;"
    yield f"FN:{_escaped(name)}"
    for start, key in (("ORG", "company"), ("TITLE", "role")):
        if row[key]:
            yield f"{start}:{_escaped(_one(row, key))}"
    for start, key in (("EMAIL;TYPE=INTERNET", "emails"), ("TEL", "phones")):
        yield from (f"{start}:{_escaped(value)}" for value in _all(row, key))
    yield from (f"URL:{_address(link)}" for link in _all(row, "links"))
    if tags := _all(row, "tags"):
        yield f"CATEGORIES:{','.join(map(_escaped, tags))}"
    yield f"item1.URL:{_address(_one(row, 'obsidian'))}"
    yield from ("item1.X-ABLabel:Obsidian", "END:VCARD")


def _one(row: Row, key: str) -> str:
    value = row[key]
    return value if isinstance(value, str) else ""


def _all(row: Row, key: str) -> tuple[str, ...]:
    value = row[key]
    return value if isinstance(value, tuple) else ()


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _address(link: str) -> str:
    """Return an address in which no program finds an end: some cut it at a comma, escaped or not."""
    return _UNSAFE.sub(lambda match: f"%{ord(match.group()):02X}", link)


def _folded(line: str) -> bytes:
    """Return a line of the file: cut where it is longer than 75 bytes, never inside of a character."""
    raw, made = line.encode(), list[bytes]()
    while len(raw) > (room := _LONGEST_LINE_BYTES - bool(made)):
        end = room
        while raw[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        made.append(raw[:end])
        raw = raw[end:]
    return b"\r\n ".join([*made, raw]) + b"\r\n"
