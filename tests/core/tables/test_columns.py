"""What the columns of a sheet become."""

import pytest

from tests.core.tables.reading import VOCABULARY, WORDS, columns_of
from vaultkit.core.settings.values import Marks
from vaultkit.core.tables.columns import MapWrong, is_known, program_of


def become(*names, **said):
    return {column.name: (column.kind, column.property) for column in columns_of(*names, **said)}


@pytest.mark.parametrize(
    ("name", "property_"),
    [
        ("Company", "company"),
        ("Employer", "company"),
        ("AZIENDA", "company"),
        ("Company Name", "company"),
        ("Job Title", "role"),
        ("Position", "role"),
        ("Ruolo", "role"),
        ("Status", "status"),
        ("List", "status"),
        ("Stato candidatura", "status"),
        ("Date Applied", "applied"),
        ("Data candidatura", "applied"),
        ("Date Saved", "added"),
        ("Job URL", "url"),
        ("Deadline", "closes"),
        ("Interview Date", "interviewed"),
        ("Recruiter", "recruiter"),
        ("Platform", "source"),
    ],
)
def test_columns_are_known_by_many_names(name, property_):
    assert become(name) == {name: ("known", property_)}


def test_a_vague_name_counts_only_where_no_other_column_does():
    assert become("Name", "Date", "Title") == {
        "Name": ("known", "company"),
        "Date": ("known", "applied"),
        "Title": ("known", "role"),
    }
    assert become("Name", "Company", "Date", "Applied on") == {
        "Name": ("own", "Name"),
        "Company": ("known", "company"),
        "Date": ("own", "Date"),
        "Applied on": ("known", "applied"),
    }


def test_a_second_column_for_a_property_stands_below_the_head():
    assert become("Company", "Employer")["Employer"] == ("beside", "")


def test_several_columns_may_hold_interviews():
    made = become("Interview 1", "Interview 2", "Interviewer 1")
    assert set(made.values()) == {("known", "interviewed"), ("known", "interviewers")}


def test_an_outcome_is_a_day_or_a_stage_and_takes_no_other_column_its_place():
    assert become("Outcome", "Decision date") == {
        "Outcome": ("either", "decided"),
        "Decision date": ("known", "decided"),
    }


def test_other_columns_keep_their_names():
    assert become("Salary (k€)", "Notes", "Follow up", "Type", "Tags", "[[x]]", "", "A: b") == {
        "Salary (k€)": ("own", "Salary (k€)"),
        "Notes": ("text", ""),
        "Follow up": ("beside", ""),
        "Type": ("beside", ""),
        "Tags": ("beside", ""),
        "[[x]]": ("beside", ""),
        "#7": ("beside", ""),
        "A: b": ("beside", ""),
    }


def test_what_marks_an_application_here_is_no_column_of_its_own():
    made = columns_of("Job status of mine", marks=Marks(property="job_status_of_mine"))
    assert made[0].kind == "beside"


def test_a_name_that_stands_twice_is_told_apart():
    assert list(become("Company", "Location", "Location")) == ["Company", "Location", "Location #3"]


def test_a_person_says_what_a_column_is():
    made = become("Firma", "Stelle", "Company", Firma="company", Stelle="ruolo")
    assert made == {
        "Firma": ("known", "company"),
        "Stelle": ("known", "role"),
        "Company": ("beside", ""),
    }
    assert become("Salary", SALARY="text")["Salary"] == ("text", "text")
    assert become("What", What="title")["What"] == ("known", "role")
    assert become("A", "B", A="interviewed", B="interviews")["B"] == ("known", "interviewed")


def test_a_column_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(MapWrong) as caught:
        columns_of("Company", "Role", Firma="company")
    assert (caught.value.code, caught.value.listed) == ("no-column", ("Company", "Role"))


def test_a_property_that_there_is_not_is_told_with_the_nearest_first():
    with pytest.raises(MapWrong) as caught:
        columns_of("Firma", Firma="compny")
    assert caught.value.code == "no-property"
    assert caught.value.listed[0] == "company"
    assert "text" in caught.value.listed


@pytest.mark.parametrize(
    ("names", "program"),
    [
        (
            ["Job Title", "Company Name", "Job URL", "Applied Date", "Status", "Status Date"],
            "Simplify",
        ),
        (["Company", "Job Title", "List", "Date Applied"], "Huntr"),
        (["Job Position", "Company", "Status", "Date Saved", "Date Applied", "Excitement"], "Teal"),
        (["Application Date", "Company Name", "Job Title", "Job Url"], "LinkedIn"),
        (["Company", "Role"], None),
    ],
)
def test_programs_are_known_by_their_columns(names, program):
    found = program_of(names, WORDS)
    assert (found.name if found else None) == program


@pytest.mark.parametrize("name", ["Company", "Date", "Notes", "title"])
def test_what_means_anything_is_known(name):
    assert is_known(name, VOCABULARY, WORDS)


def test_what_means_nothing_is_not():
    assert not is_known("Acme Ltd", VOCABULARY, WORDS)
