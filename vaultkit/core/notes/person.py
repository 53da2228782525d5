"""What a person's own note says, typed."""

import re
from collections.abc import Collection, Iterator
from dataclasses import field
from datetime import date
from typing import Literal, cast

from vaultkit.core.front_matter.fields import Fields
from vaultkit.core.front_matter.head_values import Property
from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.front_matter.written import read_day
from vaultkit.core.text.markdown import heading
from vaultkit.core.text.note import Note, bare
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.core.text.sanitize import cut
from vaultkit.value import frozen

_LOG_LINE = re.compile(
    r" {0,3}[-*+][ \t]+(\[\[[0-9][^\[\]]*\]\]|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![\w-]).*"
)
_LONGEST_ADDRESS = 500
"""In characters, with a name around it."""
_MOST_SHOWN = 80
"""Of a value, in characters."""
_ADDRESS = re.compile(
    r"[^\s@<>(),;:?&\"\[\]\\]+@[^\s@<>(),;:?&\"\[\]\\]+\.[^\s@<>(),;:?&\"\[\]\\.]+"
)


Formality = Literal["formal", "informal"]


@frozen
class Person:
    """One person note. ``touches`` are ``last_contact`` and the dated lines of the log, ascending.

    ``title`` is a form of address (``Ms``), never what somebody does.
    """

    path: str
    name: str
    aliases: tuple[str, ...] = ()
    email: str | None = None
    role: str | None = None
    company: str | None = None
    language: str | None = None
    formality: Formality | None = None
    do_not_contact: bool = False
    touches: tuple[date, ...] = ()
    title: str | None = None
    last_contact_name: str = field(default="", compare=False)
    """What the note calls the day of the last contact, where it has one place for it that may be changed."""
    last_contact: date | None = field(default=None, compare=False)
    """The latest day that stands there."""
    last_contact_line: int = field(default=1, compare=False)
    """Where the property stands, in the file."""
    note: Note | None = field(default=None, compare=False)
    """The note itself, where it may be changed and is at hand."""

    def let_note_go(self) -> None:
        """Forget the note: people are kept, and their notes would be as well."""
        self.__dict__.pop("note", None)  # what is asked for then is the default of the class


def read_person(
    note: Note, head: Head, read: ReadText, vocabulary: Vocabulary
) -> tuple[Person | None, tuple[Problem, ...]]:
    """Return what a person's note says, and what is wrong in it, by line; None where a variable is unfilled."""
    path = note.path
    fields = Fields(path, head, vocabulary, "person")
    if unfilled := fields.unfilled():
        return None, unfilled
    fields.tell_comments()
    last = _last_contacts(fields)
    touches = {*last}
    for index, day in log_lines(read, vocabulary.log_headings):
        if isinstance(day, date):
            touches.add(day)
        else:
            fields.problems.append(problem(path, index + 1, "bad-log-date", value=day))
    silent = fields.switch("do_not_contact", False)
    person = Person(
        path=path,
        name=fields.text("name") or note.name,
        aliases=fields.texts("aliases"),
        email=_address(fields, needed=not silent),
        role=fields.text("role") or _post(fields),
        company=fields.text("company"),
        title=_title(fields),
        language=fields.word("language", "languages"),
        # The type in quotes: ``Formality | None`` would be made anew for each person, a thirtieth of reading one.
        formality=cast("Formality | None", fields.word("formality", "formality")),
        do_not_contact=silent,
        touches=tuple(sorted(touches)),
        last_contact=max(last, default=None),
        last_contact_line=fields.line_of("last_contact"),
        # Asked when all else has been: a note with a problem is left as it is.
        last_contact_name="" if fields.has_problem else _only_name(fields, "last_contact"),
        note=None if fields.has_problem else note,
    )
    return person, fields.told()


def _last_contacts(fields: Fields) -> tuple[date, ...]:
    """Return the days of the last contact; a hint where they stand in a way that vaultkit does not write over."""
    before = len(fields.problems)
    days, places = fields.days("last_contact"), fields.known.get("last_contact", [])
    if len(fields.problems) > before:
        return days
    if len(places) > 1:
        first, second = places[:2]
        told = {"name": second.name, "other": first.name}
        fields.problems.append(hint(fields.path, second.line, "last-contact-twice", **told))
    elif places and not (places[0].is_empty or written_day(places[0])):
        fields.problems.append(_odd_form(fields.path, places[0], max(days, default=None)))
    return days


def _odd_form(path: str, found: Property, day: date | None) -> Problem:
    code = "last-contact-form" if day else "last-contact-no-day"
    told = {"name": found.name, "value": cut(found.written, _MOST_SHOWN), "day": day or ""}
    return hint(path, found.line, code, **told)


def written_day(found: Property) -> date | None:
    """Return the day that a property says, quoted or not, where nothing else stands with it."""
    written = found.written.strip("\"'")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if str(day) == written else None


def _title(fields: Fields) -> str | None:
    """Return the form of address: a ``title`` that is a known one, as it is written."""
    title = fields.text("title")
    return title if title and fields.vocabulary.word("titles", title) else None


def _post(fields: Fields) -> str | None:
    """Return a ``title`` that is no form of address: then it is what somebody does."""
    return None if _title(fields) else fields.text("title")


def _only_name(fields: Fields, name: str) -> str:
    """Return what the note calls a property, "" where it has none or two of it."""
    known = fields.known.get(name, [])
    return known[0].name if len(known) == 1 else ""


def _address(fields: Fields, *, needed: bool) -> str | None:
    """Return the first address, bare of a name and of ``mailto:``; a hint where there is none."""
    texts = fields.texts("email")
    found = [address for text in texts if (address := address_in(text))]
    if texts and not found:
        fields.problems.append(
            hint(fields.path, fields.line_of("email"), "address-unreadable", value=texts[0])
        )
    elif not found and needed:
        fields.problems.append(hint(fields.path, fields.line_of("email"), "person-without-address"))
    return found[0] if found else None


def address_in(text: str) -> str | None:
    """Return the first mail address in a text, bare of a name and of ``mailto:``; None where there is none."""
    # Somewhere in a longer text a search would take the square of its length.
    match = _ADDRESS.search(text.removeprefix("mailto:")[:_LONGEST_ADDRESS])
    return match.group() if match else None


def log_lines(read: ReadText, headings: Collection[str]) -> Iterator[tuple[int, date | str]]:
    """Yield index and day of each dated line of the log; the words where they are no day.

    The log runs from one of the headings, which are casefolded, to the next one of its level or above.
    """
    level = 0
    for index, line in read.prose_below if read.may_be_headed(headings) else ():
        if "#" in line and (found := heading(line)):
            if found[1].casefold() in headings:
                level = level or found[0]
            elif found[0] <= level:
                level = 0
        elif level and (match := _LOG_LINE.fullmatch(bare(line))):
            day = read_day(match[1])
            yield index, day if isinstance(day, date) else match[1]
