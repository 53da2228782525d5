"""Which command lines may be answered from what was printed before, and what each answer depends on.

Beside this, an answer always depends on the words, the settings, the day, the program, Python and the
terminal. A command says itself when its answer is no more than that: see ``Session.answered_of`` and
``Session.has_all_in_question``. What a command does not say so of is never kept.
"""

from vaultkit.cli.commands import COMMANDS
from vaultkit.disk.beside import (
    ANYWHERE,
    CALLED,
    GIT,
    HISTORY,
    JOURNAL,
    NOTES,
    NUMBERS,
    PACKAGES,
    PLACES,
    RIGHTS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ALONE = ""
"""``vaultkit`` without a word."""

DEPENDS_ON: "Mapping[str, Sequence[str]]" = {
    ALONE: (NOTES,),
    "due": (NOTES,),
    "contacts": (NOTES,),
    "stats": (NOTES,),
    "list": (NOTES,),
    "update": (NOTES, GIT),
    "review": (NOTES, GIT, HISTORY),
    "explain": (NOTES, NUMBERS, PLACES),
    "draft": (NOTES, NUMBERS),
    "export": (NOTES, PACKAGES),
    "check": (NOTES, RIGHTS),
    "undo": (JOURNAL,),
    "config": (),
    "plugins": (ANYWHERE, PACKAGES),
    "completion": (ANYWHERE,),
}
OF_HELP = (ANYWHERE, PACKAGES, CALLED)
_HELP = ("--help", "-h")


def is_help(words: "Sequence[str]") -> bool:
    """Tell whether a command line asks for the help, of all or of a command of ours, and for nothing else."""
    *before, last = words or [""]
    return last in _HELP and (not before or (len(before) == 1 and before[0] in COMMANDS))


def depends_on(words: "Sequence[str]") -> "Sequence[str] | None":
    """Return what the answer to a command line depends on; None where it is never kept."""
    if is_help(words):
        return OF_HELP
    return DEPENDS_ON.get(words[0] if words else ALONE)
