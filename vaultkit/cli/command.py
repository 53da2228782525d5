"""How a function becomes a command of the library that reads all there can be in a command line."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from typer.core import TyperCommand, TyperGroup

from vaultkit import plugins
from vaultkit.cli.answer import Answer
from vaultkit.cli.commands import COMMANDS
from vaultkit.cli.guarded import Said, guarded, options_of
from vaultkit.cli.help_words import (
    help_phrases,
    line_of_command,
    panel_in_words,
    placeholders_in_words,
    put_in_words,
    put_option_of_help,
    usage_in_words,
)
from vaultkit.cli.parameters import Parameter, about, common_parameters, own_parameters
from vaultkit.cli.plain_call import function_of
from vaultkit.cli.plain_values import leave_unasked, take_texts
from vaultkit.cli.printing import print_answer, print_problem
from vaultkit.cli.session import Options, Session
from vaultkit.cli.slips import no_such_command, slip_in_words
from vaultkit.core.text.phrases import Phrases
from vaultkit.errors import GuestError, NoteLeftError, UsageError, VaultkitError

Context, Exit = typer.Context, typer.Exit
get_command = typer.main.get_command


def for_typer(parameter: inspect.Parameter, **more: Any) -> inspect.Parameter:
    """Return a parameter with what it says of itself as Typer wants it; a guest's own stays as it is."""
    told = about(parameter)
    if not isinstance(told, Parameter):
        return parameter
    make: Any = typer.Option if told.names else typer.Argument
    info = make(
        *told.names, help=told.help, metavar=told.metavar, rich_help_panel=told.panel, **more
    )
    kind = get_args(parameter.annotation)[0]
    return parameter.replace(annotation=Annotated[kind, info])


_JSON = "--json"


@contextmanager
def _slips_in_words(
    name: str, *, asked: bool, words: Callable[[Any, Phrases], str]
) -> Iterator[None]:
    """Have what is wrong with a command line told in the reader's language, in JSON too where that was ``asked`` for.

    What the library raises comes from another package in its older versions, so it is known by the
    sentence that it has. ``words`` makes ours of it.
    """
    try:
        yield
    except Exception as error:
        if hasattr(error, "format_message"):
            phrases = help_phrases()
            told = words(error, phrases)
            _put_slip_in_words(error, told, phrases)
            if asked:
                print_problem(name, "usage", told)
        raise


def _put_slip_in_words(error: Any, told: str, phrases: Phrases) -> None:
    """Have the library print our sentence, and what it says around it, in a language."""
    from typer import rich_utils  # loads what draws

    command = "[blue]'{command_path} {help_option}'[/]"
    rich_utils.RICH_HELP = phrases.say("slip.help", command=command)
    rich_utils.ERRORS_PANEL_TITLE = phrases.say("slip.title")
    error.format_message = lambda: told


class _PlainHelp:
    """Shows the help in the reader's language, its own option as one that takes no value."""

    words: Phrases | None = None
    """The reader's, while the help is shown: a command that is run needs none of them."""

    def get_help_option(self, context: Any) -> Any:
        option = super().get_help_option(context)  # type: ignore[misc]
        if option:
            option.metavar = ""
            leave_unasked(option)
            if self.words:
                put_option_of_help(option, self.words)
        return option

    def parse_args(self, context: Any, args: list[str]) -> Any:
        """Read the words. A slip says of which command it is: of a missing value the library does not."""
        try:
            return super().parse_args(context, args)  # type: ignore[misc]
        except Exception as slip:
            error: Any = slip
            if hasattr(error, "format_message") and error.ctx is None:
                error.ctx, error.cmd = context, self
            raise

    def format_help(self, context: Any, formatter: Any) -> None:
        from typer import rich_utils  # loads what draws

        self.words = help_phrases()
        rich_utils.REQUIRED_LONG_STRING = self.words.say("help.required")
        put_in_words(self, self.words)
        try:
            super().format_help(context, formatter)  # type: ignore[misc]
        finally:
            self.words = None

    def slips(self, name: str, *, asked: bool) -> AbstractContextManager[None]:
        """Return what tells of a line of this command that cannot be read."""

        def words(error: Any, phrases: Phrases) -> str:
            return slip_in_words(error, self, phrases)

        return _slips_in_words(name, asked=asked, words=words)

    def get_usage(self, context: Any) -> str:
        return usage_in_words(super().get_usage(context), help_phrases())  # type: ignore[misc]


