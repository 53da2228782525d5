"""One exit for every command: what stops it is told in a sentence, without a traceback."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from vaultkit.cli.answer import Answer
from vaultkit.cli.console import put
from vaultkit.cli.parameters import COLORS, COMMON
from vaultkit.cli.plain_call import Call, plain_call
from vaultkit.cli.printing import print_answer, print_error
from vaultkit.cli.session import Options, Session
from vaultkit.disk.stopping import Stopped, signals_obeyed
from vaultkit.errors import OutputError, UsageError, VaultkitError
from vaultkit.work.uncollected import uncollected

if TYPE_CHECKING:
    from vaultkit.disk.question import Question

_LASTING = ("watch", "lsp")
"""Commands that run for days. Any other is over before it could fill much room with what nobody uses."""

Said = Answer | int | None
"""What a command returns: what it has to say, or the exit code alone where it has said all on its way."""


def options_of(values: dict[str, object]) -> Options:
    """Take the common options out of a call's values."""
    return Options(**{name: values.pop(name) for name in COMMON})  # type: ignore[arg-type]


def run_plainly(call: Call, asked: "Question | None" = None) -> int:
    """Run a command that was called plainly, and return the exit code.

    What it prints is kept as the answer to what was ``asked``, if that can be asked again.
    """
    values = dict(call.values)
    session = Session(options_of(values))
    if asked is None:
        return guarded(call.name, session, lambda session: call.function(session, **values))
    from vaultkit.cli.again import Overheard

    with Overheard() as overheard:
        session.overheard, session.walked = overheard, asked.walked
        code = guarded(call.name, session, lambda session: call.function(session, **values))
    if overheard.is_whole and session.has_answered and session.can_be_known:
        from vaultkit.cli.keeping import keep_printed

        pieces = [*overheard.pieces(), *([("x", b"%d" % code)] if code else [])]
        with suppress(VaultkitError):
            keep_printed(asked, session, pieces, session.answered_of, session.answered_without)
    return code


def tell_stopped(words: Sequence[str], reason: str) -> int:
    """Tell that the answer to a plain command line could not be printed, and return the exit code."""

    def stop(_: Session) -> Said:
        raise OutputError("output-failed", reason=reason)

    call = plain_call(words)
    assert call
    return guarded(call.name, Session(options_of(dict(call.values))), stop)


def guarded(name: str, session: Session, work: Callable[[Session], Said]) -> int:
    """Do the work; tell of what stops it in a sentence, and return the exit code."""
    try:
        with signals_obeyed(), nullcontext() if name in _LASTING else uncollected():
            _check_common(session)
            said = work(session)
            if isinstance(said, Answer):
                print_answer(name, session, said)
            put("", sys.stdout, flush=True)
            session.count_as_seen()
        session.has_answered = True
        return said.exit_code if isinstance(said, Answer) else said or 0
    except VaultkitError as error:
        if isinstance(error, OutputError):
            sys.stdout = None  # what is left in it cannot be printed either
        with _last_words():
            print_error(name, session, error)
        return error.exit_code
    except KeyboardInterrupt as error:
        with _last_words():
            session.console_in(session.language_at_hand).tell("interrupted.told")
        return 128 + (error.number if isinstance(error, Stopped) else signal.SIGINT)
    except BrokenPipeError:
        # The reader has seen enough; Python must not complain when it closes the stream.
        sys.stdout = None
        return 0


@contextmanager
def _last_words() -> Iterator[None]:
    """Print why a command ended. Where stdout takes none of it, the exit code and stderr have told it."""
    try:
        yield
        if sys.stdout is not None:
            put("", sys.stdout, flush=True)
    except (OutputError, BrokenPipeError):
        sys.stdout = None


def _check_common(session: Session) -> None:
    """Have a wrong value told also by a command that would make no use of it."""
    if session.options.today is not None:
        session.today  # noqa: B018 - read once, and kept
    vault = session.options.vault
    if vault is not None and not str(vault).strip():
        session.options = replace(session.options, vault=None)
        raise UsageError("empty-value", name="--vault")
    color = session.options.color
    if color is not None and color not in COLORS:
        session.options = replace(session.options, color=None)
        raise UsageError("bad-color", text=color, known=", ".join(COLORS))
