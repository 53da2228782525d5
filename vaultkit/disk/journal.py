"""What vaultkit was about to write and what it wrote, kept outside the vault for 30 days.

One file a run serves twice. After a crash it tells a note that is half old and half new from
one that a person has edited; afterwards it is the history that ``undo`` reads. So one flush to
the disk covers a whole batch of notes, before the first of them is touched.

A file holds one JSON object a line: first what ran, then for each note the plan (both texts,
whole), that its write has begun, and how that ended. It is called ``<run>.open`` while its run
lasts, and is locked then; ``<run>.run`` afterwards.

The names of runs sort in the order in which they began, also where the clock was set back in
between: a run's number is the clock's, or one more than the highest there is.
"""

import json
import math
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from vaultkit.disk.at_once import both
from vaultkit.disk.folder import let_go
from vaultkit.disk.kept_texts import Kept, keep, kept_texts, mark_seen, sweep_kept
from vaultkit.disk.run_file import (
    broke_off,
    is_alive,
    is_dead,
    lock,
    lock_soon,
    make_private,
    names_in,
    sweep_runs,
    told,
    write_lines,
)
from vaultkit.disk.state_folder import (
    drop_folder,
    is_gone,
    journal_folder,
    read_card,
    state_folder,
    state_folders,
    state_home,
    write_card,
)
from vaultkit.disk.system import system
from vaultkit.errors import BusyError, StateError

if TYPE_CHECKING:
    from vaultkit.disk.journal_file import PastRun, Planned

__all__ = ["KEPT_DAYS", "UNSEEN_DAYS", "Journal", "Run", "state_folder"]

KEPT_DAYS = 30
UNSEEN_DAYS = 365
"""How long what nobody has seen is kept when its vault is gone: it may be on a disk in a drawer."""

_SWEEP_SECONDS = 3600.0
_DAY_SECONDS = 86400
_RECOVERY_LOCK = "recovery.lock"
_RECOVERY_SECONDS = 10.0
_RECOVERY_PAUSE_SECONDS = 0.02


