"""The merge driver: what the person did on either machine stands, whichever machine merges."""

import os
import subprocess
from datetime import date

import pytest

from tests import command_line
from tests.house import PLAIN, update_one, with_rules
from tests.test_two_machines import BASE, REJECTED, TODAY, ids, ticked, update
from tests.two_machines import merge_by_item, merge_with_git, reader
from vaultkit.core.follow_ups.snooze import snooze
from vaultkit.core.merge.conflicted import settle_conflict
from vaultkit.core.merge.three_way import Three
from vaultkit.core.text.note import split_lines

LATER = date(2026, 11, 21)
STAY, REFLECT, LUCA = "vk-stay-in-touch-marta-rossi", "vk-reflect", "vk-follow-up-luca-bianchi"


def merged(base, ours, theirs):
    """Return the merge; fails where it leaves a conflict, or where the sides are not alike to it."""
    merge = merge_by_item(Three(base, ours, theirs))
    assert merge.is_clean, merge.text
    assert merge_by_item(Three(base, theirs, ours)) == merge
    return merge.text


def conflict(base, ours, theirs):
    merge = merge_by_item(Three(base, ours, theirs))
    assert not merge.is_clean
    return merge.text


def line(text, item_id):
    return next(line for line in split_lines(text) if line.endswith(f"^{item_id}\n"))


def changed(text, item_id, old, new):
    before = line(text, item_id)
    assert old in before
    return text.replace(before, before.replace(old, new, 1))


def without(text, item_id):
    """Delete an item with the lines under it."""
    lines = split_lines(text)
    at = lines.index(line(text, item_id))
    end = next(index for index in range(at + 1, len(lines)) if not lines[index].startswith(" "))
    return "".join(lines[:at] + lines[end:])


def stays(text):
    """The next update, on whatever day, writes nothing."""
    return update(text) == text == update(text, date(2027, 1, 1))


@pytest.mark.parametrize("one", ids(BASE))
@pytest.mark.parametrize("other", ids(BASE))
def test_two_ticks_are_kept_with_what_each_update_made_of_them(one, other):
    both = merged(BASE, update(ticked(BASE, one)), update(ticked(BASE, other, LATER)))
    assert "- [x]" in line(both, one)
    assert "- [x]" in line(both, other)
    assert stays(update(both))


def test_of_two_ticks_of_one_item_the_earliest_day_wins():
    both = merged(BASE, ticked(BASE, REFLECT, LATER), ticked(BASE, REFLECT))
    assert both == ticked(BASE, REFLECT)


def test_the_earliest_day_wins_however_the_ticks_are_written():
    later = ticked(BASE, REFLECT, LATER).replace("- [x]", "- [X]")
    assert merged(BASE, later, ticked(BASE, REFLECT)) == ticked(BASE, REFLECT)


def test_words_of_the_person_s_stand_against_an_item_that_the_tool_wrote_anew_and_that_was_ticked():
    without_interview = BASE.replace("interviewed: 2026-10-20\n", "")
    anew = update(
        update(without_interview.replace("decided: 2026-10-22\n", "")).replace(
            "recruiter:", "decided: 2026-10-22\nrecruiter:"
        )
    )
    assert "Reflect on the application" in line(anew, REFLECT)
    both = merged(BASE, ticked(anew, REFLECT), changed(BASE, REFLECT, "Reflect", "Think"))
    assert line(both, REFLECT) == line(
        ticked(changed(BASE, REFLECT, "Reflect", "Think"), REFLECT), REFLECT
    )


def test_a_mark_of_the_person_s_own_against_a_cancelled_line_is_left_to_them():
    conflict(BASE, changed(BASE, LUCA, "[ ]", "[>]"), changed(BASE, LUCA, "[ ]", "[-]"))
    assert "- [x]" in line(
        merged(BASE, changed(BASE, LUCA, "[ ]", "[>]"), changed(BASE, LUCA, "[ ]", "[x]")), LUCA
    )


def test_done_wins_over_cancelled():
    both = merged(BASE, changed(BASE, REFLECT, "[ ]", "[-]"), ticked(BASE, REFLECT))
    assert both == ticked(BASE, REFLECT)


