"""From facts to a proposal: names, words for stages, marks, folders, and what stands in bodies alone."""

import pytest

from tests.core.adoption.words import SIGNS, VOCABULARY, WORDS, facts, known
from vaultkit.core.adoption.own_template import choose_template
from vaultkit.core.adoption.proposal import Found, propose, with_suggestions
from vaultkit.core.adoption.stage_words import StageWord
from vaultkit.core.adoption.suggestion import Suggestion, is_fit, is_fit_folder
from vaultkit.core.settings.values import Settings


def proposed(*notes):
    return propose(notes, WORDS)


def settings(proposal, table):
    return [
        (one.name, one.values, one.reason, one.is_sure)
        for one in proposal.suggestions
        if one.table == table
    ]


def test_an_empty_vault_gets_no_suggestion():
    proposal = proposed()
    assert (proposal.notes, proposal.language, proposal.suggestions) == (0, "en", ())
    assert proposal.applications == proposal.people == Found()


def test_the_usual_marks_need_no_setting():
    notes = [facts("Applications/A.md", "type: application"), facts("P.md", "type: Person")]
    assert proposed(*notes).suggestions == ()


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("type: job", [("type", ("job",), "type", True)]),
        ("tags: [job-search]\ncompany: A", [("tags", ("job-search",), "tag", True)]),
        (
            "category: [Jobs]",
            [
                ("property", ("category",), "property", True),
                ("values", ("Jobs",), "values", True),
            ],
        ),
        ("company: A\nstatus: applied", [("property", ("status",), "property", True)]),
    ],
)
def test_each_kind_of_mark_has_its_setting(head, wanted):
    found = settings(proposed(facts("A.md", head)), "applications")
    assert found == [*wanted, ("folder", ("",), "new-at-root", True)]


def test_a_reason_counts_the_notes_that_its_own_mark_fits():
    typed = [facts(f"Jobs/{number}.md", "type: application") for number in range(5)]
    loose = [facts(f"Edge/{number}.md", "company: A\nstatus: applied") for number in range(2)]
    told = {one.name: one.told["n"] for one in proposed(*typed, *loose).suggestions if one.told}
    assert told["folders"] == 2


def test_folders_and_a_folder_for_new_ones():
    inside = [facts(f"Work/W{week}/A.md", "company: A\nstatus: applied") for week in range(3)]
    assert settings(proposed(*inside), "applications") == [("folders", ("Work",), "folder", True)]
    typed = [facts(f"Work/W{week}/A.md", "type: job") for week in range(3)]
    assert settings(proposed(*typed), "applications") == [
        ("type", ("job",), "type", True),
        ("folder", ("Work",), "new-folder", True),
    ]
    scattered = [facts(f"{folder}/A.md", "type: job") for folder in "abc"]
    assert settings(proposed(*scattered), "applications") == [("type", ("job",), "type", True)]
    odd = facts(" x/A.md", "type: job")
    assert settings(proposed(odd), "applications") == [("type", ("job",), "type", True)]
    odd = facts(" x/A.md", "company: A\nstatus: applied")
    assert proposed(odd, odd).applications.marks == ()


def test_two_types_are_a_list():
    notes = [
        facts("Applications/A.md", "type: job"),
        facts("Applications/B.md", "type: application"),
    ]
    notes += [facts("Applications/C.md", "company: A"), facts("C.md", "type: job")]
    found = proposed(*notes)
    assert (
        settings(found, "applications")[0] == ("folders", ("Applications",), "folder", True)
        or settings(found, "applications")[0][0] == "type"
    )


def test_a_role_that_is_a_rank_is_none():
    notes = [
        facts("A.md", "type: application\nrole: Senior\nposition: Analyst"),
        facts("B.md", "type: application\nrole: Mid-Level\nposition: Engineer"),
    ]
    proposal = proposed(*notes)
    assert settings(proposal, "properties") == [
        ("role", ("position",), "seniority", True),
        ("not", ("role",), "seniority-off", True),
    ]
    assert ("role", "role") not in [(one.name, one.property) for one in proposal.names]
    own = known(Settings(properties={"role": ("position",)}, not_aliases=("role",)))
    assert (own.property("role"), own.property("position")) == (None, "role")
    assert own.property("role", "person") == "role"


