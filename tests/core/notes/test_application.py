"""Applications: what marks one, what its head says in two languages, and what is wrong in it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import Application
from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.front_matter.written import read_hour
from vaultkit.core.notes.application import (
    Interview,
    Name,
    furthest_stage,
    held_interviews,
    latest_day,
    named_people,
    person_slug,
    read_application,
)
from vaultkit.core.notes.marks import is_marked
from vaultkit.core.notes.person import read_person
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.core.text.note import Note
from vaultkit.playbook.load import playbook_toml

WORDS = vocabulary(playbook_toml("properties.toml"), playbook_toml("stages.toml"), Settings())
PATH = "Jobs/Acme.md"


def head(yaml: str) -> Head:
    text = f"---\n{yaml}\n---\n"
    found = read_head(PATH, text, split_head(text))
    assert isinstance(found, Head)
    return found


def read(yaml: str) -> Application:
    application, problems = read_application(PATH, "Acme", head(yaml), WORDS)
    assert problems == ()
    assert application
    return application


def findings(yaml: str) -> list[tuple[int, str]]:
    return [
        (found.line, found.code) for found in read_application(PATH, "Acme", head(yaml), WORDS)[1]
    ]


def told(yaml: str) -> dict[str, str]:
    (found,) = read_application(PATH, "Acme", head(yaml), WORDS)[1]
    return dict(found.values)


@pytest.mark.parametrize(
    ("yaml", "marks"),
    [
        ("type: application", Marks(types=("application",))),
        ("Type: [Note, APPLICATION]", Marks(types=("application",))),
        ('type: "[[Application]]"', Marks(types=("application",))),
        ("a: 1", Marks(folders=("Jobs",))),
        ("tags: [x, job]", Marks(tags=("job",))),
        ('tags: "#Job, x"', Marks(tags=("#job",))),
        ("tags: x job/acme", Marks(tags=("job",))),
        ("category: Job Search", Marks(property="Category", values=("job-search",))),
        ("azienda: Acme", Marks(property="company")),
        ("is_job: true", Marks(property="is job")),
        ("a: 1", Marks(tags=("in-the-body",))),
    ],
)
def test_any_mark_is_enough(yaml, marks):
    assert is_marked(PATH, head(yaml), marks, WORDS, ("In-the-body/now",))


@pytest.mark.parametrize(
    ("yaml", "marks"),
    [
        ("type: applications", Marks(types=("application",))),
        ("application: type", Marks(types=("application",))),
        ("a: 1", Marks(folders=("Job", "obs"))),
        ("tags: [jobs, x/job]", Marks(tags=("job",))),
        ("tags:", Marks(tags=("job",))),
        ("category: other", Marks(property="category", values=("job",))),
        ("is_job: false", Marks(property="is_job")),
        ("a: 1", Marks()),
    ],
)
def test_without_a_mark_a_note_is_none(yaml, marks):
    assert not is_marked(PATH, head(yaml), marks, WORDS)


def test_an_english_head_is_read():
    application = read(
        "Company: '[[Companies/Acme|Acme Ltd]]'\nrole: Data Engineer\nstatus: Rejected (after interview)\n"
        "applied: 2026-1-5\ninterviewed:\n  - 2026-02-20 10:30\n  - '[[2026-02-10]]'\ndecided: 2026-03-01T23:30:00-05:00\n"
        "recruiter: '[[Hannah Weiss]]'\ninterviewers: ['[[People/Marta Rossi]]', Luca Bianchi]\nreferral: Ann\n"
        "language: it-IT\nurl: https://acme.example/1"
    )
    assert application == Application(
        path=PATH,
        company="Acme Ltd",
        role="Data Engineer",
        stage="rejected",
        applied=date(2026, 1, 5),
        interviews=(date(2026, 2, 10), date(2026, 2, 20)),
        rounds=(Interview(date(2026, 2, 10)), Interview(date(2026, 2, 20), "10:30")),
        decided=date(2026, 3, 1),
        recruiter=Name("Hannah Weiss", "Hannah Weiss"),
        interviewers=(Name("Marta Rossi", "People/Marta Rossi"), Name("Luca Bianchi")),
        referral="Ann",
        language="it",
        url="https://acme.example/1",
        lines=application.lines,
    )
    assert application.lines["interviewed"] == 6


def test_an_italian_head_is_read():
    application = read(
        "azienda: [[Acme]]\nruolo: Sviluppatrice\nstato: Rifiutata\ncandidatura: 2026-01-05\ncolloquio: 2026-02-10\n"
        "esito: 2026-03-01\nselezionatore: Anna\nintervistatori:\n  - - Luca\n  - [[Marta Rossi|Marta]]\nreferente: Eva"
    )
    assert (application.company, application.role, application.stage) == (
        "Acme",
        "Sviluppatrice",
        "rejected",
    )
    assert (application.applied, application.decided) == (date(2026, 1, 5), date(2026, 3, 1))
    assert application.interviews == (date(2026, 2, 10),)
    assert application.interviewers == (Name("Luca", "Luca"), Name("Marta", "Marta Rossi"))
    assert named_people(application)[:2] == (Name("Anna"), Name("Eva"))


@pytest.mark.parametrize(
    ("yaml", "stage", "day"),
    [
        ("esito: rifiutato", "rejected", None),
        ("esito: 2026-03-01\nstato: rifiutata", "rejected", date(2026, 3, 1)),
        ("esito:\nstato: colloquio", "interview", None),
        ("esito: false", "saved", None),
    ],
)
def test_esito_is_a_date_or_a_stage(yaml, stage, day):
    application = read(yaml)
    assert (application.stage, application.decided) == (stage, day)


@pytest.mark.parametrize(
    ("value", "stage", "day"),
    [
        ("2026-03-01", "offer", date(2026, 3, 1)),
        ("accettata", "accepted", None),
        ("rifiutata", "declined", None),
    ],
)
def test_offerta_is_a_date_or_a_stage(value, stage, day):
    application = read(f"offerta: {value}")
    assert (application.stage, application.offered) == (stage, day)


def test_interviews_may_be_a_list_of_mappings():
    application = read(
        "interviews:\n  - roundName: HR\n    date: 2025-04-23\n    time: 10:30\n  - {round: later}"
    )
    assert application.interviews == (date(2025, 4, 23),)


def test_people_may_be_mappings_and_only_the_first_recruiter_counts():
    application = read(
        "contacts:\n  - name: Anna Rossi\n    email: a@b.it\n  - name: Eva\nrecruiter: [Luca, Eva]"
    )
    assert application.contact == Name("Anna Rossi")
    assert application.recruiter == Name("Luca")


@pytest.mark.parametrize("value", ["", "~", "null", "true", "False", '""'])
def test_empty_values_and_checkboxes_say_nothing(value):
    names = ("applied", "interviewed", "decided", "recruiter", "interviewers", "company", "role")
    application = read("\n".join(f"{name}: {value}" for name in names))
    assert application == Application(PATH, "Acme", "saved", lines=application.lines)


def test_a_checkbox_beside_a_date_does_not_contradict_it():
    assert read("Applied: true\nApplied-Date: 2026-01-05").applied == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("yaml", "stage"),
    [
        ("company: x", "saved"),
        ("applied: 2026-01-01", "applied"),
        ("applied: 2026-01-01\nscreened: 2026-01-02", "screening"),
        ("applied: 2026-01-01\ninterview: 2030-01-01", "interview"),
        ("offered: 2026-01-01\ninterview: 2026-01-01", "offer"),
        ("accepted: 2026-01-01\noffered: 2026-01-01", "accepted"),
        ("decided: 2026-01-01\napplied: 2026-01-01", "applied"),
        ("applied: 2026-01-01\nstatus:", "applied"),
        ("applied: 2026-01-01\nstatus: saved", "saved"),
    ],
)
def test_without_a_status_the_dates_tell_the_stage(yaml, stage):
    assert read(yaml).stage == stage


@pytest.mark.parametrize("value", ["off", "no", "0", "'off'", "OFF", "mai"])
def test_following_up_can_be_switched_off(value):
    application = read(f"follow_up: {value}\nkeep_in_touch: {value}")
    assert not application.follow_up
    assert not application.keep_in_touch


def test_a_checkbox_switches_off_as_well_and_that_is_told():
    application, problems = read_application(
        PATH, "Acme", head("Follow up: false\nkeep in touch: false"), WORDS
    )
    assert application
    assert (application.follow_up, application.keep_in_touch) == (False, False)
    assert [(found.line, found.code, found.severity) for found in problems] == [
        (2, "switched-off-by-checkbox", "hint")
    ]


@pytest.mark.parametrize("word", ["true", "False", "yes", "42", "1.5", "2026-01-02"])
@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_word_in_quotation_marks_is_a_name_whatever_it_would_be_without(word, mark):
    said = read(f"company: {mark}{word}{mark}\nrole: {mark}{word}{mark}")
    assert (said.company, said.role) == (word, word)


@pytest.mark.parametrize(("word", "name"), [("true", Name("true")), ("no", None), ("null", None)])
def test_what_only_fills_a_place_does_so_in_quotation_marks_too(word, name):
    assert read(f'recruiter: "{word}"').recruiter == name


@pytest.mark.parametrize("word", ["true", "False", "null", "~", ""])
def test_a_checkbox_and_an_empty_property_name_nobody(word):
    said = read(f"company: {word}\nrecruiter: {word}")
    assert (said.company, said.recruiter) == ("Acme", None)


@pytest.mark.parametrize("value", ["", "yes", "true", "2026-05-01", "weekly"])
def test_any_other_value_switches_nothing_off(value):
    assert read(f"follow_up: {value}").follow_up


@pytest.mark.parametrize(
    ("yaml", "line", "code"),
    [
        ("a: 1\napplied: 2026-02-30", 3, "bad-date"),
        ("applied: 2026-13-01", 2, "bad-date"),
        ("applied: soon", 2, "bad-date"),
        ("applied: no", 2, "bad-date"),
        ("applied: 0000-01-01", 2, "bad-date"),
        ("applied: 25/03/2026", 2, "bad-date"),
        ("applied: 03/04/2026", 2, "ambiguous-date"),
        ("applied: 03-04-2026", 2, "ambiguous-date"),
        ("applied: 9999-12-31", 2, "date-out-of-range"),
        ("interviews:\n  - 2026-01-01\n  - 2026-02-30", 4, "bad-date"),
        ("esito: 2026-02-30", 2, "bad-date"),
        ("status: aplied", 2, "unknown-stage-near"),
        ("status: true", 2, "unknown-stage"),
        ("applied: [2026-01-01, 2026-01-02]", 2, "two-values"),
        ("status: [applied, rejected]", 2, "two-values"),
        ("company: A\nazienda: B", 3, "two-names"),
        ("status: applied\nstato: rifiutata", 3, "two-names"),
        ("Status: applied\nstatus: offer", 3, "two-names"),
        ("interview: 2026-01-01\ninterviews: [2026-01-01, 2026-01-02]", 3, "two-names"),
        ("status: #applied", 2, "value-is-comment"),
        ("language: fr", 2, "language-unknown"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(yaml, line, code):
    assert findings(yaml) == [(line, code)]


@pytest.mark.parametrize(
    "yaml",
    [
        "status: rejected\nstato: rifiutata",
        "applied: 2026-01-05\ncandidatura: '[[2026-1-5]]'",
        "company: A\nazienda:",
        "tags: # one of applied, rejected",
        "notes: #idea",
    ],
)
def test_what_says_the_same_twice_and_what_is_not_ours_is_no_problem(yaml):
    assert findings(yaml) == []


def test_the_word_that_was_meant_is_one_of_the_notes_own_language():
    assert told("status: rifiutatta\nlingua: it")["nearest"] == "rifiutata"
    assert findings("status: rifiutatta\nlingua: en") == [(2, "unknown-stage")]


def test_problems_bring_the_nearest_word_and_both_readings():
    assert told("status: intervewing")["nearest"] == "interviewing"
    assert told("applied: 25/03/2026")["example"] == "2026-03-25"
    assert told("applied: 03/04/2026") | {} == {
        "name": "applied",
        "value": "03/04/2026",
        "one": "2026-04-03",
        "other": "2026-03-04",
    }


@pytest.mark.parametrize(
    "yaml", ["company: {{title}}", "applied: <% tp.date.now() %>", "status: '{{x}}'"]
)
def test_a_template_is_no_application_and_told_as_a_hint(yaml):
    text = head(f"type: application\n{yaml}\ndecided: 2026-02-30")
    application, (found,) = read_application(PATH, "Acme", text, WORDS)
    assert (application, found.line, found.code, found.severity) == (
        None,
        3,
        "variable-unfilled",
        "hint",
    )


def test_a_variable_beside_a_company_is_a_problem_at_each_of_its_lines():
    yaml = "company: Alfa\napplied: '{{today:yyyy-MM-dd}}'\nrole: <% x %>"
    application, problems = read_application(PATH, "Acme", head(yaml), WORDS)
    assert application is None
    told = [(found.line, found.severity, found.values["value"]) for found in problems]
    assert told == [(3, "problem", "'{{today:yyyy-MM-dd}}'"), (4, "problem", "<% x %>")]


def test_a_template_variable_in_an_unknown_property_changes_nothing():
    assert read("aside: '{{x}}'\ncompany: A").company == "A"


def test_texts_are_one_line_and_hold_no_control_characters():
    assert (
        read('company: "Acme\\n\\e[2J Ltd"\nrole: |\n  Data\n  Engineer').company == "Acme [2J Ltd"
    )
    assert read("role: |\n  Data\n  Engineer").role == "Data Engineer"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        (Name("Marta Rossi"), "marta-rossi"),
        (Name("Marta", "People/Marta Rossi.md"), "marta-rossi"),
        (Name("Émile  O'Neill-Smith 3"), "emile-o-neill-smith-n3"),
        (Name("Émile"), "emile"),
        (Name("Łukasz"), "x142ukasz"),
        (Name("Straße"), "strasse"),
        (Name("王伟"), "x738bx4f1f"),
        (Name("😀"), "x1f600"),
    ],
)
def test_a_person_has_a_short_name_of_letters(name, slug):
    assert person_slug(name) == slug


def test_an_interview_after_the_decision_was_not_held():
    application = read(
        "interviews: [2026-01-10, 2026-03-01]\ndecided: 2026-02-01\nstatus: rejected"
    )
    assert held_interviews(application) == (date(2026, 1, 10),)
    assert furthest_stage(application) == "interview"
    assert (
        furthest_stage(read("interviews: 2026-03-01\ndecided: 2026-02-01\nstatus: rejected"))
        == "saved"
    )


def test_the_latest_day_is_any_of_them():
    assert latest_day(read("applied: 2026-01-01\ncloses: 2026-05-01")) == date(2026, 5, 1)
    assert latest_day(read("company: x")) is None


def test_another_value_of_the_marking_property_marks_nothing():
    marks = Marks(property="kind", values=("job",))
    assert is_marked(PATH, head("kind: Job"), marks, WORDS)
    assert not is_marked(PATH, head("kind: hobby"), marks, WORDS)
    assert is_marked(PATH, head("kind: hobby\nKind: job"), marks, WORDS)


def test_more_people_or_days_than_one_application_can_have_are_a_problem():
    people = ", ".join(f"P{number}" for number in range(31))
    days = ", ".join(f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 17))
    _, problems = read_application(
        PATH, "Acme", head(f"interviewers: [{people}]\ninterviewed: [{days}]"), WORDS
    )
    assert [(found.code, found.values["count"]) for found in problems] == [
        ("too-many", "31"),
        ("too-many", "32"),
    ]


def test_of_very_many_wrong_values_the_first_ten_are_told():
    wrong = ", ".join(f"q{number}" for number in range(500))
    found, problems = read_application(
        PATH, "Acme", head(f"status: [{wrong}]\napplied: [{wrong}]"), WORDS
    )
    assert [
        sum(one.code == code for one in problems) for code in ("unknown-stage", "bad-date")
    ] == [10, 10]
    assert found is not None
    assert found.stage == "saved"


def test_the_marking_property_may_stand_anywhere_in_the_head():
    marks = Marks(property="kind", values=("job",))
    assert is_marked(PATH, head("company: Acme\nkind: job"), marks, WORDS)


@pytest.mark.parametrize("text", ["2026-11-10 15:00", "2026-11-10T15:00", "2026-11-10 3pm"])
def test_a_lone_interview_has_the_hour_behind_its_day(text):
    assert read(f"interviewed: {text}\n").rounds == (Interview(date(2026, 11, 10), "15:00"),)
    assert read("interviewed: 2026-11-10\n").rounds == (Interview(date(2026, 11, 10)),)


def test_interviews_say_their_hour_their_name_and_with_whom():
    application = read(
        "interviews:\n"
        "  - {roundName: Final, date: 2026-10-27, time: 3:30 PM, status: Cancelled}\n"
        "  - {roundName: Panel, date: 2026-10-20, time: 9.30, interviewers: 'Marta Rossi, Luca Bianchi', status: Completed}\n"
        "  - {date: 2026-10-10T14:00:00, with: ['[[People/Eva Weiss|Eva]]', '', Rossi]}\n"
        "  - 2026-10-12 at 3 pm\n  - [[2026-10-13]]\n"
    )
    panel = (Name("Marta Rossi"), Name("Luca Bianchi"))
    first = (Name("Eva", "People/Eva Weiss"), Name("Rossi"))
    assert application.rounds == (
        Interview(date(2026, 10, 10), "14:00", first),
        Interview(date(2026, 10, 12), "15:00"),
        Interview(date(2026, 10, 13)),
        Interview(date(2026, 10, 20), "09:30", panel, "Panel"),
    )
    assert application.interviews == tuple(date(2026, 10, day) for day in (10, 12, 13, 20))
    assert application.interviewers == (*first, *panel)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        *(
            ("9:30", "09:30"),
            ("15h00", "15:00"),
            ("10.05", "10:05"),
            ("12 am", "00:00"),
            ("12:15 p.m.", "12:15"),
        ),
        *(
            ("14:00:00.000Z", "14:00"),
            ("14:00+02:00", "14:00"),
            ("ore 16:45", "16:45"),
            ("10:00 – 11:00", "10:00"),
        ),
        *(("25:00", None), ("10:61", None), ("soon", None), ("14", None), ("", None)),
    ],
)
def test_an_hour_is_read_as_people_write_it(text, hour):
    assert read_hour(text) == hour


def test_a_contact_whose_role_says_so_is_the_recruiter_and_addresses_are_kept():
    application = read(
        "contacts:\n"
        "  - {name: Jane Doe, role: Senior Recruiter, email: jane@example.com}\n"
        "  - {name: Eva, email: 'mailto:eva@example.com'}\n  - {role: nobody}\n"
        "interviewers: ['Tom Ford <tom@example.com>', '[Ann](mailto:ann@example.com)']"
    )
    assert (application.recruiter, application.contact) == (Name("Jane Doe"), Name("Eva"))
    assert application.interviewers == (Name("Tom Ford"), Name("Ann"))
    known = {"jane-doe": "jane", "eva": "eva", "tom-ford": "tom", "ann": "ann"}
    assert application.addresses == {slug: f"{name}@example.com" for slug, name in known.items()}


def test_names_in_one_text_are_one_person_and_no_name_is_nobody():
    _, problems = read_application(
        PATH, "A", head("interviewers: ['Tom Ford, Nick Cave', '-', '–']"), WORDS
    )
    assert [found.code for found in problems] == ["names-in-one"]
    assert read("interviews: [{date: 2026-01-02, with: [Rossi, '-']}]").interviewers == (
        Name("Rossi"),
    )


def test_a_contact_stays_one_where_a_recruiter_is_named():
    application = read("recruiter: Luca\ncontacts: [{name: Jane, role: Recruiter}]")
    assert (application.recruiter, application.contact) == (Name("Luca"), Name("Jane"))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("[Jane Doe](People/Jane%20Doe.md)", Name("Jane Doe", "Jane Doe")),
        ("[Jane](<../People/Jane Doe.md>)", Name("Jane", "Jane Doe")),
        ("[](People/Jane.md)", Name("Jane", "Jane")),
        ("[Jane (HR)](Jane_(HR).md#top)", Name("Jane (HR)", "Jane_(HR)")),
        ("[Jane](https://example.com/a_(b))", Name("Jane")),
        ("[Jane]()", Name("Jane")),
    ],
)
def test_a_markdown_link_is_read_like_a_wikilink(written, name):
    assert read(f'recruiter: "{written}"').recruiter == name


def test_markdown_links_are_read_wherever_wikilinks_are():
    application = read(
        'company: "[Alfa](Companies/Alfa.md)"\ninterviewed: "[Tuesday](Days/2026-10-20.md)"\n'
        'url: "[The ad](https://example.com/1)"\nsource: "[Board](Boards/Board.md) and [x]"'
    )
    assert (application.company, application.source) == ("Alfa", "Board and [x]")
    assert application.interviews == (date(2026, 10, 20),)
    assert application.url == "https://example.com/1"


@pytest.mark.parametrize(
    ("yaml", "role"),
    [
        ("title: Acme – Data Engineer\nrole: Data Engineer", "Data Engineer"),
        ("title: Data Engineer", "Data Engineer"),
        ("title: Data Engineer\nrole:", "Data Engineer"),
        ("company: Acme\ntitle: Acme – notes", None),
        ("company: Acme\ntitle: acme", None),
        ("company: Acme\ntitle: Acmeist", "Acmeist"),
        ("company: Beta\ntitle: ACME", None),
        ("company: Beta\ntitle: Our notes", None),
        ("company: Beta\nrole: Our notes", "Our notes"),
    ],
)
def test_a_title_is_the_role_only_where_it_is_no_other_name_of_the_note(yaml, role):
    application, problems = read_application(PATH, "Acme", head(yaml), WORDS, "Our Notes")
    assert application
    assert (application.role, problems) == (role, ())


def test_a_status_history_gives_the_days_that_no_property_gives():
    application = read(
        "status: rejected\noffered: 2026-09-09\nstatusHistory:\n"
        "  - {status: Applied, date: 2026-09-02}\n  - {status: applied, date: 2026-09-01}\n"
        "  - {status: Phone screen, date: 2026-09-03T10:00:00Z}\n  - {status: Interviewing, date: 2026-09-04}\n"
        "  - {status: Interviewed, date: 2026-09-05}\n  - {status: Offer, date: 2026-09-06}\n"
        "  - {status: Rejected, date: 2026-09-07}\n  - {status: rejected, date: 2026-09-08}\n"
        "  - {status: withdrawn, date: 2026-09-10}\n  - {status: odd, date: 2026-09-11}\n  - plain\n"
    )
    assert (application.applied, application.screened) == (date(2026, 9, 1), date(2026, 9, 3))
    assert (application.offered, application.decided) == (date(2026, 9, 9), date(2026, 9, 8))
    assert (
        application.interviews
        == tuple(one.day for one in application.rounds)
        == (date(2026, 9, 5),)
    )


def test_a_status_history_overrules_no_property_and_is_no_reason_to_stop():
    assert read(
        "interviewed: 2026-01-02\nstatusHistory: [{status: Interviewed, date: 2026-01-01}]"
    ).interviews == (date(2026, 1, 2),)
    assert read("statusHistory: none").applied is None
    _, problems = read_application(
        PATH, "A", head("statusHistory:\n  - {status: applied, date: later}"), WORDS
    )
    assert [(found.line, found.code, found.severity) for found in problems] == [
        (3, "bad-date", "hint")
    ]


def test_the_day_on_which_a_note_was_added_is_its_own_names_else_the_first():
    assert read("created: 2026-01-03\ndate_found: 2026-01-02").added == date(2026, 1, 2)
    assert read("created: 2026-01-02\nadded: 2026-01-03").added == date(2026, 1, 3)
    assert read("created: 2026-01-02\nadded:").added == date(2026, 1, 2)
    _, problems = read_application(PATH, "A", head("created: Tuesday\nadded: soon"), WORDS)
    assert [(found.line, found.severity) for found in problems] == [(2, "hint"), (3, "problem")]


def test_what_a_person_adds_for_their_letters_is_read():
    application = read("why: The work.\ntalked_about: Rust\nhand_in: 2026-05-01")
    assert (application.why, application.talked_about) == ("The work.", ("Rust",))
    assert application.hand_in == date(2026, 5, 1)


NOBODY = [
    "n/a",
    "N/A",
    "N.A.",
    "NA",
    "'?'",
    "'-'",
    "'–'",
    "'…'",
    "TBD",
    "tbd.",
    "'(TBD)'",
    "'[t.b.d.]'",
    "tba",
    "Unknown",
    "'Unknown yet'",
    "To be confirmed",
    "None",
    "nobody",
    "no one",
    "'no'",
    "da definire",
    "Da confermare?",
    "Sconosciuto",
    "sconosciuta",
    "nessuno",
    "non so",
    "boh",
    "n.d.",
    "N/D",
    "ND",
    "non specificato",
]


@pytest.mark.parametrize("text", NOBODY)
def test_what_only_fills_a_place_is_no_name(text):
    quoted = text.strip("'")
    application = read(
        f'company: "{quoted}"\nrole: "{quoted}"\nrecruiter: "{quoted}"\ncontact: [{{name: "{quoted}"}}]\n'
        f'interviewers: ["[[{quoted.strip("[]")}]]", "{quoted}"]\nreferral: "{quoted}"\nurl: "{quoted}"\nsource: "{quoted}"\n'
        f'interviews: [{{date: 2026-01-02, with: "{quoted}"}}]\ntalked_about: ["{quoted}", tea]'
    )
    assert named_people(application) == ()
    assert (application.company, application.role) == ("Acme", None)
    assert (application.referral, application.url, application.source) == (None, None, None)
    assert (application.rounds[0].people, application.talked_about) == ((), ("tea",))


@pytest.mark.parametrize(
    "text",
    ["Na", "Nd", "Noah", "Unknown Worlds", "None of Us", "N/A Films", "Nessuno Srl", "🚀", "***"],
)
def test_a_name_that_resembles_a_placeholder_is_one(text):
    application = read(f'company: "{text}"\nrole: "{text}"\nrecruiter: "{text}"')
    assert (application.company, application.role) == (text, text)
    assert application.recruiter == Name(text)


def test_a_link_that_shows_signs_leads_to_somebody_all_the_same():
    assert read('recruiter: "[[Ann|?]]"').recruiter == Name("?", "Ann")
    assert read('recruiter: "[[People/TBD|?]]"').recruiter is None


def test_a_very_long_text_is_no_placeholder():
    assert read(f"role: {'x' * 300}").role == "x" * 300


NAMES = ("type", "name", "company", "Azienda", "status", "Colloquio", "applied", "follow_up", "tags", "contact", "email", "x" * 200, "x" * 201)  # fmt: skip
VALUES = ("", "Acme", "applied", "2026-05-01", "2026-05-02, 2026-05-03", "true", "# Acme", "#acme", "Acme # Bolt", "'#a'", "{{title}}", "'{{title}}'", "<% x %>", "[[Ann]]", "'[[Ann]]'", "[a, b]", "[ ]", "{name: Ann}", "nonsense", ">-\n  a\n  # b", "\n# Acme", "\n  #acme\n", "\n  - Ann\n  # b\n  - '#c'", "\n- {{x}}", "\n  name: Ann")  # fmt: skip
LINES = st.builds("{}: {}".format, st.sampled_from(NAMES), st.sampled_from(VALUES)) | st.just("# x")


@given(st.lists(LINES, max_size=6, unique_by=lambda line: line.partition(":")[0]))
def test_what_is_spared_in_a_plain_head_would_find_nothing(lines):
    text = "---\n{}\n---\n".format("\n".join(lines))
    found = read_head(PATH, text, split_head(text))
    if not isinstance(found, Head):
        return
    other, note = replace(found, is_plain=False), Note(PATH, text.encode())
    whole = read_application(PATH, "Acme", other, WORDS)
    assert read_application(PATH, "Acme", found, WORDS) == whole
    assert read_person(note, found, ReadText.of(text), WORDS) == read_person(
        note, other, ReadText.of(text), WORDS
    )


@pytest.mark.parametrize(
    ("yaml", "is_plain"),
    [
        ("company: Acme", True),
        ("tags:\n  # mine\n  - job", True),
        ("company: #acme", False),
        ("company: {{title}}", False),
        ("company: '{{title}}'", False),
        ("company: a <% b", False),
    ],
)
def test_a_head_is_plain_without_comments_for_values_and_variables(yaml, is_plain):
    assert head(yaml).is_plain == is_plain
