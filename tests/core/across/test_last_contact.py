"""The one line of a person's head that is kept true."""

from datetime import date

import pytest

from tests.house import PLAIN, look, surveyed
from vaultkit.core.across.last_contact import last_contact_edits, last_contact_hints
from vaultkit.core.notes.person import Person
from vaultkit.core.text.note import Note

DAY = date(2026, 11, 20)


def kept(head, ending="\n", day=DAY, body="# Jane\n"):
    raw = ending.join(["---", "type: person", *head, "---", body]).encode()
    found = look({"P/Jane.md": raw}, PLAIN)
    edits = last_contact_edits(found.people, {"P/Jane.md": day})
    return (
        None
        if not edits
        else edits[0]
        .wanted.decode()
        .removeprefix(f"---{ending}type: person{ending}")
        .partition(f"{ending}---")[0]
    )


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("last_contact: 2026-11-01", "last_contact: 2026-11-20"),
        ("last_contact:", "last_contact: 2026-11-20"),
        ("last_contact:   # see below", "last_contact: 2026-11-20   # see below"),
        ("last_contact:   2026-11-01   # see below", "last_contact:   2026-11-20   # see below"),
        ('Last contact: "2026-11-01"', 'Last contact: "2026-11-20"'),
        ("ultimo contatto: '2026-11-01'", "ultimo contatto: '2026-11-20'"),
    ],
)
def test_the_day_alone_is_changed(line, after):
    assert kept([line]) == after
    assert kept([line], ending="\r\n") == after
    assert kept(["a: 1 ", line, "b:  2"]) == f"a: 1 \n{after}\nb:  2"


@pytest.mark.parametrize(
    "lines",
    [
        ["email: a@example.com"],
        ["last_contact: 2026-11-20"],
        ["last_contact: 2026-12-24"],
        ["last_contact: '[[2026-11-01]]'"],
        ["last_contact: 20261101"],
        ["last_contact: null"],
        ["last_contact: [2026-11-01]"],
        ["last_contact: 2026-11-01", "ultimo contatto: 2026-11-01"],
        ["last_contact: 2026-02-30"],
        ["{last_contact: 2026-11-01"],
    ],
)
def test_what_is_later_strange_doubled_or_missing_stays(lines):
    assert kept(lines) is None


def test_without_a_touch_or_a_note_nothing_is_written():
    person = Person("P/Jane.md", "Jane", last_contact_name="last_contact")
    assert last_contact_edits([person], {"P/Jane.md": DAY}) == ()
    found = look({"P/Jane.md": b"---\ntype: person\nlast_contact:\n---\n"}, PLAIN)
    assert last_contact_edits(found.people, {}) == ()
    other = Person(
        "P/Jane.md", "Jane", last_contact_name="last_contact", note=Note("P/Jane.md", b"Words.\n")
    )
    assert last_contact_edits([other], {"P/Jane.md": DAY}) == ()


def test_a_log_line_and_a_done_item_are_the_touches_that_count():
    notes = {
        "A.md": b"---\ntype: application\nstatus: applied\nrecruiter: Jane\n---\n- [x] Call \xf0\x9f\x93\x85 2026-11-02 \xe2\x9c\x85 2026-11-05 ^vk-check-in-jane\n",
        "Jane.md": b"---\ntype: person\nlast_contact:\n---\n## Log\n- 2026-11-01: rang\n",
    }
    found = surveyed(notes, DAY)
    (edit,) = last_contact_edits(found.look.people, found.people.last_touches(DAY))
    assert b"last_contact: 2026-11-05\n" in edit.wanted
    again = surveyed({**notes, "Jane.md": edit.wanted}, DAY)
    assert last_contact_edits(again.look.people, again.people.last_touches(DAY)) == ()


def test_a_day_that_has_not_come_is_no_touch_so_far():
    log = b"---\ntype: person\nlast_contact:\n---\n## Log\n"
    notes = {
        "Ann.md": log + b"- 2027-11-20: rang\n- 2026-11-01: wrote\n",
        "Bob.md": log + b"- 2027-11-20: rang\n",
    }
    found = surveyed(notes, DAY)
    assert found.people.last_touches(DAY) == {"Ann.md": date(2026, 11, 1)}
    later = date(2027, 11, 20)
    assert found.people.last_touches(later) == {"Ann.md": later, "Bob.md": later}


def hints(lines):
    """Return what is told of a person, above all of ``last_contact``, by line and code."""
    raw = f"---\ntype: person\nemail: a@x.example\n{lines}\n---\n".encode()
    return look({"P/Jane.md": raw}, PLAIN).problems


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("~", "last-contact-no-day"),
        ("null", "last-contact-no-day"),
        ('""', "last-contact-no-day"),
        ("[]", "last-contact-no-day"),
        ("{a: b}", "last-contact-no-day"),
        ("true", "last-contact-no-day"),
        ("[2026-11-01]", "last-contact-form"),
        ("'[[2026-11-01]]'", "last-contact-form"),
        ("2026/11/01", "last-contact-form"),
        ("2026-11-01 10:00", "last-contact-form"),
        ("2026-11-01T10:00:00", "last-contact-form"),
        ("|\n  2026-11-01", "last-contact-form"),
        ("\n  - 2026-10-01\n  - 2026-11-01", "last-contact-form"),
    ],
)
def test_a_form_that_is_not_written_over_is_told_at_once(value, code):
    (found,) = hints(f"Ultimo contatto: {value}")
    assert (found.note, found.line, found.code, found.severity) == ("P/Jane.md", 4, code, "hint")
    assert found.values["name"] == "Ultimo contatto"
    assert found.values["day"] == ("2026-11-01" if code.endswith("form") else "")
    assert kept([f"last_contact: {value}"]) is None


def test_a_day_under_two_names_is_told_since_neither_is_written():
    (found,) = hints("last_contact: 2026-11-01\nUltimo contatto: 2026-11-01")
    assert (found.line, found.code, found.severity) == (5, "last-contact-twice", "hint")
    assert found.values == {"name": "Ultimo contatto", "other": "last_contact"}
    (found,) = hints("last_contact: 2026-11-01\nUltimo contatto: 2026-11-02")
    assert (found.code, found.severity) == ("two-names", "problem")


@pytest.mark.parametrize("value", ["2026-11-01", '"2026-11-01"', "", " # never", "2026-12-24"])
def test_what_is_written_over_is_not_told(value):
    assert hints(f"last_contact: {value}") == ()


def test_what_is_no_day_is_told_once():
    (found,) = hints("last_contact: soon")
    assert (found.code, found.severity) == ("bad-date", "problem")


def test_a_day_that_has_not_come_is_told_until_it_has():
    raw = b"---\ntype: person\nlast_contact: 2062-11-01\n---\n## Log\n- 2063-01-01: meet\n"
    people = look({"P/Jane.md": raw}, PLAIN).people
    (found,) = last_contact_hints(people, DAY)
    assert (found.line, found.code, found.severity) == (3, "last-contact-ahead", "hint")
    assert last_contact_hints(people, date(2062, 11, 1)) == ()
