"""What formatters and editors do to a note in passing: indent a line, wrap it, lose the end of a head."""

import re

import pytest

from tests.reported.test_identity import (
    ACME,
    MARTA,
    base,
    change,
    is_settled,
    items,
    listed,
    note,
    of_rule,
    read,
    update,
    vk,
    write,
)

__all__ = ["base"]

LINE = (
    "- [ ] Write to [[Marta Rossi]] and ask to be kept in mind 🛫 2026-11-03 📅 2026-11-10 " + MARTA
)
HINT = "  - To Marta Rossi: thanks for the chance, their choice is accepted, a line that invites feedback\n"
WRAPPED_HINT = (
    "  - To Marta Rossi: thanks for the chance, their choice is accepted, a line that\n"
    "    invites feedback\n"
)
WRAPPED = (
    "- [ ] Write to [[Marta Rossi]] and ask to be kept in mind 🛫 2026-11-03\n"
    "  📅 2026-11-10 " + MARTA
)


def is_gone_with_its_rule(root) -> bool:
    """Tell whether nothing is left of what vaultkit wrote, once its rules ask for nothing."""
    change(root, "status: rejected", "status: ghosted")
    update(root, "2026-11-06")
    return items(root) == [] and "  - " not in read(root).split("# Acme")[1]


@pytest.mark.parametrize("blanks", ["  ", "    "])
def test_a_line_that_alone_was_indented_follows_its_rule(base, blanks):
    change(base, LINE, blanks + LINE)
    assert is_settled(base, "2026-11-06")
    change(base, "decided: 2026-10-22", "decided: 2026-11-05")
    update(base, "2026-11-06")
    moved = LINE.replace("11-10", "11-12").replace("11-03", "11-06")
    assert f"{blanks}{moved}\n{HINT}" in read(base)


@pytest.mark.parametrize("blanks", ["  ", "    "])
def test_a_line_that_alone_was_indented_goes_with_the_line_below_it(base, blanks):
    write(base, read(base).replace("- [ ]", f"{blanks}- [ ]"))
    assert is_settled(base, "2026-11-06")
    assert is_gone_with_its_rule(base)


def test_remove_takes_out_a_line_that_alone_was_indented(base):
    write(base, read(base).replace("- [ ]", "  - [ ]"))
    vk(base, "remove", "--yes")
    assert read(base) == ACME


def test_what_stands_below_an_indented_line_and_is_not_the_tools_stays(base):
    """In the place of the hint, which was deleted, and below it."""
    change(base, LINE + "\n" + HINT, "  " + LINE + "\n  - I met her in May\n")
    change(base, "status: rejected", "status: ghosted")
    update(base, "2026-11-06")
    assert "  - I met her in May\n" in read(base)
    vk(base, "remove", "--yes")
    assert f"  {LINE}\n  - I met her in May\n" in read(base)


@pytest.mark.parametrize("own", ["  - I met her in May\n", "    She was in a hurry\n"])
def test_writing_below_the_hint_of_an_indented_line_keeps_both(base, own):
    change(base, LINE + "\n" + HINT, "  " + LINE + "\n" + HINT + own)
    change(base, "status: rejected", "status: ghosted")
    update(base, "2026-11-06")
    kept = f"  {LINE}\n{HINT}{own}"
    assert kept in read(base)
    vk(base, "remove", "--yes")
    assert kept in read(base)


def test_a_hint_that_was_wrapped_says_the_same(base):
    change(base, HINT, WRAPPED_HINT)
    assert is_settled(base, "2026-11-06")
    change(base, "decided: 2026-10-22", "decided: 2026-11-05")
    update(base, "2026-11-06")
    moved = LINE.replace("11-10", "11-12").replace("11-03", "11-06")
    assert f"{moved}\n{WRAPPED_HINT}" in read(base)
    assert is_gone_with_its_rule(base)


def test_remove_takes_out_a_hint_that_was_wrapped(base):
    change(base, HINT, WRAPPED_HINT)
    vk(base, "remove", "--yes")
    assert read(base) == ACME


@pytest.mark.parametrize("hint", [HINT, WRAPPED_HINT])
@pytest.mark.parametrize("own", ["    She was in a hurry\n", "    - Ask for her colleague\n"])
def test_a_line_of_ones_own_below_a_hint_stays(base, hint, own):
    change(base, HINT, hint + own)
    change(base, "status: rejected", "status: ghosted")
    update(base, "2026-11-06")
    assert f"{LINE}\n{hint}{own}" in read(base)
    vk(base, "remove", "--yes")
    assert f"{LINE}\n{hint}{own}" in read(base)


def test_a_wrapped_question_is_no_answer(base):
    """The review gathers what stands under the questions."""
    question = "  - Was I the right fit? What were they after that I lack?\n"
    review = vk(base, "review", "--stdout", "--today", "2026-11-06")
    change(base, question, question.replace("after that", "after\n    that"))
    assert vk(base, "review", "--stdout", "--today", "2026-11-06") == review


