"""A command line that cannot be read is told in the reader's language."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import run
from vaultkit.cli import commands
from vaultkit.cli.command import named

SLIPS = {
    "due --jsn": (
        "No such option: --jsn (Possible options: --json)",
        "L'opzione --jsn non esiste (opzioni simili: --json).",
    ),
    "due -z": ("No such option: -z", "L'opzione -z non esiste."),
    "--frob": ("No such option: --frob", "L'opzione --frob non esiste."),
    "due one two": (
        "Got unexpected extra argument(s) (one two)",
        "Ci sono argomenti di troppo (one two).",
    ),
    "due --today": (
        "Option '--today' requires an argument.",
        "L'opzione '--today' richiede un valore.",
    ),
    "due --json=3": (
        "Option '--json' does not take a value.",
        "L'opzione '--json' non prende un valore.",
    ),
    "frob": ("No such command 'frob'.", "Il comando 'frob' non esiste."),
    "duee": (
        "No such command 'duee'. Did you mean 'due'?",
        "Il comando 'duee' non esiste. Intendevi 'due'?",
    ),
    "merge-driver --marker-size wide": (
        "Invalid value for '--marker-size': it wants a whole number.",
        "Valore non valido per '--marker-size': serve un numero intero.",
    ),
}
ENGLISH, ITALIAN = {"LC_ALL": "C"}, {"LC_ALL": "it_IT.UTF-8"}


def told(line: str, env: dict[str, str], cwd: Path) -> str:
    done = run(*line.split(), cwd=cwd, env=env)
    assert (done.returncode, done.stdout) == (2, b"")
    return done.stderr.decode().replace("python -m pytest.vaultkit", "vaultkit")


@pytest.mark.parametrize("line", SLIPS)
def test_a_slip_is_told_in_the_language_of_the_environment(line: str, tmp_path: Path) -> None:
    english, italian = SLIPS[line]
    assert f"│ {english} " in told(line, ENGLISH, tmp_path)
    said = told(line, ITALIAN, tmp_path)
    assert f"│ {italian} " in said
    assert "─ Errore ─" in said
    assert "Try" not in said
    assert "Usage" not in said


def test_what_is_missing_is_named_as_the_usage_names_it(tmp_path: Path) -> None:
    english, italian = (told("new", env, tmp_path) for env in (ENGLISH, ITALIAN))
    assert "Usage: vaultkit new [OPTIONS] {COMPANY} {ROLE}\n" in english
    assert "Missing argument 'COMPANY'." in english
    assert "Uso: vaultkit new [OPZIONI] {AZIENDA} {RUOLO}\n" in italian
    assert "Manca l'argomento 'AZIENDA'." in italian


def slips_of(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield every kind of line of one command that the library cannot read, each with its words."""
    parameters: list[Any] = named(name).params
    options = [one for one in parameters if one.param_type_name == "option"]
    arguments = [one for one in parameters if one.param_type_name == "argument"]
    yield "unknown option", [name, "--frobnicate"]
    yield "unknown letter", [name, "-z"]
    for option in options:
        if option.is_flag:
            yield "value that is not taken", [name, f"{option.opts[0]}=3"]
        else:
            yield "missing value", [name, option.opts[0]]
    if any(one.required for one in arguments):
        yield "missing argument", [name]
    if all(one.nargs == 1 for one in arguments):
        yield "extra argument", [name, *["x"] * (len(arguments) + 1)]


