"""``vaultkit watch``: the watcher, its lock, and the two signals that end it."""

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from vaultkit import refresh as refreshing
from vaultkit.cli.session import Session
from vaultkit.config import load_settings
from vaultkit.core.edit import Edit
from vaultkit.core.problem import Problem
from vaultkit.lock import only_watcher
from vaultkit.watch import Attempt, watch

_BEGIN = b"<!-- vaultkit:begin"
_NAMED = 3


def watch_until_stopped(session: Session) -> int:
    """Watch until SIGINT (130) or SIGTERM (143). Raises BusyError when somebody watches already."""
    caretaker = _Caretaker(session)
    with only_watcher(session.root, session.environ), _stopped_by_signals() as (stop, received):
        watch(
            session.root,
            caretaker.attend,
            settle_seconds=session.settings.settle_seconds,
            say=session.console.error_line,
            stop=stop,
            phrases=session.console.phrases,
            git_is_busy=session.vault.git_is_busy,
        )
    return 128 + received[0] if received else 0


@contextmanager
def _stopped_by_signals() -> Iterator[tuple[threading.Event, list[int]]]:
    """Give an event that SIGINT and SIGTERM set, and the signals that came."""
    stop, received = threading.Event(), list[int]()

    def end(number: int, _: object) -> None:
        received.append(number)
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop, received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Caretaker:
    """What the watcher asks to look after notes. A problem is told once, and again after it was mended."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.settings = session.settings
        self.told: set[Problem] = set()

    def attend(self, paths: frozenset[str]) -> Attempt:
        """Bring notes up to date; an empty set stands for all. Raises BusyError while git works."""
        self._follow_settings()
        session = self.session
        with session.writing("watch") as run:
            done = refreshing.refresh(
                session.index, session.desk, session.day(), run, paths or None, patience_seconds=0
            )
        self._tell({*done.problems})
        inserted = frozenset(edit.path for edit in done.edits if _BEGIN not in edit.base)
        return Attempt(frozenset(done.busy), self._message(done.edits), inserted)

    def _follow_settings(self) -> None:
        """Take up a changed ``vaultkit.toml``. Raises SettingsError while it does not read."""
        settings = load_settings(self.session.root)[0]
        if settings != self.settings:
            self.session, self.settings = Session(self.session.options, self.session.environ), settings

    def _tell(self, problems: set[Problem]) -> None:
        for found in sorted(problems - self.told, key=lambda found: (found.note, found.line)):
            self.session.console.problems([found])
        self.told = problems

    def _message(self, edits: Sequence[Edit]) -> str:
        if not edits or self.session.console.quiet:
            return ""
        names = ", ".join(edit.path for edit in edits[:_NAMED])
        more = "" if len(edits) <= _NAMED else ", …"
        return self.session.console.phrases.count("watch.updated", len(edits), notes=f"{names}{more}")