def test_of_two_names_that_differ_one_counts():
    head = (
        "type: application\nstatus: active\nApp-Stage: {}\nadded: 2026-01-01\ncreated: 2026-01-02"
    )
    notes = [facts(f"{n}.md", head.format(n)) for n in ("Screening", "Interview", "Reject")]
    assert settings(proposed(*notes), "properties") == [
        ("status", ("App-Stage",), "one-of-two", True),
        ("not", ("status",), "other-of-two", True),
    ]
    alike = [facts("A.md", "type: application\ncompany: A\nemployer: A")]
    assert settings(proposed(*alike), "properties") == []
    boxes = [facts("A.md", "type: application\napplied: true\nApplied-Date: 2026-10-01")]
    assert settings(proposed(*boxes), "properties") == []
    empty = [
        facts("A.md", "type: application\nemployer: B"),
        facts("B.md", "type: application\ncompany: A"),
    ]
    assert settings(proposed(*empty), "properties") == []
    odd = [facts("A.md", 'type: application\ncompany: A\n"employer\\t": B')]
    assert settings(proposed(*odd), "properties") == []


def test_a_property_that_holds_stages_is_the_stage():
    notes = [
        facts("A.md", "type: application\nLast Round: OA\nmood: ok"),
        facts("B.md", "type: application\nLast Round: Final Round\npriority: high"),
    ]
    proposal = proposed(*notes)
    assert settings(proposal, "properties") == [("status", ("Last Round",), "stage-name", True)]
    assert [(one.word, one.stage) for one in proposal.stages] == [
        ("OA", "screening"),
        ("Final Round", "interview"),
    ]


def test_one_word_alone_is_no_proof():
    notes = [facts(f"{n}.md", "type: application\ncv: draft") for n in "ab"]
    proposal = proposed(*notes)
    assert settings(proposal, "properties") == [("status", ("cv",), "stage-name", False)]
    assert proposal.stages == ()


def test_days_are_known_by_their_names_and_else_asked():
    head = "type: application\nsubmission: 2026-10-01\ndate: 2026-10-02\nround day: 2026-10-03\nodd: 2026-10-04"
    assert settings(proposed(facts("A.md", head)), "properties") == [
        ("applied", ("submission",), "day-name-sure", True),
        ("interviewed", ("round day",), "day-name-sure", True),
    ]
    assert settings(
        proposed(facts("A.md", "type: application\ndate: 2026-10-02")), "properties"
    ) == [("applied", ("date",), "day-name", False)]
    known_day = "type: application\ndate: 2026-10-02\napplied: 2026-10-01"
    assert settings(proposed(facts("A.md", known_day)), "properties") == []


def test_people_are_known_by_their_notes():
    jane = facts("People/Jane Doe.md", "type: person")
    linked = facts(
        "A.md", 'type: application\ncorrespondence: "[[Jane Doe]]"\nfriends: [Bob, Jane]'
    )
    assert settings(proposed(jane, linked), "properties") == [
        ("contact", ("correspondence",), "people-name", True)
    ]
    both = facts(
        "A.md", 'type: application\ncorrespondence: "[[Jane Doe]]"\ncontacts:\n  - name: Jane Doe'
    )
    assert settings(proposed(jane, both), "properties") == []


