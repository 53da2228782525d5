"""Once a day the watcher has a program of the person's own tell what is due."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from tests.command_line import run
from tests.reported.watching import until
from vaultkit.cli.notifying import Notifier
from vaultkit.cli.session import Options, Session
from vaultkit.disk.programs import Ended
from vaultkit.work.user_settings import user_file

TODAY = "2026-11-20"
ACME = "---\ntype: application\ncompany: Acme\nrole: Analyst\nstatus: applied\napplied: 2026-11-02\nrecruiter: Ann Lee\n---\n"
SETTINGS = """\
schema = 1
[notify]
at = "08:30"
command = ["tell", "{count}", "{text}"]
quiet = ["20:00-09:00"]
"""


WELL = Ended(0, "")


class Day:
    """A watcher's hours: the clock is passed in, and what is run is written down."""

    def __init__(self, root, environ, ended=WELL):
        self.moment, self.told, self.ended = datetime(2026, 11, 20, 7, 0), [], ended
        session = Session(Options(root, TODAY), environ)
        clock = self.clock
        self.notifier = Notifier(session, self.run, clock, clock)

    def clock(self):
        return self.moment.timestamp()

    def run(self, words, root, environ, told):
        self.told.append((words, told.decode()))
        return self.ended

    def at(self, hour, days=0):
        hours, minutes = map(int, hour.split(":"))
        day = self.moment.replace(hour=hours, minute=minutes) + timedelta(days=days)
        self.moment = day
        self.notifier.turn()
        return len(self.told)


@pytest.fixture
def environ(tmp_path):
    return {
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"],
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        "PATH": os.environ["PATH"],
    }


@pytest.fixture
def root(tmp_path):
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "en"\n')
    (vault / "Acme.md").write_text(ACME)
    assert run("update", "--vault", vault, "--today", TODAY).returncode == 0
    return vault


def settle(environ, text=SETTINGS):
    file = user_file(environ)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o644)
    return file


def test_a_person_is_told_once_a_day_outside_of_the_quiet_hours(root, environ):
    settle(environ)
    day = Day(root, environ)
    assert [day.at(hour) for hour in ("08:00", "08:30", "08:59", "09:01", "09:02", "19:00")] == [
        *(0, 0, 0),
        *(1, 1, 1),
    ]
    ((words, told),) = day.told
    first, *items = told.splitlines()
    assert words == ("tell", str(len(items)), first)
    due = run("due", "--vault", root, "--today", TODAY).stdout.decode().splitlines()
    assert items == due
    assert items
    assert day.at("09:01", days=1) == 2


def test_a_watcher_that_starts_again_does_not_tell_again(root, environ):
    settle(environ)
    assert Day(root, environ).at("10:00") == 1
    assert Day(root, environ).at("10:05") == 0


def test_off_by_default(root, environ):
    assert Day(root, environ).at("10:00") == 0


def test_with_nothing_due_nothing_is_run(root, environ):
    settle(environ)
    (root / "Acme.md").unlink()
    assert Day(root, environ).at("10:00") == 0


def test_the_vault_cannot_ask_for_it(root, environ, capsys):
    with (root / "vaultkit.toml").open("a") as file:
        file.write(SETTINGS.removeprefix("schema = 1\n"))
    assert Day(root, environ).at("10:00") == 0
    (root / "vaultkit.toml").write_text("schema = 1\n")
    inside = {**environ, "XDG_CONFIG_HOME": str(root)}
    settle(inside)
    assert Day(root, inside).at("10:00") == 0
    assert "lies in the vault" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="a right that Windows does not know")
def test_a_file_that_everybody_may_write_is_not_used(root, environ, capsys):
    settle(environ).chmod(0o666)
    assert Day(root, environ).at("10:00") == 0
    assert "chmod o-w" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("schema = 1\n[notify]\nat = 'noon'\ncommand = ['x']\n", ":3: "),
        ("schema = 1\n[notify]\nat = '08:30'\n", '[notify] needs "command"'),
        ("schema = 1\n[notify\n", ":2: "),
        ("[notify]\n", "schema = 1"),
        ("schema = 1\nnotify = 3\n", ":2: "),
    ],
)
def test_a_wrong_file_is_told_once_with_its_line(root, environ, capsys, text, told):
    file = settle(environ, text)
    day = Day(root, environ)
    assert day.at("10:00") == day.at("10:01") == 0
    err = capsys.readouterr().err.replace("\n", " ")
    assert err.count("config.toml") == 1
    assert told in err.replace(str(file), "")
    settle(environ)
    assert day.at("10:02") == 1


@pytest.mark.parametrize(
    ("ended", "told"), [(None, "could not be run"), (Ended(1, "no screen"), "no screen")]
)
def test_a_program_that_fails_is_told_and_not_run_again_that_day(
    root, environ, capsys, ended, told
):
    settle(environ)
    day = Day(root, environ, ended)
    assert [day.at("10:00"), day.at("10:05"), day.at("11:00")] == [1, 1, 1]
    assert capsys.readouterr().err.count(told) == 1


def test_a_real_program_is_given_what_is_due(root, environ, tmp_path):
    file = tmp_path / "told"
    code = f"import sys; open({str(file)!r}, 'w').write(sys.argv[1] + chr(10) + sys.stdin.read())"
    command = [sys.executable, "-c", code, "{text}"]
    settle(environ, f'schema = 1\n[notify]\nat = "00:00"\ncommand = {command!r}\n')
    Notifier(Session(Options(root, TODAY), environ)).turn()
    first, second, *items = file.read_text().splitlines()
    assert first == second
    assert "Acme" in items[0]


def test_a_real_watcher_has_it_told(root, environ, tmp_path):
    file = tmp_path / "told"
    code = f"import os, sys; open({str(file)!r}, 'x').write(sys.stdin.read())"
    settle(
        environ,
        f"schema = 1\n[notify]\nat = 00:00:00\ncommand = {[sys.executable, '-c', code]!r}\n",
    )
    words = [sys.executable, "-m", "vaultkit", "--vault", str(root), "--today", TODAY, "watch"]
    with subprocess.Popen(
        words, env={**environ, "LANG": "C.UTF-8"}, stderr=subprocess.PIPE
    ) as watcher:
        try:
            assert until(lambda: file.exists() and "Acme" in file.read_text())
        finally:
            watcher.terminate()
        assert watcher.wait(30) == 128 + signal.SIGTERM
