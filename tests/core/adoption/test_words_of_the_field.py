"""The words that public vaults use: a survey reads each of them right, with no help."""

import pytest

from tests.core.adoption.words import VOCABULARY, WORDS, facts, known
from vaultkit.core.adoption.proposal import propose
from vaultkit.core.settings.values import Settings

OTHER = facts("Notes/z.md", "tags: [x]\ncreated: 2026-01-01")
JANE = facts("People/Jane Doe.md", "email: a@b.example")
DAY = ("2026-10-01",) * 3
NAMES = {
    "company": ("company, Company, employer, azienda, impresa, società", ("A", "B", "C")),
    "role": (
        "role, position, Job-Title, job-title, title, ruolo, posizione, mansione",
        ("Analyst", "Cook", "Driver"),
    ),
    "status": (
        "status, Status, App-Stage, stage, Last Round, interview_stage, Result, stato, fase, esito",
        ("Applied", "Rejected", "Interview 1"),
    ),
    "applied": (
        "applied, applied_date, date_applied, Date Applied, dateApplied, Applied-Date, application_date, applied_at, "
        "data candidatura, data invio",
        DAY,
    ),
    "interviewed": ("interviews, data colloquio", DAY),
    "closes": ("deadline, Expiration-Date, scadenza", DAY),
    "decided": ("data esito, esito", DAY),
    "contact": ("contacts, correspondence, referente, contatto", ('"[[Jane Doe]]"',) * 3),
    "recruiter": ("recruiter, selezionatore", ("Jane Doe",) * 3),
    "interviewers": ("intervistatori", ("Jane Doe",) * 3),
    "source": ("source, fonte", ("x",) * 3),
    "url": ("job_url, jobUrl, Job-URL, listing", ("https://a.example",) * 3),
}
STAGES = {
    "saved": "not-applied, Wishlist, Reviewing, Pursue, Seen, to_apply, da inviare",
    "applied": "applied, Online Application, Recruiter Application, awaiting-reply, follow-up, Waiting, Active, Under_Review, "
    "inviata, candidata, candidato, in attesa",
    "screening": "Screening, Recruiter_Screen, OA, Online Test",
    "interview": "interview, Interviewing, Interviewed, HR Interview, First Interview, Interview 1, Interview 3, "
    "Technical Rounds, Coding Challenge, Final Round, colloquio",
    "offer": "offer, Offered, Negotiating, offerta",
    "accepted": "Accepted, accettata",
    "rejected": "rejected, Reject, Rejected (after interview), Dead, rifiutata, scartata, scartato",
    "declined": "declined",
    "withdrawn": "Withdrawn, Dropped by me, ritirata",
    "ghosted": "ghosted, no reply, nessuna risposta",
}


STAGES_LIKE_THEM = {
    "interview": "2nd round, 3rd Round, Round 2, 2nd round interview, 2° colloquio, 2º colloquio, II colloquio, 2° round, terzo round",
    "rejected": "Rejected after interview, Rejected post-interview, rejected without interview, Rejected after 2nd round, "
    "Rifiutata dopo colloquio, rifiutato dopo il 2° colloquio, Scartata senza colloquio, Scartato al primo colloquio",
    "withdrawn": "Withdrawn after interview, Ritirata dopo il colloquio",
    "ghosted": "Ghosted after interview, nessuna risposta dopo il colloquio",
    "offer": "Offer after interview, offerta dopo colloquio",
    "applied": "in attesa, Applied – awaiting reply",
}
UNSURE = {
    "applied": "pending, Pending, In progress, ongoing, in corso, In lavorazione, in attesa di esito",
    "interview": "In progress (interview), Applied after interview, Waiting after interview, Not rejected after interview",
    "offer": "Rejected after offer, Rifiutata dopo offerta, Offer at risk",
    "accepted": "Accepted at another company",
    "declined": "Rejected after I declined",
    "rejected": "Rejected after interview by me, Rejected after two weeks",
}


