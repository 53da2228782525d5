"""What stands beside a list: what was left out of it, and how many hints there are."""

from collections.abc import Iterable, Sequence

from vaultkit.cli.answer import Beside
from vaultkit.cli.session import Session
from vaultkit.core.text.problem import Problem

_MOST_IN_FULL = 3
_MOST_NAMED = 10


def beside_data(problems: Sequence[Problem], session: Session, *told: str) -> tuple[Beside, ...]:
    """Return what stands beside a list: the notes that it leaves out, messages, and how many hints there are."""
    return (*left_out(problems, session), *told, *hints(problems, session))


def left_out(problems: Iterable[Problem], session: Session) -> tuple[Beside, ...]:
    """Name the notes that could not be read: the first few with line and remedy, the others by their path.

    They are the same ones each time, and `vaultkit check` has all of them. Of a great many not even the
    paths are told.
    """
    wrong = [found for found in problems if found.severity == "problem"]
    options = session.options
    most = _MOST_NAMED if options.quiet or options.verbose else _MOST_IN_FULL
    rest = wrong[most:]
    if not rest:
        return tuple(wrong)
    names = list(dict.fromkeys(found.note for found in rest))
    listed = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
    more = session.console.phrases.count("problems.more", len(rest), notes=listed)
    return (*wrong[:most], more)


def hints(problems: Iterable[Problem], session: Session) -> tuple[str, ...]:
    """Say how many hints there are, and how to see them; nothing without any."""
    phrases = session.console.phrases
    told = phrases.say("hints.and").join(_counted(problems, session))
    return (phrases.say("hints.see", told=told),) if told else ()


def _counted(problems: Iterable[Problem], session: Session) -> Iterable[str]:
    hints = [found for found in problems if found.severity == "hint"]
    undated = {found.note for found in hints if found.code == "stage-without-date"}
    others: Sequence[Problem] = [found for found in hints if found.code != "stage-without-date"]
    if undated:
        yield session.console.phrases.count("hints.undated", len(undated))
    if others:
        yield session.console.phrases.count("hints.other", len(others))
