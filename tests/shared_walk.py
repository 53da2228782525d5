"""Walks that a copy has a part in, however few notes there are: for ``test_shared_walk``, in a Python of its own."""

import errno
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.copying import share_everything, unshared
from vaultkit.disk import stands
from vaultkit.disk.helper import Helper
from vaultkit.disk.walk import Walk, walk

share_everything()
_real, _left, _told = stands._done, Helper.left, Helper.told
_main = os.getpid()
_reading, _writing = os.pipe()
os.set_blocking(_reading, False)


def have_copies(do: Callable[[], object]) -> None:
    """Do something in each copy, before each piece that it does."""

    def done(root: str, piece: bytes) -> bytes:
        if os.getpid() != _main:
            do()
        return _real(root, piece)

    stands._done = done


def count() -> None:
    os.write(_writing, b"x")


def stuck() -> None:
    os.write(1, b"%d\n" % os.getpid())
    time.sleep(1)


def by_copy() -> int:
    """Return how many pieces copies have done."""
    try:
        return len(os.read(_reading, 1 << 16))
    except BlockingIOError:
        return 0


have_copies(count)


def dying_after(pieces: int) -> Callable[[], None]:
    left = iter(range(pieces))

    def die() -> None:
        if next(left, None) is None:
            os._exit(9)

    return die


def told(found: Walk) -> tuple[Any, ...]:
    folders = [(folder, names) for folder, names in found.folders if names]
    return folders, found.paths(), found.stands, found.digest, found.skipped, found.has_links


def opened() -> list[str]:
    return sorted(path.name for path in Path("/proc/self/fd").iterdir())


def refused(*_: object) -> Any:
    raise OSError(errno.EAGAIN, "no more")


@contextmanager
def copy_does_all() -> Iterator[None]:
    """Leave the queue to the copy."""

    def left(self: Helper) -> Iterator[bytes]:
        os.close(self._queue)
        self._queue = -1
        yield from ()

    Helper.left = left  # type: ignore[method-assign]
    try:
        yield
    finally:
        Helper.left = _left  # type: ignore[method-assign]


@contextmanager
def cut_off(at: float) -> Iterator[None]:
    """Have all that a copy tells end somewhere, as if it had died there."""

    def cut(self: Helper) -> bytes:
        raw = _told(self)
        return raw[: int(len(raw) * at)]

    Helper.told = cut  # type: ignore[method-assign]
    try:
        yield
    finally:
        Helper.told = _told  # type: ignore[method-assign]


@contextmanager
def between_listing_and_asking(do: Callable[[], object]) -> Iterator[None]:
    """Do something when all folders are listed, and no note was asked for: copies die with their first piece."""

    def left(self: Helper) -> Iterator[bytes]:
        do()
        return _left(self)

    have_copies(lambda: os._exit(1))
    Helper.left = left  # type: ignore[method-assign]
    try:
        yield
    finally:
        Helper.left = _left  # type: ignore[method-assign]
        have_copies(count)


_NAMES = (b"a", b"B", b"a b", b"a-b", "ä".encode(), "a\u0308".encode(), "🚀".encode(), b"\xff", b"l\nl", b"x.md", b".x", b"node_modules")  # fmt: skip


def make_vault(root: Path, tree: list[tuple[int, int, int]]) -> None:
    """Make folders, notes and links, one after the other: what, by which name, in which of the folders so far."""
    folders, notes = [root], []
    for kind, name, place in tree:
        path = folders[place % len(folders)] / os.fsdecode(_NAMES[name % len(_NAMES)])
        note = path.with_name(f"{path.name}.md")
        try:
            match kind:
                case 0 | 1:
                    path.mkdir()
                    folders.append(path)
                case 2:
                    path.symlink_to(folders[-1])
                case 3 if notes:
                    note.hardlink_to(notes[-1])
                case 4 if notes:
                    note.symlink_to(notes[-1])
                case 5:
                    path.with_name("vaultkit.toml").touch()
                case _:
                    with open(note, "xb") as file:
                        file.write(name * b"x")
                    notes.append(note)
        except OSError:  # there is one of that name
            continue


def find_alike(place: str) -> None:
    """Compare, in many vaults, a walk that copies have a part in with one alone."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    parts = st.tuples(st.integers(0, 12), st.integers(0, 11), st.integers(0, 5))

    @settings(
        max_examples=100,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(parts, max_size=60), st.integers(1, 4), st.floats(0, 1), st.integers(0, 8))
    def compare(tree: list[tuple[int, int, int]], size: int, cut: float, death: int) -> None:
        with tempfile.TemporaryDirectory(dir=place) as folder:
            make_vault(Path(folder), tree)
            stands._MOST_NAMES = size
            skipped = ("a", "x.md/a b")
            with unshared():
                alone = told(walk(folder, skipped))
            assert told(walk(folder, skipped)) == alone
            with copy_does_all():
                assert told(walk(folder, skipped)) == alone
                with cut_off(cut):
                    assert told(walk(folder, skipped)) == alone
            have_copies(dying_after(death))
            with copy_does_all():
                assert told(walk(folder, skipped)) == alone
            have_copies(count)
            by_copy()

    compare()
    os.write(1, b"alike\n")
