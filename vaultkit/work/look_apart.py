"""A look at a whole large vault, taken by a copy of this process, which hands back what is to be held and done.

Such a look fills many times the room of what stays of it, and what stays would lie scattered in all
of that. In a copy it is gone when the copy is. Where no copy can be made, or it is lost, the look is taken here.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from vaultkit.core.text.edit import Edit
from vaultkit.disk import copies
from vaultkit.disk.roll import Roll
from vaultkit.value import frozen
from vaultkit.work import in_parts
from vaultkit.work.index import Index
from vaultkit.work.known_notes import Known, as_lines, from_lines
from vaultkit.work.plain_data import as_json, from_plain


@frozen
class Apart:
    """What a look has found: what is to be written, what is known, and the paths of fresh nos."""

    edits: tuple[Edit, ...]
    known: Known
    nos: tuple[str, ...]
    has_blocks: bool


def look_apart(index: Index, plan: Callable[[Roll], Apart]) -> Apart | None:
    """Have a copy plan a whole vault; None where that is to be done here."""
    if not _is_large(index):
        return None

    def work(put: copies.Put) -> None:
        index.tell = lambda count: None if count % 100 else put(as_json(["seen", count]))
        found = plan(index.vault.roll())
        put(as_json(["rest", [found.nos, found.has_blocks]]))
        for edit in found.edits:
            put(as_json(["edit", edit]))
        for line in as_lines(found.known):
            put(line)

    copy = copies.start(work)
    if copy is None:
        return None
    with closing(copy):
        try:
            return _read(index, copy)
        except copies.Lost:
            return None


class _Enough(Exception):
    """So many notes are many."""


def _is_large(index: Index) -> bool:
    """Count the notes, up to those that make a vault large."""

    def tell(count: int) -> None:
        if count >= in_parts.FEW:
            raise _Enough

    try:
        index.vault.roll(tell)
    except _Enough:
        return True
    return False


def _read(index: Index, copy: copies.Copy) -> Apart:
    edits: list[Edit] = []
    rest: Any = None

    def others() -> Iterator[list[Any]]:
        nonlocal rest
        for kind, *values in map(json.loads, copy.rest()):
            match kind:
                case "seen":
                    index.tell(values[0])
                case "rest":
                    rest = values[0]
                case "edit":
                    edits.append(from_plain(Edit, values[0], index.vocabulary.order))
                case _:
                    yield [kind, *values]

    known = from_lines(others(), index.vocabulary.order)
    nos, has_blocks = rest
    return Apart(tuple(edits), known, tuple(nos), has_blocks)


def told_apart(index: Index, compute: Callable[[], list[str]]) -> list[str]:
    """Return some lines that it takes a look at a whole vault to find: by a copy, where the vault is large."""

    def work(put: copies.Put) -> None:
        index.tell = lambda _: None
        put(as_json(compute()))

    copy = copies.start(work) if index.is_large else None
    if copy is None:
        return compute()
    with closing(copy):
        try:
            (told,) = copy.rest()
        except copies.Lost:
            return compute()
    return [*map(str, json.loads(told))]
