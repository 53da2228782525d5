"""Tidying up ends nothing: the memory knows what was done, and a line whose kind changed is another line."""

import re
from datetime import date

import pytest

from tests.house import desk, surveyed, update_one, updated
from vaultkit.core.follow_ups.ledger import Given, Memory, read_memory, write_memory
from vaultkit.core.follow_ups.piece import read_pieces
from vaultkit.core.follow_ups.update import plan_sheet
from vaultkit.core.merge.item import Stand, merge_item
from vaultkit.core.settings.values import Settings

HEAD = "---\ntype: application\ncompany: Acme\n{}---\n"
STAY = HEAD.format("status: rejected\ndecided: 2026-10-22\nrecruiter: Jane Doe\n").encode()
DAY = date(2027, 1, 25)


def ticked(raw, rule, day=DAY):
    line = next(
        line for line in raw.decode().split("\n") if f"^vk-{rule}" in line and "[ ]" in line
    )
    return (
        raw.decode()
        .replace(line, line.replace("[ ]", "[x]").replace(" ^vk", f" ✅ {day} ^vk"))
        .encode()
    )


def tidied(raw):
    return re.sub(r"- \[x\].*\n(?:  .*\n)*", "", raw.decode()).encode()


def ids(raw):
    return re.findall(r"\^vk-(\S+)", raw.decode())


def test_the_memory_tells_the_day_on_which_a_line_was_done():
    memory = Memory(
        given={
            "a": Given(DAY, None, "0000", 2, 1, DAY, DAY),
            "b": Given(DAY, DAY, "0000", done=DAY),
        }
    )
    assert read_memory(write_memory(memory)) == memory
    assert write_memory(memory).endswith("b 2027-01-25/2027-01-25 0000 done=2027-01-25")


def test_the_next_line_outlives_the_one_that_brought_it():
    raw = update_one(ticked(update_one(STAY), "stay-in-touch"), DAY)
    assert b"stay-in-touch-jane-doe 2027-01-22" in raw
    assert b"done=2027-01-25" in raw
    gone = tidied(raw)
    assert update_one(gone, DAY) == gone
    assert "stay-in-touch-jane-doe-2" in ids(gone)


def test_a_line_that_is_open_again_is_no_longer_remembered_as_done():
    raw = update_one(ticked(update_one(STAY), "stay-in-touch"), DAY)
    again = update_one(raw.replace(b"[x]", b"[ ]").replace(b" \xe2\x9c\x85 2027-01-25", b""), DAY)
    assert b"done=" not in again
    assert "stay-in-touch-jane-doe-2" not in ids(again)


def test_where_only_the_next_line_tells_that_one_was_done_its_date_stays():
    raw = update_one(ticked(update_one(STAY), "stay-in-touch"), DAY)
    first = tidied(raw).replace(b" done=2027-01-25", b"")
    assert update_one(first, DAY) == first
    done = ticked(first, "stay-in-touch-jane-doe-2", date(2027, 4, 26))
    third = update_one(done, DAY)
    assert "stay-in-touch-jane-doe-3" in ids(third)
    assert update_one(tidied(third), DAY) == tidied(third)


def test_a_touch_from_which_another_line_counts_is_written_down_with_it():
    head = HEAD.format(
        "status: rejected\ninterviewed: 2026-10-20\ndecided: 2026-10-22\ninterviewers: Ann\n"
    ).encode()
    raw = update_one(ticked(update_one(head), "follow-up", date(2026, 11, 5)))
    assert b"follow-up-ann 2026-11-03/2026-11-10" in raw
    assert b"done=2026-11-05" in raw
    assert update_one(tidied(raw)) == tidied(raw)
    (entry,) = surveyed({"Acme.md": tidied(raw)}).entries
    assert entry.tidied == (("ann", date(2026, 11, 5)),)


def stand(*lines, done=None, given=True):
    pieces = read_pieces(lines, [True] * len(lines))
    return Stand(
        pieces[0] if pieces else None, Given(DAY, None, "0000", done=done) if given else None
    )


LINE = "- [x] Write 📅 2027-01-25 ✅ 2027-01-25 ^vk-check-in\n"
EARLY, LATE = date(2027, 1, 20), date(2027, 1, 22)


