"""The command that says how the search goes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from vaultkit.cli.answer import Answer, Drawn, Shown
from vaultkit.cli.asked_of_all import Numbers, numbers_of
from vaultkit.cli.beside_lists import beside_data
from vaultkit.cli.console import Console
from vaultkit.cli.item_table import new_page
from vaultkit.cli.parameters import Flag
from vaultkit.cli.session import Session
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.week.funnel import Funnel
from vaultkit.formats.numbers import answer_lines, stage_share, standing_words, total_line
from vaultkit.formats.redacted import redacted
from vaultkit.formats.rows import funnel_row
from vaultkit.playbook import load

if TYPE_CHECKING:
    from vaultkit.cli.tables import Cell, Page


def stats(
    session: Session,
    redact: Annotated[bool, Flag("--redact", help="Without names, links and notes.")] = False,
) -> Answer:
    """Tell how it goes, in honest numbers: stages, answers, and how many still wait."""
    if redact:
        return _redacted(session)
    found = session.answer("stats", Numbers, lambda found: numbers_of(found, session.today))
    numbers, told = found.funnel, found.problems
    return Answer(
        funnel_row(numbers),
        shown=_shown(found, session.console, session.console.phrases),
        beside=beside_data(told, session),
        problems=told,
    )


def _redacted(session: Session) -> Answer:
    """Return the numbers without a word of the vault's own: in our words, and without its findings."""
    told = session.hide_notes()
    phrases = load.phrases(session.language)
    found = numbers_of(redacted(session.survey_to_tell(), phrases).survey, session.today)
    return Answer(
        funnel_row(found.funnel),
        shown=_shown(found, session.console, phrases),
        beside=(told,),
    )


def _shown(found: Numbers, console: Console, phrases: Phrases) -> tuple[Shown, ...]:
    if found.funnel.total:
        return (Drawn(lambda: _page(found.funnel, console, phrases)),)
    return () if found.has_any else (phrases.say("stats.nothing"),)


def _page(numbers: Funnel, console: Console, phrases: Phrases) -> str:
    page = new_page(console)
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