def test_new_words_here_and_a_tick_there_are_both_kept():
    both = merged(BASE, changed(BASE, LUCA, "Write to", "Call"), ticked(BASE, LUCA))
    assert both == ticked(changed(BASE, LUCA, "Write to", "Call"), LUCA)


def test_new_words_here_and_another_day_there_are_both_kept():
    both = merged(
        BASE,
        changed(BASE, LUCA, "Write to", "Call"),
        changed(BASE, LUCA, "📅 2026-11-10", "📅 2026-11-12"),
    )
    assert line(both, LUCA) == (
        "- [ ] Call Luca Bianchi and ask to be kept in mind 🛫 2026-11-03 📅 2026-11-12 ^vk-follow-up-luca-bianchi\n"
    )
    assert stays(both)


def test_a_line_that_the_person_reworded_keeps_its_day_though_the_other_update_moved_it():
    mine = changed(BASE, STAY, "Stay", "Keep")
    theirs = update(ticked(BASE, "vk-follow-up-marta-rossi"))
    assert line(theirs, STAY) != line(BASE, STAY)
    assert not merge_with_git(Three(BASE, mine, theirs)).is_clean
    both = merged(BASE, mine, theirs)
    assert line(both, STAY) == line(mine, STAY)
    assert stays(both)


def test_the_same_words_changed_in_two_ways_are_left_to_the_person():
    ours, theirs = changed(BASE, LUCA, "Write to", "Call"), changed(BASE, LUCA, "Write to", "Visit")
    text = conflict(BASE, ours, theirs)
    assert f"<<<<<<< ours\n{line(ours, LUCA)}=======\n{line(theirs, LUCA)}>>>>>>> theirs\n" in text
    assert text.count("<<<<<<<") == 1


def test_a_start_moved_here_and_a_due_day_there_are_both_kept():
    here, there = (
        changed(BASE, LUCA, "🛫 2026-11-03", "🛫 2026-11-05"),
        changed(BASE, LUCA, "📅 2026-11-10", "📅 2026-11-12"),
    )
    assert "🛫 2026-11-05 📅 2026-11-12" in line(merged(BASE, here, there), LUCA)
    conflict(
        BASE,
        changed(BASE, LUCA, "🛫 2026-11-03", "🛫 2026-11-09"),
        changed(BASE, LUCA, "📅 2026-11-10", "📅 2026-11-08"),
    )


def test_a_start_taken_out_here_and_a_due_day_moved_there_are_left_to_the_person():
    conflict(
        BASE,
        changed(BASE, LUCA, " 🛫 2026-11-03 📅 2026-11-10", " 📅 2026-11-11"),
        changed(BASE, LUCA, "📅 2026-11-10", "📅 2026-11-12"),
    )


def test_a_day_changed_in_two_ways_is_left_to_the_person():
    words = "Write to Luca Bianchi and ask to be kept in mind"
    ours, theirs = (snooze(BASE, LUCA, words, date(2026, 12, day)) for day in (1, 2))
    assert "<<<<<<< ours" in conflict(BASE, ours, theirs)


def test_a_line_that_was_put_off_on_both_machines_to_the_same_day_counts_once():
    words = "Write to Luca Bianchi and ask to be kept in mind"
    once = snooze(BASE, LUCA, words, date(2026, 12, 1))
    assert merged(BASE, once, update(ticked(once, REFLECT))) == update(ticked(once, REFLECT))


def test_a_deleted_line_stays_away():
    both = merged(BASE, without(BASE, LUCA), update(ticked(BASE, "vk-feedback-jane-doe")))
    assert f"^{LUCA}" not in both
    assert f"^{LUCA}" not in update(both)


def test_a_line_that_was_deleted_here_and_ticked_there_stays():
    both = merged(BASE, without(BASE, LUCA), ticked(BASE, LUCA))
    assert both == ticked(BASE, LUCA)


def test_a_line_that_the_tool_took_away_here_and_the_person_answered_there_stays():
    gone = update(BASE.replace(", Luca Bianchi]", "]"))
    assert f"^{LUCA}" not in gone
    mine = BASE.replace(line(BASE, LUCA), line(BASE, LUCA) + "  - called, no answer\n")
    both = merged(BASE, gone, mine)
    assert "  - called, no answer\n" in both
    assert line(both, LUCA) == line(BASE, LUCA)


