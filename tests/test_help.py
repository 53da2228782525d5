"""The help: examples that run, one style, in the language of the vault or of the environment."""

import re
import shlex

import pytest

from tests.command_line import run
from vaultkit.cli import commands
from vaultkit.cli.command import named
from vaultkit.cli.examples import EXAMPLES
from vaultkit.playbook import load

COMMANDS = {name: named(name) for name in commands.COMMANDS}
TODAY = ("--today", "2026-11-20")
ACME = (
    '---\ntype: application\ncompany: Acme\nrole: Analyst\ninterviewed: 2026-10-20\nstatus: rejected\n'
    'decided: 2026-11-05\nrecruiter: "[[Marta Rossi]]"\n---\n'
)  # fmt: skip
ENDLESS = ("vaultkit watch", "vaultkit lsp")
ON_A_SERVER = ("vaultkit calendar --caldav https://ann@cloud.example.com/jobs/",)
AT_A_TERMINAL = ("vaultkit review --walk", "vaultkit remove")


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (tmp_path / "Acme.md").write_text(ACME, encoding="utf-8")
    (tmp_path / "Templates").mkdir()
    (tmp_path / "Templates" / "Application.md").write_text(
        "---\ntype: application\ncompany:\nrole:\nstatus: saved\n---\n", encoding="utf-8"
    )
    (tmp_path / "People").mkdir()
    (tmp_path / "People" / "Marta Rossi.md").write_text(
        "---\ntype: person\nemail: marta@example.com\n---\n", encoding="utf-8"
    )
    (tmp_path / "jobs.csv").write_text("Firma,Company,Role\nAcme,Acme,Analyst\n", encoding="utf-8")
    (tmp_path / "contacts.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Marta Rossi\nEND:VCARD\n", encoding="utf-8"
    )
    run("update", "--vault", tmp_path, *TODAY)
    run("contacts", "--vault", tmp_path, *TODAY)
    return tmp_path


def help_of(*command, **more):
    done = run(*command, "--help", **more)
    assert done.returncode == 0
    return done.stdout.decode()


def test_every_command_has_examples_in_its_help():
    assert set(EXAMPLES) == set(COMMANDS)
    for name, examples in EXAMPLES.items():
        told = help_of(name)
        assert [line for line in examples if line not in told] == []


@pytest.mark.parametrize(
    "line",
    [line for lines in EXAMPLES.values() for line in lines if line not in ENDLESS],
)
def test_every_example_runs(vault, line):
    _, *words = shlex.split(line)
    if words[0] == "init":
        pytest.skip("makes a vault of its own: tests of init do")
    if words == ["service", "install"]:
        pytest.skip("would be a real one: tests of the service do")
    done = run(*words, *TODAY, cwd=vault)
    told = done.stderr.decode()
    if line in AT_A_TERMINAL:
        assert done.returncode == 2, told
        assert "terminal" in told or "nobody to ask" in told
    elif line in ON_A_SERVER:
        assert done.returncode == 2, told
        assert "no password" in told  # so that nobody was spoken to
    else:
        assert done.returncode == 0, told


def test_the_help_is_in_the_language_of_the_vault_else_of_the_environment(vault, tmp_path):
    elsewhere = {"cwd": "/"}
    english = {"LC_ALL": "C", "LANG": "C"}
    italian = {"LC_ALL": "it_IT.UTF-8"}
    assert "Esempi:" in help_of("due", env=italian, **elsewhere)
    assert "Examples:" in help_of("due", env=english, **elsewhere)
    assert "Examples:" in help_of("due", env=italian, cwd=vault)
    (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n', encoding="utf-8")
    assert "Uso: " in help_of("due", env=english, cwd=vault)
    assert "Ogni giorno" in help_of(env=english, cwd=vault)
    (vault / "vaultkit.toml").write_text("schema = nonsense", encoding="utf-8")
    assert "due" in help_of("due", env=english, cwd=vault)


@pytest.mark.parametrize("words", [(), ("due",), ("doctor",)], ids=["vaultkit", "due", "doctor"])
def test_without_a_vault_a_command_speaks_the_language_of_the_environment(words, tmp_path):
    told = {}
    for language in ("it_IT.UTF-8", "en_US.UTF-8", "xx_XX", ""):
        done = run(*words, *TODAY, cwd=tmp_path, env={"LANG": language} if language else {})
        told[language] = (done.stdout + done.stderr).decode()
    assert re.search(r"nessun vault|c.è un vault", told.pop("it_IT.UTF-8"))
    assert set(told.values()) == {told[""]}
    assert re.search(r"[Nn]o vault", told[""])


@pytest.mark.parametrize("language", load.languages())
def test_every_text_of_the_help_has_a_phrase(language):
    phrases = load.phrases(language)
    wanted = {
        key
        for name, command in COMMANDS.items()
        for key in (
            f"help.{name}.about",
            *(
                f"help.{name}.{parameter.name}"
                for parameter in command.params
                if not phrases.has(f"help.common.{parameter.name}")
            ),
        )
    }
    assert [key for key in sorted(wanted) if not phrases.has(key)] == []


def test_the_english_phrases_say_what_the_code_says():
    phrases = load.phrases("en")
    for name, command in COMMANDS.items():
        assert phrases.say(f"help.{name}.about") == command.help
        for parameter in command.params:
            if not phrases.has(f"help.common.{parameter.name}"):
                assert phrases.say(f"help.{name}.{parameter.name}") == parameter.help
