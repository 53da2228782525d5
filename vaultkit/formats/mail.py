"""Mails as drafts: letters filled with what the notes say, ``mailto:`` links. Nothing is sent."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from vaultkit.core.application import Application, held_interviews
from vaultkit.core.fact import Fact
from vaultkit.core.item import Entry, Item
from vaultkit.core.moment import format_moment
from vaultkit.core.note import bare, split_lines
from vaultkit.core.people import ARTICLE, Contact, what_is_new
from vaultkit.core.phrases import Phrases
from vaultkit.core.safe import one_line

_NAME = re.compile(r"\{\{\s*(\w*)\s*\}\}")
_ADDRESS = re.compile(r"[\w.+'-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_LONGEST_ADDRESS = 254
_FILLED_BY = {
    "name": "recruiter",
    "first_name": "recruiter",
    "role": "role",
    "company": "company",
    "interview_day": "interviewed",
    "news": "date",
}
"""The property that a person fills so that a letter's name has a value."""


class NotALetter(ValueError):
    """A template without a ``Subject:`` line and a blank line below it."""


class NameMissing(ValueError):
    """A letter cannot be filled. ``why`` is ``unknown`` (no letter knows the name) or ``empty``.

    ``property`` is the one to fill for an empty name.
    """

    def __init__(self, name: str, why: Literal["unknown", "empty"]) -> None:
        super().__init__(name)
        self.name, self.why, self.property = name, why, _FILLED_BY.get(name, name)


@dataclass(frozen=True)
class Letter:
    """A letter, filled: the subject on one line, the body's lines ended by ``\\n``."""

    subject: str
    body: str


@dataclass(frozen=True)
class Draft:
    """A mail to be sent by a person. ``to`` is "" where no address is known."""

    to: str
    subject: str
    body: str


def write_letter(template: str, values: Mapping[str, str]) -> Letter:
    """Return the letter of a template, each ``{{name}}`` filled once, as text.

    Raises NameMissing for a name without a value, NotALetter.
    """
    head, _, body = template.replace("\r\n", "\n").removeprefix("\ufeff").partition("\n\n")
    if not head.startswith("Subject:") or "\n" in head or not body.strip():
        raise NotALetter(head)
    subject = _fill(head.removeprefix("Subject:"), values)
    return Letter(one_line(subject), _fill(body, values).strip("\n") + "\n")


def _fill(text: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            raise NameMissing(name, "unknown")
        if not values[name].strip():
            raise NameMissing(name, "empty")
        return one_line(values[name])

    return _NAME.sub(value, text)


def letter_values(
    item: Item, contact: Contact, application: Application, facts: Sequence[Fact], phrases: Phrases
) -> Mapping[str, str]:
    """Return a value for every name that a letter may use; "" where the notes give none."""
    held = [day for day in held_interviews(application) if item.due is None or day <= item.due]
    return {
        "name": contact.name,
        "first_name": _first_name(contact.name),
        "company": application.company,
        "role": application.role or "",
        "interview_day": format_moment(phrases.say("letter.day"), held[-1], phrases.language) if held else "",
        "news": _news(what_is_new(facts, contact.last_touch, application.company), phrases),
    }


def _first_name(name: str) -> str:
    """Return the first word; the whole name where that is a title or an initial."""
    first = name.split()[0] if name.split() else ""
    return name if first.endswith(".") or len(first) < 2 else first


def _news(fact: Fact | None, phrases: Phrases) -> str:
    if fact is None:
        return ""
    return phrases.say(f"letter.news.{'article' if fact.kind == ARTICLE else 'fact'}", title=fact.title.rstrip("."))


def find_template(templates: Mapping[str, str], rule: str, language: str, formality: str | None) -> str | None:
    """Return the template of a rule, or None. Keys are ``en/follow-up``, ``it/follow-up.formal``.

    Somebody whose note does not say how is written to formally.
    """
    return templates.get(f"{language}/{rule}.{formality or 'formal'}") or templates.get(f"{language}/{rule}")


def item_draft(
    item: Item,
    contact: Contact,
    application: Application,
    facts: Sequence[Fact],
    templates: Mapping[str, str],
    phrases: Phrases,
) -> Draft:
    """Return the mail that an item asks for. Raises NameMissing, NotALetter, KeyError without a template."""
    formality = contact.person.formality if contact.person else None
    template = find_template(templates, item.rule, phrases.language, formality)
    if template is None:
        raise KeyError(item.rule)
    letter = write_letter(template, letter_values(item, contact, application, facts, phrases))
    return Draft(contact.email or "", letter.subject, letter.body)


def week_drafts(
    contacts: Iterable[Contact],
    entries: Iterable[Entry],
    facts: Sequence[Fact],
    templates: Mapping[str, str],
    phrases: Mapping[str, Phrases],
    default_language: str,
) -> Mapping[tuple[str, str], str]:
    """Return a ``mailto:`` link by note and id for each item of somebody with an address.

    A letter that cannot be filled leaves its subject alone.
    """
    applications = {entry.application.path: entry.application for entry in entries}
    links = {}
    for contact in contacts:
        words = phrases.get(contact.language) or phrases[default_language]
        for item in contact.items if is_address(contact.email) else ():
            application = applications[item.path]
            try:
                draft = item_draft(item, contact, application, facts, templates, words)
            except (NameMissing, NotALetter, KeyError):
                draft = Draft(contact.email or "", words.say("letter.subject", company=application.company), "")
            links[item.path, item.id] = mailto(draft)
    return links


def is_address(text: str | None) -> bool:
    """Tell whether a text is one plain mail address and nothing more."""
    return text is not None and len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def mailto(draft: Draft) -> str:
    """Return the link that opens a draft. Raises ValueError for an address that is none, or a header of two lines."""
    if not is_address(draft.to):
        raise ValueError("not an address")
    if re.search(r"[\r\n]", draft.subject):
        raise ValueError("a subject of two lines")
    local, _, domain = draft.to.rpartition("@")
    fields = [f"subject={quote(one_line(draft.subject), safe='')}"]
    if draft.body:
        body = "\r\n".join(bare(line) for line in split_lines(draft.body))
        fields.append(f"body={quote(body, safe='')}")
    return f"mailto:{quote(local, safe='')}@{quote(domain, safe='')}?{'&'.join(fields)}"