def test_answers_of_both_machines_under_one_question_are_kept():
    first = "  - Was I the right fit? What were they after that I lack?\n"
    one, other = (BASE.replace(first, f"{first}    - {words}\n") for words in ("SQL", "more of it"))
    both = merged(BASE, one, other)
    assert f"{first}    - SQL\n    - more of it\n" in both


def test_items_that_each_machine_added_stand_once_each_in_the_order_of_the_rules():
    one = update(BASE.replace("Luca Bianchi]", "Luca Bianchi, Ada Neri]"))
    other = update(ticked(BASE, STAY))
    assert not merge_with_git(Three(BASE, one, other)).is_clean
    both = merged(BASE, one, other)
    assert ids(both)[-2:] == ["vk-follow-up-ada-neri", f"{STAY}-2"]
    assert stays(both)


def test_a_first_block_on_both_machines_one_of_them_ticked():
    one, other = ticked(BASE, REFLECT), update(REJECTED, date(2027, 1, 5))
    assert merged(REJECTED, one, other) == one


def test_words_typed_below_the_title_and_a_new_block_are_no_conflict():
    typed = REJECTED.replace("# Acme\n", "# Acme\nTyped.\n")
    assert not merge_with_git(Three(REJECTED, BASE, typed)).is_clean
    assert merged(REJECTED, BASE, typed) == BASE.replace("\n\nMine.", "\nTyped.\n\nMine.")


def test_of_two_days_on_which_a_stage_was_first_seen_the_earlier_stands():
    before = update(REJECTED.replace("rejected", "interview").replace("decided: 2026-10-22\n", ""))
    told = before.replace("status: interview", "status: rejected")
    one, other = update(told, date(2026, 11, 20)), update(told, date(2026, 11, 25))
    assert merged(before, one, other) == one


def test_two_properties_side_by_side_are_no_conflict_and_one_property_is():
    ours = BASE.replace("interviewed: 2026-10-20", "interviewed: 2026-10-19")
    theirs = BASE.replace("decided: 2026-10-22", "decided: 2026-10-23")
    assert not merge_with_git(Three(BASE, ours, theirs)).is_clean
    assert "interviewed: 2026-10-19\ndecided: 2026-10-23\n" in merged(BASE, ours, theirs)
    other = BASE.replace("interviewed: 2026-10-20", "interviewed: 2026-10-18")
    assert "<<<<<<< ours\ninterviewed: 2026-10-19\n=======\ninterviewed: 2026-10-18\n" in conflict(
        BASE, ours, other
    )


def test_a_property_that_both_machines_add_at_two_places_is_one_conflict():
    ours = BASE.replace("applied:", "source: a fair\napplied:")
    theirs = BASE.replace("decided:", "source: a friend\ndecided:")
    assert merge_with_git(Three(BASE, ours, theirs)).is_clean
    text = conflict(BASE, ours, theirs)
    assert "<<<<<<< ours\nsource: a fair\n=======\nsource: a friend\n>>>>>>> theirs\n" in text
    assert (
        merged(BASE, ours, BASE.replace("decided:", "source: a fair\ndecided:")).count(
            "source: a fair"
        )
        == 1
    )


def test_a_list_in_the_head_and_the_property_below_it_are_no_conflict():
    base = BASE.replace(
        'interviewers: ["[[Marta Rossi]]", Luca Bianchi]',
        "interviewers:\n- Marta Rossi\n- Luca Bianchi\nurl: x",
    )
    ours, theirs = base.replace("- Luca Bianchi", "- Ada Neri"), base.replace("url: x", "url: y")
    assert "interviewers:\n- Marta Rossi\n- Ada Neri\nurl: y\n" in merged(base, ours, theirs)


def test_properties_that_both_machines_add_are_all_kept_and_a_comment_between_them_is_the_person_s():
    ours, theirs = (
        BASE.replace("\n---\n", f"\n{line}\n---\n") for line in ("url: x", "closes: 2026-10-12")
    )
    assert "closes: 2026-10-12\nurl: x\n---\n" in merged(BASE, ours, theirs)
    assert "<<<<<<< ours" in conflict(BASE, ours.replace("url: x", "# a comment"), theirs)


