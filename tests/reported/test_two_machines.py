"""Two machines, as attacks found them: attacks.md A9 and A10."""

import shutil
from datetime import date

import pytest

from bench.plain_git import run
from tests.test_merge_driver import LUCA, REFLECT, STAY, changed, line, merged, stays, without
from tests.test_two_machines import BASE, PEOPLE, REJECTED, ids, ticked, update
from tests.two_machines import inside, merge_by_item, merge_with_git
from vaultkit.core.follow_ups.snooze import snooze
from vaultkit.core.merge.three_way import Three
from vaultkit.core.text.note import split_lines

MARTA = "vk-follow-up-marta-rossi"
HINT = "  - To Luca Bianchi: thanks for the chance, you respect their choice, a line that invites feedback\n"
ANSWERED = BASE.replace(HINT, f"{HINT}    - called on Monday\n")


def indented(text, item_id):
    """Put an item, with what stands under it, a step further in."""
    lines = split_lines(text)
    at = lines.index(line(text, item_id))
    end = next(index for index in range(at + 1, len(lines)) if not lines[index].startswith(" "))
    return "".join([*lines[:at], *(f"  {each}" for each in lines[at:end]), *lines[end:]])


def no_line_stands_twice(text):
    assert [each for each, number in inside(text).items() if number > 1] == []


@pytest.mark.parametrize("above", [True, False], ids=["all above ticked", "the one above ticked"])
def test_an_item_that_was_put_under_another_and_reworded_here_stands_once_when_the_other_is_ticked_there(
    above,
):
    """attacks.md A9 (i)."""
    ours = indented(changed(BASE, LUCA, "Write to", "Call"), LUCA)
    theirs = ticked(ticked(BASE, MARTA), REFLECT) if above else ticked(BASE, MARTA)
    both = merged(BASE, ours, theirs)
    no_line_stands_twice(both)
    assert "  - [ ] Call Luca Bianchi" in line(both, LUCA)
    assert "- [x]" in line(both, MARTA)
    assert stays(update(both))


def test_an_item_that_was_put_under_a_heading_of_one_s_own_and_reworded_here_stands_once():
    """attacks.md A9 (i), the other way round."""
    mine = changed(indented(BASE, LUCA), LUCA, "Write to", "Call")
    ours = mine.replace(line(mine, LUCA), f"\n### Later\n\n{line(mine, LUCA)}")
    both = merged(BASE, ours, ticked(ticked(BASE, MARTA), STAY))
    no_line_stands_twice(both)
    assert "### Later\n\n  - [ ] Call Luca Bianchi" in both


def test_an_item_put_under_another_here_is_answered_and_ticked_there_in_its_new_place():
    both = merged(BASE, indented(BASE, LUCA), ticked(ANSWERED, LUCA))
    assert both == ticked(indented(ANSWERED, LUCA), LUCA)


def test_an_item_that_stands_further_in_here_and_further_still_there_stands_once():
    here, there = (
        indented(BASE, LUCA),
        changed(indented(indented(BASE, LUCA), LUCA), LUCA, "Write to", "Call"),
    )
    both = merged(BASE, here, there)
    no_line_stands_twice(both)
    assert line(both, LUCA).startswith("  - [ ] Call")


def line_deleted(text, item_id):
    return text.replace(line(text, item_id), "")


def test_answers_under_a_line_that_was_deleted_alone_stand_once_with_the_one_that_was_added_there():
    """attacks.md A9 (ii)."""
    ours, theirs = (
        line_deleted(ANSWERED, LUCA),
        ANSWERED.replace("Monday\n", "Monday\n    - and on Friday\n"),
    )
    both = merged(ANSWERED, ours, theirs)
    assert both == line_deleted(theirs, LUCA)
    assert f"^{LUCA}" not in update(both)


def test_a_line_that_was_deleted_alone_here_and_ticked_there_comes_back_with_one_of_each_answer():
    both = merged(ANSWERED, line_deleted(ANSWERED, LUCA), ticked(ANSWERED, LUCA))
    assert both == ticked(ANSWERED, LUCA)


def test_answers_under_a_line_that_was_deleted_alone_stay_when_the_other_deletes_line_and_answers():
    both = merged(ANSWERED, line_deleted(ANSWERED, LUCA), without(ANSWERED, LUCA))
    assert both == line_deleted(ANSWERED, LUCA)


def test_the_tool_moves_a_day_there_and_the_line_that_was_deleted_alone_here_stays_deleted():
    moved = update(ticked(BASE, MARTA))
    assert line(moved, STAY) != line(BASE, STAY)
    both = merged(BASE, line_deleted(BASE, STAY), moved)
    assert f"^{STAY}" not in both
    assert f"^{STAY}" not in update(both)


def test_answers_of_a_line_deleted_alone_on_both_machines_and_further_in_on_one_stand_once():
    here, there = line_deleted(ANSWERED, LUCA), line_deleted(indented(ANSWERED, LUCA), LUCA)
    both = merged(ANSWERED, here, there)
    no_line_stands_twice(both)


def test_answers_that_hang_over_the_end_marker_stand_once_too():
    short = ANSWERED.replace("\n\n<!-- vaultkit:end", "\n<!-- vaultkit:end")
    more = short.replace("place come up?\n", "place come up?\n    - not yet\n")
    assert merged(short, line_deleted(short, STAY), more) == line_deleted(more, STAY)


