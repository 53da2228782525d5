"""What a log of the search says, in the words of one language: one row an effort, and the totals.

Its columns are those that employment offices ask for: the day, what was done, employer, place,
whom, by what way, and what came of it.
"""

import re
from collections.abc import Mapping
from typing import Any

from vaultkit.core.front_matter.vocabulary import fold
from vaultkit.core.notes.application import Application
from vaultkit.core.notes.directory import fold_name
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.week.efforts import Effort, Efforts

Ways = Mapping[str, tuple[str, ...]]
"""The words of a source by the way that they tell, in the order in which they are tried."""

COLUMNS = ("day", "what", "employer", "position", "contact", "way", "result")
_TOTALS = ("applications", "talks", "contacts", "employers", "days")


def search_log(found: Efforts, ways: Ways, phrases: Phrases, name: str) -> Mapping[str, Any]:
    """Return the log in plain values, as a format gets it. ``name`` is whose it is, "" for nobody's."""
    rows = tuple(_row(effort, ways, phrases) for effort in found.all)
    totals = {
        "applications": found.count("applied"),
        "talks": found.count("screened", "interviewed"),
        "contacts": found.count("written", "done", "touch"),
        "employers": found.employers,
        "days": found.days,
    }
    period = {"first": found.first.isoformat(), "last": found.last.isoformat()}
    return {
        "language": phrases.language,
        "from": period["first"],
        "to": period["last"],
        "name": name,
        "rows": rows,
        "totals": totals,
        "words": {
            "title": phrases.say("search-log.title"),
            "period": phrases.say("search-log.period", **period),
            "name": phrases.say("search-log.name", name=name) if name else "",
            "nothing": phrases.say("search-log.nothing", **period),
            "signed": phrases.say("search-log.signed"),
            "columns": {key: phrases.say(f"search-log.column.{key}") for key in COLUMNS},
            "totals": {
                key: phrases.count(f"search-log.total.{key}", totals[key]) for key in _TOTALS
            },
        },
    }


def _row(effort: Effort, ways: Ways, phrases: Phrases) -> Mapping[str, str]:
    said = effort.application
    return {
        "day": effort.day.isoformat(),
        "what": _what(effort, phrases),
        "employer": one_line(effort.company),
        "position": one_line(said.role or "") if said else "",
        "contact": ", ".join(one_line(name.text) for name in effort.people),
        "way": _way(effort, ways, phrases),
        "result": _result(said, phrases) if said else "",
        "note": said.path if said else "",
    }


def _what(effort: Effort, phrases: Phrases) -> str:
    key = f"why.{effort.rule}"
    if effort.kind in ("written", "done") and phrases.has(key):
        return phrases.say(key)
    return phrases.say(f"search-log.what.{effort.kind}")


def _way(effort: Effort, ways: Ways, phrases: Phrases) -> str:
    """Return by what way it was done, as far as the notes tell; "" where they do not."""
    if effort.kind == "screened":
        return phrases.say("search-log.way.phone")
    if effort.kind == "written":
        return phrases.say("search-log.way.email") if effort.has_address else ""
    if effort.kind != "applied" or effort.application is None:
        return ""
    said = effort.application
    if said.referral:
        return phrases.say("search-log.way.referral")
    source = one_line(said.source or "")
    way = _way_of(source, ways)
    if way is None:
        return source or (phrases.say("search-log.way.online") if said.url else "")
    told = phrases.say(f"search-log.way.{way}")
    return told if fold(source) == fold(told) else f"{told} ({source})"


def _way_of(source: str, ways: Ways) -> str | None:
    words = _spaced(source)
    found = (way for way, names in ways.items() if any(_spaced(name) in words for name in names))
    return next(found, None)


def _spaced(text: str) -> str:
    """Return the words of a text, each between blanks: a fair is no part of Fairway."""
    words = re.findall(r"[^\W_]+", fold_name(text))
    return f" {' '.join(words)} "


def _result(said: Application, phrases: Phrases) -> str:
    """Return where it stands: the stage, with the day of an answer where one tells it."""
    stage = phrases.say(f"stage.{said.stage}")
    if said.stages.is_of(said.stage, ("sent",)):
        return phrases.say("search-log.waiting")
    day = said.accepted or said.decided or said.offered
    return f"{stage}, {day}" if day and not said.stages.is_of(said.stage, ("talking",)) else stage
