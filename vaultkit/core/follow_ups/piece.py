"""The items that stand in a note: their lines, and whether a person has touched them.

An item is known by its id, wherever in the line that stands; what is indented under it is its
own::

    - [ ] Write to [[Jane Doe]] 📅 2026-11-10 ^vk-follow-up-jane-doe     the item
      - Thank her for her time.                                         its child line
      - She is away until Monday.                                       a line of the person's
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from vaultkit.core.follow_ups.ledger import Given, check
from vaultkit.core.follow_ups.nesting import (
    CHILD,
    deeper_lines,
    first_level,
    indent_of,
    is_bulleted,
    lines_under,
    rejoined,
)
from vaultkit.core.front_matter.written import links
from vaultkit.core.notes.application import Name, person_slug
from vaultkit.core.text.markdown import lines_with
from vaultkit.core.text.note import bare
from vaultkit.core.text.task_line import Task, is_plain, read_marked_task
from vaultkit.value import frozen

ID_PREFIX = "vk-"
ID_MARK = f"^{ID_PREFIX}"
"""What stands in every line that bears an id of ours."""
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LINK = re.compile(r"\[\[[^\[\]]*\]\]")


@frozen
class Piece:
    """One item as it stands: its line and the lines nested under it, endings included.

    ``at`` is the index of its line. ``id`` comes without ``vk-``. ``rest`` is the number of
    lines below it that a formatter has wrapped its own line into.
    """

    at: int
    id: str
    task: Task
    lines: tuple[str, ...]
    rest: int = 0

    def nested(self, given: Given | None) -> tuple[str, ...]:
        """Return the lines under the item, those of the tool whole again where a formatter has wrapped them.

        What joins them is the memory's check: a line that a person has put below a hint, and
        that looks like its rest, stays a line of its own.
        """
        written = self.lines[1 + self.rest :]
        whole = rejoined(written) if given else written
        if given is None or whole == written or self._says(given, written):
            return written
        return whole if self._says(given, whole) else written

    @property
    def done_on(self) -> date | None:
        """The day of the touch: the done date, else the due day; None while it is not done."""
        return (self.task.done or self.task.due) if self.task.is_done else None

    def is_untouched(self, given: Given | None) -> bool:
        """Tell whether status, dates and words, its own and those of its child lines, are the tool's.

        The bullet, the indent and where a link points to are not words.
        """
        task = self.task
        if given is None or task.status != " " or task.hides:
            return False
        if (task.start, task.due) != (given.start, given.due):
            return False
        return is_plain(bare(self.lines[0])) and self.says(given)

    def says(self, given: Given) -> bool:
        """Tell whether the words are those that the memory knows; the first versions counted links as words."""
        return self._says(given, self.nested(given))

    def _says(self, given: Given, nested: Sequence[str]) -> bool:
        # An item that somebody put under this one is none of its lines.
        own = [line for line in nested if ID_MARK not in line]
        children = first_level(own)[: given.children]
        if given.check == check_words(self.task.text, children, self.id):
            return True
        return given.check == check(self.task.text, children)

    def has_words(self, text: str) -> bool:
        """Tell whether the line says the text, behind a tag of the vault's."""
        own, wanted = _words(self.task.text, self.id), _words(text, self.id)
        return own == wanted or re.fullmatch(rf"#\S+ {re.escape(wanted)}", own) is not None

    def has_writing(self, given: Given) -> bool:
        """Tell whether the person has written under an untouched line."""
        return sum(1 for line in self.nested(given) if line.strip()) > given.children


def check_words(text: str, children: Iterable[str], item_id: str) -> str:
    """Return the memory's four digits for the words of an item and the lines under it."""
    return check(
        _words(text, item_id),
        [CHILD + _words(child.removeprefix(CHILD), item_id) for child in children],
    )


def _words(text: str, item_id: str) -> str:
    """Return what a reader takes in: no backslash of a formatter, and of a link only a name of its own.

    ``[[People/Marta Rossi|Marta]]`` says Marta. ``[[Marta Rossi]]`` shows where it points to,
    and that is not words; nor is the name that the id was made of, which stays behind in
    ``[[People/Marta Verdi|Marta Rossi]]`` when the note of the person is renamed.
    """

    def shown(match: re.Match[str]) -> str:
        found = links(match.group())[0]
        is_name = found.text == _last_part(found.target or "") or _is_of(item_id, found.text)
        return "[[]]" if is_name else f"[[|{found.text}]]"

    return " ".join(_LINK.sub(shown, without_escapes(text)).split())


def without_escapes(text: str) -> str:
    """Return the text without the backslashes that formatters put before marks: ``\\[[Jane Doe]\\]``."""
    return _ESCAPED.sub("", text) if "\\" in text else text


def _is_of(item_id: str, name: str) -> bool:
    return re.sub(r"-[0-9]+$", "", item_id).endswith(f"-{person_slug(Name(name))}")


def _last_part(target: str) -> str:
    return re.sub(r"(?i)\.md$", "", target.rpartition("/")[2])


