"""``vaultkit render -``: bytes in, bytes out, for editors and hooks."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.command_line import run

TODAY = ("--today", "2026-11-20")
NOTE = (
    b"---\ntype: application\ncompany: Acme\nstatus: rejected\ninterviewed: 2026-10-20\n"
    b"decided: 2026-11-05\nrecruiter: Marta Rossi\n---\nMine, without an end"
)
HARMLESS = {
    "an empty text": b"",
    "a text that is no note of ours": b"# Mine\r\n\n\t\x00 trailing   ",
    "a person": b"---\ntype: person\nlast_contact:\n---\n",
    "no UTF-8": b"---\ntype: application\n---\n\xff\xfe\x80",
    "UTF-16": NOTE.decode().encode("utf-16"),
    "an unknown stage": NOTE.replace(b"rejected", b"maybe?"),
    "a head that is no YAML": NOTE.replace(b"company:", b"company: ["),
    "a conflict of git": NOTE + b"\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
    "an unclosed block": NOTE + b"\n<!-- vaultkit:begin v1 -->\n",
    "a block of a newer format": NOTE
    + b"\n<!-- vaultkit:begin v9 -->\n<!-- vaultkit:end x=y -->\n",
    "a very large one": NOTE + b"x" * (2 * 1024 * 1024 + 1),
    "an unfilled template": NOTE.replace(b"Acme", b"{{title}}"),
}
SILENT = ("an empty text", "a text that is no note of ours", "a person", "an unfilled template")


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text(
        'schema = 1\n[applications]\ntype = "application"\nfolders = ["Jobs"]\n', encoding="utf-8"
    )
    return tmp_path


def render(raw, vault, *more):
    return run("render", "-", *more, *TODAY, cwd=vault, input=raw)


def test_a_note_comes_out_as_an_update_would_write_it(vault):
    (vault / "Acme.md").write_bytes(NOTE.replace(b"rejected", b"rejected\nkeep_in_touch: false"))
    text = (vault / "Acme.md").read_bytes()
    run("update", *TODAY, cwd=vault)
    done = render(text, vault)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (vault / "Acme.md").read_bytes() != text
    assert render(done.stdout, vault).stdout == done.stdout


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_a_byte_order_mark_and_a_missing_last_newline_are_kept(vault, newline, mark):
    raw = mark + NOTE.replace(b"\n", newline)
    made = render(raw, vault).stdout
    begin, end = made.index(b"<!-- vaultkit:begin"), made.index(b"<!-- vaultkit:end")
    stop = made.index(b"-->", end) + 3 + len(newline)
    assert made[:begin] + made[stop:] == raw
    assert made.count(b"\n") == made.count(newline)


@pytest.mark.parametrize("name", HARMLESS)
def test_a_note_that_is_left_alone_comes_out_byte_for_byte_with_a_word_about_why(vault, name):
    done = render(HARMLESS[name], vault)
    assert (done.returncode, done.stdout) == (0, HARMLESS[name])
    assert bool(done.stderr) == (name not in SILENT), done.stderr
    strict = render(HARMLESS[name], vault, "--strict")
    assert strict.stdout == HARMLESS[name]
    assert strict.returncode == (0 if name in SILENT else 4)


@pytest.mark.parametrize(
    "settings",
    ["schema = 1\nfolder = 3\n", "not toml at all [", 'schema = 1\nplaybooks = ["gone"]\n'],
)
def test_settings_that_are_wrong_give_the_note_back_and_exit_2(vault, settings):
    (vault / "vaultkit.toml").write_text(settings, encoding="utf-8")
    done = render(NOTE, vault)
    assert (done.returncode, done.stdout) == (2, NOTE)
    assert b"vaultkit.toml" in done.stderr


def test_without_a_vault_the_note_comes_back(tmp_path):
    done = render(NOTE, tmp_path)
    assert (done.returncode, done.stdout) == (2, NOTE)


def test_a_folder_marks_a_note_by_its_path_from_the_root_or_in_full(vault):
    unmarked = NOTE.replace(b"type: application\n", b"")
    assert render(unmarked, vault).stdout == unmarked
    for path in ("Jobs/Acme.md", "./Jobs/Acme.md", vault / "Jobs/Acme.md"):
        assert b"^vk-reflect" in render(unmarked, vault, "--path", path).stdout


def test_the_file_s_name_serves_as_the_company_and_is_asked_for(vault):
    nameless = NOTE.replace(b"company: Acme\n", b"")
    done = render(nameless, vault)
    assert done.stdout == nameless
    assert b"--path" in done.stderr
    assert b"interview with Globex" in render(nameless, vault, "--path", "Globex.md").stdout


@pytest.mark.parametrize(
    "path",
    ["Templates/Acme.md", ".trash/Acme.md", "Other vault/Acme.md", "Acme.txt", "Away/Acme.md"],
)
def test_a_place_where_an_update_never_comes_by_is_left_alone(vault, tmp_path_factory, path):
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian/templates.json").write_text('{"folder": "Templates"}', encoding="utf-8")
    (vault / "Other vault").mkdir()
    (vault / "Other vault/vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (vault / "Away").symlink_to(tmp_path_factory.mktemp("away"))
    done = render(NOTE, vault, "--path", path)
    assert (done.returncode, done.stdout, done.stderr) == (0, NOTE, b"")
    assert b"never" in render(NOTE, vault, "--path", path, "-v").stderr


@pytest.mark.parametrize("path", ["../Acme.md", "/nowhere/Acme.md", "a/../../Acme.md"])
def test_a_path_that_leads_out_gives_the_note_back_and_exits_2(vault, path):
    done = render(NOTE, vault, "--path", path)
    assert (done.returncode, done.stdout) == (2, NOTE)


def test_a_synchroniser_s_copy_is_left_alone(vault):
    path = "Acme.sync-conflict-20261120-101500-ABCDEFG.md"
    done = render(NOTE, vault, "--path", path)
    assert (done.returncode, done.stdout) == (0, NOTE)
    assert b"copy" in done.stderr


def test_only_a_dash_is_taken_for_a_note(vault):
    (vault / "Acme.md").write_bytes(NOTE)
    done = render(NOTE, vault, "--strict")
    assert done.returncode == 0
    done = run("render", "Acme.md", *TODAY, cwd=vault, input=NOTE)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"stdin" in done.stderr


def test_json_holds_the_note_and_what_is_wrong_with_it(vault):
    told = json.loads(render(NOTE, vault, "--json", "--path", "Acme.md").stdout)
    assert told["data"]["note"] == "Acme.md"
    assert told["data"]["changed"]
    assert "^vk-reflect" in told["data"]["text"]
    told = json.loads(render(HARMLESS["no UTF-8"], vault, "--json").stdout)
    assert told["data"] == {"note": None, "changed": False, "text": None}
    assert [row["code"] for row in told["problems"]] == ["not-utf-8"]
    done = render(HARMLESS["no UTF-8"], vault, "--json", "--strict")
    assert done.returncode == 4
    json.loads(done.stdout)


def test_no_note_is_opened(vault):
    """A pipe in the place of a note would be waited for, and one without rights would be told of."""
    (vault / "People").mkdir()
    os.mkfifo(vault / "People/Marta Rossi.md")
    (vault / "Acme.md").write_bytes(NOTE)
    (vault / "Acme.md").chmod(0)
    before = {path: path.lstat().st_atime_ns for path in vault.rglob("*.md")}
    assert b"^vk-reflect" in render(NOTE, vault, "--path", "Acme.md").stdout
    assert {path: path.lstat().st_atime_ns for path in vault.rglob("*.md")} == before


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace tells what is opened")
def test_of_the_vault_only_its_settings_are_opened(vault):
    (vault / "Acme.md").write_bytes(NOTE)
    trace = vault.parent / "trace"
    words = ["strace", "-f", "-e", "trace=open,openat", "-o", trace, sys.executable, "-m"]
    done = subprocess.run(
        [*words, "vaultkit", "render", "-", *TODAY, "--path", "Acme.md"],
        cwd=vault,
        input=NOTE,
        stdout=subprocess.PIPE,
        check=True,
    )
    assert b"^vk-reflect" in done.stdout
    assert b'Acme.md"' not in trace.read_bytes()


def test_nothing_is_written_but_what_the_settings_were(vault, tmp_path_factory):
    state = tmp_path_factory.mktemp("state")
    before = {path: path.stat().st_mtime_ns for path in vault.rglob("*")}
    done = run("render", "-", *TODAY, cwd=vault, input=NOTE, env={"XDG_STATE_HOME": str(state)})
    assert done.returncode == 0
    assert {path: path.stat().st_mtime_ns for path in vault.rglob("*")} == before
    assert [path.name for path in state.rglob("*") if path.is_file()] == ["settings.toml"]


def test_a_mistake_of_ours_gives_the_note_back(vault, monkeypatch):
    def broken(*_):
        raise ValueError("a mistake")

    monkeypatch.setattr("vaultkit.cli.rendering.render", broken)
    with pytest.raises(ValueError, match="a mistake"):
        render(NOTE, vault)
