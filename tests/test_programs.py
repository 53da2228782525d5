"""Which program is started: never one that lies in the current folder or in the vault."""

import ast
import os
import shutil
import sys
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.systems import ON_WINDOWS, needs_posix_programs, needs_windows
from vaultkit.cli.opening import open_note
from vaultkit.disk import programs
from vaultkit.disk.git_history import git_version, notes_before
from vaultkit.disk.programs import find_program, open_link
from vaultkit.disk.system.windows_names import program_endings
from vaultkit.errors import UsageError

if not ON_WINDOWS:
    from vaultkit.disk.system.macos import MacOS
    from vaultkit.disk.system.posix import Posix
else:
    Posix = object

PACKAGE = Path(__file__).parent.parent / "vaultkit"
STARTS = {"run", "Popen", "call", "check_call", "check_output", "startfile"}


@pytest.fixture
def vault(tmp_path, monkeypatch):
    root = tmp_path / "vault"
    root.mkdir()
    monkeypatch.chdir(root)
    return root


def program(folder: Path, name: str, says: str = "evil") -> Path:
    """Make a program that leaves its arguments in a file beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "$0.ran"\necho {says}\n', encoding="utf-8")
    file.chmod(0o755)
    return file


def has_run(file: Path) -> bool:
    return file.with_name(f"{file.name}.ran").exists()


def entries(*folders: object) -> dict[str, str]:
    return {"PATH": os.pathsep.join(map(str, folders))}


@pytest.mark.parametrize("name", ["git", "xdg-open", "vim", "open"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "./",
        "bin",
        "../vault",
        "{vault}",
        "{vault}/bin",
        "{vault}/../vault/bin",
        "{linked}",
    ],
)
@needs_posix_programs
def test_a_program_in_the_vault_or_the_current_folder_is_not_found(vault, tmp_path, path, name):
    for folder in (vault, vault / "bin"):
        program(folder, name)
    linked = tmp_path / "linked"
    linked.symlink_to(vault / "bin")
    environ = {"PATH": path.format(vault=vault, linked=linked)}
    assert find_program(name, vault, environ) is None
    good = program(tmp_path / "good", name)
    environ["PATH"] += f"{os.pathsep}{tmp_path / 'good'}"
    assert find_program(name, vault, environ) == good


@needs_posix_programs
def test_a_link_into_the_vault_is_passed_over_and_the_next_one_found(vault, tmp_path):
    program(vault, "git")
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "git").symlink_to(vault / "git")
    good = program(tmp_path / "two", "git")
    assert find_program("git", vault, entries(tmp_path / "one", tmp_path / "two")) == good
    assert find_program("git", vault, entries(tmp_path / "one")) is None


@needs_posix_programs
def test_what_cannot_be_started_is_passed_over(vault, tmp_path):
    (tmp_path / "one" / "git").mkdir(parents=True)
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "git").write_text("no program", encoding="utf-8")
    good = program(tmp_path / "three", "git")
    folders = (tmp_path / "no such folder", tmp_path / "one", tmp_path / "two", tmp_path / "three")
    assert find_program("git", vault, entries(*folders)) == good
    assert find_program("", vault, entries(*folders)) is None
    assert find_program("..", vault, entries(*folders)) is None


@needs_posix_programs
def test_a_program_that_the_person_names_with_its_folder_is_theirs(vault, tmp_path):
    own = program(tmp_path / "tools", "ed")
    assert find_program(str(own), vault, {}) == own
    found = find_program("../tools/ed", vault, {})
    assert found is not None
    assert found.samefile(own)
    assert found.is_absolute()
    assert find_program(f"{own}.exe", vault, {}) is None


@needs_posix_programs
def test_git_in_the_vault_is_never_run(vault, monkeypatch):
    evil = program(vault, "git")
    monkeypatch.setenv("PATH", "", prepend=os.pathsep)
    monkeypatch.setenv("PATH", ".", prepend=os.pathsep)
    monkeypatch.setenv("PATH", str(vault), prepend=os.pathsep)
    assert notes_before(vault, date(2026, 11, 13), ["Acme.md"]) is None
    assert git_version(vault) != "evil"
    assert not has_run(evil)


@needs_posix_programs
def test_a_program_of_the_system_finds_no_other_one_in_the_vault_either(
    vault, tmp_path, monkeypatch
):
    tools, evil = tmp_path / "tools", program(vault, "helper")
    opener = program(tools, "xdg-open")
    opener.write_text('#!/bin/sh\nhelper; printf "%s" "$PATH" > "$0.ran"\n', encoding="utf-8")
    monkeypatch.setattr(programs, "system", Posix())
    open_link("mailto:a@example.com", vault, entries("", ".", vault, "bin", tools, "/bin"))
    assert not has_run(evil)
    assert opener.with_name("xdg-open.ran").read_text("utf-8") == f"{tools}:/bin"


@pytest.mark.parametrize(("system", "name"), [("Linux", "xdg-open"), ("MacOS", "open")])
@needs_posix_programs
def test_each_system_has_its_own_program_for_a_link(vault, tmp_path, monkeypatch, system, name):
    for each in ("xdg-open", "open"):
        program(tmp_path / "tools", each)
    monkeypatch.setattr(programs, "system", {"Linux": Posix, "MacOS": MacOS}[system]())
    open_link("obsidian://open?path=x", vault, entries(tmp_path / "tools", "/bin"))
    ran = tmp_path / "tools" / f"{name}.ran"
    assert ran.read_text("utf-8") == "obsidian://open?path=x\n"
    assert [each.name for each in (tmp_path / "tools").glob("*.ran")] == [ran.name]


class AsOnWindows(Posix):
    """What Windows answers to whoever looks for a program; the rest is this system's."""

    def opener(self):
        return "tools/rundll32.exe", "url.dll,FileProtocolHandler"

    def program_endings(self, name, environ):
        return program_endings(name, environ.get("PATHEXT", ""))


