"""What the Tasks plugin would not show, and why; its own answers are in tests/oracles/tasks-lines.json."""

import json
from pathlib import Path

import pytest

from tests.house import PLAIN, TODAY, look, surveyed, updated
from vaultkit.core.follow_ups.tasks_view import TasksView, unseen_lines
from vaultkit.core.settings.values import Settings

EMOJI = TasksView("emoji", "", {" ": "TODO", "x": "DONE"})
HEAD = "---\ntype: application\ncompany: Acme\nstatus: applied\napplied: 2026-11-02\ncontact: Ann\n---\n"
LINE = "- [ ] Check in 📅 2026-11-11 ^vk-check-in-ann\n"
ORACLE = json.loads((Path(__file__).parents[2] / "oracles/tasks-lines.json").read_text("utf-8"))


def unseen(line, view=EMOJI, settings=PLAIN):
    [sheet] = look({"Acme.md": f"{HEAD}{line}".encode()}, settings).sheets
    return [reason for _, reason in unseen_lines(sheet, view)]


@pytest.mark.parametrize(
    ("line", "view", "reasons"),
    [
        (LINE, EMOJI, []),
        (LINE, TasksView("dataview", "", {}), ["form"]),
        (LINE.replace("📅 2026-11-11", " [due:: 2026-11-11]"), EMOJI, ["form"]),
        (LINE.replace("📅 2026-11-11", " [due:: 2026-11-11]"), TasksView("dataview", "", {}), []),
        (LINE, TasksView("emoji", "#task", {}), ["filter"]),
        (LINE.replace("Check", "#task Check"), TasksView("emoji", "#task", {}), []),
        (LINE.replace(" ^vk", " or later ^vk"), EMOJI, ["hidden"]),
        (LINE.replace("\n", " soon\n"), EMOJI, ["hidden"]),
        (LINE.replace("[ ]", "[c]"), TasksView("emoji", "", {"c": "CANCELLED"}), ["status"]),
        (LINE.replace("[ ]", "[c]"), TasksView("emoji", "", {"c": "IN_PROGRESS"}), []),
        (LINE.replace("[ ]", "[x]"), TasksView("dataview", "#task", {}), []),
        (LINE.replace("📅 2026-11-11 ", ""), TasksView("dataview", "", {}), []),
        (
            LINE.replace("[ ]", "[?]").replace("^vk", "x ^vk"),
            TasksView("dataview", "#task", {"?": "NON_TASK"}),
            ["status", "filter", "hidden"],
        ),
    ],
)
def test_each_line_is_told_with_all_of_its_reasons(line, view, reasons):
    assert unseen(line, view) == reasons


def test_a_symbol_that_closes_a_line_in_this_vault_too_is_no_finding():
    view = TasksView("emoji", "", {"c": "CANCELLED"})
    assert unseen(LINE.replace("[ ]", "[c]"), view, Settings(cancelled_symbols=("c",))) == []


def test_a_wrapped_line_hides_its_day():
    notes = updated({"Acme.md": HEAD.encode()})
    text = notes["Acme.md"].decode()
    assert " 📅 2026-11-11 ^vk-check-in-ann" in text
    wrapped = text.replace(" 📅 2026-11-11 ^vk-check-in-ann", "\n  📅 2026-11-11 ^vk-check-in-ann")
    [sheet] = surveyed({"Acme.md": wrapped.encode()}, TODAY).sheets
    assert [reason for _, reason in unseen_lines(sheet, EMOJI)] == ["wrapped"]


def test_the_plugin_itself_reads_no_day_where_we_say_so():
    """Of its own answers: a line with a day in it that it does not read is hidden to us as well."""
    for row in ORACLE["lines"]:
        line, task = row["line"], row["task"]
        if not task or "^vk-" not in line or "📅" not in line or line[3] in "xX-":
            continue
        assert ("hidden" in unseen(line + "\n")) == (task["due"] in (None, "INVALID")), line
