"""The specification that anybody can read: before.md becomes after.md, and then rests."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from tests.house import TODAY, updated
from vaultkit.work.config import read_settings

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(path.parent for path in FOLDER.glob("*/*/before.md"))


def notes_of(case: Path) -> dict[str, bytes]:
    others = case / "notes"
    notes = {
        path.relative_to(others).as_posix(): path.read_bytes()
        for path in sorted(others.rglob("*.md"))
    }
    return notes | {"Acme.md": (case / "before.md").read_bytes()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_note_becomes_what_the_case_shows(case, golden):
    told = tomllib.loads((case / "case.toml").read_text("utf-8"))
    today = date.fromisoformat(told["today"]) if "today" in told else TODAY
    settings = read_settings(told.get("settings", "schema = 1\n"))
    notes = updated(notes_of(case), today, settings)
    golden(case / "after.md", notes["Acme.md"])
    assert updated(notes, today, settings) == notes, "a second update must write nothing"


def test_every_case_says_what_it_shows():
    for case in CASES:
        assert tomllib.loads((case / "case.toml").read_text("utf-8"))["shows"].endswith(".")
