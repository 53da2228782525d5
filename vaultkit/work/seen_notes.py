"""Each note that is no bystander, as a look has seen it: what it is, by which signature, and how sure that is."""

from collections.abc import Mapping

from vaultkit.core.across.classify import WAITING, Sorted
from vaultkit.core.across.survey import Look
from vaultkit.disk.roll import Signature
from vaultkit.value import frozen
from vaultkit.work.gists import Kept, KnownPerson


@frozen
class SeenNote:
    """``is_sure`` unless the note was read so soon after a save that another could hide behind the same times.

    ``is_brief`` tells that no sheet of an application was made, and that no note is at hand.
    """

    signature: Signature
    note: Sorted
    is_sure: bool
    is_brief: bool = False


def seen_before(kept: Kept) -> dict[str, SeenNote]:
    """Return what an earlier run has kept as what is known by now."""
    found = {
        path: SeenNote(one.signature, Sorted(person=one.person, problems=one.problems), True, True)
        for path, one in kept.people.items()
    }
    for path, each in kept.gists.items():
        found[path] = SeenNote(each.signature, WAITING, True, True)
    return found


def people_in(known: Mapping[str, SeenNote]) -> dict[str, KnownPerson]:
    """Return the people whose notes are sure, and hold nothing else of ours."""
    return {
        path: KnownPerson(each.signature, each.note.person, each.note.problems)
        for path, each in known.items()
        if each.note.person and each.is_sure and not each.note.forgotten
    }


def look_of(known: Mapping[str, SeenNote]) -> Look:
    notes = [entry.note for entry in known.values()]
    return Look(
        sheets=tuple(note.sheet for note in notes if note.sheet),
        people=tuple(note.person for note in notes if note.person),
        facts=tuple(note.fact for note in notes if note.fact),
        problems=tuple(problem for note in notes for problem in note.problems),
        forgotten=tuple(note.forgotten for note in notes if note.forgotten),
        unread=_unread(known),
    )


def _unread(known: Mapping[str, SeenNote]) -> Mapping[str, tuple[str, ...]]:
    """Return the notes without properties by the mark that they have."""
    found: dict[str, list[str]] = {}
    for path, entry in known.items():
        if mark := entry.note.unread:
            found.setdefault(mark, []).append(path)
    return {mark: tuple(paths) for mark, paths in found.items()}
