"""What ``vaultkit`` alone tells: what is due, the next interview, what needs attention."""

from collections.abc import Iterator

from vaultkit.cli.answer import Answer, Drawn
from vaultkit.cli.asked import Status, status_of
from vaultkit.cli.beside_lists import hints
from vaultkit.cli.console import Console
from vaultkit.cli.item_table import new_page
from vaultkit.cli.session import Session
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
    found = session.answer("status", Status, lambda found: status_of(found, session.today))
    console, told = session.console, found.problems
    attention = len({problem.note for problem in told if problem.severity == "problem"})
    interview = {"day": str(found.interview), "note": found.note} if found.interview else None
    when = (str(found.interview), found.name) if found.interview else None
    on_terminal = _parts(found.due, _interview(found, session), attention, console)
    return Answer(
        {"due": found.due, "interview": interview, "attention": attention},
        shown=tuple(_parts(found.due, when, attention, console)),
        on_terminal=(Drawn(lambda: _page(" · ".join(on_terminal), console)),),
        beside=hints(told, session),
        problems=told,
    )


def _page(line: str, console: Console) -> str:
    page = new_page(console)
    page.line(line)
    return page.text()


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


def _how_to_begin(session: Session) -> Answer:
    phrases = session.console_in(session.language_at_hand).phrases
    return Answer(None, shown=(phrases.say("status.begin"),))
