"""Which rows are there already."""

from datetime import date

import pytest

from tests.core.tables.reading import VOCABULARY, wish_of
from tests.house import Application
from vaultkit.core.tables import same
from vaultkit.core.tables.same import bare_link, doubles

NAMES = ["Company", "Role", "Applied", "Url"]


def row(company="Acme", role="Cook", applied="", url="", line=2):
    return wish_of(NAMES, [company, role, applied, url], line=line)


def there_already(notes, wishes, differ=lambda *_: 0):
    names = same.Names(
        lambda wish: " - ".join(filter(None, (wish.company.replace("/", "-"), wish.role))),
        VOCABULARY,
    )
    return same.there_already(notes, wishes, names, differ)


def there(wish, *notes, wishes=None):
    found = there_already(notes, wishes or [wish]).get(wish.line)
    return found.path if found else None


NOTE = Application(
    path="Acme.md", company="ACME", stage="applied", role="cook", applied=date(2026, 4, 3)
)


@pytest.mark.parametrize("applied", ["2026-04-03", ""])
def test_the_same_names_and_day_are_the_same_application(applied):
    assert there(row(applied=applied), NOTE) == "Acme.md"


def test_another_day_is_another_application():
    assert there(row(applied="2026-04-04"), NOTE) is None


def test_a_note_without_a_day_is_the_same():
    undated = Application(path="A.md", company="Acme", stage="saved", role="Cook")
    assert there(row(applied="2026-04-04"), undated) == "A.md"


@pytest.mark.parametrize("other", [row(company="Acme (UK)"), row(role="Chef"), row(role="")])
def test_other_names_are_another_application(other):
    assert there(other, NOTE) is None


def test_the_same_link_is_the_same_application_whatever_it_is_called_now():
    linked = Application(path="A.md", company="X", stage="saved", url="http://www.A.example/1/")
    wish = row(url="https://a.example/1")
    found = there_already([linked], [wish])[wish.line]
    assert (found.path, found.by_link) == ("A.md", True)


def test_a_link_that_several_rows_have_is_that_of_no_one_job():
    linked = Application(path="A.md", company="X", stage="saved", url="https://a.example/jobs")
    rows = [
        row(role="One", url="https://a.example/jobs"),
        row(role="Two", url="a.example/jobs", line=3),
    ]
    assert [there(each, linked, wishes=rows) for each in rows] == [None, None]


def test_without_a_link_no_link_is_the_same():
    assert (
        there(row(company="Y"), Application(path="A.md", company="X", stage="saved", url="-"))
        is None
    )


def test_a_row_without_a_company_is_found_by_its_role_where_the_note_is_named_after_that():
    named = Application(path="In/Cook 2.md", company="Cook 2", stage="saved", role="Cook")
    assert there(row(company=""), named) == "In/Cook 2.md"
    assert there(row(company=""), NOTE) is None


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("TBD", "TBD - Cook"),
        ("tbd", "TBD - Cook 3"),
        ("N/A", "N-A - Cook"),
        ("", "N-A - Cook"),
        ("TBD", "Cook"),
    ],
)
def test_what_only_fills_a_place_is_no_company(company, name):
    note = Application(path=f"In/{name}.md", company=name, stage="saved", role="Cook")
    assert there(row(company=company), note) == note.path
    assert there(row(company=company, role="Chef"), note) is None
    assert there(row(company="Globex"), note) is None


def test_of_two_rows_without_a_company_each_finds_the_note_that_it_made():
    notes = [
        Application(path=f"{name}.md", company=name, stage="saved", role="Cook")
        for name in ("Cook", "TBD - Cook")
    ]
    rows = [row(company="TBD"), row(company="", line=3)]
    found = there_already(notes, rows)
    assert [found[line].path for line in (2, 3)] == ["TBD - Cook.md", "Cook.md"]


def test_what_only_fills_a_place_is_no_role():
    note = Application(path="Acme - TBD.md", company="Acme", stage="saved")
    assert there(row(role="N/A"), note) == note.path


def test_rows_that_say_the_same_in_every_cell_are_one():
    rows = [row(), row(line=3), row(applied="2026-04-03", line=4), row(line=5)]
    assert doubles(rows) == {3: 2, 5: 2}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.Acme.example/Jobs/1/", "http://acme.example/Jobs/1"),
        ("acme.example/x?id=1", "https://acme.example/x?id=1"),
    ],
)
def test_two_ways_to_write_an_address(one, other):
    assert bare_link(one) == bare_link(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.example/?id=1", "a.example/?id=2"),
        ("a.example/#/1", "a.example/#/2"),
        ("a.example/A", "a.example/a"),
    ],
)
def test_two_addresses(one, other):
    assert bare_link(one) != bare_link(other)


def test_what_is_no_address_has_none():
    assert bare_link("see mail") == ""


def note(path, applied=None, url=None):
    return Application(
        path=path, company="Acme", stage="saved", role="Cook", applied=applied, url=url
    )


def test_a_note_stands_for_one_row_only():
    rows = [row(), row(line=3), row(applied="2026-06-01", line=4)]
    assert {line: one.path for line, one in there_already([note("A.md")], rows).items()} == {
        2: "A.md"
    }


def test_the_same_day_goes_before_a_day_that_is_not_told():
    rows = [row(applied="2026-01-01"), row(applied="2026-06-01", line=3)]
    notes = [note("Old.md"), note("June.md", date(2026, 6, 1))]
    told = there_already(notes, rows)
    assert {line: one.path for line, one in told.items()} == {2: "Old.md", 3: "June.md"}


def test_a_link_goes_before_a_day_that_is_not_told():
    rows = [row(), row(company="Other", url="https://a.example/1", line=3)]
    told = there_already([note("A.md", date(2026, 1, 1), "https://a.example/1")], rows)
    assert {line: one.path for line, one in told.items()} == {3: "A.md"}


def paths(notes, rows, **more):
    return {line: one.path for line, one in there_already(notes, rows, **more).items()}


@pytest.mark.parametrize("applied", ["2026-06-01", ""])
def test_rows_that_may_be_several_notes_are_those_that_they_agree_with(applied):
    rows = [row(applied=applied, line=line) for line in (2, 3)]
    notes = [note(path, date(2026, 6, 1)) for path in ("A.md", "A 2.md")]
    agree = {(2, "A 2.md"), (3, "A.md")}
    told = paths(notes, rows, differ=lambda wish, path: (wish.line, path) not in agree)
    assert told == {2: "A 2.md", 3: "A.md"}


def test_the_note_of_a_row_that_agrees_is_not_given_to_one_further_up_that_does_not():
    rows = [row(line=line) for line in (2, 3)]
    told = paths(
        [note("A.md"), note("A 2.md")],
        rows,
        differ=lambda wish, path: (wish.line, path) != (3, "A.md"),
    )
    assert told == {2: "A 2.md", 3: "A.md"}


def test_rows_that_agree_with_none_take_the_notes_in_the_order_of_their_numbers():
    notes = [note(path) for path in ("A 10.md", "A 2.md", "A.md")]
    rows = [row(line=line) for line in (2, 3, 4, 5)]
    assert paths(notes, rows) == {2: "A.md", 3: "A 2.md", 4: "A 10.md"}


def test_of_very_many_rows_of_one_name_no_pair_is_compared():
    many = range(2, 63)
    notes = [note(f"A {number}.md") for number in many]
    rows = [row(line=line) for line in many]
    told = paths(notes, rows, differ=lambda *_: pytest.fail("compared"))
    assert told == {line: f"A {line}.md" for line in many}
