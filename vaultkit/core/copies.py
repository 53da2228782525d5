"""Which notes the lists show: not twice what two notes say, and none whose stage cannot be read."""

import re
from collections.abc import Iterable, Mapping, Sequence

from vaultkit.core.application import Application
from vaultkit.core.item import Entry
from vaultkit.core.problem import Problem

_COPY = re.compile(r"(?i)(?: \(\d{1,2}\)| \d{1,2}|(?: -)? (?:copy|copia)(?: \d{1,2}| \(\d{1,2}\))?)$")
"""What a synchroniser, or a file manager, adds to a name."""
UNKNOWN_STAGE = "unknown-stage"
"""How the codes begin of a stage that cannot be read."""
_DAYS = ("applied", "screened", "interviews", "hand_in", "reply_by", "decided", "offered", "offer_deadline", "accepted")


def copies(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Return the notes that repeat another one, with the path of that other: the shortest of them.

    Both say the same company, role and days. Where there is no role, or no day, that may be
    chance: then their names must tell it as well.
    """
    first: dict[tuple[object, ...], str] = {}
    repeated = {}
    applications = (entry.application for entry in entries)
    for application in sorted(applications, key=lambda one: (len(one.path), one.path)):
        original = first.setdefault(_says(application), application.path)
        if original != application.path:
            repeated[application.path] = original
    return repeated


def originals(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries without the copies: what both notes ask for is asked once."""
    repeated = copies(entries)
    return tuple(entry for entry in entries if entry.application.path not in repeated)


def listed(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries that the lists show: the originals whose stage can be read; check names the others."""
    return tuple(entry for entry in originals(entries) if not is_stage_unread(entry.problems))


def is_stage_unread(problems: Iterable[Problem]) -> bool:
    """Tell whether the stage of a note is none that is known."""
    return any(found.code.startswith(UNKNOWN_STAGE) for found in problems)


def _says(application: Application) -> tuple[object, ...]:
    """Return what two notes of one application have in common."""
    path = application.path.removesuffix(".md")
    is_named_by_file = path.rpartition("/")[2] == application.company
    company = _COPY.sub("", application.company) if is_named_by_file else application.company
    days = tuple(getattr(application, name) for name in _DAYS)
    is_sure = application.role and any(days)
    name = "" if is_sure else _COPY.sub("", path)
    return name, company.casefold(), (application.role or "").casefold(), *days
