"""What ``vaultkit`` alone tells: what is due, the next interview, what needs attention."""

from collections.abc import Iterable, Iterator
from datetime import date

from vaultkit.cli.console import Console
from vaultkit.cli.item_table import new_page
from vaultkit.cli.session import Session
from vaultkit.cli.summary import tell_hints
from vaultkit.core.across.survey import problems
from vaultkit.core.notes.application import Application
from vaultkit.core.text.stages import LIVE
from vaultkit.core.week.review import due_items
from vaultkit.errors import UsageError
from vaultkit.formats.day_words import weekday_words
from vaultkit.formats.rows import problem_row
from vaultkit.work import refresh as refreshing

_NO_VAULT = ("no-vault", "not-a-vault")


def tell_status(session: Session) -> int:
    """Tell where things stand in a line or two, or how to begin where there is no vault."""
    try:
        session.root  # noqa: B018 - found once, and kept
    except UsageError as error:
        if error.key not in _NO_VAULT:
            raise
        return _tell_how_to_begin(session)
    found, console = refreshing.look(session.index, session.desk, session.today), session.console
    due = due_items(found.entries, found.people, session.today)
    ahead = _next_interview((entry.application for entry in found.entries), session.today)
    wrong = [problem for problem in problems(found) if problem.severity == "problem"]
    attention = len({problem.note for problem in wrong})
    if session.options.json:
        interview = {"day": str(ahead[0]), "note": ahead[1].path} if ahead else None
        data = {"due": len(due), "interview": interview, "attention": attention}
        console.json(
            "status", data, [problem_row(problem, console.phrases) for problem in problems(found)]
        )
        return 0
    if console.on_terminal:
        page = new_page(console)
        page.line(" · ".join(_parts(len(due), _interview(ahead, session), attention, console)))
        console.page(page.text())
    else:
        when = (str(ahead[0]), _name(ahead[1])) if ahead else None
        for line in _parts(len(due), when, attention, console):
            console.data(line)
    tell_hints(session, problems(found))
    return 0


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


def _tell_how_to_begin(session: Session) -> int:
    console = session.console_in("en")
    if session.options.json:
        console.json("status", None, [])
    else:
        console.data(console.phrases.say("status.begin"))
    return 0


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
