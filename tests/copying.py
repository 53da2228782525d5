"""Copies of this process in vaults of a few notes, and in none at all: for tests, and for ``python -m bench.known``."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vaultkit.cli.session import Options, Session
from vaultkit.disk import copies, fork, stands
from vaultkit.work import in_parts

_real = copies.start


def share_everything(at_once: int = 1) -> None:
    """Have copies share whatever can be shared, so many notes at a time, on a single processor too."""
    in_parts.FEW = in_parts.FEW_LONG = 0
    in_parts.AT_ONCE = at_once
    stands.FEW, stands._MOST_NAMES = 0, 2
    fork.processors = lambda: 2


def leave_all_to_copies() -> None:
    """Take nothing from any row in this process: a copy that begins late would find nothing left to do."""
    here, take = os.getpid(), in_parts._next
    in_parts._next = lambda queue: None if os.getpid() == here else take(queue)


@contextmanager
def unshared() -> Iterator[None]:
    """Do everything in this process meanwhile."""
    before = in_parts._MOST_PROCESSES, stands.FEW
    in_parts._MOST_PROCESSES, stands.FEW = 1, 1 << 40
    try:
        yield
    finally:
        in_parts._MOST_PROCESSES, stands.FEW = before


def in_copies(
    do: Callable[[], object], after: int, but_for: int = 0, answering: bool = False
) -> None:
    """Do something in each copy once it has handed back so many parts; not in so many of the first.

    With ``answering`` the parts are those of its answer to a question.
    """
    made = 0

    def start(
        work: Callable[[copies.Put], None], answer: copies.Answer | None = None
    ) -> copies.Copy | None:
        def counting(put: copies.Put) -> copies.Put:
            count = 0

            def counted(part: bytes) -> None:
                nonlocal count
                put(part)
                count += 1
                if count == after:
                    do()

            if not after:
                do()
            return counted

        def changed(put: copies.Put) -> None:
            work(counting(put))

        def answered(question: bytes, put: copies.Put) -> None:
            assert answer
            answer(question, counting(put))

        nonlocal made
        made += 1
        if made <= but_for:
            return _real(work, answer)
        if answering:
            return _real(work, answer and answered)
        return _real(changed, answer)

    in_parts.start = start
    copies.start = start


def answers(root: str | Path) -> Mapping[str, Any]:
    """Return what all notes say to somebody who has never seen them."""
    from tests.known_steps import told

    nowhere = {"XDG_STATE_HOME": f"{root}.state", "XDG_CACHE_HOME": os.devnull}
    found = told(Session(Options(vault=Path(root), today="2026-03-02"), nowhere))
    assert isinstance(found, Mapping)
    return found
