"""``vaultkit config``: every setting, its value, and where it comes from."""

import json

from tests.command_line import run

TEXT = """# mine
schema = 1
language = "it"

[review]
charts = false
folder = "Riepiloghi"

[calendar]
closed = [2026-12-25]
"""


def rows(root):
    told = json.loads(run("config", "--json", "--vault", root).stdout)
    return {row["setting"]: row for row in told["data"]}


def test_each_setting_is_told_with_the_line_that_says_so(tmp_path):
    (tmp_path / "vaultkit.toml").write_text(TEXT, encoding="utf-8")
    found = rows(tmp_path)
    assert found["review.charts"] == {
        "setting": "review.charts", "value": "false", "file": "vaultkit.toml", "line": 6,
    }  # fmt: skip
    assert found["calendar.closed"]["line"] == 10
    assert found["tasks.format"] == {
        "setting": "tasks.format", "value": '"emoji"', "file": None, "line": None,
    }  # fmt: skip
    assert found["tasks.done"]["value"] == "[]"
    assert found["follow_ups.since"]["value"] is None


def test_it_reads_as_settings_do_and_in_the_language_of_the_vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text(TEXT, encoding="utf-8")
    done = run("config", "--vault", tmp_path)
    lines = done.stdout.decode().splitlines()
    assert 'review.folder = "Riepiloghi"  # vaultkit.toml:7' in lines
    assert 'review.name = "GGGG-[W]WW"  # predefinito' in lines
    assert "# follow_ups.heading  # non stabilito" in lines
    assert "vaultkit.toml" in done.stderr.decode()


def test_a_vault_without_the_file_has_defaults_and_a_broken_one_is_an_error(tmp_path):
    (tmp_path / ".obsidian").mkdir()
    assert {row["line"] for row in rows(tmp_path).values()} == {None}
    (tmp_path / "vaultkit.toml").write_text("schema = 1\nx = 1\n", encoding="utf-8")
    done = run("config", "--vault", tmp_path)
    assert done.returncode == 2
    assert b"vaultkit.toml:2" in done.stderr
