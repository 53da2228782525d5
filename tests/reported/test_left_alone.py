"""Faults that were noticed in passing and left alone at first, each as it was met."""

import json
import os
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.command_line import run_text
from tests.forked import be_vaultkit, silenced
from vaultkit.cli import people
from vaultkit.disk.write import create

TODAY = "2026-11-20"
ACME = """---
type: application
company: Acme
role: Analyst
interviewed: 2026-10-20
recruiter: Marta Rossi
status: rejected
decided: 2026-11-15
---
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    for name in ("Acme", "Globex"):
        text = ACME.replace("Acme", name)
        (root / f"{name}.md").write_text(text, encoding="utf-8")
    return root


def run(vault: Path, *arguments: object) -> "CompletedProcess[str]":
    return run_text(*arguments, "--vault", vault, "--today", TODAY)


def listed(vault: Path) -> list[tuple[str, list[str]]]:
    rows = json.loads(run(vault, "undo", "--list", "--json").stdout)["data"]
    return [(row["command"], row["notes"]) for row in rows]


class TestUndo:
    def test_a_refused_one_stays_listed_says_so_and_goes_once_the_note_is_as_it_was(
        self, vault: Path
    ) -> None:
        acme = vault / "Acme.md"
        run(vault, "update")
        run(vault, "done", "Acme#reflect")
        done = acme.read_bytes()
        acme.write_bytes(done + b"mine\n")
        for _ in range(2):
            refused = run(vault, "undo")
            assert (refused.returncode, refused.stdout) == (1, "")
            assert "Somebody has changed the note since that run" in refused.stderr
            assert acme.read_bytes() == done + b"mine\n"
            assert [command for command, _ in listed(vault)] == ["done", "update"]
        acme.write_bytes(done)
        assert run(vault, "undo").returncode == 0
        assert [command for command, _ in listed(vault)] == ["update"]

    def test_the_note_that_was_left_is_all_that_stays_of_its_run(self, vault: Path) -> None:
        run(vault, "update")
        with (vault / "Acme.md").open("ab") as note:
            note.write(b"mine\n")
        assert (undone := run(vault, "undo")).returncode == 0
        assert undone.stdout == "Globex.md\n"
        assert listed(vault) == [("update", ["Acme.md"])]

    def test_another_note_goes_further_back_by_its_name(self, vault: Path) -> None:
        run(vault, "update")
        run(vault, "done", "Acme#reflect")
        with (vault / "Acme.md").open("ab") as note:
            note.write(b"mine\n")
        assert run(vault, "undo").returncode == 1
        assert run(vault, "undo", "Globex").stdout == "Globex.md\n"
        assert (vault / "Globex.md").read_text("utf-8") == ACME.replace("Acme", "Globex")


class TestLog:
    def test_four_at_once_for_somebody_without_a_note_are_all_kept(self, vault: Path) -> None:
        """Or one that found the note open for seconds, on a machine that is very busy, is told so."""
        told = {text: vault.parent / text for text in ("rang", "wrote", "met", "thanked")}
        children = []
        for text, file in told.items():
            if not (child := os.fork()):
                silenced(file)
                be_vaultkit("log", "Nadia", text, "--vault", vault, "--today", TODAY)
            children.append(child)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        saved = [text for text, code in zip(told, codes, strict=True) if code == 0]
        assert len(saved) >= 2
        for text, code in zip(told, codes, strict=True):
            words = told[text].read_text("utf-8")
            assert text in saved or (code == 3 and "open" in words), words
        lines = (vault / "People" / "Nadia.md").read_text("utf-8").splitlines()
        kept = [line for line in lines if line.startswith("- ")]
        assert sorted(kept) == sorted(f"- {TODAY}: {text}" for text in saved)

    @pytest.mark.parametrize("name", ["Nadia", "nadia"])
    def test_a_note_that_is_made_meanwhile_is_given_the_line(
        self, vault: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        note = vault / "People" / f"{name}.md"

        def late(*given: object) -> None:
            if not note.exists():
                note.parent.mkdir()
                note.write_text("---\ntype: person\n---\n\n## Log\n\n- 2026-11-01: met\n")
            create(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(people, "create", late)
        done = run(vault, "log", "Nadia", "rang")
        assert (done.returncode, done.stdout) == (0, f"People/{name}.md\n")
        assert "made" not in done.stderr
        assert note.read_text("utf-8").endswith(f"- 2026-11-01: met\n- {TODAY}: rang\n")

    def test_a_note_that_is_no_person_s_is_named_and_left(self, vault: Path) -> None:
        (vault / "People").mkdir()
        (vault / "People" / "Nadia.md").write_text("mine\n", encoding="utf-8")
        done = run(vault, "log", "Nadia", "rang")
        assert (done.returncode, "is not marked as a person" in done.stderr) == (2, True)
        assert (vault / "People" / "Nadia.md").read_text("utf-8") == "mine\n"


def test_a_list_that_a_program_reads_has_no_numbers_and_takes_none_over(vault: Path) -> None:
    run(vault, "update")
    due = run(vault, "due").stdout.splitlines()
    second = next(line for line in due if line.startswith("2  "))
    assert not run(vault, "list").stdout.startswith("1 ")
    done = json.loads(run(vault, "done", "2", "--json").stdout)["data"]
    note, _, item = second.split("  ")[2].partition("#")
    assert (done[0]["note"], done[0]["id"]) == (f"{note}.md", f"vk-{item}")


@pytest.mark.parametrize("command", ["due", "list", "contacts", "stats"])
def test_of_many_notes_that_cannot_be_read_the_first_are_told_in_full_and_all_are_named(
    vault: Path, command: str
) -> None:
    names = [f"Bad {number}.md" for number in range(6)]
    for name in names:
        (vault / name).write_text("---\ntype: application\nstatus: acepted\n---\n", "utf-8")
    told = run(vault, command).stderr
    lines = [line for line in told.splitlines() if "Bad" in line]
    assert [line.partition(":")[0] for line in lines[:3]] == names[:3]
    assert lines[3:] == [f"and 3 more, in {', '.join(names[3:])}: `vaultkit check`"]
    assert run(vault, "check").stdout.count("Bad") == 6
    assert (
        run(vault, command, "-v").stderr.count("\nBad")
        == run(vault, command, "-q").stderr.count("\nBad")
        == 5
    )
    assert len(json.loads(run(vault, command, "--json").stdout)["problems"]) >= 6


class TestBrokenPlaybook:
    @pytest.fixture(params=["rules/mine.toml", "stages.toml", "phrases/en/mine.toml"])
    def broken(self, vault: Path, request: pytest.FixtureRequest) -> Path:
        run(vault, "update")
        file = vault / "Playbook" / request.param
        file.parent.mkdir(parents=True)
        file.write_text("[[rule]]\nnmae = 1\n", "utf-8")
        assert run(vault, "due").returncode == 2
        return vault

    def test_what_needs_no_playbook_works(self, broken: Path) -> None:
        told = run(broken, "config")
        assert (told.returncode, "schema = 1" in told.stdout) == (0, True)
        assert told.stderr.startswith("Playbook/")
        undone = run(broken, "undo")
        assert (undone.returncode, undone.stdout) == (0, "Globex.md\nAcme.md\n")
        assert (broken / "Acme.md").read_text("utf-8") == ACME

    def test_the_lines_can_be_taken_out(self, broken: Path) -> None:
        removed = run(broken, "remove", "--yes")
        assert (removed.returncode, removed.stdout) == (0, "Acme.md\nGlobex.md\n")
        assert (broken / "Acme.md").read_text("utf-8") == ACME

    def test_plugins_names_it_and_what_is_wrong(self, broken: Path) -> None:
        told = run(broken, "plugins")
        assert told.returncode == 1
        assert "playbook Playbook/  of this vault  (broken) Playbook/" in told.stdout
        for file in (broken / "Playbook").rglob("*.toml"):
            file.write_text("", "utf-8")
        told = run(broken, "plugins")
        assert (told.returncode, told.stdout) == (0, "playbook Playbook/  of this vault\n")
