"""The watcher: every save is handled once it is quiet, whatever becomes of the events."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from itertools import count, pairwise
from pathlib import Path

import pytest

from tests.watch.watching import LONGEST_SECONDS, Watching
from vaultkit.core.text.phrases import Phrases
from vaultkit.disk.git_state import STALE_SECONDS
from vaultkit.errors import BusyError, SettingsError, StateError
from vaultkit.playbook import load
from vaultkit.watch import Attempt, events, inotify, source

BENCH = Path(__file__).parent.parent / "bench"


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "vault"
    for folder in ("Applications", ".git"):
        (root / folder).mkdir(parents=True)
    note = root / "Applications/Acme.md"
    note.write_text("old")
    return root


def begun(watching: Watching) -> Watching:
    assert watching.handles_all()
    return watching


def test_it_catches_up_at_the_start(root):
    with Watching(root) as watching:
        assert watching.handles_all()
        assert watching.said == [load.phrases("en").say("watch.started", folder=root)]


def test_with_nothing_saved_at_the_start_everything_is_handed_over_at_once(root):
    with Watching(root, settle_seconds=0.0) as watching:
        assert watching.until(lambda: watching.calls != [])
        assert watching.calls[0] == frozenset()


def test_a_note_that_is_being_typed_when_it_starts_is_left_alone_until_it_is_quiet(root):
    saved = time.monotonic()
    os.utime(root / "Applications/Acme.md", (0, 0))  # the change of the times is a change too
    with Watching(root, settle_seconds=0.5) as watching:
        assert watching.handles_all()
        # The clock of files lags behind by a tick or two.
        assert watching.handed_at["Applications/Acme.md"] >= saved + 0.48


def test_a_save_is_handled(root):
    with Watching(root) as watching:
        begun(watching)
        (root / "Applications/Acme.md").write_text("new")
        assert watching.until(lambda: watching.texts["Applications/Acme.md"] == "new")


def test_a_note_is_not_handled_while_it_is_saved_again_and_again(root):
    with Watching(root, settle_seconds=0.4) as watching:
        before = len(begun(watching).calls)
        other, until = root / "Other.md", time.monotonic() + 1.5
        other.write_text("x")
        for number in count():
            saved = time.monotonic()
            (root / "Applications/Acme.md").write_text(f"{number}")
            if saved > until:
                break
            time.sleep(0.05)
        assert watching.handles_all()
        assert watching.handed_at["Applications/Acme.md"] >= saved + 0.39
        assert watching.handed_at["Other.md"] < saved, "one busy note must not hold up the others"
        handed = [paths for paths in watching.calls[before:] if "Applications/Acme.md" in paths]
        assert len(handed) == 1


def test_its_own_writes_come_to_rest(root):
    def write_once(_paths):
        note = root / "Applications/Acme.md"
        if "block" not in note.read_text():
            note.write_text("text and block")
            return Attempt(message="1 note")
        return Attempt()

    with Watching(root) as watching:
        watching.answer = write_once
        assert watching.until(
            lambda: watching.texts.get("Applications/Acme.md") == "text and block"
        )
        calls = len(watching.calls)
        (root / "Last.md").write_text("x")
        assert watching.handles(Last="x")
        assert watching.said.count("1 note") == 1
        assert len(watching.calls) <= calls + 2


def test_a_burst_of_saves_is_handled_without_an_exception(root):
    with Watching(root) as watching:
        begun(watching)
        for number in range(2000):
            (root / f"Applications/{number % 700}.md").write_text(f"{number}")
        assert watching.handles_all()
        assert len(watching.calls) < 200


def test_a_burst_beyond_what_is_remembered_is_handled_too(root, monkeypatch):
    monkeypatch.setattr(events, "MOST_NOTES", 50)
    monkeypatch.setattr(inotify, "MOST_NOTES", 50)
    with Watching(root) as watching:
        begun(watching)
        for number in range(500):
            (root / f"Applications/{number}.md").write_text(f"{number}")
        assert watching.handles_all()


def test_a_folder_that_was_copied_in_at_the_top_is_handled(root, tmp_path):
    for number in range(300):
        (tmp_path / f"in/{number % 7}").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"in/{number % 7}/{number}.md").write_text("x")
    with Watching(root) as watching:
        begun(watching)
        shutil.copytree(tmp_path / "in", root / "in")
        assert watching.handles_all()
        assert len(watching.texts) == 301


def test_a_folder_moved_in_is_handled_and_so_is_what_is_saved_in_it(root, tmp_path):
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/deep/Note.md").write_text("x")
    with Watching(root) as watching:
        begun(watching)
        (tmp_path / "in").rename(root / "in")
        assert watching.until(lambda: watching.texts.get("in/deep/Note.md") == "x")
        (root / "in/deep/Note.md").write_text("y")
        assert watching.until(lambda: watching.texts.get("in/deep/Note.md") == "y")


def test_what_happens_in_a_folder_that_was_moved_out_is_none_of_its_business(root, tmp_path):
    (root / "Applications/old").mkdir()
    (root / "Applications/old/Note.md").write_text("x")
    with Watching(root) as watching:
        begun(watching)
        calls = len(watching.calls)
        (root / "Applications/old").rename(tmp_path / "old")
        assert watching.until(lambda: len(watching.calls) > calls), (
            "a note that went may matter to others"
        )
        gone = len(watching.calls)
        (tmp_path / "old/Note.md").write_text("y")
        (root / "Last.md").write_text("x")
        assert watching.handles(Last="x")
        assert all("Applications/old/Note.md" not in paths for paths in watching.calls[gone:])


def test_a_deleted_note_is_a_reason_to_look_at_the_others(root):
    with Watching(root) as watching:
        begun(watching)
        calls = len(watching.calls)
        (root / "Applications/Acme.md").unlink()
        assert watching.until(lambda: len(watching.calls) > calls)


def test_hidden_folders_are_silent(root):
    with Watching(root) as watching:
        begun(watching)
        calls = len(watching.calls)
        for number in range(50):
            (root / ".git/x.md").write_text(f"{number}")
        (root / "Last.md").write_text("x")
        assert watching.handles(Last="x")
        assert len(watching.calls) == calls + 1


def test_a_change_of_the_settings_hands_everything_over_again(root):
    with Watching(root) as watching:
        begun(watching)
        calls = len(watching.calls)
        (root / "vaultkit.toml").write_text("schema = 1\n")
        assert watching.until(lambda: len(watching.calls) > calls)
        assert watching.calls[-1] == frozenset(), "stands for all"


def test_settings_that_were_mended_are_taken_up_at_once(root):
    def fails(_):
        raise SettingsError("settings-no-schema", line=1, setting="schema")

    with Watching(root, retry=3600.0) as watching:
        begun(watching)
        watching.answer = fails
        (root / "Applications/Acme.md").write_text("while it is broken")
        assert watching.says("schema")
        watching.answer = lambda _: Attempt()
        (root / "vaultkit.toml").write_text("schema = 1\n")
        assert watching.says("watching goes on")
        assert watching.handles_all()


@pytest.fixture
def deaf(monkeypatch):
    """The system tells of nothing."""
    monkeypatch.setattr(events._Listener, "dispatch", lambda *_: None)
    monkeypatch.setattr(inotify.Inotify, "_change", lambda *_: None)


@pytest.mark.usefixtures("deaf")
def test_lost_events_are_made_up_for_by_a_look(root, monkeypatch):
    real, lost = inotify.Inotify._take_up, inotify._OVERFLOW
    with Watching(root) as watching:
        begun(watching)
        monkeypatch.setattr(inotify.Inotify, "_take_up", lambda ear, *_: real(ear, -1, lost, ""))
        (root / "Applications/Acme.md").write_text("unheard")
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        assert watching.until(lambda: watching.texts["Applications/Acme.md"] == "unheard")


@pytest.mark.usefixtures("deaf")
def test_without_any_event_a_regular_look_finds_what_was_saved(root):
    with Watching(root, look=0.3) as watching:
        begun(watching)
        (root / "Applications/Acme.md").write_text("unheard")
        (root / "New.md").write_text("unheard")
        assert watching.handles_all()


@pytest.mark.usefixtures("deaf")
def test_after_a_sleep_the_vault_is_looked_at(root):
    slept = [0.0]
    with Watching(root, wall=lambda: time.time() + slept[0]) as watching:
        begun(watching)
        (root / "Applications/Acme.md").write_text("unheard")
        slept[0] = 3600.0
        assert watching.until(lambda: watching.texts["Applications/Acme.md"] == "unheard")


def test_a_thread_that_died_is_replaced(root):
    with Watching(root) as watching:
        begun(watching)
        for thread in threading.enumerate():
            if type(thread).__name__ == "InotifyEmitter":
                thread.stop()
        (root / "Applications/Acme.md").write_text("new")
        assert watching.until(lambda: watching.texts["Applications/Acme.md"] == "new")
        (root / "Applications/Acme.md").write_text("newer")
        assert watching.until(lambda: watching.texts["Applications/Acme.md"] == "newer")


def test_a_vault_that_was_deleted_is_told_and_taken_up_again_when_it_is_back(root):
    with Watching(root) as watching:
        begun(watching)
        shutil.rmtree(root)
        assert watching.says("is gone")
        calls = len(watching.calls)
        (root / "Applications").mkdir(parents=True)
        (root / "Applications/Acme.md").write_text("again")
        assert watching.says("is back")
        assert watching.until(lambda: watching.texts["Applications/Acme.md"] == "again")
        assert len(watching.calls) > calls
        (root / "Applications/Acme.md").write_text("and again")
        assert watching.until(lambda: watching.texts["Applications/Acme.md"] == "and again")


def test_while_git_works_nothing_is_written_and_then_everything_once(root):
    git: list[str | None] = [None]
    with Watching(root, git_is_busy=lambda: git[0]) as watching:
        begun(watching)
        git[0] = "index.lock"
        calls = len(watching.calls)
        for number in range(500):
            (root / f"Applications/{number}.md").write_text("x")
        assert watching.says("Git is in the middle of something")
        assert len(watching.calls) == calls
        git[0] = None
        assert watching.handles_all()
        assert len(watching.calls) <= calls + 2, (
            "one pass, and one more when the system tells of a save late"
        )
        assert sum("Git" in line for line in watching.said) == 1


def test_a_lock_of_git_in_the_vault_is_seen(root):
    with Watching(root) as watching:
        begun(watching)
        lock = root / ".git/index.lock"
        lock.write_text("")
        (root / "Applications/Acme.md").write_text("new")
        assert watching.says("delete .git/index.lock")
        assert watching.texts["Applications/Acme.md"] == "old"
        lock.unlink()
        assert watching.until(lambda: watching.texts["Applications/Acme.md"] == "new")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed here")
def test_a_real_checkout_is_waited_for_and_every_note_is_answered_once():
    """Without settling, so that only the wait for git keeps the watcher from writing meanwhile."""
    command = [sys.executable, BENCH / "checkout.py", "--notes", "80", "--settle", "0"]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_lock_that_git_left_behind_is_said_when_the_wait_is_over(root):
    git, passed = ["index.lock"], [0.0]
    with Watching(
        root, git_is_busy=lambda: git[0], clock=lambda: time.monotonic() + passed[0]
    ) as watching:
        assert watching.says("Git is in the middle of something")
        passed[0], git[0] = STALE_SECONDS, None
        assert watching.says("10 minutes")
        assert watching.handles_all()


def test_a_clock_that_was_set_back_holds_nothing_up(root):
    """What was saved before lies in the future then."""
    with Watching(root, wall=lambda: time.time() - 3600) as watching:
        begun(watching)
        (root / "Applications/Acme.md").write_text("new")
        assert watching.handles(**{"Applications/Acme": "new"})


LIMITED = """
import sys, threading
from pathlib import Path
from vaultkit.playbook import load
from vaultkit.watch import Attempt, Pace, watch
def ready(*_):
    print("handed over: " + Path(sys.argv[1], "Applications/Acme.md").read_text(), flush=True)
    return Attempt()
