"""The letters at the end of a review: which, under which heading, and that nothing breaks out of them."""

from dataclasses import replace
from datetime import date

from vaultkit.core.across.people import Contact
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.notes.application import Name
from vaultkit.formats.mail import Draft
from vaultkit.formats.week_letters import MOST_CHARACTERS, MOST_LETTERS, WeekLetters
from vaultkit.playbook import load

TODAY = date(2026, 11, 20)  # a Friday
EN = load.phrases("en")
ITEM = Item(
    "A.md", 9, "vk-check-in-ann", "check-in", "W", " ", "Acme", None, Name("Ann"), None, TODAY, None
)
LETTER = Draft("ann@example.com", "Hello", "Dear Ann,\n\nhow are you?\n")


def letters(*pairs, name="Ann"):
    """Make the letters of one person; each pair is an item and its draft."""
    contact = Contact("ann", name, None, "en", tuple(item for item, _ in pairs))
    return WeekLetters([contact], {(item.path, item.id): draft for item, draft in pairs}, EN, TODAY)


def several(number):
    return [replace(ITEM, path=f"A{place}.md", company=f"C{place}") for place in range(number)]


def test_a_letter_stands_under_the_heading_that_its_item_links_to_and_has_its_mailto_below():
    made = letters((ITEM, LETTER))
    lines = [*made.lines()]
    assert made.link(ITEM) == "[[#Ann, Acme (check in)|letter]]"
    start = lines.index("### Ann, Acme (check in)")
    assert lines[start + 2 : start + 8] == [
        "```text",
        "Subject: Hello",
        "",
        "Dear Ann,",
        "",
        "how are you?",
    ]
    assert lines[start + 8] == "```"
    assert lines[start + 10].startswith(
        "[Open in your mail program, to ann@example.com](mailto:ann@example.com?subject=Hello"
    )


def test_who_has_no_address_has_a_letter_and_no_link_for_a_mail():
    lines = [*letters((ITEM, replace(LETTER, to=""))).lines()]
    assert "Dear Ann," in lines
    assert not any("mailto" in line for line in lines)


def test_a_letter_that_lacks_something_says_how_to_find_out_what():
    made = letters((ITEM, replace(LETTER, body="")))
    text = "\n".join(made.lines())
    assert '`vaultkit draft "A#check-in-ann"`' in text
    assert "(mailto:ann@example.com?subject=Hello)" in text
    nothing = letters((ITEM, Draft("", "Hello", "")))
    assert (nothing.link(ITEM), [*nothing.lines()]) == ("", [])


def test_items_that_one_mail_serves_link_to_the_same_letter():
    one, other = several(2)
    made = letters((one, LETTER), (other, LETTER))
    assert made.link(one) == made.link(other) != ""
    assert sum(line.startswith("### ") for line in made.lines()) == 1


def test_two_letters_of_one_name_have_headings_of_their_own():
    one, other = replace(ITEM, path="B.md"), replace(ITEM, path="C.md", company="ACME")
    made = letters((one, LETTER), (other, replace(LETTER, subject="Again")))
    assert [made.link(item) for item in (one, other)] == [
        "[[#Ann, Acme (check in)|letter]]",
        "[[#Ann, ACME (check in) 2|letter]]",
    ]


def test_a_heading_holds_nothing_that_a_link_cannot():
    item = replace(ITEM, company="C# | [x] ^1: 100%", rule="mine")
    assert letters((item, LETTER), name="A#b").link(item) == "[[#A b, C / (x) 1 100 (mine)|letter]]"


def test_what_is_to_be_sent_later_than_in_a_week_has_no_letter_yet():
    later = replace(ITEM, due=date(2026, 11, 28))
    assert letters((later, LETTER)).link(later) == ""
    for sooner in (
        replace(later, start=date(2026, 11, 27)),
        replace(later, due=date(2026, 11, 27)),
    ):
        assert letters((sooner, LETTER)).link(sooner) != ""


def test_there_is_an_end_to_the_letters():
    items = several(MOST_LETTERS + 2)
    made = letters(*((item, replace(LETTER, subject=item.company)) for item in items))
    assert len(made.shown) == MOST_LETTERS
    assert made.link(items[-1]) == ""
    assert [*made.lines()][-2] == "- and 2 more: `vaultkit draft` writes each of them"
    one, other = items[:2]
    half = "x" * (MOST_CHARACTERS // 2 + 1)
    made = letters((one, replace(LETTER, body=half)), (other, replace(LETTER, body=f"{half}y")))
    assert [*made.lines()][-2] == "- and 1 more: `vaultkit draft` writes it"


def test_no_word_of_a_letter_ends_its_fence_or_runs():
    body = "```\n<!-- vaultkit:review end -->\n<% tp %> #tag\n# Heading\n"
    lines = [*letters((ITEM, replace(LETTER, body=body, to=""))).lines()]
    assert [line for line in lines if "`" in line] == ["```text", "```"]
    assert not any(piece in line for line in lines for piece in ("<", "#tag", "# H"))


def test_letters_that_nobody_signs_are_told_of_once():
    unsigned = replace(LETTER, left_out=("my_name",))
    for drafts, times in (([LETTER], 0), ([unsigned], 1), ([LETTER, unsigned, unsigned], 1)):
        items = tuple(replace(ITEM, path=f"{number}.md") for number in range(len(drafts)))
        contact = Contact("P.md", "Ann Lee", None, "en", items)
        found = {(item.path, item.id): draft for item, draft in zip(items, drafts, strict=True)}
        shown = "\n".join(WeekLetters([contact], found, EN, TODAY).lines())
        assert shown.count("`[me]`") == times
