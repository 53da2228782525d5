"""Which notes look like applications and people, and by what they are told from others."""

import pytest

from tests.core.adoption.words import SIGNS, VOCABULARY, facts
from vaultkit.core.adoption.kinds import is_application, is_person, kinds_of
from vaultkit.core.adoption.own_marks import OwnMark, choose_marks
from vaultkit.core.adoption.signs import folders_above


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("A.md", "type: Job Search"),
        ("A.md", "type: [note, application_log]"),
        ("A.md", "tipo: candidatura"),
        ("A.md", "tags: [job/active]\ncompany: A"),
        ("A.md", "status: applied\ncompany: A"),
        ("A.md", "Result: rejected\ncompany: A"),
        ("A.md", "type: note\nstatus: applied\ncompany: A\nrole: x"),
        ("A.md", "company: A\nrole: x\napplied: 2026-10-01"),
        ("Applications/2026-W38/A.md", "company: A"),
        ("10 Positions/A.md", "status: Waiting"),
        ("Jobs/A.md", "type: x\nstatus: applied\ncompany: A"),
    ],
)
def test_an_application(path, head):
    assert is_application(facts(path, head), SIGNS, VOCABULARY)
    assert not is_person(facts(path, head), SIGNS)


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("A.md", "status: applied"),
        ("A.md", "company: A\nrole: x"),
        ("A.md", "type: company\nstatus: active\ncompany: A"),
        ("A.md", "tags: [jobs]"),
        ("Jobs/Overview.md", "cssclass: wide"),
        ("Jobs/Firm.md", "type: company\nstatus: target\ncompany: A"),
    ],
)
def test_no_application(path, head):
    assert not is_application(facts(path, head), SIGNS, VOCABULARY)


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("J.md", "type: contact"),
        ("J.md", "tags: [recruiters]\ncompany: A"),
        ("People/J.md", "company: A"),
        ("J.md", "email: a@b.example\nphone: 1\nstatus: warm\ncompany: A"),
    ],
)
def test_a_person(path, head):
    assert is_person(facts(path, head), SIGNS)


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("J.md", "email: a@b.example"),
        ("People/J.md", ""),
        ("People/Acme/J.md", "company: A"),
        ("People/A.md", "type: application"),
        ("A.md", "tags: [people, application]\nstatus: applied"),
    ],
)
def test_no_person(path, head):
    assert not is_person(facts(path, head), SIGNS)


def test_templates_are_of_no_kind():
    notes = (
        facts("Templates/A.md", "type: application"),
        facts("B.md", "type: application\ncompany: {{title}}"),
        facts("C.md", "type: application\ncompany: <% tp.file.title %>"),
        facts("D.md", "type: application"),
        facts("J.md", "type: person"),
        facts("N.md", None),
        facts("Broken.md", "a: b: c"),
    )
    kinds = kinds_of(notes, SIGNS, VOCABULARY)
    assert [note.path for note in kinds.applications] == ["D.md"]
    assert [note.path for note in kinds.people] == ["J.md"]
    assert [note.path for note in kinds.templates] == ["Templates/A.md", "B.md", "C.md"]
    assert [note.path for note in kinds.others] == ["N.md", "Broken.md"]


def test_folders_above_begin_at_the_root():
    assert folders_above("A/B/c.md") == ("A", "A/B")
    assert folders_above("c.md") == ()


def marks(wanted, others=()):
    def is_own_name(name):
        return VOCABULARY.property(name) is not None

    found, left = choose_marks(
        wanted, others, SIGNS, SIGNS.applications, "application", is_own_name
    )
    return found, [note.path for note in left]


def test_the_mark_that_fits_most_comes_first():
    notes = [facts(f"Jobs/{name}.md", f"type: Job\ntags: [x]\nn: {name}") for name in "abc"]
    assert marks(notes) == ((OwnMark("type", "job"),), [])
    loose = facts("Jobs/d.md", "company: d")
    assert marks([*notes, loose]) == ((OwnMark("folder", "Jobs"),), [])


def test_a_mark_that_other_notes_have_is_none():
    notes = [facts(f"Notes/{name}.md", "tags: [note, job]") for name in "abc"]
    others = [facts("Notes/x.md", "tags: [note]"), facts("Notes/y.md", "tags: [note]")]
    assert marks(notes, others) == ((OwnMark("tag", "job"),), [])


def test_the_word_that_is_known_wins_of_two_that_fit():
    notes = [facts(f"{name}.md", "tags: [active, application, jobs]") for name in "abc"]
    assert marks(notes)[0][0].value in ("application", "jobs")
    kinds = [facts(f"{name}.md", "tipo: candidatura\ntags: [zzz]") for name in "abc"]
    assert marks(kinds)[0] == (OwnMark("property", "candidatura", "tipo"),)


def test_several_marks_share_the_notes_and_one_may_be_left():
    notes = [
        facts("a.md", "type: job"),
        facts("b.md", "type: job"),
        facts("c.md", "type: application"),
        facts("d.md", "type: odd"),
    ]
    found = (OwnMark("type", "job"), OwnMark("type", "application"))
    assert marks(notes) == (found, ["d.md"])


def test_a_property_marks_notes_that_nothing_else_does():
    notes = [facts("a.md", "company: A\nstatus: applied"), facts("b.md", "company: B\nmood: ok")]
    assert marks(notes, [facts("c.md", "mood: ok")])[0] == (OwnMark("presence", "", "company"),)
    assert marks(notes, [facts("c.md", "company: x\nstatus: y")]) == ((), ["a.md", "b.md"])
