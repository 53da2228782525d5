"""Taking back an earlier run, where a note that somebody has edited keeps the last one from it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import run
from tests.on_terminal import on_terminal
from vaultkit.disk.journal import Journal
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import create

DAY = ("--today", "2026-11-20")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault with three imports of one note each, of which the last one's note was edited since."""
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n")
    for company in ("Acme", "Beta", "Gamma"):
        table = tmp_path / f"{company}.csv"
        table.write_text(f"company,role,status\n{company},Analyst,saved\n")
        assert run("import", str(table), "--yes", *DAY, "--vault", root).returncode == 0
    note = made(root, "Gamma")
    note.write_text(note.read_text("utf-8") + "\nMy own words.\n", encoding="utf-8")
    return root


def made(root: Path, company: str) -> Path:
    (note,) = root.rglob(f"{company}*.md")
    return note


def there(root: Path) -> list[str]:
    return sorted(note.name.split()[0].removesuffix(".md") for note in root.rglob("*.md"))


def listed(root: Path) -> Any:
    return json.loads(run("undo", "--list", "--json", *DAY, "--vault", root).stdout)["data"]


def test_a_run_that_cannot_be_taken_back_names_the_one_before_it(vault: Path) -> None:
    before = listed(vault)
    told = run("undo", *DAY, "--vault", vault)
    assert told.returncode == 1
    assert b"Gamma" in told.stderr
    assert f"vaultkit undo --run {before[1]['run']} ".encode() in told.stderr
    assert listed(vault) == before
    done = run("undo", "--run", before[1]["run"], *DAY, "--vault", vault)
    assert done.returncode == 0, done.stderr
    assert there(vault) == ["Acme", "Gamma"]
    again = run("undo", *DAY, "--vault", vault)
    assert f"vaultkit undo --run {before[2]['run']} ".encode() in again.stderr
    assert run("undo", "--run", before[2]["run"], *DAY, "--vault", vault).returncode == 0
    assert there(vault) == ["Gamma"]
    last = run("undo", *DAY, "--vault", vault)
    assert last.returncode == 1
    assert b"--run" not in last.stderr


def test_runs_of_one_second_have_names_of_their_own_that_stay(vault: Path) -> None:
    names = [each["run"] for each in listed(vault)]
    assert len(set(names)) == 3
    run("undo", "--run", names[1], *DAY, "--vault", vault)
    assert [each["run"] for each in listed(vault)] == [names[0], names[2]]
    shown = run("undo", "--list", *DAY, "--vault", vault).stdout.decode()
    assert [line.split()[0] for line in shown.splitlines()] == [names[0], names[2]]


def test_a_run_may_be_named_with_a_space_and_only_some_of_its_notes(vault: Path) -> None:
    name = listed(vault)[2]["run"]
    other = run("undo", "--run", name, "Gamma", *DAY, "--vault", vault)
    assert b"nothing to take back" in other.stderr
    assert there(vault) == ["Acme", "Beta", "Gamma"]
    assert run("undo", "--run", name.replace("T", " "), *DAY, "--vault", vault).returncode == 0
    assert there(vault) == ["Beta", "Gamma"]


@pytest.mark.parametrize("name", ["2026", "never", "2026-11-20T10:00:00-99"])
def test_a_run_that_there_is_not_is_said(vault: Path, name: str) -> None:
    told = run("undo", "--run", name, *DAY, "--vault", vault)
    assert told.returncode == 2
    assert b"undo --list" in told.stderr
    assert there(vault) == ["Acme", "Beta", "Gamma"]


def test_only_the_run_that_is_named_is_listed(vault: Path) -> None:
    rows = listed(vault)
    for row in rows:
        line = ("undo", "--list", "--run", row["run"], *DAY, "--vault", vault)
        assert json.loads(run(*line, "--json").stdout)["data"] == [row]
        assert run(*line).stdout.decode().split()[0] == row["run"]
    told = run("undo", "--list", "--run", "2020-01-01T10:00:00", *DAY, "--vault", vault)
    assert (told.returncode, told.stdout) == (2, b"")
    assert len(listed(vault)) == 3


def test_only_the_runs_that_wrote_a_note_are_listed_where_one_is_named(vault: Path) -> None:
    table = vault.parent / "both.csv"
    table.write_text("company,role,status\nDelta,Cook,saved\nEcho,Cook,saved\n")
    assert run("import", str(table), "--yes", *DAY, "--vault", vault).returncode == 0
    line = ("undo", "--list", "Echo", *DAY, "--vault", vault)
    (row,) = json.loads(run(*line, "--json").stdout)["data"]
    assert (row["command"], row["notes"]) == (
        "import",
        [made(vault, "Echo").relative_to(vault).as_posix()],
    )
    shown = run(*line).stdout
    made(vault, "Echo").rename(vault / "Foxtrot.md")
    assert run(*line).stdout != shown, "which note is meant is asked anew each time"


def test_on_a_terminal_each_note_of_a_run_has_a_line(vault: Path) -> None:
    code, shown = on_terminal(vault, "undo", "--list", *DAY, width=80)
    names = [row["run"] for row in listed(vault)]
    notes = [f"  {row['notes'][0]}" for row in listed(vault)]
    pairs = zip((f"{name}  import" for name in names), notes, strict=True)
    assert (code, shown.splitlines()) == (0, [line for pair in pairs for line in pair])


