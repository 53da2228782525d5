"""What came about since the last review: answers, other stages, new applications."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, timedelta
from typing import Literal

from vaultkit.core.follow_ups.first_look import is_only_first_look
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.notes.application import Application, held_interviews, latest_day
from vaultkit.core.text.stages import ANSWERS, Kind
from vaultkit.core.week.funnel import first_answer, first_word
from vaultkit.value import frozen

_UNANSWERED: tuple[Kind, ...] = ("sent", "silent")


@frozen
class Before:
    """What is known of the last review. ``since`` is the first day that counts as after it.

    ``stages`` maps the paths of applications to their stage at that time, or to None where
    there was no such note yet; one that it does not hold is told of by its own days alone.
    ``invited`` are the paths of those whose interviews that review listed: it told the invitation.
    ``told`` is what that review told of the day ``since`` already: note and id, "" for a move.
    """

    since: date
    stages: Mapping[str, str | None] = field(default_factory=dict)
    invited: frozenset[str] = frozenset()
    told: frozenset[tuple[str, str]] = frozenset()


def since_a_week(today: date) -> Before:
    """Return what is known where no review came before: what is new is that of seven days."""
    return Before(today - timedelta(days=min(7, today.toordinal() - 1)))


@frozen
class Move:
    """Something that came about. ``what`` is a stage; that of interviews stands for one that was held.

    An invitation is a reply of that stage, without a day: none tells when it came.

    ``kind`` is ``reply`` for an employer's first answer, ``new`` for an application that was
    sent or written down, else ``stage``. ``day`` is None where no note dates it, and only its
    earlier text tells. ``waited_days`` is how long an answer took, where days tell.
    """

    kind: Literal["reply", "stage", "new"]
    what: str
    application: Application
    day: date | None = None
    waited_days: int | None = None


def told_by_days(entry: Entry) -> Application:
    """Return the application without a day on which vaultkit only first looked: it is the day of nothing."""
    if not is_only_first_look(entry):
        return entry.application
    wanted = entry.application.stages.stamped_day(entry.application.stage)
    return replace(entry.application, **{wanted: None})  # type: ignore[arg-type]


def moved(applications: Iterable[Application], before: Before, today: date) -> tuple[Move, ...]:
    """Return what came about from ``before.since`` to today, by day and path; undated ones last."""
    found = [
        move
        for application in applications
        for move in (*_dated(application, before, today), *_undated(application, before, today))
        if move.day != before.since or (application.path, "") not in before.told
    ]
    return tuple(
        sorted(found, key=lambda move: (move.day or date.max, move.application.path, move.what))
    )


def _days(application: Application) -> list[tuple[str, date]]:
    """Return what the note dates: stages, and interviews that were held."""
    stages = application.stages
    days = [(what, day) for what, name in stages.stamped if (day := getattr(application, name))]
    if application.decided and stages.is_end(application.stage):
        days.append((application.stage, application.decided))
    if application.interviews:
        days += ((stages.met, day) for day in held_interviews(application))
    return days


def _call(application: Application, before: Before, today: date) -> tuple[tuple[str, date], ...]:
    """Return the call that was the employer's first answer. One that is only arranged dates nothing."""
    day = application.screened
    if day is None or not before.since <= day <= today:
        return ()
    if day != first_answer(application) or day == first_word(application):
        return ()
    if _was_answered(application, before):
        return ()
    return ((application.stages.first("talking"), day),)


def _dated(application: Application, before: Before, today: date) -> Iterator[Move]:
    since = before.since
    days = [(what, day) for what, day in _days(application) if since <= day <= today]
    days += _call(application, before, today)
    if not days:
        return
    answer, sent = first_answer(application), application.applied
    for what, day in days:
        if application.stages.is_of(what, ("sent",)):
            yield Move("new", what, application, day)
        elif (
            day == answer
            and application.stages.is_of(what, ANSWERS)
            and not _was_invited(what, application, before)
            and not _was_answered(application, before)
        ):
            yield Move(
                "reply", what, application, day, (day - sent).days if sent and sent <= day else None
            )
        else:
            yield Move("stage", what, application, day)


def _was_invited(what: str, application: Application, before: Before) -> bool:
    """Tell whether it is an interview that the last review listed: its invitation was the answer."""
    return what == application.stages.met and application.path in before.invited


def _was_answered(application: Application, before: Before) -> bool:
    """Tell whether the last review knew an answer already: what follows is no first one."""
    was = before.stages.get(application.path)
    return was is not None and application.stages.is_of(was, ANSWERS)


def _undated(application: Application, before: Before, today: date) -> Iterator[Move]:
    """Yield what no day tells: an invitation to a first interview that lies ahead, else another stage.

    Nothing of an application that is sent after ``today``, which is the last day of a week that is past.
    """
    if application.applied and application.applied > today:
        return
    if not _is_invited(application, today):
        yield from _told(application, before, today)
    elif application.path not in before.invited:
        yield Move("reply", application.stages.met, application)


def _is_invited(application: Application, today: date) -> bool:
    """Tell whether the first that the employer asked for, but for a call, is an interview to come."""
    if not any(day > today for day in application.interviews):
        return False  # as nearly always
    first = first_word(application)
    return (
        first is not None
        and first > today
        and first in application.interviews
        and not application.stages.is_end(application.stage)
    )


def _told(application: Application, before: Before, today: date) -> Iterator[Move]:
    """Yield what no day tells: the stage is another one than it was."""
    stage, path, stages = application.stage, application.path, application.stages
    if path not in before.stages:
        return
    days = (*_days(application), *_call(application, before, today))
    if any(what == stage for what, _ in days):
        return
    was = before.stages[path]
    if was is None:
        # A note that was not there may have been given another name: its days say whether it is new.
        if latest_day(application) is None:
            yield Move("new", stage, application)
    elif stages.is_of(was, _UNANSWERED) and stages.is_of(stage, ANSWERS):
        yield Move("reply", stage, application)
    elif was != stage and not stages.is_of(stage, ("saved",)):
        is_new = stages.is_of(stage, ("sent",)) and stages.is_of(was, ("saved",))
        yield Move("new" if is_new else "stage", stage, application)