class Run:
    """One run while it lasts. Nothing is kept of a run that plans nothing.

    ``leave`` are notes that it must not write: a crash left them half written, and they could
    not be mended yet.
    """

    def __init__(self, journal: "Journal", command: str, leave: Collection[str] = ()) -> None:
        self.leave = frozenset(leave)
        self._journal = journal
        self._command = command
        self._fd: int | None = None
        self._planned = 0
        self._paths: list[str] = []
        self._changed: dict[int, str] = {}
        self._underway: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, *_: object
    ) -> None:
        """Close it. Raises StateError, which names the notes that were changed before the journal refused."""
        try:
            self.close()
        except StateError as refused:
            error = error or refused  # the first failure is the one to tell
        if isinstance(error, StateError):
            told = broke_off(error, self._command, self._changed.values())
            if kind is None or told is not error:
                raise told

    @cached_property
    def id(self) -> str:
        """The run's name, which no other has, and which sorts behind those of all earlier runs."""
        return f"{max(time.time_ns(), self._journal.highest() + 1):020d}-{os.urandom(4).hex()}"

    @property
    def has_plans(self) -> bool:
        """Tell whether anything was to be written by now."""
        return self._planned > 0

    def plan(self, planned: "Sequence[Planned]") -> tuple[int, ...]:
        """Have the disk know what is to be written; return a number for each. Raises StateError."""
        from vaultkit.disk.journal_file import plan_line

        numbers = range(self._planned, self._planned + len(planned))
        lines = [plan_line(number, plan) for number, plan in zip(numbers, planned, strict=True)]
        with told(self._folder):
            self._write(*lines, is_flushed=True)
        self._planned = numbers.stop
        self._paths += (plan.path for plan in planned)
        return tuple(numbers)

    def begin(self, number: int) -> None:
        """Note that a write begins. Raises StateError."""
        self.mark({"begin": number})
        self._underway.add(number)

    def wrote(self, number: int) -> None:
        """Know that a note was changed, whatever the journal still learns of it."""
        self._changed[number] = self._paths[number]

    def end(self, number: int, how: str) -> None:
        """Note how a write ended. Raises StateError."""
        self._changed.pop(number, None)
        if how == "written":
            self.wrote(number)
        self.mark({"end": number, "how": how})
        self._underway.discard(number)

    def took_back(self, run: str, number: int) -> None:
        """Note that a write of another run was undone. Raises StateError."""
        self.mark({"took_back": run, "number": number})

    def keep(self, note: str, data: bytes, code: str | None = None) -> Path:
        """Put a text about a note aside; with a code somebody has to be told of it. Raises StateError."""
        with told(self._folder):
            make_private(self._folder)
            return keep(self._folder, self.id, note, data, code)

    def close(self) -> None:
        """Have the run count as finished, unless a write never came to its end."""
        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        with told(self._folder):
            try:
                if not self._underway:
                    system.replace_own(self._file("open"), self._file("run"))
            finally:
                let_go(fd)

    @property
    def _folder(self) -> Path:
        return self._journal.folder

    def mark(self, mark: dict[str, object]) -> None:
        """Note what a line of ``journal_file`` holds. Raises StateError."""
        with told(self._folder):
            self._write(json.dumps(mark))

    def _write(self, *lines: str, is_flushed: bool = False) -> None:
        """Write lines, the first of a run with what ran before them. Raises OSError."""
        if self._fd is None:
            self._fd = self._began(lines, is_flushed=is_flushed)
            return
        write_lines(self._fd, lines)
        if is_flushed:
            system.flush(self._fd)

    def _began(self, lines: Sequence[str], *, is_flushed: bool) -> int:
        """Make the run's file with its first lines. Raises OSError, and leaves nothing then."""
        make_private(self._folder)
        write_card(self._folder, self._journal.root)
        fd = system.open_own(self._file("new"), "new")
        try:
            lock(fd)
            ran = {"run": self.id, "command": self._command, "at": time.time()}
            write_lines(fd, [json.dumps(ran), *lines])
            # seen by others only once it is locked
            system.replace_own(self._file("new"), self._file("open"))
            sync = partial(system.sync_own, self._folder)
            both(partial(system.flush, fd), sync) if is_flushed else sync()
        except BaseException:
            let_go(fd)
            self._forget()
            raise
        return fd

    def _forget(self) -> None:
        """Remove the file of a run that could not begin."""
        for suffix in ("new", "open"):
            with suppress(OSError):
                self._file(suffix).unlink()

    def _file(self, suffix: str) -> Path:
        return self._folder / f"{self.id}.{suffix}"


