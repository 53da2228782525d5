"""One checklist line as the Obsidian Tasks plugin writes and reads it, both ways.

Reads the emoji form and the Dataview form side by side, since a vault may hold both. The
plugin's own answers are in ``tests/oracles/tasks-lines.json``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

_LINE = re.compile(r"([\s>]*(?:[-*+]|\d+[.)]) +\[)(.)\](.*)", re.DOTALL)
_BLOCK_ID = re.compile(r"\s\^([A-Za-z0-9-]+)$")
_DATE_FIELDS = {
    "start": "🛫",
    "scheduled": "⏳⌛",
    "due": "📅📆🗓",
    "created": "➕",
    "done": "✅",
    "cancelled": "❌",
}
_DATAVIEW_NAMES = {"completion": "done"} | {name: name for name in _DATE_FIELDS if name != "done"}
_EMOJI_NAMES = {emoji: name for name, emojis in _DATE_FIELDS.items() for emoji in emojis}
_EMOJI_DATE = re.compile(rf"([{''.join(_EMOJI_NAMES)}])\ufe0f? *(\d{{4}}-\d\d-\d\d)$")
_DATAVIEW_DATE = re.compile(rf"[\[(] *({'|'.join(_DATAVIEW_NAMES)}):: *(\d{{4}}-\d\d-\d\d) *[\])]$")
_OTHER_FIELD = re.compile(
    r"(?:[🔺⏫🔼🔽⏬]\ufe0f?|(?:🔁|🏁|🆔|⛔)\ufe0f?[\w ,-]+"
    r"|[\[(] *(?:priority|repeat|id|dependsOn|onCompletion)::[^\[\]()]*[\])])$"
)
_MOST_FIELDS = 100
_LONGEST_FIELD = 1000
"""In characters. Both are far beyond what anybody writes, and keep the work in bounds."""
_TAG = re.compile(r"(?:^|\s)(#[^\s!@#$%^&*(),.?\":{}|<>]+)$")


@dataclass(frozen=True)
class Task:
    """A checklist line, read. ``text`` is the words without fields; ``id`` comes without ``^``.

    ``days`` maps a field's name (start, due, done, …) to its day, or to None where the line
    has the field with a date that is no day. ``lead`` is all that stands before the status.
    """

    lead: str
    status: str
    text: str
    days: Mapping[str, date | None] = field(default_factory=dict)
    id: str | None = None

    @property
    def start(self) -> date | None:
        return self.days.get("start")

    @property
    def due(self) -> date | None:
        return self.days.get("due")

    @property
    def done(self) -> date | None:
        return self.days.get("done")


def read_task(line: str) -> Task | None:
    """Return the checklist item of a line without its ending, or None when it is none.

    Fields count only at the end of the line, as for the plugin; the leftmost of two wins.
    """
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    lead, status, body = match.groups()
    body = body.strip()
    block_id = _BLOCK_ID.search(body)
    if block_id:
        body = body[: block_id.start()].rstrip()
    text, days = _read_fields(body)
    return Task(lead, status, text, days, block_id.group(1) if block_id else None)


def _read_fields(body: str) -> tuple[str, dict[str, date | None]]:
    days: dict[str, date | None] = {}
    tags: list[str] = []
    for _ in range(_MOST_FIELDS):
        near_end = max(0, len(body) - _LONGEST_FIELD)
        if match := _EMOJI_DATE.search(body, near_end):
            days[_EMOJI_NAMES[match.group(1)]] = _day(match.group(2))
        elif match := _DATAVIEW_DATE.search(body, near_end):
            days[_DATAVIEW_NAMES[match.group(1)]] = _day(match.group(2))
        elif match := _TAG.search(body, near_end):
            tags.insert(0, match.group(1))
        elif not (match := _OTHER_FIELD.search(body, near_end)):
            break
        body = body[: match.start()].rstrip()
    return " ".join([body, *tags] if body else tags), days


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def write_task(text: str, start: date | None, due: date, block_id: str, *, dataview: bool = False) -> str:
    """Return an open item's line without its ending, as the plugin would write it."""
    fields = {"start": start, "due": due}
    shown = "".join(_field(name, day, dataview) for name, day in fields.items() if day)
    return f"- [ ] {text}{shown} ^{block_id}"


def _field(name: str, day: date, dataview: bool) -> str:
    if dataview:
        return f"  [{'completion' if name == 'done' else name}:: {day.isoformat()}]"
    return f" {_DATE_FIELDS[name][0]} {day.isoformat()}"


def is_dataview(line: str) -> bool:
    """Tell whether the line's dates are written in Dataview's form."""
    return "[due:: " in line or "(due:: " in line


def tick(line: str, day: date) -> str:
    """Return the line done on that day, as the plugin's toggle does it."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError("not a checklist item")
    body = match.group(3).rstrip()
    # An item whose only word looks like an id has none, as it is for ``read_task``.
    block_id = _BLOCK_ID.search(body, len(body) - len(body.lstrip()))
    cut = block_id.start() if block_id else len(body)
    done = _field("done", day, is_dataview(line))
    return f"{match.group(1)}x]{body[:cut].rstrip()}{done}{body[cut:]}"


def postpone(line: str, day: date, start: date | None = None) -> str:
    """Return the line with another due day and, where it has one, a start that is not later.

    ``start`` is the one to go back to, None for the line's own. Only the dates change. Raises
    ValueError when the line has no due day to change.
    """
    found = read_task(line)
    if found is None or found.due is None:
        raise ValueError("not a checklist item with a due day")
    opens = min(start or found.start, day) if found.start else None
    for name, wanted in (("due", day), ("start", opens)):
        if wanted is None or found.days[name] == wanted:
            continue
        pattern = re.compile(rf"(?:[{_DATE_FIELDS[name]}]\ufe0f? *|[\[(] *{name}:: *)({found.days[name]})")
        # Words may hold the like; the fields stand at the end, and the leftmost of two is read.
        places = [match.span(1) for match in pattern.finditer(line)]
        changed = (f"{line[:begin]}{wanted}{line[end:]}" for begin, end in places)
        line = next((other for other in changed if _has(other, name, wanted)), line)
    return line


def _has(line: str, name: str, day: date) -> bool:
    task = read_task(line)
    return task is not None and task.days.get(name) == day
