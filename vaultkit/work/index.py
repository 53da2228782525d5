"""The vault in memory: every note that matters, read again only when it has changed."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from vaultkit.core.across.classify import NOTHING, Sorted, sort_note
from vaultkit.core.across.survey import Look
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.disk.bystanders import keep_bystanders, read_bystanders
from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.roll import NO_SIGNATURE, Roll, Signature
from vaultkit.disk.vault import Vault
from vaultkit.work.planner import Planner

_GRAIN_SECONDS = 2.0
"""Two saves may fall into one tick of a file system's clock and leave the same signature: 4 ms, on FAT 2 s."""

_OF_THE_TEXT = ("not-utf-8", "too-large", "conflict-copy", "name-not-utf-8", "name-not-here")
"""Why a note is left alone for what it is. Any other reason is the disk's, and may be over without a trace."""

_KEEP_AGAIN_SECONDS = 300.0
"""A watcher looks often, and what it keeps is for those who come after it."""


@dataclass(frozen=True)
class _Known:
    """``is_sure`` unless the note was read so soon after a save that another could hide behind the same times."""

    signature: Signature
    note: Sorted
    is_sure: bool


class Index:
    """Looks over a vault. What it remembers between looks only saves time, never decides."""

    def __init__(
        self,
        vault: Vault,
        settings: Settings,
        vocabulary: Vocabulary,
        tell: Callable[[int], None] = lambda _: None,
        broken_off: Callable[[], Mapping[str, Problem]] = lambda: MappingProxyType({}),
        cache: Cache | None = None,
    ) -> None:
        """``tell`` hears how many notes have been seen, while a look lasts.

        ``broken_off`` gives the notes whose text a crash has left in doubt: not one line of them
        counts, and a look tells why. ``cache`` holds what earlier runs have learned.
        """
        self.vault, self.settings, self.vocabulary, self._tell = vault, settings, vocabulary, tell
        self._broken_off, self.cache = broken_off, cache
        self._known: dict[str, _Known] = {}
        self._bystanders: dict[str, Signature] | None = None
        self._kept_at: float | None = None
        self.state: bytes | None = None
        self.planner = Planner()

    def glance(self) -> tuple[Roll, bytes | None]:
        """Return the roll, and what names its state: None where an answer of an earlier run must not be taken."""
        roll = self.vault.roll()
        return roll, None if self.cache is None or self._broken_off() else roll.digest

    def look(self, roll: Roll | None = None) -> Look:
        """Return what is in the vault now, in the order of the walk. ``roll`` is one that was called just now.

        A note counts as unchanged while its inode, size and both times are, and these were not
        those of a moment ago when it was read; what writes a note checks its bytes once more.
        ``state`` names what was seen, where every note of it is sure.
        """
        with _uncollected():
            return self._look(roll or self.vault.roll())

    def _look(self, roll: Roll) -> Look:
        before = self._remembered()
        bystanders: dict[str, Signature] = {}
        known: dict[str, _Known] = {}
        read = 0
        for count, (path, signature) in enumerate(zip(roll.paths, roll.signatures(), strict=True)):
            if before.get(path) == signature:
                bystanders[path] = signature
                continue
            self._tell(count)
            found = self._sorted(path, signature)
            if found.note == NOTHING and found.is_sure:
                bystanders[path] = signature
                read += 1
            else:
                known[path] = found
        self._known, self._bystanders = {**known}, bystanders
        self._keep(roll, read)
        in_doubt = self._broken_off()
        are_sure = all(found.is_sure for found in known.values())
        self.state = roll.digest if are_sure and not in_doubt else None
        for path, told in in_doubt.items():
            if path in known or path in bystanders:
                known[path] = _Known(NO_SIGNATURE, Sorted(problems=(told,)), False)
        if in_doubt:
            known = {path: known[path] for path in roll.paths if path in known}
        return _look(known)

    def _remembered(self) -> dict[str, Signature]:
        """Return the notes in which there was nothing of ours, by what they were known by then."""
        if self._bystanders is None:
            self._bystanders = read_bystanders(self.cache) if self.cache else {}
        return self._bystanders

    def _keep(self, roll: Roll, read: int) -> None:
        now = time.monotonic()
        is_soon = self._kept_at is not None and now - self._kept_at < _KEEP_AGAIN_SECONDS
        if self.cache is None or not read or is_soon or roll.digest is None or not self._bystanders:
            return
        self._kept_at = now
        keep_bystanders(self.cache, self._bystanders)

    def _sorted(self, path: str, signature: Signature) -> _Known:
        known = self._known.get(path)
        if known and known.is_sure and known.signature == signature:
            return known
        saved = max(signature.mtime_ns, signature.ctime_ns) / 1e9
        is_sure = time.time() - saved > _GRAIN_SECONDS
        found = self.vault.read(path)
        if isinstance(found, Note):
            note = sort_note(found, self.settings, self.vocabulary)
            found.let_text_go()
            return _Known(signature, note, is_sure)
        is_sure = is_sure and found.code in _OF_THE_TEXT
        return _Known(signature, Sorted(problems=(found,)), is_sure)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Have Python look for no circles meanwhile: what is read holds none, and all of it stays."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _look(known: Mapping[str, _Known]) -> Look:
    notes = [entry.note for entry in known.values()]
    return Look(
        sheets=tuple(note.sheet for note in notes if note.sheet),
        people=tuple(note.person for note in notes if note.person),
        facts=tuple(note.fact for note in notes if note.fact),
        problems=tuple(problem for note in notes for problem in note.problems),
        forgotten=tuple(note.forgotten for note in notes if note.forgotten),
        unread=_unread(known),
    )


def _unread(known: Mapping[str, _Known]) -> Mapping[str, tuple[str, ...]]:
    """Return the notes without properties by the mark that they have."""
    found: dict[str, tuple[str, ...]] = {}
    for path, entry in known.items():
        if mark := entry.note.unread:
            found[mark] = (*found.get(mark, ()), path)
    return found
