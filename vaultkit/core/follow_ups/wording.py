"""The words of a new line: the phrase of its rule, filled with what the note says."""

import re
from collections.abc import Sequence

from vaultkit.core.days.moment_format import format_moment
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.checklist import Wording
from vaultkit.core.follow_ups.plan import Step
from vaultkit.core.notes.application import Name, person_slug
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import link, plain


def wording(step: Step, sheet: Sheet, phrases: Phrases) -> Wording:
    application, person = sheet.application, step.person
    name = _shown_name(person) if person else ""
    values = {
        "company": plain(application.company)
        or plain(sheet.note.name)
        or phrases.say("block.company"),
        "role": plain(application.role or ""),
        "person": link(person.target, name) if person and person.target else name,
        "name": name,
        "via": plain(step.via or ""),
        "day": format_moment(phrases.say("item.day"), step.day, phrases) if step.day else "",
    }
    key = f"item.{step.words}."
    if person is None and phrases.has(key + "nameless"):
        return _joined(
            phrases.say(key + "nameless", **values), [phrases.say(key + "nameless-child", **values)]
        )
    children = [key + "child", *(f"{key}child-{number}" for number in range(2, 10))]
    found = [phrases.say(child, **values) for child in children if phrases.has(child)]
    text = "text-day" if step.day else "text-no-role" if not application.role else "text"
    return _joined(
        phrases.say(key + (text if phrases.has(key + text) else "text"), **values), found
    )


def _shown_name(person: Name) -> str:
    """Return what a name shows, else the end of its link, else what the note has, mark by mark."""
    target = (person.target or "").rpartition("/")[2]
    return plain(person.text) or plain(target) or person_slug(person)


def _joined(text: str, children: Sequence[str]) -> Wording:
    """Return the words as one line each: what is harmless in a name may be a mark beside the words around it."""
    return Wording(_one_mark(text), tuple(map(_one_mark, children)))


def _one_mark(text: str) -> str:
    return re.sub(r"([:%$=~])\1+", r"\1", " ".join(text.split()))
