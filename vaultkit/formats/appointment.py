"""What stands in a calendar: an interview, a deadline, or an open item, in words, with its identity."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Literal
from urllib.parse import quote

from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.notes.application import Application, Interview
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import shown
from vaultkit.core.text.stages import LIVE, Kind
from vaultkit.core.week.meetings import rounds_held
from vaultkit.formats.links import place
from vaultkit.formats.time_zones import existing_hour
from vaultkit.formats.week_words import words
from vaultkit.value import frozen

Status = Literal["confirmed", "completed", "cancelled"]
Category = Literal["meeting", "deadline", "item"]
Hours = tuple[date, time | None]
"""When something begins: an hour of None stands for the whole day."""

DEADLINES: Mapping[str, tuple[Kind, ...]] = {
    "closes": ("saved",),
    "hand_in": LIVE,
    "offer_deadline": ("offer",),
}
"""The properties that hold a deadline of the person's, and the kinds of stage in which it counts."""

_DAY_BEFORE, _NINE_THE_DAY_BEFORE, _NINE_TWO_DAYS_BEFORE = 24, 15, 39
"""Hours before the start; a whole day starts at midnight."""


@frozen
class Appointment:
    """One thing in a calendar. ``hour`` is local to ``zone``, whose "" means wherever the reader is.

    ``start`` is the day from which a to-do makes sense. ``alarm`` counts hours before the start.
    """

    uid: str
    category: str
    summary: str
    day: date
    hour: time | None = None
    zone: str = ""
    description: str = ""
    url: str = ""
    alarm: int | None = None
    is_todo: bool = False
    start: date | None = None
    status: Status = "confirmed"

    @property
    def when(self) -> Hours:
        return self.day, self.hour


@frozen
class Style:
    """How appointments are told. ``vault`` is the name by which Obsidian opens it."""

    phrases: Phrases
    vault: str
    zone: str = ""
    items_are_todos: bool = False
    is_redacted: bool = False