def test_lines_of_one_s_own_that_both_machines_put_at_one_place_are_kept():
    above = line(BASE, LUCA)
    ours, theirs = (
        BASE.replace(above, f"- {words}\n{above}") for words in ("Call first", "Ask Jane")
    )
    assert f"- Ask Jane\n- Call first\n{above}" in merged(BASE, ours, theirs)
    base = BASE.replace(above, f"- Mine\n{above}")
    assert "<<<<<<< ours\n- Yours\n=======\n- Theirs\n" in conflict(
        base, base.replace("- Mine", "- Yours"), base.replace("- Mine", "- Theirs")
    )


def test_own_words_last_in_the_block_stand_above_items_that_the_other_machine_added():
    ours = BASE.replace("\n\n<!-- vaultkit:end", "\nWords.\n\n<!-- vaultkit:end")
    theirs = update(ticked(BASE, STAY))
    assert f"\nWords.\n\n{line(theirs, STAY + '-2')}" in merged(BASE, ours, theirs)


def test_a_first_block_reworded_here_and_ticked_there():
    both = merged(REJECTED, changed(BASE, LUCA, "Write to", "Call"), ticked(BASE, LUCA))
    assert both == ticked(changed(BASE, LUCA, "Write to", "Call"), LUCA)


def test_the_most_postponements_and_the_first_day_are_remembered():
    words = "Write to Luca Bianchi and ask to be kept in mind"
    once = snooze(BASE, LUCA, words, date(2026, 12, 2))
    twice = snooze(snooze(BASE, LUCA, words, date(2026, 12, 1)), LUCA, words, date(2026, 12, 2))
    both = merged(BASE, once, twice)
    assert both == twice
    assert "snoozed=2:2026-11-10" in both


def test_an_item_that_was_moved_out_of_the_block_here_and_ticked_there_is_left_to_the_person():
    moved = without(BASE, REFLECT) + line(BASE, REFLECT)
    assert "<<<<<<< ours" in conflict(BASE, moved, ticked(BASE, REFLECT))
    assert merged(BASE, moved, ticked(BASE, LUCA)) == ticked(moved, LUCA)


def test_a_day_by_hand_stands_against_one_that_the_tool_moved_before_the_tick():
    moved = update(ticked(BASE, "vk-follow-up-marta-rossi"))
    assert line(moved, STAY) != line(BASE, STAY)
    by_hand = changed(BASE, STAY, "2027-01-20", "2027-03-01")
    assert line(merged(BASE, ticked(moved, STAY), by_hand), STAY) == line(
        ticked(by_hand, STAY), STAY
    )


def test_dates_in_dataview_s_form_are_merged_alike():
    base = update_one(REJECTED.encode(), TODAY, with_rules(PLAIN, task_format="dataview")).decode()
    assert "[due:: 2026-11-10]" in line(base, LUCA)
    worded, another = (
        changed(base, LUCA, "Write to", "Call"),
        changed(base, LUCA, "2026-11-10]", "2026-11-12]"),
    )
    assert merged(base, worded, ticked(base, LUCA)) == ticked(worded, LUCA)
    assert "Call" in line(merged(base, worded, another), LUCA)
    assert "[due:: 2026-11-12]" in line(merged(base, worded, another), LUCA)


def test_a_block_that_the_tool_took_away_here_is_no_reason_for_a_conflict_in_the_head():
    applied = "---\ntype: application\nstatus: applied\napplied: 2026-11-09\ncontact: Marta Rossi\n---\n# Globex\n"
    following = with_rules(PLAIN, next_follow_up=True)
    base = update_one(applied.encode(), TODAY, following).decode()
    assert "next_follow_up: 2026-11-18" in base
    ours = update_one(
        base.replace("status: applied", "status: screening").encode(), TODAY, following
    ).decode()
    assert "vaultkit" not in ours
    both = merged(base, ours, base.replace("\n---\n#", "\nurl: x\n---\n#"))
    assert both == ours.replace("\n---\n#", "\nurl: x\n---\n#")


