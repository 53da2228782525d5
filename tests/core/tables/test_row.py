"""One row of a sheet: what the note is to say, and that no cell is lost."""

from datetime import date

import pytest

from tests.core.tables.reading import columns_of, wish, wish_of
from vaultkit.core.tables.csv_text import Row
from vaultkit.core.tables.row import cells_of


def codes(found):
    return [finding.code for finding in found.findings]


def kept(found):
    return [(one.name, one.text) for one in found.kept]


def test_a_row_says_what_its_cells_say():
    found = wish(
        Company="Acme", Role="Cook", Status="Applied", Applied="2026-04-03", Url="https://a.example/1",
        Salary="50000", Notes="Nice\nplace", Interviewers="Jane Doe; Bo Li",
    )  # fmt: skip
    assert (found.company, found.role, found.line) == ("Acme", "Cook", 2)
    assert found.properties == {
        "status": "Applied",
        "applied": date(2026, 4, 3),
        "url": "https://a.example/1",
        "Salary": 50000,
        "interviewers": ("Jane Doe", "Bo Li"),
    }
    assert (found.link, found.applied) == ("https://a.example/1", date(2026, 4, 3))
    assert kept(found) == [("Notes", "Nice\nplace")]
    assert found.findings == ()


def test_an_empty_cell_and_a_dash_say_nothing():
    found = wish(Company="Acme", Role=" ", Applied="–", Salary="-", Notes="…")
    assert (found.properties, found.kept, found.findings) == ({}, (), ())
    assert (found.link, found.applied) == ("", None)


def test_a_stage_that_is_not_understood_stands_in_the_note_and_is_told():
    found = wish(Company="Acme", Status="Frobnicated")
    assert found.properties["status"] == "Frobnicated"
    assert codes(found) == ["stage"]
    near = wish(Company="Acme", Status="Aplied")
    assert (codes(near), near.findings[0].values["nearest"]) == (["stage-near"], "applied")


def test_a_day_that_is_not_understood_stands_in_the_note_and_is_told():
    found = wish(Company="Acme", Applied="soon")
    assert (found.properties["applied"], codes(found), found.applied) == ("soon", ["day"], None)
    two = wish(Company="Acme", Applied="03/04/2026")
    assert (two.properties["applied"], codes(two)) == ("03/04/2026", ["two-days"])
    assert two.findings[0].values["one"] == "2026-04-03"


@pytest.mark.parametrize("text", ["n/a", "TBD", "yes", "x" * 300])
def test_a_word_in_a_column_of_days_that_is_none_stands_below_the_head(text):
    found = wish(Company="Acme", Rejected=text)
    assert (found.properties, kept(found), found.findings) == ({}, [("Rejected", text)], ())


def test_the_order_of_a_column_reads_its_figures():
    names, cells = ["Company", "Applied"], ["Acme", "03/04/2026"]
    assert wish_of(names, cells, "dmy").properties["applied"] == date(2026, 4, 3)
    assert wish_of(names, cells, "mdy").properties["applied"] == date(2026, 3, 4)


def test_what_stands_behind_a_day_is_kept():
    found = wish(
        Company="Acme", Applied="2026-04-03T10:30:00Z", Deadline="April 3, 2026 → April 5, 2026"
    )
    assert found.properties == {"applied": date(2026, 4, 3), "closes": date(2026, 4, 3)}
    assert [name for name, _ in kept(found)] == ["Applied", "Deadline"]


def test_interviews_of_several_cells_and_columns_come_together_with_their_hours():
    found = wish_of(
        ["Company", "Interview 1", "Interview 2", "Interview 3"],
        ["Acme", "2026-04-03 10:30; 2026-04-05", "2026-04-03 10:30", "2026-04-09T12:00:00Z"],
    )
    assert found.properties["interviewed"] == (
        "2026-04-03 10:30",
        "2026-04-05",
        "2026-04-09 12:00",
    )
    assert kept(found) == [("Interview 3", "2026-04-09T12:00:00Z")]
    assert kept(wish(Company="A", Interview="20/05/2026 ore 10.30")) == []
    assert wish(Company="A", Interview="2026-04-05").properties["interviewed"] == date(2026, 4, 5)


def test_an_interview_that_is_no_day_is_kept_and_told():
    found = wish_of(["Company", "Interview 1", "Interview 2"], ["Acme", "2026-04-03", "later"])
    assert found.properties["interviewed"] == date(2026, 4, 3)
    assert (kept(found), codes(found)) == ([("Interview 2", "later")], ["day"])
    alone = wish(Company="Acme", Interview="later")
    assert (alone.properties["interviewed"], codes(alone)) == ("later", ["day"])


def test_an_outcome_is_a_day_or_the_stage():
    assert wish(Company="A", Outcome="2026-04-03").properties == {"decided": date(2026, 4, 3)}
    assert wish(Company="A", Outcome="Rejected").properties == {"status": "Rejected"}


