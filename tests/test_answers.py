"""What every command's JSON has in common: one object, and the problems of the notes that were read."""

import json
import shlex

import pytest

from tests.command_line import run

TODAY = ("--today", "2026-11-20")
ACME = (
    '---\ntype: application\ncompany: Acme\nrole: Analyst\ninterviewed: 2026-10-20\nstatus: rejected\n'
    'decided: 2026-11-05\nrecruiter: "[[Marta Rossi]]"\n---\n'
)  # fmt: skip
WRONG = "---\ntype: application\nstatus: nonsense\n---\n"
READS_NOTES = (
    "status",
    "update",
    "update --check",
    "update --dry-run",
    "review",
    "review --stdout",
    "review --html week.html",
    "due",
    "contacts",
    "list",
    "stats",
    "draft feedback",
    "draft feedback --template",
    "draft feedback --note",
    "snooze reflect 1w",
    "done reflect",
    'log "Marta Rossi" Met',
    "explain 'Marta Rossi'",
    "explain Wrong",
    "export csv",
    "check",
    "remove --yes",
)


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (tmp_path / "Acme.md").write_text(ACME, encoding="utf-8")
    (tmp_path / "Wrong.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "Marta Rossi.md").write_text(
        "---\ntype: person\nemail: marta@example.com\n---\n", encoding="utf-8"
    )
    assert run("update", "--vault", tmp_path, *TODAY).returncode == 0
    return tmp_path


@pytest.mark.parametrize("line", READS_NOTES)
def test_json_is_one_object_with_the_problems_of_the_notes(vault, line):
    words = [] if line == "status" else shlex.split(line)
    done = run(*words, "--json", *TODAY, cwd=vault)
    told = json.loads(done.stdout)
    assert [*told] == ["schema", "command", "data", "problems"], done.stderr.decode()
    assert told["command"] == line.split()[0]
    assert [(one["note"], one["line"]) for one in told["problems"]] == [("Wrong.md", 3)]
    assert done.stderr == b""
