"""The rows that ``vaultkit export`` hands to a format: one an application, in plain values."""

from collections.abc import Mapping
from datetime import date

from vaultkit.core.week.quiet import Listing

Row = Mapping[str, str | tuple[str, ...] | None]
"""What one application says, by name: texts, days as ``2026-11-20``, None where no note tells it."""


def export_row(listing: Listing) -> Row:
    """Return one application. The names, and their order, are the same in every row."""
    said = listing.application
    return {
        "note": said.path,
        "company": said.company,
        "role": said.role,
        "stage": said.stage,
        "added": _iso(said.added),
        "applied": _iso(said.applied),
        "closes": _iso(said.closes),
        "screened": _iso(said.screened),
        "interviewed": tuple(day.isoformat() for day in said.interviews),
        "decided": _iso(said.decided),
        "offered": _iso(said.offered),
        "offer_deadline": _iso(said.offer_deadline),
        "accepted": _iso(said.accepted),
        "recruiter": said.recruiter.text if said.recruiter else None,
        "contact": said.contact.text if said.contact else None,
        "interviewers": tuple(name.text for name in said.interviewers),
        "referral": said.referral,
        "source": said.source,
        "url": said.url,
        "next": _iso(listing.next_day),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
