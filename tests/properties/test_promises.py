"""The first promise, held against notes that nobody would write: nothing of the person's is lost."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house import PLAIN, desk, surveyed, update_one, with_rules
from vaultkit.core.follow_ups.guard import guard
from vaultkit.core.follow_ups.removal import removal

TODAY = date(2026, 11, 20)
DAYS = st.dates(date(2026, 8, 1), date(2026, 12, 31))
NEWLINES = st.sampled_from(["\n", "\r\n"])
STAGES = st.sampled_from(
    [
        "saved",
        "applied",
        "screening",
        "interview",
        "offer",
        "accepted",
        "rejected",
        "withdrawn",
        "declined",
        "ghosted",
    ]
)
PEOPLE = st.sampled_from(
    ['"[[Marta Rossi]]"', "Luca Bianchi", '"[[People/Éva Òrsi|Éva]]"', "李四", "A::B"]
)
WITH_NEXT = with_rules(PLAIN, next_follow_up=True)

BODY_LINES = st.sampled_from(
    [
        "",
        "# Acme",
        "## Follow-up",
        "Text with trailing spaces   ",
        "- [ ] a task of mine 📅 2026-11-01",
        "- [x] done ✅ 2026-11-01 ^mine",
        "> quoted",
        "| a | b |",
        "emoji 🙂 and \u2028 and \x0c and \x85",
        "%% a comment %%",
        "`%%`",
        "\tindented",
        "---",
        "```py\ncode\n```",
        "Setext\n===",
        "\x00 nul",
        "a lone \r inside, and at the end\r",
    ]
)

# Bytes that are not UTF-8 never get this far: the vault refuses to read such a note.
JUNK = st.text(max_size=200).map(str.encode) | st.binary(max_size=200).map(
    lambda junk: junk.decode(errors="ignore").encode()
)


@st.composite
def heads(draw):
    rows = ["type: application", f"status: {draw(STAGES)}", "company: Acme & Söhne"]
    for name in ("applied", "interviewed", "decided", "reply_by", "offered", "accepted", "closes"):
        if draw(st.booleans()):
            rows.append(f"{name}: {draw(DAYS)}")
    for name in ("recruiter", "contact"):
        if draw(st.booleans()):
            rows.append(f"{name}: {draw(PEOPLE)}")
    if draw(st.booleans()):
        rows.append(f"interviewers: [{', '.join(draw(st.lists(PEOPLE, min_size=1, max_size=3)))}]")
    if draw(st.booleans()):
        rows.append(
            draw(
                st.sampled_from(
                    ["next_follow_up:", "next_follow_up: ", "# a comment", "odd:   'x'   "]
                )
            )
        )
    return rows


@st.composite
def notes(draw):
    newline = draw(NEWLINES)
    body = draw(st.lists(BODY_LINES, max_size=8))
    text = newline.join(["---", *draw(heads()), "---", *body])
    text += newline if draw(st.booleans()) else ""
    return (("\ufeff" if draw(st.booleans()) else "") + text).encode()


def without_tool(raw, settings_):
    """Return the note as it is after ``remove``."""
    found = surveyed({"Acme.md": raw}, TODAY, settings_)
    edit = removal(found.sheets[0]) if found.sheets else None
    if edit:
        guard(found.sheets[0], edit)
    return edit.wanted if edit else raw


@settings(max_examples=400, deadline=None)
@given(notes(), st.sampled_from([PLAIN, WITH_NEXT]))
def test_remove_gives_back_the_very_bytes(raw, settings_):
    assert without_tool(update_one(raw, TODAY, settings_), settings_) == raw


@settings(max_examples=400, deadline=None)
@given(notes(), st.sampled_from([PLAIN, WITH_NEXT]), st.integers(0, 400))
def test_a_second_update_writes_nothing_whenever_it_runs(raw, settings_, later):
    once = update_one(raw, TODAY, settings_)
    assert update_one(once, TODAY, settings_) == once
    # Where nothing was written nothing is remembered, and a stage is first seen on another day.
    if once != raw:
        assert update_one(once, TODAY + timedelta(days=later), settings_) == once


@settings(max_examples=400, deadline=None)
@given(notes())
def test_outside_of_the_block_not_one_byte_differs(raw):
    after = update_one(raw)
    if after == raw:
        return
    begin, end = after.index(b"<!-- vaultkit:begin"), after.index(b"<!-- vaultkit:end")
    stop = after.index(b"-->", end) + 3
    newline = b"\r\n" if raw.lstrip(b"\xef\xbb\xbf").startswith(b"---\r\n") else b"\n"
    if after[stop:] == b"":
        assert after[:begin] == raw + newline
    else:
        assert after[:begin] + after[stop:].removeprefix(newline) == raw


@settings(max_examples=300, deadline=None)
@given(JUNK, st.booleans())
def test_any_text_at_all_takes_no_harm(junk, with_head):
    raw = (
        b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-02\n---\n" + junk
        if with_head
        else junk
    )
    after = update_one(raw)
    assert update_one(after) == after
    assert without_tool(after, PLAIN) == raw
    assert desk()  # the desk is the same for every note
