"""Why the Tasks plugin would not show a line, or not its day, as its own settings have it."""

from collections.abc import Iterator, Mapping
from typing import Literal

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.piece import Piece
from vaultkit.core.text.note import bare
from vaultkit.core.text.task_line import is_dataview, read_task
from vaultkit.value import frozen

Unseen = Literal["status", "filter", "wrapped", "hidden", "form"]
"""Its box says that it is no task to do · the global filter is missing · its id stands on another
line · words behind its day hide it · its day is in the form that the plugin does not read."""

_CLOSED = ("DONE", "CANCELLED", "NON_TASK")


@frozen
class TasksView:
    """What the plugin asks for. ``form`` is emoji or dataview; ``statuses`` are symbols to types."""

    form: str
    global_filter: str
    statuses: Mapping[str, str]


def unseen_lines(sheet: Sheet, view: TasksView) -> Iterator[tuple[int, Unseen]]:
    """Yield each open item that the plugin would not show as it is: its line, from 1, and why."""
    for piece in sorted(sheet.standing, key=lambda piece: piece.at):
        for reason in why_unseen(piece, view):
            yield piece.at + 1, reason


def why_unseen(piece: Piece, view: TasksView) -> Iterator[Unseen]:
    """Yield why the plugin would not show an open item; nothing for one that is closed."""
    if piece.task.status in "xX-":
        return
    line = piece.lines[0]
    if view.statuses.get(line[len(piece.task.lead)]) in _CLOSED:
        yield "status"
    if view.global_filter not in line:
        yield "filter"
    if piece.rest:
        yield "wrapped"
    elif piece.task.hides and not _has_day(line):
        yield "hidden"
    elif piece.task.due and is_dataview(line) != (view.form == "dataview"):
        yield "form"


def _has_day(line: str) -> bool:
    """Tell whether the plugin reads a due day in a line, wherever its id stands."""
    task = read_task(bare(line))
    return task is not None and task.due is not None
