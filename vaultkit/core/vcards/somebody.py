"""Whom a vCard is about: what a person's note is to say of them, and what in the card is not understood."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from vaultkit.core.front_matter.written import shown
from vaultkit.core.notes.directory import fold_name
from vaultkit.core.notes.person import address_in
from vaultkit.core.tables.kept import softened
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.vcards.vcard_text import Vcard, Wrong
from vaultkit.value import frozen

_LONGEST = 200
"""In characters, of a name, a company, a role."""
_LONGEST_PHONE = 60
_MOST = 10
"""Addresses, numbers and links of one person each; nobody writes to an eleventh."""
_PAGE = re.compile(
    r"(?:https?://)?[^\s:/?#@]{1,253}\.[^\s:/?#@]{2,63}(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)
"""An address of a page. Whatever else a program may open is no link for a note."""


@frozen
class Somebody:
    """One person, as a card tells them. ``line`` is where it begins; "" and () stand for what it does not tell."""

    line: int
    name: str
    company: str = ""
    role: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    uid: str = ""
    wrong: tuple[Wrong, ...] = ()

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Their addresses, as two ways to write one have it alike."""
        return frozenset(map(str.casefold, self.emails))


def somebody(card: Vcard) -> Somebody:
    """Return whom a card is about. A card that names nobody, or a company alone, has the name ""."""
    company = _first(card.texts("org"))
    name = _name(card, company)
    wrong = [*card.wrong]
    emails = tuple(_each(map(_address, card.texts("email")), _LONGEST))
    if unread := [text for text in card.texts("email") if not address_in(text)]:
        wrong.append(Wrong(card.line, "address", {"value": one_line(unread[0])[:_LONGEST]}))
    return Somebody(
        card.line,
        name,
        company,
        _first((*card.texts("title"), *card.texts("role"))),
        emails,
        tuple(_each(map(_number, card.texts("tel")), _LONGEST_PHONE)),
        tuple(_each(filter(_PAGE.fullmatch, card.texts("url")), 10 * _LONGEST)),
        _fit(next(iter(card.texts("uid")), "")),
        tuple(wrong),
    )


def _name(card: Vcard, company: str) -> str:
    """Return what somebody is called: as the card shows it, else of its parts, else by a nickname."""
    parts = next(iter(card.values.get("n", ())), ())
    family, given, more, *_ = (*parts, "", "", "")
    of_parts = _fit(" ".join(filter(None, (given, more, family))))
    whole = _first(card.texts("fn"))
    is_company = bool(company) and not of_parts and fold_name(whole) == fold_name(company)
    if card.is_nobodys or is_company:
        return ""
    return whole or of_parts or _first(card.texts("nickname"))


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, map(_fit, texts)), "")


def _fit(text: str) -> str:
    """Return a text as a value of a head: one line, which no program takes for a link or for code."""
    return one_line(softened(shown(text)))[:_LONGEST].rstrip()


def _address(text: str) -> str:
    return address_in(text) or ""


def _number(text: str) -> str:
    number = text.removeprefix("tel:")
    return number if any(map(str.isdigit, number)) else ""


def _each(texts: Iterable[str], longest: int) -> Iterator[str]:
    """Yield each text once, fit for a head; one that is too long is none."""
    fit = (one_line(softened(text)) for text in texts)
    kept = dict.fromkeys(text for text in fit if text and len(text) <= longest)
    yield from [*kept][:_MOST]
