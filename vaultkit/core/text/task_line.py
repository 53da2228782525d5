"""One checklist line as the Obsidian Tasks plugin writes and reads it, both ways.

Reads the emoji form and the Dataview form side by side, since a vault may hold both. The
plugin's own answers are in ``tests/oracles/tasks-lines.json``.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import lru_cache

from vaultkit.value import frozen

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
_ANY_DATE = re.compile(
    rf"(?P<emoji>[{''.join(_EMOJI_NAMES)}])\ufe0f? *(?P<day>\d{{4}}-\d\d-\d\d)"
    rf"|[\[(] *(?P<name>{'|'.join(_DATAVIEW_NAMES)}):: *(?P<dated>\d{{4}}-\d\d-\d\d) *[\])]"
)
_ANY_DUE = re.compile(r"[📅📆🗓]|[\[(] *due::")
_FIELD_SIGNS = f"#:🔺⏫🔼🔽⏬🔁🏁🆔⛔{''.join(_EMOJI_NAMES)}"
"""What every field and every tag holds one of."""
_FIELD_SIGN = re.compile(f"[{_FIELD_SIGNS}]")
_AS_WRITTEN = re.compile(
    r"([\s>]*(?:[-*+]|\d+[.)]) +\[)(.)\] +"
    rf"([^\s{_FIELD_SIGNS}](?:[^{_FIELD_SIGNS}]*[^\s{_FIELD_SIGNS}])?)"
    r"(?: 🛫 (\d{4}-\d\d-\d\d))? 📅 (\d{4}-\d\d-\d\d)(?: ✅ (\d{4}-\d\d-\d\d))? \^([A-Za-z0-9-]+)"
)
"""A line as the tool writes it, and the plugin ticks it; its words hold no field and no tag."""
_LENGTH_OF_A_DAY = len("📅 2026-11-10")
_MOST_FIELDS = 100
_LONGEST_FIELD = 1000
"""In characters. Both are far beyond what anybody writes, and keep the work in bounds."""
_TAG = re.compile(r"(?:^|\s)(#[^\s!@#$%^&*(),.?\":{}|<>]+)$")


@frozen
class Task:
    """A checklist line, read. ``text`` is the words without fields; ``id`` comes without ``^``.

    ``days`` maps a field's name (start, due, done, …) to its day, or to None where the line
    has the field with a date that is no day. ``lead`` is all that stands before the status.
    ``hides`` tells that words behind the id or a field keep the plugin from reading them.
    """

    lead: str
    status: str
    text: str
    days: Mapping[str, date | None] = field(default_factory=dict)
    id: str | None = None
    hides: bool = False

    @property
    def is_done(self) -> bool:
        """Ticked."""
        return self.status in "xX"

    @property
    def is_closed(self) -> bool:
        """Ticked or cancelled: nothing is left to do."""
        return self.status in "xX-"

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
    if match := _AS_WRITTEN.fullmatch(line):  # half of the time that all else takes
        lead, status, text, start, due, done, item_id = match.groups()
        named = (("done", done), ("due", due), ("start", start))
        return Task(lead, status, text, {name: _day(day) for name, day in named if day}, item_id)
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    lead, status, body = match.groups()
    body = body.strip()
    # Nothing but its last "^" can begin an id: a search would try every blank.
    block_id = _BLOCK_ID.match(body, max(0, body.rfind("^") - 1))
    if block_id:
        body = body[: block_id.start()].rstrip()
    text, days = _read_fields(body)
    return Task(lead, status, text, days, block_id.group(1) if block_id else None)


def read_marked_task(line: str, prefix: str) -> Task | None:
    """Return the item of a line that bears an id with the prefix, wherever it stands; None for any other.

    A person's remark behind the id, or between the fields, hides them from the plugin. They
    are read all the same, and the rest of the line is words: the item is still there to do.
    """
    task = read_task(line)
    if task is None:
        return None
    body = line[len(task.lead) + 2 :]
    is_read = task.id is not None and task.id.startswith(prefix) and task.id != prefix
    if is_read and (task.due or not _ANY_DUE.search(body)):
        return task
    marks = list(_marked(prefix).finditer(body))
    if not marks:
        return None
    rest = body[: marks[-1].start()] + body[marks[-1].end() :]
    days = dict(map(_dated, reversed(list(_ANY_DATE.finditer(rest)))))
    words = " ".join(_ANY_DATE.sub(" ", rest).split())
    return Task(task.lead, task.status, words, days, marks[-1][1], hides=True)


@lru_cache(maxsize=4)
def _marked(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)\^({re.escape(prefix)}[A-Za-z0-9-]+)")


def _dated(match: re.Match[str]) -> tuple[str, date | None]:
    if match["emoji"]:
        return _EMOJI_NAMES[match["emoji"]], _day(match["day"])
    return _DATAVIEW_NAMES[match["name"]], _day(match["dated"])


def _read_fields(body: str) -> tuple[str, dict[str, date | None]]:
    days: dict[str, date | None] = {}
    tags: list[str] = []
    for _ in range(_MOST_FIELDS):
        # A day as the tool writes it is found at once, and plain words hold no field: four searches take long.
        if match := _EMOJI_DATE.match(body, max(0, len(body) - _LENGTH_OF_A_DAY)):
            days[_EMOJI_NAMES[match.group(1)]] = _day(match.group(2))
            body = body[: match.start()].rstrip()
            continue
        if body.isascii() and "#" not in body and ":" not in body:
            break  # quick, as a search for one of many signs is not
        near_end = max(0, len(body) - _LONGEST_FIELD)
        if not _FIELD_SIGN.search(body, near_end):
            break
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


def write_task(
    text: str, start: date | None, due: date, block_id: str, *, dataview: bool = False
) -> str:
    """Return an open item's line without its ending, as the plugin would write it."""
    fields = {"start": start, "due": due}
    shown = "".join(_field(name, day, dataview) for name, day in fields.items() if day)
    return f"- [ ] {text}{shown} ^{block_id}"


