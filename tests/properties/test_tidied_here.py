"""A formatter, or a person who tidies up, on one machine; work on the other: nothing is doubled, and no tick is lost."""

import re
from collections import Counter
from datetime import date

import pytest

from tests.core.test_formatters import ORACLE
from tests.house import update_one
from tests.test_merge_driver import merged
from tests.test_two_machines import ids, ticked

BEFORE = ORACLE["before"]
TODAY = date(2026, 10, 24)
ITEMS = ids(BEFORE)


def words(text):
    """Return the words of each line, whatever bullet, indent and escapes a formatter gave it; no dates."""
    lines = (re.sub(r"^\W*(\[.\])?|\\|✅ [\d-]+", "", line) for line in text.split("\n"))
    plain = (" ".join(re.sub(r"[*+-]\s|[🛫📅] [\d-]+", " ", line).split()) for line in lines)
    return Counter(line for line in plain if line and not line.startswith("vaultkit:end"))


def marks(text):
    return Counter(re.findall(r"^\s*[-*+] (\[.\])", text, re.MULTILINE))


def with_words(text, item_id, old, new):
    lines = text.split("\n")
    at = next(index for index, line in enumerate(lines) if line.endswith(f"^{item_id}"))
    lines[at] = lines[at].replace(old, new, 1)
    return "\n".join(lines)


def answered(text, item_id):
    lines = text.split("\n")
    at = next(index for index, line in enumerate(lines) if line.endswith(f"^{item_id}"))
    lines.insert(at + 2, "    - an answer")
    return "\n".join(lines)


def blanks_between(text):
    return re.sub(r"\n(- \[)", r"\n\n\1", text)


def turned_round(text):
    """Put the items in the opposite order."""
    head, begin, rest = text.partition("**Follow-up**\n\n")
    block, gap, end = rest.partition("\n<!-- vaultkit:end")
    parts = re.split(r"(?m)^(?=- \[)", block)
    return head + begin + "".join(reversed([part for part in parts if part])) + gap + end


TIDIED = {
    **ORACLE["after"],
    "blank lines between": blanks_between(BEFORE),
    "other bullets": re.sub(r"(?m)^( *)- (?!\")(?!Luca)", r"\1* ", BEFORE),
    "deeper": re.sub(r"(?m)^  - ", "    - ", BEFORE),
    "the other order": turned_round(BEFORE),
    "no blanks at the end": BEFORE.rstrip("\n"),
}
WORK = {
    "ticked": lambda text, item_id: ticked(text, item_id, TODAY),
    "reworded": lambda text, item_id: with_words(text, item_id, "] ", "] Soon: "),
    "cancelled": lambda text, item_id: with_words(text, item_id, "[ ]", "[-]"),
    "answered": answered,
}


@pytest.mark.parametrize("tidied", TIDIED.values(), ids=list(TIDIED))
@pytest.mark.parametrize("work", WORK.values(), ids=list(WORK))
@pytest.mark.parametrize("item_id", ITEMS)
def test_work_there_is_kept_and_nothing_doubled_when_the_note_was_tidied_here(
    tidied, work, item_id
):
    there = work(BEFORE, item_id)
    both = merged(BEFORE, tidied, there)
    assert sorted(ids(both)) == sorted(ITEMS)
    assert words(both) == words(there)
    one, other = (update_one(text.encode(), TODAY).decode() for text in (both, there))
    assert (sorted(ids(one)), marks(one)) == (sorted(ids(other)), marks(other))


@pytest.mark.parametrize("tidied", TIDIED.values(), ids=list(TIDIED))
def test_dates_that_the_update_moved_there_are_the_tidied_lines_dates_too(tidied):
    later = BEFORE.replace("decided: 2026-10-22", "decided: 2026-10-29")
    there = update_one(later.encode(), TODAY).decode()
    both = merged(BEFORE, tidied, there)
    again = update_one(both.encode(), TODAY).decode()
    assert sorted(re.findall(r"📅 [\d-]+", again)) == sorted(re.findall(r"📅 [\d-]+", there))
    assert words(again) == words(there)