def test_a_block_that_was_moved_to_two_places_is_left_to_the_person():
    lines = split_lines(BASE.replace("Mine.", "Mine.\n\n## Two\n\nMore."))
    begin, end = (
        next(i for i, text in enumerate(lines) if f"vaultkit:{mark}" in text)
        for mark in ("begin", "end")
    )
    block, above, below = lines[begin : end + 1], lines[:begin], lines[end + 1 :]
    base = "".join(lines)
    ours, theirs = ("".join([*above, *below[:at], *block, *below[at:]]) for at in (2, 4))
    assert "<<<<<<< ours" in conflict(base, ours, theirs)
    assert merged(base, ours, ticked(base, LUCA)) == ticked(ours, LUCA)


def test_a_stamp_that_was_deleted_by_hand_stays_deleted():
    told = BASE.replace("stage=rejected", "stage=rejected first-seen=rejected:2026-10-22")
    both = merged(told, BASE, ticked(told, REFLECT))
    assert "first-seen" not in both


def test_endings_that_differ_within_a_note_stay():
    mixed = BASE.replace("Mine.\n", "Mine.\r\n")
    assert merged(mixed, ticked(mixed, REFLECT), ticked(mixed, LUCA)) == ticked(
        ticked(mixed, REFLECT), LUCA
    )


def test_a_paragraph_that_was_deleted_here_and_changed_there_stays_in_conflict():
    ours = changed(BASE, STAY, "Stay", "Keep").replace("Mine.\n", "")
    theirs = update(ticked(BASE, "vk-follow-up-marta-rossi")).replace("Mine.", "Mine, there.")
    settled = settle_conflict(merge_with_git(Three(BASE, ours, theirs)).text, reader())
    assert settled
    assert "<<<<<<< ours\n=======\nMine, there.\n>>>>>>> theirs\n" in settled.text


@pytest.mark.parametrize(
    "text", ["<<<<<<< a\nx\n=======\ny\n", "<<<<<<< a\n>>>>>>> b\n=======\n", "no conflict\n"]
)
def test_what_is_no_conflict_of_git_s_is_not_settled(text):
    assert settle_conflict(BASE + text, reader()) is None


def test_wide_line_endings_a_mark_of_order_and_a_missing_last_ending_are_kept():
    def wide(text):
        return "\ufeff" + text.removesuffix("\n").replace("\n", "\r\n")

    both = merged(wide(BASE), wide(ticked(BASE, REFLECT)), wide(ticked(BASE, LUCA)))
    assert both == wide(ticked(ticked(BASE, REFLECT), LUCA))


def test_a_machine_that_changed_all_line_endings_is_no_conflict():
    both = merged(BASE, ticked(BASE, REFLECT).replace("\n", "\r\n"), ticked(BASE, LUCA))
    assert both == ticked(ticked(BASE, REFLECT), LUCA).replace("\n", "\r\n")


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("<!-- vaultkit:begin v1 -->\n", ""),
        lambda text: text.replace("begin v1", "begin v2"),
        lambda text: text.replace("status: rejected", "status: 'rejected"),
        lambda text: text.replace(
            line(text, LUCA), line(text, LUCA) + changed(text, LUCA, "Write", "X")
        ),
    ],
)
def test_a_note_that_cannot_be_trusted_is_merged_line_by_line(damage):
    ours, theirs = damage(ticked(BASE, REFLECT)), ticked(BASE, LUCA)
    both = merge_by_item(Three(BASE, ours, theirs))
    assert both == merge_with_git(Three(BASE, ours, theirs))


def test_of_a_block_that_one_machine_removed_the_ticked_line_stays():
    both = merged(BASE, REJECTED, ticked(BASE, REFLECT))
    assert ids(both) == [REFLECT]
    assert ids(update(both)) == ids(BASE)
    assert merged(BASE, REJECTED, BASE.replace("Mine.", "Mine!")) == REJECTED.replace(
        "Mine.", "Mine!"
    )


def test_a_line_that_the_person_deleted_stays_away_though_the_other_tool_took_it_away_too():
    gone = update(BASE.replace(", Luca Bianchi]", "]"))
    both = merged(BASE, without(BASE, LUCA), gone)
    assert f"^{LUCA}" not in update(
        both.replace('Marta Rossi]]"]', 'Marta Rossi]]", Luca Bianchi]')
    )


