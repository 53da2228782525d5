"""The laws of docs/architecture.md, read off the code's own imports: who may import whom, who may touch what."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "vaultkit"
MODULES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix(): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

# Every room imports from the rooms below it, and from nowhere else. The lowest stands first.
FLOORS = (
    "value",
    "core/text",
    "errors",
    "core/days",
    "core/settings",
    "core/front_matter",
    "core/notes",
    "core/adoption",
    "core/follow_ups",
    "core/across",
    "core/tables",
    "core/vcards",
    "core/week",
    "core/merge",
    "formats",
    "playbook",
    "disk",
    "net",
    "work",
    "watch",
    "editor",
    "plugins",
    "cli",
    "__main__",
)

# What touches the world, and the rooms or modules that may import it. Nobody else may.
DOORS = {
    "os": ("disk", "work", "watch", "cli", "__main__"),
    "pathlib": ("playbook/load", "disk", "work", "watch", "cli"),
    "sys": (
        *("disk/system", "disk/early", "disk/asker", "disk/beside"),
        *("work/readers", "cli", "__main__"),
    ),
    "time": ("disk", "work", "watch", "cli"),
    "io": ("cli", "__main__"),
    "logging": ("cli/editor_protocol", "watch/events"),
    "shutil": ("cli/console",),
    "signal": ("disk/stopping", "disk/system", "cli/guarded"),
    "subprocess": ("disk/programs",),
    "threading": ("disk/at_once", "disk/stopping", "net/caldav_server", "watch"),
    # What a copy of the process needs of the two, where it is quick to load.
    **dict.fromkeys(("_signal", "_thread"), ("disk/fork",)),
    # The language server waits in a loop of its library's; it opens no connection.
    "asyncio": ("cli/editor_server",),
    # What differs by platform has one door.
    **dict.fromkeys(("fcntl", "ctypes", "termios", "tty", "msvcrt"), ("disk/system",)),
    "importlib": (
        "playbook",
        "work/readers",
        "work/set_up_vault",
        "plugins",
        "cli/plain_call",
        "cli/completion",
    ),
    # Each library has one door.
    "frontmatter": ("core/front_matter/yaml_text",),
    "yaml": ("core/front_matter/yaml_text",),
    "watchdog": ("watch/events",),
    "typer": ("cli/command",),
    "rich": ("cli/tables",),
    "markdown_it": ("formats/page",),
    "pygls": ("cli/editor_protocol", "cli/editor_server"),
    "lsprotocol": ("cli/editor_server",),
    "icalendar": ("formats/calendar_file",),
    "zoneinfo": ("formats/time_zones",),
    # One command speaks to a server, and only when it is asked to.
    "caldav": ("net/caldav_server",),
    "keyring": ("net/credentials",),
    # A watcher and the commands beside it, on one machine; a process and its copy.
    "socket": ("watch/word",),
    "_socket": ("disk/word", "disk/helper"),
    # No network but that, no chance, no locale: not even at the door.
    **dict.fromkeys(("ssl", "http", "ftplib", "smtplib", "random", "locale", "pickle"), ()),
}

# What may be called, and where. The day is read in one place, so that a plan has no today.
CALLS = {
    "today": ("cli/clock",),
    "now": (),
    "utcnow": (),
    "print": ("cli",),
    "open": ("disk", "work", "watch", "cli", "__main__"),
    **dict.fromkeys(("eval", "exec", "system", "popen", "__import__", "input"), ()),
}  # fmt: skip

# A note's path has ``/`` on every system, and is a text: only places on the disk are the system's to read.
OS_PATHS = {
    "lexists": ("disk/page_file", "disk/vault", "disk/vault_place"),
    "abspath": ("cli/items",),
    "relpath": ("watch/events",),
    "isfile": ("cli/items", "cli/opening", "disk/programs"),
    "realpath": ("disk/programs",),
}

# What answers before anything slow is loaded, on systems of the POSIX kind alone: path objects are slow.
QUICK = (
    *(
        "disk/asker",
        "disk/beside",
        "disk/cache_file",
        "disk/committed",
        "disk/fork",
        "disk/helper",
        "disk/homes",
        "disk/printed",
        "disk/program",
        "disk/question",
    ),
    *("disk/stands", "disk/walk", "cli/help_texts", "watch/inotify"),
)

# Who may mend what a crash left, and who may open a run on a journal: a recovery is a run, too.
BEGINNINGS = {
    "recover": ("work/run",),
    "journal.run": ("work/run", "disk/recovery"),
    "Run": ("disk/journal",),
}

LONGEST_FILE_LINES = 375


# What else only the door to the system may ask: which platform this is, and what it has.
PLATFORM = re.compile(r"\b(sys\.platform|os\.name|os\.O_\w+|(has|get)attr\(os\b|os\.supports_\w+)")


def room_of(name):
    parts = name.split("/")
    return "/".join(parts[:2]) if parts[0] == "core" else parts[0]


def is_in(name, places):
    return any(name == place or name.startswith(f"{place}/") for place in places)


@cache
def nodes(path):
    """Return every node of a module, which is read once for all the tests."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


