"""What is known of a vault from earlier looks and earlier runs, and when it is written down for the next."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from vaultkit.core.text.stages import Stages
from vaultkit.disk.bystanders import Bystanders, keep_bystanders, read_bystanders
from vaultkit.disk.cache_folder import Cache
from vaultkit.work.gists import Kept, is_worth_keeping, keep, read_kept
from vaultkit.work.in_parts import beside

_KEEP_AGAIN_SECONDS = 300.0
"""A watcher looks often, and what it keeps is for those who come after it."""


class Memory:
    """Read from the cache when it is asked for. Without a cache nothing is known at first, and nothing kept."""

    def __init__(self, cache: Cache | None, stages: Stages) -> None:
        self._cache, self._stages = cache, stages
        self._kept_at: float | None = None
        self.let_go()

    def let_go(self) -> None:
        """Forget all that can be had again from the cache."""
        self._bystanders: Callable[[], Bystanders] = cache(self._read_bystanders)
        self._has_new_bystanders = False
        self._kept: Kept | None = None
        self._on_disk = Kept()

    @property
    def bystanders(self) -> Bystanders:
        """The notes in which there was nothing of ours, by what they were known by then."""
        return self._bystanders()

    def take_bystanders(self, bystanders: Callable[[], Bystanders], *, is_new: bool) -> None:
        """Take them up, made when somebody asks; where that ``is_new``, they are to be written down, now and then."""
        self._bystanders = cache(bystanders)
        is_soon = (
            self._kept_at is not None and time.monotonic() - self._kept_at < _KEEP_AGAIN_SECONDS
        )
        if is_new and not is_soon:
            self._has_new_bystanders = True

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
        if work := self._to_write():
            work()
            self._is_written(self._kept)

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Write it down meanwhile."""
        kept, work = self.kept, self._to_write()
        if work:
            with beside(work, len(kept.gists)):
                yield
            self._is_written(kept)
        else:
            yield

    def _is_written(self, kept: Kept | None) -> None:
        """Let go of what was made for the file alone."""
        if self._has_new_bystanders:
            self._has_new_bystanders, self._kept_at = False, time.monotonic()
        if kept:
            self._on_disk = replace(kept, lines={})
            if self._kept is kept:
                self._kept = self._on_disk

    def _to_write(self) -> Callable[[], None] | None:
        folder, kept = self._cache, self._kept
        if folder is None:
            return None
        bystanders = self._bystanders if self._has_new_bystanders else None
        notes = kept if kept and is_worth_keeping(kept, self._on_disk) else None

        def write() -> None:
            if bystanders:
                keep_bystanders(folder, bystanders())
            if notes:
                keep(folder, notes)

        return write if bystanders or notes else None
