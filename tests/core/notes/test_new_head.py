"""The properties of a new note, in the head that a template gives."""

from datetime import date

import pytest

from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.notes.new_head import NewValue, with_properties
from vaultkit.core.settings.values import Settings
from vaultkit.playbook.load import playbook_toml

WORDS = vocabulary(playbook_toml("properties.toml"), playbook_toml("stages.toml"), Settings())
DAY = NewValue(date(2026, 11, 20), is_default=True)


def made(head: str, own=None, **values):
    new = {
        name: value if isinstance(value, NewValue) else NewValue(value)
        for name, value in values.items()
    }
    text = with_properties(f"---\n{head}---\n\n# A\n", new, own or {}, WORDS)
    return text and text.removeprefix("---\n").removesuffix("---\n\n# A\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("company:\n", "company: Acme\n"),
        ("Employer: \t \n", "Employer: Acme\n"),
        ("Employer:   # who\n", "Employer: Acme   # who\n"),
        ('azienda: ""\n', "azienda: Acme\n"),
        ("company: [ ]\n", "company: Acme\n"),
        ("company:\n  -\nx: 1\n", "company: Acme\nx: 1\n"),
        ("company: Somebody else\n", "company: Acme\n"),
        ("company: null\n", "company: Acme\n"),
        ("", "company: Acme\n"),
        ("x: 1\n", "x: 1\ncompany: Acme\n"),
    ],
)
def test_a_value_goes_where_its_property_stands(before, after):
    assert made(before, company="Acme") == after


def test_what_is_missing_goes_last_by_the_vaults_own_name():
    assert made("x: 1\n", {"company": "azienda"}, company="No") == 'x: 1\nazienda: "No"\n'


def test_the_day_does_not_replace_another():
    assert made("created: 2026-01-01\n", added=DAY) == "created: 2026-01-01\n"
    assert made("created:\n", added=DAY) == "created: 2026-11-20\n"


def test_a_weak_name_is_filled_and_never_replaced():
    assert made("title:\n", role="Analyst") == "title: Analyst\n"
    assert made("title: My note\n", role="Analyst") == "title: My note\nrole: Analyst\n"


def test_a_weak_name_that_is_given_is_that_property():
    assert made("title: x\nrole:\n", role="Cook", title="y") == "title: y\nrole: Cook\n"


def test_mappings_say_something():
    assert made("contact:\n  name: x\n", contact=NewValue("y", is_default=True)) == (
        "contact:\n  name: x\n"
    )


def test_two_values_do_not_meet_in_one_property():
    assert made("company:\n", company="A", employer="B") == "company: A\n"


def test_another_property_is_found_by_its_name_alone():
    assert made("Salary: 1\n", salary=2) == "Salary: 2\n"
    assert made("", tags=("a", "b")) == "tags:\n  - a\n  - b\n"
    assert made("x: 1\n", x=None) == "x:\n"


def test_lines_end_as_those_of_the_head():
    text = "---\r\ncompany: \r\n---\r\n"
    values = {"company": NewValue("A"), "role": NewValue("x")}
    assert with_properties(text, values, {}, WORDS) == "---\r\ncompany: A\r\nrole: x\r\n---\r\n"


def test_a_text_without_a_head_gets_one_and_a_broken_head_is_told():
    assert with_properties("# A\n", {"company": NewValue("A")}, {}, WORDS) == (
        "---\ncompany: A\n---\n\n# A\n"
    )
    assert made("a: b: c\n", company="A") is None


def test_nothing_to_write_changes_nothing():
    assert made("x: 1\n") == "x: 1\n"