def test_check_names_a_line_that_was_wrapped_and_nothing_is_written(base):
    change(base, LINE, WRAPPED)
    assert is_settled(base, "2026-11-06")
    number = read(base)[: read(base).index(WRAPPED)].count("\n") + 1
    told = vk(base, "check", "--today", "2026-11-06")
    assert f"Applications/Acme.md:{number}: (hint) a formatter has wrapped this line in two" in told
    assert "0 problems" in told
    (base / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n', encoding="utf-8")
    assert "un formattatore ha spezzato questa riga" in vk(base, "check", "--today", "2026-11-06")


def test_a_wrapped_line_is_not_said_to_be_deleted_and_is_still_to_do(base):
    change(base, LINE, WRAPPED)
    told = vk(base, "explain", "Acme", "--today", "2026-11-06")
    assert "follow-up-marta-rossi: from 2026-11-03, due 2026-11-10" in told
    assert "wrapped its line" in told
    assert "deleted" not in told
    assert listed(base, "due", "2026-11-06")["vk-follow-up-marta-rossi"] == "2026-11-10"


@pytest.mark.parametrize(
    "wrapped",
    [
        WRAPPED,
        LINE.replace(" ^vk", "\n      ^vk"),
        LINE.replace(" and ask", "\n  and ask").replace(" ^vk", "\n  ^vk"),
    ],
)
def test_a_tick_in_a_wrapped_line_is_done(base, wrapped):
    """All that comes of it comes as of the tick in a line that is whole."""
    plain, ticked = LINE.replace("[ ]", "[x]"), wrapped.replace("[ ]", "[x]")
    before = read(base)
    change(base, LINE, plain)
    update(base, "2026-11-11")
    wanted = read(base)
    assert "stay-in-touch-marta-rossi" in wanted
    write(base, before.replace(LINE, ticked))
    update(base, "2026-11-11")
    assert read(base) == wanted.replace(plain, ticked)
    assert "vk-follow-up-marta-rossi" not in listed(base, "due", "2026-11-11")
    assert "wrapped" not in vk(base, "check", "--today", "2026-11-11")
    told = vk(base, "explain", "Acme", "--today", "2026-11-11")
    assert re.search(r"follow-up-marta-rossi: .*done on 2026-11-10", told)


@pytest.mark.parametrize("words", [("done", "marta"), ("snooze", "marta", "1w")])
def test_a_wrapped_line_is_never_rewritten(base, words):
    change(base, LINE, WRAPPED)
    before = read(base)
    told = vk(base, *words, "--today", "2026-11-06")
    assert "wrapped this line in two. Join it" in told
    assert read(base) == before


def test_a_wrapped_line_outlives_its_rule_and_the_tool(base):
    change(base, LINE, WRAPPED)
    change(base, "status: rejected", "status: ghosted")
    update(base, "2026-11-06")
    assert f"{WRAPPED}\n{HINT}" in read(base)
    vk(base, "remove", "--yes")
    assert f"{WRAPPED}\n{HINT}" in read(base)


def test_a_wrapped_line_that_was_joined_again_is_untouched(base):
    change(base, LINE, WRAPPED)
    update(base, "2026-11-06")
    change(base, WRAPPED, LINE)
    assert is_gone_with_its_rule(base)


def test_a_wrapped_line_for_somebody_under_a_new_name_brings_no_second_mail(base):
    change(base, LINE, WRAPPED.replace("[ ]", "[x]"))
    (base / "People" / "Marta Rossi.md").rename(base / "People" / "Marta Verdi.md")
    write(base, read(base).replace("[[Marta Rossi]]", "[[Marta Verdi]]"))
    update(base, "2026-11-06")
    assert of_rule(base, "follow-up") == []
    assert len(of_rule(base, "stay-in-touch")) == 1
    assert is_settled(base, "2026-11-06")


@pytest.mark.parametrize("mark", ["type: application", "type: person"])
def test_a_head_that_is_not_closed_is_named(base, mark):
    text = f"---\n{mark}\ncompany: Globex\nstatus: applied\n\n# Globex\n\nWords: mine.\n"
    (base / "Applications" / "Globex.md").write_text(text, encoding="utf-8")
    told = vk(base, "check", "--today", "2026-11-06")
    assert "Applications/Globex.md:1: (hint) the head is not closed" in told
    done = update(base, "2026-11-06")
    assert done.returncode == 0
    assert "1 hint" in done.stderr.decode()
    assert (base / "Applications" / "Globex.md").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "text", ["---\nWords below a line across.\n", "---\ntype: recipe\n", "---\n", "---\n[a: b\n"]
)
def test_a_line_across_at_the_top_is_no_head(base, text):
    note(base).with_name("Globex.md").write_text(text, encoding="utf-8")
    assert "not closed" not in vk(base, "check", "--today", "2026-11-06")
