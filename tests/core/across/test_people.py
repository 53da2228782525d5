"""Who is who, across applications."""

from dataclasses import replace
from datetime import date

import pytest

from tests.house import Application
from vaultkit.core.across.people import (
    People,
    addressee,
    agencies,
    agency_of,
    contact_of,
    is_near,
    pending,
    what_is_new,
)
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.follow_ups.owners import people_of
from vaultkit.core.notes.application import Name
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.fact import Fact
from vaultkit.core.notes.person import Person
from vaultkit.core.settings.values import Settings

TODAY = date(2026, 11, 20)
MARTA = Person("People/Marta Rossi.md", "Marta Rossi", aliases=("Marta",), email="m@example.com")
ANNA = Person("People/it/Anna.md", "Anna Blu")
OTHER_ANNA = Person("People/en/Anna.md", "Anna Red")
DIRECTORY = Directory([MARTA, ANNA, OTHER_ANNA])


def item(person=None, item_id="vk-check-in", due=TODAY, path="A.md", status=" ", done_on=None):
    return Item(
        path, 9, item_id, "check-in", "Write", status, "A", None, person, None, due, done_on
    )


def entry(*items, path="A.md", follow_up=True):
    return Entry(Application(path, "A", "applied", follow_up=follow_up), items, Memory())


def people(*notes, entries=()):
    return People(notes, Directory(notes)).as_of(entries)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (Name("marta rossi"), MARTA),
        (Name("Marta"), MARTA),
        (Name("x", "Marta Rossi"), MARTA),
        (Name("x", "People/Marta Rossi.md"), MARTA),
        (Name("x", "Marta"), MARTA),
        (Name("x", "it/Anna"), ANNA),
        (Name("x", "People/it/Anna"), ANNA),
        (Name("x", "Anna"), None),
        (Name("Anna"), None),
        (Name("Nobody"), None),
    ],
)
def test_a_person_is_found_by_any_name_that_is_theirs_alone(name, found):
    assert DIRECTORY.person(name) is found


def test_everybody_of_a_name_is_found_and_whoever_has_a_part_of_it():
    assert DIRECTORY.people_called("anna") == (OTHER_ANNA, ANNA)
    assert DIRECTORY.people_called("Márta") == (MARTA,)
    assert DIRECTORY.people_called("Ann") == ()


def test_somebody_whom_the_note_no_longer_names_is_known_by_the_item_s_id():
    assert addressee(item(item_id="vk-check-in-marta-rossi-2"), DIRECTORY) == MARTA.path
    assert addressee(item(item_id="vk-check-in-luca"), DIRECTORY) == "luca"
    assert addressee(item(item_id="vk-check-in-2"), DIRECTORY) is None
    assert addressee(item(item_id="mine"), DIRECTORY) is None


def test_the_latest_touch_is_that_of_a_tick_or_of_the_person_s_note():
    told = Person("P.md", "P", touches=(date(2026, 11, 1), date(2026, 11, 9)))
    ticked = [
        item(Name("P"), status="x", done_on=date(2026, 11, 5)),
        item(Name("Luca"), status="x", done_on=date(2026, 11, 3)),
        item(Name("Luca"), status="x", done_on=date(2026, 11, 2)),
        item(status="x", done_on=TODAY),
        item(Name("Luca"), status="x"),
        item(Name("Luca"), status="-", done_on=TODAY),
    ]
    assert people(told, entries=[entry(*ticked)]).last_touches(TODAY) == {
        "P.md": date(2026, 11, 9),
        "luca": date(2026, 11, 3),
    }


def test_a_touch_that_is_still_to_come_is_no_last_touch():
    ahead = Person("P.md", "P", touches=(date(2026, 11, 1), date(2027, 11, 9)))
    ticked = item(Name("Luca"), status="x", done_on=date(2026, 12, 3))
    one, two = item(Name("P")), item(Name("Luca"), "vk-check-in-luca")
    told = entry(ticked, one, two)
    who = people(ahead, entries=[told])
    for day, expected in (
        (TODAY, [date(2026, 11, 1), None]),
        (date(2026, 12, 3), [date(2026, 11, 1), date(2026, 12, 3)]),
        (date(2027, 11, 9), [date(2027, 11, 9), date(2026, 12, 3)]),
    ):
        each = [contact_of(what, [told], who, day, Settings()) for what in (one, two)]
        assert [contact and contact.last_touch for contact in each] == expected
        listed = {one.name: one.last_touch for one in pending([told], who, day, Settings())}
        assert [listed["P"], listed["Luca"]] == expected


