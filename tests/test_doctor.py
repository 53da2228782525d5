"""``vaultkit doctor``: the surroundings, each finding with what to do, and not a word of anybody's notes."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.command_line import run
from tests.on_terminal import STYLE, on_terminal
from vaultkit import plugins
from vaultkit.cli import doctor as command
from vaultkit.core.follow_ups.tasks_view import Unseen
from vaultkit.disk import file_systems, git_history, vault_place
from vaultkit.disk.journal_file import PastRun
from vaultkit.disk.plugin_list import enabled_plugins
from vaultkit.disk.tasks_plugin import FILE
from vaultkit.disk.watch_lock import only_watcher, watching_process
from vaultkit.errors import StateError
from vaultkit.playbook import load
from vaultkit.watch import surroundings
from vaultkit.work import checkup

TODAY = ("--today", "2026-11-20")
SECRET = "Zyzzyva"
NOTE = (
    f"---\ntype: application\ncompany: {SECRET}\nstatus: applied\napplied: 2026-11-02\n"
    f"contact: {SECRET} Smith\n---\n{SECRET} said no.\n"
)


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (root / f"{SECRET}.md").write_text(NOTE, encoding="utf-8")
    (root / ".obsidian").mkdir()
    run("update", "--vault", root, *TODAY)
    return root


def everything(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def looked_over(root, *more, **options):
    """Return the findings by topic and code, and the whole answer. Nothing may be written."""
    before = everything(root)
    done = run("doctor", "--json", "--vault", root, *TODAY, *more, **options)
    assert everything(root) == before
    told = json.loads(done.stdout)
    found = {(row["topic"], row["code"]): row for row in told["data"]["findings"]}
    assert done.returncode == (1 if any(row["wrong"] for row in found.values()) else 0)
    assert all(row["hint"] for row in found.values() if row["wrong"] and row["code"] != "broken")
    return found, told["data"]


def tasks_plugin(root, data, enabled=("obsidian-tasks-plugin",)):
    place = root / FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    (root / ".obsidian" / "community-plugins.json").write_text(json.dumps(enabled))


def test_a_vault_where_all_is_well(vault):
    done = run("doctor", "--vault", vault, *TODAY)
    assert done.returncode == 0
    assert "Nothing needs fixing." in done.stderr.decode()
    topics = {line.split(":")[0].strip() for line in done.stdout.decode().splitlines()}
    assert topics >= {
        "versions",
        "vault",
        "settings",
        "Obsidian",
        "Tasks",
        "watching",
        "git",
        "journal",
    }


def test_not_a_word_of_a_note_is_told_unless_it_is_asked_for(vault):
    tasks_plugin(vault, {"globalFilter": "#task"})
    for words in ([], ["--json"], ["-v"]):
        done = run("doctor", "--vault", vault, *TODAY, *words)
        assert SECRET not in (done.stdout + done.stderr).decode()
    asked = run("doctor", "--lines", "--vault", vault, *TODAY).stdout.decode()
    assert f"{SECRET}.md:11: the global filter is missing" in asked


def test_what_the_tasks_plugin_would_not_show_is_told_line_by_line(vault):
    tasks_plugin(vault, {"globalFilter": "#task", "taskFormat": "dataview"})
    found, data = looked_over(vault, "--lines")
    assert {code for topic, code in found if topic == "tasks"} == {
        "format", "filter", "unseen-filter", "unseen-form",
    }  # fmt: skip
    assert {(row["note"], row["reason"]) for row in data["lines"]} == {
        (f"{SECRET}.md", "filter"), (f"{SECRET}.md", "form"),
    }  # fmt: skip
    settings = (vault / "vaultkit.toml").read_text("utf-8")
    (vault / "vaultkit.toml").write_text(
        settings + '[tasks]\nformat = "dataview"\nglobal_filter = "#task"\n', encoding="utf-8"
    )
    run("remove", "--yes", "--vault", vault)
    run("update", "--vault", vault, *TODAY)
    found, _ = looked_over(vault)
    assert ("tasks", "alike") in found


def test_statuses_that_differ_are_told_with_the_line_to_write(vault):
    custom = [{"symbol": "✓", "type": "DONE"}, {"symbol": "i", "type": "NON_TASK"}]
    tasks_plugin(vault, {"statusSettings": {"customStatuses": custom}})
    found, _ = looked_over(vault)
    assert 'done = ["✓"]' in found["tasks", "done"]["hint"]
    assert 'cancelled = ["i"]' in found["tasks", "cancelled"]["hint"]
    hints = ["[tasks]", 'done = ["✓"]', 'cancelled = ["i"]']
    (vault / "vaultkit.toml").write_text("\n".join(["schema = 1", *hints]) + "\n", encoding="utf-8")
    assert ("tasks", "alike") in looked_over(vault)[0]


@pytest.mark.parametrize(
    ("data", "enabled", "codes"),
    [
        (b"{", ("obsidian-tasks-plugin",), {"unknown"}),
        ({}, ("dataview",), {"off"}),
        ({"globalFilter": "no tag"}, ("obsidian-tasks-plugin",), {"filter-unfit", "unseen-filter"}),
        ({"globalFilter": ""}, {"a": 1}, {"off"}),
    ],
)
def test_a_plugin_that_is_off_broken_or_odd(vault, data, enabled, codes):
    tasks_plugin(vault, data, enabled)
    assert {code for topic, code in looked_over(vault)[0] if topic == "tasks"} == codes


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "broken-not-json"),
        (b"[]", "broken-not-a-table"),
        (b" " * (1024 * 1024 + 1), "broken-large"),
    ],
)
def test_settings_of_obsidian_that_cannot_be_read_are_named(vault, data, code):
    (vault / ".obsidian" / "templates.json").write_bytes(data)
    assert ".obsidian/templates.json" in looked_over(vault)[0]["obsidian", code]["text"]


def test_a_link_in_the_place_of_settings_or_of_templates_is_told(vault, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (vault / "Templates").symlink_to(outside)
    (vault / ".obsidian" / "templates.json").write_text('{"folder": "Templates"}')
    (vault / ".obsidian" / "core-plugins.json").symlink_to(outside / "x.json")
    found, _ = looked_over(vault)
    assert ("obsidian", "templates-link") in found
    assert ("obsidian", "broken-link") in found


def test_bases_that_are_off_and_the_old_list_of_core_plugins(vault):
    core = vault / ".obsidian" / "core-plugins.json"
    core.write_text('{"bases": false}')
    assert ("obsidian", "bases-off") in looked_over(vault)[0]
    core.write_text('["file-explorer"]')
    assert not any(code.startswith("broken") for _, code in looked_over(vault)[0])


def test_a_vault_that_was_never_set_up_or_opened_or_is_empty(tmp_path):
    (tmp_path / ".obsidian").mkdir()
    found, _ = looked_over(tmp_path)
    assert ("settings", "none") in found
    (tmp_path / ".obsidian").rmdir()
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    assert ("obsidian", "none") in looked_over(tmp_path)[0]


def test_without_a_vault_the_versions_are_told_all_the_same(tmp_path):
    done = run("doctor", "--json", cwd=tmp_path)
    assert done.returncode == 1
    rows = json.loads(done.stdout)["data"]["findings"]
    assert [row["topic"] for row in rows] == ["versions", "versions", "vault"]
    assert "vaultkit init" in rows[-1]["text"]
    assert run("doctor", "--vault", tmp_path / "nowhere").returncode == 2


def test_settings_that_cannot_be_used_are_told_and_the_rest_as_well(vault):
    (vault / "vaultkit.toml").write_text("schema = 1\nnonsense = 2\n", encoding="utf-8")
    found, _ = looked_over(vault)
    assert "vaultkit.toml:2" in found["settings", "broken"]["text"]
    assert ("journal", "runs") in found
    assert not any(topic == "tasks" for topic, _ in found)


def test_a_right_that_is_missing_is_told(vault, monkeypatch):
    monkeypatch.setattr(checkup, "may_be_written", lambda root: False)
    assert ("vault", "read-only") in looked_over(vault)[0]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/home/ada/vault", "local"),
        ("/Users/ada/Library/Mobile Documents/iCloud~md~obsidian/Documents/v", "icloud"),
        ("/home/ada/Dropbox (Personal)/v", "dropbox"),
        ("/mnt/d/notes/v", "windows-drive"),
        ("/home/ada/OneDrive - Acme/v", "onedrive"),
        ("/Users/ada/Library/CloudStorage/GoogleDrive-ada@example.com/My Drive/v", "google-drive"),
        ("/home/ada/Nextcloud/v", "nextcloud"),
        ("/home/ada/dropboxes/v", "local"),
    ],
)
def test_a_place_is_known_by_its_folders(path, place):
    assert vault_place.place_of(Path(path)) == place


def test_syncthing_leaves_a_mark(vault):
    (vault.parent / ".stfolder").mkdir()
    assert ("vault", "syncthing") in looked_over(vault)[0]


def git(root, *words):
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


def test_what_git_is_set_up_to_do(vault, monkeypatch):
    assert ("git", "no-repository") in looked_over(vault)[0]
    git(vault, "init", "-q")
    assert ("git", "no-driver") in looked_over(vault)[0]
    (vault / ".gitattributes").write_text("*.md merge=vaultkit\n")
    assert looked_over(vault)[0]["git", "driver-unknown"]["wrong"]
    git(vault, "config", "merge.vaultkit.driver", "vaultkit merge-driver %O %A %B %L")
    assert not looked_over(vault)[0]["git", "driver"]["wrong"]
    (vault / ".gitattributes").unlink()
    assert looked_over(vault)[0]["git", "driver-unasked"]["wrong"]
    (vault / ".git" / "MERGE_HEAD").write_text("x\n")
    assert looked_over(vault)[0]["git", "busy"]["wrong"]
    monkeypatch.setattr(git_history, "_git", lambda *_: None)
    assert ("git", "none") in looked_over(vault)[0]


def test_a_watcher_is_known_while_it_runs(vault):
    assert watching_process(vault) is None
    with only_watcher(vault):
        assert watching_process(vault) == str(os.getpid())
        assert ("watching", "runs") in looked_over(vault)[0]
    assert ("watching", "nobody") in looked_over(vault)[0]


def test_a_system_that_watches_too_few_folders_is_told_with_the_remedy(
    vault, monkeypatch, tmp_path
):
    limit = tmp_path / "max_user_watches"
    limit.write_text("1\n")
    monkeypatch.setattr(surroundings, "_MOST_WATCHES", limit)
    assert "max_user_watches=524288" in looked_over(vault)[0]["watching", "too-few"]["hint"]
    limit.write_text("many\n")
    assert ("watching", "too-few") not in looked_over(vault)[0]


def test_a_file_system_that_tells_nothing_is_named(vault, monkeypatch):
    monkeypatch.setattr(command, "file_system", lambda root: "nfs4")
    assert "nfs4" in looked_over(vault)[0]["files", "silent"]["text"]
    monkeypatch.setattr(command, "file_system", lambda root: "")
    assert not any(topic == "files" for topic, _ in looked_over(vault)[0])
    linux = pytest.importorskip("vaultkit.disk.system.linux", reason="mounts are Linux's")
    monkeypatch.setattr(linux, "_MOUNTS", Path("/nowhere"))
    assert file_systems.file_system(vault) == ""


def test_a_package_that_is_missing_is_named(vault, monkeypatch):
    monkeypatch.setattr(plugins, "_NEEDED", ("rich", "no-such-package"))
    assert "no-such-package" in looked_over(vault)[0]["versions", "missing"]["text"]


def test_a_journal_that_cannot_be_used_is_told(vault, tmp_path):
    (tmp_path / "state").write_text("a file")
    found, _ = looked_over(vault, env={"XDG_STATE_HOME": str(tmp_path / "state")})
    assert {code for topic, code in found if topic == "journal"} & {"runs", "broken"}


class _Journal:
    """One with a run that a crash broke off, another vault's, and a text that was put aside."""

    def past(self):
        return iter(())

    def seen_unfinished(self):
        return iter((PastRun("ours", "update", Path("ours"), ()), PastRun("2", "", Path(), ())))

    def damaged_unfinished(self):
        return ()

    def is_own(self, run):
        return run.id == "ours"

    def kept(self):
        return ("text",)


