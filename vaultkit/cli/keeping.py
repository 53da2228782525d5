"""Keeping what a command has found out for the next time that somebody asks."""

from collections.abc import Iterable, Sequence

from vaultkit.cli.again import asked_now
from vaultkit.cli.session import Session
from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.printed import LARGEST_BYTES, MOST_KEPT, Piece, Printed, heard, packed
from vaultkit.disk.question import Question
from vaultkit.disk.roll import Roll
from vaultkit.work.answers import reader_stamps


def keep_printed(asked: Question, session: Session, roll: Roll, pieces: Sequence[Piece]) -> None:
    """Keep the answer to a question, where all that it depends on is as it was when somebody asked.

    ``roll`` is the one that it is told of. Nothing is kept that is very long. Raises VaultkitError.
    """
    now = asked_now(asked.words)
    if roll.digest is None or now is None or now.key != asked.key or not now.is_quiet:
        return
    if not _is_of(session, now) or _length(pieces) > LARGEST_BYTES:
        return
    printed = Printed(roll.digest, sorted(roll.skipped), reader_stamps(drawn=True), pieces)
    root, environ = session.vault.root, session.environ
    Cache(root, environ, now.key).keep(now.name, packed(printed), MOST_KEPT)
    if asked.word and roll.heard and now.terms == asked.terms:
        told = heard(asked.word, roll.heard)
        Cache(root, environ, now.terms).keep(now.name_of_heard, told, MOST_KEPT)


def _is_of(session: Session, asked: Question) -> bool:
    """Tell whether a command has worked where the question says, and with nothing that it cannot know."""
    return (
        str(session.vault.root) == asked.root
        and str(session.journal.folder) == asked.state
        and not session.has_playbooks_beside
    )


def _length(pieces: Iterable[Piece]) -> int:
    return sum(len(text) for _, text in pieces)
