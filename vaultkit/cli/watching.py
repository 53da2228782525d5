"""``vaultkit watch``: the watcher, its lock, and what it does with the notes that it is handed."""

import time
from contextlib import suppress

from vaultkit import watch as watching
from vaultkit.cli.session import Session
from vaultkit.cli.summary import lines_after_nos, new_lines
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.problem import Problem
from vaultkit.disk.stopping import Stopped, held_up, let_through, signal_that_came, stop_asked
from vaultkit.disk.watch_lock import only_watcher
from vaultkit.watch import Attempt
from vaultkit.work import refresh as refreshing
from vaultkit.work.refresh import Refreshed

_BEGIN = b"<!-- vaultkit:begin"
_NAMED = 3


def watch(session: Session) -> int:
    """Update a note whenever it has been saved, until you press Ctrl-C."""
    # Until SIGINT (130) or SIGTERM (143).
    caretaker = Caretaker(session)
    with only_watcher(session.root, session.environ), suppress(Stopped), held_up():
        watching.watch(
            session.root,
            caretaker.attend,
            settle_seconds=session.settings.settle_seconds,
            say=session.console.error_line,
            stop=stop_asked,
            phrases=session.console.phrases,
            git_is_busy=session.vault.git_is_busy,
        )
    return 128 + signal_that_came()


class Caretaker:
    """What the watcher asks to look after notes. A problem is told once, and again after it was mended."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.read = session.own_playbook, session.settings
        self.told: set[Problem] = set()
        self.is_agreed = False
        self.has_asked = False

    def attend(self, paths: frozenset[str], held: frozenset[str] = frozenset()) -> Attempt:
        """Bring notes up to date; an empty set stands for all but the held. Raises BusyError while git works."""
        self._follow_settings()
        session = self.session
        with session.writing("watch") as run, let_through():
            if not self._may_begin():
                return Attempt()
            done = refreshing.attend(session.index, session.desk, session.day(), run, paths, held)
        self._tell({*done.problems})
        inserted = frozenset(edit.path for edit in done.edits if _BEGIN not in edit.base)
        attempt = Attempt(frozenset(done.busy), self._message(done), inserted)
        del done
        session.index.make_small()
        return attempt

    def _may_begin(self) -> bool:
        """Tell whether notes may be written: a first run over many waits for an ``update``, and that is said once.

        Once a note has a block somebody has agreed, and no look is spent on it any more.
        """
        if self.is_agreed:
            return True
        session = self.session
        planned = refreshing.plan_refresh(session.index, session.desk, session.day())
        if not refreshing.is_large_first_run(planned):
            self.is_agreed = planned.survey.has_blocks
            return True
        if not self.has_asked:
            count = len(planned.edits)
            session.console.error_line(session.console.phrases.count("watch.first", count))
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
        return " · ".join(
            [f"{time.strftime('%H:%M')}  {told}", *lines_after_nos(self.session, done)]
        )

    def _changed(self, edit: Edit) -> str:
        """Return a note's path, and how many checklist lines it was given."""
        new = new_lines([edit])
        if not new:
            return edit.path
        return self.session.console.phrases.count("watch.lines", new, note=edit.path)
