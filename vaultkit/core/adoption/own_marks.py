"""By what a vault's own applications, or people, are told from all other notes."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Literal

from vaultkit.core.adoption.facts import NoteFacts
from vaultkit.core.adoption.signs import KindSigns, Signs, folders_above, is_called
from vaultkit.core.front_matter.vocabulary import fold
from vaultkit.value import frozen

MarkKind = Literal["type", "property", "tag", "folder", "presence"]
_ORDER: tuple[MarkKind, ...] = ("type", "property", "tag", "folder", "presence")
"""The surest first, where two marks fit as many notes."""
_MOST_WRONG = 5
"""A mark may fit one note that is none for this many that are."""
_MOST_MARKS = 6
_TYPE = "type"


@frozen
class OwnMark:
    """One mark. Types and tags are casefolded: capitals make no difference.

    ``name`` is that of the property (of ``property`` and ``presence``), else "".
    """

    kind: MarkKind
    value: str
    name: str = ""


def choose_marks(
    wanted: Sequence[NoteFacts],
    others: Sequence[NoteFacts],
    signs: Signs,
    words: KindSigns,
    usual: str,
    is_own_name: Callable[[str], bool],
) -> tuple[tuple[OwnMark, ...], tuple[NoteFacts, ...]]:
    """Return the marks that tell the wanted notes from the others, and the notes that none fits.

    The mark that fits most comes first; ``usual`` is the ``type`` that needs no setting. Where
    nothing else marks any of them, a property that ``is_own_name`` of them and that no other
    note has will do.
    """
    wrong = Counter(mark for note in others for mark in _marks(note, signs))
    whole = Counter(mark for note in wanted for mark in _marks(note, signs))
    chosen: list[OwnMark] = []
    left = list(wanted)
    while left and len(chosen) < _MOST_MARKS:
        here = Counter(mark for note in left for mark in _marks(note, signs))
        fitting = [
            mark
            for mark, count in here.items()
            if mark.kind != "presence"
            and wrong[mark] * _MOST_WRONG <= whole[mark]
            and (count > 1 or count == len(wanted) or _is_known(mark, words))
        ]
        if not fitting and not chosen:
            fitting = [
                mark
                for mark in here
                if mark.kind == "presence" and is_own_name(mark.name) and not wrong[mark]
            ]
        if not fitting:
            break
        best = max(fitting, key=lambda mark: (here[mark], *_rank(mark, words, usual)))
        chosen.append(best)
        left = [note for note in left if best not in _marks(note, signs)]
    return tuple(chosen), tuple(left)


def fits_any(note: NoteFacts, marks: Collection[OwnMark], signs: Signs) -> bool:
    """Tell whether one of the marks, which stand for settings of one kind, fits a note."""
    return any(mark in marks for mark in _marks(note, signs))


def _rank(mark: OwnMark, words: KindSigns, usual: str) -> tuple[bool, bool, int, int, str, str]:
    """Return what decides between marks that fit as many notes: the higher, the better."""
    is_usual = mark.kind == _TYPE and mark.value == usual
    known = _is_known(mark, words)
    return is_usual, known, -_ORDER.index(mark.kind), mark.value.count("/"), mark.value, mark.name


def _is_known(mark: OwnMark, words: KindSigns) -> bool:
    if mark.kind in (_TYPE, "property"):
        return fold(mark.value) in words.types
    if mark.kind == "tag":
        return fold(mark.value) in words.tags
    return mark.kind == "folder" and is_called(mark.value.rpartition("/")[2], words.folders)


def _marks(note: NoteFacts, signs: Signs) -> Iterator[OwnMark]:
    """Yield all that could tell a note from others, each once."""
    yield from dict.fromkeys((*_of_properties(note, signs), *_of_tags(note)))
    if note.has_head:
        yield from (OwnMark("folder", folder) for folder in folders_above(note.path))


def _of_properties(note: NoteFacts, signs: Signs) -> Iterator[OwnMark]:
    for one in note.said:
        name = fold(one.name)
        if name == _TYPE:
            yield from (OwnMark("type", text.casefold()) for text in one.texts)
        elif name in signs.kinds:
            yield from (OwnMark("property", text, one.name) for text in one.texts)
        elif one.texts and name not in ("tags", "tag", "aliases"):
            yield OwnMark("presence", "", one.name)


def _of_tags(note: NoteFacts) -> Iterable[OwnMark]:
    return (OwnMark("tag", tag.casefold()) for tag in note.tags)
