"""Merge the lines between the markers: items by their ids, all other lines as text.

Each item is one token, so that a three-way merge of tokens says where things go, and what is in
an item is merged by itself. ``^a`` stands for the token of an item a::

    base      **Follow-up**   ^a        ^b
    ours      **Follow-up**   ^a  note  ^b  ^c      a note between, and a new item
    theirs    **Follow-up**   ^a        ^b  ^d      another new item
    merged    **Follow-up**   ^a  note  ^b  ^c ^d   both are new: in the order of their rules

Then each token gives way to the lines of its merged item, none where it is gone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.checklist import is_list_line
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.merge.apart import each_alone, length
from vaultkit.core.merge.item import MergedItem, Stand, kept_both, merge_item
from vaultkit.core.merge.memory import merge_memory
from vaultkit.core.merge.three_way import Agreed, Conflict, Stretch, agreed_lines, merge_lines
from vaultkit.core.text.stages import Stages
from vaultkit.value import frozen

_ITEM = "\n"
"""What an item's token begins with: a line never goes on behind its ending."""

RuleOrder = Callable[[str], int]
"""The place of an id's rule among the rules."""


@frozen
class Inner:
    """What lies between the markers: an item is one token, any other line is itself."""

    tokens: tuple[str, ...] = ()
    stands: Mapping[str, Stand] | None = None
    memory: Memory = Memory()

    @property
    def shows_nothing(self) -> bool:
        """Tell whether there is neither an item nor a word."""
        return not any(_is_item(token) or token.strip() for token in self.tokens)

    def stand(self, name: str) -> Stand:
        return (self.stands or {}).get(name, Stand())


def read_inner(sheet: Sheet | None, before: Inner | None = None) -> Inner:
    """Return what lies in a sheet's block, nothing where there is none; ``before`` is the base's."""
    if sheet is None or sheet.block is None:
        return Inner()
    known = (before.stands or {}).items() if before else ()
    alone = each_alone(sheet, {name: stand.piece for name, stand in known if stand.piece})
    pieces = {piece.at: piece for piece in alone}
    tokens: list[str] = []
    index = sheet.block.begin + 1
    while index < sheet.block.end:
        if piece := pieces.get(index):
            tokens.append(_token(piece.id))
            index += length(piece)
            continue
        tokens += filter(None, [sheet.lines[index]])
        index += 1
    given = sheet.memory.given
    named = {piece.id: Stand(piece, given.get(piece.id)) for piece in alone}
    stands = {name: Stand(None, given[name]) for name in given} | named
    return Inner(tuple(tokens), stands, sheet.memory)


def without_items(inner: Inner) -> Inner:
    """Return what a side without a block has: no item, and of all else what the base has."""
    return Inner(_texts(inner.tokens), {}, inner.memory)


def without_moved(base: Inner, ours: Inner, theirs: Inner) -> Inner:
    """Return the base without the items that stand elsewhere on a side: text keeps its place, items are placed.

    The update moves an item to the end that it writes anew, past lines of the person's.
    """
    sides = (ours, theirs)
    moved = {
        token
        for token in base.tokens
        for side in sides
        if _is_item(token) and _has_moved(token, base, side)
    }
    return replace(base, tokens=tuple(token for token in base.tokens if token not in moved))


def _has_moved(token: str, base: Inner, side: Inner) -> bool:
    """Tell whether an item was written anew, or stands below other items than before."""
    if token not in side.tokens:
        return False
    before, after = (found.stand(_name(token)).given for found in (base, side))
    if before and after and before.check != after.check:
        return True
    common = {each for each in base.tokens if _is_item(each)} & {*side.tokens}
    above_before, above_now = (
        {*found.tokens[: found.tokens.index(token)]} & common for found in (base, side)
    )
    return above_before != above_now


