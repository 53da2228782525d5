"""The ways to fail, one class each: what a caller may catch and the exit code it ends in.

What is wrong in one note is a Problem and never an exception. An error carries the key of
its sentence and the values that go into it; the sentence is the phrase ``error.<key>``, so
that a reader is told in their language.
"""

from collections.abc import Sequence

from vaultkit.core.text.problem import Problem


class VaultkitError(Exception):
    """The command cannot go on. ``key`` and ``values`` make the phrase ``error.<key>``.

    ``listed`` are names to choose from, each told on a line of its own below the sentence.
    """

    exit_code = 2

    def __init__(self, key: str, listed: Sequence[str] = (), **values: object) -> None:
        self.key, self.listed = key, tuple(listed)
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(self._plain())

    def _plain(self) -> str:
        """For logs and tests; what a person reads is the phrase."""
        return ", ".join([self.key, *(f"{name}={value}" for name, value in self.values.items())])


class UsageError(VaultkitError):
    """The command was called in a way that it cannot follow."""


class NoteLeftError(UsageError):
    """A note was to be changed, and is left alone for the reason that the problem tells."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__("note-left", note=problem.note, code=problem.code)


class SettingsError(VaultkitError):
    """``vaultkit.toml``, or a playbook that it puts in force, is not what it has to be.

    ``file`` is the one that is wrong, from the vault's root.
    """

    def __init__(self, key: str, listed: Sequence[str] = (), **values: object) -> None:
        super().__init__(key, listed, **values)
        self.values.setdefault("file", "vaultkit.toml")


class StateError(VaultkitError):
    """The folder for the journal cannot be used; without a journal no note is written."""


class OutputError(VaultkitError):
    """What a command has to say cannot be written: a full disk behind ``>``."""


class GuestError(VaultkitError):
    """What another package adds to vaultkit failed; the sentence names it."""


class ServerError(VaultkitError):
    """Another computer did not do what it was asked for; the sentence names its address."""


class BusyError(VaultkitError):
    """Somebody else is at work in the vault: another watcher, or git."""

    exit_code = 3


class NotesLeftError(VaultkitError):
    """Some notes could not be handled, and ``--strict`` asks to fail for that."""

    exit_code = 4
