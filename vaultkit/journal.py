"""What vaultkit was about to write and what it wrote, kept outside the vault for 30 days.

One file a run serves twice. After a crash it tells a note that is half old and half new from
one that a person has edited; afterwards it is the history that ``undo`` reads. So one flush to
the disk covers a whole batch of notes, before the first of them is touched.

A file holds one JSON object a line: first what ran, then for each note the plan (both texts,
whole), that its write has begun, and how that ended. It is called ``<run>.open`` while its run
lasts, and is locked then; ``<run>.run`` afterwards.
"""

import errno
import hashlib
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from vaultkit.errors import StateError
from vaultkit.folder import let_go
from vaultkit.records import PastRun, Planned, plan_line, read_run

if sys.platform != "win32":
    import fcntl

KEPT_DAYS = 30
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


def state_folder(root: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Return where things are kept that belong to one vault on this machine. Raises StateError."""
    named = environ.get("XDG_STATE_HOME", "")
    try:
        home = Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "state"
    except RuntimeError as error:
        raise StateError("state-unwritable", folder="~/.local/state", reason=error) from error
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
    return home / "vaultkit" / name


class Run:
    """One run while it lasts. Nothing is kept of a run that plans nothing."""

    def __init__(self, folder: Path, command: str) -> None:
        self.id = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        self._folder = folder
        self._command = command
        self._fd: int | None = None
        self._planned = 0
        self._underway: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def plan(self, planned: Sequence[Planned]) -> tuple[int, ...]:
        """Have the disk know what is to be written; return a number for each. Raises StateError."""
        numbers = range(self._planned, self._planned + len(planned))
        lines = [plan_line(number, plan) for number, plan in zip(numbers, planned, strict=True)]
        with _told(self._folder):
            self._write(*lines)
            os.fsync(self._opened())
        self._planned = numbers.stop
        return tuple(numbers)

    def begin(self, number: int) -> None:
        """Note that a write begins. Raises StateError."""
        self._mark({"begin": number})
        self._underway.add(number)

    def end(self, number: int, how: str) -> None:
        """Note how a write ended. Raises StateError."""
        self._mark({"end": number, "how": how})
        self._underway.discard(number)

    def took_back(self, run: str, number: int) -> None:
        """Note that a write of another run was undone, or never will be. Raises StateError."""
        self._mark({"took_back": run, "number": number})

    def keep(self, name: str, data: bytes) -> Path:
        """Put a text aside, for a person to look at. Raises StateError."""
        place = self._folder / "kept" / f"{self.id}-{secrets.token_hex(2)}-{name}"
        with _told(self._folder):
            _make_private(place.parent)
            fd = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(fd, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(fd)
        return place

    def close(self) -> None:
        """Have the run count as finished, unless a write never came to its end."""
        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        with _told(self._folder):
            try:
                if not self._underway:
                    self._file("open").replace(self._file("run"))
            finally:
                os.close(fd)

    def _mark(self, mark: dict[str, object]) -> None:
        with _told(self._folder):
            self._write(json.dumps(mark))

    def _write(self, *lines: str) -> None:
        rest = memoryview("".join(f"{line}\n" for line in lines).encode())
        while rest:
            rest = rest[os.write(self._opened(), rest) :]

    def _opened(self) -> int:
        if self._fd is None:
            _make_private(self._folder)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
            self._fd = os.open(self._file("new"), flags, 0o600)
            _lock(self._fd)
            self._write(json.dumps({"run": self.id, "command": self._command}))
            self._file("new").replace(self._file("open"))  # seen by others only once it is locked
            _sync_folder(self._folder)
        return self._fd

    def _file(self, suffix: str) -> Path:
        return self._folder / f"{self.id}.{suffix}"


class Journal:
    """All runs on one vault that this machine remembers."""

    def __init__(self, root: Path, environ: Mapping[str, str] = os.environ) -> None:
        self.folder = state_folder(root, environ)

    def run(self, command: str) -> Run:
        """Return a new run. Its file is made with its first plan."""
        return Run(self.folder, command)

    def past(self) -> Iterator[PastRun]:
        """Yield the finished runs, the latest first. Raises StateError."""
        for file in reversed(self._files("*.run")):
            run = read_run(file)
            if run:
                yield run

    @contextmanager
    def unfinished(self) -> Iterator[tuple[PastRun, ...]]:
        """Give the runs whose process died, the earliest first. Nobody else gets them meanwhile."""
        held: list[int] = []
        try:
            yield tuple(self._dead(held))
        finally:
            for fd in held:
                let_go(fd)

    def _dead(self, held: list[int]) -> Iterator[PastRun]:
        for file in self._files("*.open"):
            try:
                fd = os.open(file, os.O_RDWR)
            except OSError:
                continue
            held.append(fd)
            with _told(self.folder):
                run = read_run(file) if _lock(fd) and file.exists() else None
            if run:
                yield run

    def finish(self, run: PastRun, written: Sequence[int]) -> None:
        """Have a run whose process died count as finished, with these writes as done. Raises StateError."""
        marks = "".join(json.dumps({"end": number, "how": "written"}) + "\n" for number in written)
        with _told(self.folder):
            with run.file.open("a", encoding="utf-8") as file:
                file.write(f"\n{marks}")
            run.file.replace(run.file.with_suffix(".run"))

    def _files(self, pattern: str) -> list[Path]:
        with _told(self.folder):
            return sorted(self.folder.glob(pattern))

    def sweep(self) -> None:
        """Forget what is older than 30 days. Raises StateError."""
        oldest = time.time() - KEPT_DAYS * 86400
        for pattern in ("*.run", "*.open", "*.new", "kept/*"):
            for file in self._files(pattern):
                with _told(self.folder), _gone_is_fine():
                    if file.stat().st_mtime < oldest:
                        file.unlink()


def _make_private(folder: Path) -> None:
    """Only the parents that are ours are closed to others."""
    for part in (folder.parent, folder):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)


def _lock(fd: int) -> bool:
    """Take the file for as long as it is open. False when its run is alive; the lock dies with it."""
    if sys.platform != "win32":
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in _NO_LOCKS
    return True


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StateError("state-unwritable", folder=folder, reason=error.strerror or error) from error


@contextmanager
def _gone_is_fine() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        return