class _Command(_PlainHelp, TyperCommand):
    """A command."""

    def make_context(
        self, info_name: Any, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        asked = parent.obj.json if parent and parent.obj else False
        with self.slips(str(info_name), asked=asked or _JSON in args):
            return super().make_context(info_name, args, parent, **extra)


class _Group(_PlainHelp, TyperGroup):
    """``vaultkit`` itself. The module of a command is loaded when it is called, and not to list it."""

    def make_context(
        self, info_name: Any, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        with self.slips("status", asked=_JSON in args):
            return super().make_context(info_name, args, parent, **extra)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        def words(_: Any, phrases: Phrases) -> str:
            return no_such_command(args[0], self.list_commands(ctx), phrases)

        asked = ctx.params["json"] or _JSON in args
        with _slips_in_words(args[0], asked=asked, words=words):
            return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        return _in_the_list(cmd_name, self.words) if self.words else named(cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        guests = (guest.name for guest in plugins.installed(plugins.COMMANDS) if not guest.is_ours)
        return list(dict.fromkeys([*COMMANDS, *guests]))


def named(name: str) -> Any:
    """Return the command of a name, ours before a guest's; None where there is none."""
    if name not in COMMANDS:
        return _command_of_guest(name)
    return built(name, COMMANDS[name].panel, function_of(name))


def _in_the_list(name: str, phrases: Phrases) -> Any:
    """Return a command as the list of all commands shows it."""
    if name not in COMMANDS:
        return _command_of_guest(name)
    about, panel = line_of_command(name, phrases), panel_in_words(COMMANDS[name].panel, phrases)
    return _Command(name, help=about, rich_help_panel=panel)


_GUESTS = "From other packages"

app = typer.Typer(
    name="vaultkit",
    cls=_Group,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def built(name: str, panel: str, function: Callable[..., Said]) -> Any:
    """Return the command that a function of a Session and its own parameters makes; its answer is printed."""
    own = own_parameters(function)

    def run(context: typer.Context, **values: Any) -> None:
        options = options_of(values).over(context.obj or Options())

        def work(session: Session) -> Said:
            _check_values(own, values, session)
            return function(session, **values)

        raise typer.Exit(guarded(name, Session(options), work))

    own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    context = inspect.Parameter(
        "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    parameters = [context, *map(for_typer, own), *map(for_typer, common_parameters())]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__doc__ = function.__doc__
    alone = typer.Typer(add_completion=False)
    alone.command(name, cls=_Command, rich_help_panel=panel)(run)
    made = typer.main.get_command(alone)
    take_texts(made, parameters)
    return made


def _command_of_guest(name: str) -> Any:
    """Return the command of that name that another package brings, None where there is none.

    One that is broken is a command as well: called, it says what is wrong with it.
    """
    try:
        guest = plugins.named(plugins.COMMANDS, name)
        return guest_command(guest) if guest and not guest.is_ours else None
    except GuestError as error:
        return _broken(name, error)


def guest_command(guest: plugins.Guest) -> Any:
    """Return the command that a guest's function makes. Raises GuestError for one that makes none."""
    function = plugins.loaded(guest)
    try:
        return built(guest.name, _GUESTS, _guarded_guest(guest, function))
    except Exception as error:
        told = plugins.reason(error)
        raise GuestError("guest-no-command", guest=guest.shown, reason=told) from error


def _guarded_guest(guest: plugins.Guest, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the guest's function with whatever it raises told by its name."""

    @wraps(function)
    def run(session: Session, **values: Any) -> Said:
        try:
            said = function(session, **values)
            if isinstance(said, Answer):
                print_answer(guest.name, session, said)
                return said.exit_code
        except VaultkitError as error:
            if _can_be_told(session, error):
                raise
            raise _failed(guest, error) from error
        except (KeyboardInterrupt, BrokenPipeError):
            raise
        except BaseException as error:  # a guest may even call exit()
            raise _failed(guest, error) from error
        if said is None or isinstance(said, int):
            return said
        raise GuestError("guest-no-answer", guest=guest.shown, kind=type(said).__name__)

    return run


def _can_be_told(session: Session, error: VaultkitError) -> bool:
    """Tell whether there is a sentence for an error: a guest may raise ours with a key of its own."""
    if isinstance(error, NoteLeftError):
        return True
    try:
        session.console_in(session.language_at_hand).phrases.say(
            f"error.{error.key}", **error.values
        )
    except KeyError:
        return False
    return True


def _failed(guest: plugins.Guest, error: BaseException) -> GuestError:
    return GuestError("guest-failed", guest=guest.shown, reason=plugins.reason(error))


def _broken(name: str, error: GuestError) -> Any:
    """Return a command that takes whatever it is given and raises the error."""

    def run(_session: Session) -> None:
        """(broken)"""
        raise error

    made = built(name, _GUESTS, run)
    made.ignore_unknown_options = made.allow_extra_args = True
    return made


def _check_values(
    parameters: Iterable[inspect.Parameter], values: Mapping[str, Any], session: Session
) -> None:
    """Raise UsageError for a text that is empty: an empty variable of a script means nothing."""
    for parameter in parameters:
        value = values[parameter.name]
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(text, str | Path) and not str(text).strip() for text in texts):
            phrases = session.console_in(session.language_at_hand).phrases
            name = placeholders_in_words(_shown_name(parameter), phrases)
            raise UsageError("empty-value", name=name)


def _shown_name(parameter: inspect.Parameter) -> str:
    """Return how the help calls an argument or an option."""
    told = about(parameter)
    if isinstance(told, Parameter):
        return told.shown_name or parameter.name.upper()
    if not isinstance(told, typer.models.ParameterInfo):
        return parameter.name.upper()  # a guest's that says no more of it than its name
    names = [name for name in (told.default, *(told.param_decls or ())) if isinstance(name, str)]
    return names[0] if names else told.metavar or parameter.name.upper()
