"""Of an import: no cell of a row that makes a note is lost, and no bytes are too strange for a sentence."""

import csv
import io
import re
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.tables.reading import VOCABULARY, WORDS
from tests.house import PLAIN, surveyed
from vaultkit.core.tables.csv_text import NoTable, read_table
from vaultkit.core.tables.kept import readable, softened
from vaultkit.disk.vault import Vault
from vaultkit.playbook import load
from vaultkit.work.import_table import Importing, plan_import
from vaultkit.work.new_note import Habits

NAMES = (
    "Company", "Role", "Status", "Applied", "Interview 1", "Interview 2", "Outcome", "Deadline", "Link", "Recruiter",
    "Interviewers", "Source", "Why", "Notes", "Salary", "Type", "Date", "Follow up", "",
)  # fmt: skip
ODD = st.sampled_from(
    ["[[x1]]", "<% y2 %>", "{{z3}}", "2026-04-03", "03/04/2026", "applied", "Rejected", "n/a", "=1+1", "- [ ] a4 ^vk-b5", "```", "~~~",
     "<!-- vaultkit:begin v1 -->", "---", "a6\nb7", "a8; b9, c10", "https://x11.example/y12?z=13#14", "3 aprile 2026 ore 15.30", "'+39 15",
     "[s](https://t16.example)", "![[#u17]]", "%% v18 %%", "\ta19", "w" * 250, "|x20|", "date: 2026", "yes"]
)  # fmt: skip
CELL = st.one_of(
    st.just(""), ODD, st.text(max_size=30), st.lists(ODD, min_size=2, max_size=3).map(" ".join)
)
WORD = re.compile(r"[A-Za-z0-9]+")


def sheet(rows):
    told = io.StringIO()
    csv.writer(told).writerows([NAMES, *rows])
    return told.getvalue().encode("utf-8", "replace")


def plan(data, root):
    phrases = load.phrases("en")
    habits = Habits(PLAIN, VOCABULARY, {}, "saved", phrases)
    every = tuple(load.all_phrases().values())
    with_ = Importing(Vault(root), habits, WORDS, every, date(2026, 11, 20), time(9), "jobs.csv")
    return plan_import(data, surveyed({}), with_, {}, {}, None)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=len(NAMES), max_size=len(NAMES) + 2), min_size=1, max_size=4)
)
def test_every_word_of_a_cell_stands_in_the_note_that_its_row_makes(rows):
    with TemporaryDirectory() as folder:
        made = plan(sheet(rows), Path(folder))
        again = plan(sheet(rows), Path(folder))
    assert [row.data for row in made.rows] == [row.data for row in again.rows]
    assert len(made.rows) == sum(1 for row in made.table.rows)
    read = dict(zip([row.line for row in made.table.rows], made.table.rows, strict=True))
    for row in made.new:
        text = row.data.decode()
        for cell in read[row.wish.line].cells:
            missing = [word for word in words_of(cell) if word not in text]
            assert all(is_in_a_day(word, cell) for word in missing), (cell, missing, text)
        assert "<%" not in text
        assert not any(finding.code == "unread" for finding in row.wish.findings)


def words_of(cell):
    return WORD.findall(softened(readable(cell)))


def is_in_a_day(word, cell):
    """Tell whether a word was one of a day or an hour, which a note writes in one form."""
    return bool(re.search(r"\d", cell)) and word.casefold() in {
        "03",
        "3",
        "04",
        "aprile",
        "ore",
        "15",
        "30",
    }


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-16"))
    )
)
def test_any_bytes_are_a_table_or_a_sentence(data):
    try:
        table = read_table(data, lambda name: name.casefold() in ("company", "role"))
    except NoTable as error:
        load.phrases("en").say(f"error.import-{error.code}", path="x", **error.values)
    else:
        assert all(any(map(str.strip, row.cells)) for row in table.rows)