def test_of_a_review_only_the_person_s_part_is_merged():
    def review(tool, own):
        return f"# Week\n\n<!-- vaultkit:review begin v1 -->\n{tool}\n<!-- vaultkit:review end -->\n\n## Mine\n\n{own}\n"

    both = merged(
        review("a", "- one\n\n- two"),
        review("b", "- one!\n\n- two"),
        review("c", "- one\n\n- two!"),
    )
    assert both == review("c", "- one!\n\n- two!")
    torn = [
        text.replace("# Week\n", "") + "# Week\n" * number
        for number, text in enumerate([review("a", "-")] * 3)
    ]
    assert merge_by_item(Three(*torn)) == merge_with_git(Three(*torn))


@pytest.mark.parametrize("style", [(), ("--diff3",)], ids=["merge", "diff3"])
def test_a_note_that_git_left_in_conflict_is_settled_by_the_same_rules(style):
    ours, theirs = (
        changed(BASE, STAY, "Stay", "Keep"),
        update(ticked(BASE, "vk-follow-up-marta-rossi")),
    )
    left = merge_with_git(Three(BASE, ours, theirs), *style)
    assert not left.is_clean
    settled = settle_conflict(left.text, reader())
    assert settled
    assert settled.is_clean
    assert settled.text == merged(BASE, ours, theirs)


def test_a_conflict_in_the_person_s_words_elsewhere_stays_as_git_shows_it():
    ours = changed(BASE, STAY, "Stay", "Keep").replace("Mine.", "Mine, here.")
    theirs = update(ticked(BASE, "vk-follow-up-marta-rossi")).replace("Mine.", "Mine, there.")
    settled = settle_conflict(merge_with_git(Three(BASE, ours, theirs)).text, reader())
    assert settled
    assert not settled.is_clean
    assert "<<<<<<< ours\nMine, here.\n=======\nMine, there.\n>>>>>>> theirs\n" in settled.text
    assert settled.text.count("<<<<<<<") == 1
    assert line(settled.text, STAY) == line(ours, STAY)


