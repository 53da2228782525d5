"""What is due, told once a day by a program that the person chose; the watcher asks at each turn."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from vaultkit.cli.answer import Lines
from vaultkit.cli.session import Session
from vaultkit.cli.to_do import due
from vaultkit.core.settings.notify import Notify
from vaultkit.disk.programs import Ended, run_program
from vaultkit.disk.state_folder import journal_folder, put_file
from vaultkit.errors import SettingsError, VaultkitError
from vaultkit.work.user_settings import load_notify

_PAUSE_SECONDS = 20.0
"""Between two looks at the clock and at the settings."""

_MEMORY = "notified"

Run = Callable[[tuple[str, ...], Path, Mapping[str, str], bytes], Ended | None]


class Notifier:
    """Remembers when it looked last, and what it complained of, so that it says so once."""

    def __init__(
        self,
        session: Session,
        run: Run = run_program,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.session, self._run, self._clock, self._wall = session, run, clock, wall
        self._next = clock()
        self._complaint = ""

    def turn(self) -> None:
        """Tell what is due where the hour has come, and nobody was told today."""
        if self._clock() < self._next:
            return
        self._next = self._clock() + _PAUSE_SECONDS
        try:
            notify = load_notify(self.session.root, self.session.environ)
            if notify:
                self._tell_once(notify)
        except VaultkitError as error:
            self._complain(f"error.{error.key}", **error.values)
        else:
            self._complaint = ""

    def _tell_once(self, notify: Notify) -> None:
        now = datetime.fromtimestamp(self._wall())
        memory = journal_folder(self.session.root, self.session.environ) / _MEMORY
        today = now.date().isoformat().encode()
        if not notify.is_time(now.time()) or _read(memory) == today:
            return
        try:  # first: a program that fails is not run again all day
            memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put_file(memory, today)
        except OSError as error:
            reason = error.strerror or error
            raise SettingsError("user-unreadable", file=memory, reason=reason) from error
        self._tell(notify)

    def _tell(self, notify: Notify) -> None:
        """Run the program with what is due; with nothing due it is not run."""
        session = Session(self.session.options, self.session.environ)
        answer = due(session)
        if not answer.numbers:
            return
        lines = [
            line for piece in answer.shown if isinstance(piece, Lines) for line in piece.make()
        ]
        count = session.console.phrases.count("due.count", len(lines))
        told = "\n".join([count, *lines, ""]).encode("utf-8", "replace")
        ended = self._run(notify.words(count, len(lines)), session.root, session.environ, told)
        if ended is None:
            self._complain("notify.no-program", program=notify.command[0])
        elif not ended.is_well:
            self._complain("notify.failed", program=notify.command[0], said=ended.said)

    def _complain(self, key: str, **values: object) -> None:
        line = self.session.console.phrases.say(key, **values)
        if line != self._complaint:
            self.session.console.error_line(f"vaultkit: {line}")
        self._complaint = line


def _read(memory: Path) -> bytes | None:
    with suppress(OSError):
        return memory.read_bytes()
    return None
