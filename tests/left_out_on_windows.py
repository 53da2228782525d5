"""What the tests cannot show on Windows, and why: each reason with the tests that it holds for.

A place is a file, or the beginning of a test's name behind it. ``conftest`` skips them there, and
nowhere else. What is said here of Windows itself is tested by ``test_on_windows.py`` where it can be.
"""

import ctypes
import sys

BENCH = "a command for Linux; bench/windows.py does the same on Windows"
SWAP = "Windows has one way to write, and this is the other one"
LINKS = "links need a right of their own on Windows, and Wine makes none"
MODES = "there are no modes and no other owners, but access lists"
NAMES = "Windows has no such name"
ARGUMENTS = "Windows gives a program text, never bytes"
SHOWN = "what is shown has the paths and frames of other systems"
HOMES = "where things are kept on other systems"
EVENTS = "Wine tells nothing of folders that were there before the watch; Windows does"
GIT = "there is no git and no shell under Wine; a Windows with git has both"
SLOW = "ten thousand files take Wine longer than a test may; Windows has no such trouble"
MADE = "Wine takes the last change for the creation, so that a vault looks like another; Windows does not"
TIMES = "Wine tells of no change of a file's times; Windows does"
LATE = "Wine passes events on a second late; Windows at once"
WATCHED = "Wine deletes no folder that is watched; Windows does, since 10 (1809)"
SIGNALS = "Windows cannot send this signal"
CALLS = "Windows has neither this call nor a fork"

TESTS = {
    "tests/test_cli.py": {
        "test_a_watch_updates_on_save_refuses_a_second_one_and_ends_cleanly": SIGNALS,
        "test_a_reader_that_has_seen_enough_is_no_error": "a shell of POSIX",
    },
    "tests/test_calendar.py": {
        "test_who_could_read_it_still_can_and_nothing_is_left_beside_it": MODES,
    },
    "tests/test_completion.py": {
        "test_a_question_that_makes_no_sense_is_no_traceback[words6]": ARGUMENTS,
    },
    "tests/test_doctor.py": {
        "test_a_system_that_watches_too_few_folders_is_told": "that limit is Linux's",
    },
    "tests/test_hostile.py": {
        "test_no_command_lets_a_note_s_words_or_name_steer_the_terminal": NAMES,
        "test_names_that_are_not_utf_8_or_differ_in_form_only": NAMES,
        "test_a_hostile_vault_is_read_in_little_memory_and_time": "Windows limits no process so",
        "test_what_a_vault_calls_its_notes_is_no_setting": NAMES,
        "test_what_is_kept_outside_of_the_vault_is_the_person_s_alone": MODES,
    },
    "tests/test_journal.py": {
        "test_without_a_setting_it_is_in_the_home": HOMES,
        "test_only_the_person_can_read_it": MODES,
        "test_a_run_whose_beginning_cannot_be_flushed_leaves_nothing[2]": CALLS,
    },
    "tests/test_known_answers.py": {
        "test_a_folder_that_is_not_our_own_is_not_used[open to others]": MODES,
        "test_another_users_folder_is_not_used": MODES,
        "test_only_the_person_can_read_it_and_no_more_stands_in_it": MODES,
    },
    "tests/test_lock.py": {"test_only_the_person_may_look_into_the_lock": MODES},
    "tests/test_bad_input.py": {
        "test_a_clear_sentence_and_nothing_lost[True-read_only": MODES,
        "test_a_clear_sentence_and_nothing_lost[False-read_only": MODES,
    },
    "tests/reported/test_settings_away.py": {
        "test_what_is_remembered_of_the_settings_is_nobody_else_s": MODES,
    },
    "tests/test_help.py": {"test_every_command_has_examples_in_its_help": SHOWN},
    "tests/test_guide.py": {"test_a_page_goes_as_it_is_written[newcomer]": SHOWN},
    "tests/test_stats.py": {"test_nothing_raw_of_a_note_reaches_the_terminal": NAMES},
    "tests/test_transcripts.py": {
        "test_a_session_goes_as_it_is_written[watch": SIGNALS,
        "test_a_session_goes_as_it_is_written[calendar]": SHOWN,
        "test_a_session_goes_as_it_is_written[init]": SHOWN,
        "test_a_session_goes_as_it_is_written[lsp]": SHOWN,
    },
    "tests/test_playbooks_in_force.py": {
        r"test_a_hostile_name_of_a_letter_is_a_sentence[\x1b": NAMES,
    },
    "tests/test_write.py": {
        "test_no_save_is_lost_under_a_hammer": BENCH,
        "test_no_note_is_torn_when_it_is_killed_at_any_call": BENCH,
    },
    "tests/reported/test_writing.py": {
        "test_a_watcher_mends_what_another_command_left": CALLS,
    },
    "tests/reported/test_identity.py": {
        "test_a_note_without_any_name_has_a_word_for_the_company": NAMES,
    },
    "tests/test_undo_runs.py": {
        "test_the_empty_folders_that_a_run_made_go_with_its_notes": MADE,
        "test_a_folder_that_holds_anything_stays": MADE,
        "test_a_folder_in_which_a_later_run_made_a_note_stays_until_that_is_gone": MADE,
        "test_the_folder_of_two_runs_goes_with_the_last_of_their_notes_in_either_order": MADE,
        "test_only_the_folders_above_what_is_gone_again_go": MADE,
        "test_more_folders_than_three_are_told_by_their_number": MADE,
    },
    "tests/test_vault.py": {
        "test_a_name_that_is_not_utf_8_is_named_and_not_read": NAMES,
        "test_a_note_without_text_on_this_disk_is_not_read": "a file without blocks",
    },
    "tests/test_watch.py": {"test_a_signal_ends_it_cleanly": SIGNALS},
    "tests/watch/test_events.py": {"test_a_name_that_is_not_utf_8_is_told": NAMES},
}
"""What else only POSIX has, a test that asks for it is left out by itself: see ``conftest``."""

UNDER_WINE = {
    "tests/test_existing_vaults.py": {"test_ten_thousand_notes_are_surveyed": SLOW},
    "tests/formats/test_patch.py": {"test_git_": GIT},
    "tests/test_known_answers.py": {
        "test_of_a_changed_vault_only_what_may_matter_is_read_again": MADE,
    },
    "tests/test_doctor.py": {"test_what_git_is_set_up_to_do": GIT},
    "tests/test_watch.py": {
        "test_a_note_is_not_handled_while_it_is_saved_again_and_again": LATE,
        "test_it_ends_within_a_second": LATE,
        "test_a_note_that_is_being_typed_when_it_starts": TIMES,
        "test_a_vault_that_was_deleted_is_told": WATCHED,
    },
    "tests/watch/test_events.py": {
        "test_both_names_of_a_renamed_note_are_told": EVENTS,
        "test_a_folder_made_again_at_the_top_is_followed": EVENTS,
        "test_a_folder_moved_out_is_told_as_a_reason_to_look": EVENTS,
    },
}


def is_wine() -> bool:
    """Tell whether Wine plays Windows here."""
    return sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


def reason(place: str, test: str) -> str | None:
    """Return why a test is left out on Windows; None where it is not."""
    found = TESTS.get(place, {}) | (UNDER_WINE.get(place, {}) if is_wine() else {})
    return next((why for name, why in found.items() if test.startswith(name)), None)
