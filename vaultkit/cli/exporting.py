"""The command that gives the applications to other programs, in any format that is installed."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from vaultkit import plugins
from vaultkit.cli.answer import Answer, Beside, FileData
from vaultkit.cli.beside_lists import beside_data
from vaultkit.cli.new_file import is_stdout, refuse_note, write_new
from vaultkit.cli.parameters import Argument, Flag, Option
from vaultkit.cli.session import Session
from vaultkit.core.across.survey import Survey
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.days.dates import parse_day
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.week.efforts import efforts
from vaultkit.core.week.quiet import listings
from vaultkit.errors import UsageError
from vaultkit.formats.export_rows import export_row
from vaultkit.formats.person_rows import Row as PersonRow
from vaultkit.formats.person_rows import person_rows
from vaultkit.formats.redacted import redacted
from vaultkit.formats.search_log_rows import search_log
from vaultkit.playbook import load
from vaultkit.value import frozen
from vaultkit.work.known_people import known_people


@frozen
class _Asked:
    """What somebody asks of a format beside its name; None where they said nothing."""

    first: str | None
    last: str | None
    form: str | None
    language: str | None
    redact: bool

    @property
    def is_of_log(self) -> str:
        """The option that only a log takes, "" for none."""
        named = {"--from": self.first, "--to": self.last, "--lang": self.language}
        return next((name for name, value in named.items() if value is not None), "")


def export(
    session: Session,
    name: Annotated[
        str, Argument(help="csv, json, vcf, or what `vaultkit plugins` lists.", metavar="FORMAT")
    ],
    output: Annotated[
        Path | None,
        Option("--output", "-o", metavar="FILE", help="A new file; - is the terminal."),
    ] = None,
    from_: Annotated[
        str | None, Option("--from", metavar="DATE", help="The first day of a search-log.")
    ] = None,
    to: Annotated[
        str | None, Option("--to", metavar="DATE", help="The last day of a search-log.")
    ] = None,
    as_: Annotated[
        str | None, Option("--as", metavar="FORM", help="md, csv or html, of a search-log.")
    ] = None,
    lang: Annotated[
        str | None, Option("--lang", metavar="CODE", help="The language of a search-log.")
    ] = None,
    redact: Annotated[bool, Flag("--redact", help="Without names, links and notes.")] = False,
) -> Answer:
    """Print applications or people in a format of other programs, or what you did between two days."""
    asked = _Asked(from_, to, as_, lang, redact)
    form = plugins.format_of(_guest(name))
    hidden = session.hide_notes() if redact else None
    chosen = _checked(form, name, asked)
    is_ours = form.guest.is_ours and output is None
    found = session.survey_to_tell() if is_ours else session.survey()
    told = () if hidden else survey_problems(found)
    beside = (hidden,) if hidden else beside_data(told, session)
    given, said = _given(session, form, found, asked)
    data = form.render(given, chosen)
    file = None if output is None or is_stdout(output) else str(output)
    if output is not None and file:
        refuse_note(output, session.vault.root, f".{chosen}" if chosen else form.suffix)
        write_new(output, data)
    return Answer(
        {"format": name, "file": file, "text": None if file else data.decode("utf-8", "replace")},
        shown=(file or FileData(data),),
        beside=(*beside, *said),
        problems=told,
    )


def _checked(form: plugins.Format, name: str, asked: _Asked) -> str | None:
    """Return the form that is asked for. Raises UsageError for what the format cannot do."""
    if form.takes != plugins.LOG and asked.is_of_log:
        raise UsageError("export-no-period", option=asked.is_of_log, name=name)
    if form.takes == plugins.PEOPLE and asked.redact:
        raise UsageError("export-no-redact", name=name)
    if asked.form is None:
        return None
    if not form.forms:
        raise UsageError("export-one-form", name=name)
    if asked.form.casefold() not in form.forms:
        raise UsageError("export-no-form", form.forms, text=one_line(asked.form), name=name)
    return asked.form.casefold()


def _given(
    session: Session, form: plugins.Format, found: Survey, asked: _Asked
) -> tuple[Any, tuple[Beside, ...]]:
    """Return what the format gets, and what there is to say beside it."""
    if form.takes == plugins.PEOPLE:
        return _people(session, found), ()
    ours = load.phrases(session.language)
    if form.takes != plugins.LOG:
        entries = redacted(found, ours).survey.entries if asked.redact else found.entries
        return tuple(export_row(row) for row in listings(entries, session.today)), ()
    period = _period(session, asked)
    phrases = _words(session, asked)
    if asked.redact:
        found = redacted(found, phrases).survey
    done = efforts(found.entries, found.people, found.playbook, period, session.today)
    ways = {
        way: tuple(names) for way, names in load.playbook_toml("search_log.toml")["ways"].items()
    }
    name = "" if asked.redact else session.settings.me.name
    log = search_log(done, ways, phrases, name)
    say = session.console.phrases.say
    is_told = (
        bool(done.all) or asked.form != "csv"
    )  # elsewhere the sentence stands in the log itself
    return log, () if is_told else (say("search-log.nothing", first=done.first, last=done.last),)


def _people(session: Session, found: Survey) -> tuple[PersonRow, ...]:
    """Return a row for everybody who has a note."""
    vault, vocabulary = session.vault, session.index.vocabulary
    return person_rows(known_people(vault, found, session.settings, vocabulary), vault.root.name)


def _words(session: Session, asked: _Asked) -> Phrases:
    """Return the words of the language that is asked for. Raises UsageError for an unknown one."""
    language = asked.language or session.language
    if language not in load.languages():
        raise UsageError(
            "unknown-language", text=one_line(language), known=", ".join(load.languages())
        )
    return load.phrases(language) if asked.redact else session.words[language]


def _period(session: Session, asked: _Asked) -> tuple[date, date]:
    """Return both days: without them the month of the last day, up to today. Raises UsageError."""
    last = _day("--to", asked.last) if asked.last is not None else session.today
    first = _day("--from", asked.first) if asked.first is not None else last.replace(day=1)
    if first > last:
        raise UsageError("export-period", first=first, last=last)
    return first, last


def _day(option: str, text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError("export-bad-day", option=option, text=one_line(text)) from error


def _guest(name: str) -> plugins.Guest:
    guest = plugins.named(plugins.FORMATS, name)
    if guest is None:
        known = dict.fromkeys(one.name for one in plugins.installed(plugins.FORMATS))
        raise UsageError("unknown-format", list(known), text=name)
    return guest