def test_words_for_stages_are_told_with_counts_and_guesses():
    words = (
        "applied",
        "applied",
        "Aplied",
        "Waiting to hear back soon",
        "Culture fit",
        "no",
        "true",
        "TBD",
    )
    notes = [facts(f"{n}.md", f"type: application\nstatus: {word}") for n, word in enumerate(words)]
    notes.append(facts("z.md", "type: application\nesito: 2026-10-01"))
    proposal = proposed(*notes)
    assert proposal.stages == (
        StageWord("applied", 2, "applied"),
        StageWord("no", 1, "rejected"),
        StageWord("Aplied", 1, None, "applied"),
        StageWord("Culture fit", 1, None, None),
        StageWord("Waiting to hear back soon", 1, None, "applied"),
    )
    assert settings(proposal, "stages") == [
        ("applied", ("Aplied",), "stage-guess", False),
        ("", ("Culture fit",), "stage-unknown", False),
        ("applied", ("Waiting to hear back soon",), "stage-guess", False),
    ]


def test_the_language_is_that_of_names_and_words():
    italian = facts("A.md", "type: application\nazienda: A\nstato: inviata")
    assert proposed(italian).language == "it"
    assert proposed(facts("A.md", "type: application\nfase: colloquio")).language == "it"
    assert proposed(facts("A.md", "type: application\nstatus: applied")).language == "en"


def test_what_stands_in_bodies_alone_is_told_by_folder():
    notes = [
        facts("x/A.md", None, "**Status:** applied\n"),
        facts("x/B.md", None, "company:: B\nrole:: x\n"),
        facts("x/C.md", None, "status:: sunny\n"),
        facts("All.md", None, "| Company | Role | a |\n|-|-|-|\n| A | x | |\n| B | y | |\n"),
        facts("Jobs/D.md", None, "We talked.\n"),
        facts("E.md", "a: 1", "**Status:** applied\n"),
    ]
    headed, told, table, silent = proposed(*notes).bodies
    assert (headed.paths, headed.has_heads, told.has_heads) == (("E.md",), True, False)
    assert (told.folder, told.paths) == ("x", ("x/A.md", "x/B.md"))
    assert told.example is not None
    assert told.example.value == "applied"
    assert (table.paths, table.rows) == (("All.md",), 2)
    assert (silent.folder, silent.paths, silent.example) == ("Jobs", ("Jobs/D.md",), None)
    marked = facts("Jobs/F.md", "company: A\nstatus: applied")
    assert [one.rows for one in proposed(*notes, marked, marked).bodies] == [0, 0, 2]


def test_a_body_without_a_stage_shows_its_first_value():
    (told,) = proposed(facts("A.md", None, "company:: B\nrole:: x\n")).bodies
    assert told.example is not None
    assert told.example.name == "company"


def test_the_template_of_an_application_is_the_one_with_most_of_its_properties():
    templates = [
        ("T/Daily.md", "# {{date}}\n"),
        ("T/Person.md", "---\ntype: person\ncompany:\nrole:\nstatus:\napplied:\n---\n"),
        ("T/Note.md", "---\ntitle:\nlink:\nsource:\n---\n"),
        ("T/Small.md", "---\ntype: job\ncompany:\n---\n"),
        ("T/Job.md", '---\n# x\ntype: [note, "job"]\ncompany:\nrole:\nstatus:\n---\n'),
    ]
    assert choose_template(templates, SIGNS, VOCABULARY) == "T/Job.md"
    assert choose_template(templates[:3], SIGNS, VOCABULARY) is None


@pytest.mark.parametrize("value", ["", "a\nb", "x" * 81, "a\u202eb", " a"])
def test_what_no_settings_file_should_hold_is_not_suggested(value):
    assert not is_fit(value)


def test_hidden_folders_and_long_words_are_not_suggested():
    assert is_fit_folder("a/b")
    assert not is_fit_folder("../a")
    assert not is_fit_folder("")
    long = facts("A.md", f"type: application\nstatus: {'x' * 100}\n{'y' * 100}: applied")
    assert proposed(long).suggestions == (
        Suggestion("applications", "folder", ("",), "new-at-root", {"folder": ""}, is_list=False),
    )


def test_a_text_that_fills_no_line_is_not_quoted():
    assert facts("A.md", f"company: {'x' * 1001}\nrole: x").said[0].texts == ()


def test_suggestions_can_be_made_surer():
    assert with_suggestions(proposed(), ()).suggestions == ()
