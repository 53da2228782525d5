"""Rows of ``--json``: the shapes that other programs rely on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from vaultkit.core.item import Item
from vaultkit.core.people import Contact
from vaultkit.core.phrases import Phrases
from vaultkit.core.problem import Problem


def item_row(item: Item, today: date) -> Mapping[str, Any]:
    """Return one item; a closed one is never overdue."""
    late = (today - item.due).days if item.due and not item.is_closed else 0
    return {
        "note": item.path,
        "line": item.line,
        "id": item.id,
        "rule": item.rule,
        "text": item.text,
        "company": item.company,
        "role": item.role,
        "person": item.person.text if item.person else None,
        "start": _iso(item.start),
        "due": _iso(item.due),
        "done": item.is_closed,
        "overdue_days": max(0, late),
    }


def problem_row(problem: Problem, phrases: Phrases) -> Mapping[str, Any]:
    """Return one finding in the reader's words."""
    return {
        "note": problem.note,
        "line": problem.line,
        "code": problem.code,
        "text": phrases.say(f"problem.{problem.code}.text", **problem.values),
        "hint": phrases.say(f"problem.{problem.code}.hint", **problem.values),
    }


def contact_row(contact: Contact, today: date) -> Mapping[str, Any]:
    """Return somebody who is pending; ``note`` is the path of their own note, or None."""
    return {
        "name": contact.name,
        "note": contact.person.path if contact.person else None,
        "email": contact.email,
        "last_touch": _iso(contact.last_touch),
        "due": _iso(contact.due),
        "overdue_days": contact.overdue_days(today),
        "items": [item_row(item, today) for item in contact.items],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