def merge_inner(
    base: Inner, ours: Inner, theirs: Inner, order: RuleOrder, stages: Stages, newline: str
) -> tuple[tuple[Stretch, ...], Memory]:
    """Return what should lie between the markers, and what the memory should hold."""
    if ours.shows_nothing != theirs.shows_nothing:
        ours, theirs = _filled(ours, base), _filled(theirs, base)
    names = dict.fromkeys(name for side in (base, ours, theirs) for name in side.stands or {})
    items = {
        name: merge_item(base.stand(name), ours.stand(name), theirs.stand(name)) for name in names
    }

    def place(name: str) -> tuple[int, date, str]:
        """Sort new items by rule, then by the earlier of their due days."""
        days = [stand.given.due for stand in (ours.stand(name), theirs.stand(name)) if stand.given]
        return order(name), min(days, default=date.max), name

    tokens: list[Stretch] = []
    standing = _standing(base, ours, theirs, items)
    for stretch in merge_lines(standing, ours.tokens, theirs.tokens):
        tokens += [stretch] if isinstance(stretch, Agreed) else _resolved(stretch, place, newline)
    known = [name for name in base.memory.given if name in items]
    later = sorted(names.keys() - known, key=place)
    given = {name: found for name in (*known, *later) if (found := items[name].given)}
    memory = merge_memory(base.memory, ours.memory, theirs.memory, given, stages)
    return tuple(_drawn(tokens, items, later)), memory


def _filled(side: Inner, base: Inner) -> Inner:
    """Give a side back what the tool took out with the last item: the bold line and the blank ones."""
    return replace(side, tokens=_texts(base.tokens)) if side.shows_nothing else side


def _standing(
    base: Inner, ours: Inner, theirs: Inner, items: Mapping[str, MergedItem]
) -> list[str]:
    """Return the base's tokens without those that one side lacks and that stay: they keep their place so."""
    kept = {_token(name) for name, item in items.items() if item.stretches}
    one_sided = {*ours.tokens} ^ {*theirs.tokens}
    return [token for token in base.tokens if token not in kept & one_sided]


def _resolved(
    stretch: Conflict, place: Callable[[str], tuple[int, date, str]], newline: str
) -> Iterator[Stretch]:
    """Settle what both sides changed at one place: text is merged as text, and new items go last."""
    sides = sorted((stretch.ours, stretch.theirs))
    standing = _standing_text(stretch, sides)
    yield from standing
    above = [*agreed_lines(standing)]
    rest = {token for side in sides for token in side if _is_item(token) and token not in above}
    known = [token for token in stretch.base if token in rest]
    new = sorted(rest.difference(known), key=lambda token: place(_name(token)))
    last = [*known, *new]
    wants_gap = last and above and not _is_item(above[-1]) and not is_list_line(above[-1])
    yield Agreed((newline, *last) if wants_gap else tuple(last))


def _standing_text(stretch: Conflict, sides: Sequence[tuple[str, ...]]) -> list[Stretch]:
    """Return what stands before the items that go last; text that both sides changed is merged as text."""
    before, one, other = (_texts(tokens) for tokens in (stretch.base, stretch.ours, stretch.theirs))
    if one == other or before in (one, other):
        return [Agreed(_carrier(stretch.base, sides))]
    return [kept_both(text) for text in merge_lines(before, one, other)]


def _carrier(base: tuple[str, ...], sides: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what the stretch is built on: the side with other text, else the one that moved items."""
    worded = next((side for side in sides if _texts(side) != _texts(base)), None)
    if worded is not None:
        return worded
    for side in sides:
        as_here = tuple(token for token in side if token in base)
        as_before = tuple(token for token in base if token in side)
        if as_here != as_before:
            return as_here
    return base


def _drawn(
    tokens: Sequence[Stretch], items: Mapping[str, MergedItem], later: Sequence[str]
) -> Iterator[Stretch]:
    """Put the items' lines in the place of their tokens, each item once; what has no place goes last."""
    waiting = {name: item for name, item in items.items() if item.stretches}
    for stretch in tokens:
        if isinstance(stretch, Conflict):
            yield stretch
            continue
        for token in stretch.lines:
            if not _is_item(token):
                yield Agreed((token,))
            elif item := waiting.pop(_name(token), None):
                yield from item.stretches
    for name in sorted(waiting, key=lambda name: (name not in later, name)):
        yield from waiting[name].stretches


def _token(name: str) -> str:
    return _ITEM + name


def _is_item(token: str) -> bool:
    return token.startswith(_ITEM) and token != _ITEM


def _name(token: str) -> str:
    return token.removeprefix(_ITEM)


def _texts(tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple(token for token in tokens if not _is_item(token))
