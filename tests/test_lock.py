"""One watcher a vault."""

import os
import signal
import stat
import subprocess
import sys

import pytest

from vaultkit.disk.journal import state_folder
from vaultkit.disk.watch_lock import LOCK_FILE, only_watcher
from vaultkit.errors import BusyError, StateError

HOLD = """
import sys
from pathlib import Path
from vaultkit.disk.watch_lock import only_watcher
with only_watcher(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that watches the vault."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_watcher_is_told_which_process_watches(tmp_path, other):
    with pytest.raises(BusyError) as told, only_watcher(tmp_path):
        pass
    assert told.value.exit_code == 3
    assert told.value.values == {"process": str(other.pid)}


def test_a_vault_reached_by_a_link_is_the_same_vault(tmp_path, other):
    assert other.poll() is None
    link = tmp_path.with_name("link-to-it")
    link.symlink_to(tmp_path)
    with pytest.raises(BusyError), only_watcher(link):
        pass


def test_a_watcher_that_was_killed_leaves_no_lock(tmp_path, other):
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    with only_watcher(tmp_path):
        pass


def test_the_lock_is_free_again_after_the_watch(tmp_path):
    for _ in range(2):
        with only_watcher(tmp_path):
            pass


def test_two_vaults_are_watched_beside_each_other(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with only_watcher(tmp_path / "a"), only_watcher(tmp_path / "b"):
        pass


def test_only_the_person_may_look_into_the_lock(tmp_path):
    with only_watcher(tmp_path):
        file = state_folder(tmp_path) / LOCK_FILE
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert file.read_text() == f"{os.getpid()}\n"


def test_a_state_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(StateError),
        only_watcher(tmp_path, {"XDG_STATE_HOME": str(tmp_path / "file")}),
    ):
        pass
