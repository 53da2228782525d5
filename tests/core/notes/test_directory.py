"""Who is meant by a name that is not quite that of a note: never a guess where two could be."""

from dataclasses import replace

import pytest

from vaultkit.core.notes import directory
from vaultkit.core.notes.application import Name
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.person import Person


def person(name: str, email: str | None = None, company: str | None = None, **more) -> Person:
    return Person(f"People/{name}.md", name, email=email, company=company, **more)


JANE = person("Jane Doe", "jane@acme.example", "Acme")
JOHN = person("John Roe", "john@beta.example", "Beta", aliases=("Johnny (Beta)",))
PEOPLE = Directory((JANE, JOHN))


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe (HR)",
        "jane doe [she/her]",
        "Jane Doe (Acme)",
        "Jane Doe(recruiter",
        "jane@acme.example",
        "Jane@Acme.Example",
        "<jane@acme.example>",
        "mailto:jane@acme.example",
    ],
)
def test_a_remark_or_an_address_leads_to_the_one_person_of_it(text):
    assert PEOPLE.person(Name(text)) is JANE
    assert PEOPLE.identity(Name(text)) == JANE.path


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe (Beta)",
        "Jane (HR)",
        "(Jane Doe)",
        "jane@beta.example",
        "Jane Doe, HR",
        "Jane Doe ()",
        "@",
    ],
)
def test_somebody_else_stays_somebody_else(text):
    assert PEOPLE.person(Name(text)) is None


def test_everybody_is_told_by_the_path_of_their_notes():
    assert Directory((JOHN, JANE)).people == (JANE, JOHN)


def test_a_link_is_taken_as_it_is_written():
    assert PEOPLE.person(Name("Jane Doe (HR)", "Jane Doe (HR)")) is None


def test_of_two_with_one_name_or_address_neither_is_meant():
    other = person("Jane Doe (Beta)", "jane@acme.example", "Beta")
    both = Directory((JANE, other))
    assert both.person(Name("Jane Doe (HR)")) is None
    assert both.person(Name("jane@acme.example")) is None
    assert both.person(Name("Jane Doe (Beta)")) is other
    assert both.person(Name("Jane Doe")) is JANE


def test_an_alias_counts_without_its_remark_too():
    assert PEOPLE.person(Name("Johnny (CTO)")) is JOHN


def test_a_very_long_name_takes_no_time():
    assert PEOPLE.person(Name("(" * 200_000 + ")" * 200_000)) is None


def test_whom_a_name_stands_for_is_found_once():
    one = PEOPLE.someone(Name("Jane Doe", "Jane Doe"))
    assert (one.identity, one.also, one.has_note) == (JANE.path, ("Jane Doe",), True)
    assert PEOPLE.someone(Name("Jane Doe", "Jane Doe")) is one
    assert not PEOPLE.someone(Name("Nobody Here")).has_note


def test_of_more_names_than_are_kept_each_is_looked_up_anew(monkeypatch):
    monkeypatch.setattr(directory, "_MOST_KEPT", 1)
    people = Directory((JANE, JOHN))
    assert people.someone(Name("Jane Doe")) is people.someone(Name("Jane Doe"))
    second = people.someone(Name("John Roe"))
    assert people.someone(Name("John Roe")) == second
    assert people.someone(Name("John Roe")) is not second


@pytest.mark.parametrize("target", [None, "Nobody"])
def test_a_name_of_more_than_a_hundred_characters_is_looked_up_anew_each_time(target):
    for length, is_kept in ((100, True), (101, False)):
        name = Name("x" * (length - len(target or "")), target)
        assert PEOPLE.someone(name) == PEOPLE.someone(name)
        assert (PEOPLE.someone(name) is PEOPLE.someone(name)) == is_kept


def test_a_directory_with_other_notes_of_its_people_finds_out_anew_whom_a_name_stands_for():
    one = PEOPLE.someone(Name("Jane Doe"))
    renewed = PEOPLE.renewed({JANE.path: person("Jane Doe", "jane@acme.example", "Acme")})
    assert renewed.someone(Name("Jane Doe")) == one
    assert renewed.someone(Name("Jane Doe")) is not one


def test_who_is_not_to_be_contacted_is_known_anew_where_a_note_says_otherwise_by_now():
    silent = replace(JANE, do_not_contact=True)
    assert PEOPLE.silent == frozenset()
    other = PEOPLE.renewed({JANE.path: silent})
    assert other.silent == {JANE.path}
    assert other.note(other.someone(Name("Jane Doe"))) is silent
    assert PEOPLE.note(PEOPLE.someone(Name("Nobody"))) is None
