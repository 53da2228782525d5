"""From which days a line counts, and the start and due day that come of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from vaultkit.core.days.dates import Calendar, Offset, add, shift
from vaultkit.core.follow_ups.rules import Case, Rule
from vaultkit.core.notes.application import Application, own_days
from vaultkit.value import frozen

ALIVE_DAYS = 30
"""An application with a day of its own so shortly before the vault's start was alive then."""


@frozen
class Window:
    """A start and a due day, and where the due day comes from.

    ``counted`` is the due day before it moved to a business day; ``anchor`` names the day it
    was counted from, ``distance`` how far.
    """

    start: date | None
    due: date
    counted: date
    anchor: str
    anchor_day: date
    distance: Offset


_DAYS = (
    "applied",
    "closes",
    "screened",
    "hand_in",
    "reply_by",
    "decided",
    "offered",
    "offer_deadline",
    "accepted",
)
"""The properties of one day that a line can count from."""

ANCHORS = (
    *_DAYS,
    "interview",
    "first_interview",
    "offered_elsewhere",
    "accepted_elsewhere",
    "touch",
)
"""All days that a line can count from, by name."""


def anchors_of(
    application: Application,
    interviews: Sequence[date],
    accepted: Sequence[date],
    offered: Sequence[date],
) -> dict[str, date]:
    """Return the days to count from, by name; ``accepted`` and ``offered`` are those of other applications."""
    anchors = {name: day for name in _DAYS if (day := getattr(application, name))}
    if interviews:
        anchors |= {"interview": interviews[-1], "first_interview": interviews[0]}
    if offered:
        anchors["offered_elsewhere"] = offered[0]
    # An offer accepted before this application was sent has nothing to do with it.
    sent = application.applied or application.added
    later = [day for day in accepted if sent is None or day >= sent]
    if later:
        anchors["accepted_elsewhere"] = later[0]
    return anchors


def was_alive(application: Application, since: date | None) -> bool:
    """Tell whether something happened in the days before the vault's start."""
    return since is not None and any(
        0 < (since - day).days <= ALIVE_DAYS for day in own_days(application)
    )


def window_of(rule: Rule, case: Case, anchors: Mapping[str, date], calendar: Calendar) -> Window:
    """Return the days of one line. With ``done`` in anchors it is a repeat, counted from there."""
    repeat = "done" in anchors and case.again is not None
    anchor = "done" if repeat else next(name for name in case.anchors if name in anchors)
    after = case.again if repeat and case.again else case.after
    waits = [
        (wait.anchor, wait.start, wait.after or (case.after if wait.first else after))
        for wait in case.at_least
        if wait.anchor in anchors
    ]
    ends = [
        (add(anchors[name], to, calendar), name, to)
        for name, _, to in [(anchor, None, after), *waits]
    ]
    counted, decisive, distance = max(ends, key=lambda end: end[0])
    starts = [
        (anchor, None if repeat else case.start),
        *((name, start) for name, start, _ in waits),
    ]
    opened = [add(anchors[name], start, calendar) for name, start in starts if start]
    start = max(opened, default=None)
    if rule.has_addressee and not rule.any_day:
        start, due = start and shift(start, calendar), shift(counted, calendar)
    else:
        due = counted
    return Window(start, due, counted, decisive, anchors[decisive], distance)