watch(Path(sys.argv[1]), ready, settle_seconds=0.05, stop=threading.Event(), pace=Pace(poll=0.2),
      say=lambda line: print(line, flush=True), phrases=load.phrases("en"))
"""


@pytest.mark.skipif(
    shutil.which("unshare") is None, reason="the limit is set for a user of its own"
)
@pytest.mark.parametrize("most", [3, 1])
def test_a_real_limit_of_the_kernel_is_told_and_the_vault_is_looked_at_regularly(root, most):
    """With the lower limit not even the folders at the top get a watch."""
    for number in range(5):
        (root / f"Applications/{number}").mkdir()
    limit = f'echo {most} > /proc/sys/user/max_inotify_watches || exit 77; exec "$@"'
    command = [
        "unshare",
        "--user",
        "--map-root-user",
        "sh",
        "-c",
        limit,
        "-",
        sys.executable,
        "-c",
        LIMITED,
        str(root),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    ) as process:
        lines = iter(process.stdout.readline, "")
        deadline = threading.Timer(LONGEST_SECONDS, process.kill)
        deadline.start()
        if not any("max_user_watches" in line for line in lines):
            deadline.cancel()
            assert process.wait() in (1, 77), "it ended without a word of the limit"
            pytest.skip("may not set a limit here")
        (root / "Applications/Acme.md").write_text("new")
        assert any(line == "handed over: new\n" for line in lines)
        deadline.cancel()
        process.kill()


def test_a_save_does_not_wait_because_the_look_at_all_notes_took_long(root):
    passed = [0.0]

    def slow(paths):
        passed[0] += 0 if paths else 10_000
        return Attempt()

    watching = Watching(
        root,
        settle_seconds=0.0,
        clock=lambda: time.monotonic() + passed[0],
        wall=lambda: time.time() + passed[0],
    )
    watching.answer = slow
    with watching:
        assert watching.until(lambda: watching.calls == [frozenset()])
        (root / "new.md").write_text("saved")
        assert watching.until(lambda: frozenset({"new.md"}) in watching.calls)


def test_a_busy_note_is_tried_again_until_it_is_free(root):
    tries = []

    def busy_at_first(paths):
        if not paths or "Applications/Acme.md" in paths:
            tries.append(time.monotonic())
            with open(root / "Applications/Acme.md", "r+"):
                pass  # what a real attempt does, and is told like a save
        return Attempt(again=frozenset({"Applications/Acme.md"}) if len(tries) < 4 else frozenset())

    with Watching(root, settle_seconds=0.05) as watching:
        watching.answer = busy_at_first
        assert watching.until(lambda: len(tries) >= 4)
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert [gap >= wait for gap, wait in zip(gaps, (0.2, 0.4, 0.8), strict=False)] == [True] * 3


def test_a_note_whose_block_is_taken_out_again_and_again_is_left_alone(root):
    with Watching(root, settle_seconds=0.05) as watching:
        note = "Applications/Acme.md"
        watching.answer = lambda paths: Attempt(
            inserted=frozenset({note} if not paths or note in paths else ())
        )
        for number in range(3):
            assert watching.until(lambda: watching.texts.get(note) == (root / note).read_text())
            (root / note).write_text(f"{number}")
        assert watching.says("leaves it alone for 10 minutes")
        calls = len(watching.calls)
        (root / note).write_text("old text")
        (root / "Last.md").write_text("x")
        assert watching.handles(Last="x")
        assert all(note not in paths and paths for paths in watching.calls[calls:])


@pytest.mark.parametrize(
    "error", [BusyError("git-busy", operation="merge"), StateError("state-unwritable")]
)
def test_what_could_not_be_done_now_is_done_later(root, error):
    failures = [error] * 2

    def fail_at_first(_paths):
        if failures:
            raise failures.pop()
        return Attempt(message="all written")

    texts = {**load.phrases("en").texts, "error.state-unwritable": "no room"}
    watching = Watching(root, settle_seconds=0.05, phrases=Phrases("en", texts))
    watching.answer = fail_at_first
    with watching:
        assert watching.says("all written")
        assert watching.said.count("no room") == isinstance(error, StateError)


def test_an_error_of_the_program_ends_the_watch(root):
    class Mistake(Exception):
        pass

    def mistaken(_paths):
        raise Mistake

    watching = Watching(root, settle_seconds=0.0)
    watching.answer = mistaken
    with pytest.raises(Mistake):
        watching.watch()


def test_on_a_network_drive_the_vault_is_looked_at_regularly(root, monkeypatch):
    monkeypatch.setattr(source, "remote_kind", lambda _: "nfs4")
    with Watching(root, poll=0.2) as watching:
        begun(watching)
        assert "nfs4" in "".join(watching.said)
        (root / "Applications/Acme.md").write_text("new")
        assert watching.until(lambda: watching.texts["Applications/Acme.md"] == "new")


def test_too_few_watches_are_told_and_the_vault_is_looked_at_regularly(root, monkeypatch):
    monkeypatch.setattr(source, "kernel_watches", lambda: 1)
    monkeypatch.setattr(source, "_RECOUNT_SECONDS", 0.1)
    with Watching(root, poll=0.2) as watching:
        assert watching.says("fs.inotify.max_user_watches")
        (root / "Applications/Acme.md").write_text("new")
        assert watching.handles_all()
        assert sum("max_user_watches" in line for line in watching.said) == 1


def test_a_folder_that_slipped_through_is_mended_by_beginning_anew(root, monkeypatch):
    figures = iter([0, 0])
    monkeypatch.setattr(source, "kernel_watches", lambda: next(figures, 1000))
    monkeypatch.setattr(source, "_RECOUNT_SECONDS", 0.05)
    begun_with = []
    real = source.begin_to_hear
    monkeypatch.setattr(source, "begin_to_hear", lambda *args: begun_with.append(1) or real(*args))
    with Watching(root) as watching:
        begun(watching)
        assert watching.until_soon(lambda: len(begun_with) == 2)
        (root / "Applications/Acme.md").write_text("new")
        assert watching.handles_all()
        assert len(watching.said) == 1


@pytest.mark.parametrize(
    ("number", "told"),
    [(28, "max_user_watches"), (24, "max_user_instances"), (13, "Permission denied")],
)
def test_a_system_that_refuses_events_is_told_and_made_up_for(root, monkeypatch, number, told):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(source, "begin_to_hear", refuse)
    with Watching(root, poll=0.2) as watching:
        assert watching.says(told)
        (root / "Applications/Acme.md").write_text("new")
        assert watching.handles_all()


def test_it_ends_within_a_second(root):
    for number in range(30):
        (root / f"{number}").mkdir()
    with Watching(root, tick=0.25) as watching:
        begun(watching)
        (root / "Applications/Acme.md").rename(
            root.parent / "away.md"
        )  # watchdog waits for its other half
        assert watching.end() < 1


SIGNALLED = """
import signal, sys, threading
from pathlib import Path
from vaultkit.playbook import load
from vaultkit.watch import Attempt, watch
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
watch(Path(sys.argv[1]), lambda *_: Attempt(message="ready"), settle_seconds=0, stop=stop,
      say=lambda line: print(line, flush=True), phrases=load.phrases("en"))
print("ended")
"""


def test_a_signal_ends_it_cleanly(root):
    command = [sys.executable, "-c", SIGNALLED, str(root)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        while process.stdout.readline() != "ready\n":
            assert process.poll() is None
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=LONGEST_SECONDS)
    assert (out.endswith("ended\n"), err, process.returncode) == (True, "", 0)
    assert time.monotonic() - started < 1.5
