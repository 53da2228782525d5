"""What plain git merges between two machines: any two ticks, a tick with a new item, the same update twice."""

import itertools
import subprocess
from datetime import date

import pytest

from tests.house import update_one
from vaultkit.core.text.note import bare, split_lines
from vaultkit.core.text.task_line import read_task, tick

TODAY = date(2026, 11, 20)
HEAD = "---\ntype: application\ncompany: Acme\nstatus: {stage}\napplied: 2026-10-05\ninterviewed: 2026-10-20\n{more}---\n"
BODY = "# Acme\n\nMine.\n"
PEOPLE = 'recruiter: Jane Doe\ninterviewers: ["[[Marta Rossi]]", Luca Bianchi]\n'
REJECTED = HEAD.format(stage="rejected", more=f"decided: 2026-10-22\n{PEOPLE}") + BODY


def merged(tmp_path, base, ours, theirs):
    """Return git's own merge of two sides; fails when it leaves a conflict."""
    names = []
    for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        names.append(name)
    done = subprocess.run(
        ["git", "merge-file", "-p", *names], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()
    return done.stdout.decode()


def update(text, today=TODAY):
    return update_one(text.encode(), today).decode()


def ids(text):
    tasks = (read_task(bare(line)) for line in split_lines(text))
    return [task.id for task in tasks if task and task.id]


def ticked(text, item_id, day=TODAY):
    lines = split_lines(text)
    return "".join(
        tick(bare(line), day) + "\n"
        if (task := read_task(bare(line))) and task.id == item_id
        else line
        for line in lines
    )


def rests(text):
    """A tick may bring the next line of its rule, once; no item stands twice."""
    once = update(text)
    assert update(once) == once
    assert len(ids(once)) == len(set(ids(once)))


BASE = update(REJECTED)
PAIRS = list(itertools.permutations(ids(BASE), 2))


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda name: name.removeprefix("vk-"))
def test_two_ticks_merge_and_the_next_update_is_the_same_on_both(tmp_path, one, other):
    ours, theirs = ticked(BASE, one), ticked(BASE, other)
    both = merged(tmp_path, BASE, ours, theirs)
    assert both.count("- [x]") == 2
    again = update(both)
    assert again.count("- [x]") == 2
    assert len(ids(again)) == len(set(ids(again)))
    assert update(again) == again
    assert merged(tmp_path, BASE, theirs, ours).count("- [x]") == 2


@pytest.mark.parametrize("one", ids(BASE), ids=lambda name: name.removeprefix("vk-"))
def test_a_tick_merges_with_an_item_that_the_other_machine_added(tmp_path, one):
    """The other machine learns of one more interviewer, and updates."""
    theirs = update(BASE.replace("Luca Bianchi]", "Luca Bianchi, Ada Neri]"))
    both = merged(tmp_path, BASE, ticked(BASE, one), theirs)
    assert both.count("- [x]") == 1
    assert "^vk-follow-up-ada-neri" in both
    rests(both)


def test_the_same_update_on_both_machines_is_the_same_bytes(tmp_path):
    assert merged(tmp_path, REJECTED, BASE, update(REJECTED, date(2027, 1, 5))) == BASE


@pytest.mark.parametrize("one", ids(BASE), ids=lambda name: name.removeprefix("vk-"))
def test_a_tick_merges_with_words_elsewhere_in_the_note(tmp_path, one):
    theirs = BASE.replace("Mine.\n", "Mine.\n\nMore of mine.\n")
    both = merged(tmp_path, BASE, ticked(BASE, one), theirs)
    assert "More of mine." in both
    rests(both)


def test_a_tick_on_both_machines_on_the_same_day_is_one_tick(tmp_path):
    one = ticked(BASE, "vk-reflect")
    assert merged(tmp_path, BASE, one, one) == one


EDITS = {
    "tick": ticked,
    "cancel": lambda text, item_id: edited(text, item_id, "[ ]", "[-]"),
    "reword": lambda text, item_id: edited(text, item_id, "] ", "] Soon: "),
    "another day": lambda text, item_id: edited(text, item_id, "📅 202", "📅 203"),
    "a line of one's own above": lambda text, item_id: edited(text, item_id, "- [", "- mine\n- ["),
}


def edited(text, item_id, old, new):
    line = next(line for line in split_lines(text) if line.endswith(f"^{item_id}\n"))
    return text.replace(line, line.replace(old, new, 1))


@pytest.mark.parametrize("one", EDITS)
@pytest.mark.parametrize("other", EDITS)
def test_any_two_edits_of_two_items_merge(tmp_path, one, other):
    for first, second in PAIRS:
        ours, theirs = EDITS[one](BASE, first), EDITS[other](BASE, second)
        both = merged(tmp_path, BASE, ours, theirs)
        assert both == EDITS[one](theirs, first)
        rests(both)
