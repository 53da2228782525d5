"""Putting an item off keeps its first day, counts, and leaves the line to the person."""

from datetime import date

from tests.house import surveyed, update_one
from vaultkit.core.follow_ups.snooze import snooze

RAW = b"---\r\ntype: application\r\nstatus: rejected\r\ndecided: 2026-11-02\r\nrecruiter: Jane Doe\r\n---\r\n# Acme\r\n"
WORDS = "Ask Jane Doe why Acme.md said no".replace(".md", "")


def given_of(text):
    return surveyed({"Acme.md": text.encode()}).sheets[0].memory.given["feedback-jane-doe"]


def test_the_first_day_and_the_count_are_kept_and_an_update_leaves_the_line_alone():
    text = update_one(RAW).decode()
    once = snooze(text, "vk-feedback-jane-doe", WORDS, date(2026, 12, 1))
    twice = snooze(once, "vk-feedback-jane-doe", WORDS, date(2026, 12, 9))
    assert "📅 2026-12-09 ^vk-feedback-jane-doe\r\n" in twice
    assert (given_of(twice).snoozed, given_of(twice).first_due) == (2, date(2026, 11, 4))
    assert update_one(twice.encode()).decode() == twice
    changed = [
        line
        for line, before in zip(twice.split("\n"), text.split("\n"), strict=True)
        if line != before
    ]
    assert len(changed) == 2


def test_the_first_snooze_changes_the_item_s_own_line_alone_and_is_counted_all_the_same():
    """attacks.md A10: the memory is one line to git, and the other machine may have changed it too."""
    text = update_one(RAW).decode()
    once = snooze(text, "vk-feedback-jane-doe", WORDS, date(2026, 12, 1))
    changed = [
        line
        for line, before in zip(once.split("\n"), text.split("\n"), strict=True)
        if line != before
    ]
    assert changed == ["- [ ] Ask Jane Doe why Acme said no 📅 2026-12-01 ^vk-feedback-jane-doe\r"]
    item = surveyed({"Acme.md": once.encode()}).entries[0].items[1]
    assert (item.id, item.snoozed, item.first_due) == ("vk-feedback-jane-doe", 1, date(2026, 11, 4))


def test_a_snooze_to_an_earlier_day_is_counted_in_the_memory_since_the_line_does_not_show_it():
    text = update_one(RAW).decode()
    once = snooze(text, "vk-feedback-jane-doe", WORDS, date(2026, 11, 3))
    assert (given_of(once).snoozed, given_of(once).first_due) == (1, date(2026, 11, 4))
    assert given_of(once).put_off(date(2026, 11, 3)) == (1, date(2026, 11, 4))


def test_an_item_that_is_no_more_changes_nothing():
    text = update_one(RAW).decode()
    assert snooze(text, "vk-nothing", WORDS, date(2026, 12, 1)) == text
    assert snooze(text, "vk-feedback-jane-doe", "other words", date(2026, 12, 1)) == text


def test_a_line_outside_of_the_block_is_put_off_without_a_memory():
    text = "---\ntype: application\n---\n- [ ] Call 📅 2026-11-10 ^vk-call\n"
    assert snooze(text, "vk-call", "Call", date(2026, 12, 1)) == text.replace(
        "2026-11-10", "2026-12-01"
    )
    dateless = text.replace(" 📅 2026-11-10", "")
    assert snooze(dateless, "vk-call", "Call", date(2026, 12, 1)) == dateless


def test_a_start_that_a_snooze_drew_along_goes_back_when_there_is_room():
    raw = update_one(
        b"---\ntype: application\nstatus: rejected\ninterviewed: 2026-10-20\ndecided: 2026-10-22\ninterviewers: Ann\n---\n"
    ).decode()
    words = "Write to Ann and ask to be kept in mind"
    near = snooze(raw, "vk-follow-up-ann", words, date(2026, 10, 30))
    assert "🛫 2026-10-30 📅 2026-10-30 ^vk-follow-up-ann" in near
    assert "🛫 2026-11-03 📅 2026-12-01 ^vk-follow-up-ann" in snooze(
        near, "vk-follow-up-ann", words, date(2026, 12, 1)
    )
    own = near.replace("🛫 2026-10-30", "🛫 2026-10-29")
    assert "🛫 2026-10-29 📅 2026-12-01 ^vk-follow-up-ann" in snooze(
        own, "vk-follow-up-ann", words, date(2026, 12, 1)
    )
