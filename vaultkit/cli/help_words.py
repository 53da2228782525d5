"""The help in the reader's language: the vault's, where one is around, else the environment's."""

import os
import re
from collections.abc import Mapping
from typing import Any

from vaultkit.cli.examples import EXAMPLES
from vaultkit.cli.session import Options, Session
from vaultkit.cli.spoken import environment_language
from vaultkit.core.text.phrases import Phrases
from vaultkit.errors import VaultkitError
from vaultkit.playbook import load

_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b")
_PANELS = {
    "Every day": "every-day",
    "Repair": "repair",
    "Set up": "set-up",
    "Common options": "common",
}


def help_phrases(environ: Mapping[str, str] = os.environ) -> Phrases:
    """Return the phrases that the help is in. No wrong settings stand in the way of it."""
    try:
        return load.phrases(Session(Options(), environ).language)
    except (VaultkitError, OSError):
        return load.phrases(environment_language(environ))


def put_in_words(command: Any, phrases: Phrases) -> None:
    """Give a command, its options and, where it has any, its commands their texts in a language."""
    is_whole = hasattr(command, "list_commands")  # and no command of ours or a guest's
    name = "vaultkit" if is_whole else command.name
    command.help = _text(f"help.{name}.about", command.help, phrases)
    if name in EXAMPLES:
        title = phrases.say("help.examples")
        command.epilog = "\n\n".join([title, *(f"  {line}" for line in EXAMPLES[name])])
    for parameter in command.params:
        _put_parameter(name, parameter, phrases)


def line_of_command(name: str, phrases: Phrases) -> str:
    """Return what a command of ours is for."""
    return phrases.say(f"help.{name}.about")


def put_option_of_help(option: Any, phrases: Phrases) -> None:
    """Give the help's own option its text."""
    option.help = phrases.say("help.common.help")
    option.rich_help_panel = phrases.say("help.panel.options")


def usage_in_words(usage: str, phrases: Phrases) -> str:
    """Return the line of how a command is called."""
    usage = usage.replace("Usage:", phrases.say("help.usage"), 1)
    return placeholders_in_words(usage, phrases)


def placeholders_in_words(text: str, phrases: Phrases) -> str:
    """Return a text with what stands for words of one's own (``[OPTIONS]``, ``ITEM``) in a language."""

    def in_words(found: re.Match[str]) -> str:
        return _text(f"help.placeholder.{found[0]}", found[0], phrases)

    return _PLACEHOLDER.sub(in_words, text)


def _put_parameter(name: str, parameter: Any, phrases: Phrases) -> None:
    is_common = phrases.has(f"help.common.{parameter.name}")
    key = f"help.common.{parameter.name}" if is_common else f"help.{name}.{parameter.name}"
    if getattr(parameter, "help", None):
        parameter.help = _text(key, parameter.help, phrases)
    if parameter.metavar:
        parameter.metavar = placeholders_in_words(parameter.metavar, phrases)
    kind = "arguments" if parameter.param_type_name == "argument" else "options"
    panel = getattr(parameter, "rich_help_panel", None)
    parameter.rich_help_panel = (
        panel_in_words(panel, phrases) if panel else phrases.say(f"help.panel.{kind}")
    )


def panel_in_words(title: str, phrases: Phrases) -> str:
    """Return a panel's title; a guest's own stays as it is."""
    return phrases.say(f"help.panel.{_PANELS[title]}") if title in _PANELS else title


def _text(key: str, text: str, phrases: Phrases) -> str:
    """A text that no language has yet is shown as the code has it."""
    return phrases.say(key) if phrases.has(key) else text