def test_one_person_in_two_applications_is_pending_once():
    found = pending(
        [
            entry(item(Name("Marta"))),
            entry(item(Name("x", "Marta Rossi"), due=date(2026, 11, 10), path="B.md"), path="B.md"),
        ],
        people(MARTA),
        TODAY,
        Settings(),
    )
    assert [(one.name, one.email, [due.path for due in one.items]) for one in found] == [
        ("Marta Rossi", "m@example.com", ["B.md", "A.md"])
    ]
    assert found[0].overdue_days(TODAY) == 10


def test_nobody_is_pending_who_is_not_to_be_contacted_or_whose_note_is_switched_off():
    silent = Person("S.md", "S", do_not_contact=True)
    notes = [
        entry(item(Name("S"))),
        entry(item(Name("Luca")), follow_up=False),
        entry(item(Name("Luca"), due=None)),
    ]
    assert pending(notes, people(silent), TODAY, Settings()) == ()


def test_an_item_for_oneself_has_no_contact():
    one, mine = item(Name("Luca")), item()
    assert contact_of(mine, [entry(mine)], People(), TODAY, Settings()) is None
    assert contact_of(one, [], People(), TODAY, Settings()) is None
    found = contact_of(one, [entry(one)], People(), TODAY, Settings(language="it"))
    assert found
    assert (found.name, found.email, found.language, found.items) == ("Luca", None, "it", (one,))


def test_near_is_until_the_end_of_next_week_or_while_the_window_is_open():
    assert is_near(item(due=date(2026, 11, 29)), TODAY)
    assert not is_near(item(due=date(2026, 11, 30)), TODAY)
    assert not is_near(item(due=TODAY, status="-"), TODAY)
    opened = Item(
        "A.md", 9, "vk-x", "x", "W", " ", "A", None, None, TODAY, date(2026, 12, 30), None
    )
    assert is_near(opened, TODAY)


def test_what_is_new_is_what_they_have_not_heard_else_an_article_about_them():
    skill = Fact("s.md", "skill", date(2026, 11, 1), "Spark")
    news, about = (
        Fact("n.md", "article", date(2026, 11, 9), "N"),
        Fact("a.md", "article", date(2026, 1, 1), "A", links=("Acmé",)),
    )
    assert what_is_new([skill, news, about], date(2026, 10, 1), "Acme") is skill
    assert what_is_new([skill, news, about], date(2026, 11, 1), "Acme") is about
    assert what_is_new([skill, news, about], date(2026, 11, 1), "Globex") is news
    assert what_is_new([skill], date(2026, 11, 1), "Acme") is None


@pytest.mark.parametrize(
    ("company", "theirs", "agency"),
    [
        ("Acme", "Halyard Talent", "Halyard Talent"),
        ("Acme", "acme", None),
        ("Acme S.p.A.", "Acme", None),
        ("Acme", "Acme Corp. Ltd", None),
        ("Acme", "Halyard Talent, Acme", None),
        ("Acme", None, None),
    ],
)
def test_a_recruiter_whose_note_names_another_company_is_an_agency_s(company, theirs, agency):
    application = Application(
        "A.md", company, "applied", recruiter=Name("Ann"), lines={"company": 2}
    )
    ann = Person("Ann.md", "Ann", company=theirs)
    assert agency_of(application, ann) == agency
    assert agency_of(application, None) is None
    directory = Directory((ann, Person("Bob.md", "Bob", company="Elsewhere")))
    beside = replace(application, contact=Name("Bob"))
    found = agencies(beside, people_of(beside, directory), directory)
    assert found == ({"ann": agency} if agency else {})


def test_a_contact_of_another_company_is_no_agency_s():
    application = Application("A.md", "Acme", "applied", contact=Name("Bob"))
    directory = Directory((Person("Bob.md", "Bob", company="Elsewhere"),))
    assert agencies(application, people_of(application, directory), directory) == {}


def test_a_recruiter_s_two_names_are_one_agency():
    names = (Name("Ann"), Name("Annie"))
    application = Application("A.md", "Acme", "applied", recruiter=names[0], interviewers=names)
    directory = Directory((Person("Ann.md", "Ann", aliases=("Annie",), company="Elsewhere"),))
    found = agencies(application, people_of(application, directory), directory)
    assert found == {"ann": "Elsewhere"}


def test_a_company_that_stands_in_the_file_s_name_is_no_other():
    application = Application(
        "Acme - Analyst.md", "Acme - Analyst", "applied", recruiter=Name("Ann")
    )
    assert agency_of(application, Person("Ann.md", "Ann", company="Acme")) is None
    assert agency_of(application, Person("Ann.md", "Ann", company="Halyard")) == "Halyard"
