"""The properties of a new note, written into the head that its template gives it."""

from collections.abc import Mapping

from vaultkit.core.front_matter.head_values import Property, Written
from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.vocabulary import Kind, Vocabulary, fold
from vaultkit.core.front_matter.yaml_text import write_properties, write_value
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.note import Note
from vaultkit.value import frozen


@frozen
class NewValue:
    """A value for a property. ``is_default`` leaves what a template says already as it is."""

    value: Written
    is_default: bool = False


def with_properties(
    text: str,
    values: Mapping[str, NewValue],
    own_names: Mapping[str, str],
    vocabulary: Vocabulary,
    kind: Kind = "application",
) -> str | None:
    """Return the text with the values in its head, each under the name that stands for it there.

    A property that the head lacks goes last, by the vault's own name. None for a head that
    does not read; a text without a head gets one.
    """
    span = split_head(text)
    if span is None:
        return f"---\n{_lines(values, own_names)}---\n\n{text}"
    head = read_head("", text, span)
    if not isinstance(head, Head):
        return None
    replaced: list[tuple[int, int, str]] = []
    missing: dict[str, NewValue] = {}
    for name, new in values.items():
        there = _standing(name, head, vocabulary, kind)
        if there is None:
            missing[name] = new
        elif there.value_span[0] not in [start for start, _, _ in replaced] and (
            not new.is_default or says_nothing(there)
        ):
            replaced.append((*_place(text, there), f" {write_value(new.value)}".rstrip()))
    newline = "\r\n" if text[: span.start].endswith("\r\n") else "\n"
    more = _lines(missing, own_names).replace("\n", newline)
    replaced.append((span.end, span.end, more))
    edit = edit_of("", text, sorted(replaced))
    return Note("", edit.wanted).text if isinstance(edit, Edit) else text


def _place(text: str, there: Property) -> tuple[int, int]:
    """Return where a value stands, with the blanks behind it that end its line."""
    start, end = there.value_span
    rest = text[end : text.find("\n", end)].removesuffix("\r")
    return start, end if rest.strip() else end + len(rest)


def says_nothing(there: Property) -> bool:
    """Tell whether a property has no value, or one that is null, an empty text or an empty list."""
    return not there.value.pairs and not any(filter(None, there.texts))


def _standing(name: str, head: Head, vocabulary: Vocabulary, kind: Kind) -> Property | None:
    """Return the property that stands for a name: an empty weak one will do, one that is filled is none.

    A weak name that somebody gives, ``title``, is that property and no other.
    """
    known = None if fold(name) in vocabulary.weak else vocabulary.property(name, kind)
    if known is None:
        return head.find(name)
    found = [each for each in head.properties if vocabulary.property(each.name, kind) == known]
    strong = [each for each in found if vocabulary.weak.get(fold(each.name)) != known]
    empty = [each for each in found if says_nothing(each)]
    return next(iter((*strong, *empty)), None)


def _lines(values: Mapping[str, NewValue], own_names: Mapping[str, str]) -> str:
    return write_properties({own_names.get(name, name): new.value for name, new in values.items()})
