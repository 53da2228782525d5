"""The words of real vaults: every spelling has one meaning, and a slip of the pen gets a suggestion."""

from collections import Counter

import pytest

from tests.house import ENDINGS, STAGES
from vaultkit.core.front_matter.vocabulary import KINDS, fold, vocabulary
from vaultkit.core.settings.values import Settings
from vaultkit.playbook.load import playbook_toml, property_names

PROPERTIES, STAGE_SPELLINGS = playbook_toml("properties.toml"), playbook_toml("stages.toml")
ENGLISH = {stage: words for stage, words in STAGE_SPELLINGS.items() if stage not in ("it", "stage")}
ITALIAN = STAGE_SPELLINGS["it"]
WORDS = vocabulary(PROPERTIES, STAGE_SPELLINGS, Settings())


def own(**settings):
    return vocabulary(PROPERTIES, STAGE_SPELLINGS, Settings(**settings))


@pytest.mark.parametrize(
    "text", ["Job-Title", "job_title", "jobTitle", " JOB TITLE ", "Job title (short)"]
)
def test_spelling_makes_no_difference(text):
    assert fold(text) == "jobtitle"
    assert WORDS.property(text) == "role"


def test_accents_make_no_difference():
    assert WORDS.property("Societa") == WORDS.property("SOCIETÀ") == "company"


def test_no_word_has_two_meanings():
    both = {stage: [*ENGLISH[stage], *ITALIAN[stage]] for stage in ENGLISH}
    tables = [PROPERTIES[kind] for kind in KINDS] + [both]
    for table in tables:
        folded = Counter(
            key for word, names in table.items() for key in {fold(name) for name in (word, *names)}
        )
        assert [word for word, count in folded.items() if count > 1] == []


def test_every_stage_and_property_is_there():
    for table in (ENGLISH, ITALIAN):
        assert tuple(table) == STAGES + ENDINGS
    assert all(
        any(WORDS.property(name, kind) == name for kind in KINDS) for name in property_names()
    )


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Interviewing", "interview"),
        ("Colloquio", "interview"),
        ("Interview 3", "interview"),
        ("HR Interview", "interview"),
        ("Rifiutata", "rejected"),
        ("scartato", "rejected"),
        ("Rejected (after interview)", "rejected"),
        ("Under_Review", "applied"),
        ("awaiting-reply", "applied"),
        ("da inviare", "saved"),
        ("not-applied", "saved"),
        ("Recruiter_Screen", "screening"),
        ("🟢 Offer", "offer"),
        ("Dropped by me", "withdrawn"),
        ("declined", "declined"),
        ("Nessuna risposta", "ghosted"),
        ("on the moon", None),
        ("", None),
    ],
)
def test_stages_are_known_by_what_people_write(text, stage):
    assert WORDS.stage(text) == stage


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Rejected – no feedback", "rejected"),
        ("1. Applied", "applied"),
        ("2 - Interviewing", "interview"),
        ("1️⃣ Applied", "applied"),
        ("✅ Applied", "applied"),
        ("03 Interview", "interview"),
        ("1st interview", "interview"),
        ("Interview #2", "interview"),
        ("2026-10-20: rejected", "rejected"),
        ("Applied. Waiting for them", "applied"),
        ("Rejected: after interview", "rejected"),
        ("Rifiutata - nessun motivo", "rejected"),
        ("On hold (until May)", "closed"),
        ("Scaduta", "closed"),
        ("Offer (declined)", "declined"),
        ("Offer - declined", "declined"),
    ],
)
def test_a_known_word_at_the_start_and_numbers_at_either_end_count(text, stage):
    assert WORDS.stage(text) == stage


@pytest.mark.parametrize(
    "text",
    [
        "Interview - rejected",
        "Interview (they rejected me)",
        "Applied – no response",
        "Applied → Rejected",
        "Saved | applied",
        "Rejected/No reply",
        "Rejected by me",
        "Rejected (by me)",
        "Rifiutata (da me, forse)",
        "Rejectedness",
        "Applied elsewhere",
    ],
)
def test_words_that_may_mean_another_stage_are_no_stage(text):
    assert WORDS.stage(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("aplied", "applied"),
        ("Appleid", "applied"),
        ("intervewing", "interviewing"),
        ("Wtihdrwan", "withdrawn"),
    ],
)
def test_a_slip_of_the_fingers_gets_the_word_that_was_meant(text, word):
    assert WORDS.nearest(text) == word


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Responded",
            "Rejected by me",
            "Not Interested",
            "Shortlisted",
            "Reference check",
            "Do_Not_Apply",
            "?",
        ),
        *("Unaccepted", "Not accepted", "dropped by them", "Archived", "rifiutatta"),
    ],
)
def test_no_word_is_offered_that_is_far_or_says_the_opposite(text):
    assert WORDS.stage(text) is None
    assert WORDS.nearest(text) is None


def test_a_word_is_offered_in_the_language_of_the_note():
    assert (
        WORDS.nearest("rifiutatta", "it") == own(language="it").nearest("rifiutatta") == "rifiutata"
    )
    assert WORDS.nearest("aplied", "it") is None


@pytest.mark.parametrize(
    "name", ["next_follow_up", "followUpDate", "date", "Last Round", "via_recruiter", "website"]
)
def test_names_that_mean_something_else_are_left_out(name):
    assert WORDS.property(name) is None


def test_a_vault_has_its_own_words_beside_the_known_ones():
    words = own(
        properties={"company": ("Ente", "titolare")},
        stages={"applied": ("spedita",), "saved": ("Sent",)},
    )
    assert words.property("ente") == words.property("azienda") == "company"
    assert words.property("ente", "person") == "company"
    assert words.stage("Spedita") == "applied"
    assert words.stage("sent") == "saved"
    assert words.nearest("speditta") == words.nearest("speditta", "it") == "spedita"


def test_a_list_that_holds_the_name_itself_is_the_whole_list():
    words = own(properties={"role": ("role", "Job")})
    assert words.property("role") == words.property("job") == "role"
    assert words.property("position") is words.property("title") is None


def test_a_known_alias_can_be_switched_off_but_no_own_name():
    words = own(not_aliases=("Title", "esito", "company"))
    assert words.property("title") is None
    assert words.dated("esito") is None
    assert words.property("company") == "company"
    assert words.property("title", "fact") == "title"


def test_an_own_word_wins_over_a_known_one():
    words = own(properties={"company": ("title",), "decided": ("esito",)})
    assert words.property("title") == "company"
    assert words.property("esito") == "decided"
    assert words.dated("esito") is None
