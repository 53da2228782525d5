"""Names from a note cannot become anything else in a line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.text.sanitize import link, one_line, plain, quoted
from vaultkit.core.text.task_line import read_task, write_task

HOSTILE = st.text(
    alphabet="ab[]|<>%`:^#📅🛫✅🔁⏫\n\r\t\u2028\u202e\x1b\ufe0f$*_\\- 2026-1.(){}", max_size=40
)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Acme", "Acme"),
        ("L'Oréal & Co. (Italia)", "L'Oréal & Co. (Italia)"),
        ("C# Shop", "C# Shop"),
        ("snake_case Ltd", "snake_case Ltd"),
        ("Acme 📅 2026-01-01 ^vk-x", "Acme 2026-01-01 vk-x"),
        ("a:: b", "a: b"),
        ("<% tp.x %>", "‹% tp.x %›"),
        ("<!-- vaultkit:end -->", "‹!-- vaultkit:end --›"),
        ("one\ntwo\u2028three", "one two three"),
        ("\u202eevil\x1b[2J", "evil (2J"),
        ("![](http://x)", "!()(http://x)"),
    ],
)
def test_plain_words(text, safe):
    assert plain(text) == safe


@given(HOSTILE)
def test_a_name_never_becomes_a_field_an_id_or_a_second_line(name):
    text = f"Write to {plain(name)} now"
    line = write_task(text, None, date(2026, 11, 10), "vk-follow-up-x")
    task = read_task(line)
    assert "\n" not in line
    assert "\x1b" not in line
    assert "::" not in line
    assert (task.text, task.id, dict(task.days)) == (
        text,
        "vk-follow-up-x",
        {"due": date(2026, 11, 10)},
    )
    assert plain(plain(name)) == plain(name)


@given(HOSTILE)
def test_a_link_holds_its_target_or_becomes_words(target):
    made = link(target, "Marta")
    assert made == "Marta" or made.startswith("[[")
    assert made.count("[[") == made.count("]]") <= 1


def test_links_show_the_name():
    assert link("Marta Rossi", "Marta Rossi") == "[[Marta Rossi]]"
    assert link("People/Marta Rossi", "Marta Rossi") == "[[People/Marta Rossi|Marta Rossi]]"
    assert link("a#b", "Marta") == "Marta"


def test_one_line_drops_what_steers_a_terminal_or_turns_text_round():
    assert one_line("a\x1b]0;x\x07b\u2066c\u0085d") == "a )0;x bc d".replace(" )", " ]")


def test_quoted_words_keep_their_brackets_and_are_no_link():
    assert (
        quoted("interviewers: [[[Marta]], x]] <% y %>")
        == "interviewers: \\[\\[\\[Marta\\]\\], x\\]\\] ‹% y %›"
    )


@given(HOSTILE)
def test_quoted_words_are_plain_but_for_their_brackets(text):
    assert quoted(text).replace("\\[", "(").replace("\\]", ")") == plain(
        quoted(text).replace("\\[", "(").replace("\\]", ")")
    )
