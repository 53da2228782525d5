"""What the person wrote under their reflections."""

from datetime import date

from tests.house import PLAIN, surveyed, updated
from vaultkit import words
from vaultkit.core.lessons import lessons, reflect_questions, themes

TODAY = date(2026, 11, 20)
QUESTIONS = reflect_questions(words.all_phrases().values())
HEAD = "---\ntype: application\ncompany: {name}\nstatus: rejected\ninterviewed: 2026-10-20\ndecided: 2026-{day}\n---\n"


def answered(answers, day="11-02"):
    """Return lessons of notes by company; each answer goes below its question."""
    notes = {f"{name}.md": HEAD.format(name=name, day=day).encode() for name in answers}
    notes = updated(notes, TODAY)
    for name, texts in answers.items():
        for question, text in texts.items():
            old = next(line for line in notes[f"{name}.md"].decode().split("\n") if line.startswith(f"  - {question}"))
            notes[f"{name}.md"] = notes[f"{name}.md"].replace(old.encode(), f"{old}\n    - {text}".encode())
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
            "Acme": {"Which question": "The estimates of load", "What would": "Estimates first #numbers"},
            "Globex": {"Which question": "Again estimates; no idea of the load"},
            "Initech": {"Which question": "Estimates #numbers"},
        }
    )
    common = words.phrases("en").say("lessons.common").split()
    assert [(theme.word, len(theme.answers)) for theme in themes(found, common)] == [
        ("#numbers", 2),
        ("estimates", 3),
        ("load", 2),
    ]


def test_what_one_note_says_twice_does_not_come_up_again():
    found = answered({"Acme": {"Which question": "estimates", "What would": "estimates"}})
    assert themes(found) == ()


def test_common_words_are_casefolded_and_stand_once():
    for language in words.languages():
        common = words.phrases(language).say("lessons.common").split()
        assert [word for word in common if word != word.casefold()] == []
        assert len(set(common)) == len(common), {word for word in common if common.count(word) > 1}
