"""What the tests cannot show on Windows, and why: each reason with the modules or tests that it holds for.

A place is a file, or the beginning of a test's name behind it. ``conftest`` skips them there, and
nowhere else. What is said here of Windows itself is tested by ``test_on_windows.py`` where it can be.
"""

import ctypes
import sys

LEASES = "leases, limits and signals of Linux; test_on_windows.py has the same promises for Windows"
TERMINAL = "a terminal of POSIX plays the person"
LINKS = "links need a right of their own on Windows, and Wine makes none"
MODES = "there are no modes and no other owners, but access lists"
NAMES = "Windows has no such name"
HOMES = "where things are kept on other systems"
EVENTS = "Wine tells nothing of what happens in folders that were there before the watch"
GIT = "there is no git for Windows under Wine"
SIGNALS = "Windows cannot send this signal"

MODULES = {
    "tests/test_write.py": LEASES,
    "tests/reported/test_stopping.py": SIGNALS,
    "tests/reported/test_writing.py": LEASES,
    "tests/test_completion.py": TERMINAL,
    "tests/test_existing_vaults.py": TERMINAL,
    "tests/test_first_run.py": TERMINAL,
    "tests/test_hostile.py": TERMINAL,
    "tests/test_new.py": TERMINAL,
    "tests/test_tables.py": TERMINAL,
    "tests/test_walk.py": TERMINAL,
    "tests/reported/test_terminal.py": TERMINAL,
}

TESTS = {
    "tests/test_cli.py": {
        "test_a_watch_updates_on_save_refuses_a_second_one_and_ends_cleanly": SIGNALS,
        "test_a_reader_that_has_seen_enough_is_no_error": "a shell of POSIX",
    },
    "tests/test_journal.py": {
        "test_without_a_setting_it_is_in_the_home": HOMES,
        "test_only_the_person_can_read_it": MODES,
    },
    "tests/test_lock.py": {"test_only_the_person_may_look_into_the_lock": MODES},
    "tests/test_transcripts.py": {"test_a_session_goes_as_it_is_written[watch": SIGNALS},
    "tests/test_vault.py": {
        "test_a_name_that_is_not_utf_8_is_named_and_not_read": NAMES,
        "test_a_note_without_text_on_this_disk_is_not_read": "a file without blocks",
    },
    "tests/test_watch.py": {"test_a_signal_ends_it_cleanly": SIGNALS},
    "tests/watch/test_events.py": {"test_a_name_that_is_not_utf_8_is_told": NAMES},
}
"""What else only POSIX has, a test that asks for it is left out by itself: see ``conftest``."""

UNDER_WINE = {
    "tests/formats/test_patch.py": {"test_git_": GIT},
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
