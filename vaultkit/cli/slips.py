"""What is wrong with a command line that cannot be read, in the reader's language.

What the library raises is known by the name of its class, and by what it carries: where that comes from
differs between its versions. A sentence that nothing here knows, as one of a guest's own type, stays as it is.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from vaultkit.cli.commands import COMMANDS
from vaultkit.cli.help_words import placeholders_in_words
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line

_QUOTED = re.compile("'.*'", re.DOTALL)
_TOO_MANY = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)


def slip_in_words(error: Any, command: Any, phrases: Phrases) -> str:
    """Return the sentence for what the library raised while it read the words of a command."""
    say, told = phrases.say, str(error.format_message())
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = ", ".join(sorted(error.possibilities or ()))
        key = "slip.near-options" if near else "slip.no-option"
        return say(key, name=one_line(error.option_name), near=near)
    if kind == "MissingParameter" and (name := _QUOTED.search(told)):
        return say(
            f"slip.missing-{error.param.param_type_name}",
            name=placeholders_in_words(name.group(), phrases),
        )
    if kind == "BadOptionUsage" and (option := _option(command, error.option_name)):
        key = "slip.no-value-taken" if option.is_flag else "slip.value-missing"
        return say(key, name=error.option_name)
    if kind == "BadParameter" and command.name in COMMANDS and (name := _QUOTED.search(told)):
        # The only values of ours that can be of a wrong type are numbers.
        return say("slip.no-number", name=name.group().partition(": ")[0])
    if extra := _TOO_MANY.fullmatch(told):
        return say("slip.too-many", words=one_line(extra[1]))
    return told


def no_such_command(name: str, known: Sequence[str], phrases: Phrases) -> str:
    """Return the sentence for a command that is not there, with those that it looks like."""
    near = ", ".join(f"'{match}'" for match in get_close_matches(name, known))
    key = "slip.near-commands" if near else "slip.no-command"
    return phrases.say(key, name=one_line(name), near=near)


def _option(command: Any, name: str) -> Any:
    """Return the option of a name, where it takes no value or one."""
    found = (option for option in command.params if name in option.opts)
    return next((option for option in found if option.nargs == 1), None)
