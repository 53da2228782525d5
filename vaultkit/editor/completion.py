"""What could be typed next in the head of a note: a property's name, a stage, a person, a company, a day."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from vaultkit.core.days.moment_format import format_moment
from vaultkit.core.front_matter.yaml_text import write_value
from vaultkit.core.notes.application import DAYS, PEOPLE, named_people
from vaultkit.core.text.phrases import Phrases
from vaultkit.editor.buffer import Buffer
from vaultkit.editor.places import Place, Stretch

_NAMING = re.compile(r"[^\s:#'\"\[{-][^:]*|")
"""A line on which a name is being typed."""
_GIVING = re.compile(r"(?P<name>[^\s:#][^:]*):[ \t]+(?P<value>.*)")
_ENTRY = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
_NAME = re.compile(r"(?P<name>[^\s:#][^:]*):")

_AHEAD = (0, 1, 7, 14)
"""The days that are offered: today, tomorrow, in one week and in two."""


class Offer(NamedTuple):
    """One word that is offered: it stands in the place of what is at ``at``. ``about`` says what it is."""

    at: Stretch
    words: str
    label: str
    about: str = ""


def offers(buffer: Buffer, at: Place, phrases: Phrases) -> tuple[Offer, ...]:
    """Return what could stand at a place, the likeliest first; nothing below the head."""
    kind, last = buffer.kind, buffer.read.body - 1
    is_in_head = 0 < at.line < last or (buffer.read.span is None and at.line > 0)
    if kind is None or not is_in_head:
        return ()
    line = buffer.places.line(at.line)
    before = line[: buffer.places.offset(at) - buffer.places.offset(Place(at.line, 0))]
    if given := _GIVING.fullmatch(before):
        return tuple(_values(given["name"], given["value"], at, buffer, phrases))
    if entry := _ENTRY.fullmatch(before):
        name = _name_above(at.line, buffer)
        return tuple(_values(name, entry["value"], at, buffer, phrases)) if name else ()
    if _NAMING.fullmatch(before) and ":" not in line:
        start = Place(at.line, 0)
        return tuple(
            Offer(Stretch(start, at), f"{name}: ", name, about) for name, about in _names(buffer)
        )
    return ()


def _name_above(line: int, buffer: Buffer) -> str | None:
    """Return the name of the list that an entry belongs to."""
    for number in range(line - 1, 0, -1):
        text = buffer.places.line(number)
        if found := _NAME.match(text):
            return found["name"]
        if text.strip() and not _ENTRY.match(text):
            return None
    return None


def _names(buffer: Buffer) -> Iterator[tuple[str, str]]:
    """Yield the properties that the note has not got yet, as the vault calls them."""
    kind = buffer.kind or "application"
    # Read line by line: while a name is being typed, the head as a whole does not read.
    head = buffer.read.lines[1 : buffer.read.body or None]
    written = filter(None, map(_NAME.match, head))
    there = {buffer.vocabulary.property(each["name"], kind) for each in written}
    own = buffer.found.names if kind == "application" else {}
    for name in dict.fromkeys(buffer.vocabulary.properties[kind].values()):
        if name not in there:
            yield own.get(name, name), name if own.get(name, name) != name else ""


def _values(name: str, typed: str, at: Place, buffer: Buffer, phrases: Phrases) -> Iterator[Offer]:
    known = buffer.vocabulary.property(name, buffer.kind or "application")
    start = buffer.places.offset(at) - len(typed)
    where = Stretch(buffer.places.place(start), at)
    for words, about in _words(known or "", buffer, phrases):
        yield Offer(where, _as_yaml(words), words, about)


def _words(known: str, buffer: Buffer, phrases: Phrases) -> Iterable[tuple[str, str]]:
    if known == "status":
        return _stages(buffer, phrases)
    if known in PEOPLE or (known == "name" and buffer.kind == "person"):
        return _people(buffer)
    if known == "company":
        return _most_first(each.application.company for each in buffer.found.entries)
    if known in DAYS:
        days = (buffer.today + timedelta(ahead) for ahead in _AHEAD)
        return ((day.isoformat(), format_moment("dddd", day, phrases)) for day in days)
    return ()


def _stages(buffer: Buffer, phrases: Phrases) -> Iterator[tuple[str, str]]:
    """Yield the stages in their order, each in a word of the vault's own, else of its language."""
    known, own = buffer.vocabulary, buffer.desk.settings.stages
    for name in known.order.names:
        words = own.get(name) or ((name,) if known.language == "en" else _in_language(name, buffer))
        yield words[0] if words else name, phrases.say(f"stage.{name}")


def _in_language(name: str, buffer: Buffer) -> tuple[str, ...]:
    known = buffer.vocabulary
    return tuple(
        shown
        for folded, (shown, language) in known.spellings.items()
        if language == known.language and known.stages.get(folded) == name
    )


def _people(buffer: Buffer) -> Iterator[tuple[str, str]]:
    """Yield everybody: those with a note as a link, the others by their names."""
    people = buffer.found.look.people
    linked = {person.name: person.company or "" for person in people}
    for name, company in linked.items():
        yield f"[[{name}]]", company
    named = (name.text for each in buffer.found.entries for name in named_people(each.application))
    for text, _ in _most_first(text for text in named if text not in linked):
        yield text, ""


def _most_first(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    for word, count in Counter(words).most_common():
        yield word, str(count)


def _as_yaml(words: str) -> str:
    """Return a text as a value of one line: quoted where YAML would take it for something else."""
    return write_value(words).strip()
