"""``vaultkit contacts --stale``: people of whom there has been nothing for long. Nothing is deleted."""

from vaultkit.cli.answer import Answer
from vaultkit.cli.beside_lists import beside_data
from vaultkit.cli.session import Session
from vaultkit.core.across.stale import Stale, stale_people
from vaultkit.core.across.survey import Survey, problems
from vaultkit.core.text.problem import Problem
from vaultkit.formats.rows import stale_row
from vaultkit.value import frozen


@frozen
class Forgotten:
    """They, and all findings."""

    people: tuple[Stale, ...]
    problems: tuple[Problem, ...]


def stale(session: Session) -> Answer:
    """List them, the longest ago first."""

    def asked(found: Survey) -> Forgotten:
        return Forgotten(stale_people(found.entries, found.people, session.today), problems(found))

    found, phrases = session.answer("stale", Forgotten, asked), session.console.phrases
    count = len(found.people)
    told = phrases.count("stale.count", count) if count else phrases.say("stale.none")
    return Answer(
        [stale_row(one) for one in found.people],
        shown=tuple(map(_line, found.people)),
        beside=beside_data(found.problems, session, told),
        problems=found.problems,
    )


def _line(one: Stale) -> str:
    notes = [*([one.person.path] if one.person else []), *one.notes]
    return "  ".join(filter(None, (str(one.last_day), one.name, one.email, " · ".join(notes))))
