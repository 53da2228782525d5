"""The command that lists applications: where each stands, for how long, and what comes next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from vaultkit.cli.answer import Answer, Drawn
from vaultkit.cli.asked_of_all import Listings, listed_of
from vaultkit.cli.beside_lists import beside_data
from vaultkit.cli.item_table import new_page, when_words
from vaultkit.cli.parameters import Flag, Option
from vaultkit.cli.session import Session, known_words
from vaultkit.core.across.naming import folded
from vaultkit.core.text.stages import OPEN
from vaultkit.core.week.quiet import Listing
from vaultkit.disk.listed_numbers import Listed
from vaultkit.errors import UsageError
from vaultkit.formats.rows import listing_row

if TYPE_CHECKING:
    from vaultkit.cli.tables import Cell, Words


def list_applications(
    session: Session,
    stage: Annotated[
        str | None, Option("--stage", metavar="STAGE", help="Only those of this stage.")
    ] = None,
    company: Annotated[
        str | None, Option("--company", metavar="NAME", help="Only those of this employer.")
    ] = None,
    is_open: Annotated[bool, Flag("--open", help="Only those that wait for an answer.")] = False,
) -> Answer:
    """List the applications: stage, days, next date."""
    wanted = None if stage is None else _stage(stage, session)
    if company is not None and not company.strip():
        raise UsageError("name-empty")
    found = session.answer("list", Listings, lambda found: listed_of(found, session.today))
    problems = found.problems
    rows = [
        row
        for row in found.rows
        if (wanted is None or row.application.stage == wanted)
        and (company is None or folded(company) in folded(row.application.company))
        and (not is_open or row.application.stages.is_of(row.application.stage, OPEN))
    ]
    count = session.console.phrases.count("list.count", len(rows))
    is_numbered = bool(rows) and session.console.on_terminal  # a program gets no numbers
    return Answer(
        [listing_row(row) for row in rows],
        shown=(Drawn(lambda: _table(session, rows)),) if rows else (),
        on_terminal=(Drawn(lambda: _numbered_table(session, rows)),) if rows else (),
        numbers=tuple(Listed(row.application.path) for row in rows) if is_numbered else None,
        beside=beside_data(problems, session, count),
        problems=problems,
    )


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
    console = session.console
    say, page = console.phrases.say, new_page(console)
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
        page.table(_titles(session), cells)
    return page.text()


def _titles(session: Session) -> list[str]:
    keys = ("stats.application", "stats.stage", "stats.in-stage", "list.next")
    return [session.console.phrases.say(key) for key in keys]


def _numbered_table(session: Session, rows: Sequence[Listing]) -> str:
    """Return the table for a person: with numbers, and days in words."""
    page = new_page(session.console)
    numbered = list(enumerate(rows, start=1))
    if page.is_narrow:
        cells = [(number, _stacked(row, session)) for number, row in numbered]
        page.table(["", ""], cells, broken=(1,))
    else:
        cells_beside = [(number, *_beside(row, session)) for number, row in numbered]
        page.table(["", *_titles(session)], cells_beside, broken=(1,))
    return page.text()


def _beside(row: Listing, session: Session) -> "Sequence[Cell]":
    application = row.application
    name = ", ".join(filter(None, (application.company, application.role)))
    stage = session.console.phrases.say(f"stage.{application.stage}")
    days = "–" if row.days_in_stage is None else row.days_in_stage
    return name, stage, days, when_words(row.next_day, session.today, session.console.phrases)


def _stacked(row: Listing, session: Session) -> "Words":
    from vaultkit.cli.tables import Words

    phrases, application = session.console.phrases, row.application
    name = ", ".join(filter(None, (application.company, application.role)))
    told = phrases.say(f"stage.{application.stage}")
    if row.days_in_stage is not None:
        told = f"{told} · {phrases.count('stats.days', row.days_in_stage)}"
    comes = when_words(row.next_day, session.today, phrases)
    return Words(name, "bold", (Words(told), comes) if row.next_day else (Words(told),))