def test_an_outcome_beside_another_stage_stands_in_the_note_as_well_and_is_told():
    found = wish(Outcome="Rejected", Company="A", Status="Applied")
    assert found.properties == {"status": "Applied", "Outcome": "Rejected"}
    assert codes(found) == ["two-stages"]
    same = wish(Company="A", Status="Rejected", Outcome="rifiutata")
    assert (same.properties, kept(same)) == ({"status": "Rejected"}, [("Outcome", "rifiutata")])


def test_a_second_cell_for_a_property_stands_below_the_head():
    found = wish_of(["Company", "Decision date", "Outcome"], ["A", "2026-04-03", "2026-04-05"])
    assert found.properties == {"decided": date(2026, 4, 3)}
    assert kept(found) == [("Outcome", "2026-04-05")]


def test_a_value_that_is_too_long_is_shortened_and_stands_whole_below_the_head():
    text = "long " * 1000
    found = wish(Company=text, Url="https://a.example/" + "x" * 3000, Recruiter="y" * 300)
    assert len(found.company) <= 201
    assert codes(found) == ["shortened"] * 3
    assert ("Company", text.strip()) in kept(found)


def test_a_link_or_code_in_a_value_is_taken_out_and_stands_below_the_head():
    found = wish(
        Company="[[../../Evil|Acme]]",
        Role="{{title}} <% tp %>",
        Salary="[[x]]",
        Url="[job](https://a.example/1)",
    )
    assert (found.company, found.role) == ("Acme", "{ {title}} < % tp %>")
    assert found.properties == {"url": "https://a.example/1"}
    assert [name for name, _ in kept(found)] == ["Company", "Role", "Salary", "Url"]


def test_control_characters_and_lines_do_not_reach_the_head():
    found = wish(Company="Ac\x1bme\nInc", Location="a\nb")
    assert found.company == "Ac me Inc"
    assert ("Location", "a\nb") in kept(found)


def test_a_reason_of_many_words_is_text():
    found = wish_of(["Company", "Why"], ["Acme", "one\ntwo"])
    assert kept(found) == [("Why", "one\ntwo")]
    assert wish_of(["Company", "Why"], ["Acme", "one"]).properties == {"why": "one"}


def test_the_sign_that_guards_a_formula_is_taken_off():
    found = wish(Company="'=Acme", Role="'tis")
    assert (found.company, found.role) == ("=Acme", "'tis")


def test_a_cell_beyond_the_columns_is_kept_and_told():
    found = wish_of(["Company"], ["Acme", "", "lost?" * 30])
    assert kept(found) == [("#3", "lost?" * 30)]
    assert codes(found) == ["more-cells"]


def test_names_of_people_are_taken_apart_and_links_are_what_they_show():
    found = wish(Company="A", Interviewers="[[Jane Doe]], Bo\nLi Wei")
    assert found.properties["interviewers"] == ("Jane Doe", "Bo", "Li Wei")
    assert kept(found)
    assert wish(Company="A", Interviewers="Bo").properties["interviewers"] == "Bo"


def test_two_rows_say_the_same_where_every_cell_does():
    one, other = (wish_of(["Company", "Notes"], ["A", "x"], line=line) for line in (2, 3))
    assert one.says == other.says != wish_of(["Company", "Notes"], ["A", "y"]).says


def test_cells_of_a_column_leave_out_rows_that_are_too_short():
    assert [*cells_of(1, [Row(1, ("a",)), Row(2, ("a", " b "))])] == ["b"]
    assert columns_of("Company")[0].index == 0


def test_a_link_that_shows_nothing_is_no_value_and_is_kept():
    found = wish(Company="Acme", Source="[[#abc]]")
    assert (found.properties, kept(found)) == ({}, [("Source", "[[#abc]]")])


def test_people_of_whom_nothing_is_shown_are_nobody_and_are_kept():
    found = wish(Company="Acme", Interviewers="![[#u17]]")
    assert (found.properties, kept(found)) == ({}, [("Interviewers", "![[#u17]]")])


@pytest.mark.parametrize("name", ["Company", "Status", "Notes", "Type"])
def test_a_cell_with_control_characters_is_told_and_kept_whole_once(name):
    cell = "[[Caf\x8f]] <% x"
    made = wish_of([name], [cell])
    assert [(one.name, one.text) for one in made.kept] == [(name, cell)]
    assert ("control", {"codes": r"\x8f"}) in [(one.code, one.values) for one in made.findings]


def test_signs_that_are_no_letters_fill_no_property_and_are_kept():
    made = wish_of(["Company", "Status", "Role"], ["-", "✅", "…"])
    assert (made.company, made.properties, made.role) == ("", {}, "")
    assert [(one.name, one.text) for one in made.kept] == [("Status", "✅")]
