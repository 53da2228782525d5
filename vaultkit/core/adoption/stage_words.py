"""The words that a vault has for stages: those that are known, and those that somebody must map."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from vaultkit.core.adoption.facts import NoteFacts
from vaultkit.core.adoption.suggestion import LONGEST_VALUE, Suggestion, is_fit
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.front_matter.written import is_boolean, is_like_a_day
from vaultkit.value import frozen

_LONGEST_RUN = 4
"""In words: no spelling of a stage is longer."""
_MOST_SUGGESTED = 40
"""Words that somebody may be asked for: the most used ones, where a property holds anything at all."""
_BRACKETS = re.compile(r"[()\[\]{}]")
_SHORTEST = 3
"""In letters: ``no`` alone is no stage within other words."""


@frozen
class StageWord:
    """A word in so many notes. ``stage`` is what it is read as; where that is None, ``guess`` is what it may be."""

    word: str
    count: int
    stage: str | None
    guess: str | None = None


def stage_words(
    notes: Iterable[NoteFacts], vocabulary: Vocabulary, guesses: Mapping[str, str]
) -> tuple[StageWord, ...]:
    """Return the words by stage, in the order of the stages, unknown ones last; of each the most used first.

    ``guesses`` are folded words that may mean a stage. What only fills a place, ``TBD``, is none.
    """
    counts: Counter[str] = Counter()
    stages: dict[str, str | None] = {}
    for note in notes:
        for one in note.said:
            is_dated = vocabulary.dated(one.name) is not None
            if vocabulary.property(one.name) != "status" and not is_dated:
                continue
            for text in one.texts:
                if is_boolean(text) or (is_like_a_day(text) and is_dated):
                    continue
                stage = vocabulary.stage(f"{one.name} {text}") or vocabulary.stage(text)
                if stage is None and vocabulary.says_nothing(text):
                    continue
                counts[text] += 1
                stages[text] = stage
    order = {name: place for place, name in enumerate(vocabulary.order.names)}
    found = [
        StageWord(
            word, count, stages[word], None if stages[word] else _guess(word, vocabulary, guesses)
        )
        for word, count in counts.items()
    ]
    return tuple(
        sorted(
            found, key=lambda one: (order.get(one.stage or "", len(order)), -one.count, one.word)
        )
    )


def _guess(word: str, vocabulary: Vocabulary, guesses: Mapping[str, str]) -> str | None:
    """Return what a word may mean, the stage of the one that was meant, or of the longest known run of words in it."""
    # What stands in brackets may be the surer word: "In progress (interview)".
    if guess := guesses.get(fold(_BRACKETS.sub(" ", word))):
        return guess
    nearest = vocabulary.nearest(word)
    if nearest:
        return vocabulary.stages[fold(nearest)]
    words = re.findall(r"\w+", word[:LONGEST_VALUE])
    runs = [
        fold("".join(words[start : start + length]))
        for length in range(_LONGEST_RUN, 0, -1)
        for start in range(len(words))
    ]
    known = (
        vocabulary.stages[run] for run in runs if len(run) >= _SHORTEST and run in vocabulary.stages
    )
    return next(known, None)


def suggested_stages(words: Sequence[StageWord]) -> tuple[Suggestion, ...]:
    """Return a suggestion for the unknown words; its ``name`` is "" where nothing can be guessed."""
    unknown = [one for one in words if one.stage is None and is_fit(one.word)]
    return tuple(
        Suggestion(
            "stages",
            one.guess or "",
            (one.word,),
            "stage-guess" if one.guess else "stage-unknown",
            {"word": one.word, "n": one.count, "stage": one.guess or ""},
            is_sure=False,
        )
        for one in unknown[:_MOST_SUGGESTED]
    )
