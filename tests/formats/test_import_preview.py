"""What a sheet would become, as it is shown."""

import pytest

from tests.core.tables.reading import columns_of, wish_of
from vaultkit.core.tables.columns import Program
from vaultkit.core.tables.csv_text import Row, Table
from vaultkit.core.tables.plan import Dates, ImportPlan, RowPlan
from vaultkit.formats.import_preview import column_rows, preview_lines, row_rows
from vaultkit.playbook import load

EN = load.phrases("en")
NAMES = ("Company", "Role", "Applied", "Notes", "Tags", "Salary", "Outcome")
SIMPLIFY = Program("Simplify", frozenset(), "mdy")


def row(state="new", line=2, cells=("Acme", "Cook"), **more):
    return RowPlan(wish_of(NAMES, cells, line=line), state, **more)


def plan(*rows, dates=None, program=None, separator=",", is_assumed=False, above=()):
    table = Table(
        "UTF-8", is_assumed, separator, Row(1, NAMES), tuple(Row(2, ()) for _ in rows), above
    )
    return ImportPlan(table, columns_of(*NAMES), program, dates or {}, rows)


def lines(made, most=None):
    return list(preview_lines(made, "jobs.csv", EN, most))


def test_columns_and_rows_are_told():
    assert lines(plan(row(path="A/Acme - Cook.md"))) == [
        "jobs.csv: 1 row, UTF-8, commas between the cells.",
        "  Company → company",
        "  Role → role",
        "  Applied → applied",
        "  Notes → text of the note",
        "  Tags → a line in the text of the note",
        "  Salary → a property of its own name",
        "  Outcome → decided",
        "line 2 → A/Acme - Cook.md",
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (row("there", path="A.md"), "line 2: is there already, A.md"),
        (row("there", path="A.md", by_link=True), "line 2: is there already by its link, A.md"),
        (row("double", of_line=1), "line 2: says the same as line 1; not made twice"),
        (row("left"), "line 2: names no company and no role; not made"),
    ],
)
def test_what_makes_no_note_is_told(found, said):
    assert lines(plan(found))[-1] == said


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (Dates("dmy", "said"), "03/04 is 3 April (as you said)"),
        (Dates("mdy", "program"), "03/04 is 4 March (as Simplify writes it)"),
        (
            Dates(None, "both"),
            "03/04 may be either and is not read (the cells contradict one another",
        ),
        (Dates("dmy", "usual"), "(nothing in the sheet tells"),
        (Dates("dmy", "sheet"), "(other columns show it)"),
    ],
)
def test_the_order_of_a_column_and_its_reason_are_told(dates, said):
    made = plan(row(path="A.md"), dates={2: dates}, program=SIMPLIFY)
    told = lines(made)
    assert "The columns are those of Simplify." in told
    assert any(said in line for line in told)
    assert column_rows(made)[2]["dates"] == {"order": dates.order, "why": dates.why}
    assert column_rows(made)[0]["dates"] is None


def test_many_rows_are_told_in_part():
    rows = [row(line=number, path="A.md") for number in range(2, 9)]
    assert lines(plan(*rows), most=2)[-1] == "… and 5 more rows."
    assert lines(plan(*rows), most=7)[-1] == "line 8 → A.md"


def test_what_was_assumed_and_left_out_is_told():
    made = plan(row(path="A.md"), separator="^", is_assumed=True, above=(Row(1, ("My", "x" * 90)),))
    told = lines(made)
    assert "it was read as UTF-8" in told[0]
    assert "signs that the file names" in told[0]
    assert told[1].startswith(
        "Line 1 stands above the names of the columns and is left out: My xxx"
    )
    assert told[1].endswith("…")


def test_rows_for_programs():
    assert row_rows(plan(row("double", of_line=1))) == [
        {
            "line": 2,
            "state": "double",
            "note": None,
            "same_as_line": 1,
            "company": "Acme",
            "role": "Cook",
            "name": None,
        }
    ]
