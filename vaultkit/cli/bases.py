"""The command that writes the vault's tables for Obsidian."""

from collections.abc import Iterator
from typing import Any

from vaultkit.cli.answer import Answer
from vaultkit.cli.session import Session, known_words
from vaultkit.work.bases import WrittenBase, bases_of, write_bases


def bases(session: Session) -> Answer:
    """Write the tables for Obsidian again, from this vault's own names; one that you changed is left."""
    written = renew_bases(session)
    return Answer(
        base_rows(written), shown=made_bases(written), beside=(*base_words(session, written),)
    )


def renew_bases(session: Session) -> tuple[WrittenBase, ...]:
    """Make or renew both tables of a session's vault, as a run that ``undo`` takes back."""
    with session.writing("bases") as run:
        found, phrases = session.index.look(), session.console.phrases
        vocabulary = known_words(session.settings)
        texts = bases_of(session.vault, found, session.settings, vocabulary, phrases)
        return write_bases(session.vault, run, texts)


def made_bases(written: tuple[WrittenBase, ...]) -> tuple[str, ...]:
    """Return the files that were written."""
    return tuple(one.path for one in written if one.outcome in ("made", "renewed"))


def base_words(session: Session, written: tuple[WrittenBase, ...]) -> Iterator[str]:
    """Yield what became of each file, in words."""
    phrases = session.console.phrases
    for one in written:
        yield phrases.say(f"bases.{one.outcome}", file=one.path)
    if not session.settings.next_follow_up:
        yield phrases.say("bases.no-next")


def base_rows(written: tuple[WrittenBase, ...]) -> list[dict[str, Any]]:
    """Return the files for ``--json``."""
    return [{"file": one.path, "outcome": one.outcome} for one in written]
