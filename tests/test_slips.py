"""A command line that cannot be read is told in the reader's language."""

import json
from pathlib import Path

import pytest

from tests.command_line import run

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
    assert "Missing argument 'company'." in english.replace("COMPANY", "company")
    assert "Manca l'argomento 'company'." in italian.replace("COMPANY", "company")


def test_the_lines_around_it_are_in_the_same_language(tmp_path: Path) -> None:
    assert told("due x", ITALIAN, tmp_path).splitlines()[:2] == [
        "Uso: vaultkit due [OPTIONS]",
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