@pytest.mark.parametrize(
    ("before", "one", "other", "merged"),
    [
        (None, EARLY, None, EARLY),
        (EARLY, None, EARLY, None),
        (None, LATE, EARLY, EARLY),
        (None, None, None, None),
    ],
)
def test_two_machines_agree_on_the_day_of_the_touch(before, one, other, merged):
    base, ours, theirs = (stand(LINE, done=day) for day in (before, one, other))
    for sides in ((ours, theirs), (theirs, ours)):
        assert merge_item(base, *sides).given.done == merged
    gone = stand(done=EARLY), stand(done=EARLY)
    assert merge_item(stand(LINE), *gone).given.done == EARLY


NEWS = "status: interview\ninterviewed: 2026-11-02\nrecruiter: Jane Doe\n"


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_promise_that_is_taken_back_is_another_line(language):
    own = f"language: {language}\n"
    promised = update_one(HEAD.format(f"{NEWS}{own}reply_by: 2026-11-20\n").encode())
    plain = update_one(HEAD.format(f"{NEWS}{own}").encode())
    taken_back = update_one(promised.replace(b"reply_by: 2026-11-20\n", b""))
    assert sorted(taken_back.decode().split("\n")) == sorted(plain.decode().split("\n"))


def test_words_that_no_case_gives_are_left_as_they_are():
    promised = update_one(HEAD.format(f"{NEWS}reply_by: 2026-11-20\n").encode())
    other = promised.replace(b"company: Acme", b"company: Globex").replace(
        b"reply_by: 2026-11-20\n", b""
    )
    text = next(line for line in promised.decode().split("\n") if "^vk-ask-news" in line).partition(
        " 📅"
    )[0]
    assert text in update_one(other).decode()


def test_a_tag_before_the_words_makes_no_other_kind():
    tagged = Settings(global_filter="#task")
    promised = update_one(HEAD.format(f"{NEWS}reply_by: 2026-11-20\n").encode(), settings=tagged)
    back = update_one(promised.replace(b"reply_by: 2026-11-20\n", b""), settings=tagged)
    assert back == update_one(back, settings=tagged)
    assert back.count(b"^vk-ask-news") == 1
    assert b"#task Ask" in back


def test_an_answer_keeps_the_line_that_it_stands_under():
    raw = update_one(HEAD.format(f"{NEWS}reply_by: 2026-11-20\n").encode()).decode()
    line = next(line for line in raw.split("\n") if "^vk-ask-news" in line)
    child = raw.split("\n")[raw.split("\n").index(line) + 1]
    own = raw.replace(child, f"{child}\n    - she is away").replace("reply_by: 2026-11-20\n", "")
    assert line.partition(" 📅")[0] in update_one(own.encode()).decode()


@pytest.mark.parametrize(
    ("name", "shown"),
    [('"[[Ann|***]]"', "[[Ann]]"), ('"***"', "x2ax2ax2a"), ('"Ann (HR):"', "Ann (HR):")],
)
def test_a_name_of_which_little_is_left_makes_a_sound_line(name, shown):
    raw = HEAD.format(f"status: rejected\ndecided: 2026-10-22\nrecruiter: {name}\n").encode()
    after = update_one(raw).decode()
    assert f"Ask {shown} why" in after
    assert "::" not in after
    assert "  why" not in after
    (sheet,) = surveyed({"Acme.md": after.encode()}).sheets
    assert all(piece.is_untouched(sheet.memory.given[piece.id]) for piece in sheet.pieces)


@pytest.mark.parametrize(("company", "called"), [("Acme", "Acme"), ("➕", "Acme")])
def test_a_company_is_called_by_its_name_else_by_the_file_s(company, called):
    raw = STAY.replace(b"company: Acme", f"company: {company}".encode())
    assert f"Reflect on the application to {called} 📅" in update_one(raw).decode()
    nameless = updated({"***.md": raw.replace(f"company: {company}".encode(), b'company: "***"')})[
        "***.md"
    ]
    assert b"to an unnamed company \xf0\x9f\x93\x85" in nameless


def test_a_plan_names_lines_by_the_ids_that_stand():
    notes = {
        "A.md": update_one(STAY)
        .replace(b"-jane-doe", b"-jane-do")
        .replace(b"[ ] Stay", b"[x] Stay")
    }
    found = surveyed(notes)
    steps = plan_sheet(found.sheets[0], found.surroundings["A.md"], desk()).steps
    assert "stay-in-touch-jane-do" in {step.id for step in steps}
