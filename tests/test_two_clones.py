"""Two clones and a bare repository, with real git: the driver, a clone without it, and a conflict settled later."""

import shutil
from datetime import date

import pytest
from hypothesis import Phase, settings

from tests.command_line import run as vaultkit
from tests.test_merge_driver import STAY, changed, line
from tests.test_two_machines import BASE, ids, ticked, update
from tests.two_clones import Clones, RealMachines
from vaultkit.core.follow_ups.snooze import snooze

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
WORDS, TICK = changed(BASE, STAY, "Stay", "Keep"), update(ticked(BASE, "vk-follow-up-marta-rossi"))


class TwoClones(RealMachines):
    """The histories of two machines, on real clones."""


TwoClones.TestCase.settings = settings(
    max_examples=3, stateful_step_count=12, deadline=None, derandomize=True, phases=[Phase.generate]
)
TestTwoClones = TwoClones.TestCase


def pulled(folder, ours, theirs, **how):
    """Return the clone in which ours and theirs were merged, and whether git was content."""
    clones = Clones(folder, {"Acme.md": BASE}, **how)
    one, two = clones.folders
    for clone, text in ((one, ours), (two, theirs)):
        clones.write(clone, {"Acme.md": text})
        clones.commit(clone)
    return one, clones.merge(one, two)


def test_git_merges_a_note_by_item_once_it_knows_the_driver(tmp_path):
    clone, content = pulled(tmp_path, WORDS, TICK)
    assert content
    text = (clone / "Acme.md").read_text("utf-8")
    assert line(text, STAY) == line(WORDS, STAY)
    assert "- [x] Write to [[Marta Rossi]]" in text
    assert vaultkit("update", "--check", "--today", "2026-11-30", cwd=clone).returncode == 0


def test_a_clone_that_does_not_know_the_driver_merges_as_ever(tmp_path):
    clone, content = pulled(tmp_path, ticked(BASE, "vk-reflect"), ticked(BASE, STAY), driver=False)
    assert content
    assert (clone / "Acme.md").read_text("utf-8").count("- [x]") == 2


def test_a_clone_without_the_driver_merges_a_snooze_with_a_line_that_the_other_update_moved(
    tmp_path,
):
    snoozed = snooze(BASE, "vk-reflect", "Reflect on the interview with Acme", date(2026, 12, 1))
    clone, content = pulled(tmp_path, snoozed, TICK, driver=False)
    assert content
    assert line((clone / "Acme.md").read_text("utf-8"), "vk-reflect") == line(snoozed, "vk-reflect")


def test_a_note_in_the_middle_of_a_merge_is_left_alone_named_settled_and_given_back_by_undo(
    tmp_path,
):
    clone, content = pulled(tmp_path, WORDS, TICK, driver=False)
    assert not content
    note = clone / "Acme.md"
    left = note.read_bytes()
    assert vaultkit("update", cwd=clone).returncode == 3
    assert b"Acme.md:" in vaultkit("check", cwd=clone).stdout
    assert note.read_bytes() == left
    assert vaultkit("merge-driver", "Acme", cwd=clone).returncode == 0
    assert line(note.read_text("utf-8"), STAY) == line(WORDS, STAY)
    Clones.commit(clone)
    assert vaultkit("update", "--check", cwd=clone).returncode == 0
    assert vaultkit("undo", cwd=clone).returncode == 0
    assert note.read_bytes() == left


def test_what_was_settled_is_taken_back_while_the_merge_lasts_and_nothing_else_is(tmp_path):
    clone, _ = pulled(tmp_path, WORDS, TICK, driver=False)
    note = clone / "Acme.md"
    left = note.read_bytes()
    assert vaultkit("undo", cwd=clone).returncode == 3
    vaultkit("merge-driver", "Acme", cwd=clone)
    settled = note.read_bytes()
    assert settled != left
    assert vaultkit("undo", "Acme", cwd=clone).returncode == 3
    assert note.read_bytes() == settled
    assert vaultkit("undo", cwd=clone).returncode == 0
    assert note.read_bytes() == left
    assert vaultkit("undo", cwd=clone).returncode == 3


JANE = "---\ntype: person\nlast_contact: {}\n---\n\n# Jane\n\n## Log\n\n{}"


def test_a_log_in_conflict_is_settled_with_all_that_both_machines_logged(tmp_path):
    clones = Clones(tmp_path, {"Jane.md": JANE.format("", "")}, driver=False)
    one, two = clones.folders
    for clone, day in ((one, "2026-11-18"), (two, "2026-11-19")):
        clones.write(clone, {"Jane.md": JANE.format(day, f"- {day}: {clone.name} rang\n")})
        clones.commit(clone)
    assert not clones.merge(one, two)
    assert vaultkit("merge-driver", "Jane", cwd=one).returncode == 0
    told = "- 2026-11-18: one rang\n- 2026-11-19: two rang\n"
    assert (one / "Jane.md").read_text("utf-8") == JANE.format("2026-11-19", told)


def test_what_is_left_to_the_person_ends_in_1_and_stays_between_git_s_marks(tmp_path):
    ours, theirs = (
        text.replace("Mine.", words) for text, words in ((WORDS, "Here."), (TICK, "There."))
    )
    clone, _ = pulled(tmp_path, ours, theirs, driver=False)
    assert vaultkit("merge-driver", "Acme.md", cwd=clone).returncode == 1
    text = (clone / "Acme.md").read_text("utf-8")
    assert "<<<<<<< HEAD\nHere.\n=======\nThere.\n>>>>>>> origin/two\n" in text
    assert ids(text) == ids(BASE)


def test_a_note_without_such_a_conflict_is_told_of_and_not_written(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    (tmp_path / "Acme.md").write_text(BASE, "utf-8")
    done = vaultkit("merge-driver", "Acme", cwd=tmp_path)
    assert done.returncode == 2
    assert b"no conflict" in done.stderr
    assert (tmp_path / "Acme.md").read_text("utf-8") == BASE


def test_while_git_itself_writes_the_note_waits(tmp_path):
    clone, _ = pulled(tmp_path, WORDS, TICK, driver=False)
    (clone / ".git" / "index.lock").touch()
    assert vaultkit("merge-driver", "Acme", cwd=clone).returncode == 3


def test_conflict_copies_are_left_alone_and_named(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    copy = tmp_path / "Acme.sync-conflict-20261120-101500-ABCDEFG.md"
    copy.write_text(BASE.replace("2026-10-22", "2026-10-29"), "utf-8")
    before = copy.read_bytes(), copy.stat().st_mtime_ns
    assert vaultkit("update", "--today", str(date(2026, 11, 20)), cwd=tmp_path).returncode == 0
    assert (copy.read_bytes(), copy.stat().st_mtime_ns) == before
    assert copy.name.encode() in vaultkit("check", cwd=tmp_path).stdout
