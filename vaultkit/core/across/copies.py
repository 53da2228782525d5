"""Which notes the lists show: not twice what two notes say, and none whose stage cannot be read."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from operator import attrgetter

from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.notes.application import Application
from vaultkit.core.text.problem import Problem

_COPY = re.compile(
    r"(?i)(?: \(\d{1,2}\)| \d{1,2}|(?: -)? (?:copy|copia)(?: \d{1,2}| \(\d{1,2}\))?)$"
)
"""What a synchroniser, or a file manager, adds to a name."""
_COPY_ENDS = frozenset(")yYaA")
"""The letters that this ends with, if it is no digit."""
UNKNOWN_STAGE = "unknown-stage"
"""How the codes begin of a stage that cannot be read."""
_days = attrgetter(
    "applied",
    "screened",
    "interviews",
    "hand_in",
    "reply_by",
    "decided",
    "offered",
    "offer_deadline",
    "accepted",
)


def copies(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Return the notes that repeat another one, with the path of that other.

    Both say the same company, role and days. Where there is no role, or no day, that may be
    chance: then the name must be that of the other with what a synchroniser adds.
    """
    by_path = {entry.application.path: entry.application for entry in entries}
    repeated: dict[str, str] = {}
    alike: dict[tuple[object, ...], list[str]] = {}
    for path, application in by_path.items():
        named_alike = by_path.get(_original_path(path))
        if named_alike and _says(application, _company_beside(application, named_alike)) == _says(
            named_alike, named_alike.company
        ):
            repeated[path] = named_alike.path
        elif application.role and any(_days(application)):
            alike.setdefault(_says(application, application.company), []).append(path)
    for paths in alike.values():
        if len(paths) > 1:
            original, *others = sorted(paths, key=_by_length)
            repeated |= dict.fromkeys(others, original)
    return {path: repeated[path] for path in sorted(repeated, key=_by_length)}


def _by_length(path: str) -> tuple[int, str]:
    return len(path), path


def originals(
    entries: Sequence[Entry], repeated: Container[str] | None = None
) -> tuple[Entry, ...]:
    """Return the entries without the copies: what both notes ask for is asked once.

    ``repeated`` are the paths of the copies, where they are known.
    """
    repeated = copies(entries) if repeated is None else repeated
    return tuple(entry for entry in entries if entry.application.path not in repeated)


def listed(entries: Sequence[Entry], repeated: Container[str] | None = None) -> tuple[Entry, ...]:
    """Return the entries that the lists show: the originals whose stage can be read; check names the others."""
    return tuple(
        entry for entry in originals(entries, repeated) if not is_stage_unread(entry.problems)
    )


def is_stage_unread(problems: Iterable[Problem]) -> bool:
    """Tell whether the stage of a note is none that is known."""
    return any(found.code.startswith(UNKNOWN_STAGE) for found in problems)


def _original_path(path: str) -> str:
    """Return the path of the note of which this one may be a copy; "" where its name is nobody's copy."""
    name = path.removesuffix(".md")
    last = name.rstrip("\n")[-1:]
    if last not in _COPY_ENDS and not last.isdecimal():
        return ""  # as nearly always: a pattern would go through every blank
    bare = _COPY.sub("", name)
    return f"{bare}.md" if bare != name else ""


def _company_beside(copy: Application, original: Application) -> str:
    """Return the copy's company; where each is only the name of its file, that of the original."""
    is_named_by_file = copy.path.endswith(f"{copy.company}.md") and original.path.endswith(
        f"{original.company}.md"
    )
    return original.company if is_named_by_file else copy.company


def _says(application: Application, company: str) -> tuple[object, ...]:
    """Return what two notes of one application have in common."""
    return (company.casefold(), (application.role or "").casefold(), *_days(application))
