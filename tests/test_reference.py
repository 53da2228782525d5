"""The reference page and the man page say what the help says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import reference_pages
from tests.test_help import COMMANDS

DOCS = Path(__file__).parent.parent / "docs"


def test_the_reference_is_what_the_help_says_now(golden):
    golden(DOCS / "reference.md", reference_pages.markdown().encode())


def test_the_man_page_is_what_the_help_says_now(golden):
    golden(DOCS / "vaultkit.1", reference_pages.man_page().encode())


@pytest.mark.parametrize("name", ["reference.md", "vaultkit.1"])
def test_every_command_and_every_option_stands_in_it(name):
    text = (DOCS / name).read_text("utf-8").replace("\\-", "-")
    for command, made in COMMANDS.items():
        assert f"vaultkit {command}" in text
        for option in (one for parameter in made.params for one in parameter.opts):
            if option.startswith("-"):
                assert option in text, (command, option)


def test_it_names_the_exit_codes_that_format_md_names():
    codes = [
        re.findall(r"^\| (\d+) \| ", (DOCS / name).read_text("utf-8"), re.MULTILINE)
        for name in ("reference.md", "format.md")
    ]
    assert codes[0] == codes[1] == ["0", "1", "2", "3", "4", "130", "143"]


def test_it_says_when_an_undo_and_an_import_end_with_1():
    row = re.search(r"^\| 1 \| .*", (DOCS / "reference.md").read_text("utf-8"), re.MULTILINE)
    assert row
    assert "an `undo` that" in row[0]
    assert "an `import` that" in row[0]


@pytest.mark.parametrize("name", ["reference.md", "vaultkit.1"])
def test_no_folder_of_the_machine_that_made_it_is_in_it(name):
    text = (DOCS / name).read_text("utf-8")
    assert str(Path.home()) not in text.replace("~", "")
    assert re.search(r"/(home|Users|tmp|work|root)\b", text) is None


@pytest.mark.skipif(shutil.which("man") is None, reason="no man here")
def test_man_shows_the_page_without_a_warning():
    done = subprocess.run(
        ["man", "--warnings=w", "-E", "UTF-8", "-l", DOCS / "vaultkit.1"],
        capture_output=True,
        env={"MANWIDTH": "80", "LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        check=True,
    )
    assert done.stderr == b""
    plain = re.sub(rb".\x08", b"", done.stdout).decode()
    assert "vaultkit snooze 1 friday" in plain
    assert "--dry-run" in plain
