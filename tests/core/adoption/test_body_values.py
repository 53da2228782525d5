"""What a body says in the way of properties: fields, bullets, tables; and what only looks like it."""

import pytest

from tests.core.adoption.words import VOCABULARY
from vaultkit.core.adoption.body_values import LONGEST_LINE, NOTHING, read_body


def said(text: str) -> list[tuple[str, str, str, str]]:
    body = read_body(text, VOCABULARY)
    return [(one.name, one.property, one.value, one.form) for one in body.values]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("**Status:** applied", ("Status", "status", "applied", "bullet")),
        ("- **Status**: *applied*", ("Status", "status", "applied", "bullet")),
        ("status:: applied", ("status", "status", "applied", "field")),
        ("- Azienda:: Alfa", ("Azienda", "company", "Alfa", "field")),
        ("We met. [company:: [[Acme|A]]] and more", ("company", "company", "[[Acme|A]]", "field")),
        ("(role:: Analyst)", ("role", "role", "Analyst", "field")),
        ("Result:: rejected", ("Result", "decided", "rejected", "field")),
    ],
)
def test_a_line_gives_its_value(line, value):
    assert said(f"# Acme\n\n{line}\n") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "**Mood:** fine",
        "std::string role",
        "```\nstatus:: applied\n```",
        "`role:: x` and a | b",
        "**Status:**",
        "**Status:** **",
        f"status:: {'x' * LONGEST_LINE}",
    ],
)
def test_other_prose_gives_none(text):
    assert said(text) == []


def test_a_text_without_any_of_the_marks_is_not_looked_at():
    assert read_body("Status: applied", VOCABULARY) is NOTHING


def test_of_two_values_the_first_counts():
    assert said("status:: applied\nstatus:: rejected") == [("status", "status", "applied", "field")]


def test_an_upright_table_names_properties_in_its_first_column():
    text = "| Company | Wonka |\n|:--|--:|\n| Status | [[x\\|Interviewing]] |\n| Snacks | many |\n"
    assert said(text) == [
        ("Company", "company", "Wonka", "cell"),
        ("Status", "status", "[[x|Interviewing]]", "cell"),
    ]


def test_a_table_of_one_application_names_them_in_its_first_row():
    assert said("| Company | Role | Status |\n|---|---|---|\n| A | x | applied\n") == [
        ("Company", "company", "A", "cell"),
        ("Role", "role", "x", "cell"),
        ("Status", "status", "applied", "cell"),
    ]
    assert said("| Company | Role |\n|---|---|\n| A | x |\n") == [
        ("Company", "company", "A", "cell"),
        ("Role", "role", "x", "cell"),
    ]


def test_a_table_of_several_is_counted_and_not_read():
    body = read_body("| Company | Role | x |\n|---|---|---|\n| A | x |\n| B | y |\n", VOCABULARY)
    assert (body.values, body.rows) == ((), 2)


def test_a_table_of_something_else_says_nothing():
    assert read_body("|a|b|c|\n|-|-|-|\n|1|2|3|\n\n|---|---|\n", VOCABULARY) == NOTHING
