"""What a command loads before it does anything: its own module, and nothing that it does not use."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.start import LOADED
from vaultkit.cli.commands import COMMANDS

VAULT = Path(__file__).parent / "transcripts" / "vault"
SLOW = {
    "icalendar",
    "zoneinfo",
    "watchdog",
    "rich",
    "markdown_it",
    "pydantic",
    "importlib.metadata",
    "email",
    "yaml",
    "frontmatter",
}
MODULES = {f"vaultkit.cli.{command.place.partition(':')[0]}" for command in COMMANDS.values()}


def loaded(*words):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *map(str, words)],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
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


PLAIN = {"typer", "rich", "click", "zipfile", "tempfile", "random", "argparse"}
READS_A_VAULT = {
    f"vaultkit.{name}"
    for name in ("core.notes", "core.follow_ups", "core.across", "core.week", "playbook.in_force")
} | {"vaultkit.core.front_matter", "vaultkit.work.index", "vaultkit.work.refresh", "yaml"}
READS_A_VAULT |= {"vaultkit.work.answers"}


@pytest.mark.parametrize(
    "words",
    [("due",), ("update", "--check"), ("undo", "--list"), ("config",), ("completion", "bash"), ()],
    ids=str,
)
def test_a_plain_command_line_loads_no_library_for_command_lines(words):
    modules, told = loaded(*words, *(("--vault", VAULT) if words else ()))
    assert modules & {"typer", "click"} == set(), told


WRITES = {
    f"vaultkit.{name}"
    for name in ("work.refresh", "work.planner", "work.neighbours", "disk.write", "disk.recovery")
}


@pytest.mark.parametrize("words", [("due",), ("contacts",), ("stats",), ("list",)], ids=str)
def test_what_only_reads_loads_nothing_that_writes(words):
    modules, told = loaded(*words, "--vault", VAULT, "--today", "2026-11-20", "--quiet")
    assert modules & WRITES == set(), told


def test_taking_back_loads_nothing_that_reads_a_vault():
    modules, told = loaded("undo", "--list", "--vault", VAULT, "--quiet")
    assert modules & (READS_A_VAULT | PLAIN) == set(), told


def test_a_slip_loads_the_library_that_tells_it():
    modules, told = loaded("due", "--nonsense", "--vault", VAULT)
    assert "typer" in modules
    assert "--nonsense" in told


def test_the_list_of_commands_loads_none_of_ours():
    modules, told = loaded("--help")
    assert modules & MODULES == set(), told
