"""Lines that stand, laid under a plan: the person's hand wins."""

from datetime import date

import pytest

from vaultkit.core.days.dates import Offset
from vaultkit.core.follow_ups.checklist import Form, Wording, merge
from vaultkit.core.follow_ups.ledger import Given, Memory, check
from vaultkit.core.follow_ups.piece import (
    check_words,
    doubled,
    earliest_due,
    heal,
    marked_lines,
    pieces_at,
    read_pieces,
)
from vaultkit.core.follow_ups.plan import Step
from vaultkit.core.follow_ups.window import Window
from vaultkit.core.text.markdown import outline

DAY, LATER = date(2026, 11, 10), date(2026, 11, 17)
LINE = "- [ ] Write to Ann 📅 2026-11-10 ^vk-check-in-ann\n"
CHILD = "  - a hint\n"
KNOWN = Memory(given={"check-in-ann": Given(DAY, None, check("Write to Ann", ["  - a hint"]))})


def pieces(*lines):
    return read_pieces(lines, outline(lines).prose)


def step(due, item_id="check-in-ann"):
    return Step(
        item_id,
        "check-in",
        "check-in",
        None,
        1,
        Window(None, due, due, "applied", due, Offset(0, "d")),
    )


def merged(lines, steps=(), memory=KNOWN, wordings=None):
    return merge(lines, pieces(*lines), memory, steps, wordings or {}, Form(), "\n")


def test_an_untouched_line_follows_its_rule_and_keeps_its_words():
    result = merged([LINE, CHILD], [step(LATER)])
    assert result.lines == ("- [ ] Write to Ann 📅 2026-11-17 ^vk-check-in-ann\n", CHILD)
    assert result.given["check-in-ann"].due == LATER


def test_an_untouched_line_whose_rule_is_gone_goes_with_its_child_line():
    result = merged([LINE, CHILD])
    assert result.lines == ()
    assert result.given == {}


@pytest.mark.parametrize("bullet", ["* [ ] ", "+ [ ] ", "1. [ ] ", "-   [ ] ", "  - [ ] "])
@pytest.mark.parametrize("indent", ["\t\t- ", "    * ", "   - ", "      + "])
def test_bullets_indents_and_blanks_at_the_end_are_no_words(bullet, indent):
    line, child = (
        LINE.replace("- [ ] ", bullet).replace("\n", "  \n"),
        CHILD.replace("  - ", indent),
    )
    later = merged([line, child], [step(LATER)])
    assert later.lines == (f"{bullet}Write to Ann 📅 2026-11-17 ^vk-check-in-ann\n", child)
    assert merged([line, child]).lines == ()


def test_where_a_link_points_to_is_no_word_but_what_it_says_is():
    linked = LINE.replace("Ann", "[[People/Ann|Ann]]")
    known = Memory(
        given={
            "check-in-ann": Given(
                DAY, None, check_words("Write to [[Ann]]", ["  - a hint"], "check-in-ann")
            )
        }
    )
    for link in (
        "[[Ann]]",
        "[[Ann B.]]",
        "[[People/Ann|Ann]]",
        "[[Ann B.|Ann]]",
        "[[Ann B.|Ann B.]]",
    ):
        assert merged([linked.replace("[[People/Ann|Ann]]", link), CHILD], memory=known).lines == ()
    own = linked.replace("[[People/Ann|Ann]]", "[[Ann|my dear Ann]]")
    assert merged([own, CHILD], memory=known).lines == (own, CHILD)


def test_words_that_the_first_versions_wrote_are_known_by_their_own_check():
    linked = LINE.replace("Ann", "[[Ann]]")
    known = Memory(
        given={"check-in-ann": Given(DAY, None, check("Write to [[Ann]]", ["  - a hint"]))}
    )
    assert merged([linked, CHILD], memory=known).lines == ()


def test_a_backslash_of_a_formatter_is_no_word():
    escaped = LINE.replace("Write to", "Write\\_to")
    known = Memory(
        given={
            "check-in-ann": Given(
                DAY, None, check_words("Write_to Ann", ["  - a hint"], "check-in-ann")
            )
        }
    )
    assert merged([escaped, CHILD], memory=known).lines == ()


def test_what_the_person_wrote_under_a_line_keeps_it():
    lines = [LINE, CHILD, "  - she answered\n"]
    assert merged(lines).lines == tuple(lines)


@pytest.mark.parametrize(
    "touched",
    [
        LINE.replace("[ ]", "[x]"),
        LINE.replace("[ ]", "[/]"),
        LINE.replace("Write", "Talk"),
        LINE.replace("11-10", "11-11"),
        LINE.replace("\n", " ⏫\n"),
        LINE.replace("\n", " (away)\n"),
        LINE.replace("- [ ]", "> - [ ]"),
    ],
)
def test_a_touched_line_is_the_person_s_to_the_byte(touched):
    for steps in ([], [step(LATER)]):
        assert merged([touched, CHILD], steps).lines == (touched, CHILD)


