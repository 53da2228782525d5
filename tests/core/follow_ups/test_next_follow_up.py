"""The one line in the head that the tool may keep."""

import pytest

from tests.house import PLAIN, TODAY, desk, surveyed, update_one, updated, with_rules
from vaultkit.core.across.survey import updates

NEXT = with_rules(PLAIN, next_follow_up=True)
HEAD = b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Jane Doe\n"
NOTE = HEAD + b"---\n# Acme\n"
LINE = b"next_follow_up: 2026-11-04\n"


def told(raw):
    changes = updates(surveyed({"Acme.md": raw}, TODAY, NEXT), desk(NEXT))
    return [
        (found.code, found.severity, found.line)
        for _, change in changes
        for found in change.problems
    ]


def test_it_stands_last_in_the_head_and_is_the_earliest_open_day():
    assert update_one(NOTE, settings=NEXT).startswith(HEAD + LINE + b"---\n")


def test_it_moves_on_when_the_earliest_item_is_ticked_and_goes_when_nothing_is_open():
    raw = update_one(NOTE, settings=NEXT)
    one = update_one(raw.replace(b"- [ ] Ask", b"- [x] Ask"), settings=NEXT)
    assert one.count(b"next_follow_up: ") == 1
    assert LINE not in one
    cancelled = raw.replace(b"- [ ]", b"- [-]")
    assert b"next_follow_up: " not in update_one(cancelled, settings=NEXT)


def test_one_that_stood_there_empty_is_filled_and_emptied_again():
    raw = update_one(HEAD + b"next_follow_up:\n---\n", settings=NEXT)
    assert LINE in raw
    assert b"next_follow_up:\n" in update_one(raw.replace(b"- [ ]", b"- [-]"), settings=NEXT)


def test_a_value_that_the_tool_did_not_write_is_left_and_told():
    raw = HEAD + b"next_follow_up: soon\n---\n"
    assert b"next_follow_up: soon\n" in update_one(raw, settings=NEXT)
    assert told(raw) == [("next-follow-up-taken", "hint", 6)]
    foreign = update_one(NOTE).replace(b"---\n#", LINE + b"---\n#")
    assert told(foreign) == []


def test_a_head_that_takes_no_further_line_is_left_and_told():
    raw = HEAD + b"...\n---\n"
    after = update_one(raw, settings=NEXT)
    assert after.startswith(raw + b"<!-- vaultkit:begin")
    assert told(raw) == [("next-follow-up-no-room", "hint", 1)]
    assert updated({"Acme.md": after}, settings=NEXT) == {"Acme.md": after}


@pytest.mark.parametrize(
    "mine",
    [
        b"next_follow_up:\n  2026-11-04\n",
        b"next_follow_up: # mine\n  2026-11-04\n",
        b'"next_follow_up": 2026-11-04\n',
    ],
)
def test_one_that_the_person_wrote_in_another_form_is_theirs_from_then_on(mine):
    raw = update_one(NOTE, settings=NEXT).replace(LINE, mine)
    for status in (b"- [x]", b"- [-]"):
        assert mine in update_one(raw.replace(b"- [ ]", status), settings=NEXT)


def test_an_empty_one_in_a_form_that_the_tool_does_not_write_is_left_and_told():
    raw = HEAD + b'"next_follow_up":\n---\n'
    assert b'"next_follow_up":\n' in update_one(raw, settings=NEXT)
    assert told(raw) == [("next-follow-up-taken", "hint", 6)]


def test_a_comment_of_the_person_s_behind_it_stays():
    raw = update_one(NOTE, settings=NEXT).replace(
        LINE, b"next_follow_up: 2026-11-04 # call first\n"
    )
    empty = update_one(raw.replace(b"- [ ]", b"- [-]"), settings=NEXT)
    assert b"next_follow_up: # call first\n" in empty
    assert b"next_follow_up: 2026-11-04 # call first\n" in update_one(
        empty.replace(b"- [-]", b"- [ ]"), settings=NEXT
    )
