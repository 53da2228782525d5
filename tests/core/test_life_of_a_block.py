"""A block that lives through many stages looks as if it had been written at once."""

import re

from tests.house import update_one

NOTE = (
    b"---\ntype: application\ncompany: Acme\nstatus: rejected\napplied: 2026-10-01\ninterviewed: 2026-10-20\n"
    b"decided: 2026-10-22\nrecruiter: Jane Doe\n---\n# T\n\nMine.\n"
)


def with_stage(raw, stage):
    return re.sub(rb"status: \w+", b"status: " + stage.encode(), raw)


def lines_of(raw):
    text = raw.decode()
    return [line for line in text.split("\n") if not line.startswith("<!-- vaultkit:end")]


def test_a_block_does_not_grow_when_the_stage_goes_to_and_fro():
    first = raw = update_one(NOTE)
    for _ in range(3):
        raw = update_one(with_stage(raw, "interview"))
        raw = update_one(with_stage(raw, "rejected"))
    assert lines_of(raw) == lines_of(first)


def test_lines_of_the_person_stay_apart_from_the_items_and_do_not_drift():
    raw = update_one(NOTE).replace(b"**Follow-up**\n", b"**Follow-up**\n\nA thought of mine.\n")
    once = update_one(with_stage(update_one(with_stage(raw, "interview")), "rejected"))
    twice = update_one(with_stage(update_one(with_stage(once, "interview")), "rejected"))
    assert twice == once
    assert b"**Follow-up**\n\nA thought of mine.\n\n- [ ] Reflect" in once


def test_a_block_without_items_shows_nothing_and_comes_back_with_its_title():
    raw = update_one(NOTE.replace(b"decided: 2026-10-22\n", b""))
    assert b"**Follow-up**" in raw
    ghosted = update_one(with_stage(raw, "ghosted"))
    assert re.search(rb"begin v1 -->\n<!-- vaultkit:end [^\n]*-->\n\nMine", ghosted)
    assert lines_of(update_one(with_stage(ghosted, "rejected"))) == lines_of(raw)


def test_a_lone_carriage_return_at_the_end_is_the_persons():
    from tests.properties.test_promises import PLAIN, without_tool

    raw = NOTE.removesuffix(b"\n\nMine.\n") + b"\r"
    assert without_tool(update_one(raw), PLAIN) == raw
    follow_up_off = update_one(raw).replace(
        b"type: application\n", b"type: application\nfollow_up: off\n"
    )
    assert update_one(follow_up_off) == raw.replace(
        b"type: application\n", b"type: application\nfollow_up: off\n"
    )
