"""What may stand behind each command, for completion: listed here, so that nothing is loaded to know it.

A test holds the table to the commands themselves.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
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
        "service",
        "format",
        "shell",
        "dash",
        "file",
        "folder",
    ]
    """What completes a word: ``flag`` stands for an option without a value, ``text`` for what nobody can guess."""


class Opened:
    """One option: what its value is, and its name among the phrases of the help."""

    __slots__ = ("kind", "phrase")

    def __init__(self, kind: "Kind", phrase: str) -> None:
        self.kind, self.phrase = kind, phrase


class Words:
    """The options of a command by their names, and what its arguments are; the last may stand several times."""

    __slots__ = ("arguments", "options", "repeats")

    def __init__(
        self,
        options: "Mapping[str, Opened] | None" = None,
        arguments: "tuple[Kind, ...]" = (),
        repeats: bool = False,
    ) -> None:
        self.options, self.arguments, self.repeats = options or {}, arguments, repeats


COMMON: "Mapping[str, Opened]" = {
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
BEFORE: "Mapping[str, Opened]" = {"--version": Opened("flag", "version"), **COMMON}
"""What may stand before a command's name."""

_STRICT, _PERSON = Opened("flag", "strict"), Opened("person", "person")

TABLE: "Mapping[str, Words]" = {
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
    "contacts": Words({"--stale": Opened("flag", "stale")}),
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
    "calendar": Words(
        {
            "--redact": Opened("flag", "redact"),
            "--caldav": Opened("text", "caldav"),
            "--plain-http": Opened("flag", "plain_http"),
        },
        ("file",),
    ),
    "import": Words(
        {
            "--dry-run": Opened("flag", "dry_run"),
            "--yes": Opened("flag", "yes"),
            "--map": Opened("text", "map_"),
            "--dates": Opened("text", "dates"),
            "--only": Opened("text", "only"),
            "--all": Opened("flag", "all_"),
            "--strict": _STRICT,
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
    "undo": Words(
        {"--list": Opened("flag", "list_"), "--run": Opened("text", "run")},
        ("note",),
        repeats=True,
    ),
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
    "lsp": Words(),
    "service": Words(arguments=("service",)),
    "bases": Words(),
    "doctor": Words({"--lines": Opened("flag", "lines")}),
    "completion": Words(arguments=("shell",)),
}
