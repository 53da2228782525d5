"""A vault's own symbols for done and cancelled; without them only x, X and - close a line."""

import pytest

from tests.house import PLAIN, TODAY, surveyed, updated
from vaultkit.core.settings.values import Settings

HEAD = "---\ntype: application\ncompany: Acme\nstatus: applied\napplied: 2026-11-02\ncontact: Ann\n---\n"
OWN = Settings(done_symbols=("✓", "D"), cancelled_symbols=("c",), next_follow_up=True)
BEFORE = updated({"Acme.md": HEAD.encode()}, TODAY, OWN)["Acme.md"].decode()


def with_symbol(symbol):
    assert "- [ ] " in BEFORE
    return BEFORE.replace("- [ ] ", f"- [{symbol}] ", 1)


def items(text, settings=OWN):
    [entry] = surveyed({"Acme.md": text.encode()}, TODAY, settings).entries
    return entry.items


@pytest.mark.parametrize(
    ("symbol", "is_done", "is_closed"),
    [
        ("✓", True, True),
        ("D", True, True),
        ("c", False, True),
        ("/", False, False),
        (" ", False, False),
    ],
)
def test_a_symbol_reads_as_the_settings_say(symbol, is_done, is_closed):
    item = items(with_symbol(symbol))[0]
    assert (item.is_done, item.is_closed) == (is_done, is_closed)
    assert (item.done_on is not None) == is_done


def test_without_the_setting_it_is_open():
    assert not items(with_symbol("D"), PLAIN)[0].is_closed


@pytest.mark.parametrize("symbol", ["✓", "c"])
def test_the_line_keeps_its_symbol_and_nothing_is_due_any_more(symbol):
    text = with_symbol(symbol)
    after = updated({"Acme.md": text.encode()}, TODAY, OWN)
    line = next(line for line in text.split("\n") if line.startswith(f"- [{symbol}]"))
    assert line in after["Acme.md"].decode().split("\n")
    assert updated(after, TODAY, OWN) == after
    assert (
        "next_follow_up: 2026-11-11" in text,
        b"next_follow_up: 2026-11-11" in after["Acme.md"],
    ) == (
        True,
        False,
    )


def test_a_done_symbol_brings_the_next_line_of_its_rule():
    done = updated({"Acme.md": with_symbol("D").encode()}, TODAY, OWN)["Acme.md"]
    cancelled = updated({"Acme.md": with_symbol("c").encode()}, TODAY, OWN)["Acme.md"]
    assert b"^vk-check-in-ann-2" in done
    assert b"^vk-check-in-ann-2" not in cancelled


def test_a_silent_double_is_healed_by_what_the_symbols_mean():
    text = with_symbol("D")
    line = next(line for line in text.split("\n") if line.startswith("- [D]"))
    twice = text.replace(line, f"{line.replace('[D]', '[ ]')}\n{line}", 1)
    after = updated({"Acme.md": twice.encode()}, TODAY, OWN)["Acme.md"].decode()
    assert after.count("^vk-check-in-ann\n") == 1
    assert "- [D] " in after
