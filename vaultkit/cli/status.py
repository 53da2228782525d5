"""What ``vaultkit`` alone tells: what is due, the next interview, what needs attention."""

from collections.abc import Iterable, Iterator
from datetime import date

from vaultkit.cli.answer import Answer, Drawn
from vaultkit.cli.console import Console
from vaultkit.cli.item_table import new_page
from vaultkit.cli.session import Session
from vaultkit.cli.summary import hints
from vaultkit.core.across.survey import problems
from vaultkit.core.notes.application import Application
from vaultkit.core.text.stages import LIVE
from vaultkit.core.week.due import due_items
from vaultkit.errors import UsageError
from vaultkit.formats.day_words import weekday_words

_NO_VAULT = ("no-vault", "not-a-vault")


def status(session: Session) -> Answer:
    """Tell where things stand in a line or two, or how to begin where there is no vault."""
    try:
        session.root  # noqa: B018 - found once, and kept
    except UsageError as error:
        if error.key not in _NO_VAULT:
            raise
        return _how_to_begin(session)
    found, console = session.survey(), session.console
    due = due_items(found.entries, found.people, session.today)
    ahead = _next_interview((entry.application for entry in found.entries), session.today)
    told = problems(found)
    attention = len({problem.note for problem in told if problem.severity == "problem"})
    interview = {"day": str(ahead[0]), "note": ahead[1].path} if ahead else None
    when = (str(ahead[0]), _name(ahead[1])) if ahead else None
    on_terminal = _parts(len(due), _interview(ahead, session), attention, console)
    return Answer(
        {"due": len(due), "interview": interview, "attention": attention},
        shown=tuple(_parts(len(due), when, attention, console)),
        on_terminal=(Drawn(lambda: _page(" · ".join(on_terminal), console)),),
        beside=hints(told, session),
        problems=told,
    )


def _page(line: str, console: Console) -> str:
    page = new_page(console)
    page.line(line)
    return page.text()


def _interview(ahead: tuple[date, Application] | None, session: Session) -> tuple[str, str] | None:
    """Return the next interview as a person says it: its day, and with whom."""
    if ahead is None:
        return None
    return weekday_words(ahead[0], session.today, session.console.phrases), _name(ahead[1])


def _parts(
    due: int, interview: tuple[str, str] | None, attention: int, console: Console
) -> Iterator[str]:
    phrases = console.phrases
    yield phrases.count("status.due", due) if due else phrases.say("status.nothing")
    if interview:
        yield phrases.say("status.interview", day=interview[0], name=interview[1])
    if attention:
        yield phrases.count("status.attention", attention)


def _how_to_begin(session: Session) -> Answer:
    return Answer(None, shown=(session.console_in("en").phrases.say("status.begin"),))


def _next_interview(
    applications: Iterable[Application], today: date
) -> tuple[date, Application] | None:
    """Return the first interview from today on, of the applications that are alive."""
    alive = [
        application
        for application in applications
        if application.stages.is_of(application.stage, LIVE)
    ]
    ahead = [
        (day, application)
        for application in alive
        for day in application.interviews
        if day >= today
    ]
    return min(ahead, key=lambda pair: (pair[0], pair[1].path), default=None)


def _name(application: Application) -> str:
    return ", ".join(filter(None, (application.company, application.role)))
