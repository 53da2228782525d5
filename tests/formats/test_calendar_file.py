"""A calendar as text: what phones read, and what vaultkit reads back, whatever a note says."""

from datetime import date, time
from itertools import pairwise

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.text.sanitize import shown
from vaultkit.formats.appointment import Appointment
from vaultkit.formats.appointment_changes import Published
from vaultkit.formats.calendar_file import (
    NotOurs,
    calendar_bytes,
    object_text,
    read_calendar,
    read_object,
)
from vaultkit.formats.time_zones import existing_hour, is_zone

DAY = date(2026, 11, 26)
STAMP = date(2026, 11, 20)
TODO = Appointment("a-vk-x@vaultkit", "Follow-up", "Write", DAY, is_todo=True)
MEETING = Appointment(
    "a-interview-1@vaultkit",
    "Interview",
    "Interview: Acme; Söhne, Ltd",
    DAY,
    time(9, 30),
    "Europe/Rome",
    "With: Ann\nobsidian://open?vault=a%20b&file=c",
    "obsidian://open?vault=a%20b&file=c",
    24,
)


def written(*appointments, is_redacted=False, name="Job search"):
    published = [Published(one, 3, STAMP) for one in appointments]
    return calendar_bytes(published, name, is_redacted=is_redacted)


def read(data, *, is_redacted=False):
    return [one.appointment for one in read_calendar(data, is_redacted=is_redacted).values()]


def parsed(data):
    return [
        one for one in icalendar.Calendar.from_ical(data).walk() if one.name in ("VEVENT", "VTODO")
    ]


def unfolded(data):
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


ALL = [
    MEETING,
    Appointment("b-closes@vaultkit", "Deadline", "Closes", DAY, alarm=39, status="cancelled"),
    Appointment("c-interview-1@vaultkit", "Interview", "x", DAY, time(23, 45), alarm=24),
    TODO,
    Appointment("e-vk-x@vaultkit", "F", "W", DAY, is_todo=True, start=STAMP, status="completed"),
]


def test_what_is_written_is_what_is_read():
    data = written(*ALL)
    assert read(data) == ALL
    assert {
        (one.sequence, one.stamp) for one in read_calendar(data, is_redacted=False).values()
    } == {(3, STAMP)}
    assert written(*ALL) == data


hostile = st.text(max_size=150).map(shown)


@given(hostile.filter(bool), hostile, st.sampled_from(["", "Europe/Rome"]))
def test_no_word_of_a_note_is_anything_but_a_word(summary, line, zone):
    one = Appointment("u@vaultkit", "Interview", summary, DAY, time(9), zone, f"{line}\nlink")
    data = written(one)
    assert read(data) == [one]
    (event,) = parsed(data)
    assert str(event["SUMMARY"]) == summary
    assert {*event} <= {
        *[
            "SUMMARY",
            "DTSTART",
            "DTEND",
            "DTSTAMP",
            "UID",
            "SEQUENCE",
            "CATEGORIES",
            "DESCRIPTION",
            "STATUS",
        ]
    }
    assert data.count(b"BEGIN:VEVENT\r\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nATTENDEE:mailto:x@example.com",
        "a\nEND:VEVENT\nBEGIN:VEVENT",
        "a\x00b\x07c\x1b[31m",
        "\u2028\u2029\x85x",
        "\\n\\N\\;\\,",
        'C:\\new "quoted"; x,y:z',
        "é" * 300,
        "👩‍🚀" * 60,
        ":" * 100 + "%",
        "=HYPERLINK(1)",
    ],
)
def test_a_line_end_in_a_note_begins_no_line_in_the_calendar(text):
    one = Appointment("u@vaultkit", "Interview", shown(text), DAY, description=shown(text) + "\nx")
    data = written(one)
    assert read(data) == [one]
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(data)]
    assert "ATTENDEE" not in names
    assert names.count("BEGIN") == names.count("END") == 2


def test_lines_end_as_the_standard_says_and_none_is_longer_than_75_bytes():
    data = written(*ALL, Appointment("u", "C", "Società 日本語 " * 30, DAY))
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is cut in two


def test_commas_semicolons_and_backslashes_are_escaped():
    assert "SUMMARY:Interview: Acme\\; Söhne\\, Ltd" in unfolded(written(MEETING))


def test_an_hour_stands_in_its_zone_and_the_zone_in_the_file():
    lines = unfolded(written(MEETING))
    assert "DTSTART;TZID=Europe/Rome:20261126T093000" in lines
    assert "DTEND;TZID=Europe/Rome:20261126T103000" in lines
    assert "TZID:Europe/Rome" in lines
    (event,) = parsed(written(MEETING))
    assert event["DTSTART"].dt.utcoffset().total_seconds() == 3600


