"""What the person wrote under their reflections."""

from dataclasses import replace
from datetime import date

from tests.house import PLAIN, Application, surveyed, updated
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.ledger import Given, Memory
from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.week.lessons import lessons, reflect_questions, themes
from vaultkit.playbook import load

TODAY = date(2026, 11, 20)
PLAYBOOK = read_playbook(load.rule_tables(), {})
QUESTIONS = reflect_questions(load.all_phrases().values(), PLAYBOOK.lesson_words)
HEAD = "---\ntype: application\ncompany: {name}\nstatus: rejected\ninterviewed: 2026-10-20\ndecided: 2026-{day}\n---\n"


def answered(answers, day="11-02"):
    """Return lessons of notes by company; each answer goes below its question."""
    notes = {f"{name}.md": HEAD.format(name=name, day=day).encode() for name in answers}
    notes = updated(notes, TODAY)
    for name, texts in answers.items():
        for question, text in texts.items():
            old = next(
                line
                for line in notes[f"{name}.md"].decode().split("\n")
                if line.startswith(f"  - {question}")
            )
            notes[f"{name}.md"] = notes[f"{name}.md"].replace(
                old.encode(), f"{old}\n    - {text}".encode()
            )
    return lessons(surveyed(notes, TODAY, PLAIN).entries, QUESTIONS)


def test_without_an_answer_there_is_no_lesson():
    assert answered({"Acme": {}}) == ()


def test_answers_stand_under_their_question_the_question_of_most_notes_first():
    found = answered(
        {
            "Acme": {"What would": "Ask for time to think", "Which question": "Estimates"},
            "Globex": {"Which question": "Estimates again"},
        }
    )
    assert [(lesson.question, [answer.text for answer in lesson.answers]) for lesson in found] == [
        ("Which question tripped me?", ["Estimates again", "Estimates"]),
        ("What would I do better?", ["Ask for time to think"]),
    ]


def test_a_word_of_several_notes_comes_up_again_and_a_tag_before_it():
    found = answered(
        {
            "Acme": {
                "Which question": "The estimates of load",
                "What would": "Estimates first #numbers",
            },
            "Globex": {"Which question": "Again estimates; no idea of the load"},
            "Initech": {"Which question": "Estimates #numbers"},
        }
    )
    common = load.phrases("en").say("lessons.common").split()
    assert [(theme.word, len(theme.answers)) for theme in themes(found, common)] == [
        ("#numbers", 2),
        ("estimates", 3),
        ("load", 2),
    ]


def test_a_word_that_is_a_tag_somewhere_is_one_theme_with_it():
    found = answered(
        {
            "Acme": {"Which question": "Dashboards again", "What would": "Ask for #dashboards"},
            "Globex": {"Which question": "Their dashboards"},
            "Initech": {"Which question": "#Dashboards, and a dashboard"},
        }
    )
    assert [(theme.word, len(theme.answers)) for theme in themes(found)] == [("#dashboards", 3)]


def test_a_tag_and_its_word_in_one_note_do_not_come_up_again():
    found = answered({"Acme": {"Which question": "numbers", "What would": "#numbers"}})
    assert themes(found) == ()


def test_a_tag_and_the_same_word_without_its_mark_are_one_theme():
    found = answered(
        {
            "Acme": {"Which question": "#estimates again"},
            "Globex": {"Which question": "The estimates"},
            "Initech": {"Which question": "Estimates"},
        }
    )
    assert [(theme.word, len(theme.answers)) for theme in themes(found, ("again",))] == [
        ("#estimates", 3)
    ]


def test_what_one_note_says_twice_does_not_come_up_again():
    found = answered({"Acme": {"Which question": "estimates", "What would": "estimates"}})
    assert themes(found) == ()


def test_common_words_are_casefolded_and_stand_once():
    for language in load.languages():
        common = load.phrases(language).say("lessons.common").split()
        assert [word for word in common if word != word.casefold()] == []
        assert len(set(common)) == len(common), {word for word in common if common.count(word) > 1}