@cache
def imports(path):
    """Return what a module imports, by name."""
    return tuple(_imports(path))


def _imports(path):
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner_imports(path):
    """Yield the modules of ours that a module imports, by name."""
    for name in imports(path):
        inner = name.removeprefix("vaultkit.").replace(".", "/")
        if name.startswith("vaultkit.") and (inner in MODULES or f"{inner}/__init__" in MODULES):
            yield inner


@cache
def calls(path):
    """Return the names of what a module calls."""
    return frozenset(_calls(path))


def _calls(path):
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )


@cache
def calls_on_a_journal(path):
    """Return what is called by its bare name, or on something that is called a journal."""
    return frozenset(_calls_on_a_journal(path))


def _calls_on_a_journal(path):
    for node in nodes(path):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            yield node.func.id
        elif "journal" in ast.unparse(getattr(node.func, "value", node.func)):
            yield f"journal.{node.func.attr}"


def test_every_module_stands_in_a_room():
    assert {room_of(name) for name in MODULES} - {*FLOORS} <= {"__init__", "core/__init__"}


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down_only(name):
    above = FLOORS[FLOORS.index(room_of(name)) + 1 :] if room_of(name) in FLOORS else FLOORS
    assert {other for other in inner_imports(MODULES[name]) if room_of(other) in above} == set()


@pytest.mark.parametrize("door", DOORS)
def test_the_world_is_touched_at_its_doors_only(door):
    users = {
        name
        for name, path in MODULES.items()
        for used in imports(path)
        if used.split(".")[0] == door
    }
    assert {name for name in users if not is_in(name, DOORS[door])} == set()
    assert all(any(is_in(name, (place,)) for name in users) for place in DOORS[door]), (
        "a door that nobody uses"
    )


@pytest.mark.parametrize("call", CALLS)
def test_the_world_is_asked_at_its_doors_only(call):
    users = {name for name, path in MODULES.items() if call in calls(path)}
    assert {name for name in users if not is_in(name, CALLS[call])} == set()


def test_only_the_door_to_the_system_knows_which_platform_this_is():
    asks = {
        name: PLATFORM.findall(ast.unparse(ast.parse(path.read_text("utf-8"))))
        for name, path in MODULES.items()
        if not is_in(name, ("disk/system", "disk/early"))
    }
    assert {name: found for name, found in asks.items() if found} == {}


def test_a_platform_s_own_modules_are_imported_by_each_other_alone():
    """What one of them needs of Python is missing elsewhere, so that whoever imports it does not start there."""
    own = {f"disk/system/{name}" for name in ("linux", "macos", "posix", "posix_keys", "windows")}
    own |= {"disk/system/windows_calls"}
    users = {name for name, path in MODULES.items() if own & {*inner_imports(path)}}
    assert users - own == {"disk/system/__init__"}


def test_what_is_to_outlive_a_power_cut_goes_through_the_door():
    """On a Mac ``fsync`` alone leaves it in the drive's own memory."""
    users = {name for name, path in MODULES.items() if {"fsync", "fdatasync"} & calls(path)}
    assert {name for name in users if not is_in(name, ("disk/system",))} == set()


def test_no_note_s_path_is_read_by_the_rules_of_one_system():
    """``os.path`` would put a backslash into it on Windows: see ``posixpath``, or take it apart by ``/``."""
    used = {}
    for name, path in MODULES.items():
        if is_in(name, ("disk/system", *QUICK)):
            continue
        for call in re.findall(r"\bos\.path\.(\w+)", path.read_text("utf-8")):
            used.setdefault(call, set()).add(name)
    assert used == {call: {*places} for call, places in OS_PATHS.items()}


@pytest.mark.parametrize("call", BEGINNINGS)
def test_nobody_else_begins_to_write(call):
    """Whoever writes a note needs a run, and a run is to be had in one place only."""
    users = {name for name, path in MODULES.items() if call in calls_on_a_journal(path)}
    assert users == {*BEGINNINGS[call]}


def test_no_command_asks_how_its_answer_is_printed():
    """A command returns an Answer; whether it becomes JSON or lines is decided where it is printed."""
    ask = {name for name, path in MODULES.items() if "options.json" in path.read_text("utf-8")}
    assert ask == {"cli/printing", "cli/session"}


def test_no_import_runs_in_a_circle():
    uses = {
        name: {other for other in inner_imports(path) if other != name}
        for name, path in MODULES.items()
    }
    done: set[str] = set()

    def visit(name, above):
        assert name not in above, " → ".join([*above, name])
        if name in uses and name not in done:
            for other in sorted(uses[name]):
                visit(other, [*above, name])
            done.add(name)

    for name in sorted(uses):
        visit(name, [])


def test_files_stay_small():
    longest = {
        name
        for name, path in MODULES.items()
        if len(path.read_text("utf-8").split("\n")) > LONGEST_FILE_LINES
    }
    assert longest == set()
