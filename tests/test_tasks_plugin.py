"""The Tasks plugin's settings: read, never trusted, and written by ``init`` into ``vaultkit.toml``."""

import json
import os

import pytest

from tests.command_line import run
from vaultkit.core.settings.tasks import tasks_settings
from vaultkit.disk.tasks_plugin import FILE, TasksPlugin, read_tasks_plugin
from vaultkit.work.config import load_settings

TODAY = ("--today", "2026-11-20")
STATUSES = {
    "coreStatuses": [
        {"symbol": " ", "name": "Todo", "nextStatusSymbol": "x", "type": "TODO"},
        {"symbol": "x", "name": "Done", "nextStatusSymbol": " ", "type": "DONE"},
    ],
    "customStatuses": [
        {"symbol": "-", "type": "CANCELLED"},
        {"symbol": "✓", "type": "DONE"},
        {"symbol": "✓", "type": "TODO"},
        {"symbol": "i", "type": "NON_TASK"},
        {"symbol": "c", "type": "cancelled"},
        {"symbol": "/", "type": "IN_PROGRESS"},
    ],
}
WHOLE = {"globalFilter": "#task", "taskFormat": "dataview", "statusSettings": STATUSES}


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "A.md").write_text("---\ntype: application\ncompany: Acme\n---\n", encoding="utf-8")
    return tmp_path


def put(root, data):
    place = root / FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return place


def test_a_vault_without_the_plugin_has_none(vault):
    assert read_tasks_plugin(vault) is None


def test_what_it_says_is_read(vault):
    put(vault, WHOLE)
    plugin = read_tasks_plugin(vault)
    assert (plugin.format, plugin.global_filter, plugin.trouble) == ("dataview", "#task", "")
    assert plugin.statuses["✓"] == "DONE"
    assert plugin.statuses["c"] == "CANCELLED"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"globalFilter": 7, "taskFormat": ["dataview"], "statusSettings": "x"},
        {"globalFilter": None, "taskFormat": "other", "statusSettings": {"coreStatuses": {}}},
        {
            "globalFilter": "#a\u202eb",
            "statusSettings": {"customStatuses": [1, None, {"symbol": 3}]},
        },
        {
            "globalFilter": "#" + "a" * 100,
            "statusSettings": {"customStatuses": [{"symbol": "ab", "type": "DONE"}]},
        },
        {
            "globalFilter": "a\nb",
            "statusSettings": {"customStatuses": [{"symbol": "\u200b", "type": "DONE"}]},
        },
    ],
)
def test_what_has_another_type_is_not_said(vault, data):
    put(vault, data)
    assert read_tasks_plugin(vault) == TasksPlugin()


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"{", "not-json"),
        (b"\xff\xfe", "not-json"),
        (b"[" * 100_000, "not-json"),
        (b"[]", "not-a-table"),
        (b" " * (1024 * 1024 + 1), "large"),
    ],
)
def test_a_broken_file_is_known_as_one_and_init_tells_it_and_goes_on(vault, data, trouble):
    put(vault, data)
    assert read_tasks_plugin(vault) == TasksPlugin(trouble=trouble)
    done = run("init", vault, *TODAY)
    assert done.returncode == 0
    assert f"{FILE} is not read" in done.stderr.decode()
    assert "[tasks]" not in (vault / "vaultkit.toml").read_text("utf-8")


def test_a_link_or_a_pipe_is_not_opened(vault, tmp_path_factory):
    outside = tmp_path_factory.mktemp("out") / "data.json"
    outside.write_text(json.dumps(WHOLE), encoding="utf-8")
    place = put(vault, {})
    place.unlink()
    place.symlink_to(outside)
    assert read_tasks_plugin(vault) == TasksPlugin(trouble="link")
    place.unlink()
    os.mkfifo(place)
    assert read_tasks_plugin(vault) == TasksPlugin(trouble="unreadable")


def test_init_writes_them_with_their_reasons_so_that_machines_agree(vault):
    put(vault, WHOLE)
    assert run("init", vault, *TODAY).returncode == 0
    settings = load_settings(vault)[0]
    assert (settings.task_format, settings.global_filter) == ("dataview", "#task")
    assert (settings.done_symbols, settings.cancelled_symbols) == (("✓",), ("c", "i"))
    text = (vault / "vaultkit.toml").read_text("utf-8")
    assert text.count("Tasks plugin") == 4
    assert json.loads((vault / FILE).read_bytes()) == WHOLE
    made = run("new", "Globex", "Analyst", "--vault", vault, *TODAY)
    assert made.returncode == 0


def test_a_filter_that_is_no_tag_is_told_and_not_written(vault):
    put(vault, {"globalFilter": 'call "me" #x'})
    assert run("init", vault, *TODAY).returncode == 0
    assert load_settings(vault)[0].global_filter == ""
    assert 'call "me" #x' in (vault / "vaultkit.toml").read_text("utf-8")


def test_what_is_so_by_default_needs_no_setting():
    assert (
        tasks_settings("emoji", "", {"x": "DONE", "X": "DONE", " ": "DONE", "-": "NON_TASK"}) == ()
    )
    [done] = tasks_settings("emoji", "", {"-": "DONE", "D": "TODO"})
    assert (done.name, done.values) == ("done", ("-",))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('done = ["ab"]', "single characters"),
        ('done = ["x"]', "single characters"),
        ("done = [1]", "done"),
        ('done = ["c"]\ncancelled = ["c"]', "Take it out"),
    ],
)
def test_a_symbol_that_cannot_be_one_is_a_settings_error(vault, line, told):
    (vault / "vaultkit.toml").write_text(f"schema = 1\n[tasks]\n{line}\n", encoding="utf-8")
    done = run("update", "--vault", vault)
    assert done.returncode == 2
    assert told in done.stderr.decode()
