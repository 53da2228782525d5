"""What a command loads before it does anything: its own module, and nothing that it does not use."""

import subprocess
import sys
from pathlib import Path

import pytest

from vaultkit.cli.commands import COMMANDS

VAULT = Path(__file__).parent / "transcripts" / "vault"
SLOW = {"watchdog", "rich", "markdown_it", "pydantic", "importlib.metadata", "email"}
MODULES = {f"vaultkit.cli.{command.place.partition(':')[0]}" for command in COMMANDS.values()}
LOADED = """import sys
sys.argv = ["vaultkit", *sys.argv[1:]]
from vaultkit.__main__ import main
try:
    main()
except SystemExit:
    pass
print("\\n", *sys.modules)
"""


def loaded(*words):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *map(str, words)], capture_output=True, check=True, text=True
    )
    return set(done.stdout.split("\n")[-2].split()), done.stderr


def test_the_version_alone_loads_no_command_line():
    modules, _ = loaded("--version")
    assert not modules & {"typer", "vaultkit.cli", "tomllib", "json"}


@pytest.mark.parametrize(
    "words",
    [
        ("due",),
        ("contacts", "--json"),
        ("update", "--check", "--strict"),
        ("draft", "nonsense"),
        ("explain", "Acme"),
        ("undo", "--list"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_loads_its_own_module_and_no_slow_library(words):
    modules, _ = loaded(*words, "--vault", VAULT, "--today", "2026-11-20", "--quiet")
    own = f"vaultkit.cli.{COMMANDS[words[0]].place.partition(':')[0]}"
    assert modules & MODULES == {own}
    assert modules & (SLOW - ({"email"} if words[0] == "draft" else set())) == set()


def test_the_list_of_commands_loads_none_of_ours():
    modules, told = loaded("--help")
    assert modules & MODULES == set(), told
