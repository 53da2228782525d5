"""What of a vault completes a word: items, notes, companies, people, stages.

A person waits for it with a key down, so it is taken from what is remembered wherever that can be,
and what reads a vault is loaded only where it cannot.
"""

import os
from collections.abc import Iterator
from datetime import date, timedelta

from vaultkit.cli.clock import day
from vaultkit.cli.option_table import Kind
from vaultkit.work.remembered_words import Pairs, WordMemory, memory_of

_WEEKS = 12

_OF_THE_DAY: frozenset[Kind] = frozenset({"item"})
"""What is due stands first."""

_OF_THE_SETTINGS: frozenset[Kind] = frozenset({"stage"})
"""No note is asked."""


def of_the_vault(kind: Kind, vault: str | None, today: str | None) -> Pairs:
    """Return the words of a kind, each once, with what each means. Raises VaultkitError."""
    if kind == "week":
        return tuple(_weeks(day(today)))
    memory = None if kind == "format" else memory_of(vault, os.environ)
    known = memory.recall(*_question(kind, memory, today)) if memory else None
    return _found(kind, vault, today, memory) if known is None else known


def _question(kind: Kind, memory: WordMemory, today: str | None) -> tuple[str, bytes | None, str]:
    """Return what names an answer: of what kind, for which notes, on which day."""
    notes = b"" if kind in _OF_THE_SETTINGS else memory.notes()
    return kind, notes, str(day(today)) if kind in _OF_THE_DAY else ""


def _found(kind: Kind, vault: str | None, today: str | None, memory: WordMemory | None) -> Pairs:
    """Look the words up in the vault, and keep them, with those that the same look gives for other kinds."""
    from vaultkit.cli.vault_words import VaultWords  # loads all that reads a vault

    words = VaultWords(vault, today)
    found = words.of(kind)
    if memory is None or not words.may_be_kept:
        return found
    if kind in _OF_THE_SETTINGS:
        memory.keep(kind, b"", "", found)
    elif words.seen:
        for other in words.kinds:
            on = str(words.today) if other in _OF_THE_DAY else ""
            memory.keep(other, words.seen, on, words.of(other))
    return found


def _weeks(today: date) -> Iterator[tuple[str, str]]:
    for back in range(_WEEKS):
        year, week, _ = (today - timedelta(weeks=back)).isocalendar()
        yield f"{year}-W{week:02}", ""