@pytest.mark.parametrize(
    "zone", ["UTC", "Etc/GMT+5", "Atlantic/Reykjavik", "Asia/Kathmandu", "America/St_Johns"]
)
def test_an_hour_keeps_the_name_of_its_zone(zone):
    one = Appointment("u-interview-1@vaultkit", "Interview", "x", DAY, time(9, 30), zone)
    assert read(written(one)) == [one]
    if zone != "UTC":
        assert f"DTSTART;TZID={zone}:20261126T093000" in unfolded(written(one))


def test_without_a_zone_the_hour_is_that_of_the_reader():
    lines = unfolded(written(ALL[2]))
    assert "DTSTART:20261126T234500" in lines
    assert "DTEND:20261127T004500" in lines
    assert not any("VTIMEZONE" in line for line in lines)


def test_a_whole_day_ends_where_the_next_begins_and_takes_nobody_s_time():
    lines = unfolded(written(ALL[1]))
    assert "DTSTART;VALUE=DATE:20261126" in lines
    assert "DTEND;VALUE=DATE:20261127" in lines
    assert "TRANSP:TRANSPARENT" in lines


@pytest.mark.parametrize(
    ("day", "hour", "told", "offset"),
    [
        (date(2026, 3, 28), time(2, 30), time(2, 30), 1),
        (date(2026, 3, 29), time(1, 30), time(1, 30), 1),
        (date(2026, 3, 29), time(2, 30), time(3, 30), 2),  # no clock shows it
        (date(2026, 3, 29), time(3, 0), time(3, 0), 2),
        (date(2026, 7, 1), time(9, 0), time(9, 0), 2),
        (date(2026, 10, 25), time(2, 30), time(2, 30), 2),  # twice on that day: the first
        (date(2026, 10, 25), time(3, 0), time(3, 0), 1),
    ],
)
def test_summer_and_winter_time(day, hour, told, offset):
    kept = existing_hour(day, hour, "Europe/Rome")
    assert kept == told
    one = Appointment("u@vaultkit", "I", "x", day, kept, "Europe/Rome")
    (event,) = parsed(written(one))
    assert event["DTSTART"].dt.utcoffset().total_seconds() == offset * 3600
    lasts = event["DTEND"].dt.timestamp() - event["DTSTART"].dt.timestamp()
    assert lasts == (7200 if (day.month, hour) == (10, time(2, 30)) else 3600)
    assert read(written(one)) == [one]


def test_an_hour_that_a_whole_missing_day_holds_stays():
    assert existing_hour(date(2011, 12, 30), time(9), "Pacific/Apia") == time(9)
    assert existing_hour(DAY, time(9), "") == time(9)


def test_alarms_ring_before():
    lines = unfolded(written(*ALL))
    assert [line for line in lines if line.startswith("TRIGGER")] == [
        "TRIGGER:-P1D",
        "TRIGGER:-P1DT15H",
        "TRIGGER:-P1D",
    ]
    assert "ACTION:DISPLAY" in lines


def test_a_to_do_has_a_due_day_and_no_end():
    event, done = parsed(written(TODO, ALL[-1]))
    assert (event.name, event["DUE"].dt, str(event["STATUS"])) == ("VTODO", DAY, "NEEDS-ACTION")
    assert "DTSTART" not in event
    assert (done["DTSTART"].dt, str(done["STATUS"])) == (STAMP, "COMPLETED")


def test_every_property_that_may_stand_once_stands_once():
    for event in parsed(written(*ALL)):
        for name in ("UID", "DTSTAMP", "SEQUENCE", "STATUS", "SUMMARY", "CATEGORIES"):
            assert not isinstance(event[name], list) or name == "CATEGORIES"
        assert str(event["UID"])


def test_an_empty_calendar_is_one():
    assert read(written()) == []


FOREIGN = [
    b"",
    b"\xff\xfe",
    b"my notes\n",
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n",
]


@pytest.mark.parametrize("data", FOREIGN)
def test_a_file_of_somebody_else_s_is_not_ours(data):
    with pytest.raises(NotOurs, match="foreign"):
        read_calendar(data, is_redacted=False)


def test_one_with_names_and_one_without_are_not_each_other_s():
    for is_redacted in (True, False):
        data = written(TODO, is_redacted=is_redacted)
        assert read(data, is_redacted=is_redacted) == [TODO]
        with pytest.raises(NotOurs, match="foreign"):
            read_calendar(data, is_redacted=not is_redacted)


def test_line_ends_that_git_changed_are_no_change():
    assert read(written(*ALL).replace(b"\r\n", b"\n")) == ALL


