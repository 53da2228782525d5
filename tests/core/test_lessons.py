"""What was written under reflections, gathered by question."""

from datetime import date

from vaultkit.core.application import Application
from vaultkit.core.item import Entry, Item
from vaultkit.core.lessons import lessons, reflect_questions
from vaultkit.core.memory import Memory
from vaultkit.core.phrases import Phrases

FIT = "Was I the right fit?"


def entry(path, *nested, rule="reflect", due=date(2026, 11, 10)):
    item = Item(path, 9, f"vk-{rule}", rule, "Reflect", "x", path, None, None, None, due, due, nested)
    return Entry(Application(path, path, "rejected"), (item,), Memory())


def told(*entries, questions=(FIT,)):
    return [(one.question, [answer.text for answer in one.answers]) for one in lessons(entries, questions)]


def test_an_answer_stands_behind_its_question_or_below_it():
    found = told(entry("A.md", f"  - {FIT} No, too junior.", f"  - {FIT} (2)", "    - They want Spark.", "  - And a degree."))
    assert found == [(FIT, ["No, too junior.", "They want Spark.", "And a degree."])]


def test_a_question_that_nobody_answered_is_no_lesson():
    assert told(entry("A.md", f"  - {FIT}", "  - …", "  - ...", "", "  - -")) == []


def test_a_question_of_the_person_s_own_is_one_too():
    assert told(entry("A.md", "  - Why so early? Nerves.", "  - [ ] What else?", "    1. Sleep.")) == [
        ("Why so early?", ["Nerves."]),
        ("What else?", ["Sleep."]),
    ]


def test_what_answers_no_question_comes_last():
    found = told(entry("A.md", "  loose words", f"  - {FIT} No."), entry("B.md", "  more words"))
    assert found == [(FIT, ["No."]), ("", ["more words", "loose words"])]


def test_the_question_that_most_notes_answer_comes_first_and_the_latest_answer_in_it():
    found = told(
        entry("A.md", "  - Why? Late.", f"  - {FIT} No."),
        entry("B.md", f"  - {FIT} Yes.", due=date(2026, 11, 12)),
    )
    assert found == [(FIT, ["Yes.", "No."]), ("Why?", ["Late."])]


def test_only_reflections_teach():
    assert told(entry("A.md", f"  - {FIT} No.", rule="check-in")) == []


def test_the_tool_s_own_questions_are_known_in_every_language():
    english = Phrases("en", {"item.reflect.child": FIT, "item.reflect.text": "Reflect", "item.decide.child": "x"})
    italian = Phrases("it", {"item.reflect.child-2": "Ero la persona giusta?"})
    assert reflect_questions([english, italian]) == (FIT, "Ero la persona giusta?")