class Keys:
    """What stands for each note in the identities of its appointments.

    As in a wikilink, a name that no other note has is enough: a note that is moved to another
    folder keeps its appointments.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._names = Counter(_name(path) for path in {*paths})

    def of(self, path: str) -> str:
        name = _name(path)
        known = name if self._names[name] <= 1 else path.casefold()
        return hashlib.sha256(known.encode()).hexdigest()[:12]


def _name(path: str) -> str:
    return path.rpartition("/")[2].casefold()


def key_of(uid: str) -> str:
    """Return the note's part of an appointment's identity."""
    return uid.partition("-")[0]


def appointments(
    entries: Iterable[Entry],
    items: Iterable[Item],
    keys: Keys,
    old: Mapping[str, Appointment],
    style: Style,
) -> tuple[Appointment, ...]:
    """Return what is to stand in the calendar, each identity once.

    ``items`` are the open ones. ``old`` is what stood there before: an interview that was put
    off keeps its identity.
    """
    found = [*_from_entries(entries, keys, old, style), *_from_items(items, keys, style)]
    made = _without_names(found) if style.is_redacted else found
    return tuple({one.uid: one for one in reversed(made)}.values())[::-1]


def done_identities(entries: Iterable[Entry], keys: Keys) -> frozenset[str]:
    """Return the identities of items that were ticked: as to-dos they are completed, not cancelled."""
    return frozenset(
        _uid(keys.of(item.path), item.id)
        for entry in entries
        for item in entry.items
        if item.is_done
    )


def _from_entries(
    entries: Iterable[Entry], keys: Keys, old: Mapping[str, Appointment], style: Style
) -> Iterator[Appointment]:
    for entry in entries:
        key = keys.of(entry.application.path)
        interviews = [*rounds_held(entry.application)]
        hours = [_hours(interview, style) for interview in interviews]
        numbers = _numbers(hours, _known_hours(key, old))
        for interview, when, number in zip(interviews, hours, numbers, strict=True):
            uid = _uid(key, f"interview-{number}")
            yield _meeting(uid, entry.application, interview, when, style)
        yield from _deadlines(key, entry.application, style)


def _hours(interview: Interview, style: Style) -> Hours:
    if interview.hour is None:
        return interview.day, None
    hour = time.fromisoformat(interview.hour)
    return interview.day, existing_hour(interview.day, hour, style.zone)


def _known_hours(key: str, old: Mapping[str, Appointment]) -> dict[int, Appointment]:
    """Return the interviews of a note that stood in the calendar before, by number."""
    begin = f"{key}-interview-"
    found = {}
    for uid, appointment in old.items():
        number = uid.removeprefix(begin).partition("@")[0]
        if uid.startswith(begin) and number.isdecimal():
            found[int(number)] = appointment
    return found


def _numbers(hours: list[Hours], known: dict[int, Appointment]) -> list[int]:
    """Return a number for each interview: its own from before, else that of one that was put off, else a new one.

    ``[10, 26]`` with the numbers 1 and 2 that becomes ``[10, 28]`` keeps both.
    """
    free = dict(sorted(known.items()))
    given: dict[int, int] = {}
    for at, when in enumerate(hours):
        same = next((number for number, one in free.items() if one.when == when), None)
        if same is not None:
            given[at] = same
            del free[same]
    moved = [number for number, one in free.items() if one.status != "cancelled"]
    unused = (number for number in range(1, len(hours) + len(known) + 1) if number not in known)
    for at in range(len(hours)):
        if at not in given:
            given[at] = moved.pop(0) if moved else next(unused)
    return [given[at] for at in range(len(hours))]


def _meeting(
    uid: str, application: Application, interview: Interview, when: Hours, style: Style
) -> Appointment:
    day, hour = when
    say = style.phrases.say
    people = ", ".join(shown(name.text) for name in interview.people)
    lines = [shown(interview.name), say("calendar-file.with", people=people) if people else ""]
    return Appointment(
        uid=uid,
        category=_category("meeting", style),
        summary=say("calendar-file.interview", place=_place(application)),
        day=day,
        hour=hour,
        zone=style.zone if hour else "",
        description=_described(lines, application.path, style),
        url=_link(application.path, style),
        alarm=_DAY_BEFORE if hour else _NINE_THE_DAY_BEFORE,
    )


def _deadlines(key: str, application: Application, style: Style) -> Iterator[Appointment]:
    for name, kinds in DEADLINES.items():
        day = getattr(application, name)
        if day and application.stages.is_of(application.stage, kinds):
            yield Appointment(
                uid=_uid(key, name.replace("_", "-")),
                category=_category("deadline", style),
                summary=style.phrases.say(f"calendar-file.{name}", place=_place(application)),
                day=day,
                description=_described([], application.path, style),
                url=_link(application.path, style),
                alarm=_NINE_TWO_DAYS_BEFORE,
            )


def _from_items(items: Iterable[Item], keys: Keys, style: Style) -> Iterator[Appointment]:
    for item in items:
        if item.due:
            is_later = item.start is not None and item.start < item.due
            yield Appointment(
                uid=_uid(keys.of(item.path), item.id),
                category=_category("item", style),
                summary=_said(item),
                day=item.due,
                description=_described([place(item.company, item.role)], item.path, style),
                url=_link(item.path, style),
                is_todo=style.items_are_todos,
                start=item.start if style.items_are_todos and is_later else None,
            )


def _said(item: Item) -> str:
    """Return an item's words, and the employer's name where they do not tell it."""
    told, company = words(item), shown(item.company)
    return told if company in told else f"{told}, {company}"


def _without_names(found: Iterable[Appointment]) -> list[Appointment]:
    """Return the appointments with their days alone: not even an identity tells whose they are."""
    counted: Counter[tuple[str, date]] = Counter()
    made = []
    for one in sorted(found, key=lambda one: (one.day, one.hour or time.min, one.category)):
        counted[one.category, one.day] += 1
        word = hashlib.sha256(one.category.encode()).hexdigest()[:4]
        made.append(
            Appointment(
                uid=_uid(word, f"{one.day:%Y%m%d}-{counted[one.category, one.day]}"),
                category=one.category,
                summary=one.category,
                day=one.day,
                hour=one.hour,
                zone=one.zone,
                alarm=one.alarm,
                is_todo=one.is_todo,
                start=one.start,
            )
        )
    return made


def _uid(key: str, what: str) -> str:
    return f"{key}-{what}@vaultkit"


def _category(category: Category, style: Style) -> str:
    return style.phrases.say(f"calendar-file.category.{category}")


def _place(application: Application) -> str:
    return place(application.company, application.role)


def _described(lines: Iterable[str], path: str, style: Style) -> str:
    return "\n".join([*filter(None, lines), _link(path, style)])


def _link(path: str, style: Style) -> str:
    """Return the address that opens the note in Obsidian, on whatever device has the vault."""
    note = path.removesuffix(".md")
    return f"obsidian://open?vault={quote(style.vault, safe='')}&file={quote(note, safe='')}"
