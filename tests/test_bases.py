"""``vaultkit bases``: tables from the vault's own names; what a person changed is never written over."""

import json

import pytest
import yaml

from tests.command_line import run
from tests.other_user import as_nobody, open_to_all
from vaultkit.core.text.problem import problem
from vaultkit.disk.outcome import Outcome
from vaultkit.work import bases as renewing

ACME = "---\ntype: application\nazienda: Acme\nstatus: applied\n---\n"
TODAY = ("--today", "2026-11-20")


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (root / "Acme.md").write_text(ACME, encoding="utf-8")
    (root / "Ann.md").write_text("---\ntype: person\nposition: CTO\n---\n", encoding="utf-8")
    return root


def bases(root, *more):
    done = run("bases", "--vault", root, *TODAY, *more)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def everything(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_they_are_made_from_the_names_in_use_and_undo_takes_them_away(vault):
    before = everything(vault)
    code, out, err = bases(vault)
    assert (code, out.split()) == (0, ["Applications.base", "Contacts.base"])
    assert "next_follow_up = true" in err
    applications = yaml.safe_load((vault / "Applications.base").read_text("utf-8"))
    assert "note.azienda" in applications["properties"]
    contacts = yaml.safe_load((vault / "Contacts.base").read_text("utf-8"))
    assert "note.position" in contacts["properties"]
    assert everything(vault).items() >= before.items()
    assert run("undo", "--vault", vault).returncode == 0
    assert everything(vault) == before


def test_a_second_time_not_one_byte_is_written(vault):
    bases(vault)
    before = {path: path.stat().st_mtime_ns for path in vault.iterdir()}
    code, out, err = bases(vault)
    assert (code, out) == (0, "")
    assert "is up to date" in err
    assert {path: path.stat().st_mtime_ns for path in vault.iterdir()} == before


def test_one_that_nobody_changed_follows_the_vault(vault):
    bases(vault)
    old = (vault / "Applications.base").read_bytes()
    (vault / "vaultkit.toml").write_text(
        'schema = 1\nlanguage = "en"\n[front_matter]\nnext_follow_up = true\n', encoding="utf-8"
    )
    code, out, err = bases(vault)
    assert (code, out) == (0, "Applications.base\n")
    assert "next_follow_up" in (vault / "Applications.base").read_text("utf-8")
    assert "renewed" in err
    run("undo", "--vault", vault)
    assert (vault / "Applications.base").read_bytes() == old


@pytest.mark.parametrize("theirs", [b"views: []\n", b"", b"\xff\xfe", b"\r\n"])
def test_one_that_somebody_wrote_or_changed_is_left(vault, theirs):
    (vault / "Applications.base").write_bytes(theirs)
    code, out, err = bases(vault)
    assert (code, out) == (0, "Contacts.base\n")
    assert "left as it is" in err
    assert (vault / "Applications.base").read_bytes() == theirs


def test_one_word_changed_in_ours_makes_it_the_persons(vault):
    bases(vault)
    path = vault / "Contacts.base"
    mine = path.read_text("utf-8").replace("Longest ago first", "My people")
    path.write_text(mine, encoding="utf-8")
    (vault / "Ann.md").write_text("---\ntype: person\nruolo: CTO\n---\n", encoding="utf-8")
    assert json.loads(bases(vault, "--json")[1])["data"] == [
        {"file": "Applications.base", "outcome": "same"},
        {"file": "Contacts.base", "outcome": "yours"},
    ]
    assert path.read_text("utf-8") == mine


def test_a_link_is_not_followed(vault, tmp_path):
    outside = tmp_path / "outside.base"
    outside.write_text("mine\n", encoding="utf-8")
    (vault / "Applications.base").symlink_to(outside)
    code, _, err = bases(vault)
    assert code == 2
    assert "Applications.base" in err
    assert outside.read_text("utf-8") == "mine\n"


def test_a_vault_that_may_not_be_written_gets_a_sentence():
    with open_to_all() as folder:
        root = folder / "vault"
        root.mkdir()
        (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
        root.chmod(0o555)
        state = {"XDG_STATE_HOME": str(folder / "state")}

        def work():
            done = run("bases", "--vault", root, env=state)
            return f"{done.returncode} {done.stderr.decode()}"

        told = as_nobody(work)
        assert told.startswith("2 ")
        assert "Nothing was written" in told
        assert [path.name for path in root.iterdir()] == ["vaultkit.toml"]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome("Applications.base", "busy"), b"Applications.base"),
        (
            Outcome("Applications.base", "refused", problem("Applications.base", 1, "disk-full")),
            b"room",
        ),
    ],
)
def test_one_that_cannot_be_written_now_is_told(vault, monkeypatch, outcome, told):
    bases(vault)
    (vault / "Acme.md").write_text(ACME.replace("azienda", "ditta"), encoding="utf-8")
    monkeypatch.setattr(renewing, "write", lambda *_: outcome)
    done = run("bases", "--vault", vault)
    assert done.returncode in (2, 3)
    assert told in done.stderr


def test_an_empty_vault_has_tables_too(tmp_path):
    (tmp_path / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n', encoding="utf-8")
    code, out, _ = bases(tmp_path)
    assert (code, out.split()) == (0, ["Candidature.base", "Contatti.base"])


def test_templates_are_left_out_and_broken_settings_of_theirs_are_no_matter(vault):
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "templates.json").write_text(
        '{"folder": "My \\"t\\""}', encoding="utf-8"
    )
    bases(vault)
    assert "not:" not in (vault / "Contacts.base").read_text("utf-8")
    (vault / ".obsidian" / "templates.json").write_text('{"folder": "Templates"}', encoding="utf-8")
    bases(vault)
    assert 'file.inFolder("Templates")' in (vault / "Contacts.base").read_text("utf-8")


def test_init_writes_them_into_an_existing_vault_when_asked(tmp_path):
    (tmp_path / "Acme.md").write_text(ACME, encoding="utf-8")
    done = run("init", tmp_path, "--bases", *TODAY)
    assert done.returncode == 0
    assert (
        done.stdout.decode().split()[-2:] == ["Applications.base", "Contacts.base"]
        or (tmp_path / "Candidature.base").exists()
    )
    (tmp_path / "vaultkit.toml").unlink()
    for path in tmp_path.glob("*.base"):
        path.unlink()
    told = json.loads(run("init", tmp_path, "--bases", "--json", *TODAY).stdout)
    assert [row["outcome"] for row in told["data"]["bases"]] == ["made", "made"]


def test_init_writes_none_unasked(tmp_path):
    (tmp_path / "Acme.md").write_text(ACME, encoding="utf-8")
    run("init", tmp_path, *TODAY)
    assert list(tmp_path.glob("*.base")) == []
