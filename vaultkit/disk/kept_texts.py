"""Texts that were put aside for a person to look at, and whether anybody has been told of them.

Beside each text lies a card: which note it is about, why it was kept, and since when a person has
known. A text is never swept before that; 30 days after it, it is.
"""

import json
import os
import time
from pathlib import Path

from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.disk.state_folder import put_file, remove_file
from vaultkit.disk.system import system
from vaultkit.value import frozen

FOLDER = "kept"
_LONGEST_NAME = 150
"""In bytes. A file's name may have 255, and ours begins with a run and a random number."""
_CARD = ".json"
_TOLD_AS = {"recovery-unknown": hint, "saved-aside": problem}


@frozen
class Kept:
    """One text that was put aside. ``seen`` is when somebody was told of it, None for nobody yet."""

    card: Path
    text: Path
    note: str
    code: str
    seen: float | None

    @property
    def told(self) -> Problem:
        """What there is to say of it."""
        return _TOLD_AS.get(self.code, hint)(self.note, 1, self.code, kept=self.text)


def keep(folder: Path, run: str, note: str, data: bytes, code: str | None) -> Path:
    """Put a text aside; return its place. Without a code nobody has to be told of it. Raises OSError."""
    begin = f"{run}-{os.urandom(2).hex()}"
    place = folder / FOLDER / f"{begin}-{short_name(note)}"
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if code is not None:
        card = {"text": place.name, "note": note, "code": code, "seen": None}
        put_file(place.parent / f"{begin}{_CARD}", json.dumps(card).encode())
    fd = system.open_own(place, "new")
    with os.fdopen(fd, "wb") as file:
        file.write(data)
        file.flush()
        system.flush(fd)
    return place


def short_name(note: str) -> str:
    """Return the note's own name, cut where it is too long to have anything before it."""
    name = note.rpartition("/")[2].removesuffix(".md")
    return os.fsencode(name)[:_LONGEST_NAME].decode("utf-8", "ignore") + ".md"


def kept_texts(folder: Path) -> tuple[Kept, ...]:
    """Return the texts that were put aside and are still there, the earliest first."""
    cards = (_read(file) for file in _files(folder) if file.suffix == _CARD)
    return tuple(card for card in cards if card and card.text.exists())


def mark_seen(kept: Kept) -> None:
    """Note that somebody has been told. Where that cannot be noted, they are told again."""
    card = {"text": kept.text.name, "note": kept.note, "code": kept.code, "seen": time.time()}
    try:
        put_file(kept.card, json.dumps(card).encode())
    except OSError:
        return


def sweep_kept(folder: Path, oldest: float, oldest_unseen: float | None) -> None:
    """Remove what was seen before ``oldest``, and what nobody saw when it is from before ``oldest_unseen``."""
    carded = set()
    for file in _files(folder):
        kept = _read(file) if file.suffix == _CARD else None
        if kept is None:
            continue
        carded.add(kept.text)
        limit = oldest_unseen if kept.seen is None else oldest
        since = _saved(file) if kept.seen is None else kept.seen
        if not kept.text.exists() or (limit is not None and since < limit):
            # The card goes last: a text without one counts as one that nobody has to be told of.
            _ = remove_file(kept.text) and remove_file(file)
    for file in _files(folder):
        if file not in carded and file.suffix != _CARD and _saved(file) < oldest:
            remove_file(file)
    try:
        (folder / FOLDER).rmdir()  # refused while it holds anything
    except OSError:
        return


def _files(folder: Path) -> list[Path]:
    try:
        return sorted((folder / FOLDER).iterdir())
    except OSError:
        return []


def _read(file: Path) -> Kept | None:
    try:
        card = json.loads(file.read_bytes())
        text, note, code, seen = (card[name] for name in ("text", "note", "code", "seen"))
        return Kept(
            file,
            file.parent / str(text),
            str(note),
            str(code),
            None if seen is None else float(seen),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _saved(file: Path) -> float:
    """When the file was last written; never, for one that cannot be looked at."""
    try:
        return file.stat().st_mtime
    except OSError:
        return float("inf")
