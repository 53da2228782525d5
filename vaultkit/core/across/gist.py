"""What all notes together need to know of one application note: everything but its text.

A sheet holds the whole note, and ten thousand of them all of the vault. So each sheet is read,
asked once for its gist, and let go; only a note that may have to be changed is read again.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vaultkit.core.across.people import agencies
from vaultkit.core.follow_ups.application_note import Sheet, entry, owners_of
from vaultkit.core.follow_ups.first_look import is_undated, last_recent_day
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.follow_ups.owners import Guess
from vaultkit.core.follow_ups.piece import ID_PREFIX
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.notes.application import Application, Name
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.someone import Someone
from vaultkit.core.text.problem import Problem, hint
from vaultkit.value import frozen

Days = tuple[date, date]
"""The first and the last of several days."""
ALWAYS: Days = (date.min, date.max)
_A_DAY = timedelta(days=1)


@frozen
class Gist:
    """One application note as the others see it. It depends on the note, the day, and what people are called.

    The entry has no touches yet. ``is_stamped`` tells that this look has given a stage its day;
    ``found_by`` are the marks of the vault that find the note (a folder, ``#tag``); ``mended``
    are the hints about names that were mended, ``twins`` those about names that several people
    have. ``days`` are the first and the last day on which a look finds the same.
    """

    entry: Entry
    has_block: bool = False
    is_frozen: bool = False
    is_stamped: bool = False
    days: Days = ALWAYS
    found_by: tuple[str, ...] = ()
    mended: tuple[Problem, ...] = ()
    twins: tuple[Problem, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Tell whether a look on that day finds the same."""
        first, last = self.days
        return first <= day <= last

    @property
    def application(self) -> Application:
        """What the note says."""
        return self.entry.application

    @property
    def path(self) -> str:
        """The path of the note."""
        return self.entry.application.path


def gist_of(sheet: Sheet, today: date, desk: Desk, directory: Directory) -> Gist:
    """Return the gist of a sheet that had its first look today."""
    owned = owners_of(sheet, desk.terms.playbook, directory)
    elsewhere = agencies(sheet.application, owned.people, directory) if sheet.standing else {}
    return Gist(
        entry(sheet, desk.terms.playbook, directory, owned, elsewhere),
        has_block=sheet.block is not None,
        is_frozen=sheet.is_frozen,
        is_stamped=sheet.stamped.first_seen != sheet.memory.first_seen,
        days=_days(sheet, today),
        found_by=sheet.found_by,
        mended=tuple(_mended(sheet, owned.guesses)),
        twins=tuple(_twins(sheet.application, owned.people, directory)),
    )


def _days(sheet: Sheet, today: date) -> Days:
    """Return the first and the last day on which a first look would have found the same.

    An interview that is over is one from the day after it on; a note that never was written into
    has its stage's day stamped for some weeks after its latest day.
    """
    if (sheet.stamped.first_seen, sheet.stamped.already) != (
        sheet.memory.first_seen,
        sheet.memory.already,
    ):
        return today, today
    first, last = ALWAYS
    for day in sheet.application.interviews:
        if day in sheet.memory.over:
            continue
        if day < today:
            first = max(first, day + _A_DAY)
        else:
            last = min(last, day)
    if is_undated(sheet.application) and (latest := last_recent_day(sheet)):
        first = max(first, latest + _A_DAY)
    return first, last


def _mended(sheet: Sheet, guesses: tuple[Guess, ...]) -> Iterator[Problem]:
    """Tell of done lines for a name that the note no longer holds, beside a name that has none."""
    if not guesses or not sheet.application.follow_up:
        return
    lines = {piece.id: piece.at + 1 for piece in (*sheet.pieces, *sheet.strays) if piece.done_on}
    for guess in (each for each in guesses if each.id in lines):
        code = "name-taken" if guess.is_taken else "name-new"
        told = {"id": ID_PREFIX + guess.id, "name": guess.someone.name.text}
        yield hint(sheet.note.path, lines[guess.id], code, **told)


def _twins(
    application: Application, people: Sequence[Someone], directory: Directory
) -> Iterator[Problem]:
    """Tell of a name that finds no note since two have it: their address is not known then.

    ``people`` are all whom the application names.
    """
    if all(one.has_note and len(one.names) == 1 for one in people):
        return
    for role in ("recruiter", "contact", "interviewers"):
        for name in filter(None, _names_of(application, role)):
            if directory.someone(name).has_note:
                continue
            twins = directory.people_called(name.target or name.text)
            if len(twins) > 1:
                line = application.lines.get(role, 1)
                notes = " · ".join(each.path for each in twins)
                told = {"name": name.text, "notes": notes}
                yield hint(application.path, line, "person-ambiguous", **told)


def _names_of(application: Application, role: str) -> tuple[Name | None, ...]:
    found = getattr(application, role)
    return found if isinstance(found, tuple) else (found,)
