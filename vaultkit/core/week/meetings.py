"""The interviews that a week's review begins with: those ahead, and those of this week."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from vaultkit.core.notes.application import Application, Interview, held_interviews
from vaultkit.value import frozen


@frozen
class Meeting:
    """One interview with the application that it is for."""

    application: Application
    interview: Interview

    @property
    def day(self) -> date:
        """The day on which it is held."""
        return self.interview.day


def meetings(applications: Iterable[Application], today: date) -> tuple[Meeting, ...]:
    """Return the interviews from this week's Monday on, by day, hour and path.

    One that lies ahead is left out once the application has ended: nobody goes there any more.
    Who is named for no round of their own is taken to be at each that names nobody.
    """
    monday = today - timedelta(days=today.weekday())
    found = [
        Meeting(application, interview)
        for application in applications
        if any(monday <= day for day in application.interviews)
        for interview in rounds_held(application)
        if monday <= interview.day
        and (interview.day <= today or not application.stages.is_end(application.stage))
    ]
    return tuple(sorted(found, key=_order))


def _order(meeting: Meeting) -> tuple[date, str, str]:
    return meeting.day, meeting.interview.hour or "", meeting.application.path


def rounds_held(application: Application) -> Iterator[Interview]:
    """Yield the interviews that count, ascending, each with the people who are at it."""
    held, named = (
        held_interviews(application),
        {name for each in application.rounds for name in each.people},
    )
    others = tuple(name for name in application.interviewers if name not in named)
    rounds = application.rounds or tuple(map(Interview, application.interviews))
    for interview in rounds:
        if interview.day in held:
            yield interview if interview.people else replace(interview, people=others)