@needs_posix_programs
def test_windows_hands_a_link_to_a_program_of_its_own(vault, monkeypatch):
    program(vault / "tools", "rundll32.exe")  # its path is whole, on Windows
    monkeypatch.setattr(programs, "system", AsOnWindows())
    open_note(vault / "A & B.md", vault, {"PATH": os.defpath})
    told = (vault / "tools" / "rundll32.exe.ran").read_text("utf-8").splitlines()
    link = f"obsidian://open?path={quote(str(vault), safe='')}%2FA%20%26%20B.md"
    assert told == ["url.dll,FileProtocolHandler", link]


@needs_posix_programs
def test_where_nothing_opens_a_link_a_sentence_says_so(vault, tmp_path):
    with pytest.raises(UsageError, match="walk-no-program"):
        open_link("obsidian://open", vault, entries(tmp_path))


@pytest.mark.parametrize(
    ("listed", "named", "wanted"),
    [
        (["git.exe", "git.cmd"], "git", "git.exe"),
        (["git.cmd"], "git", "git.cmd"),
        (["git.exe"], "git.exe", "git.exe"),
        (["git"], "git", None),  # a shell's script: Windows cannot start it
        (["git.txt"], "git", None),
    ],
)
@needs_posix_programs
def test_windows_adds_the_endings_of_programs(vault, tmp_path, monkeypatch, listed, named, wanted):
    for name in listed:
        program(tmp_path / "tools", name)
    monkeypatch.setattr(programs, "system", AsOnWindows())
    environ = entries(tmp_path / "tools") | {"PATHEXT": ".EXE;;.CMD"}
    found = find_program(named, vault, environ)
    assert (found.name if found else None) == wanted


@pytest.mark.parametrize("name", ["A&calc.md", "100%PATH%.md", "A^B.md", "Wow!.md", 'A".md'])
@needs_posix_programs
def test_a_note_s_name_is_no_command_to_a_batch_file(vault, tmp_path, name):
    editor = program(tmp_path, "code.CMD")
    with pytest.raises(UsageError, match="walk-batch-file"):
        open_note(vault / name, vault, {"EDITOR": str(editor)})
    assert not has_run(editor)
    open_note(vault / "A (B) - Città.md", vault, {"EDITOR": str(editor)})
    assert has_run(editor)


@needs_posix_programs
def test_an_editor_in_the_vault_is_started_only_by_its_whole_name(vault, monkeypatch, tmp_path):
    evil = program(vault, "vim")
    with pytest.raises(UsageError, match="walk-no-program"):
        open_note(vault / "A.md", vault, {"EDITOR": "vim", **entries("", ".", vault)})
    assert not has_run(evil)
    editor = program(tmp_path / "Program Files", "ed")
    open_note(vault / "A.md", vault, {"VISUAL": str(editor)})
    open_note(vault / "A.md", vault, {"VISUAL": f"'{editor}' --wait"})
    assert editor.with_name("ed.ran").read_text("utf-8") == f"--wait\n{vault / 'A.md'}\n"


@needs_windows
def test_a_git_exe_in_the_vault_or_the_current_folder_is_not_started(vault, tmp_path, monkeypatch):
    """Windows itself would take the one in the current folder before all others."""
    for folder in (vault, vault / "bin"):
        folder.mkdir(exist_ok=True)
        shutil.copy(sys.executable, folder / "git.exe")
    for path in ("", ".", "bin", str(vault), f'"{vault / "bin"}"', "\\", "C:", "C:.", ".;bin"):
        assert find_program("git", vault, {"PATH": path}) is None, path
        monkeypatch.setenv("PATH", path)
        assert git_version(vault) is None, path
    tools = tmp_path / "My tools"
    tools.mkdir()
    shutil.copy(sys.executable, tools / "git.exe")
    found = find_program("git", vault, {"PATH": f'.;bin;"{tools}"'})
    assert found == tools / "git.exe"
    editor = find_program("bin\\git", vault, {})
    assert editor is not None
    assert editor.is_absolute(), "a name with a folder is the person's own word"


def test_a_windows_path_in_editor_keeps_its_backslashes(monkeypatch):
    from vaultkit.cli import opening

    monkeypatch.setattr(opening.os, "sep", "\\")
    assert opening._words(r"C:\tools\code.cmd --wait") == [r"C:\tools\code.cmd", "--wait"]
    assert opening._words(r'"C:\My tools\ed.exe" -n') == [r"C:\My tools\ed.exe", "-n"]


def test_nothing_is_started_by_a_bare_name_anywhere_in_the_package():
    """The first word of whatever is started is a whole path that find_program gave."""
    started = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = ast.unparse(node.func.value)
            if node.func.attr not in STARTS or owner not in ("subprocess", "os"):
                continue
            words = node.args[0]
            first = (
                ast.unparse(words.elts[0]) if isinstance(words, ast.List) else ast.unparse(words)
            )
            started.append((path.name, f"{owner}.{node.func.attr}", first))
            assert not any(keyword.arg == "shell" for keyword in node.keywords)
    run = ("programs.py", "subprocess.run", "str(program)")
    assert set(started) == {run}
