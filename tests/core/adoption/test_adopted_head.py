"""The head for a note whose body says what it is about."""

import pytest

from tests.core.adoption.words import VOCABULARY
from vaultkit.core.adoption.adopted_head import adopted, order_in
from vaultkit.core.adoption.body_days import DayWords
from vaultkit.core.settings.values import Marks
from vaultkit.core.text.note import Note
from vaultkit.playbook import load

TYPED = Marks(types=("application",))


def head_of(text: str, marks: Marks = TYPED, names=None, path: str = "Jobs/A.md", order=None):
    found = adopted(Note(path, text.encode()), marks, names or {}, VOCABULARY, DayWords(order))
    if found is None:
        return None
    wanted = found.edit.wanted.decode()
    bare = text.removeprefix("\ufeff")
    assert wanted.endswith(bare)
    return wanted.removesuffix(bare), [one.name for one in found.left]


def test_values_become_properties_by_the_bodys_names_or_the_vaults():
    text = '# A\n\n**Status:** applied\n**Company:** "A": sons\n**Applied:** 2026-11-01'
    assert head_of(text) == (
        '---\ntype: application\nstatus: applied\ncompany: "\\"A\\": sons"\napplied: 2026-11-01\n---\n',
        [],
    )
    named = {"company": "azienda", "status": "stato"}
    assert "\nstato: applied\nazienda: " in head_of(text, names=named)[0]


def test_line_ends_and_a_byte_order_mark_stay():
    head, _ = head_of("\ufeff# A\r\nstatus:: applied\r\n")
    assert head == "\ufeff---\r\ntype: application\r\nstatus: applied\r\n---\r\n"


@pytest.mark.parametrize(
    ("marks", "line"),
    [
        (Marks(types=("job",)), "type: job\n"),
        (Marks(types=("application",), folders=("Jobs",)), ""),
        (Marks(types=("application",), tags=("jobs",)), "tags: jobs\n"),
    ],
)
def test_the_mark_is_the_vaults_own(marks, line):
    assert head_of("status:: applied\n", marks)[0] == f"---\n{line}status: applied\n---\n"


def test_what_would_not_be_read_is_left_to_the_body():
    text = (
        "company:: A\nrole:: x\nstatus:: sunny\napplied:: 1/2/2026\n"
        f"why:: {'x' * 301}\nResult:: perhaps\n"
    )
    head, left = head_of(text)
    assert head == "---\ntype: application\ncompany: A\nrole: x\n---\n"
    assert left == ["status", "applied", "why", "Result"]


def test_a_result_may_be_a_stage_or_a_day():
    assert head_of("company:: A\nrole:: x\nResult:: rejected\n")[0].endswith(
        "role: x\nstatus: rejected\n---\n"
    )
    assert head_of("status:: applied\nResult:: rejected\n")[1] == ["Result"]
    assert head_of("status:: rejected\nResult:: 2026-11-01\n")[0].endswith(
        "result: 2026-11-01\n---\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\ntype: application\n---\nstatus:: applied\n",
        "---\nstatus:: applied\n",
        "\ufeff---\n\nstatus:: applied\n",
        "<<<<<<< a\nstatus:: applied\n=======\nstatus:: saved\n>>>>>>> b\n",
        "# A\n\nstatus:: sunny\n",
        "# A\n",
    ],
)
def test_other_notes_get_none(text):
    assert head_of(text) is None


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("24/11/2026", "interview: 2026-11-24\n"),
        ("24/11/2026 at 15:00", "interview:\n  - 2026-11-24 15:00\n"),
        ("24/11/2026, 30/11/2026", 'interview:\n  - "2026-11-24"\n  - "2026-11-30"\n'),
    ],
)
def test_interviews_keep_their_hours_and_may_be_several(value, line):
    head, left = head_of(f"status:: applied\ninterview:: {value}\n")
    assert (head, left) == (f"---\ntype: application\nstatus: applied\n{line}---\n", [])


def test_another_day_is_one():
    assert head_of("status:: applied\napplied:: 24/11/2026, 25/11/2026\n")[1] == ["applied"]
    assert "applied: 2026-11-24\n" in head_of("status:: applied\napplied:: 24/11/2026 9:00\n")[0]


def test_which_number_is_the_month_the_notes_tell_together():
    texts = ("status:: applied\napplied:: 24/11/2026\n", "# 11/24/2026\n", "---\n---\n")
    notes = [Note("a.md", text.encode()) for text in texts]
    assert order_in(notes, VOCABULARY, load.phrases("en")) == "day-month"
    assert order_in(notes[1:], VOCABULARY, load.phrases("en")) is None


def test_what_a_callout_says_counts_and_what_contradicts_it_is_named():
    text = "> [!info]\n> **Status:** Rejected\n> - **Company:** A\n\n(Applied:: 2026-11-01) [Stage:: Screening] [Company:: a]\n"
    found = adopted(Note("a.md", text.encode()), TYPED, {}, VOCABULARY, DayWords())
    assert b"status: Rejected\ncompany: A\napplied: 2026-11-01\n" in found.edit.wanted
    assert [(one.name, one.value) for one in found.others] == [("Stage", "Screening")]


def test_a_name_in_bold_in_a_table_is_bare_in_the_head():
    text = "| **Company** | `A` |\n|---|---|\n| *Status* | applied |\n"
    assert head_of(text)[0] == "---\ntype: application\ncompany: A\nstatus: applied\n---\n"


def test_the_first_line_counts_behind_a_byte_order_mark():
    assert head_of("\ufeffstatus:: applied\ncompany:: A\n")[0].endswith(
        "status: applied\ncompany: A\n---\n"
    )
