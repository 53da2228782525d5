"""The words of real vaults: every spelling has one meaning, and a slip of the pen gets a suggestion."""

from collections import Counter

import pytest

from vaultkit.core.application import ENDINGS, STAGES
from vaultkit.core.settings import Settings
from vaultkit.core.vocabulary import KINDS, fold, vocabulary
from vaultkit.words import playbook_toml, property_names

PROPERTIES, STAGE_SPELLINGS = playbook_toml("properties.toml"), playbook_toml("stages.toml")
WORDS = vocabulary(PROPERTIES, STAGE_SPELLINGS, Settings())


def own(**settings):
    return vocabulary(PROPERTIES, STAGE_SPELLINGS, Settings(**settings))


@pytest.mark.parametrize("text", ["Job-Title", "job_title", "jobTitle", " JOB TITLE ", "Job title (short)"])
def test_spelling_makes_no_difference(text):
    assert fold(text) == "jobtitle"
    assert WORDS.property(text) == "role"


def test_accents_make_no_difference():
    assert WORDS.property("Societa") == WORDS.property("SOCIETÀ") == "company"


def test_no_word_has_two_meanings():
    tables = [PROPERTIES[kind] for kind in KINDS] + [STAGE_SPELLINGS]
    for table in tables:
        folded = Counter(key for word, names in table.items() for key in {fold(name) for name in (word, *names)})
        assert [word for word, count in folded.items() if count > 1] == []


def test_every_stage_and_property_is_there():
    assert tuple(STAGE_SPELLINGS) == STAGES + ENDINGS
    assert all(any(WORDS.property(name, kind) == name for kind in KINDS) for name in property_names())


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


def test_the_nearest_word_is_the_one_that_was_meant():
    assert WORDS.nearest("aplied") == "applied"
    assert WORDS.nearest("rifiutatta") == "rifiutata"
    assert WORDS.nearest("?") == "applied"


@pytest.mark.parametrize("name", ["next_follow_up", "followUpDate", "date", "Last Round", "via_recruiter", "website"])
def test_names_that_mean_something_else_are_left_out(name):
    assert WORDS.property(name) is None


def test_a_vault_has_its_own_words_beside_the_known_ones():
    words = own(properties={"company": ("Ente", "titolare")}, stages={"applied": ("spedita",), "saved": ("Sent",)})
    assert words.property("ente") == words.property("azienda") == "company"
    assert words.property("ente", "person") == "company"
    assert words.stage("Spedita") == "applied"
    assert words.stage("sent") == "saved"
    assert words.nearest("speditta") == "spedita"


def test_an_own_word_wins_over_a_known_one():
    words = own(properties={"company": ("title",), "decided": ("esito",)})
    assert words.property("title") == "company"
    assert words.property("esito") == "decided"
    assert words.dated("esito") is None
