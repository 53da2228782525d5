"""What a row says otherwise than the note that is there for it. It is told, and never written."""

from collections.abc import Iterator
from datetime import date

from vaultkit.core.front_matter.head_values import Written
from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.front_matter.written import links, places, read_day, shown
from vaultkit.core.notes.application import Application
from vaultkit.core.notes.directory import fold_name
from vaultkit.core.tables.plan import Differs
from vaultkit.core.tables.row import Wish
from vaultkit.core.tables.same import bare_link

_OF_THE_NOTE = ("added",)
"""What tells of the note, and not of the application."""


def differing(
    wish: Wish, note: Application, head: Head, vocabulary: Vocabulary
) -> Iterator[Differs]:
    """Yield what a row says and the note does not, the stage first; of several values that none stands there."""
    stage = vocabulary.stage(word := str(wish.properties.get("status") or ""))
    if stage and stage != note.stage:
        yield Differs("status", word, note.stage)
    for name, said, there in (
        ("company", vocabulary.without_filler(wish.company), note.company),
        ("role", vocabulary.without_filler(wish.role), note.role or ""),
    ):
        if said and fold_name(said) != fold_name(there):
            yield Differs(name, said, there)
    for name, value in wish.properties.items():
        if name == "status" or name in _OF_THE_NOTE:
            continue
        texts = _texts(value)
        known = _standing(name, head, vocabulary)
        same = {form for text in known for form in _forms(text)}
        if texts and not any(form in same for text in texts for form in _forms(text)):
            yield Differs(name, ", ".join(texts), ", ".join(map(shown, known)))


def _texts(value: Written) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (str(value).casefold(),)
    several = value if isinstance(value, tuple) else (value,)
    return tuple(str(one) for one in several if one is not None)


def _standing(name: str, head: Head, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what stands in a head under any name of a property."""
    known = vocabulary.property(name)
    found = (
        one
        for one in head.properties
        if fold(one.name) == fold(name) or (known and vocabulary.property(one.name) == known)
    )
    return tuple(text for one in found for text in one.texts)


def _forms(text: str) -> Iterator[str]:
    """Yield what is the same in two ways to write a value: of a day the day, of a link where it leads."""
    day = read_day(text)
    if isinstance(day, date):
        yield str(day)
        return
    yield fold_name(shown(text))
    yield from (fold_name(link.target) for link in links(text) if link.target)
    yield from filter(None, map(bare_link, (text, *places(text))))
