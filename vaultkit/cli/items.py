"""Find the item, the note or the person that somebody means."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from vaultkit.cli.session import Session
from vaultkit.core.item import Entry, Item
from vaultkit.errors import UsageError


class ItemNames:
    """What ``due`` prints and what a link holds: the note's name, or its path where two share it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._notes = Counter(_file_name(entry.application.path) for entry in entries)

    def of(self, item: Item) -> str:
        name = _file_name(item.path)
        note = item.path.removesuffix(".md") if self._notes[name] > 1 else name
        return f"{note}#{item.id.removeprefix('vk-')}"


def _file_name(path: str) -> str:
    return path.removesuffix(".md").rpartition("/")[2]


def find_item(text: str, entries: Sequence[Entry]) -> Item:
    """Return the one open item that a text means: its name, or a part that only one has.

    Raises UsageError for none and for several, with their names.
    """
    wanted = _key(text)
    items = [item for entry in entries for item in entry.items]
    whole = [item for item in items if wanted == _names(item)[0]]
    exact = whole or [item for item in items if wanted == _names(item)[1]]
    found = [item for item in exact if not item.is_closed] or [
        item for item in items if not exact and not item.is_closed and _holds(_names(item)[0], wanted)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError("item-ambiguous", list(map(ItemNames(entries).of, found)), text=text)
    raise UsageError("item-closed" if exact else "item-unknown", text=text)


def _holds(name: str, part: str) -> bool:
    """Tell whether a name holds a part; of ``note#id`` each side may be a part."""
    note, mark, block = part.rpartition("#")
    own_note, _, own_block = name.rpartition("#")
    return part in name or (bool(mark) and note in own_note and block in own_block)


def _key(text: str) -> str:
    text = text.strip().removeprefix("[[").removesuffix("]]").partition("|")[0]
    note, mark, block = text.rpartition("#")
    block = block.removeprefix("^").removeprefix("vk-")
    return f"{note.removesuffix('.md')}{mark}{block}".casefold()


def _names(item: Item) -> tuple[str, str]:
    short = item.id.removeprefix("vk-")
    return f"{item.path.removesuffix('.md')}#{short}".casefold(), f"{_file_name(item.path)}#{short}".casefold()


def find_note(text: str, session: Session) -> str:
    """Return a note's path from the vault's root. Raises UsageError when there is no such note.

    The text is a path from here or from the vault's root, or a name or a part that one note
    alone has; the ``.md`` may be left out.
    """
    root = session.vault.root
    name = text if text.endswith(".md") else f"{text}.md"
    for place in (Path(name), root / name):
        path = Path(os.path.abspath(place))  # noqa: PTH100 - resolve() would follow a link out of the vault
        if path.is_relative_to(root) and path.is_file():
            return path.relative_to(root).as_posix()
    paths = [ref.path for ref in session.vault.walk()]
    found = [path for path in paths if path.rpartition("/")[2].casefold() == name.casefold()]
    found = found or [path for path in paths if text.casefold() in path.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError("note-ambiguous", found, text=text)
    raise UsageError("note-unknown", text=text)
