"""The one way to begin writing.

Every command that writes into a vault comes through here, so that nothing is planned on a note that
a crash left half written.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from vaultkit.core.text.problem import Problem
from vaultkit.disk.beside import GIT_LOCK
from vaultkit.disk.in_doubt import broken_off
from vaultkit.disk.journal import Journal, Run
from vaultkit.disk.vault import Vault
from vaultkit.errors import BusyError
from vaultkit.value import frozen

__all__ = ["Begun", "broken_off", "need_quiet_git", "writing"]


@frozen
class Begun:
    """A run that has begun, and what a person should know of what was found before it."""

    run: Run
    told: tuple[Problem, ...]


def need_quiet_git(vault: Vault) -> None:
    """Raise BusyError while git is in the middle of something. A lock may be all that is left of a git that died."""
    if operation := vault.git_is_busy():
        key = "git-locked" if operation == GIT_LOCK else "git-busy"
        raise BusyError(key, operation=operation)


@contextmanager
def writing(vault: Vault, journal: Journal, command: str) -> Iterator[Begun]:
    """Wait for nobody: need quiet git, mend what a crash left, and open a run.

    Look at the vault after that, not before. Raises BusyError while git is in the middle of
    something, or another recovery lasts too long; StateError.
    """
    from vaultkit.disk.recovery import (
        recover,  # loads what writes: who only reads comes by here too
    )

    need_quiet_git(vault)
    told = recover(vault, journal)
    with journal.run(command, broken_off(vault, journal)) as run:
        yield Begun(run, told)
