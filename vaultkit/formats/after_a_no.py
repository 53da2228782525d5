"""The one line after a no: what comes and when, how far it went, what else is alive. No comfort, no verdict."""

from datetime import date

from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.week.fresh_no import FreshNo
from vaultkit.formats.day_words import weekday_words
from vaultkit.formats.item_words import item_words

MOST_NAMED = 3
"""Of the applications that are alive."""


def after_a_no(no: FreshNo, today: date, phrases: Phrases) -> str:
    """Return the line."""
    company = one_line(no.application.company)
    told = (
        phrases.say("after-no.said", company=company),
        _what_comes(no, today, phrases),
        _how_far(no.furthest, phrases),
        _alive(no, phrases),
    )
    return " ".join(told)


def _how_far(stage: str, phrases: Phrases) -> str:
    """A stage that a vault or a playbook adds has a label and no sentence of its own."""
    key = f"after-no.far.{stage}"
    if phrases.has(key):
        return phrases.say(key)
    return phrases.say("after-no.far-else", stage=phrases.say(f"stage.{stage}"))


def _what_comes(no: FreshNo, today: date, phrases: Phrases) -> str:
    if no.first is None or no.first.due is None:
        return phrases.say("after-no.nothing")
    text = item_words(no.first)
    if no.first.due <= today:
        return phrases.say("after-no.now", text=text)
    day = weekday_words(no.first.due, today, phrases)
    return phrases.say("after-no.before", day=day, text=text)


def _alive(no: FreshNo, phrases: Phrases) -> str:
    if not no.alive:
        return phrases.say("after-no.alone")
    names = ", ".join(one_line(each.company) for each in no.alive[:MOST_NAMED])
    if len(no.alive) > MOST_NAMED:
        names = phrases.say("after-no.and-more", names=names, n=len(no.alive) - MOST_NAMED)
    return phrases.count("after-no.alive", len(no.alive), names=names)