class Journal:
    """All runs on one vault that this machine remembers."""

    def __init__(self, root: Path, environ: Mapping[str, str] = os.environ) -> None:
        self.root = root.resolve()
        self._environ = environ
        self._swept_at = -math.inf

    @cached_property
    def folder(self) -> Path:
        """Where the runs are. Raises StateError."""
        return journal_folder(self.root, self._environ)

    def run(self, command: str, leave: Collection[str] = ()) -> Run:
        """Return a new run. Its file is made with its first plan."""
        return Run(self, command, leave)

    def highest(self) -> int:
        """Return the number of the latest run there is, 0 for none."""
        from vaultkit.disk.journal_file import ordinal

        with told(self.folder):
            names = names_in(self.folder, ".run", ".open")
        return max(map(ordinal, names), default=0)

    def past(self) -> "Iterator[PastRun]":
        """Yield the finished runs, the latest first. Raises StateError."""
        for file in reversed(self._files(".run")):
            run = _read(file)
            if run:
                yield run

    @property
    def has_unfinished(self) -> bool:
        """Tell whether there is any run that has not ended, here or of a vault that is gone."""
        return bool(self._unfinished_files())

    @contextmanager
    def unfinished(self) -> "Iterator[tuple[PastRun, ...]]":
        """Give the runs whose process died, the earliest first. Nobody else gets them meanwhile.

        Those of vaults that are gone are among them, for this may be one of those vaults.
        """
        held: list[int] = []
        try:
            yield tuple(self._dead(held))
        finally:
            for fd in held:
                let_go(fd)

    def _dead(self, held: list[int]) -> "Iterator[PastRun]":
        for file in self._unfinished_files():
            try:
                fd = system.open_own(file, "change")
            except OSError:
                continue
            held.append(fd)
            with told(self.folder):
                run = _read(file) if lock_soon(fd) and file.exists() else None
            if run:
                yield run

    def seen_unfinished(self) -> "Iterator[PastRun]":
        """Yield the runs whose process died, for somebody who only reads: nothing is held or changed."""
        for file in self._unfinished_files():
            run = _read(file) if is_dead(file) else None
            if run:
                yield run

    def _unfinished_files(self) -> list[Path]:
        """Those of this vault, then those of vaults that are gone from where they were."""
        files = self._files(".open")
        for folder in state_folders(state_home(self._environ)):
            if (
                folder != self.folder
                and (names := names_in(folder, ".open"))
                and is_gone(read_card(folder))
            ):
                files += [folder / name for name in names]
        return files

    def damaged_unfinished(self) -> "tuple[PastRun, ...]":
        """Return this vault's runs that never ended and cannot be read in full. Raises StateError."""
        runs = filter(None, map(_read, self._files(".open")))
        return tuple(run for run in runs if run.is_damaged and not is_alive(run.file))

    def is_own(self, run: "PastRun") -> bool:
        """Tell whether a run is known to be one of this vault's."""
        return run.file.parent == self.folder

    def settle(self, run: "PastRun", ends: Mapping[int, str]) -> None:
        """Note how writes of a run whose process died came to an end after all. Raises StateError."""
        marks = [json.dumps({"end": number, "how": how}) for number, how in ends.items()]
        with told(self.folder):
            fd = system.open_own(run.file, "add")
            try:
                write_lines(fd, ["", *marks])
            finally:
                let_go(fd)

    def finish(self, run: "PastRun") -> None:
        """Have a run whose process died count as finished. Raises StateError."""
        with told(self.folder):
            system.replace_own(run.file, run.file.with_suffix(".run"))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the one place for a recovery. Raises BusyError when another lasts too long, StateError."""
        with told(self.folder):
            make_private(self.folder)
            fd = system.open_own(self.folder / _RECOVERY_LOCK, "lock")
        deadline = time.monotonic() + _RECOVERY_SECONDS
        try:
            while not lock(fd):
                if time.monotonic() > deadline:
                    raise BusyError("recovering-already")
                time.sleep(_RECOVERY_PAUSE_SECONDS)
            yield
        finally:
            let_go(fd)

    def kept(self) -> tuple[Kept, ...]:
        """Return the texts that were put aside for a person to look at."""
        return kept_texts(self.folder)

    def mark_seen(self, kept: Sequence[Kept]) -> None:
        """Note that a person has been told of these texts."""
        for each in kept:
            mark_seen(each)

    def claim(self) -> None:
        """Write down where the vault is now, so that its journal is not taken for that of one that is gone."""
        with suppress(OSError):
            if self.folder.exists():
                write_card(self.folder, self.root)

    def _files(self, suffix: str) -> list[Path]:
        with told(self.folder):
            return [self.folder / name for name in names_in(self.folder, suffix)]

    def sweep(self) -> None:
        """Forget what is older than 30 days, of every vault; what nobody has seen yet is not forgotten.

        Only of a vault that is gone that is given up, too, after a year. Once an hour is enough: a
        watcher has many runs, and each would look at all of their files.
        """
        if time.monotonic() - self._swept_at < _SWEEP_SECONDS:
            return
        self._swept_at = time.monotonic()
        now = time.time()
        oldest, oldest_unseen = now - KEPT_DAYS * _DAY_SECONDS, now - UNSEEN_DAYS * _DAY_SECONDS
        for folder in {self.folder, *state_folders(state_home(self._environ))}:
            gone = folder != self.folder and is_gone(read_card(folder))
            sweep_runs(folder, oldest, oldest_unseen if gone else None)
            sweep_kept(folder, oldest, oldest_unseen if gone else None)
            if gone:
                drop_folder(folder)


def _read(file: Path) -> "PastRun | None":
    """Read the file of a run, if it is one. Who only looks mostly finds none, and loads nothing for it."""
    from vaultkit.disk.journal_file import read_run

    return read_run(file)
