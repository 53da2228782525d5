"""What ``vaultkit`` alone tells: what is due, the next interview, what needs attention."""

from collections.abc import Iterator

from vaultkit.cli.asked import Status, status_of
from vaultkit.cli.console import Console
from vaultkit.cli.item_table import new_page
from vaultkit.cli.session import Session
from vaultkit.cli.summary import tell_hints
from vaultkit.errors import UsageError
from vaultkit.formats.day_words import weekday_words
from vaultkit.formats.rows import problem_row

_NO_VAULT = ("no-vault", "not-a-vault")


def tell_status(session: Session) -> int:
    """Tell where things stand in a line or two, or how to begin where there is no vault."""
    try:
        session.root  # noqa: B018 - found once, and kept
    except UsageError as error:
        if error.key not in _NO_VAULT:
            raise
        return _tell_how_to_begin(session)
    found = session.answer("status", Status, lambda found: status_of(found, session.today))
    console, problems = session.console, found.problems
    wrong = [problem for problem in problems if problem.severity == "problem"]
    attention = len({problem.note for problem in wrong})
    if session.options.json:
        interview = {"day": str(found.interview), "note": found.note} if found.interview else None
        data = {"due": found.due, "interview": interview, "attention": attention}
        rows = [problem_row(problem, console.phrases) for problem in problems]
        console.json("status", data, rows)
        return 0
    if console.on_terminal:
        page = new_page(console)
        page.line(" · ".join(_parts(found.due, _interview(found, session), attention, console)))
        console.page(page.text())
    else:
        when = (str(found.interview), found.name) if found.interview else None
        for line in _parts(found.due, when, attention, console):
            console.data(line)
    tell_hints(session, problems)
    return 0


def _interview(found: Status, session: Session) -> tuple[str, str] | None:
    """Return the next interview as a person says it: its day, and with whom."""
    if found.interview is None:
        return None
    return weekday_words(found.interview, session.today, session.console.phrases), found.name


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
