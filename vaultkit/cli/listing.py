"""The command that lists applications: where each stands, for how long, and what comes next."""

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from vaultkit.cli.command import Flag, Option, command
from vaultkit.cli.daily import EVERY_DAY
from vaultkit.cli.session import Session, known_words
from vaultkit.cli.summary import tell_hints, tell_left_out
from vaultkit.core.across.naming import folded
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.text.stages import OPEN
from vaultkit.core.week.quiet import Listing, listings
from vaultkit.errors import UsageError
from vaultkit.formats.rows import listing_row, problem_row
from vaultkit.work import refresh as refreshing

if TYPE_CHECKING:
    from vaultkit.cli.tables import Cell


@command("list", EVERY_DAY)
def list_applications(
    session: Session,
    stage: Annotated[
        str | None, Option("--stage", metavar="STAGE", help="Only those of this stage.")
    ] = None,
    company: Annotated[
        str | None, Option("--company", metavar="NAME", help="Only those of this employer.")
    ] = None,
    is_open: Annotated[bool, Flag("--open", help="Only those that wait for an answer.")] = False,
) -> int:
    """List the applications: stage, days, next date."""
    wanted = None if stage is None else _stage(stage, session)
    if company is not None and not company.strip():
        raise UsageError("name-empty")
    found = refreshing.look(session.index, session.desk, session.today)
    problems = survey_problems(found)
    rows = [
        row
        for row in listings(found.entries, session.today)
        if (wanted is None or row.application.stage == wanted)
        and (company is None or folded(company) in folded(row.application.company))
        and (not is_open or row.application.stages.is_of(row.application.stage, OPEN))
    ]
    if session.options.json:
        told = [problem_row(problem, session.console.phrases) for problem in problems]
        session.console.json("list", [listing_row(row) for row in rows], told)
        return 0
    if rows:
        session.console.raw(_table(session, rows))
    tell_left_out(session, problems)
    session.console.tell_count("list.count", len(rows))
    tell_hints(session, problems)
    return 0


def _stage(text: str, session: Session) -> str:
    """Return the stage that a word stands for: one of the vault's own, of either language, or its label."""
    words = known_words(session.settings)
    labels = {
        folded(phrases.say(f"stage.{stage}")): stage
        for phrases in session.words.values()
        for stage in words.order.names
    }
    found = words.stage(text) or labels.get(folded(text))
    if found is None or not text.strip():
        choices = [session.console.phrases.say(f"stage.{stage}") for stage in words.order.names]
        raise UsageError("stage-unknown", choices, text=text)
    return found


def _table(session: Session, rows: Sequence[Listing]) -> str:
    # Rich takes a tenth of a second to load, for which no other command should wait.
    from vaultkit.cli.tables import Page

    console = session.console
    say = console.phrases.say
    page = Page(
        shutil.get_terminal_size().columns, colors=console.has_colors, blocks=console.can_show("█▏")
    )
    cells: list[Sequence[Cell]] = []
    for row in rows:
        application = row.application
        name = ", ".join(filter(None, (application.company, application.role)))
        stage = say(f"stage.{application.stage}")
        days = "–" if row.days_in_stage is None else row.days_in_stage
        comes = "–" if row.next_day is None else str(row.next_day)
        if page.is_narrow:
            page.line(name)
            page.line(f"{stage} · {days} · {comes}", indent=2)
        else:
            cells.append([name, stage, days, comes])
    if cells:
        page.table(
            [say("stats.application"), say("stats.stage"), say("stats.in-stage"), say("list.next")],
            cells,
        )
    return page.text()
