"""What the names of a letter stand for: taken from the notes, "" where they say nothing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from vaultkit.core.across.people import ARTICLE, Contact, what_is_new
from vaultkit.core.days.moment_format import format_moment
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.front_matter.vocabulary import fold
from vaultkit.core.notes.application import (
    Application,
    Name,
    held_interviews,
    person_slug,
)
from vaultkit.core.notes.fact import Fact
from vaultkit.core.settings.values import Me
from vaultkit.core.text.phrases import Phrases
from vaultkit.formats.letter_choice import Occasion
from vaultkit.formats.talked_about import talked_about

_URL = re.compile(r"https?://[^\s<>\"{}]{1,500}")
_LONGEST_SENTENCE = 300
"""In characters. What is longer is no sentence for a mail; then the title serves."""
_SAME_YEAR_DAYS = 330
"""Within so many days a month needs no year to be understood."""


def letter_values(
    occasion: Occasion,
    also: Sequence[Application],
    facts: Sequence[Fact],
    phrases: Phrases,
    me: Me,
    today: date = date.max,
) -> Mapping[str, str]:
    """Return a value for every name that a letter may use; "" where the notes give none.

    ``also`` are further applications that the same mail is about; ``today`` is when it is written.
    """
    item, contact, application = occasion.item, occasion.contact, occasion.application
    all_of_it = (application, *also)
    interviews = [last_interview(each, item) for each in all_of_it]
    new = what_is_new(facts, last_time(contact, application), application.company)
    return {
        "dear": _dear(contact, phrases),
        "name": contact.name,
        "first_name": _first_name(contact.name),
        "company": application.company,
        "role": application.role or "",
        "about": _joined("about", (application, *also), phrases),
        "position": _joined("position", (application, *also), phrases),
        "via": item.via or "",
        "applied_day": _days([each.applied for each in all_of_it], phrases),
        "screened_day": _days([each.screened for each in all_of_it], phrases),
        "interview_day": _days(interviews, phrases),
        "interview_month": _months(interviews, today, phrases),
        "reply_day": _days([each.reply_by for each in all_of_it], phrases),
        "offer_deadline": _days([each.offer_deadline for each in all_of_it], phrases),
        "why": _sentence(application.why or ""),
        "talked_about": _sentence(talked_about(application, item, contact)),
        "news": _news(new, phrases),
        "my_name": me.name,
        "phone": me.phone,
        "links": " · ".join(me.links),
    }


def last_interview(application: Application, item: Item) -> date | None:
    """Return the latest interview until an item is due, None where none was held by then.

    Whoever is named for a day was not there on the others.
    """
    held = [day for day in held_interviews(application) if item.due is None or day <= item.due]
    theirs = [day for day in held if item.person and day in _days_with(item.person, application)]
    return max(theirs or held, default=None)


def _days_with(person: Name, application: Application) -> frozenset[date]:
    slug = person_slug(person)
    rounds = application.rounds
    return frozenset(one.day for one in rounds if slug in map(person_slug, one.people))


def last_time(contact: Contact, application: Application) -> date | None:
    """Return the day after which something is new to somebody: the last touch, else the last that was heard.

    Without a touch that is the interview, else the decision, else the application: what a
    person did years before is no news.
    """
    interviews = held_interviews(application)
    told = (
        contact.last_touch,
        interviews[-1] if interviews else None,
        application.decided,
        application.applied,
    )
    return next((day for day in told if day), None)


def same_mail(item: Item, contact: Contact, today: date = date.min) -> tuple[Item, ...]:
    """Return the other open items of one rule for one person that are due in the same week: one mail is enough.

    What is overdue is due in the week of ``today``.
    """
    if item.due is None:
        return ()
    week = max(item.due, today).isocalendar()[:2]
    return tuple(
        other
        for other in contact.items
        if (other.path, other.id) != (item.path, item.id)
        and other.rule == item.rule
        and other.path != item.path
        and not other.is_closed
        and other.due is not None
        and max(other.due, today).isocalendar()[:2] == week
    )


def _dear(contact: Contact, phrases: Phrases) -> str:
    """Return the salutation: by title and last name only where the person's own note gives a title."""
    person, name = contact.person, contact.name
    if not name:
        return ""
    form = person.formality if person else None
    last_name = (_words(name) or [name])[-1]
    values = {"name": name, "first_name": _first_name(name), "last_name": last_name}
    if form == "informal":
        return phrases.say("letter.dear.informal", **values)
    if person and person.title:
        return phrases.say("letter.dear.titled", title=person.title, **values)
    return phrases.say(f"letter.dear.{form or phrases.say('letter.dear.unsaid')}", **values)


def _first_name(name: str) -> str:
    """Return the first word; the whole name where that is a title or an initial."""
    first = (_words(name) or [""])[0]
    return name if first.endswith(".") or len(first) < 2 else first


def _words(name: str) -> list[str]:
    """Return the words of a name; an emoji is none."""
    return [word for word in name.split() if any(map(str.isalpha, word))]


def _joined(key: str, applications: Sequence[Application], phrases: Phrases) -> str:
    """Return "the Analyst position at Acme", of several one after the other; "" where a role is missing."""
    if not all(application.role for application in applications):
        return ""
    each = [
        phrases.say(f"letter.{key}", role=application.role or "", company=application.company)
        for application in applications
    ]
    *first, last = each
    return phrases.say(f"letter.{key}-and", first=", ".join(first), last=last) if first else last


def _day(day: date | None, phrases: Phrases) -> str:
    return format_moment(phrases.say("letter.day"), day, phrases) if day else ""


def _days(days: Sequence[date | None], phrases: Phrases) -> str:
    """Return the days of all applications of a mail, each once; "" where one of them is missing."""
    if not all(days):
        return ""
    return _each_once([_day(day, phrases) for day in days], phrases)


def _months(days: Sequence[date | None], today: date, phrases: Phrases) -> str:
    """Return the months of all days, each once; "" where one of them is missing."""
    known = [day for day in days if day]
    if len(known) < len(days):
        return ""
    is_near = all((today - day).days < _SAME_YEAR_DAYS for day in known)
    form = "MMMM" if is_near else "MMMM YYYY"
    return _each_once([format_moment(form, day, phrases) for day in known], phrases)


def _each_once(told: Sequence[str], phrases: Phrases) -> str:
    *first, last = dict.fromkeys(told)
    return phrases.say("letter.day-and", first=", ".join(first), last=last) if first else last


def _sentence(words: str) -> str:
    return words.strip().rstrip(".")


def _news(fact: Fact | None, phrases: Phrases) -> str:
    """Return what is new in the fact's own words; an article comes with its title and address."""
    if fact is None:
        return ""
    title = fact.title.rstrip(".")
    if fact.kind == ARTICLE and _URL.fullmatch(fact.url):
        return phrases.say("letter.news.article-at", title=title, url=fact.url)
    # A title alone is no sentence, though it may stand there as one.
    is_sentence = 0 < len(fact.text) <= _LONGEST_SENTENCE and fold(fact.text) != fold(title)
    if fact.kind != ARTICLE and is_sentence:
        return fact.text if fact.text.endswith((".", "!", "?")) else f"{fact.text}."
    return phrases.say(f"letter.news.{fact.kind}", title=title)
