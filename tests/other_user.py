"""Doing something without root's rights, for what root may do and nobody else."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.left_out_on_windows import MODES
from tests.systems import ON_WINDOWS

NOBODY = 65534


@contextmanager
def open_to_all() -> Iterator[Path]:
    """Give a folder that every user may enter and write in."""
    if ON_WINDOWS:
        pytest.skip(MODES)
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    try:
        yield folder.resolve()
    finally:
        for name in folder.rglob("*"):
            if name.is_dir() and not name.is_symlink():
                name.chmod(0o755)
        shutil.rmtree(folder)


def as_nobody(work: Callable[[], str]) -> str:
    """Return what the work returns, done by a user without rights; by ourselves where we are not root."""
    if os.geteuid() != 0:
        return work()
    reading, answering = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(answering, work().encode())
        except BaseException as error:
            os.write(answering, repr(error).encode())
        os._exit(0)
    os.close(answering)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as answer:
        return answer.read().decode()