@pytest.mark.parametrize("name", ["", *commands.COMMANDS])
@pytest.mark.parametrize("language", ["en", "it"])
def test_every_slip_has_its_usage_and_a_sentence_within_80_columns(
    name: str, language: str, tmp_path: Path
) -> None:
    """The command's own line of usage, the way to its help, and a box with a sentence in the reader's language."""
    env = ITALIAN if language == "it" else ENGLISH
    whole = [("missing value", ["--vault"]), ("unknown option", ["--frobnicate"])]
    called = " ".join(filter(None, ["vaultkit", name]))
    for kind, words in slips_of(name) if name else whole:
        lines = told(" ".join(words), env, tmp_path).splitlines()
        place = [line[:1] for line in lines].index("╭")
        usage, help_, top = "".join(lines[: place - 1]), lines[place - 1], lines[place]
        *box, end = lines[place + 1 :]
        said = " ".join(line.strip("│ ") for line in box)
        shown = (kind, words, said)
        start, placeholder = ("Uso:", "[OPZIONI]") if env is ITALIAN else ("Usage:", "[OPTIONS]")
        assert usage.startswith(f"{start} {called} {placeholder}"), shown
        assert help_.endswith(f"'{called} -h'" + ("" if env is ITALIAN else " for help.")), shown
        assert (top[0], end[0]) == ("╭", "╰"), shown
        assert max(map(len, lines)) <= 80, shown
        assert len(said) > 10, shown
        english = r"\b(option|argument|such|requires|unexpected|missing|value|[A-Z]*OPTIONS)\b"
        assert not (env is ITALIAN and re.search(english, said + usage, re.IGNORECASE)), shown


@pytest.mark.parametrize("name", commands.COMMANDS)
@pytest.mark.parametrize("option", ["--today", "--color"])
def test_a_bad_value_is_told_by_every_command_in_one_sentence(
    name: str, option: str, tmp_path: Path
) -> None:
    (tmp_path / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n')
    arguments = [one for one in named(name).params if one.param_type_name == "argument"]
    words = ["x" for one in arguments if one.required]
    done = run(name, *words, option, "nowhere", cwd=tmp_path, env=ENGLISH)
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b""), said
    assert said.startswith("vaultkit: "), said
    assert option in said
    assert not re.search(r"\b(is|not|there|cannot|write|the)\b", said), said


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_placeholder_of_the_help_has_a_word(language: str) -> None:
    from vaultkit.playbook import load

    phrases = load.phrases(language)
    for name in commands.COMMANDS:
        for parameter in named(name).params:
            for word in re.findall(r"\b[A-Z]{2,}\b", parameter.metavar or ""):
                assert phrases.has(f"help.placeholder.{word}"), (name, word)


def test_the_lines_around_it_are_in_the_same_language(tmp_path: Path) -> None:
    assert told("due x", ITALIAN, tmp_path).splitlines()[:2] == [
        "Uso: vaultkit due [OPZIONI]",
        "Per l'aiuto: 'vaultkit due -h'",
    ]
    assert told("due x", ENGLISH, tmp_path).splitlines()[:2] == [
        "Usage: vaultkit due [OPTIONS]",
        "Try 'vaultkit due -h' for help.",
    ]


def test_the_language_is_that_of_the_vault_where_one_is_around(tmp_path: Path) -> None:
    settings = tmp_path / "vaultkit.toml"
    settings.write_text('schema = 1\nlanguage = "it"\n')
    assert "L'opzione -z non esiste." in told("due -z", ENGLISH, tmp_path)
    settings.write_text("schema = nonsense")
    assert "No such option: -z" in told("due -z", ENGLISH, tmp_path)


@pytest.mark.parametrize("line", ["due --jsn --json", "duee --json", "--json due x"])
def test_json_has_the_same_sentence(line: str, tmp_path: Path) -> None:
    done = run(*line.split(), cwd=tmp_path, env=ITALIAN)
    [problem] = json.loads(done.stdout)["problems"]
    assert problem["code"] == "usage"
    assert problem["text"] in done.stderr.decode()
    assert problem["text"].startswith(("L'opzione", "Il comando", "Ci sono"))


def test_what_steers_a_terminal_is_not_handed_on(tmp_path: Path) -> None:
    for words in (["due", "--\x1b[2J"], ["due", "\x1b[2J"], ["\x1b[2J"]):
        assert b"\x1b" not in run(*words, cwd=tmp_path, env=ITALIAN).stderr


def test_a_line_that_can_be_read_is_not_spoken_of(tmp_path: Path) -> None:
    done = run("completion", "bash", cwd=tmp_path, env=ITALIAN)
    assert (done.returncode, done.stderr) == (0, b"")