def marked_lines(
    lines: Sequence[str], prose: Sequence[bool], first: int = 0, last: int | None = None
) -> Sequence[int]:
    """Return the indices of those of ``lines[first:last]`` that are prose and bear an id of ours."""
    # One character is found faster than four.
    signed = lines_with(ID_MARK[0], lines[first:last], first)
    return [at for at in signed if ID_MARK in lines[at] and prose[at]]


def read_pieces(
    lines: Sequence[str], prose: Sequence[bool], first: int = 0, last: int | None = None
) -> tuple[Piece, ...]:
    """Return the items among ``lines[first:last]`` in their order; ``prose`` is the outline's."""
    return pieces_at(marked_lines(lines, prose, first, last), lines, last)


def pieces_at(
    places: Sequence[int],
    lines: Sequence[str],
    last: int | None = None,
    given: Mapping[str, Given] | None = None,
) -> tuple[Piece, ...]:
    """Return the items that begin in lines of these indices, which ``marked_lines`` gave; none reaches ``last``.

    ``given`` is the memory's: it knows the lines under an item of which only the first was indented.
    """
    pieces: list[Piece] = []
    last = len(lines) if last is None else last
    for index in places:
        task = read_marked_task(bare(lines[index]), ID_PREFIX)
        if task is None or task.id is None:
            continue
        nested = lines_under(lines, index, last)
        piece = Piece(index, task.id.removeprefix(ID_PREFIX), task, (lines[index], *nested))
        known = given.get(piece.id) if given and not nested else None
        pieces.append(_with_left_behind(piece, known, lines, last) if known else piece)
    return tuple(pieces)


def _with_left_behind(piece: Piece, known: Given, lines: Sequence[str], last: int) -> Piece:
    """Return an item with the lines that stayed where they were when its own was indented.

    They are its own if the memory's check says so. What a person has put among them, or
    below them and as deep, comes with them as writing of theirs: it keeps the item.
    """
    below = piece.at + 1
    if not known.children or below >= last or not is_bulleted(lines[below]):
        return piece
    next_item = next((at for at in range(below, last) if ID_MARK in lines[at]), last)
    as_deep = deeper_lines(lines, below + 1, next_item, indent_of(lines[below]) - 1)
    longer = replace(piece, lines=(*piece.lines, lines[below], *as_deep))
    return longer if longer.says(known) else piece


def heal(lines: Sequence[str], pieces: Sequence[Piece]) -> tuple[Sequence[str], tuple[Piece, ...]]:
    """Make silent doubles of a merge one item; return the lines, if an id is doubled, and the pieces that stay.

    Two items are a silent double when nothing but status and done date differs: done wins,
    the earliest day wins, the first one's place is kept. A line that goes becomes "", so that
    every index still holds.
    """
    if len({piece.id for piece in pieces}) == len(pieces):  # as in nearly every note
        return (), tuple(pieces)
    groups: dict[str, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(piece.id, []).append(piece)
    healed, stay = list(lines), []
    for group in groups.values():
        if not _is_silent_double(group):
            stay += group
            continue
        kept = next((piece for piece in group if len(piece.lines) > 1), group[0])
        best = min(group, key=_rank)
        for piece in group:
            take_out(piece, healed)
        lines_kept = (best.lines[0], *kept.lines[1:])
        healed[kept.at : kept.at + len(lines_kept)] = lines_kept
        stay.append(replace(kept, task=best.task, lines=lines_kept))
    return tuple(healed), tuple(sorted(stay, key=lambda piece: piece.at))


def doubled(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the items whose id stands on an earlier one too."""
    firsts = {piece.id: piece for piece in reversed(pieces)}
    return tuple(piece for piece in pieces if firsts[piece.id] is not piece)


def _is_silent_double(group: Sequence[Piece]) -> bool:
    """Tell whether nothing but status and done date differs.

    A merge may leave one child line to two items that stand one upon the other: it is both's.
    """
    if len({_likeness(piece) for piece in group}) > 1:
        return False
    nested = [tuple(map(bare, piece.lines[1:])) for piece in group]
    if len({*nested}) == 1:
        return True
    has_one_child_line = len({*nested} - {()}) == 1 and nested[-1] != ()
    return has_one_child_line and all(
        piece.lines[1:] or piece.at + 1 == below.at for piece, below in pairwise(group)
    )


def _likeness(piece: Piece) -> object:
    days = {name: day for name, day in piece.task.days.items() if name != "done"}
    return piece.task.lead, piece.task.text, tuple(sorted(days.items()))


def _rank(piece: Piece) -> tuple[int, date]:
    order = {"x": 0, "X": 0, "-": 1, " ": 3}
    return order.get(piece.task.status, 2), piece.task.done or date.max


def take_out(piece: Piece, lines: list[str]) -> None:
    """Make the lines of an item "", so that every index still holds."""
    lines[piece.at : piece.at + len(piece.lines)] = [""] * len(piece.lines)


def earliest_due(pieces: Iterable[Piece]) -> date | None:
    """Return the earliest due day of the open items, or None when nothing is open."""
    still_open = (piece for piece in pieces if not piece.task.is_closed)
    return min((piece.task.due for piece in still_open if piece.task.due), default=None)
