"""``vaultkit watch``: the watcher, its lock, and what it does with the notes that it is handed."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vaultkit import watch as watching
from vaultkit.cli.notifying import Notifier
from vaultkit.cli.session import Session
from vaultkit.cli.summary import lines_after_nos, new_lines
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.problem import Problem
from vaultkit.disk.state_folder import state_folder
from vaultkit.disk.stopping import Stopped, held_up, let_through, signal_that_came, stop_asked
from vaultkit.disk.system import system
from vaultkit.disk.watch_lock import only_watcher
from vaultkit.watch import Attempt
from vaultkit.work import refresh as refreshing
from vaultkit.work.look_apart import told_apart
from vaultkit.work.refresh import Refreshed
from vaultkit.work.service import TASK_SCHEDULER, log_of

_BEGIN = b"<!-- vaultkit:begin"
_NAMED = 3
_LARGEST_LOG_BYTES = 1024 * 1024


def watch(session: Session) -> int:
    """Update a note whenever it has been saved, until you press Ctrl-C."""
    # Until SIGINT (130) or SIGTERM (143).
    caretaker = Caretaker(session)
    alone = only_watcher(session.root, session.environ)
    with alone, _with_a_log(session), suppress(Stopped), held_up():
        watching.watch(
            session.root,
            caretaker.attend,
            settle_seconds=session.settings.settle_seconds,
            say=session.console.error_line,
            stop=stop_asked,
            phrases=session.console.phrases,
            git_is_busy=session.vault.git_is_busy,
            each_turn=Notifier(session).turn,
            state=state_folder(session.root, session.environ),
        )
    return 128 + signal_that_came()


@contextmanager
def _with_a_log(session: Session) -> Iterator[None]:
    """Say what there is to say into a file of ours, where the system started us without any stream and keeps no log."""
    if sys.__stderr__ is not None or system.service_manager() != TASK_SCHEDULER:
        yield
        return
    file = log_of(session.root, session.environ)
    is_long = file.exists() and file.stat().st_size > _LARGEST_LOG_BYTES
    with open(file, "w" if is_long else "a", encoding="utf-8", buffering=1) as log:
        before, sys.stderr = sys.stderr, log
        try:
            yield
        finally:
            sys.stderr = before


class Caretaker:
    """What the watcher asks to look after notes. A problem is told once, and again after it was mended."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.read = session.own_playbook, session.settings
        self.told: set[Problem] = set()
        self.is_agreed = False
        self.has_asked = False
        self._put: dict[str, frozenset[bytes]] = {}

    def attend(self, paths: frozenset[str], held: frozenset[str] = frozenset()) -> Attempt:
        """Bring notes up to date; an empty set stands for all but the held. Raises BusyError while git works."""
        self._follow_settings()
        session = self.session
        with session.writing("watch") as run, let_through():
            given = paths if self.is_agreed else frozenset()
            done = refreshing.attend(
                session.index, session.desk, session.day(), run, given, held, self._may_write
            )
        if done is None:
            return Attempt()
        self._tell({*done.problems})
        inserted = frozenset(edit.path for edit in done.edits if self._is_put_again(edit))
        attempt = Attempt(frozenset(done.busy), self._message(done), inserted)
        del done
        session.index.make_small()
        if known := session.index.neighbours:
            known.rehearse(session.index)
        return attempt

    def _is_put_again(self, edit: Edit) -> bool:
        """Tell whether a note has a block put into it, or, where it has none, the very lines of the last time."""
        wanted = edit.wanted
        if _BEGIN in wanted:
            return _BEGIN not in edit.base
        before = self._put.get(edit.path)
        now = self._put[edit.path] = frozenset(wanted.splitlines()).difference(
            edit.base.splitlines()
        )
        return now == before

    def _may_write(self, planned: Refreshed) -> bool:
        """Tell whether notes may be written: a first run over many waits for an ``update``, and that is said once.

        Once a note has a block somebody has agreed, and the whole vault need not be looked at for it any more.
        """
        if self.is_agreed:
            return True
        if not refreshing.is_large_first_run(planned):
            self.is_agreed = planned.has_blocks
            return True
        console = self.session.console
        if not self.has_asked:
            console.error_line(console.phrases.count("watch.first", len(planned.edits)))
        self.has_asked = True
        return False

    def _follow_settings(self) -> None:
        """Take up a changed ``vaultkit.toml`` or playbook. Raises SettingsError while it does not read."""
        session = Session(self.session.options, self.session.environ)
        read = session.own_playbook, session.settings
        if read != self.read:
            self.session, self.read = session, read

    def _tell(self, problems: set[Problem]) -> None:
        for found in sorted(problems - self.told, key=lambda found: (found.note, found.line)):
            self.session.console.problems([found])
        self.told = problems

    def _message(self, done: Refreshed) -> str:
        """Return the time, what changed, and the line after a no."""
        edits, console = done.edits, self.session.console
        if not edits or console.quiet:
            return ""
        names = ", ".join(self._changed(edit) for edit in edits[:_NAMED])
        more = "" if len(edits) <= _NAMED else ", …"
        told = console.phrases.count("watch.updated", len(edits), notes=f"{names}{more}")
        return " · ".join([f"{time.strftime('%H:%M')}  {told}", *self._after_nos(done)])

    def _after_nos(self, done: Refreshed) -> list[str]:
        """Return the lines after nos, for which all applications have to be known."""
        session = self.session
        if not done.survey.sheets:
            return []
        return told_apart(session.index, lambda: [*lines_after_nos(session, self._with_all(done))])

    def _with_all(self, done: Refreshed) -> Refreshed:
        session = self.session
        return refreshing.with_all(session.index, session.desk, session.day(), done)

    def _changed(self, edit: Edit) -> str:
        """Return a note's path, and how many checklist lines it was given."""
        new = new_lines([edit])
        if not new:
            return edit.path
        return self.session.console.phrases.count("watch.lines", new, note=edit.path)
