"""What may stand behind each command, for completion: listed here, so that nothing is loaded to know it.

A test holds the table to the commands themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "flag",
    "text",
    "command",
    "item",
    "note",
    "path",
    "note or person",
    "company",
    "person",
    "stage",
    "week",
    "when",
    "color",
    "language",
    "remove",
    "format",
    "shell",
    "dash",
    "file",
    "folder",
]
"""What completes a word: ``flag`` stands for an option without a value, ``text`` for what nobody can guess."""


@dataclass(frozen=True)
class Opened:
    """One option: what its value is, and its name among the phrases of the help."""

    kind: Kind
    phrase: str


@dataclass(frozen=True)
class Words:
    """The options of a command by their names, and what its arguments are; the last may stand several times."""

    options: Mapping[str, Opened] = field(default_factory=dict)
    arguments: tuple[Kind, ...] = ()
    repeats: bool = False


COMMON: Mapping[str, Opened] = {
    "--vault": Opened("folder", "vault"),
    "--today": Opened("text", "today"),
    "--json": Opened("flag", "json"),
    "--quiet": Opened("flag", "quiet"),
    "-q": Opened("flag", "quiet"),
    "--verbose": Opened("flag", "verbose"),
    "-v": Opened("flag", "verbose"),
    "--color": Opened("color", "color"),
    "--help": Opened("flag", "help"),
    "-h": Opened("flag", "help"),
}
BEFORE: Mapping[str, Opened] = {"--version": Opened("flag", "version"), **COMMON}
"""What may stand before a command's name."""

_STRICT, _PERSON = Opened("flag", "strict"), Opened("person", "person")

TABLE: Mapping[str, Words] = {
    "new": Words(
        {
            "--status": Opened("stage", "status"),
            "--applied": Opened("text", "applied"),
            "--url": Opened("text", "url"),
            "--recruiter": Opened("person", "recruiter"),
            "--set": Opened("text", "set_"),
        },
        ("company", "text"),
    ),
    "update": Words(
        {
            "--dry-run": Opened("flag", "dry_run"),
            "--check": Opened("flag", "check"),
            "--strict": _STRICT,
            "--yes": Opened("flag", "yes"),
        },
        ("note",),
        repeats=True,
    ),
    "watch": Words(),
    "review": Words(
        {
            "--week": Opened("week", "week"),
            "--stdout": Opened("flag", "stdout"),
            "--html": Opened("file", "html"),
            "--walk": Opened("flag", "walk_"),
            "--redact": Opened("flag", "redact"),
        }
    ),
    "render": Words({"--path": Opened("path", "path"), "--strict": _STRICT}, ("dash",)),
    "due": Words(),
    "contacts": Words(),
    "done": Words({"--person": _PERSON}, ("item",)),
    "draft": Words(
        {
            "--eml": Opened("file", "eml"),
            "--mailto": Opened("flag", "link"),
            "--note": Opened("flag", "note"),
            "--template": Opened("flag", "template"),
        },
        ("item",),
    ),
    "explain": Words(arguments=("note or person",)),
    "export": Words(
        {
            "--output": Opened("file", "output"),
            "-o": Opened("file", "output"),
            "--from": Opened("text", "from_"),
            "--to": Opened("text", "to"),
            "--as": Opened("text", "as_"),
            "--lang": Opened("language", "lang"),
            "--redact": Opened("flag", "redact"),
        },
        ("format",),
    ),
    "import": Words(
        {
            "--dry-run": Opened("flag", "dry_run"),
            "--yes": Opened("flag", "yes"),
            "--map": Opened("text", "map_"),
            "--dates": Opened("text", "dates"),
        },
        ("file",),
    ),
    "list": Words(
        {
            "--stage": Opened("stage", "stage"),
            "--company": Opened("company", "company"),
            "--open": Opened("flag", "is_open"),
        }
    ),
    "snooze": Words(arguments=("item", "when"), repeats=True),
    "log": Words(arguments=("person", "text"), repeats=True),
    "stats": Words({"--redact": Opened("flag", "redact")}),
    "check": Words(),
    "remove": Words({"--yes": Opened("flag", "yes")}, ("note",), repeats=True),
    "undo": Words({"--list": Opened("flag", "list_")}, ("note",), repeats=True),
    "plugins": Words(),
    "merge-driver": Words(
        {"--marker-size": Opened("text", "marker_size")}, ("file",), repeats=True
    ),
    "init": Words(
        {
            "--no-samples": Opened("flag", "no_samples"),
            "--bases": Opened("flag", "bases"),
            "--lang": Opened("language", "lang"),
            "--adopt": Opened("folder", "adopt_"),
            "--yes": Opened("flag", "yes"),
        },
        ("folder",),
    ),
    "samples": Words(arguments=("remove",)),
    "config": Words(),
    "bases": Words(),
    "doctor": Words({"--lines": Opened("flag", "lines")}),
    "completion": Words(arguments=("shell",)),
}