def test_a_new_item_goes_last_before_blank_lines_and_apart_from_prose():
    words = {"reflect": Wording("Reflect", ("how?",))}
    new = "- [ ] Reflect 📅 2026-11-17 ^vk-reflect\n"
    for above, gap in (([LINE, CHILD], []), (["Mine.\n"], ["\n"])):
        result = merged([*above, "\n"], [step(DAY), step(LATER, "reflect")], wordings=words)
        assert list(result.lines) == [*above, *gap, new, "  - how?\n", "\n"]


def test_child_lines_are_never_alike():
    words = {name: Wording("Prepare", ("read",)) for name in ("prepare", "prepare-2")}
    result = merged([], [step(DAY, "prepare"), step(LATER, "prepare-2")], Memory(), words)
    assert result.lines[1::2] == ("  - read\n", "  - read (2)\n")


def test_a_silent_double_becomes_one_item_that_is_done_on_the_earliest_day():
    done = LINE.replace("[ ]", "[x]").replace(" ^", " ✅ 2026-11-12 ^")
    earlier = done.replace("11-12", "11-11")
    lines = (LINE, CHILD, done, CHILD, earlier, CHILD)
    healed, stay = heal(lines, pieces(*lines))
    assert healed == (earlier, CHILD, "", "", "", "")
    assert [piece.task.done for piece in stay] == [date(2026, 11, 11)]


def test_doubles_that_differ_in_words_are_left_alone_and_named():
    lines = (LINE, LINE.replace("Write", "Talk"))
    healed, stay = heal(lines, pieces(*lines))
    assert healed == lines
    assert [piece.at for piece in doubled(stay)] == [1]
    assert merged(list(lines), [step(LATER)]).lines == lines


def test_a_line_in_a_fence_is_no_item():
    assert pieces("```\n", LINE, "```\n") == ()


def test_the_earliest_due_day_is_that_of_an_open_item():
    lines = (
        LINE.replace("[ ]", "[x]"),
        LINE.replace("11-10", "11-12"),
        LINE.replace("11-10", "11-11"),
    )
    assert earliest_due(pieces(*lines)) == date(2026, 11, 11)
    assert earliest_due(()) is None


FULL = KNOWN.given["check-in-ann"]


def known_pieces(*lines, given=FULL):
    places = marked_lines(lines, outline(lines).prose)
    return pieces_at(places, lines, given={"check-in-ann": given})


@pytest.mark.parametrize("own", ["", "  - mine\n", "    mine\n", "\n    mine\n"])
def test_lines_that_stayed_when_their_item_was_indented_are_its_own(own):
    lines = ("  " + LINE, CHILD, *own.splitlines(keepends=True))
    (piece,) = known_pieces(*lines, "- [ ] mine\n")
    assert piece.lines == lines
    assert piece.is_untouched(FULL)
    assert piece.has_writing(FULL) == bool(own)


def test_the_next_item_is_none_of_those_lines():
    below = "  " + LINE.replace("ann", "bob")
    one, other = known_pieces("  " + LINE, CHILD, below, CHILD)
    assert (one.lines, other.lines) == (("  " + LINE, CHILD), (below,))


@pytest.mark.parametrize("below", [(), ("  - mine\n",), ("- a hint\n",), ("\n", CHILD)])
def test_a_line_below_an_indented_item_that_is_not_known_is_the_persons(below):
    (piece,) = known_pieces("  " + LINE, *below)
    assert piece.lines == ("  " + LINE,)
    assert not piece.is_untouched(FULL)


def test_an_item_that_was_written_without_lines_takes_none():
    alone = Given(DAY, None, check("Write to Ann"), children=0)
    (piece,) = known_pieces("  " + LINE, CHILD, given=alone)
    assert piece.lines == ("  " + LINE,)
    assert piece.is_untouched(alone)


LONG = Given(DAY, None, check("Write to Ann", ["  - a hint that runs on", "  - another one"]), 2)
RUNS_ON = ("  - a hint\n", "    that runs\n", "      on\n", "  * another\n", "    one\n")


def test_wrapped_lines_under_an_item_are_the_same_words():
    (piece,) = known_pieces(LINE, *RUNS_ON, given=LONG)
    assert piece.is_untouched(LONG)
    assert not piece.has_writing(LONG)
    assert piece.nested(LONG) == ("  - a hint that runs on\n", "  * another one\n")
    assert piece.nested(None) == RUNS_ON


@pytest.mark.parametrize("own", ["    mine\n", "  - mine\n", "    - mine\n", "\n    mine\n"])
def test_a_persons_line_below_is_never_taken_for_a_wrapped_one(own):
    """Below lines that are whole it is writing; below wrapped ones that, or the item is touched."""
    whole = ("  - a hint that runs on\n", "  - another one\n")
    for lines in (whole, RUNS_ON):
        (piece,) = known_pieces(LINE, *lines, *own.splitlines(keepends=True), given=LONG)
        assert not piece.is_untouched(LONG) or piece.has_writing(LONG)