def test_words_that_both_moved_each_to_another_place_in_the_block_are_left_to_the_person():
    own = "- a note of mine\n"
    base, (first, second) = (
        BASE.replace(line(BASE, REFLECT), own + line(BASE, REFLECT)),
        (MARTA, STAY),
    )
    sides = [BASE.replace(line(BASE, place), own + line(BASE, place)) for place in (first, second)]
    merge = merge_by_item(Three(base, *sides))
    assert not merge.is_clean
    assert merge.text.count("<<<<<<<") == 1
    assert merge.text.count(own) == 2


def test_a_line_of_one_s_own_at_two_places_of_two_new_blocks_stands_once():
    own = "- a note of mine\n"
    sides = [BASE.replace(line(BASE, place), own + line(BASE, place)) for place in (MARTA, STAY)]
    no_line_stands_twice(merged(REJECTED, *sides))


def test_a_first_snooze_here_and_a_line_that_the_update_moved_there_merge_in_plain_git():
    """attacks.md A10: both once changed the memory, which is one line."""
    words = "Write to Luca Bianchi and ask to be kept in mind"
    ours, theirs = snooze(BASE, LUCA, words, date(2026, 12, 1)), update(ticked(BASE, MARTA))
    assert line(theirs, STAY) != line(BASE, STAY)
    both = merge_with_git(Three(BASE, ours, theirs))
    assert both.is_clean
    assert line(both.text, LUCA) == line(ours, LUCA)
    assert stays(both.text)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_figures_of_plain_git_are_counted_on_real_clones(tmp_path):
    """attacks.md A10: the bench itself; the driver settles whatever git leaves in an application's block."""
    result = run(12, 1, "a test", tmp_path)
    assert result.figures["notes that both changed"] > result.figures["notes in conflict"]
    assert result.figures["regions"] == sum(result.kinds.values()) > 0
    assert result.figures["regions left by the driver"] == 0


def test_ids_of_items_that_stand_in_one_another_are_told_apart_when_nothing_collides():
    nested = indented(BASE, LUCA)
    for item_id in ids(BASE):
        assert merged(nested, nested, ticked(nested, item_id)) == ticked(nested, item_id)


# Found by random histories: one update writes an item anew in other words, or takes away one that stands in another.

FEEDBACK = "vk-feedback-jane-doe"
FIT = "  - Was I the right fit? What were they after that I lack?\n"
WENT = "  - How did the interview go: what went well?\n"
NO_INTERVIEW = update(BASE.replace("interviewed: 2026-10-20", "interviewed: 2026-11-18"))


def test_an_answer_here_stands_with_its_questions_against_other_questions_that_the_update_wrote_there():
    assert "Reflect on the application to Acme" in line(NO_INTERVIEW, REFLECT)
    answered = BASE.replace(FIT, f"{FIT}    - SQL\n")
    both = merged(BASE, answered, NO_INTERVIEW)
    assert line(both, REFLECT) == line(BASE, REFLECT)
    assert f"{FIT}    - SQL\n{WENT}" in both
    assert "the CV and the letter" not in both
    assert stays(both)


@pytest.mark.parametrize(
    "hand", [lambda text: ticked(text, REFLECT), lambda text: changed(text, REFLECT, "Ref", "Def")]
)
def test_a_line_of_the_person_s_here_keeps_its_questions_against_other_ones_there(hand):
    both = merged(BASE, hand(BASE), NO_INTERVIEW)
    assert line(both, REFLECT) == line(hand(BASE), REFLECT)
    assert WENT in both
    assert "the CV and the letter" not in both
    assert stays(both)


def test_answers_to_the_questions_of_both_kinds_stay_each_under_its_own():
    letter = "  - Did the CV and the letter show what they asked for?\n"
    ours, theirs = (
        BASE.replace(WENT, f"{WENT}    - SQL\n"),
        NO_INTERVIEW.replace(letter, f"{letter}    - no\n"),
    )
    both = merged(BASE, ours, theirs)
    no_line_stands_twice(both)
    assert f"{WENT}    - SQL\n" in both
    assert f"{letter}    - no\n" in both


def test_other_questions_of_the_update_stand_where_the_other_machine_only_has_an_older_answer_taken_out():
    answered = BASE.replace(FIT, f"{FIT}    - SQL\n")
    both = merged(answered, ticked(answered, LUCA), NO_INTERVIEW)
    assert line(both, REFLECT) == line(NO_INTERVIEW, REFLECT)
    assert "SQL" not in both


def test_a_line_of_one_s_own_stands_once_when_the_update_wrote_an_item_anew_past_it():
    own = "### of my own\n"
    base = BASE.replace(line(BASE, FEEDBACK), own + line(BASE, FEEDBACK))
    alone = base.replace(PEOPLE, "interviewers: Ada Neri\n")
    anew = update(alone.replace("interviewed: 2026-10-20", "interviewed: 2026-11-18"))
    assert anew.index(own) < anew.index(line(anew, REFLECT))
    both = merged(alone, anew, update(alone))
    assert both.count(own) == 1
    assert sorted(ids(update(both))) == sorted(ids(anew))


def test_paragraphs_written_anew_here_stand_where_both_updates_took_the_block_away():
    base = BASE.replace("Mine.\n", "First.\n\nSecond.\n\nThird.\n")
    gone = update(base.replace("---\n#", "follow_up: off\n---\n#"))
    assert "vaultkit" not in gone
    mine = gone.replace("First.", "One.").replace("Second.", "Two.").replace("Third.", "Three.")
    both = merged(base, mine, gone.replace("company: Acme\n", "company: Acme Ltd\n"))
    assert both == mine.replace("company: Acme\n", "company: Acme Ltd\n")