def _field(name: str, day: date, dataview: bool) -> str:
    if dataview:
        return f"  [{'completion' if name == 'done' else name}:: {day.isoformat()}]"
    return f" {_DATE_FIELDS[name][0]} {day.isoformat()}"


def redate(line: str, start: date | None, due: date) -> str:
    """Return an open item of ours with other dates; its bullet, indent and words stay.

    Nothing but words, start, due and id may stand in the line, which comes without its ending.
    """
    task = read_task(line)
    if task is None or task.id is None:
        raise ValueError("not a checklist item with an id")
    plain = write_task(task.text, start, due, task.id, dataview=is_dataview(line))
    return task.lead + plain.removeprefix("- [")


def is_plain(line: str) -> bool:
    """Tell whether an open item holds nothing but words, start, due and id, as the tool writes them.

    The bullet, the indent and the number of blanks make no difference, and neither do
    backslashes that a formatter put in.
    """
    task = read_task(line)
    if task is None or task.id is None or task.due is None or ">" in task.lead:
        return False
    forms = (
        write_task(task.text, task.start, task.due, task.id, dataview=form)
        for form in (False, True)
    )
    return _in_one_form("- [" + line[len(task.lead) :]) in map(_in_one_form, forms)


def _in_one_form(line: str) -> str:
    return " ".join(line.split())


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


def postpone(line: str, day: date, start: date | None = None, prefix: str = "") -> str:
    """Return the line with another due day and, where it has one, a start that is not later.

    ``start`` is the one to go back to, None for the line's own. Only the dates change.
    ``prefix`` is that of an id behind which words may stand. Raises ValueError when the line
    has no due day to change.
    """
    found = _read_any(line, prefix)
    if found is None or found.due is None:
        raise ValueError("not a checklist item with a due day")
    opens = min(start or found.start, day) if found.start else None
    for name, wanted in (("due", day), ("start", opens)):
        if wanted is None or found.days[name] == wanted:
            continue
        pattern = re.compile(
            rf"(?:[{_DATE_FIELDS[name]}]\ufe0f? *|[\[(] *{name}:: *)({found.days[name]})"
        )
        # Words may hold the like; the fields stand at the end, and the leftmost of two is read.
        places = [match.span(1) for match in pattern.finditer(line)]
        changed = (f"{line[:begin]}{wanted}{line[end:]}" for begin, end in places)
        line = next((other for other in changed if _has(other, name, wanted, prefix)), line)
    return line


def _has(line: str, name: str, day: date, prefix: str) -> bool:
    task = _read_any(line, prefix)
    return task is not None and task.days.get(name) == day


def _read_any(line: str, prefix: str) -> Task | None:
    return (read_marked_task(line, prefix) if prefix else None) or read_task(line)