def run(*arguments, cwd):
    env = {
        **os.environ,
        "COLUMNS": "80",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    done = subprocess.run(
        [*map(str, arguments)], cwd=cwd, env=env, capture_output=True, timeout=60, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def vaultkit(*arguments, cwd):
    done = command_line.run(
        *arguments, cwd=cwd, env={"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def sides(folder, base, ours, theirs):
    for name, raw in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / name).write_bytes(raw)
    return "base", "ours", "theirs"


def test_the_driver_writes_over_ours_and_needs_no_vault(tmp_path):
    names = sides(
        tmp_path, BASE.encode(), ticked(BASE, REFLECT).encode(), ticked(BASE, LUCA).encode()
    )
    assert vaultkit("merge-driver", "--", *names, cwd=tmp_path).returncode == 0
    assert (tmp_path / "ours").read_text("utf-8") == ticked(ticked(BASE, REFLECT), LUCA)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base", "ours", "theirs"]


def test_texts_that_are_not_utf_8_are_merged_line_by_line(tmp_path):
    names = sides(tmp_path, b"a\n\xff\nb\n", b"A\n\xff\nb\n", b"a\n\xff\nB\n")
    assert vaultkit("merge-driver", *names, cwd=tmp_path).returncode == 0
    assert (tmp_path / "ours").read_bytes() == b"A\n\xff\nB\n"


def test_a_conflict_ends_in_1_with_marks_as_long_as_git_wants_them(tmp_path):
    names = sides(tmp_path, b"a\n", b"b\n", b"c\n")
    assert vaultkit("merge-driver", "--marker-size", "9", *names, cwd=tmp_path).returncode == 1
    assert (
        tmp_path / "ours"
    ).read_bytes() == b"<<<<<<<<< ours\nb\n=========\nc\n>>>>>>>>> theirs\n"


def test_a_file_that_is_not_there_is_told_of_and_nothing_is_written(tmp_path):
    names = sides(tmp_path, b"a\n", b"b\n", b"c\n")
    assert vaultkit("merge-driver", *names[:2], "nowhere", cwd=tmp_path).returncode == 2
    assert (tmp_path / "ours").read_bytes() == b"b\n"


def test_a_fault_of_the_program_s_own_is_a_merge_line_by_line(tmp_path, monkeypatch):
    from pathlib import Path

    from vaultkit.core.merge.three_way import Marks
    from vaultkit.work import merge_files

    def fails(*_):
        raise RecursionError

    monkeypatch.setattr(merge_files, "merge_note", fails)
    base, ours, theirs = (
        tmp_path / name for name in sides(tmp_path, b"a\n-\nb\n", b"A\n-\nb\n", b"a\n-\nB\n")
    )
    assert merge_files.merge_files(Path(base), ours, theirs, reader(), Marks())
    assert ours.read_bytes() == b"A\n-\nB\n"


def test_without_a_file_it_says_how_to_set_git_up(tmp_path):
    done = vaultkit("merge-driver", cwd=tmp_path)
    assert done.stdout.decode().splitlines() == [
        'git config merge.vaultkit.name "vaultkit: application notes, item by item"',
        'git config merge.vaultkit.driver "vaultkit merge-driver --marker-size %L -- %O %A %B"',
    ]
    assert "*.md merge=vaultkit" in done.stderr.decode()


def test_where_the_merged_head_is_left_to_the_person_the_tool_s_line_waits_for_the_next_update():
    settings = with_rules(PLAIN, next_follow_up=True)
    base = update_one(REJECTED.encode(), TODAY, settings).decode()
    ours, theirs = (
        base.replace("company: Acme", f"company: {name}") for name in ("Acme Inc.", "ACME")
    )
    both = conflict(base, ours, ticked(theirs, REFLECT))
    assert "next_follow_up:" not in both
    assert "<<<<<<<" in both.partition("vaultkit:begin")[0]
    assert "<<<<<<<" not in both.partition("vaultkit:begin")[2]
    head, end = both.partition("<<<<<<<")[0], both.partition(">>>>>>>")[2].partition("\n")[2]
    mended = update_one(f"{head}company: Acme\n{end}".encode(), TODAY, settings).decode()
    assert mended.count("next_follow_up: ") == 1
    assert "- [x]" in line(mended, REFLECT)


JANE = "---\ntype: person\nlast_contact: 2026-11-01\n---\n# Jane\n\n## Log\n\n- 2026-11-01: met\n"


def test_lines_that_both_machines_logged_are_both_kept_by_day():
    one, other = (
        f"{JANE}- 2026-11-20: rang\n",
        f"{JANE}- 2026-11-18: wrote\n- 2026-11-20: heard back\n",
    )
    assert (
        merged(JANE, one, other)
        == f"{JANE}- 2026-11-18: wrote\n- 2026-11-20: heard back\n- 2026-11-20: rang\n"
    )
    assert merged(JANE, one, f"{one}- 2026-11-21: met again\n") == f"{one}- 2026-11-21: met again\n"


def test_a_log_with_the_latest_day_on_top_stays_so():
    top = "- 2026-11-01: met\n"
    one, other = (
        JANE.replace(top, f"- {day}: rang\n{top}") for day in ("2026-11-18", "2026-11-20")
    )
    assert f"- 2026-11-20: rang\n- 2026-11-18: rang\n{top}" in merged(JANE, one, other)


def test_a_first_log_on_both_machines_is_one():
    bare = JANE.partition("\n## Log")[0]
    one, other = (f"{bare}\n## Log\n\n- 2026-11-{day}: rang\n" for day in (18, 20))
    assert merged(bare, one, other) == f"{bare}\n## Log\n\n- 2026-11-18: rang\n- 2026-11-20: rang\n"


def test_of_two_days_of_the_last_contact_the_later_is_taken_and_other_words_are_left_to_the_person():
    one, other = (
        JANE.replace("contact: 2026-11-01", f"contact: {day}")
        for day in ("2026-11-18", "2026-11-20")
    )
    assert merged(JANE, one, other) == other
    conflict(JANE, JANE.replace("contact: 2026-11-01", "contact: soon"), other)
    conflict(JANE, f"{JANE}- 2026-11-20: rang\n", f"{JANE}Words.\n")
    conflict(JANE, JANE.replace("met", "met at noon"), JANE.replace("met", "met at one"))
