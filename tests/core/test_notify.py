"""The person's own settings: which hour has come, what is refused, and what a command is given."""

from datetime import time

import pytest

from vaultkit.core.settings.keys import SettingWrong
from vaultkit.core.settings.notify import Notify, read_notify

COMMAND = ["notify-send", "vaultkit", "{text}"]


def read(**notify):
    return read_notify({"schema": 1, "notify": {"at": "08:30", "command": COMMAND, **notify}})


def test_what_is_said_is_read():
    assert read(quiet=["22:00-07:00", "12:30-13:30"]) == Notify(
        time(8, 30),
        tuple(COMMAND),
        ((time(22), time(7)), (time(12, 30), time(13, 30))),
    )
    assert read(at=time(7, 15)).at == time(7, 15)
    assert read(quiet="22:00 - 7:00").quiet == ((time(22), time(7)),)


@pytest.mark.parametrize("table", [{"schema": 1}, {"schema": 1, "notify": {}}])
def test_off_by_default(table):
    assert read_notify(table) is None


@pytest.mark.parametrize(
    ("quiet", "now", "expected"),
    [
        ([], "08:29", False),
        ([], "08:30", True),
        ([], "23:59", True),
        (["08:00-09:00"], "08:45", False),
        (["08:00-09:00"], "09:00", True),
        (["20:00-08:45"], "08:44", False),
        (["20:00-08:45"], "08:45", True),
        (["20:00-08:45"], "20:00", False),
        (["09:00-09:00"], "09:00", True),
    ],
)
def test_the_hour_has_come_outside_of_the_quiet_hours(quiet, now, expected):
    assert read(quiet=quiet).is_time(time.fromisoformat(now)) is expected


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"at": "8.30"}, "not-an-hour"),
        ({"at": "24:00"}, "not-an-hour"),
        ({"at": 8}, "not-an-hour"),
        ({"command": "notify-send"}, "not-a-command"),
        ({"command": []}, "not-a-command"),
        ({"command": [" "]}, "not-a-command"),
        ({"command": ["a", 1]}, "not-a-command"),
        ({"command": ["a", "b\0"]}, "not-a-command"),
        ({"quiet": "at night"}, "not-hours"),
        ({"quiet": ["22:00-25:00"]}, "not-hours"),
        ({"quiet": [22]}, "not-hours"),
        ({"quite": "22:00-07:00"}, "unknown"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name(change, code):
    with pytest.raises(SettingWrong) as caught:
        read(**change)
    assert (caught.value.code, caught.value.path[-1]) == (code, *change)


@pytest.mark.parametrize("missing", ["at", "command"])
def test_both_are_needed(missing):
    table = {"at": "08:30", "command": COMMAND}
    del table[missing]
    with pytest.raises(SettingWrong) as caught:
        read_notify({"schema": 1, "notify": table})
    assert (caught.value.code, caught.value.path) == ("notify-needs", ("notify", missing))


def test_a_newer_file_is_not_guessed_at():
    with pytest.raises(SettingWrong):
        read_notify({"schema": 2, "notify": {"louder": True}})


def test_what_is_told_stands_in_one_word_of_the_command():
    notify = read(command=["{text}", "-n", "{count} due: {text}", "x"])
    line = "3 follow-ups; rm -rf ~ '\"$(x)"
    assert notify.words(line, 3) == ("{text}", "-n", f"3 due: {line}", "x")
