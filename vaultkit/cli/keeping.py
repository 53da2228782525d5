"""Keeping what a command has found out for the next time that somebody asks."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from vaultkit.cli.again import asked_now
from vaultkit.cli.session import Options, Session
from vaultkit.disk.beside import ANYWHERE, CALLED
from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.printed import (
    LARGEST_BYTES,
    MOST_KEPT,
    Piece,
    heard,
    packed,
    reader_stamp,
)
from vaultkit.disk.question import Question
from vaultkit.disk.roll import Roll
from vaultkit.errors import UsageError, VaultkitError


def keep_printed(
    asked: Question,
    session: Session,
    pieces: Sequence[Piece],
    roll: Roll | None = None,
    absent: Iterable[str] = (),
) -> None:
    """Keep the answer to a question, where all that it depends on is as it was when somebody asked.

    ``roll`` is the one that it is told of, None where no note has a part in it; it counts while
    nothing stands in the places that are ``absent``. Nothing is kept that is very long.
    Raises VaultkitError.
    """
    now = asked_now(asked.words, asked.on)
    if now is None or now.key != asked.key or not now.is_quiet or asked.has_news:
        return
    if roll and roll.digest is None:
        return
    if not _is_of(session, now) or _length(pieces) > LARGEST_BYTES:
        return
    gone = [reader_stamp(place) for place in absent]
    if any(not stamp.startswith("None\n") for stamp in gone):
        return
    stamps = _stamps_of_libraries() if roll or CALLED in asked.on else ()
    digest, skipped = (roll.digest or b"", sorted(roll.skipped)) if roll else (b"", [])
    printed = packed(digest, skipped, [*stamps, *gone], pieces)
    root, environ = Path(now.root), session.environ
    Cache(root, environ, now.key).keep(now.name, printed, MOST_KEPT)
    if asked.word and roll and roll.heard and now.terms == asked.terms:
        told = heard(asked.word, roll.heard)
        Cache(root, environ, now.terms).keep(now.name_of_heard, told, MOST_KEPT)


def keep_help(asked: Question, pieces: Sequence[Piece]) -> None:
    """Keep the help, where no package but ours has a word in it."""
    if len(asked.words) == 1 and has_guests():
        return
    with suppress(VaultkitError):
        keep_printed(asked, Session(Options()), pieces)


def has_guests() -> bool:
    """Tell whether another package adds anything: what it says may change without a trace."""
    from vaultkit import plugins  # as slow to load as most answers are to keep

    return any(not guest.is_ours for group in plugins.GROUPS for guest in plugins.installed(group))


def _stamps_of_libraries() -> Sequence[str]:
    """Return what changes with the libraries that an answer was read and drawn with."""
    from vaultkit.work.readers import reader_stamps  # what reads no note needs none of it

    return reader_stamps(drawn=True)


def _is_of(session: Session, asked: Question) -> bool:
    """Tell whether a command has worked where the question says, and with nothing that it cannot know."""
    if ANYWHERE in asked.on:
        return not _leans_on_playbooks(session)
    return (
        str(session.vault.root) == asked.root
        and str(session.journal.folder) == asked.state
        and not session.has_playbooks_beside
    )


def _leans_on_playbooks(session: Session) -> bool:
    """Tell whether the vault around, where there is one, has a playbook beside ours, or none that reads."""
    try:
        return session.has_playbooks_beside
    except UsageError:
        return False  # no vault is around
    except VaultkitError:
        return True


def _length(pieces: Iterable[Piece]) -> int:
    return sum(len(told) for _, told in pieces)
