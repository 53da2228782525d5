"""What is known of a vault from earlier looks and earlier runs, and when it is written down for the next."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from vaultkit.core.text.stages import Stages
from vaultkit.disk.bystanders import Bystanders, keep_bystanders, read_bystanders
from vaultkit.disk.cache_folder import Cache
from vaultkit.value import frozen
from vaultkit.work.gists import Kept, is_worth_keeping, keep, read_kept
from vaultkit.work.in_parts import beside

_KEEP_AGAIN_SECONDS = 300.0
"""A watcher looks often, and what it keeps is for those who come after it."""


@frozen
class _Unwritten:
    """What is to be written down: bystanders, notes, or both."""

    cache: Cache
    bystanders: Callable[[], Bystanders] | None
    notes: Kept | None

    def write(self) -> None:
        if self.bystanders:
            keep_bystanders(self.cache, self.bystanders())
        if self.notes:
            keep(self.cache, self.notes)


class Memory:
    """Read from the cache when it is asked for. Without a cache nothing is known at first, and nothing kept."""

    def __init__(self, cache: Cache | None, stages: Stages) -> None:
        self._cache, self._stages = cache, stages
        self._kept_at: float | None = None
        self.let_go()

    def let_go(self) -> None:
        """Forget all that can be had again from the cache."""
        self._bystanders: Bystanders | None = None
        self._make_bystanders = self._read_bystanders
        self._are_bystanders_new = False
        self._kept: Kept | None = None
        self._on_disk = Kept()

    @property
    def bystanders(self) -> Bystanders:
        """The notes in which there was nothing of ours, by what they were known by then."""
        if self._bystanders is None:
            self._bystanders = self._make_bystanders()
            self._make_bystanders = self._read_bystanders  # what they are made of is large
        return self._bystanders

    def take_bystanders(self, bystanders: Callable[[], Bystanders], *, is_new: bool) -> None:
        """Take them up, made when somebody asks; where that ``is_new``, they are to be written down, now and then."""
        self._bystanders, self._make_bystanders = None, bystanders
        before, now = self._kept_at, time.monotonic()
        self._are_bystanders_new = is_new and (
            before is None or now - before >= _KEEP_AGAIN_SECONDS
        )

    def _read_bystanders(self) -> Bystanders:
        return read_bystanders(self._cache) if self._cache else {}

    @property
    def kept(self) -> Kept:
        """What the last survey has found, at first that of an earlier run."""
        if self._kept is None:
            self._kept = read_kept(self._cache, self._stages) if self._cache else Kept()
            self._on_disk = self._kept
        return self._kept

    @kept.setter
    def kept(self, found: Kept) -> None:
        self._kept = found

    def keep(self) -> None:
        """Write down what the last look has found, where that is much."""
        if unwritten := self._unwritten():
            unwritten.write()
            self._is_written(unwritten)

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Write it down meanwhile."""
        count, unwritten = len(self.kept.gists), self._unwritten()
        if unwritten:
            with beside(unwritten.write, count):
                yield
            self._is_written(unwritten)
        else:
            yield

    def _is_written(self, written: _Unwritten) -> None:
        """Let go of what was made for the files alone."""
        if written.bystanders:
            self._are_bystanders_new, self._kept_at = False, time.monotonic()
        if notes := written.notes:
            self._on_disk = replace(notes, lines={})
            if self._kept is notes:
                self._kept = self._on_disk

    def _unwritten(self) -> _Unwritten | None:
        folder, kept = self._cache, self._kept
        if folder is None:
            return None
        bystanders = (lambda: self.bystanders) if self._are_bystanders_new else None
        notes = kept if kept and is_worth_keeping(kept, self._on_disk) else None
        return _Unwritten(folder, bystanders, notes) if bystanders or notes else None
