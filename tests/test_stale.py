"""``contacts --stale``: told, and nothing is touched."""

import json

import pytest

from tests.command_line import run

ACME = (
    "---\ntype: application\ncompany: Acme\nstatus: rejected\napplied: 2025-01-08\n"
    'decided: 2025-02-01\nrecruiter: "[[Marta Rossi]]"\n---\n'
)
TODAY = ("--today", "2026-11-20")


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (tmp_path / "Acme.md").write_text(ACME, encoding="utf-8")
    (tmp_path / "Marta Rossi.md").write_text(
        "---\ntype: person\nemail: marta@acme.example\nlast_contact: 2025-03-01\n---\n", "utf-8"
    )
    return tmp_path


def test_they_are_listed_with_the_notes_that_name_them_and_nothing_changes(vault):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in vault.iterdir()}
    done = run("contacts", "--stale", *TODAY, cwd=vault)
    assert (done.returncode, done.stdout.decode()) == (
        0,
        "2025-03-01  Marta Rossi  marta@acme.example  Marta Rossi.md · Acme.md\n",
    )
    assert b"Nothing was deleted" in done.stderr
    assert before == {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in vault.iterdir()
    }
    told = json.loads(run("contacts", "--stale", "--json", *TODAY, cwd=vault).stdout)
    assert told["data"] == [
        {
            "name": "Marta Rossi",
            "note": "Marta Rossi.md",
            "email": "marta@acme.example",
            "last_touch": "2025-03-01",
            "last_day": "2025-03-01",
            "applications": ["Acme.md"],
        }
    ]


def test_the_same_asked_again_is_answered_the_same(vault):
    """What an earlier run has found is remembered, by the day too."""
    first = run("contacts", "--stale", *TODAY, cwd=vault).stdout
    assert run("contacts", "--stale", *TODAY, cwd=vault).stdout == first
    assert run("contacts", "--stale", "--today", "2026-01-20", cwd=vault).stdout == b""


def test_nobody_is_said_in_words(vault):
    (vault / "Acme.md").write_text(ACME.replace("rejected", "applied"), encoding="utf-8")
    done = run("contacts", "--stale", *TODAY, cwd=vault)
    assert done.stdout == b""
    assert b"There is nobody" in done.stderr


def test_a_number_printed_before_still_stands_for_its_item(vault):
    run("update", "--yes", "--today", "2025-02-02", cwd=vault)
    run("contacts", "--today", "2025-02-04", cwd=vault)
    run("contacts", "--stale", "--today", "2025-02-04", cwd=vault)
    assert run("explain", "1", "--today", "2025-02-04", cwd=vault).returncode == 0
