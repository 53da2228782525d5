"""A checklist line reads and writes as the Obsidian Tasks plugin reads and writes it."""

import json
import re
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.text import task_line
from vaultkit.core.text.task_line import (
    postpone,
    read_marked_task,
    read_task,
    redate,
    tick,
    write_task,
)

ORACLE = json.loads(
    (Path(__file__).parent.parent.parent / "oracles" / "tasks-lines.json").read_text("utf-8")
)
ROWS = ORACLE["lines"]
DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))
TOGGLED_ON = date(2026, 11, 20)
PARTS = (
    *(
        "- [ ] ",
        "- [x] ",
        "* [-] ",
        "1. [ ] ",
        "> - [ ] ",
        "- [",
        "] ",
        "Write to [[Ann]]",
        " a",
        "é ",
    ),
    *(" 🛫 2026-01-01", " 📅 2026-01-02", " 📅 2026-13-02", " ✅ 2026-01-03", " ✅ 2026-02-30"),
    *(
        " ^vk-a-b",
        " ^vk",
        " #tag",
        "#",
        ":",
        " [due:: 2026-01-01]",
        " ⏫",
        " ",
        "\t",
        "\u00a0",
        "\u2028",
    ),
)


def shown(days, name):
    return None if name not in days else "INVALID" if days[name] is None else days[name].isoformat()


@pytest.mark.parametrize("row", ROWS, ids=[row["line"] for row in ROWS])
def test_reads_what_the_plugin_reads(row):
    task, told = read_task(row["line"]), row["task"]
    if told is None:
        assert task is None
        return
    assert task is not None
    assert task.text == told["description"]
    for name in ("due", "start", "scheduled", "created", "done", "cancelled"):
        assert shown(task.days, name) == told[name], name
    assert (f" ^{task.id}" if task.id else "") == told["blockLink"]


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row["task"] and row["task"]["status"] in ("TODO", "IN_PROGRESS")],
    ids=lambda row: row["line"],
)
def test_ticks_as_the_plugin_toggles(row):
    """Where the plugin would also tidy the line or add a recurrence, only the tick is compared."""
    if row["task"]["roundTrip"] != row["line"] or len(row["toggled"]) > 1:
        assert read_task(tick(row["line"], TOGGLED_ON)).status == "x"
        return
    assert tick(row["line"], TOGGLED_ON) == row["toggled"][0]


@given(st.one_of(st.none(), DAYS), DAYS, st.booleans())
def test_what_is_written_reads_back(start, due, dataview):
    line = write_task(
        "Write to [[Marta Rossi]]", start, due, "vk-follow-up-marta-rossi", dataview=dataview
    )
    task = read_task(line)
    assert (task.text, task.start, task.due) == ("Write to [[Marta Rossi]]", start, due)
    assert (task.status, task.id) == (" ", "vk-follow-up-marta-rossi")


def test_writes_the_fields_in_the_plugin_s_order():
    line = write_task("Reflect", date(2026, 11, 3), date(2026, 11, 10), "vk-reflect")
    assert line == "- [ ] Reflect 🛫 2026-11-03 📅 2026-11-10 ^vk-reflect"


def test_writes_the_fields_of_dataview():
    line = write_task("Reflect", date(2026, 11, 3), date(2026, 11, 10), "vk-reflect", dataview=True)
    assert line == "- [ ] Reflect  [start:: 2026-11-03]  [due:: 2026-11-10] ^vk-reflect"
    assert tick(line, TOGGLED_ON) == (
        "- [x] Reflect  [start:: 2026-11-03]  [due:: 2026-11-10]  [completion:: 2026-11-20] ^vk-reflect"
    )


def test_postponing_changes_the_due_day_alone():
    line = "- [ ] Write  ⏫ 🛫 2026-11-03 📅 2026-11-10 ^vk-x"
    assert postpone(line, date(2026, 12, 1)) == "- [ ] Write  ⏫ 🛫 2026-11-03 📅 2026-12-01 ^vk-x"


def test_postponing_to_before_the_start_brings_the_start_along():
    line = "- [ ] Write 🛫 2026-11-03 📅 2026-11-10 ^vk-x"
    assert postpone(line, date(2026, 11, 1)) == "- [ ] Write 🛫 2026-11-01 📅 2026-11-01 ^vk-x"


