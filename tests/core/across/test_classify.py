"""Notes that are none of ours: what is said of a block in them, and of a mark without properties."""

import pytest

from tests.house import look, surveyed, update_one
from vaultkit.core.across.survey import problems
from vaultkit.core.follow_ups.removal import removal, staying
from vaultkit.core.settings.values import Marks, Settings

NOTE = (
    b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-16\nrecruiter: Ann\n---\n# Acme\n"
)
WRITTEN = update_one(NOTE)
TAGGED = Settings(applications=Marks(tags=("job",)))


def codes(raw: bytes, settings: Settings = Settings()) -> list[tuple[int, str]]:  # noqa: B008 - a frozen value
    return [(found.line, found.code) for found in look({"A.md": raw}, settings).problems]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"\n" + WRITTEN, (9, "block-head-below")),
        (WRITTEN.replace(b"type: application", b"type: note"), (8, "block-unmarked")),
        (WRITTEN.partition(b"---\n# ")[2], (2, "block-headless")),
        (
            WRITTEN.replace(b"type: application", b"type: person\nemail: a@b.example"),
            (9, "block-unmarked"),
        ),
        (WRITTEN.replace(b"status: rejected", b"status: a: b"), (3, "head-colon")),
        (b"<!-- vaultkit:end -->\n", (1, "marker-without-begin")),
    ],
)
def test_a_block_in_a_note_that_is_no_application_is_told_once(raw, found):
    assert codes(raw) == [found]


@pytest.mark.parametrize(
    "raw", [b"Talk of vaultkit:begin.\n", b"```\n<!-- vaultkit:begin v1 -->\n```\n", WRITTEN]
)
def test_prose_an_example_and_an_application_are_told_of_with_no_word(raw):
    assert codes(raw) == []


def test_a_forgotten_block_can_be_taken_out_one_below_a_problem_stays():
    (sheet,) = look({"A.md": b"\n" + WRITTEN}).forgotten
    edit = removal(sheet)
    assert edit
    assert edit.wanted == b"\n" + NOTE
    assert staying(sheet) == ()
    (broken,) = look({"A.md": WRITTEN.replace(b"status: ", b"status: a: ")}).forgotten
    assert broken.is_frozen
    merged = WRITTEN.replace(b"# Acme\n", b"<<<<<<< a\n# Acme\n=======\n>>>>>>> b\n")
    assert [each.is_frozen for each in look({"A.md": merged}).forgotten] == [True]


def test_lines_that_stay_are_counted():
    ticked = WRITTEN.replace(b"- [ ]", b"- [x]", 1)
    (sheet,) = look({"A.md": ticked}).sheets
    assert staying(sheet)
    (plain,) = look({"A.md": NOTE}).sheets
    assert staying(plain) == ()


def test_a_mark_without_properties_is_counted_by_its_mark():
    notes = {"A.md": b"#job\n", "B.md": b"---\n- x\n---\n#job/now\n", "C.md": b"no mark\n"}
    found = surveyed(notes, settings=TAGGED)
    assert found.look.unread == {"#job": ("A.md", "B.md")}
    assert [(one.code, one.severity) for one in problems(found)] == [("notes-unread", "problem")]
    read = surveyed({**notes, "D.md": b"---\ntags: job\n---\n"}, settings=TAGGED)
    assert [(one.code, one.severity) for one in problems(read)] == [("notes-unread", "hint")]
    assert [one.code for one in problems(surveyed({"C.md": b""}, settings=TAGGED))] == [
        "mark-unused"
    ]


def test_a_folder_that_marks_counts_its_notes_too():
    settings = Settings(applications=Marks(folders=("Jobs",)))
    found = surveyed({"Jobs/A.md": b"x\n", "Jobs/B.md": b"---\na: 1\n---\n"}, settings=settings)
    assert [(one.note, one.code, one.severity) for one in problems(found)] == [
        ("Jobs/A.md", "note-unread", "hint")
    ]


def test_a_copy_is_told_of_at_the_copy():
    found = problems(surveyed({"Jobs/Acme.md": NOTE, "Jobs/Acme 2.md": NOTE}))
    assert [(one.note, one.code) for one in found] == [("Jobs/Acme 2.md", "copy-of-a-note")]


def test_a_person_s_template_is_no_person():
    unfilled = b"---\ntype: person\nemail: '{{email}}'\n---\n"
    assert codes(unfilled) == [(3, "variable-unfilled")]
