"""A touch on a day that has not come is no touch yet: one answer everywhere."""

import json
import re

import pytest

from tests.command_line import run

ACME = """---
type: application
company: Acme
role: Analyst
status: rejected
interviewed: 2026-02-10
decided: 2026-02-12
contact: "[[Marta Rossi]]"
---
"""
MARTA = """---
type: person
email: marta@acme.example
---
## Log
- 2026-03-01: rang
- 2026-05-01: coffee, fixed by phone
"""
SKILL = """---
type: skill
date: 2026-04-01
sentence: I learned SQL.
---
"""
BEFORE, ON_THE_DAY = "2026-04-20", "2026-05-01"


@pytest.fixture
def vault(tmp_path):
    notes = {"Acme.md": ACME, "Marta Rossi.md": MARTA, "SQL.md": SKILL}
    for name, text in {**notes, "vaultkit.toml": "schema = 1\n"}.items():
        (tmp_path / name).write_text(text)
    run("update", "--today", "2026-04-20", cwd=tmp_path)
    note = tmp_path / "Acme.md"
    # The person has moved the line to this week: the touch ahead would have it later.
    note.write_text(re.sub(r"📅 \S+ (?=\^vk-stay)", "📅 2026-04-21 ", note.read_text()))
    return tmp_path


def told(vault, today):
    """Return the last touch as each command tells it."""
    (contact,) = json.loads(run("contacts", "--json", "--today", today, cwd=vault).stdout)["data"]
    words = run("contacts", "--today", today, cwd=vault).stdout.decode()
    page = run("review", "--stdout", "--today", today, cwd=vault).stdout.decode()
    reasons = json.loads(run("explain", "Marta", "--json", "--today", today, cwd=vault).stdout)
    days = {contact["last_touch"], reasons["data"][0]["last_touch"]}
    days |= {*re.findall(r"(?i)last (?:touch|in touch)\D*(\d{4}-\d\d-\d\d)", words + page)}
    return days


def test_lists_review_and_explain_tell_the_same_last_touch(vault):
    assert told(vault, BEFORE) == {"2026-03-01"}
    assert told(vault, ON_THE_DAY) == {"2026-05-01"}


def test_a_letter_tells_what_is_new_since_the_last_touch_that_was(vault):
    letter = run("draft", "marta", "--today", BEFORE, cwd=vault)
    assert b"I learned SQL." in letter.stdout
    later = run("draft", "marta", "--today", ON_THE_DAY, cwd=vault)
    assert later.returncode == 2
    assert b"2026-05-01" in later.stderr
