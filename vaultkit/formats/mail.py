"""Mails as drafts: letters filled with what the notes say, ``mailto:`` links. Nothing is sent."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from vaultkit.core.application import Application, held_interviews
from vaultkit.core.fact import Fact
from vaultkit.core.item import Entry, Item
from vaultkit.core.moment import format_moment
from vaultkit.core.note import bare, split_lines
from vaultkit.core.people import ARTICLE, Contact, what_is_new
from vaultkit.core.phrases import Phrases
from vaultkit.core.problem import Problem
from vaultkit.core.safe import one_line
from vaultkit.formats.letter import Letters, NameMissing, Template, fill, find_letter, read_letter

_ADDRESS = re.compile(r"[\w.+'-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_URL = re.compile(r"https?://[^\s<>\"{}]{1,500}")
_LONGEST_ADDRESS = 254
class LetterWrong(ValueError):
    """A template with a mistake in it, which ``problem`` tells."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True)
class Draft:
    """A mail to be sent by a person. ``to`` is "" where no address is known."""

    to: str
    subject: str
    body: str


def letter_values(
    item: Item, contact: Contact, application: Application, facts: Sequence[Fact], phrases: Phrases
) -> Mapping[str, str]:
    """Return a value for every name that a letter may use; "" where the notes give none."""
    held = [day for day in held_interviews(application) if item.due is None or day <= item.due]
    new = what_is_new(facts, last_time(contact, application), application.company)
    return {
        "name": contact.name,
        "first_name": _first_name(contact.name),
        "company": application.company,
        "role": application.role or "",
        "interview_day": _day(held[-1], phrases) if held else "",
        "reply_day": _day(application.reply_by, phrases) if application.reply_by else "",
        "news": _news(new, phrases),
    }


def _day(day: date, phrases: Phrases) -> str:
    return format_moment(phrases.say("letter.day"), day, phrases.language)


def _first_name(name: str) -> str:
    """Return the first word; the whole name where that is a title or an initial."""
    first = name.split()[0] if name.split() else ""
    return name if first.endswith(".") or len(first) < 2 else first


def last_time(contact: Contact, application: Application) -> date | None:
    """Return the day after which something is new to somebody: the last touch, else the last that was heard.

    Without a touch that is the interview, else the decision, else the application: what a
    person did years before is no news.
    """
    interviews = held_interviews(application)
    told = (contact.last_touch, interviews[-1] if interviews else None, application.decided, application.applied)
    return next((day for day in told if day), None)


def _news(fact: Fact | None, phrases: Phrases) -> str:
    if fact is None:
        return ""
    title = fact.title.rstrip(".")
    if fact.kind == ARTICLE and _URL.fullmatch(fact.url):
        return phrases.say("letter.news.article-at", title=title, url=fact.url)
    return phrases.say(f"letter.news.{fact.kind}", title=title)


def letter_names(item: Item, application: Application) -> tuple[str, ...]:
    """Return the letters that serve an item, the best first; the last is its rule's.

    A reply that was promised has one of its own, and so has a no without an interview.
    """
    if item.rule == "ask-news" and application.reply_by and item.due and application.reply_by <= item.due:
        return "ask-news-promised", item.rule
    if item.rule == "feedback" and not held_interviews(application):
        return "feedback-application", item.rule
    return (item.rule,)


def item_letter(item: Item, contact: Contact, application: Application, letters: Letters, language: str) -> Template:
    """Return the template of the letter that an item asks for. Raises LetterWrong; KeyError when there is none."""
    formality = contact.person.formality if contact.person else None
    template = find_letter(letters, letter_names(item, application), language, formality)
    if template is None:
        raise KeyError(item.rule)
    if isinstance(template, Problem):
        raise LetterWrong(template)
    return template


def item_draft(
    item: Item, contact: Contact, application: Application, facts: Sequence[Fact], letters: Letters, phrases: Phrases
) -> Draft:
    """Return the mail that an item asks for. Raises NameMissing, LetterWrong, KeyError without a template."""
    found = read_letter(item_letter(item, contact, application, letters, phrases.language))
    if isinstance(found, Problem):
        raise LetterWrong(found)
    letter = fill(found, letter_values(item, contact, application, facts, phrases))
    return Draft(contact.email or "", letter.subject, letter.body)


def letter_language(contact: Contact, application: Application, default: str) -> str:
    """Return the language to write in: the person's, else the application's, else the vault's."""
    return (contact.person.language if contact.person else None) or application.language or default


def week_drafts(
    contacts: Iterable[Contact],
    entries: Iterable[Entry],
    facts: Sequence[Fact],
    letters: Letters,
    phrases: Mapping[str, Phrases],
    default_language: str,
) -> Mapping[tuple[str, str], Draft]:
    """Return a draft by note and id for each item of some contacts.

    A letter that cannot be filled leaves its subject alone.
    """
    applications = {entry.application.path: entry.application for entry in entries}
    drafts = {}
    for contact in contacts:
        for item in contact.items:
            application = applications[item.path]
            language = letter_language(contact, application, default_language)
            words = phrases.get(language) or phrases[default_language]
            try:
                draft = item_draft(item, contact, application, facts, letters, words)
            except (NameMissing, LetterWrong, KeyError):
                draft = Draft(contact.email or "", words.say("letter.subject", company=application.company), "")
            drafts[item.path, item.id] = draft
    return drafts


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
