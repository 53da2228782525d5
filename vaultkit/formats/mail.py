"""Mails as drafts: letters filled with what the notes say, ``mailto:`` links. Nothing is sent."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from vaultkit.core.across.people import Contact, by_day
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.rules import Playbook
from vaultkit.core.notes.application import Application
from vaultkit.core.notes.fact import Fact
from vaultkit.core.settings.values import Me
from vaultkit.core.text.note import bare, split_lines
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.sanitize import one_line
from vaultkit.formats.letter import (
    Letters,
    NameMissing,
    Template,
    fill,
    find_letter,
    left_out,
    read_letter,
)
from vaultkit.formats.letter_choice import Occasion, is_settled, letter_names
from vaultkit.formats.letter_values import last_interview, letter_values, same_mail
from vaultkit.value import frozen

_ADDRESS = re.compile(r"[\w.+'-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_LONGEST_ADDRESS = 254


class LetterWrong(ValueError):
    """A template with a mistake in it, which ``problem`` tells."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@frozen
class Draft:
    """A mail to be sent by a person. ``to`` is "" where no address is known.

    ``left_out`` are the optional names of its letter for which the notes say nothing.
    """

    to: str
    subject: str
    body: str
    left_out: tuple[str, ...] = ()


@frozen
class Stationery:
    """What letters are written with: a vault's own before the package's, the rules that choose, who signs."""

    letters: Letters
    playbook: Playbook
    me: Me = Me()


def item_letter(occasion: Occasion, stationery: Stationery, language: str) -> Template:
    """Return the template of the letter that an item asks for. Raises LetterWrong; KeyError when there is none."""
    person = occasion.contact.person
    names = letter_names(occasion, stationery.playbook)
    template = find_letter(
        stationery.letters, names, language, person.formality if person else None
    )
    if template is None:
        raise KeyError(occasion.item.rule)
    if isinstance(template, Problem):
        raise LetterWrong(template)
    return template


def item_draft(
    occasion: Occasion,
    also: Sequence[Application],
    facts: Sequence[Fact],
    stationery: Stationery,
    phrases: Phrases,
    today: date = date.max,
) -> Draft:
    """Return the mail that an item asks for, written ``today``; ``also`` are further applications that it is about.

    Raises NameMissing, LetterWrong, KeyError without a template.
    """
    found = read_letter(item_letter(occasion, stationery, phrases.language))
    if isinstance(found, Problem):
        raise LetterWrong(found)
    values = letter_values(occasion, also, facts, phrases, stationery.me, today)
    letter = fill(found, values)
    return Draft(occasion.contact.email or "", letter.subject, letter.body, left_out(found, values))


def letter_language(contact: Contact, application: Application, default: str) -> str:
    """Return the language to write in: the person's, else the application's, else the vault's."""
    return (contact.person.language if contact.person else None) or application.language or default


def one_mail(
    occasion: Occasion,
    applications: Mapping[str, Application],
    playbook: Playbook,
    today: date = date.min,
) -> tuple[Item, ...]:
    """Return the other items that the mail of an item is about as well; ``applications`` are by path.

    They ask for the same letter: a first question and a last one are two mails.
    """
    wanted = letter_names(occasion, playbook)
    found = same_mail(occasion.item, occasion.contact, today)
    return tuple(
        item
        for item in found
        if letter_names(replace(occasion, item=item, application=applications[item.path]), playbook)
        == wanted
    )


def week_drafts(
    contacts: Iterable[Contact],
    entries: Iterable[Entry],
    facts: Sequence[Fact],
    stationery: Stationery,
    phrases: Mapping[str, Phrases],
    default_language: str,
    today: date = date.max,
) -> Mapping[tuple[str, str], Draft]:
    """Return a draft by note and id for each item of some contacts; items of one mail have the same.

    A letter that cannot be filled leaves its subject alone. One that speaks of an interview
    which is still to come is not written yet.
    """
    day = date.min if today == date.max else today
    applications = {entry.application.path: entry.application for entry in entries}
    settled = is_settled(applications.values(), today)
    drafts: dict[tuple[str, str], Draft] = {}
    for contact in contacts:
        for item in contact.items:
            whole = Occasion(item, contact, applications[item.path], settled)
            also = one_mail(whole, applications, stationery.playbook, day)
            together = sorted((item, *also), key=by_day)
            first, *others = [applications[each.path] for each in together]
            occasion = Occasion(together[0], contact, first, settled)
            language = letter_language(contact, first, default_language)
            words = phrases.get(language) or phrases[default_language]
            if _is_too_early(occasion, stationery, words.language, today):
                continue
            drafts[item.path, item.id] = _draft_or_subject(
                occasion, others, facts, stationery, words, today
            )
    return drafts


def _is_too_early(occasion: Occasion, stationery: Stationery, language: str, today: date) -> bool:
    """Tell whether the letter of an item speaks of an interview that lies ahead."""
    interview = last_interview(occasion.application, occasion.item)
    if interview is None or interview <= today:
        return False
    try:
        return "interview_day" in item_letter(occasion, stationery, language).text
    except (LetterWrong, KeyError):
        return False


def _draft_or_subject(
    occasion: Occasion,
    also: Sequence[Application],
    facts: Sequence[Fact],
    stationery: Stationery,
    words: Phrases,
    today: date,
) -> Draft:
    try:
        return item_draft(occasion, also, facts, stationery, words, today)
    except (NameMissing, LetterWrong, KeyError):
        subject = words.say("letter.subject", company=occasion.application.company)
        return Draft(occasion.contact.email or "", subject, "")


def is_address(text: str | None) -> bool:
    """Tell whether a text is one plain mail address and nothing more."""
    return (
        text is not None and len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None
    )


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
