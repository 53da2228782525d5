"""A language is data: a third one, made by copying files, works in every command with no Python touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import vaultkit

PACKAGE = Path(vaultkit.__file__).parent
SPANISH = Path(__file__).parent / "languages" / "es"
ACME = """---
type: application
company: Acme
role: Data Engineer
status: rejected
applied: 2026-08-01
interviewed: 2026-08-12
decided: 2026-08-20
recruiter: "[[Marta Rossi]]"
---
"""
MARTA = "---\ntype: person\nemail: marta@acme.example\nlanguage: es\n---\n"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A copy of the package that speaks Spanish, where what it says was copied from the English."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(PACKAGE, folder / "vaultkit", ignore=shutil.ignore_patterns("__pycache__"))
    phrases, letters = (folder / "vaultkit/playbook" / name for name in ("phrases", "letters"))
    shutil.copytree(phrases / "en", phrases / "es")
    shutil.copytree(letters / "en", letters / "es")
    for name in ("calendar.toml", "words.toml", "when.toml", "sound.toml"):
        shutil.copy(SPANISH / name, phrases / "es" / name)
    reword(phrases / "es/commands.toml", '[log]\ntitle = "Log"', '[log]\ntitle = "Registro"')
    reword(phrases / "es/items.toml", 'title = "Follow-up"', 'title = "Seguimiento"')
    shutil.copy(SPANISH / "letter.md", letters / "es/feedback.md")
    return folder


def reword(file, old, new):
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text(
        'schema = 1\nlanguage = "es"\n[me]\nname = "Ana"\n', "utf-8"
    )
    (tmp_path / "Acme.md").write_text(ACME, "utf-8")
    (tmp_path / "People").mkdir()
    (tmp_path / "People/Marta Rossi.md").write_text(MARTA, "utf-8")
    return tmp_path


@pytest.fixture
def call(package, vault):
    def called(*words, answer=""):
        told = subprocess.run(  # noqa: PLW1510 - the exit code is looked at below
            [sys.executable, "-m", "vaultkit", *words, "--vault", vault, "--today", "2026-08-21"],
            input=answer.encode(),
            capture_output=True,
            env={
                **os.environ,
                "PYTHONPATH": str(package),
                "PYTHONIOENCODING": "utf-8",  # else an answer comes in a code page of Windows
                "XDG_STATE_HOME": str(package / "state"),
            },
            cwd=vault,
        )
        assert told.returncode == 0, told.stderr.decode()
        return told.stdout.decode() + told.stderr.decode()

    return called


def test_every_day_of_a_vault_in_a_third_language(call, vault):
    call("update")
    note = vault / "Acme.md"
    assert "Seguimiento" in note.read_text("utf-8")
    assert call("update", "--check").count("Acme.md") == 0

    letter = call("draft", "feedback")
    assert "Gracias por su respuesta" in letter
    assert "Le agradezco la entrevista del miércoles 12 agosto en Acme." in letter

    call("snooze", "feedback", "el", "viernes", "en", "ocho", "días")
    assert "2026-09-04" in note.read_text("utf-8")

    call("log", "Marta Rossi", "llamada")
    call("log", "Marta Rossi", "café")
    person = (vault / "People/Marta Rossi.md").read_text("utf-8")
    assert person == f"{MARTA}\n## Registro\n\n- 2026-08-21: llamada\n- 2026-08-21: café\n"

    review = (vault / call("review").splitlines()[0]).read_text("utf-8")
    assert "agosto" in review
    assert "August" not in review

    assert "[s/N]" in call("remove", answer="sí\n")
    left = note.read_text("utf-8")
    assert left.startswith(f"{ACME}- [ ] ")  # the line that was put off is the person's
    assert "vaultkit" not in left


def test_a_log_under_a_heading_of_the_third_language_counts_in_any_vault(call, vault):
    (vault / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    path = vault / "People/Marta Rossi.md"
    path.write_text(f"{MARTA}\n## Bitácora\n\n- 2026-08-01: hola\n", "utf-8")
    call("log", "Marta Rossi", "rang")
    assert path.read_text("utf-8").endswith(
        "## Bitácora\n\n- 2026-08-01: hola\n- 2026-08-21: rang\n"
    )
    assert "language" not in call("check")


def test_init_sees_the_third_language(call, vault):
    (vault / "vaultkit.toml").unlink()
    text = "---\ntype: application\nempresa: Acme\nestado: applied\napplied: 2026-08-01\n---\n"
    (vault / "Acme.md").write_text(text, "utf-8")
    call("init", str(vault))
    assert 'language = "es"' in (vault / "vaultkit.toml").read_text("utf-8")