def test_one_byte_changed_anywhere_makes_it_somebody_s():
    data = written(*ALL)
    head = data.index(b"X-WR-CALNAME")
    for at in range(head, len(data), 7):
        if data[at : at + 1] not in b"\r\n":
            with pytest.raises(NotOurs):
                read_calendar(data[:at] + b"~" + data[at + 1 :], is_redacted=False)
    with pytest.raises(NotOurs, match="changed"):
        read_calendar(data[:-20], is_redacted=False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"STATUS:CONFIRMED", b"STATUS:MAYBE"),
        (b"SEQUENCE:3", b"SEQUENCE:x"),
        (b"DTSTAMP:20261120T000000Z", b"DTSTAMP:never"),
        (b"UID:a-interview-1@vaultkit", b"X:1"),
        (b"TZID=Europe/Rome", b"TZID=Nowhere/At All"),
        (b"Europe/Rome", b"Mine/Rome"),
        (b"END:VEVENT\r\n", b""),
        (b"DTSTART;", b"X-START;"),
        (b"DTSTART;TZID=Europe/Rome:20261126T093000", b"DTSTART;VALUE=DURATION:PT1H"),
        (b"TRIGGER:-P1D", b"TRIGGER:20260101T000000Z"),
    ],
)
def test_a_forged_check_over_nonsense_is_refused_with_a_word(old, new):
    """Whoever makes a vault can reckon a check: what it covers is still nothing to trip over."""
    from vaultkit.formats import calendar_file

    data = written(MEETING).replace(old, new)
    body = data[data.index(b"X-WR-CALNAME") :]
    check = calendar_file._check(body).encode()
    forged = data[: data.index(b"CHECK:") + 6] + check + b"\r\n" + body
    with pytest.raises(NotOurs, match="changed"):
        read_calendar(forged, is_redacted=False)


@pytest.mark.parametrize("name", ["Europe/Rome", "UTC", "America/Argentina/Buenos_Aires"])
def test_a_zone_that_is_known(name):
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["Europe/Roma", "../../etc/passwd", "/etc/localtime", "Europe", "x\0"]
)
def test_a_zone_that_nobody_knows(name):
    assert not is_zone(name)


def test_a_zone_is_told_for_the_years_in_which_it_is_used():
    lines = unfolded(written(MEETING))
    changes = [line for line in lines if line.startswith("RDATE")]
    assert sum(line.count(",") + 1 for line in changes) < 8
    starts = [line.partition(":")[2] for line in lines if line.startswith("DTSTART:2")]
    assert all(one[:4] in ("2025", "2026", "2027") for one in starts)
    assert len([*pairwise(starts)]) >= 1


MARK = "0123456789ab"
PUBLISHED = [Published(one, 2, STAMP) for one in ALL]


@pytest.mark.parametrize("one", PUBLISHED, ids=lambda one: one.appointment.uid)
def test_an_object_of_a_server_says_the_same(one):
    assert read_object(object_text(one, MARK), MARK) == (one, False)


def test_what_a_server_adds_or_writes_in_another_way_is_no_change():
    text = object_text(PUBLISHED[0], MARK).replace("\r\n ", "").replace("\r\n", "\n")
    more = text.replace("STATUS:", "CREATED:20260101T000000Z\nX-SERVER:1\nSTATUS:", 1)
    assert read_object(more, MARK) == (PUBLISHED[0], False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SUMMARY:", "SUMMARY:My "),
        ("T093000", "T103000"),
        ("DESCRIPTION:", "DESCRIPTION:mine "),
        ("STATUS:CONFIRMED", "STATUS:CANCELLED"),
    ],
)
def test_what_somebody_changed_in_the_calendar_is_known(old, new):
    found = read_object(object_text(PUBLISHED[0], MARK).replace(old, new), MARK)
    assert found
    assert found[1] is True


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TRIGGER:-P1D", "TRIGGER:-PT1H"),
        ("TRIGGER:-P1D", "TRIGGER:-P1D\r\nACKNOWLEDGED:20261125T083000Z"),
        (
            "BEGIN:VALARM",
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nBEGIN:VALARM",
        ),
    ],
)
def test_an_alarm_that_was_silenced_or_moved_is_no_change(old, new):
    text = object_text(PUBLISHED[0], MARK).replace(old, new)
    assert read_object(text, MARK) == (PUBLISHED[0], False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"X-VAULTKIT-VAULT:{MARK}",
        object_text(PUBLISHED[0], "ba9876543210"),
        object_text(PUBLISHED[0], "ba9876543210").replace("Ann", f"X-VAULTKIT-VAULT:{MARK}"),
        object_text(PUBLISHED[0], MARK).replace("UID:", "X-UID:"),
        object_text(PUBLISHED[0], MARK).replace("X-VAULTKIT-CHECK", "X-OTHER"),
        object_text(PUBLISHED[0], MARK).replace("X-VAULTKIT-ALARM", "X-OTHER"),
        object_text(PUBLISHED[0], MARK).replace("CONFIRMED", "TENTATIVE"),
        object_text(PUBLISHED[0], MARK).replace(
            "END:VCALENDAR", "BEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR"
        ),
    ],
)
def test_an_object_that_is_not_ours_or_cannot_be_read_is_none_of_ours(text):
    assert read_object(text, MARK) is None
