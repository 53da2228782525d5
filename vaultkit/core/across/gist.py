"""What all notes together need to know of one application note: everything but its text.

A sheet holds the whole note, and ten thousand of them all of the vault. So each sheet is read,
asked once for its gist, and let go; only a note that may have to be changed is read again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.core.follow_ups.application_note import Sheet, entry, is_undated, owners_of
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.follow_ups.owners import Guess
from vaultkit.core.follow_ups.piece import ID_PREFIX
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.notes.application import Application
from vaultkit.core.notes.directory import Directory
from vaultkit.core.text.problem import Problem, hint


@dataclass(frozen=True)
class Gist:
    """One application note as the others see it. It depends on the note, the day, and what people are called.

    The entry has no touches yet. ``is_stamped`` tells that this look has given a stage its day;
    ``found_by`` are the marks of the vault that find the note (a folder, ``#tag``); ``mended``
    are the hints about names that were mended. ``lasts`` tells that another day changes nothing.
    """

    entry: Entry
    has_block: bool = False
    is_frozen: bool = False
    is_stamped: bool = False
    lasts: bool = False
    found_by: tuple[str, ...] = ()
    mended: tuple[Problem, ...] = ()

    @property
    def application(self) -> Application:
        """What the note says."""
        return self.entry.application

    @property
    def path(self) -> str:
        """The path of the note."""
        return self.entry.application.path


def gist_of(sheet: Sheet, desk: Desk, directory: Directory) -> Gist:
    """Return the gist of a sheet that had its first look."""
    owned = owners_of(sheet, desk.terms.playbook, directory)
    return Gist(
        entry(sheet, desk.terms.playbook, directory, owned),
        has_block=sheet.block is not None,
        is_frozen=sheet.is_frozen,
        is_stamped=sheet.stamped.first_seen != sheet.memory.first_seen,
        lasts=_lasts(sheet),
        found_by=sheet.found_by,
        mended=tuple(_mended(sheet, owned.guesses)),
    )


def _lasts(sheet: Sheet) -> bool:
    """Tell whether a first look on any other day would have found the same."""
    return (
        sheet.stamped == sheet.memory
        and not is_undated(sheet.application)
        and set(sheet.application.interviews) <= set(sheet.memory.over)
    )


def _mended(sheet: Sheet, guesses: tuple[Guess, ...]) -> Iterator[Problem]:
    """Tell of done lines for a name that the note no longer holds, beside a name that has none."""
    if not guesses or not sheet.application.follow_up:
        return
    lines = {piece.id: piece.at + 1 for piece in (*sheet.pieces, *sheet.strays) if piece.done_on}
    for guess in (each for each in guesses if each.id in lines):
        code = "name-taken" if guess.is_taken else "name-new"
        told = {"id": ID_PREFIX + guess.id, "name": guess.someone.name.text}
        yield hint(sheet.note.path, lines[guess.id], code, **told)
