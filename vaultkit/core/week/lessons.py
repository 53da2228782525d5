"""What the person wrote under their reflections, gathered by question."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.text.phrases import Phrases
from vaultkit.value import frozen

_BULLET = re.compile(r"(\s*)(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?(.*)")
_DATED = re.compile(r"\d{4}-\d\d-\d\d\s*[:–—-]?\s*")
_NUMBERED = re.compile(r" \(\d+\)$")
_WORD = re.compile(r"(?<!\S)#[\w/-]*[^\W\d_][\w/-]*|[^\W\d_]+")
MOST_THEMES = 6
SHORTEST_WORD = 4
_NOTHING_WRITTEN = {"", "…", "...", "-"}


@frozen
class Answer:
    """What the person wrote under a question, on one line, and the item that it stands under."""

    text: str
    item: Item


@frozen
class Lesson:
    """One question and its answers, those of the latest reflection first.

    ``question`` is "" for what stands under none.
    """

    question: str
    answers: tuple[Answer, ...]


@frozen
class Theme:
    """A word or a tag that comes up in several reflections, with one answer of each, the latest first."""

    word: str
    answers: tuple[Answer, ...]


def reflect_questions(phrases: Iterable[Phrases], lines: Iterable[str]) -> tuple[str, ...]:
    """Return the questions that the tool writes under such lines, in all of the languages.

    ``lines`` are the phrases of the lines, as in ``Playbook.lesson_words``.
    """
    below = tuple(f"item.{words}.child" for words in lines)
    return tuple(
        text for words in phrases for key, text in words.texts.items() if key.startswith(below)
    )


def lessons(
    entries: Iterable[Entry], questions: Sequence[str] = (), asked: str = ""
) -> tuple[Lesson, ...]:
    """Return the answers under the items that collect lessons, the question that most notes answer first.

    ``questions`` are those that the tool writes; any other line that asks is one too. What
    somebody answered to a question for feedback stands under ``asked``.
    """
    own: dict[str, int] = {}
    items: list[Item] = []
    for entry in entries:
        for item in entry.items:
            if item.lessons:
                items.append(item)
                given = entry.memory.given.get(item.id.removeprefix("vk-"))
                own[f"{item.path}#{item.id}"] = given.children if given else 0
    items.sort(key=lambda item: (item.done_on or item.due or date.min, item.path), reverse=True)
    found: dict[str, list[Answer]] = {}
    for item in items:
        if item.lessons == "own":
            told = list(_answers(item, questions))
        else:
            told = [(asked, text) for text in _said_by_others(item, own[f"{item.path}#{item.id}"])]
        for question, text in told:
            found.setdefault(question, []).append(Answer(text, item))
    ordered = sorted(found.items(), key=lambda pair: (not pair[0], -_notes(pair[1])))
    return tuple(Lesson(question, tuple(answers)) for question, answers in ordered)


def themes(found: Iterable[Lesson], common_words: Collection[str] = ()) -> tuple[Theme, ...]:
    """Return what comes up in the answers of more than one note: tags first, then by how many notes.

    MOST_THEMES at most. ``common_words`` (casefolded), short words and numbers tell nothing.
    A word that is a tag somewhere is that tag wherever it stands.
    """
    answers = [
        (answer, _words(answer.text) - {*common_words})
        for lesson in found
        for answer in lesson.answers
    ]
    used = {word for _, words in answers for word in words}
    by_word: dict[str, dict[str, Answer]] = {}
    for answer, words in answers:
        for word in words:
            theme = f"#{word}" if f"#{word}" in used else word
            by_word.setdefault(theme, {}).setdefault(answer.item.path, answer)
    again = [
        (word, tuple(by_note.values())) for word, by_note in by_word.items() if len(by_note) > 1
    ]
    again.sort(key=lambda pair: (not pair[0].startswith("#"), -len(pair[1]), pair[0]))
    return tuple(Theme(word, once) for word, once in again[:MOST_THEMES])


def _words(text: str) -> set[str]:
    return {
        word
        for word in _WORD.findall(text.casefold())
        if word.startswith("#") or len(word) >= SHORTEST_WORD
    }


def _notes(answers: Iterable[Answer]) -> int:
    return len({answer.item.path for answer in answers})


def _answers(item: Item, questions: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield question and answer for each answer: on the question's own line, or below it.

    Of the lines of the first level, one that asks nothing answers the question above.
    """
    question, level = "", None
    for line in filter(str.strip, item.nested):
        match = _BULLET.fullmatch(line)
        indent, text = (
            (len(match.group(1).expandtabs(4)), match.group(2)) if match else (level or 99, line)
        )
        level = indent if level is None else level
        if match and indent <= level and "?" in text:
            question, text = _split(text, questions)
        if text.strip() not in _NOTHING_WRITTEN:
            yield question, text.strip()


def _said_by_others(item: Item, own: int) -> Iterator[str]:
    """Yield what stands under a question for feedback: behind the tool's ``own`` lines, and below them.

    A line may begin with its day, as in a log.
    """
    for place, line in enumerate(filter(str.strip, item.nested)):
        match = _BULLET.fullmatch(line)
        text = match.group(2) if match else line
        if place < own:
            # The tool's own line asks, and ends with that.
            text = text.rpartition("?")[2] if "?" in text else ""
        text = _DATED.sub("", text.strip())
        if text.strip() not in _NOTHING_WRITTEN:
            yield text.strip()


def _split(line: str, questions: Sequence[str]) -> tuple[str, str]:
    """Part a line into its question and what is written behind it."""
    known = max((text for text in questions if line.startswith(text)), key=len, default=None)
    if known:
        return known, _NUMBERED.sub("", line[len(known) :])
    question, mark, answer = line.rpartition("?")
    return f"{question.strip()}{mark}", answer
