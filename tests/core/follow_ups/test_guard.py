"""An edit that would do harm never leaves the core."""

import pytest

from tests.house import PLAIN, surveyed, update_one, with_rules
from vaultkit.core.follow_ups.guard import guard
from vaultkit.core.text.edit import Edit, Span, Unsafe

NOTE = update_one(
    b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Jane Doe\n---\n# Acme\n\nMine.\n"
)


def sheet_of(raw):
    return surveyed({"Acme.md": raw}).sheets[0]


def edit(old, new, raw=NOTE):
    at = raw.index(old)
    return Edit("Acme.md", raw, (Span(at, at + len(old), new),))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"status: rejected", b"status: applied"),
        (b"type: application\n", b""),
        (b"# Acme\n", b""),
        (b"Mine.\n", b"Mine. \n"),
        (b"Mine.\n", b"Mine.\nMore.\n"),
        (b"\nMine.", b"\n\nMine."),
        (b"---\ntype", b" ---\ntype"),
    ],
)
def test_a_byte_of_the_person_s_may_not_change(old, new):
    with pytest.raises(Unsafe):
        guard(sheet_of(NOTE), edit(old, new))


def test_a_touched_line_may_not_go():
    touched = NOTE.replace(b"- [ ] Reflect", b"- [x] Reflect")
    line = next(line for line in touched.split(b"\n") if b"[x]" in line) + b"\n"
    with pytest.raises(Unsafe, match="line of the person's"):
        guard(sheet_of(touched), edit(line, b"", touched))


def test_an_edit_that_was_planned_on_other_bytes_is_refused():
    with pytest.raises(Unsafe, match="other bytes"):
        guard(sheet_of(NOTE), edit(b"Mine.", b"Mine.", NOTE + b"More.\n"))


def test_untouched_lines_and_the_markers_may_go():
    begin, end = NOTE.index(b"<!-- vaultkit:begin"), NOTE.index(b"\nMine.")
    guard(sheet_of(NOTE), Edit("Acme.md", NOTE, (Span(begin, end, b""),)))


def test_the_one_line_in_the_head_may_change():
    raw = update_one(NOTE, settings=with_rules(PLAIN, next_follow_up=True))
    guard(sheet_of(raw), edit(b"next_follow_up: 2026-11-", b"next_follow_up: 2026-12-", raw))


def test_no_error_quotes_the_note():
    with pytest.raises(Unsafe) as refused:
        guard(sheet_of(NOTE), edit(b"Mine.", b"Yours."))
    assert "Mine" not in str(refused.value)
