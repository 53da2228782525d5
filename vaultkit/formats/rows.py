"""Rows of ``--json``: the shapes that other programs rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from vaultkit.core.across.people import Contact
    from vaultkit.core.across.stale import Stale
    from vaultkit.core.follow_ups.item import Item
    from vaultkit.core.text.phrases import Phrases
    from vaultkit.core.text.problem import Problem
    from vaultkit.core.week.funnel import Funnel
    from vaultkit.core.week.quiet import Listing


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


def stale_row(stale: Stale) -> Mapping[str, Any]:
    """Return somebody of whom there has been nothing for long, with the notes that name them."""
    return {
        "name": stale.name,
        "note": stale.person.path if stale.person else None,
        "email": stale.email,
        "last_touch": _iso(stale.last_touch),
        "last_day": _iso(stale.last_day),
        "applications": [*stale.notes],
    }


def listing_row(listing: Listing) -> Mapping[str, Any]:
    """Return one application of the list; a number or a day is None where no note tells it."""
    application = listing.application
    return {
        "note": application.path,
        "company": application.company,
        "role": application.role,
        "stage": application.stage,
        "days_in_stage": listing.days_in_stage,
        "days_quiet": listing.days_quiet,
        "next": _iso(listing.next_day),
    }


def funnel_row(funnel: Funnel) -> Mapping[str, Any]:
    """Return the numbers of a search; rates are left to the reader, who has what they are parts of."""
    return {
        "applications": funnel.total,
        "sent": funnel.sent,
        "answered": funnel.answered,
        "waiting": funnel.waiting,
        "ghosted": funnel.ghosted,
        "withdrawn": funnel.withdrawn,
        "response": {
            "answers": funnel.timed,
            "median_days": funnel.median_days,
            "waiting": funnel.waiting,
        },
        "stages": [
            {"stage": row.stage, "now": row.now, "reached": row.reached} for row in funnel.rows
        ],
        "sources": [
            {"source": source.name, "sent": source.sent, "answered": source.answered}
            for source in funnel.sources
        ],
        "open": [
            {
                "note": standing.application.path,
                "company": standing.application.company,
                "role": standing.application.role,
                "stage": standing.application.stage,
                "days_in_stage": standing.days_in_stage,
                "days_quiet": standing.days_quiet,
            }
            for standing in funnel.open
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
