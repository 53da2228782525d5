"""What `vaultkit export` hands to a format, and our own two."""

import csv
import json

import pytest

from tests.house import TODAY, surveyed
from vaultkit.core.week.quiet import listings
from vaultkit.formats import applications_csv, applications_json
from vaultkit.formats.export_rows import export_row

NOTE = b"""---
type: application
company: Acme
role: "=2+5, Data"
status: rejected
applied: 2026-08-01
interviewed: [2026-08-12, 2026-08-19]
decided: 2026-08-20
recruiter: "[[Jane Doe]]"
interviewers: ["[[Li Wei]]", Bo]
---
"""


def rows(**notes):
    found = surveyed({f"{name}.md": raw for name, raw in notes.items()})
    return tuple(export_row(row) for row in listings(found.entries, TODAY))


def test_a_row_says_what_the_note_says_in_plain_values():
    (row,) = rows(Acme=NOTE)
    assert (row["note"], row["stage"], row["decided"]) == ("Acme.md", "rejected", "2026-08-20")
    assert (row["interviewed"], row["interviewers"]) == (
        ("2026-08-12", "2026-08-19"),
        ("Li Wei", "Bo"),
    )
    assert (row["recruiter"], row["contact"], row["offered"]) == ("Jane Doe", None, None)


def test_a_table_is_one_that_other_programs_read():
    text = applications_csv.render(rows(Acme=NOTE)).decode()
    assert text.count("\r\n") == 2
    (read,) = csv.DictReader(text.splitlines())
    assert (read["company"], read["interviewed"]) == ("Acme", "2026-08-12; 2026-08-19")
    assert list(read) == list(rows(Acme=NOTE)[0])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+39 1", "'+39 1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "'=1"),
        ('=A("x")', '"\'=A(""x"")"'),
        ("a-b", "a-b"),
        ('say "hi", you', '"say ""hi"", you"'),
        ("two\nlines", "two lines"),
        (None, ""),
        (("=a", "b"), "'=a; b"),
    ],
)
def test_no_cell_is_a_formula_or_breaks_the_table(text, cell):
    assert applications_csv.render([{"x": text}]).decode() == f"x\r\n{cell}\r\n"


def test_of_no_application_there_is_no_line():
    assert applications_csv.render([]) == b""
    assert applications_json.render([]) == b"[]\n"


def test_objects_keep_lists_and_names():
    (read,) = json.loads(applications_json.render(rows(Acme=NOTE)))
    assert read["role"] == "=2+5, Data"
    assert read["interviewers"] == ["Li Wei", "Bo"]
    assert read["contact"] is None