FIT = "Was I the right fit?"


def entry(path, *nested, rule="reflect", due=date(2026, 11, 10)):
    item = Item(
        path, 9, f"vk-{rule}", rule, "Reflect", "x", path, None, None, None, due, due, nested
    )
    known = PLAYBOOK.named(rule)
    item = replace(item, lessons=known.lessons if known else None)
    return Entry(Application(path, path, "rejected"), (item,), Memory())


def told(*entries, questions=(FIT,)):
    return [
        (one.question, [answer.text for answer in one.answers])
        for one in lessons(entries, questions)
    ]


def test_an_answer_stands_behind_its_question_or_below_it():
    found = told(
        entry(
            "A.md",
            f"  - {FIT} No, too junior.",
            f"  - {FIT} (2)",
            "    - They want Spark.",
            "  - And a degree.",
        )
    )
    assert found == [(FIT, ["No, too junior.", "They want Spark.", "And a degree."])]


def test_a_question_that_nobody_answered_is_no_lesson():
    assert told(entry("A.md", f"  - {FIT}", "  - …", "  - ...", "", "  - -")) == []


def test_a_question_of_the_person_s_own_is_one_too():
    assert told(
        entry("A.md", "  - Why so early? Nerves.", "  - [ ] What else?", "    1. Sleep.")
    ) == [
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
    english = Phrases(
        "en", {"item.reflect.child": FIT, "item.reflect.text": "Reflect", "item.decide.child": "x"}
    )
    italian = Phrases("it", {"item.reflect.child-2": "Ero la persona giusta?"})
    assert reflect_questions([english, italian], PLAYBOOK.lesson_words) == (
        FIT,
        "Ero la persona giusta?",
    )


def asked_why(under, raw_line="?"):
    head = HEAD.format(name="Acme", day="11-02").replace(
        "---\ntype", "---\nrecruiter: Jane Doe\ntype"
    )
    notes = updated({"Acme.md": head.encode()}, TODAY)
    lines = notes["Acme.md"].decode().split("\n")
    at = next(place for place, line in enumerate(lines) if "^vk-feedback" in line) + 1
    lines[at] += raw_line.removeprefix("?")
    lines[at + 1 : at + 1] = under
    notes["Acme.md"] = "\n".join(lines).encode()
    found = lessons(surveyed(notes, TODAY, PLAIN).entries, QUESTIONS, "Why?")
    return [(one.question, [answer.text for answer in one.answers]) for one in found]


def test_what_others_answered_when_they_were_asked_why_is_a_lesson_too():
    assert asked_why([]) == []
    under = ["  - 2026-11-05: more SQL", "  - **2026**: no day", "    they liked me", "  - …"]
    assert asked_why(under) == [("Why?", ["more SQL", "**2026**: no day", "they liked me"])]
    assert asked_why([], "? They took somebody from inside") == [
        ("Why?", ["They took somebody from inside"])
    ]


def test_a_feedback_line_of_the_persons_own_has_no_line_of_the_tools():
    own = (
        HEAD.format(name="Acme", day="11-02")
        + "- [ ] Ask \U0001f4c5 2026-11-05 ^vk-feedback-ann\n  - more SQL\n"
    )
    found = lessons(surveyed({"Acme.md": own.encode()}, TODAY, PLAIN).entries)
    assert [(one.question, one.answers[0].text) for one in found] == [("", "more SQL")]


def test_a_line_of_the_tools_that_asks_nothing_holds_no_answer():
    entry = _entry_with("  - To Jane: thanks")
    assert lessons([entry]) == ()


def _entry_with(line):
    item = Item(
        "A.md",
        9,
        "vk-feedback-jane",
        "feedback",
        "Ask",
        " ",
        "A",
        None,
        None,
        None,
        TODAY,
        None,
        (line,),
        lessons="theirs",
    )
    return Entry(
        Application("A.md", "A", "rejected"),
        (item,),
        Memory({"feedback-jane": Given(TODAY, None, "0000")}),
    )