@pytest.fixture(name="house")
def vault_with_folders(tmp_path: Path) -> Path:
    """An empty vault whose new applications stand two folders deep, of which the outer one is a person's."""
    root = tmp_path / "house"
    (root / "Search").mkdir(parents=True)
    settings = 'schema = 1\n[applications]\nfolder = "Search/New/Open"\n'
    (root / "vaultkit.toml").write_text(settings, encoding="utf-8")
    return root


def import_one(root: Path, *companies: str) -> None:
    table = root.parent / "table.csv"
    rows = "".join(f"{company},Analyst,saved\n" for company in companies or ("Acme",))
    table.write_text(f"company,role,status\n{rows}")
    assert run("import", str(table), "--yes", *DAY, "--vault", root).returncode == 0


def take_back(root: Path, *words: str) -> str:
    done = run("undo", *words, *DAY, "--vault", root)
    assert done.returncode == 0, done.stderr
    return done.stderr.decode()


def folders(root: Path) -> list[str]:
    return sorted(each.relative_to(root).as_posix() for each in root.rglob("*") if each.is_dir())


@pytest.mark.parametrize("command", ["import", "new"])
def test_the_empty_folders_that_a_run_made_go_with_its_notes(house: Path, command: str) -> None:
    if command == "import":
        import_one(house)
    else:
        run("new", "Acme", "Analyst", *DAY, "--vault", house)
    assert folders(house) == ["Search", "Search/New", "Search/New/Open"]
    assert take_back(house).endswith(
        "\n2 folders that vaultkit had made were empty, and are gone, too: Search/New, Search/New/Open\n"
    )
    assert folders(house) == ["Search"]


@pytest.mark.parametrize("name", [".hidden", "picture.png", "Own.md", "folder/"])
def test_a_folder_that_holds_anything_stays(house: Path, name: str) -> None:
    import_one(house)
    own = house / "Search" / "New" / name
    if name.endswith("/"):
        own.mkdir()
    else:
        own.write_text("mine", encoding="utf-8")
    assert take_back(house).endswith(
        "\nA folder that vaultkit had made was empty, and is gone, too: Search/New/Open\n"
    )
    assert own.exists()
    assert not (house / "Search" / "New" / "Open").exists()


def test_a_folder_that_a_person_made_stays_though_it_is_empty_and_has_the_very_name(
    house: Path,
) -> None:
    (house / "Search" / "New" / "Open").mkdir(parents=True)
    import_one(house)
    assert "folder" not in take_back(house)
    assert folders(house) == ["Search", "Search/New", "Search/New/Open"]
    shutil.rmtree(house / "Search" / "New")

    import_one(house)
    inner = house / "Search" / "New" / "Open"
    (note,) = inner.iterdir()
    text = note.read_bytes()
    shutil.rmtree(inner)
    inner.mkdir()
    note.write_bytes(text)
    assert "folder" not in take_back(house)
    assert folders(house) == ["Search", "Search/New", "Search/New/Open"]


def test_a_folder_in_which_a_later_run_made_a_note_stays_until_that_is_gone(house: Path) -> None:
    import_one(house)
    import_one(house, "Bolt")
    assert "folder" not in take_back(house)
    assert len(folders(house)) == 3
    take_back(house)
    assert folders(house) == ["Search"]


@pytest.mark.parametrize("first", [0, 1])
def test_the_folder_of_two_runs_goes_with_the_last_of_their_notes_in_either_order(
    house: Path, first: int
) -> None:
    import_one(house)
    import_one(house, "Bolt")
    assert "folder" not in take_back(house, "--run", listed(house)[first]["run"])
    assert len(folders(house)) == 3
    take_back(house)
    assert folders(house) == ["Search"]


def test_where_nothing_is_taken_back_no_folder_goes(house: Path) -> None:
    import_one(house, "Acme", "Bolt")
    for company in ("Acme", "Bolt"):
        made(house, company).rename(house / f"{company}.md")
    told = run("undo", *DAY, "--vault", house)
    assert told.returncode == 1
    assert b"Nothing of it was taken back." in told.stderr
    assert folders(house) == ["Search", "Search/New", "Search/New/Open"]


def test_only_the_folders_above_what_is_gone_again_go(house: Path) -> None:
    with Journal(house).run("import") as one:
        for company in ("Acme", "Bolt"):
            note = f"---\ntype: application\ncompany: {company}\nstatus: saved\n---\n".encode()
            create(Vault(house), f"Search/{company}/{company}.md", note, one)
    made(house, "Bolt").rename(house / "Bolt.md")
    take_back(house, "Acme")
    assert folders(house) == ["Search", "Search/Bolt"]


def test_more_folders_than_three_are_told_by_their_number(house: Path) -> None:
    settings = 'schema = 1\n[applications]\nfolder = "Search/New/Open/Far/Away"\n'
    (house / "vaultkit.toml").write_text(settings, encoding="utf-8")
    import_one(house)
    told = take_back(house)
    assert "\n4 folders that vaultkit had made were empty, and are gone, too.\n" in told
    assert folders(house) == ["Search"]


def test_where_nobody_knows_when_a_folder_was_made_it_stays(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(system), "made_ns", lambda *_: None)
    import_one(house)
    assert "folder" not in take_back(house)
    assert len(folders(house)) == 3
