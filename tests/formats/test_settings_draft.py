"""The text of a settings file for a vault that is there, and what was found in words."""

import tomllib
from datetime import date

import pytest

from vaultkit.core.adoption.body_values import BodyValue
from vaultkit.core.adoption.own_marks import OwnMark
from vaultkit.core.adoption.own_names import FoundName
from vaultkit.core.adoption.proposal import BodyFound, Found, Proposal
from vaultkit.core.adoption.stage_words import StageWord
from vaultkit.core.adoption.suggestion import Suggestion
from vaultkit.formats.proposal_lines import proposal_lines
from vaultkit.formats.settings_draft import settings_draft
from vaultkit.playbook import load
from vaultkit.work.config import read_settings

DAY = date(2026, 11, 20)
ENGLISH = load.phrases("en")
STAGE = {"word": "Kickoff", "n": 2, "stage": "applied"}


def draft(*suggestions):
    return settings_draft("en", suggestions, DAY, ENGLISH)


def test_without_suggestions_it_holds_language_and_day():
    text = draft()
    assert tomllib.loads(text) == {
        "schema": 1,
        "language": "en",
        "follow_ups": {"since": DAY},
    }
    assert text.startswith("# ")


def test_each_setting_stands_below_its_reason():
    text = draft(
        Suggestion("applications", "type", ("job",), "type", {"n": 1}, is_list=False),
        Suggestion(
            "applications", "folder", ("Jobs",), "new-folder", {"folder": "Jobs"}, is_list=False
        ),
        Suggestion(
            "stages", "applied", ("Sent off",), "stage-mapped", {"word": "Sent off", "n": 3}
        ),
        Suggestion("stages", "applied", ("Gone",), "stage-mapped", {"word": "Gone", "n": 1}),
        Suggestion("odd", "x", ("y",), "review-language"),
    )
    assert (
        '# 1 note has this type.\n[applications]\ntype = "job"\n'
        "# Most applications lie in Jobs/, so new ones go there.\n"
        'folder = "Jobs"\n'
    ) in text
    assert 'applied = ["Sent off", "Gone"]\n' in text
    assert text.index("[follow_ups]") < text.index("[odd]")


def test_what_is_not_sure_is_a_comment_and_holds_when_it_is_taken_in():
    text = draft(
        Suggestion("stages", "applied", ("Kickoff",), "stage-guess", STAGE, is_sure=False),
        Suggestion("stages", "applied", ("Kick",), "stage-guess", STAGE, is_sure=False),
        Suggestion("stages", "", ("Boh",), "stage-unknown", {"word": "Boh", "n": 1}, is_sure=False),
    )
    assert read_settings(text).stages == {}
    taken = text.replace("# applied", "applied")
    assert read_settings(taken).stages == {"applied": ("Kickoff", "Kick")}
    assert '"Boh", which is no stage' in text


def test_words_of_notes_cannot_end_a_line_of_the_file():
    told = {"word": 'x"\n[review]\n', "n": 1, "stage": "applied"}
    text = draft(Suggestion("stages", "applied", ('a"\\b',), "stage-guess", told, is_sure=True))
    assert tomllib.loads(text)["stages"] == {"applied": ['a"\\b']}
    assert "review" not in tomllib.loads(text)


def test_an_empty_vault_in_words():
    assert proposal_lines(Proposal(), ENGLISH) == (
        "0 notes were read.",
        "No note looks like an application.",
        "No note looks like a person's.",
    )


def test_a_vault_in_words_and_a_table():
    names = [
        FoundName("azienda", "company", 4, "Alfa"),
        FoundName("chiude", "offer_deadline", 1, ""),
    ]
    names += [FoundName("Company", "company", 3, "Beta"), FoundName("role", "role", 1, "x")]
    names += [FoundName(f"x{number}", "role", 1, "y") for number in range(12)]
    stages = [StageWord("in attesa", 2, "applied"), StageWord("Boh", 1, None)]
    stages += [StageWord(f"w{number}", 1, "saved") for number in range(9)]
    proposal = Proposal(
        notes=9,
        applications=Found(
            4,
            "Jobs",
            (OwnMark("type", "job"), OwnMark("tag", "jobs"), OwnMark("folder", "Jobs")),
            ("a.md", "b.md"),
        ),
        people=Found(1, marks=(OwnMark("property", "x", "kind"), OwnMark("presence", "", "email"))),
        names=tuple(names),
        stages=tuple(stages),
    )
    lines = proposal_lines(proposal, ENGLISH)
    assert lines[1] == (
        "4 notes in Jobs/ look like applications. Recognised by: type: job, #jobs, the folder Jobs/."
    )
    assert lines[2] == "  2 more look like one and lack that mark: a.md, b.md"
    assert lines[3:5] == (
        "  azienda → company         Alfa",
        "  chiude  → offer deadline",
    )
    assert "  and 2 more names" in lines
    assert "  As vaultkit calls them: Company, role" in lines
    assert "  Applied: in attesa (2)" in lines
    assert "  Unknown: Boh (1)" in lines
    assert "  Saved: w0 (1), w1 (1), w2 (1), w3 (1), w4 (1), w5 (1), w6 (1), w7 (1), +1" in lines
    assert lines[-1] == (
        "1 note looks like a person's. Recognised by: kind: x, the property email."
    )
    plain = Proposal(applications=Found(2, left=("a.md",)))
    assert "2 notes look like applications." in proposal_lines(plain, ENGLISH)


@pytest.mark.parametrize("form", ["field", "bullet", "cell"])
def test_what_stands_in_bodies_is_told(form):
    value = BodyValue("Status", "status", "applied", form)
    bodies = (
        BodyFound("x", ("x/a.md", "x/b.md"), value),
        BodyFound("", ("a.md",), value),
        BodyFound("", ("All.md",), rows=3),
        BodyFound("Jobs", ("Jobs/a.md",)),
        BodyFound("", ("b.md",)),
        BodyFound("y", ("y/a.md",), value, has_heads=True),
    )
    lines = proposal_lines(Proposal(bodies=bodies), ENGLISH)[3:]
    assert lines[0].startswith("2 notes in x/ keep")
    assert lines[1].endswith('vaultkit init --adopt "x"')
    assert lines[2].startswith("1 note keeps")
    assert lines[3].endswith('vaultkit init --adopt "."')
    assert lines[4].startswith("All.md holds a table of 3 applications")
    assert lines[5] == "1 note in Jobs/ has no properties, so nothing is read from it."
    assert lines[6] == "1 note has no properties, so nothing is read from it."
    assert lines[7].startswith("1 note in y/ keeps")
    assert len(lines) == 8