def split(table):
    return [(meant, word) for meant, words in table.items() for word in words.split(", ")]


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        ("type: application", ("type", "application")),
        ("type: job", ("type", "job")),
        ("type: job-application", ("type", "job-application")),
        ("type: application_log", ("type", "application_log")),
        ('type: "Job Search"', ("type", "job search")),
        ("tags: [job-applications]", ("tag", "job-applications")),
        ("tags: job-application", ("tag", "job-application")),
        ("tags: [job-search]", ("tag", "job-search")),
        ("tags: [jobsearch]", ("tag", "jobsearch")),
        ("tags: [jobs, application, active]", ("tag", "jobs")),
    ],
)
def test_a_mark(head, mark):
    notes = [facts(f"X/{n}.md", f"{head}\ncompany: {n}\nstatus: Applied") for n in "abc"]
    (found,) = propose((*notes, OTHER), WORDS).applications.marks
    assert (found.kind, found.value) == mark


@pytest.mark.parametrize(
    ("folder", "mark"),
    [
        ("Job Applications", "Job Applications"),
        ("Applications/2026-W38", "Applications"),
        ("10 Positions", "10 Positions"),
        ("trackers", "trackers"),
        ("jobs", "jobs"),
        ("Candidature", "Candidature"),
    ],
)
def test_a_folder(folder, mark):
    notes = [facts(f"{folder}/{n}.md", f"company: {n}\nstatus: Applied") for n in "abc"]
    (found,) = propose((*notes, OTHER), WORDS).applications.marks
    assert (found.kind, found.value) == ("folder", mark)


@pytest.mark.parametrize(
    ("meant", "name"), split({meant: names for meant, (names, _) in NAMES.items()})
)
def test_a_name(meant, name):
    company = "" if meant == "company" else "company: Q\n"
    heads = [f"type: job-application\n{company}{name}: {value}" for value in NAMES[meant][1]]
    notes = [facts(f"X/{number}.md", head) for number, head in enumerate(heads)]
    proposal = propose((*notes, JANE), WORDS)
    assert (name, meant) in [(one.name, one.property) for one in proposal.names]
    assert [one for one in proposal.suggestions if not one.is_sure] == []


@pytest.mark.parametrize(("stage", "word"), [*split(STAGES), *split(STAGES_LIKE_THEM)])
def test_a_stage(stage, word):
    assert VOCABULARY.stage(word) == stage


@pytest.mark.parametrize(("stage", "word"), split(UNSURE))
def test_what_may_be_another_stage_is_asked_for_with_the_likely_one(stage, word):
    note = facts("Applications/A.md", f"type: application\ncompany: A\nstatus: {word}")
    (found,) = propose((note,), WORDS).suggestions
    assert (found.table, found.name, found.values) == ("stages", stage, (word,))
    assert not found.is_sure


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("tags: [recruiters]\ncompany: A", "tag"),
        ("type: contact\nname: J", "type"),
        ("type: person\nname: J", "type"),
        (
            "name: J\nemail: a\nphone: 1\ncompany: A\nstatus: warm\nlast_contact: 2026-01-01",
            "folder",
        ),
    ],
)
def test_a_person(head, kind):
    notes = (facts("P/J.md", head), facts("P/K.md", head), facts("A.md", "type: application"))
    found = propose(notes, WORDS)
    assert [mark.kind for mark in found.people.marks] == [kind]
    assert (found.people.count, found.applications.count) == (2, 1)


def test_a_date_alone_is_asked_for():
    (asked,) = [
        one
        for one in propose(
            (facts("A.md", "type: application\ndate: 2026-10-01"),), WORDS
        ).suggestions
        if not one.is_sure
    ]
    assert (asked.name, asked.values) == ("applied", ("date",))
    assert known(Settings(properties={"applied": ("date",)})).property("date") == "applied"
