"""A note without a trace of the tool, and with all that the person put in."""

import pytest

from tests.house import PLAIN, surveyed, update_one, with_rules
from vaultkit.core.follow_ups.removal import removal

NOTE = b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Jane Doe\n---\n# Acme\nMine.\n"
NEXT = with_rules(PLAIN, next_follow_up=True)


def without(raw, settings=PLAIN):
    edit = removal(surveyed({"Acme.md": raw}, settings=settings).sheets[0])
    return edit.wanted if edit else None


def test_a_note_without_a_block_needs_nothing():
    assert without(NOTE) is None


def test_the_line_in_the_head_goes_too_and_one_that_was_empty_is_empty_again():
    assert without(update_one(NOTE, settings=NEXT), NEXT) == NOTE
    empty = NOTE.replace(b"---\n#", b"next_follow_up:\n---\n#")
    assert without(update_one(empty, settings=NEXT), NEXT) == empty


def test_what_is_ticked_answered_or_the_person_s_own_stays_as_plain_markdown():
    raw = update_one(NOTE).replace(b"- [ ] Reflect", b"- [x] Reflect")
    raw = raw.replace(
        b"\n<!-- vaultkit:end", b"    - an answer\n\nA line of mine.\n\n<!-- vaultkit:end"
    )
    left = without(raw)
    assert left is not None
    assert b"- [x] Reflect" in left
    assert b"    - an answer\n\nA line of mine.\n" in left
    assert b"vaultkit:" not in left
    assert b"Follow-up" not in left


def test_an_answer_under_an_untouched_line_keeps_that_line():
    raw = update_one(NOTE)
    child = next(line for line in raw.split(b"\n") if line.startswith(b"  - ")) + b"\n"
    left = without(raw.replace(child, child + b"    - they want Spark\n"))
    assert left is not None
    assert b"- [ ] Reflect" in left
    assert b"they want Spark" in left


def test_a_bold_line_that_the_person_has_changed_is_theirs():
    left = without(update_one(NOTE).replace(b"**Follow-up**", b"**My steps**"))
    assert left is not None
    assert b"**My steps**" in left


def test_the_newline_that_was_added_for_the_block_goes_again():
    raw = NOTE.removesuffix(b"Mine.\n").removesuffix(b"\n")
    assert without(update_one(raw)) == raw


@pytest.mark.parametrize("inner", [b"  - [ ] Ask", b"  - [x] Ask"])
def test_an_untouched_item_inside_of_another_is_no_writing_under_it(inner):
    raw = update_one(NOTE)
    at, end = raw.index(b"- [ ] Ask"), raw.index(b"\n<!-- vaultkit:end")
    nested = (
        raw[:at]
        + b"".join(b"  " + line for line in raw[at:end].splitlines(keepends=True))
        + raw[end:]
    )
    nested = nested.replace(b"  - [ ] Ask", inner)
    assert (without(nested) == NOTE) == (inner == b"  - [ ] Ask")
    assert (b"Reflect" in without(nested)) == (inner == b"  - [x] Ask")
