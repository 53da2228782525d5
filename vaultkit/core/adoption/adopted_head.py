"""The head that a note would get whose body alone says what it is about. The body keeps every byte."""

from collections.abc import Iterable, Mapping

from vaultkit.core.adoption.body_days import DayWords, Order, read_days, told_order
from vaultkit.core.adoption.body_values import NOTHING, Body, BodyValue, read_body
from vaultkit.core.adoption.proposal import is_told_in_body
from vaultkit.core.front_matter.head_values import Written
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.front_matter.yaml_text import write_properties
from vaultkit.core.notes.application import DAYS
from vaultkit.core.notes.new_mark import marked
from vaultkit.core.settings.values import Marks
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.markdown import conflict_line
from vaultkit.core.text.note import Note, split_lines
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.stages import MEETINGS
from vaultkit.value import frozen

_BOM = "\ufeff"
_LONGEST_VALUE = 300
_STATUS = "status"


@frozen
class Adopted:
    """A head for one note.

    ``left`` are values of the body that are not taken, since they would not be read; ``others``
    those that say something else than a value above them.
    """

    edit: Edit
    left: tuple[BodyValue, ...]
    others: tuple[BodyValue, ...] = ()


def order_in(notes: Iterable[Note], vocabulary: Vocabulary, language: Phrases) -> Order | None:
    """Return the order of day and month in the notes that would get a head; None where nothing tells."""
    values = (one for note in notes for one in _told_in(note, vocabulary).values)
    return told_order((one.value for one in values if one.property in DAYS), language)


def _told_in(note: Note, vocabulary: Vocabulary) -> Body:
    """Return what a body says that wants a head.

    Nothing of a note that has one or begins one, that git left in conflict, or that says too little.
    """
    text = note.text
    start = len(_BOM) if text.startswith(_BOM) else 0
    if text.startswith("---", start) or conflict_line(split_lines(text)) is not None:
        return NOTHING
    body = read_body(text, vocabulary)
    return body if is_told_in_body(body.values, vocabulary) else NOTHING


def adopted(
    note: Note,
    marks: Marks,
    own_names: Mapping[str, str],
    vocabulary: Vocabulary,
    days: DayWords,
) -> Adopted | None:
    """Return the head as an edit; None for a note that gets none."""
    body = _told_in(note, vocabulary)
    values = body.values
    if not values:
        return None
    text = note.text
    start = len(_BOM) if text.startswith(_BOM) else 0
    properties: dict[str, Written] = {}
    left = []
    for one in values:
        meant, value = _taken(one, vocabulary, days)
        if value is None or meant in properties:
            left.append(one)
        else:
            properties[meant] = value
    named = {one.property: one.name.lower() for one in values}
    names = {meant: own_names.get(meant, named.get(meant, meant)) for meant in properties}
    lines = write_properties({names[meant]: value for meant, value in properties.items()})
    head = marked(note.path, f"---\n{lines}---\n", marks, vocabulary)
    newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    edit = edit_of(note.path, text, [(start, start, head.replace("\n", newline))])
    assert edit is not None  # a head is never empty
    return Adopted(edit, tuple(left), body.others)


def _taken(one: BodyValue, vocabulary: Vocabulary, days: DayWords) -> tuple[str, Written]:
    """Return the property that a value is for and the value, None for one that would not be read."""
    if one.property in DAYS:
        if found := read_days(one.value, days):
            if one.property == MEETINGS:
                texts = tuple(day.text for day in found)
                is_plain = len(found) == 1 and not found[0].hour
                return one.property, found[0].day if is_plain else texts
            return one.property, found[0].day if len(found) == 1 else None
        is_stage = vocabulary.dated(one.name) and vocabulary.stage(one.value)
        return (_STATUS, one.value) if is_stage else (one.property, None)
    if one.property == _STATUS and vocabulary.stage(one.value) is None:
        return _STATUS, None
    return one.property, one.value if len(one.value) <= _LONGEST_VALUE else None
