"""What the tool remembers about one note, as it stands in the note's end marker.

One line that a person can read, and that travels with git::

    stage=rejected furthest=interview; reflect 2026-10-25 8f3a+5; feedback-jane-doe 2026-10-26 1c2d

First what is known of the note, then one part an item: its id without ``vk-``, its due day
(or ``start/due``), the check of its words with ``+n`` where n lines other than one were
written under it, and ``done=`` with the day of the touch where another line counts from it.
No time, no machine, no hash of the whole: two machines that see the same note write the same
bytes.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from vaultkit.value import frozen

_ITEM = re.compile(
    r"(?P<id>[a-z][a-z0-9-]*) (?:(?P<start>[\d-]{10})/)?(?P<due>[\d-]{10})"
    r" (?P<check>[0-9a-f]{4})(?:\+(?P<children>\d{1,2}))?"
    r"(?: snoozed=(?P<snoozed>\d{1,4}):(?P<first>[\d-]{10}))?"
    r"(?: done=(?P<done>[\d-]{10}))?"
)
_KEYS = ("stage", "furthest", "first-seen", "already", "over", "title", "next")
_CHECK = re.compile(r"[0-9a-f]{4}")
_STAGE = re.compile(r"[a-z][a-z0-9-]{0,39}")
"""A stage that the playbook does not know (any more) is remembered as well as another."""


class MemoryDamaged(ValueError):
    """The text of an end marker is not what the tool writes; the message is the part in question."""


@frozen
class Given:
    """What the tool gave one item: its dates, and a check of the words it wrote.

    ``children`` is the number of lines that it wrote under the item. ``snoozed`` counts the
    postponements and ``first_due`` is the due day before the first of them; the first one is
    not counted here as long as the line itself shows it. ``done`` is the day of the touch,
    where another line counts from it: that line outlives this one.
    """

    due: date
    start: date | None
    check: str
    children: int = 1
    snoozed: int = 0
    first_due: date | None = None
    done: date | None = None

    def put_off(self, due: date | None) -> tuple[int, date | None]:
        """Return how often the item was put off that is now due on ``due``, and its first due day.

        A later day than the one that was given is one time: a snooze need not change the memory,
        which is one line to git and changes on the other machine too.
        """
        if self.snoozed or due is None or due <= self.due:
            return self.snoozed, self.first_due
        return 1, self.due


@frozen
class Memory:
    """The ledger of one note: items by id (without ``vk-``), in the order they were written."""

    given: Mapping[str, Given] = field(default_factory=dict)
    stage: str | None = None
    furthest: str | None = None
    first_seen: Mapping[str, date] = field(default_factory=dict)
    """Stage to the day on which it was first seen, for stages that came without their date."""
    already: tuple[str, ...] = ()
    """Stages that stood so when the note was first looked at: their first-seen day is no day of an answer."""
    over: tuple[date, ...] = ()
    """Interviews that lay in the past when they were first seen; none is prepared for."""
    title: str = ""
    """A check of the bold line that the tool wrote; "" where it wrote none."""
    next: str = ""
    """``added`` or ``filled``: how ``next_follow_up`` came into the head; "" where it did not."""
    next_day: date | None = None
    """The value written there, where no date in ``given`` tells it."""


def check(words: str, children: Sequence[str] = ()) -> str:
    """Return four digits that change with the words or a line under them (line endings excepted)."""
    return hashlib.sha256("\n".join([words, *children]).encode()).hexdigest()[:4]


def write_memory(memory: Memory) -> str:
    """Return the memory as one line of text, in a fixed order."""
    facts = {
        "stage": memory.stage,
        "furthest": memory.furthest,
        "first-seen": ",".join(f"{stage}:{day}" for stage, day in memory.first_seen.items()),
        "already": ",".join(memory.already),
        "over": ",".join(map(str, memory.over)),
        "title": memory.title,
        "next": f"{memory.next}:{memory.next_day}" if memory.next_day else memory.next,
    }
    head = " ".join(f"{key}={value}" for key, value in facts.items() if value)
    items = (_write_item(name, given) for name, given in memory.given.items())
    return "; ".join([head, *items])


def _write_item(name: str, given: Given) -> str:
    days = f"{given.start}/{given.due}" if given.start else f"{given.due}"
    count = "" if given.children == 1 else f"+{given.children}"
    snoozed = f" snoozed={given.snoozed}:{given.first_due}" if given.snoozed else ""
    done = f" done={given.done}" if given.done else ""
    return f"{name} {days} {given.check}{count}{snoozed}{done}"


def read_memory(text: str) -> Memory:
    """Return the memory that a text holds; an empty text is an empty memory.

    Parts may be deleted by hand, with or without their semicolon. Raises MemoryDamaged.
    """
    facts: dict[str, str] = {}
    given: dict[str, Given] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        if match := _ITEM.fullmatch(part):  # as it was written, and as nearly every part is
            _read_item(match, given)
        elif "=" in part.split(" ", 1)[0]:
            facts |= _read_facts(part)
        elif match := _ITEM.fullmatch(" ".join(part.split())):
            _read_item(match, given)
        else:
            raise MemoryDamaged(" ".join(part.split()))
    try:
        return _memory(facts, given)
    except ValueError as error:
        raise MemoryDamaged(str(error)) from error


def _read_facts(part: str) -> dict[str, str]:
    facts: dict[str, str] = {}
    for word in part.split():
        key, _, said = word.partition("=")
        if key not in _KEYS or not said:
            raise MemoryDamaged(f"{key}={said}")
        facts[key] = said
    return facts


def _read_item(match: re.Match[str], given: dict[str, Given]) -> None:
    name, start, due, words, children, snoozed, first_due, done = match.groups()
    if name in given:
        raise MemoryDamaged(match.group())
    try:
        given[name] = Given(
            due=date.fromisoformat(due),
            start=_day(start),
            check=words,
            children=int(children or 1),
            snoozed=int(snoozed or 0),
            first_due=_day(first_due),
            done=_day(done),
        )
    except ValueError as error:
        raise MemoryDamaged(match.group()) from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _memory(facts: Mapping[str, str], given: Mapping[str, Given]) -> Memory:
    """Return the memory of facts that are still text. Raises ValueError with the part in question."""
    seen = [pair.partition(":")[::2] for pair in _listed(facts, "first-seen")]
    already = _listed(facts, "already")
    how, _, next_day = facts.get("next", "").partition(":")
    title, stage, furthest = facts.get("title", ""), facts.get("stage"), facts.get("furthest")
    stages = (stage, furthest, *already, *[stage for stage, _ in seen])
    unknown = {stage for stage in stages if not (stage is None or _STAGE.fullmatch(stage))}
    if how not in ("", "added", "filled"):
        unknown.add(how)
    if unknown:
        raise ValueError(" ".join(sorted(unknown)))
    if title and not _CHECK.fullmatch(title):
        raise ValueError(title)
    return Memory(
        given=given,
        stage=stage,
        furthest=furthest,
        first_seen={stage: date.fromisoformat(day) for stage, day in seen},
        already=already,
        over=tuple(map(date.fromisoformat, _listed(facts, "over"))),
        title=title,
        next=how,
        next_day=_day(next_day),
    )


def _listed(facts: Mapping[str, str], key: str) -> tuple[str, ...]:
    """Return the parts of a fact that holds several, between commas."""
    text = facts.get(key)
    return tuple(filter(None, text.split(","))) if text else ()
