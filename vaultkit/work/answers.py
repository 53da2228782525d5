"""Answers of earlier runs: taken again as long as not one note of the vault has changed.

What an answer depends on is all in its name: every note's signature, the day, and, by the cache's
key, the settings, the playbooks and this very program.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from vaultkit.core.across.survey import Survey
from vaultkit.core.follow_ups.update import Desk
from vaultkit.disk.roll import Roll
from vaultkit.work.index import Index
from vaultkit.work.plain_data import Misshapen, as_json, from_plain

MOST_ANSWERS = 4
"""Of each question: for today, and for the days that somebody asked for."""

T = TypeVar("T")


def answer(
    index: Index,
    desk: Desk,
    today: date,
    name: str,
    kind: type[T],
    compute: Callable[[Survey], T],
) -> tuple[T, Roll | None]:
    """Return what ``compute`` makes of the vault as of a day, and the roll that this is told of.

    No roll where the same roll may stand for another answer. ``name`` is the question's, letters only.
    """
    roll, state = index.glance()
    known = recalled(index, state, today, name, kind)
    if known is not None:
        return known, roll
    survey = index.survey(desk, today, roll=roll)
    with index.keeping():
        found = compute(survey)
        remember(index, today, name, found)
    return found, roll if index.cache and index.state else None


def recalled(index: Index, state: bytes | None, today: date, name: str, kind: type[T]) -> T | None:
    """Return the answer that an earlier run has found for a state of the vault; None where there is none."""
    data = index.cache.read(_file(name, state, today)) if index.cache and state else None
    if data is None:
        return None
    try:
        return from_plain(kind, json.loads(data), index.vocabulary.order)
    except (Misshapen, ValueError, TypeError, RecursionError):
        return None


def remember(index: Index, today: date, name: str, value: object) -> None:
    """Keep the answer to a question about the vault as the index has seen it last."""
    if index.cache and index.state:
        index.cache.keep(_file(name, index.state, today), as_json(value), MOST_ANSWERS)


def _file(name: str, state: bytes, today: date) -> str:
    return f"{name}-{hashlib.blake2b(state + str(today).encode(), digest_size=16).hexdigest()}"
