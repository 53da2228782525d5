"""What formatters make of a block is still the tool's own: bullets, indents, blank lines and escapes are no words."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.house import surveyed, update_one
from vaultkit.core.follow_ups.removal import removal, staying

# The contact keeps *stay in touch* with whom it was for when the formatters were run.
_TEXT = (Path(__file__).parent.parent / "oracles" / "formatters.json").read_text(encoding="utf-8")
ORACLE = json.loads(_TEXT.replace("\\nrecruiter: ", "\\ncontact: Jane Doe\\nrecruiter: "))
FORMATTERS = pytest.mark.parametrize("text", ORACLE["after"].values(), ids=list(ORACLE["after"]))


def test_the_text_that_was_formatted_is_what_the_tool_writes():
    head = ORACLE["before"].partition("<!-- vaultkit:begin")[0] + "Mine.\n"
    assert update_one(head.encode(), date(2026, 10, 23)).decode() == ORACLE["before"]


@FORMATTERS
def test_a_formatted_note_is_left_as_it_is(text):
    assert update_one(text.encode(), date(2026, 10, 24)).decode() == text


@FORMATTERS
def test_dates_follow_in_a_formatted_note_and_all_else_stays(text):
    moved = text.replace("decided: 2026-10-22", "decided: 2026-10-29")
    after = update_one(moved.encode(), date(2026, 10, 30)).decode()
    found = {item.id: str(item.due) for item in surveyed({"A.md": after.encode()}).entries[0].items}
    assert found["vk-reflect"] == "2026-11-01"
    assert found["vk-feedback-jane-doe"] == "2026-11-02"
    changed = [
        (old, new)
        for old, new in zip(moved.split("\n"), after.split("\n"), strict=True)
        if old != new
    ]
    dated = [old for old, _ in changed if "vaultkit:end" not in old]
    assert [old.replace("10-25", "11-01").replace("10-26", "11-02") for old in dated] == [
        new for _, new in changed if "vaultkit:end" not in new
    ]


@FORMATTERS
def test_a_formatted_note_can_be_left_without_a_trace(text):
    (sheet,) = surveyed({"A.md": text.encode()}).sheets
    assert staying(sheet) == ()
    after = removal(sheet).wanted.decode()
    assert "Mine." in after
    assert not any(word in after for word in ("vaultkit", "^vk-", "Follow-up", "- [ ]"))


@FORMATTERS
def test_the_people_of_a_formatted_note_are_known(text):
    (entry,) = surveyed({"A.md": text.encode()}).entries
    people = {item.id: item.person.text for item in entry.items if item.person}
    assert people["vk-feedback-jane-doe"] == "Jane Doe"
    assert people["vk-follow-up-marta-rossi"] == "Marta Rossi"
