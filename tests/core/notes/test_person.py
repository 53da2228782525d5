"""People: what their notes say, and the dated lines of their logs."""

from datetime import date

import pytest

from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.notes.person import Person, read_person
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.playbook.load import playbook_toml

WORDS = vocabulary(playbook_toml("properties.toml"), playbook_toml("stages.toml"), Settings())


def read(yaml: str, body: str = "") -> tuple[Person | None, tuple[Problem, ...]]:
    text = f"---\ntype: person\n{yaml}\n---\n{body}"
    span = split_head(text)
    head = read_head("People/Marta Rossi.md", text, span)
    assert isinstance(head, Head)
    return read_person(Note("People/Marta Rossi.md", text.encode()), head, ReadText.of(text), WORDS)


def test_a_person_is_read_from_english_and_italian_heads():
    english = read(
        "name: Marta R.\naliases: [MR, Marta]\nemail: marta@acme.example\nrole: Lead\ncompany: '[[Acme]]'\n"
        "language: Italian\nformality: formal\nlast_contact: 2026-02-01"
    )
    italian = read(
        "nome: Marta R.\nalias: [MR, Marta]\ne-mail: mailto:marta@acme.example\nruolo: Lead\nazienda: Acme\n"
        "lingua: it\nregistro: Lei\nultimo contatto: 2026-02-01"
    )
    assert english == italian
    assert english[0] == Person(
        "People/Marta Rossi.md",
        "Marta R.",
        ("MR", "Marta"),
        "marta@acme.example",
        "Lead",
        "Acme",
        "it",
        "formal",
        touches=(date(2026, 2, 1),),
    )


def test_the_file_names_a_person_without_a_name():
    assert read("email: a@b.example")[0].name == "Marta Rossi"


def test_a_person_without_their_note_is_the_same_person():
    person, _ = read("email: a@b.example")
    kept, _ = read("email: a@b.example")
    assert kept.note is not None
    kept.let_note_go()
    kept.let_note_go()
    assert kept.note is None
    assert kept == person


def test_a_missing_address_is_a_hint_unless_nobody_will_write():
    _, (found,) = read("role: x")
    assert (found.code, found.severity) == ("person-without-address", "hint")
    person, problems = read("do_not_contact: true")
    assert person.do_not_contact
    assert problems == ()


@pytest.mark.parametrize(
    "text", ["Marta <marta@acme.example>", "mailto:marta@acme.example", "[marta@acme.example]"]
)
def test_an_address_is_taken_out_of_what_stands_around_it(text):
    assert read(f"email: '{text}'")[0].email == "marta@acme.example"


@pytest.mark.parametrize("text", ["marta", "a@b", "a@b?bcc=c"])
def test_what_is_no_address_is_a_hint(text):
    person, (found,) = read(f"email: {text}")
    assert person.email is None
    assert (found.code, found.severity, found.line) == ("address-unreadable", "hint", 3)


def test_dated_lines_of_the_log_are_touches():
    body = (
        "- 2026-01-01: not in the log\n# Marta\n## Log\n- 2026-02-03: a call\n* 2026-2-1 mail\n+ [[2026-02-02]]: lunch\n"
        "- no day\n### Older\n- 2025-12-01: still in it\n```\n- 2026-02-09: in a fence\n```\n## Notes\n- 2026-03-01: out\n"
    )
    person, _ = read("email: a@b.example\nlast_contact: 2026-02-03", body)
    assert person.touches == (
        date(2025, 12, 1),
        date(2026, 2, 1),
        date(2026, 2, 2),
        date(2026, 2, 3),
    )


def test_the_italian_log_is_called_diario():
    assert read("email: a@b.example", "# Diario\n- 2026-02-03: x\n")[0].touches == (
        date(2026, 2, 3),
    )


def test_days_that_are_none_are_problems_with_their_line():
    _, problems = read(
        "email: a@b.example\nlast_contact: 2026-02-30", "\n## Log\n\n- 2026-02-31: x\n"
    )
    assert [(found.line, found.code) for found in problems] == [
        (4, "bad-date"),
        (9, "bad-log-date"),
    ]


def test_a_template_is_nobody():
    person, (found,) = read("name: '{{title}}'")
    assert (person, found.code, found.severity) == (None, "variable-unfilled", "hint")


def test_a_variable_in_the_note_of_somebody_with_a_name_is_a_problem():
    person, (found,) = read("name: Marta\nlast_contact: '{{date}}'")
    assert (person, found.code, found.severity) == (None, "variable-unfilled", "problem")


@pytest.mark.parametrize(
    ("known", "form", "post"), [("Ms", "Ms", None), ("Head of data", None, "Head of data")]
)
def test_a_title_is_a_form_of_address_or_what_somebody_does(known, form, post):
    person, told = read(f"name: Marta Rossi\nemail: m@acme.example\ntitle: {known}")
    assert person is not None
    assert (person.title, person.role, told) == (form, post, ())
