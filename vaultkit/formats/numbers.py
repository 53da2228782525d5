"""The search's numbers in words: each rate with what it is a part of, and none of a few."""

import math
from collections.abc import Iterator

from vaultkit.core.text.phrases import Phrases
from vaultkit.core.week.funnel import Funnel, Row, percent
from vaultkit.core.week.quiet import Standing


def total_line(funnel: Funnel, phrases: Phrases) -> str:
    """Return how many applications there are, and how many of them were sent."""
    return " · ".join(
        (phrases.count("stats.total", funnel.total), phrases.count("stats.sent", funnel.sent)),
    )


def stage_share(row: Row, funnel: Funnel, phrases: Phrases) -> str:
    """Return which part of those sent got this far, as ``4 of 23, 17%``.

    "" while there are too few, and for saved, applied and endings, of which it says nothing.
    """
    if row.reached is None or not row.is_answer or not funnel.has_rates:
        return ""
    whole = funnel.sent
    return phrases.say(
        "stats.share", part=row.reached, whole=whole, percent=percent(row.reached, whole)
    )


def standing_words(standing: Standing, phrases: Phrases) -> str:
    """Return an open application's stage and its two numbers, as far as days are known.

    Two that are the same are told once. What was sent today was not heard from today.
    """
    in_stage, quiet = standing.days_in_stage, standing.days_quiet
    numbers = [("where", in_stage), ("quiet-for", quiet)]
    if in_stage == quiet:
        numbers.pop(0 if quiet else 1)
    told = [
        _count(f"stats.{key}", number, phrases) for key, number in numbers if number is not None
    ]
    return " · ".join([phrases.say(f"stage.{standing.application.stage}"), *told])


def answer_lines(funnel: Funnel, phrases: Phrases) -> Iterator[str]:
    """Yield what became of those sent, and how long an answer took; nothing when none was sent."""
    if not funnel.sent:
        return
    part, whole = funnel.answered, funnel.sent
    answered = _count("stats.answered", part, phrases)
    if part and funnel.has_rates:
        answered = phrases.count(
            "stats.answered-of", part, whole=whole, percent=percent(part, whole)
        )
    without = {"waiting": funnel.waiting, "ghosted": funnel.ghosted, "withdrawn": funnel.withdrawn}
    told = [
        _count(f"stats.{key}", number, phrases)
        for key, number in without.items()
        if number or key == "waiting"
    ]
    yield " · ".join([answered, *told])
    if funnel.median_days is not None:
        days = phrases.count("stats.days", math.ceil(funnel.median_days))
        answers = phrases.count("stats.timed", funnel.timed)
        waiting = _count("stats.wait", funnel.waiting, phrases)
        yield phrases.say("stats.median", days=days, answers=answers, waiting=waiting)


def _count(key: str, number: int, phrases: Phrases) -> str:
    return phrases.count(key, number) if number else phrases.say(f"{key}.none")