def test_a_line_without_a_due_day_cannot_be_postponed():
    with pytest.raises(ValueError, match="due day"):
        postpone("- [ ] Write ^vk-x", date(2026, 11, 1))


@given(st.text(max_size=80))
def test_no_text_makes_it_fail(text):
    read_task(text)
    read_task(f"- [ ] {text}")


def test_postponing_leaves_a_date_in_the_words_alone():
    line = "- [ ] Ask about 📅 2026-10-25 once more 🛫 2026-11-10 📅 2026-11-20 ^vk-ask-news"
    assert postpone(line, date(2026, 11, 5)) == (
        "- [ ] Ask about 📅 2026-10-25 once more 🛫 2026-11-05 📅 2026-11-05 ^vk-ask-news"
    )


def test_what_is_no_item_is_neither_ticked_nor_put_off_and_no_error_quotes_it():
    for change in (tick, postpone):
        with pytest.raises(ValueError) as refused:
            change("Salary: 50k", date(2026, 11, 5))
        assert "50k" not in str(refused.value)


def test_beyond_a_hundred_fields_the_rest_is_words():
    found = read_task("- [ ] x" + " #tag" * 150)
    assert found is not None
    assert found.text == "x" + " #tag" * 150
    assert read_task("- [ ] x 📅 2026-11-10" + " #tag" * 99).due == date(2026, 11, 10)
    assert read_task("- [ ] x 📅 2026-11-10" + " #tag" * 100).due is None


HIDDEN = [
    ("- [ ] Write 🛫 2026-11-03 📅 2026-11-10 ^vk-a (away)", "Write (away)", "2026-11-10"),
    ("- [ ] Write 📅 2026-11-10 until then ^vk-a", "Write until then", "2026-11-10"),
    ("- [ ] Write [due:: 2026-11-10] ^vk-a away", "Write away", "2026-11-10"),
    ("- [ ] ^vk-a Write 📅 2026-11-10", "Write", "2026-11-10"),
    ("- [ ] Write 📅 2026-11-10 (was 📅 2026-11-01) ^vk-a", "Write (was )", "2026-11-10"),
    ("- [ ] Write 📅 10 Nov ^vk-a", "Write 📅 10 Nov", None),
]


@pytest.mark.parametrize(("line", "words", "due"), HIDDEN)
def test_an_id_is_read_wherever_it_stands_with_the_dates_that_are_hidden(line, words, due):
    task = read_marked_task(line, "vk-")
    assert (task.id, task.text, task.hides) == ("vk-a", words, True)
    assert (task.due and str(task.due)) == due


@pytest.mark.parametrize(
    "line", ["- [ ] x ^vk-a", "- [ ] x 📅 2026-11-10 ^vk-a", "- [x] x ⏫ 📅 2026-11-10 ^vk-a"]
)
def test_a_line_that_the_plugin_reads_hides_nothing(line):
    assert read_marked_task(line, "vk-") == read_task(line)


@pytest.mark.parametrize(
    "line", ["Words ^vk-a", "- [ ] x ^other", "- [ ] see [[Acme#^vk-a]]", "- [ ] x^vk-a"]
)
def test_a_line_without_an_id_of_its_own_is_not_ours(line):
    assert read_marked_task(line, "vk-") is None


def test_only_an_item_with_an_id_gets_other_dates():
    assert (
        redate("*   [ ] x 📅 2026-11-10 ^vk-a", None, date(2026, 11, 11))
        == "*   [ ] x 📅 2026-11-11 ^vk-a"
    )
    for line in ("Words", "- [ ] x"):
        with pytest.raises(ValueError, match="not a checklist item"):
            redate(line, None, date(2026, 11, 11))


@given(
    st.lists(st.sampled_from(PARTS[:4]), max_size=1),
    st.lists(st.sampled_from(PARTS), max_size=7),
    st.lists(st.sampled_from(PARTS[10:16]), max_size=4),
)
def test_a_line_as_the_tool_writes_it_is_read_as_any_other(begin, words, fields):
    row = "".join([*begin, *words, *fields])
    with patch.object(task_line, "_AS_WRITTEN", re.compile("(?!)")):
        expected = read_task(row)
    assert read_task(row) == expected
