"""The newcomer's page, the daily page and the recipes: every example in them is tried.

A ``console`` block is typed again, in this process, on the day ``TODAY``; what comes stands below. The newcomer
begins in an empty folder, every other page in a vault with the samples. What a person does by hand stands in a
comment: ``edit FILE | line | new lines``, ``copy FILE | FILE``. ``pytest tests/test_guide.py --rewrite-golden``
writes anew what comes. Blocks of other kinds are held to what they are for: see ``TRIED``.
"""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command_line import run
from tests.test_transcripts import called, shown

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [DOCS / "newcomer.md", DOCS / "daily.md", *sorted((DOCS / "recipes").glob("*.md"))]
TODAY = ("--today", "2026-11-20")
PART = re.compile(
    r"^(?P<in> *)```(?P<kind>\w+)\n(?P<text>.*?)^ *```$|^<!-- (?P<act>edit|copy) (?P<what>.*?) -->$",
    re.DOTALL | re.MULTILINE,
)
SAID_ELSEWHERE = ("README.md", "docs/systems.md", "docs/service.md", "docs/language-server.md")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The folder that a page begins in; shown as ``~``."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_samples(place, monkeypatch):
    assert run("init", "my-search", *TODAY).returncode == 0
    monkeypatch.chdir(place / "my-search")


def typed(line, place, monkeypatch):
    """Return what one typed line prints."""
    words = shlex.split(line)
    if words[0] == "cd":
        monkeypatch.chdir(words[1])
        return []
    if words[0] == "grep":
        lines = Path(words[2]).read_text("utf-8").splitlines()
        return [line for line in lines if words[1] in line]
    assert words[0] == "vaultkit", line
    told, code = called([*words, *TODAY], "")
    return [*shown(told, place), *([f"[exit {code}]"] if code else [])]


def console(text, place, monkeypatch):
    lines = []
    for line in text.splitlines():
        if line.startswith("$ "):
            lines += [line, *typed(line.removeprefix("$ "), place, monkeypatch)]
    return "\n".join(lines) + "\n"


def by_hand(act, what):
    file, *words = what.split(" | ")
    if act == "copy":
        shutil.copy(file, words[0])
        return
    before = Path(file).read_text("utf-8")
    line, new = f"\n{words[0]}\n", "\n" + words[1].replace("\\n", "\n") + "\n"
    assert before.count(line) == 1, what
    Path(file).write_text(before.replace(line, new), "utf-8")


def settings(text):
    """The vault takes them, put in where the table stands."""
    file = Path("vaultkit.toml")
    table = text.partition("\n")[0] + "\n"
    before = file.read_text("utf-8")
    assert before.count(table) == 1, table
    file.write_text(before.replace(table, text), "utf-8")
    assert run("config", *TODAY).returncode == 0


def editor_tasks(text):
    """Each of VS Code's tasks runs."""
    for task in json.loads(text)["tasks"]:
        assert task["command"] == "vaultkit"
        done = run(*task["args"], *TODAY)
        assert done.returncode == 0, done.stderr


def unit(text):
    """Each command of a systemd unit runs, and systemd itself knows its calendar."""
    for command in re.findall(r"^ExecStart=%h/.local/bin/vaultkit (.*)$", text, re.MULTILINE):
        done = run(*shlex.split(command), *TODAY)
        assert done.returncode == 0, done.stderr
    assert text.count("vaultkit ") == text.count("%h/.local/bin/vaultkit ")
    for when in re.findall(r"^OnCalendar=(.*)$", text, re.MULTILINE):
        if shutil.which("systemd-analyze"):
            subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True)


def left_out_of_git(text):
    """The vault's own ``.gitignore`` leaves out the same."""
    assert set(text.split()) <= set(Path(".gitignore").read_text("utf-8").splitlines())


def said_elsewhere(text):
    """It is about other programs, and stands word for word on a page that its own test looks after."""
    pages = "\n".join((ROOT / name).read_text("utf-8") for name in SAID_ELSEWHERE)
    for line in text.splitlines():
        switched_on = re.fullmatch(r"systemctl --user enable --now ([\w.-]+)", line)
        place = (DOCS / "recipes/server.md").read_text("utf-8")
        known = switched_on and f"/{switched_on[1]}`" in place
        assert known or line in pages, line


def contacts(text):
    """What a phone exports."""
    Path("contacts.vcf").write_text(text, "utf-8")


TRIED = {
    "vcf": contacts,
    "toml": settings,
    "json": editor_tasks,
    "ini": unit,
    "text": left_out_of_git,
    "sh": said_elsewhere,
    "lua": said_elsewhere,
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_goes_as_it_is_written(page, place, monkeypatch, golden):
    if page.name != "newcomer.md":
        with_samples(place, monkeypatch)

    def tried(part):
        if part["act"]:
            by_hand(part["act"], part["what"])
            return part[0]
        if part["kind"] == "console":
            return f"```console\n{console(part['text'], place, monkeypatch)}```"
        TRIED[part["kind"]](part["text"])
        return part[0]

    text = page.read_text("utf-8")
    assert len(re.findall(r"^ *```$", text, re.MULTILINE)) == len(
        re.findall(r"^ *```\w", text, re.MULTILINE)
    )
    golden(page, PART.sub(tried, text).encode())
