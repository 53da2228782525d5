"""Links, days and hours as people write them in a property."""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote

from vaultkit.core.text.once import remembered
from vaultkit.core.text.sanitize import one_line
from vaultkit.value import frozen

FIRST_YEAR, LAST_YEAR = 1900, 2200
_LINK = re.compile(
    r"\[\[(?P<target>[^\[\]|#^]*)(?:[#^][^\[\]|]*)?(?:\|(?P<alias>[^\[\]]*))?\]\]"
    r"|\[(?P<shown>[^\[\]]*)\]\((?:<(?P<angled>[^<>]*)>|(?P<place>[^()<>\s]*(?:\([^()<>\s]*\)[^()<>\s]*)*))"
    r"(?:\s+\"[^\"]*\")?\)"
)
"""A wikilink, or a Markdown link with or without angle brackets; all begin with one sign, and are found by it."""
_PLAIN_LINK = re.compile(r"\[\[([^\[\]|#^]*)\]\]")
"""A wikilink to a note, and nothing else: as nearly all that name somebody are."""
_LINK_OR_PICTURE = re.compile(f"!?(?:{_LINK.pattern})")
_ELSEWHERE = re.compile(r"(?i)[a-z][a-z0-9+.-]+:")
"""What begins a link that leads out of the vault."""
_AT = r"(?:(?:at|alle|ore) )?"
_DAY = re.compile(
    r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"
    rf"(?:[Tt\s]\s*{_AT}[0-9]{{1,2}}(?:[:.h][0-9]{{2}}|\s?[AaPp][Mm]).*)?"
)
_DAY_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_LIKE_A_DAY = re.compile(r"\W*[0-9]")
_HOUR = re.compile(
    rf"{_AT}([0-9]{{1,2}})(?:[:.h]([0-9]{{2}}))?"
    r"(?::[0-9].*|\s*(?:([AaPp])\.?[Mm]\.?)?(?:[\s–+-].*)?|[Zz])"
)
_BOOLEANS = ("true", "false")
_MOST_KEPT, _LONGEST_KEPT = 16384, 40
"""One day, or one person, stands in many notes: a vault of ten thousand applications names nine thousand people."""
_GOOD_DAY = "2026-02-27"


class Link(NamedTuple):
    """What a reader sees, and the link's target without alias and heading; None for plain words."""

    text: str
    target: str | None = None


@frozen
class NoDay:
    """Why a text is no day: the problem's code, and what else its phrase needs."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def shown(text: str) -> str:
    """Return a text on one line, links as what a reader sees of them."""
    return _shown(text) if "[" in text else one_line(text)


@remembered(_MOST_KEPT, _LONGEST_KEPT)
def _shown(text: str) -> str:
    return one_line(_LINK_OR_PICTURE.sub(lambda match: _link(match).text, text))


def links(text: str) -> tuple[Link, ...]:
    """Return the links in a text, in order."""
    if "[" not in text:
        return ()
    plain = _PLAIN_LINK.fullmatch(text)
    return (_wikilink(plain[1], None),) if plain else _links(text)


@remembered(_MOST_KEPT, _LONGEST_KEPT)
def _links(text: str) -> tuple[Link, ...]:
    return tuple([_link(match) for match in _LINK.finditer(text)])


def _link(match: re.Match[str]) -> Link:
    target = match["target"]
    return _markdown_link(match) if target is None else _wikilink(target, match["alias"])


def _wikilink(target: str, alias: str | None) -> Link:
    target = one_line(target)
    return Link((alias and one_line(alias)) or _without_folder(target), target)


def _markdown_link(match: re.Match[str]) -> Link:
    """Return a Markdown link as the wikilink that would find the same note; one that leads out is plain words."""
    place, words = match["angled"] or match["place"] or "", one_line(match["shown"])
    if _ELSEWHERE.match(place):
        return Link(words or one_line(place))
    target = _without_folder(one_line(unquote(place.partition("#")[0])))
    return Link(words or target, target) if target else Link(words)


def _without_folder(target: str) -> str:
    if "/" not in target and "." not in target:  # as nearly every target
        return target
    last = target.rpartition("/")[2]
    return last[:-3] if last[-3:].lower() == ".md" else last


def places(text: str) -> tuple[str, ...]:
    """Return where the Markdown links in a text lead."""
    if "](" not in text:
        return ()
    found = (match["angled"] or match["place"] for match in _LINK.finditer(text))
    return tuple(place for place in found if place)


def is_boolean(text: str) -> bool:
    """Tell whether a checkbox wrote the text."""
    return text.strip().casefold() in _BOOLEANS


def is_like_a_day(text: str) -> bool:
    """Tell whether a text is meant as a day, well written or not."""
    return _LIKE_A_DAY.match(text) is not None


@remembered(_MOST_KEPT, _LONGEST_KEPT)
def read_day(text: str) -> date | NoDay:
    """Return the calendar day as it is written, whatever time and zone stand behind it."""
    found = links(text)
    text = found[0].target or found[0].text if found else one_line(text)
    match = _DAY.fullmatch(_without_folder(text) if found else text)
    if match is None:
        return _no_day(text)
    day = _day(match[1], match[3], match[4])
    if day is None:
        return NoDay("bad-date", {"example": _GOOD_DAY})
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else NoDay("date-out-of-range")


def read_hour(text: str) -> str | None:
    """Return the hour as a clock shows it: ``9:30``, ``15h00``, ``3 pm``; None where there is none."""
    match = _HOUR.fullmatch(one_line(text))
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    is_hour = hour < 24 and minute < 60 and (match[2] or half)
    return f"{hour:02}:{minute:02}" if is_hour else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def two_orders(text: str) -> tuple[date | None, date | None]:
    """Return the day of numbers with the year last, the day first and then the month first; None for no such day."""
    match = _DAY_LAST.fullmatch(text)
    if match is None:
        return None, None
    first, second, year = match.groups()
    return _day(year, second, first), _day(year, first, second)


def _no_day(text: str) -> NoDay:
    """Tell a day with the year last, which may be two days, from what is none at all."""
    days = dict.fromkeys(filter(None, two_orders(text)))
    if len(days) == 2:
        one, other = map(str, days)
        return NoDay("ambiguous-date", {"one": one, "other": other})
    return NoDay("bad-date", {"example": str(next(iter(days), _GOOD_DAY))})
