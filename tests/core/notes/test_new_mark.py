"""The mark of a new note: the vault's own, and none where there is one already."""

import pytest

from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.notes.new_mark import folder_for_new, marked
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.playbook.load import playbook_toml

WORDS = vocabulary(playbook_toml("properties.toml"), playbook_toml("stages.toml"), Settings())
APPLICATION = ("application",)


def mark(text: str, marks: Marks, path: str = "A.md") -> str:
    return marked(path, text, marks, WORDS)


@pytest.mark.parametrize(
    ("marks", "line"),
    [
        (Marks(types=APPLICATION), "type: application"),
        (Marks(types=("job-application", "job")), "type: job-application"),
        (Marks(types=APPLICATION, tags=("job/search",)), "tags: job/search"),
        (Marks(types=APPLICATION, property="kind", values=("Job: x",)), 'kind: "Job: x"'),
        (Marks(types=APPLICATION, property="is_job"), "is_job: true"),
        (Marks(types=("null",)), 'type: "null"'),
        (Marks(types=(), folders=("Jobs",)), "type: application"),
    ],
)
def test_the_vaults_own_mark_is_written_first_in_the_head(marks, line):
    assert mark("---\ncompany: A\n---\n# A\n", marks) == f"---\n{line}\ncompany: A\n---\n# A\n"
    assert mark("# A\n", marks) == f"---\n{line}\n---\n\n# A\n"


def test_a_head_keeps_its_line_endings():
    assert (
        mark("---\r\na: 1\r\n---\r\n", Marks(types=APPLICATION))
        == "---\r\ntype: application\r\na: 1\r\n---\r\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("type:", "type: job"),
        ("type: note", "type: [note, job]"),
        ("type:\n  - a\n  - b", "type: [a, b, job]"),
    ],
)
def test_a_property_that_holds_something_else_holds_the_mark_too(before, after):
    assert (
        mark(f"---\n{before}\nx: 1\n---\n", Marks(types=("job",))) == f"---\n{after}\nx: 1\n---\n"
    )


def test_a_property_that_vaultkit_knows_by_another_name_has_one_value():
    marks = Marks(types=("application",), property="job_status", values=("applied",))
    assert (
        mark("---\ncompany: A\nstatus: saved\n---\n", marks)
        == "---\ncompany: A\nstatus: applied\n---\n"
    )
    assert mark("---\ncompany: A\n---\n", marks) == "---\njob_status: applied\ncompany: A\n---\n"


@pytest.mark.parametrize(
    "text", ["---\ntype: job\n---\n", "---\na: 1\n---\n#job now\n", "---\na: [\n---\n"]
)
def test_a_marked_note_and_a_head_that_does_not_read_are_left(text):
    assert mark(text, Marks(types=("job",), tags=("job",))) == text


def test_an_empty_head_gets_the_mark():
    assert mark("---\n---\n", Marks(types=("job",))) == "---\ntype: job\n---\n"
    assert mark("---\n- a\n---\n", Marks(types=("job",))) == "---\n- a\n---\n"


@pytest.mark.parametrize(
    ("folders", "chosen", "folder"),
    [
        ((), "Applications", "Applications"),
        (("Jobs", "Old"), "Applications", "Jobs"),
        (("Applications",), "Applications", "Applications"),
        (("Jobs",), "Jobs/Open", "Jobs/Open"),
        (("Jobs",), "Elsewhere", "Elsewhere"),
    ],
)
def test_a_new_note_goes_where_the_folder_marks_it(folders, chosen, folder):
    settings = Settings(applications=Marks(folders=folders), new_folder=chosen)
    assert folder_for_new(settings) == folder
