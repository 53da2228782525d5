"""The watcher: from signs of change to attempts at the notes that have been quiet.

One thread, the caller's, decides everything, a few times a second: what was told, whether git
is at work, what is due. What events lose, a look at the disk every few minutes finds.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vaultkit.core.text.phrases import Phrases
from vaultkit.disk.beside import GIT_LOCK
from vaultkit.disk.copies import paused_by
from vaultkit.disk.file_names import shown
from vaultkit.disk.git_state import STALE_SECONDS, operation
from vaultkit.disk.vault import Signature
from vaultkit.errors import BusyError, VaultkitError
from vaultkit.value import frozen
from vaultkit.watch.inotify import Tally
from vaultkit.watch.look import Disk, Seen
from vaultkit.watch.marks import Marks
from vaultkit.watch.pace import Pace
from vaultkit.watch.pending import Pending
from vaultkit.watch.ping_pong import PingPong
from vaultkit.watch.source import Source
from vaultkit.watch.told import MOST_NOTES, Told
from vaultkit.watch.voice import Voice
from vaultkit.work.config import FILE as SETTINGS_FILE

_ECHO_SECONDS = 0.1
_REST_FOR_WORK = 20
"""Work that repeats of itself (a busy note, a look while polling) takes a twentieth of the time at most."""

_REST_FOR_LOOKS = 2000
"""A look for what the events have lost takes a two-thousandth of the time at most, where they come at all."""

_LONGEST_SETTINGS_SECONDS = 2.0
"""Settings that were saved, or taken away, are given this long to be whole, or to come back."""

_DEFAULT_PACE = Pace()


@frozen
class Attempt:
    """What the caller did with the notes it was handed.

    ``again`` are those that were open elsewhere and are to be tried again; ``message`` is one
    line for the person, empty when nothing was done; ``inserted`` are the notes that had no
    block and were given one, where an editor with an old text may be at work.
    """

    again: frozenset[str] = frozenset()
    message: str = ""
    inserted: frozenset[str] = frozenset()


OnReady = Callable[[frozenset[str], frozenset[str]], Attempt]


def watch(
    root: Path,
    on_ready: OnReady,
    *,
    settle_seconds: float,
    say: Callable[[str], None],
    stop: threading.Event,
    phrases: Phrases,
    git_is_busy: Callable[[], str | None] | None = None,
    each_turn: Callable[[], None] = lambda: None,
    clock: Callable[[], float] = time.monotonic,
    wall: Callable[[], float] = time.time,
    pace: Pace = _DEFAULT_PACE,
    state: Path | None = None,
) -> None:
    """Call ``on_ready`` once at the start, and again whenever something was saved, until ``stop`` is set.

    It is handed the notes that were saved, came or went and have been quiet for
    ``settle_seconds``, as paths from the vault's root; an empty set stands for every note there
    is. What was saved in one note may matter to another: any note may be written but those that
    it is handed beside, which have not been quiet for so long. It runs in this thread. BusyError
    means "later"; any other VaultkitError is said and tried again later; whatever else it
    raises ends the watch. ``stop`` may be set by a signal handler, and is obeyed within half a
    second when no attempt is under way. ``say`` takes one line at a time. A changed
    ``vaultkit.toml`` counts as a saved note. ``each_turn`` is called a few times a second, in this
    thread, and must not take long. ``state`` is the vault's folder of
    state, in which commands are told whether anything has changed.
    """
    root = root.resolve()
    voice = Voice(say, phrases)
    watcher = Watcher(
        disk=Disk(root, wall),
        source=Source(root, clock, voice, pace, state),
        voice=voice,
        on_ready=on_ready,
        git_is_busy=git_is_busy or (lambda: operation(root)),
        settle_seconds=settle_seconds,
        clock=clock,
        wall=wall,
        pace=pace,
    )
    tick = min(pace.tick, max(settle_seconds / 2, 0.02))
    try:
        with paused_by(watcher.source.still):
            while not stop.is_set():
                watcher.turn()
                each_turn()
                # Not stop.wait(): set in a signal handler, it could meet a lock that this thread holds.
                time.sleep(watcher.pause(tick))
    finally:
        watcher.source.close()


@dataclass
class Watcher:
    """What is known between two turns."""

    disk: Disk
    source: Source
    voice: Voice
    on_ready: OnReady
    git_is_busy: Callable[[], str | None]
    settle_seconds: float
    clock: Callable[[], float]
    wall: Callable[[], float]
    pace: Pace

    def __post_init__(self) -> None:
        self._pending, self._ping_pong = Pending(self.settle_seconds), PingPong()
        self._known = Marks()
        self._home: tuple[int, int] | None = None
        self._look_is_wanted = False
        self._no_look_before = self._look_at = self._no_attempt_before = -math.inf
        self._nothing_whole_before = self._attempted_at = -math.inf
        self._git_work: tuple[str, float] | None = None
        self._tried: frozenset[str] = frozenset()
        self._echo_until = -math.inf
        self._complaint = ""
        self._settings: Signature | None = None
        self._stood: tuple[Tally | None, bytes | None] = None, None
        self._settings_quiet_at = -math.inf
        self._began_at = self._turned_at = self.clock()
        self._offset = self.wall() - self._turned_at

    def turn(self) -> None:
        """Do what is due."""
        now = self._began_at = self.clock()
        if self._is_at_home(now):
            self._listen(self.source.take(now, is_idle=self._pending.is_empty))
            self._look_is_wanted |= self._slept(now)
            if not self._git_works(now):
                self._work(now)
        self._turned_at = self.clock()

    def pause(self, tick: float) -> float:
        """Return the seconds until the next turn: a tick, or until a note has been quiet for long enough.

        What became ready during the last turn is not waited for; what that turn left waits for a tick.
        """
        ready_at = max(self._pending.next_at, self._no_attempt_before)
        wait = ready_at - self.clock()
        if wait > 0:
            return min(tick, wait)
        return 0.0 if ready_at > self._began_at else tick

    def _work(self, now: float) -> None:
        try:
            self._attempt_if_due(now)
            self._look_if_due(self.clock())
        except BusyError:
            self._pending.everything(self.clock() + max(self.settle_seconds, 1.0))
        except VaultkitError as error:
            self._complaint = f"error.{error.key}"
            self.voice.complain(self._complaint, **error.values)
            self._no_attempt_before = self._look_at = self._no_look_before = (
                self.clock() + self.pace.retry
            )
            self._pending.everything(self._no_attempt_before)

    def _is_at_home(self, now: float) -> bool:
        """Without the vault's folder nothing is done; when it is back, everything begins anew."""
        found = self.disk.identity()
        if found is None:
            self.voice.complain("watch.root-gone", folder=self.disk.root)
            self.source.close()
            self._home = None
        elif found != self._home:
            self._begin(now)
            self._home = found
        return found is not None

    def _begin(self, now: float) -> None:
        self.source.listen()
        self._known, self._pending = Marks(), Pending(self.settle_seconds)
        self._pending.everything(now)
        was_gone = self.voice.is_over("watch.root-gone")
        is_back = was_gone or self._home is not None
        self.voice.say("watch.root-back" if is_back else "watch.started", folder=self.disk.root)

    def _listen(self, told: Told) -> None:
        for path, at in told.changed.items():
            if self._is_a_note(path) and not self._is_echo(path, at):
                self._pending.changed(path, at)
        self._look_is_wanted |= told.look
        if self._complaint and SETTINGS_FILE in told.changed:
            self._try_again()

    def _try_again(self) -> None:
        """What stopped the last attempt may have been mended just now: do not wait for the next."""
        now = self.clock()
        self._no_attempt_before = self._no_look_before = self._look_at = now
        self._nothing_whole_before = now
        self._pending.take_everything(math.inf)
        self._pending.everything(now)

    def _is_a_note(self, path: str) -> bool:
        """A folder that was moved away is told of for a while, under the path that it had."""
        return path in self._known or self.disk.mark(path) is not None

    def _is_echo(self, path: str, at: float) -> bool:
        """To try a note that is open elsewhere means to open and close it, which is told like a save."""
        if path not in self._tried or at > self._echo_until:
            return False
        return self.disk.mark(path) == self._known.get(path)

    def _slept(self, now: float) -> bool:
        """The machine, or this process, or somebody has set the clock."""
        offset, before = self.wall() - now, self._offset
        self._offset = offset
        return abs(offset - before) > self.pace.jump or now - self._turned_at > self.pace.health

    def _git_works(self, now: float) -> bool:
        """While git works nothing is written; then the whole vault is looked at, once it is quiet."""
        if self._pending.is_empty and self._git_work is None:
            return False
        what, before = self.git_is_busy(), self._git_work
        if what is not None:
            since = before[1] if before else now
            self._git_work = what, since
            if now - since >= self.pace.patience:
                key = "git-locked" if what == GIT_LOCK else "git-waits"
                self.voice.complain(f"watch.{key}", operation=what)
        elif before is not None:
            self._git_work = None
            self._after_git(*before, now)
        return what is not None

    def _after_git(self, what: str, since: float, now: float) -> None:
        self.voice.is_over("watch.git-waits")
        self.voice.is_over("watch.git-locked")
        if what == GIT_LOCK and now - since >= STALE_SECONDS:
            self.voice.say("watch.git-stale", minutes=round(STALE_SECONDS / 60))
        self._pending.take_everything(math.inf)  # one that was due before would come too early
        self._pending.everything(now + self.settle_seconds)

    def _look_if_due(self, now: float) -> None:
        is_wanted = self._look_is_wanted and now >= self._no_look_before
        is_due = now >= self._look_at + self._longest_wait_for_saves
        if self._pending.awaits_everything or not (is_wanted or is_due):
            return
        seen, now = self._look(), self.clock()
        for path in self._known.changes(seen.marks):
            quiet = self.settle_seconds if path in seen.marks else 0.0
            self._pending.changed(path, now - seen.young.get(path, quiet))
        self._known = seen.marks

    @property
    def _longest_wait_for_saves(self) -> float:
        """How long a look that nobody asked for is put off: a note would have to wait until it is over."""
        is_needed = self._pending.is_empty or not self.source.hears
        return 0.0 if is_needed else self.source.look_seconds

    def _look(self) -> Seen:
        started = self.clock()
        self._look_is_wanted = False
        tally = self.source.tally()
        seen = self.disk.look(self.settle_seconds)
        if tally and tally == self._stood[0] and self.disk.digest != self._stood[1]:
            self.source.doubt()  # a change of which nobody was told: by a map of memory, or a second name
        self._stood = tally, self.disk.digest
        ended = self.clock()
        spent = ended - started
        self._no_look_before = ended + spent * _REST_FOR_WORK
        rest = spent * _REST_FOR_LOOKS if self.source.hears else 0.0
        unasked = max(self.source.look_seconds, rest)
        self._look_at = max(self._no_look_before, ended + unasked)
        return seen

    def _attempt_if_due(self, now: float) -> None:
        if now < self._no_attempt_before or self._pending.is_empty or self._settings_are_young(now):
            return
        everything = now >= self._nothing_whole_before and self._pending.take_everything(now)
        if everything and not self._look_for_quiet_notes():
            return
        ready = self._pending.take(now)
        if ready or everything:
            self._remember(ready)
            self._hand_over(ready, everything, self._pending.waiting(now))

    def _hand_over(self, ready: frozenset[str], everything: bool, held: frozenset[str]) -> None:
        is_all = everything or SETTINGS_FILE in ready
        if is_all and held and self._known.are_all_among({*held, SETTINGS_FILE}):
            return
        self._attempt(frozenset() if is_all else ready, held - {SETTINGS_FILE})

    def _settings_are_young(self, now: float) -> bool:
        """Tell whether somebody may be in the middle of writing them."""
        found = self.disk.signature(SETTINGS_FILE)
        if found != self._settings:
            quiet = self.disk.quiet_seconds(found) if found else 0.0
            wait = min(self.settle_seconds, _LONGEST_SETTINGS_SECONDS)
            self._settings, self._settings_quiet_at = found, now - quiet + wait
        return now < self._settings_quiet_at

    def _look_for_quiet_notes(self) -> bool:
        """Have the notes wait that were saved just now. False when that is most of the vault."""
        (self._known, young), now = self._look(), self.clock()
        if len(young) > MOST_NOTES:
            self._pending.everything(now + self.settle_seconds)
            return False
        for path, quiet in young.items():
            self._pending.changed(path, now - quiet)
        return True

    def _remember(self, ready: frozenset[str]) -> None:
        """Before the attempt: what is saved during it is then seen as a change."""
        for path in ready:
            mark = self.disk.mark(path)
            if mark is None:
                self._known.remove(path)
            else:
                self._known.put(path, mark)

    def _attempt(self, paths: frozenset[str], held: frozenset[str]) -> None:
        started = self.clock()
        attempt = self.on_ready(paths, held)
        ended = self.clock()
        spent = ended - started
        if self.voice.is_over(self._complaint):
            self.voice.say("watch.goes-on")
        self._complaint = ""
        # A look at the whole vault puts off the next one for as long. What was saved need not wait for that.
        self._nothing_whole_before = ended + (0.0 if paths else spent)
        spent = spent if paths else 0.0
        # Two may follow each other at once: a note saved beside another thing is not kept waiting.
        self._no_attempt_before = max(ended + spent, self._attempted_at + self.pace.gap)
        self._attempted_at = ended
        self._tried, self._echo_until = attempt.again, ended + _ECHO_SECONDS
        self._pending.busy(attempt.again, ended, spent * _REST_FOR_WORK)
        if attempt.message:
            self.voice.line(attempt.message)
        for path in sorted(attempt.inserted):
            self._rest_if_taken_out(path, ended)

    def _rest_if_taken_out(self, path: str, now: float) -> None:
        rest = self._ping_pong.inserted(path, now)
        if rest:
            self._pending.rest(path, now + rest)
            self.voice.say("watch.ping-pong", note=shown(path), minutes=round(rest / 60))
