"""The parts of a week as Markdown: nothing of a note breaks out of its line."""

from dataclasses import replace
from datetime import date

import pytest

from tests.house import Application
from vaultkit.core.across.people import Contact
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.notes.application import Name
from vaultkit.core.text.problem import problem
from vaultkit.core.week.funnel import funnel
from vaultkit.core.week.lessons import Answer, Lesson, Theme
from vaultkit.core.week.moves import Move
from vaultkit.core.week.review import Week
from vaultkit.formats.links import item_link, note_link
from vaultkit.formats.week_parts import Parts
from vaultkit.formats.week_past import MOST_ANSWERS
from vaultkit.formats.week_words import unlinked
from vaultkit.playbook import load

TODAY = date(2026, 11, 20)


def item(rule="check-in", **more):
    fields = {
        "start": None,
        "due": date(2026, 11, 10),
        "done_on": None,
        "text": "Write to [[Ann|A]] #task",
    } | more
    return Item(
        "A.md", 9, f"vk-{rule}", rule, fields.pop("text"), " ", "Acme", "Dev", Name("Ann"), **fields
    )


def lines(language="en", **parts):
    week = Week("2026-W47", TODAY, date(2026, 11, 13), **parts)
    return [line for part in Parts(week, load.phrases(language), {}).all() for line in part]


@pytest.mark.parametrize("language", load.languages())
def test_two_offers_stand_side_by_side_in_a_table_that_no_name_can_break(language):
    one = Application("A|B.md", "Ac|me", "offer", offer_deadline=date(2026, 11, 25))
    found = lines(language, offers=(one, Application("C.md", "C", "offer")))
    rows = [line for line in found if line.startswith("| ") and "---" not in line]
    assert len(rows) == 3
    assert "2026-11-25" in rows[1]
    assert all(row.replace("\\|", "").count("|") == 3 for row in rows)
    assert not any(line.startswith("| ") for line in lines(language, offers=(one,)))


@pytest.mark.parametrize("language", load.languages())
def test_what_happened_since_the_last_review_is_told_by_kind(language):
    application = Application("A.md", "Acme", "interview", applied=date(2026, 11, 16))
    found = lines(
        language,
        done=(item(done_on=date(2026, 11, 17)),),
        replies=(
            Move("reply", "interview", application, date(2026, 11, 18), 2),
            Move("reply", "screening", application),
        ),
        moves=(Move("stage", "offer", application, date(2026, 11, 19)),),
        new=(application,),
        slipped=(item(snoozed=3, first_due=date(2026, 11, 1)), item(snoozed=1)),
    )
    dated = [line for line in found if line.startswith("- 2026-11-")]
    assert [line[2:12] for line in dated] == [
        "2026-11-17",
        "2026-11-18",
        "2026-11-19",
        "2026-11-16",
    ]
    assert [load.phrases(language).count("week.since.waited", 2) in line for line in dated] == [
        False,
        True,
        False,
        False,
    ]
    undated = load.phrases(language).say("week.moved.screening")
    assert [line.startswith("- [[") for line in found if undated in line] == [True]
    drop = load.phrases(language).say("week.since.drop")
    assert [drop in line for line in found if "3" in line or "2026-11-10" in line].count(True) == 1


def test_more_answers_than_fit_are_counted():
    answers = tuple(
        Answer(f"answer {number} [[x]]", item("reflect")) for number in range(MOST_ANSWERS + 2)
    )
    found = lines(lessons=(Lesson("", answers), Lesson("Why?", answers[:1])))
    assert sum("answer" in line for line in found) >= MOST_ANSWERS + 1
    assert any(line.startswith("- ") and "2" in line and "answer" not in line for line in found)
    assert "**Why?**" in found
    assert not any("[[x]]" in line for line in found)


@pytest.mark.parametrize("language", load.languages())
def test_what_comes_up_again_is_told_first_with_links_to_the_latest_notes(language):
    answers = tuple(
        Answer("more #sql", replace(item("reflect"), path=f"{number}.md"))
        for number in range(MOST_ANSWERS + 1)
    )
    lesson = Lesson("Why?", answers[:1])
    found = lines(
        language, themes=(Theme("#sql", answers), Theme("ha|ste", answers[:2])), lessons=(lesson,)
    )
    many, two = (line for line in found if line.startswith("- **"))
    count = load.phrases(language).count
    assert many.startswith(
        f"- **sql** · {count('week.lessons.notes', 4)}: [[0#^vk-reflect|Acme]], "
    )
    assert many.endswith("[[2#^vk-reflect|Acme]], …")
    assert count("week.lessons.notes", 2) in two
    assert two.endswith("[[1#^vk-reflect|Acme]]")
    assert found.index(two) < found.index("**Why?**")


def test_an_item_of_a_rule_without_words_of_its_own_shows_its_own():
    mine, soon, now = item("mine"), item(due=date(2026, 11, 21)), item(due=TODAY)
    found = lines(contacts=(Contact("ann", "Ann", None, "en", (mine, soon, now)),))
    assert any("Write to A" in line for line in found)
    assert len([line for line in found if line.startswith("  - ")]) == 3


def test_a_path_that_a_wikilink_cannot_hold_becomes_a_link_that_holds_it():
    assert item_link(item(), "x") == "[[A#^vk-check-in|x]]"
    assert note_link("A [b] #c.md", "x", "#^vk-y") == "[x](A%20%5Bb%5D%20%23c.md#%5Evk-y)"
    assert note_link("A\u202eb.md", "") == "[Ab](A%E2%80%AEb.md)"
    assert note_link("A.md", "") == "[[A|A]]"


def test_links_become_the_words_that_they_show():
    assert unlinked("a [[b]] [[c|d]] ![[e]] [[open") == "a b d e [[open"


def test_without_numbers_there_is_no_table_and_without_an_answer_to_wait_for_no_sentence():
    saved = [Entry(Application("A.md", "A", "saved"), (), Memory())]
    assert not any(line.startswith("| ") for line in lines())
    table = lines(funnel=funnel(saved, TODAY))
    assert sum(line.startswith("| ") for line in table) == 3
    assert load.phrases("en").count("stats.answered", 0) not in " ".join(table)


def test_what_is_wrong_in_a_note_is_told_with_its_line():
    [told] = [line for line in lines(problems=(problem("A.md", 7, "missing"),)) if "A.md" in line]
    assert "7" in told


def test_the_median_is_told_from_ten_applications_on():
    heard = Application(
        "A.md", "A", "rejected", applied=date(2026, 10, 1), decided=date(2026, 10, 9)
    )
    entries = [Entry(heard, (), Memory())] * 10
    en = load.phrases("en")
    days, answers = en.count("stats.days", 8), en.count("stats.timed", 10)
    median = en.say("stats.median", days=days, answers=answers, waiting=en.say("stats.wait.none"))
    assert median in lines(funnel=funnel(entries, TODAY))
    few = " ".join(lines(funnel=funnel(entries[:9], TODAY)))
    assert en.count("stats.answered", 9) in few
    assert days not in few
