"""The reference: ``docs/reference.md`` and the man page ``docs/vaultkit.1``, made from the commands' own help.

``pytest tests/test_reference.py --rewrite-golden`` writes both anew.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tests.json_forms import FOLDER
from vaultkit.cli.command import get_command, named
from vaultkit.cli.command_line import app
from vaultkit.cli.commands import COMMANDS
from vaultkit.cli.examples import EXAMPLES
from vaultkit.cli.help_words import put_in_words
from vaultkit.playbook import load

COMMON = ("vault", "today", "json", "quiet", "verbose", "color", "help")
EXIT_CODES = (
    ("0", "fine"),
    (
        "1",
        "findings: `check`, `plugins`, `--check`, a `--dry-run` that is not empty; "
        "an `undo` that could take nothing back, an `import` that made only some of its notes",
    ),
    ("2", "wrong usage, or wrong settings"),
    (
        "3",
        "the vault is busy: a second `watch`, or git in the middle of something; "
        "with `--caldav`, somebody changed the calendar meanwhile",
    ),
    ("4", "some notes could not be handled, with `--strict` only"),
    ("130", "interrupted by Ctrl-C (SIGINT)"),
    ("143", "ended by SIGTERM"),
)
ENVIRONMENT = (
    ("VAULTKIT_VAULT", "the vault, where `--vault` does not say"),
    ("VAULTKIT_CALDAV_USER", "who asks for `--caldav`, where the address does not say"),
    ("VAULTKIT_CALDAV_PASSWORD", "the password for `--caldav`; else the system's keyring has it"),
    ("NO_COLOR", "no colors, whatever it holds"),
    ("XDG_STATE_HOME", "where the journal for `undo` is kept; else `~/.local/state`"),
)


@dataclass(frozen=True)
class Entry:
    """A term and what it means."""

    term: str
    text: str


@dataclass(frozen=True)
class Command:
    """One command as its help shows it."""

    name: str
    panel: str
    usage: str
    about: str
    parameters: tuple[Entry, ...]
    examples: tuple[str, ...]
    data: str


def commands() -> Iterator[Command]:
    """Yield all commands in the order of the help."""
    for name, listed in COMMANDS.items():
        yield _command(name, listed.panel, named(name))


def common_options() -> tuple[Entry, ...]:
    """Return the options that every command takes."""
    made = named("due")
    put_in_words(made, load.phrases("en"))
    told = [_entry(one) for one in made.params if one.name in COMMON]
    return (*told, Entry("-h, --help", load.phrases("en").say("help.common.help")))


def about_vaultkit() -> str:
    """Return what stands above the list of commands."""
    made = get_command(app)
    put_in_words(made, load.phrases("en"))
    return str(made.help)


def _command(name, panel, made):
    put_in_words(made, load.phrases("en"))
    own = [one for one in made.params if one.name not in COMMON]
    arguments = [_usage(one) for one in own if one.param_type_name == "argument"]
    schema = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return Command(
        name=name,
        panel=panel,
        usage=" ".join([f"vaultkit {name} [OPTIONS]", *arguments]),
        about=made.help,
        parameters=tuple(map(_entry, own)),
        examples=EXAMPLES[name],
        data=schema["properties"]["data"]["description"],
    )


def _usage(argument):
    several = "..." if argument.nargs == -1 else ""
    return f"{_value(argument)}{several}" if argument.required else f"[{_value(argument)}{several}]"


def _value(parameter):
    return parameter.metavar or parameter.name.upper()


def _entry(parameter):
    if parameter.param_type_name == "argument":
        return Entry(_value(parameter), parameter.help)
    value = "" if parameter.is_flag else f" {_value(parameter)}"
    return Entry(f"{', '.join(sorted(parameter.opts, key=len))}{value}", parameter.help)


def markdown() -> str:
    """Return the page for ``docs/``."""
    lines = [
        "# Reference",
        "",
        "What `vaultkit --help` and the help of each command say, on one page; the man page says the same. "
        "Made by `pytest tests/test_reference.py --rewrite-golden`, not by hand.",
        "",
        *_paragraphs(about_vaultkit()),
        "## For every command",
        "",
        *_table("option", common_options()),
        "`--json` prints one object: `schema`, `command`, `data`, `problems`. The form of each command's is a file "
        "in `vaultkit/schemas/`, as a JSON Schema. `vaultkit --json` alone has `status.json`.",
        "",
        "| exit code | |",
        "|---|---|",
        *(f"| {code} | {text} |" for code, text in EXIT_CODES),
        "",
        "| variable | |",
        "|---|---|",
        *(f"| `{name}` | {text} |" for name, text in ENVIRONMENT),
        "",
    ]
    for panel, several in groupby(commands(), key=lambda one: one.panel):
        lines += [f"## {panel}", ""]
        for one in several:
            lines += _section(one)
    return "\n".join(lines).rstrip() + "\n"


def _section(one):
    lines = [f"### vaultkit {one.name}", "", *_paragraphs(one.about)]
    lines += ["```sh", *one.examples, "```", ""]
    lines += [f"`{one.usage}`", ""]
    lines += _table("", one.parameters)
    return [
        *lines,
        f"`data` of `--json` ([form](../vaultkit/schemas/{one.name}.json)): {one.data}",
        "",
    ]


def _paragraphs(text):
    return [line for part in text.split("\n\n") for line in (" ".join(part.split()), "")]


def _table(title, entries):
    if not entries:
        return []
    rows = (f"| `{_cell(one.term)}` | {_cell(one.text)} |" for one in entries)
    return [f"| {title} | |", "|---|---|", *rows, ""]


def _cell(text):
    return text.replace("|", "\\|")


def man_page() -> str:
    """Return the man page, in the ``man`` macros."""
    lines = [
        '.\\" Made by pytest tests/test_reference.py --rewrite-golden, not by hand.',
        '.TH VAULTKIT 1 "" vaultkit "User Commands"',
        ".SH NAME",
        "vaultkit \\- dated follow\\-ups for job applications kept as Markdown notes",
        ".SH SYNOPSIS",
        ".B vaultkit",
        "[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]]",
        ".SH DESCRIPTION",
    ]
    for part in about_vaultkit().split("\n\n"):
        lines += [".PP", _roff(" ".join(part.split()))]
    for panel, several in groupby(commands(), key=lambda one: one.panel):
        lines.append(f'.SH "COMMANDS: {panel.upper()}"')
        for one in several:
            lines += _man_section(one)
    lines += [".SH OPTIONS", ".PP", "Every command takes these."]
    lines += [line for one in common_options() for line in _tagged(one)]
    lines += ['.SH "EXIT STATUS"']
    lines += [line for code, text in EXIT_CODES for line in _tagged(Entry(code, text))]
    lines += [".SH ENVIRONMENT"]
    lines += [line for name, text in ENVIRONMENT for line in _tagged(Entry(name, text))]
    lines += [
        ".SH FILES",
        *_tagged(Entry("vaultkit.toml", "the settings, at the root of a vault")),
        *_tagged(Entry("Playbook/", "a vault's own rules, phrases and letters")),
    ]
    return "\n".join(lines) + "\n"


def _man_section(one):
    lines = [f'.SS "vaultkit {_roff(one.name)}"']
    for part in one.about.split("\n\n"):
        lines += [_roff(" ".join(part.split())), ".PP"]
    lines += [f"\\fB{_roff(one.usage)}\\fR"]
    lines += [line for entry in one.parameters for line in _tagged(entry)]
    lines += [".PP", ".nf", *(f"  {_roff(line)}" for line in one.examples), ".fi"]
    return lines


def _tagged(entry):
    return [".TP", f"\\fB{_roff(entry.term)}\\fR", _roff(entry.text.replace("`", ""))]


def _roff(text):
    """A backslash, a hyphen to copy, and what begins a line are written so that they stay what they are."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("…", "...")
    text = (
        text.replace("–", "\\(en").replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    )
    return f"\\&{text}" if text.startswith((".", "'")) else text
