"""A template's variables: those that a day, an hour or a name can fill, in prose and in YAML, and those that stay."""

from datetime import date, time

import frontmatter
import pytest

from vaultkit.core.notes.template_text import Filling, fill
from vaultkit.playbook import load

ENGLISH = load.phrases("en")


def filled(text: str, company: str = "Acme", role: str = "Analyst", clock: time = time(9, 5, 7)):
    filling = Filling(
        f"{company} - {role}", "Jobs", company, role, date(2026, 11, 20), clock, ENGLISH
    )
    return fill(text, filling)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("{{title}}", "Acme - Analyst"),
        ("{{ Title }}", "Acme - Analyst"),
        ("{{company}}, {{role}}", "Acme, Analyst"),
        ("{{date}}", "2026-11-20"),
        ("{{date:D MMMM YYYY}}", "20 November 2026"),
        ("{{time}}", "09:05"),
        ("{{date:YYYY-MM-DD}} {{time:H.mm.ss [h]}}", "2026-11-20 9.05.07 h"),
        ("{{date:h:m:s A a}}", "9:5:7 AM am"),
        ("<% tp.file.title %>", "Acme - Analyst"),
        ("<%- tp.file.folder() -%>", "Jobs"),
        ("<% tp.file.cursor() %>|<% tp.file.cursor(1) %>", "|"),
        ("<% tp.date.now() %>", "2026-11-20"),
        ('<% tp.date.now("DD/MM/YYYY") %>', "20/11/2026"),
        ("<% tp.date.now('YYYY', 60) %>", "2027"),
        ("<% tp.date.tomorrow() %> <% tp.date.yesterday('DD') %>", "2026-11-21 19"),
        ('<% tp.file.creation_date("HH:mm") %>', "09:05"),
        ("<% tp.file.last_modified_date() %>", "2026-11-20 09:05"),
    ],
)
def test_what_can_be_filled_is_filled(variable, value):
    assert filled(f"# {variable}\n").text == f"# {value}\n"
    assert filled(variable).left == ()


def test_the_afternoon_has_twelve_hours():
    assert filled("{{time:hh A}}", clock=time(12, 0)).text == "12 PM"
    assert filled("{{time:h a}}", clock=time(0, 0)).text == "12 am"


@pytest.mark.parametrize(
    "variable",
    [
        "{{VALUE}}",
        "{{title:x}}",
        "{{date:LT}}",
        "<% tp.user.clock() %>",
        "<% tp.date.now('LT') %>",
        "<% tp.system.prompt('Company?') %>",
        "<%* let x = 1\nif (x > 0) { %>",
    ],
)
def test_what_its_own_program_must_fill_stays_and_is_named_once(variable):
    text = f"---\nx: 1\n---\n{variable} and {variable}\n"
    made = filled(text)
    assert made.text == text
    assert made.left == (" ".join(variable.split())[:60],)


def test_a_day_beyond_the_calendar_stays():
    far = Filling("t", "f", "c", "r", date(9999, 12, 31), time(0), ENGLISH)
    assert fill("<% tp.date.tomorrow() %>", far).left == ("<% tp.date.tomorrow() %>",)


def test_a_value_that_looks_like_a_variable_is_filled_no_more():
    made = filled("# {{company}}\n", company="{{role}} <% tp.file.title %>")
    assert "Analyst" not in made.text
    assert made.left == ()


NAMES = [
    'A "b" \\ c',
    "O'Hara: sons",
    "No",
    "[[Acme]]",
    "# 1",
    "0o17",
    "a, b",
    "- x",
    "{x}",
    "è 😀",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "line",
    [
        "x: {{company}}",
        'x: "{{company}}"',
        "x: '{{company}}'",
        "x: [{{company}}]",
        "x:\n  - {{company}}",
        'x: ["{{company}}"]',
        "x: ['{{company}}']",
        "x: {y: {{company}}}",
    ],
)
def test_in_the_head_a_name_is_read_back_as_it_was(name, line):
    made = filled(f"---\n{line}\n---\n", company=name).text
    value = frontmatter.loads(made)["x"]
    assert value in (name, [name], {"y": name})


def test_a_head_keeps_its_days_its_line_ends_and_what_cannot_be_filled():
    text = "---\r\nday: {{date}}\r\ntitle: {{company}} at <% tp.user.x() %>\r\nplain: 1\r\n---\r\n"
    made = filled(text, company="A: b")
    assert made.text == (
        "---\r\nday: 2026-11-20\r\ntitle: A: b at <% tp.user.x() %>\r\nplain: 1\r\n---\r\n"
    )
    assert made.left == ("<% tp.user.x() %>",)


def test_a_line_of_the_head_without_a_name_is_filled_as_it_is():
    assert filled("---\n# {{company}}\n---\n").text == "---\n# Acme\n---\n"
