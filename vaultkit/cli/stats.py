"""The command that says how the search goes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vaultkit.cli.asked import Numbers, numbers_of
from vaultkit.cli.command import command
from vaultkit.cli.console import Console
from vaultkit.cli.item_table import new_page
from vaultkit.cli.panels import EVERY_DAY
from vaultkit.cli.session import Session
from vaultkit.cli.summary import tell_hints, tell_left_out
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.week.funnel import Funnel
from vaultkit.formats.numbers import answer_lines, stage_share, standing_words, total_line
from vaultkit.formats.rows import funnel_row, problem_row

if TYPE_CHECKING:
    from vaultkit.cli.tables import Cell, Page


@command("stats", EVERY_DAY)
def stats(session: Session) -> int:
    """Tell how it goes, in honest numbers: stages, answers, and how many still wait."""
    found = session.answer("stats", Numbers, lambda found: numbers_of(found, session.today))
    numbers, console, told = found.funnel, session.console, found.problems
    if session.options.json:
        console.json(
            "stats", funnel_row(numbers), [problem_row(one, console.phrases) for one in told]
        )
        return 0
    if numbers.total:
        console.page(_page(numbers, console))
    elif not found.has_any:
        console.data(console.phrases.say("stats.nothing"))
    tell_left_out(session, told)
    tell_hints(session, told)
    return 0


def _page(numbers: Funnel, console: Console) -> str:
    phrases, page = console.phrases, new_page(console)
    page.line(total_line(numbers, phrases))
    _stages(numbers, phrases, page)
    if numbers.sent:
        page.title(phrases.say("stats.answers"))
        for line in answer_lines(numbers, phrases):
            page.line(line)
    if numbers.open:
        page.title(phrases.say("stats.open"))
        _open(numbers, phrases, page)
    if numbers.sources:
        page.title(phrases.say("stats.sources"))
        rows = ((source.name, source.sent, source.answered) for source in numbers.sources)
        page.table(_titles(phrases, "source", "source-sent", "source-answered"), rows)
    return page.text()


def _titles(phrases: Phrases, *keys: str) -> list[str]:
    return [phrases.say(f"stats.{key}") for key in keys]


def _stages(numbers: Funnel, phrases: Phrases, page: "Page") -> None:
    from vaultkit.cli.tables import Portion

    page.title(phrases.say("week.pipeline.title"))
    titles = [phrases.say(f"week.pipeline.{key}") for key in ("stage", "now", "reached")]
    rows: list[Sequence[Cell]] = []
    for row in numbers.rows:
        share = stage_share(row, numbers, phrases)
        reached = "" if row.reached is None else row.reached
        bar = Portion(row.reached or 0, numbers.total)
        cells = [share or reached] if page.is_narrow else [reached, bar, share]
        rows.append([phrases.say(f"stage.{row.stage}"), row.now, *cells])
    page.table(titles if page.is_narrow else [*titles, "", ""], rows)


def _open(numbers: Funnel, phrases: Phrases, page: "Page") -> None:
    """A dash stands where no day of the note tells the number."""
    rows: list[Sequence[Cell]] = []
    for standing in numbers.open:
        application = standing.application
        name = ", ".join(filter(None, (application.company, application.role)))
        days = (standing.days_in_stage, standing.days_quiet)
        if page.is_narrow:
            page.line(name)
            page.line(standing_words(standing, phrases), indent=2)
        else:
            stage = phrases.say(f"stage.{application.stage}")
            rows.append([name, stage, *("–" if number is None else number for number in days)])
    if rows:
        page.table(_titles(phrases, "application", "stage", "in-stage", "quiet"), rows)