class _Unusable(_Journal):
    def past(self):
        raise StateError("state-unwritable", folder="x", reason="y")


def test_what_a_crash_left_is_counted():
    found = {one.code: one for one in checkup.journal_findings(_Journal())}
    assert found["unfinished"].values == {"n": 1}
    assert found["kept"].values == {"n": 1}
    [broken] = checkup.journal_findings(_Unusable())
    assert (broken.code, broken.error) == ("broken", "state-unwritable")


def test_the_list_of_plugins_is_read_with_care(vault, tmp_path):
    place = vault / ".obsidian" / "community-plugins.json"
    for data in (b"{", b"{}", b"7", b" " * (1024 * 1024 + 1)):
        place.write_bytes(data)
        assert enabled_plugins(vault) == ()
    place.write_text(json.dumps(["a\x1b[2Jb", 7, "x" * 500, *(["y"] * 500)]))
    names = enabled_plugins(vault)
    assert names[0] == "a [2Jb"
    assert max(map(len, names)) == 60
    assert len(names) < 50
    place.unlink()
    place.symlink_to(tmp_path / "elsewhere.json")
    assert enabled_plugins(vault) == ()


@pytest.mark.parametrize("language", load.languages())
def test_every_finding_has_its_words(language):
    """A code that no phrase knows would be found by nobody but its reader."""
    texts = load.phrases(language).texts
    root = Path(checkup.__file__).parent.parent
    for source in (root / "work/checkup.py", root / "cli/doctor.py"):
        for topic, code in re.findall(
            r'Finding\(\s*"(\w+)", "([\w-]+)"', source.read_text("utf-8")
        ):
            assert f"doctor.{topic}.{code}.text" in texts
            assert f"doctor.{topic}.name" in texts
    for place in vault_place.Place.__args__:
        assert f"doctor.vault.{place}.text" in texts
    for reason in Unseen.__args__:
        assert f"doctor.tasks.unseen-{reason}.text" in texts
        assert f"doctor.line.{reason}.hint" in texts


def test_on_a_terminal_no_line_is_wider_than_it_and_a_program_gets_each_in_one_piece(vault):
    (vault / "vaultkit.toml").write_text("schema = 1\nlanguag = 2\n", encoding="utf-8")
    done = run("doctor", "--vault", vault, *TODAY)
    told = (done.stdout + done.stderr).decode().splitlines()
    shown = STYLE.sub("", on_terminal(vault, "doctor", *TODAY, width=60)[1]).splitlines()
    assert max(map(len, told)) > 80
    assert max(map(len, shown)) <= 60
    assert any(line.startswith("! ") for line in shown)
    assert " ".join(told).split() == " ".join(shown).split()
