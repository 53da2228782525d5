"""An item is ticked in its own line, and in no copy of it."""

from datetime import date

import pytest

from tests.house import surveyed, update_one
from vaultkit.core.follow_ups.own_line import own_piece, ticked
from vaultkit.core.follow_ups.snooze import snooze

RAW = b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Jane Doe\n---\n# Acme\n"
ID, WORDS = "vk-feedback-jane-doe", "Ask Jane Doe why Acme said no"
DAY = date(2026, 11, 20)


def sheet_of(text):
    return surveyed({"Acme.md": text.encode()}).sheets[0]


def item_line(text):
    return next(line for line in text.split("\n") if line.endswith(f"^{ID}"))


@pytest.mark.parametrize("copy", ["```\n{}\n```\n", "%%\n{}\n%%\n", "<!--\n{}\n-->\n", "{}\n"])
@pytest.mark.parametrize("above", [True, False])
def test_a_copy_outside_of_the_block_stays_as_it_is(copy, above):
    text = update_one(RAW).decode()
    line, copies = item_line(text), copy.format(item_line(text))
    head, _, body = text.partition("# Acme\n")
    text = f"{head}# Acme\n{copies if above else ''}{body}{'' if above else copies}"
    wanted = line.replace("[ ]", "[x]").replace(" ^", " ✅ 2026-11-20 ^")
    after = ticked(sheet_of(text), [(ID, WORDS)], DAY)
    assert (after.count(wanted), after.count(line)) == (1, 1)
    assert after.replace(wanted, line) == text
    assert copies in after
    assert copies in snooze(text, ID, WORDS, date(2026, 12, 1))


def test_an_item_that_stands_outside_of_the_block_alone_is_ticked_there():
    text = "---\ntype: application\n---\n- [ ] Call 📅 2026-11-10 ^vk-call\n"
    assert ticked(sheet_of(text), [("vk-call", "Call")], DAY).endswith(
        "- [x] Call 📅 2026-11-10 ✅ 2026-11-20 ^vk-call\n"
    )


def test_an_item_that_is_done_stays_as_it_is():
    text = update_one(RAW).decode()
    once = ticked(sheet_of(text), [(ID, WORDS)], DAY)
    assert ticked(sheet_of(once), [(ID, WORDS)], date(2026, 12, 24)) == once


@pytest.mark.parametrize("item", [("vk-nothing", WORDS), (ID, "other words")])
def test_an_item_that_is_no_more_is_told(item):
    sheet = sheet_of(update_one(RAW).decode())
    assert own_piece(sheet, *item) is None
    with pytest.raises(KeyError):
        ticked(sheet, [item], DAY)
