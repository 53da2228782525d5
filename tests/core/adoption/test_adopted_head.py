"""The head for a note whose body says what it is about."""

import pytest

from tests.core.adoption.words import VOCABULARY
from vaultkit.core.adoption.adopted_head import adopted
from vaultkit.core.settings.values import Marks
from vaultkit.core.text.note import Note

TYPED = Marks(types=("application",))


def head_of(text: str, marks: Marks = TYPED, names=None, path: str = "Jobs/A.md"):
    found = adopted(Note(path, text.encode()), marks, names or {}, VOCABULARY)
    if found is None:
        return None
    wanted = found.edit.wanted.decode()
    bare = text.removeprefix("\ufeff")
    assert wanted.endswith(bare)
    return wanted.removesuffix(bare), [one.name for one in found.left]


def test_values_become_properties_by_the_bodys_names_or_the_vaults():
    text = '# A\n\n**Status:** applied\n**Company:** "A": sons\n**Applied:** 2026-11-01'
    assert head_of(text) == (
        '---\ntype: application\nstatus: applied\ncompany: "\\"A\\": sons"\napplied: 2026-11-01\n---\n',
        [],
    )
    named = {"company": "azienda", "status": "stato"}
    assert "\nstato: applied\nazienda: " in head_of(text, names=named)[0]


def test_line_ends_and_a_byte_order_mark_stay():
    head, _ = head_of("\ufeff# A\r\nstatus:: applied\r\n")
    assert head == "\ufeff---\r\ntype: application\r\nstatus: applied\r\n---\r\n"


@pytest.mark.parametrize(
    ("marks", "line"),
    [
        (Marks(types=("job",)), "type: job\n"),
        (Marks(types=("application",), folders=("Jobs",)), ""),
        (Marks(types=("application",), tags=("jobs",)), "tags: jobs\n"),
    ],
)
def test_the_mark_is_the_vaults_own(marks, line):
    assert head_of("status:: applied\n", marks)[0] == f"---\n{line}status: applied\n---\n"


def test_what_would_not_be_read_is_left_to_the_body():
    text = (
        "company:: A\nrole:: x\nstatus:: sunny\napplied:: 1/2/2026\n"
        f"why:: {'x' * 301}\nResult:: perhaps\n"
    )
    head, left = head_of(text)
    assert head == "---\ntype: application\ncompany: A\nrole: x\n---\n"
    assert left == ["status", "applied", "why", "Result"]


def test_a_result_may_be_a_stage_or_a_day():
    assert head_of("company:: A\nrole:: x\nResult:: rejected\n")[0].endswith(
        "role: x\nstatus: rejected\n---\n"
    )
    assert head_of("status:: applied\nResult:: rejected\n")[1] == ["Result"]
    assert head_of("status:: rejected\nResult:: 2026-11-01\n")[0].endswith(
        "result: 2026-11-01\n---\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\ntype: application\n---\nstatus:: applied\n",
        "---\nstatus:: applied\n",
        "\ufeff---\n\nstatus:: applied\n",
        "<<<<<<< a\nstatus:: applied\n=======\nstatus:: saved\n>>>>>>> b\n",
        "# A\n\nstatus:: sunny\n",
        "# A\n",
    ],
)
def test_other_notes_get_none(text):
    assert head_of(text) is None
