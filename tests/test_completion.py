"""Completion: what is offered, how fast it is known, and that no name of a vault ever runs in a shell."""

import json
import os
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import run
from tests.posix import pty
from tests.test_help import COMMANDS
from vaultkit.cli import option_table
from vaultkit.cli.completing import SHELLS, choices, tokens
from vaultkit.cli.help_texts import help_texts
from vaultkit.cli.spoken import environment_language
from vaultkit.core.days.spoken_day import parse_when
from vaultkit.playbook import load

TODAY = ("--today", "2026-11-20")
SCRIPTS = Path(__file__).parent.parent / "vaultkit" / "shells"
NO = """---
type: application
company: {company}
role: Analyst
interviewed: 2026-10-20
status: rejected
decided: 2026-11-05
recruiter: "[[Marta Rossi]]"
interviewers: [Luca Bianchi]
---
"""


@pytest.fixture
def vault(tmp_path, monkeypatch):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (tmp_path / "Jobs").mkdir()
    (tmp_path / "Jobs" / "Acme.md").write_text(NO.format(company="Acme"), encoding="utf-8")
    (tmp_path / "Zeta.md").write_text(
        "---\ntype: application\ncompany: Zèta\nstatus: applied\napplied: 2026-11-18\ncontact: Ada\n---\n",
        encoding="utf-8",
    )
    (tmp_path / "Marta Rossi.md").write_text("---\ntype: person\n---\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run("update", *TODAY)
    run("done", "reflect", *TODAY)
    return tmp_path


def offered(*words):
    return [choice.word for choice in choices(words)]


def test_a_command_is_offered_by_its_first_letters():
    assert offered("d") == ["due", "done", "draft", "doctor"]
    assert offered("--vault", "/nowhere", "rev") == ["review"]
    assert set(offered("")) == set(COMMANDS)
    assert offered("nonsense", "") == []


def test_options_are_offered_once_and_those_of_the_command_first():
    assert offered("review", "--")[:4] == ["--week", "--stdout", "--html", "--walk"]
    assert "--stdout" not in offered("review", "--stdout", "--")
    assert "--quiet" not in offered("due", "-q", "--")
    assert "-q" in offered("due", "-")
    assert offered("--ver") == ["--version", "--verbose"]
    assert offered("new", "--", "Acme", "--") == []


def test_items_that_are_due_come_first_and_closed_ones_not_at_all(vault):
    found = offered("done", "--today", "2026-11-20", "")
    assert found[0] == "Acme#feedback-marta-rossi"
    assert "Zeta#check-in-ada" in found
    assert "Acme#reflect" not in found


def test_what_is_offered_is_understood(vault):
    for item in offered("done", ""):
        assert run("draft", item, "--template", *TODAY).returncode == 0, item
    for note in offered("explain", ""):
        assert run("explain", note, *TODAY).returncode == 0, note
    for note in offered("update", ""):
        assert run("update", note, "--check", *TODAY).returncode == 0, note
    for stage in offered("list", "--stage", ""):
        assert run("list", "--stage", stage, *TODAY).returncode == 0, stage
    for name in offered("export", ""):
        assert run("export", name, *TODAY).returncode == 0, name
    for week in offered("review", "--today", "2026-11-20", "--week", ""):
        assert run("review", "--stdout", "--week", week, *TODAY).returncode == 0, week
    for word in offered("snooze", "x", ""):
        assert parse_when(word, *when_from()), word


def when_from():
    from datetime import date

    from vaultkit.core.days.dates import Calendar

    return date(2026, 11, 20), Calendar(), load.all_phrases().values()


def test_companies_people_notes_and_paths(vault):
    assert offered("list", "--company", "") == ["Acme", "Zèta"]
    assert offered("list", "--company", "zet") == ["Zèta"]
    assert offered("list", "--company=A") == ["--company=Acme"]
    assert offered("log", "") == ["Marta Rossi", "Ada", "Luca Bianchi"]
    assert offered("remove", "Zeta", "A") == ["Acme"]
    assert offered("render", "-", "--path", "") == ["Zeta.md", "Jobs/Acme.md"]
    assert offered("render", "") == ["-"]
    assert offered("log", "Ada", "") == []


def test_a_part_is_enough_where_only_one_has_it(vault):
    assert offered("done", "check") == ["Zeta#check-in-ada"]
    assert offered("done", "luca") == [], "several: none may take the place of what is typed"


def test_the_vault_that_the_line_names_is_asked(vault, monkeypatch):
    monkeypatch.chdir("/")
    assert asked("zsh", "list", "--company", "").stdout == b""
    assert offered("--vault", str(vault), "list", "--company", "") == ["Acme", "Zèta"]
    assert offered("list", f"--vault={vault}", "--company", "") == ["Acme", "Zèta"]


@pytest.mark.parametrize("settings", ["schema = 9\n", "no toml ["])
def test_a_broken_vault_completes_to_nothing_and_says_nothing(vault, settings):
    (vault / "vaultkit.toml").write_text(settings, encoding="utf-8")
    done = asked("zsh", "done", "")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("bash",),
        ("bash", "vaultkit"),
        ("zsh",),
        ("nothing", "a", "b"),
        ("bash", "", ""),
        ("zsh", "\udcff"),
    ],
)
def test_a_question_that_makes_no_sense_is_no_traceback(words):
    done = asked(*words)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("done", "="), "Acme#feedback-marta-rossi"),
        (("list", "--company", "=zet"), "Zèta"),
        (("list", "=--company=Z"), "--company=Zèta"),
        (("=rev",), "review"),
    ],
)
def test_powershell_puts_a_sign_before_the_last_word(vault, words, told):
    done = asked("powershell", *words)
    assert done.stdout.decode().splitlines()[0].partition("\t")[0] == told


OPEN, CLOSED = "([{", ")]}"


def test_powershells_script_is_whole():
    """There is no PowerShell here to run it: its brackets close, its names are set before they are used."""
    script = (SCRIPTS / "vaultkit.ps1").read_text("utf-8")
    code = "\n".join(line for line in script.splitlines() if not line.lstrip().startswith("#"))
    bare = re.sub(r"'[^']*'|\"(?:`.|[^\"`])*\"", "''", code)
    waiting = []
    for char in bare:
        if char in OPEN:
            waiting.append(char)
        elif char in CLOSED:
            assert waiting.pop() == OPEN[CLOSED.index(char)]
    assert waiting == []
    given = {"_", "null", "wordToComplete", "commandAst", "cursorPosition"}
    for line in code.splitlines():
        left = line.partition("=")[0] if re.match(r"\s*\$\w+(, \$\w+)* = ", line) else ""
        used = {*re.findall(r"[$@](\w+)", re.sub(r"'[^']*'", "", line[len(left) :]))}
        assert used - given - {"false"} == set(), line
        given |= {*re.findall(r"\$(\w+)", left)}
    assert '--complete powershell @words "=$current"' in code


def asked(*words):
    return subprocess.run(
        [sys.executable, "-m", "vaultkit", "--complete", *(word.encode("utf-8", "surrogateescape") for word in words)],
        capture_output=True,
        check=False,
    )  # fmt: skip


def test_nothing_is_written_into_the_vault(vault):
    before = {path: path.stat().st_mtime_ns for path in vault.rglob("*")}
    assert asked("zsh", "done", "").stdout
    assert {path: path.stat().st_mtime_ns for path in vault.rglob("*")} == before


def test_what_was_read_for_an_offer_is_kept_for_the_next_one(vault, monkeypatch):
    monkeypatch.setattr("vaultkit.work.index._GRAIN_SECONDS", -60.0)  # no save is too young
    assert offered("done", "")
    kept = {path.name for path in Path(os.environ["XDG_CACHE_HOME"]).rglob("*")}
    assert "notes" in kept


LOADED = """import sys
sys.argv = ["vaultkit", "--complete", *sys.argv[1:]]
from vaultkit.__main__ import main
main()
print("\\n", *sys.modules)
"""


@pytest.mark.parametrize(
    ("words", "none_of"),
    [
        (("bash", "vaultkit re", "re"), {"typer", "tomllib", "vaultkit.cli.session", "vaultkit.core"}),
        (("bash", "vaultkit due --", "--"), {"typer", "tomllib", "vaultkit.cli.session"}),
        (("zsh", "d"), {"typer", "vaultkit.cli.session"}),
        (("bash", "vaultkit done ", ""), {"typer", "rich", "watchdog", "vaultkit.cli.command"}),
    ],
)  # fmt: skip
def test_little_is_loaded_to_answer(vault, words, none_of):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    told = done.stdout.split("\n")
    assert told[0], done.stderr
    assert none_of.isdisjoint(told[-2].split())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_of_each_command_what_it_takes(name):
    words, made = option_table.TABLE[name], COMMANDS[name]
    options = {
        opt: one for one in made.params for opt in one.opts if one.param_type_name == "option"
    }
    arguments = [one for one in made.params if one.param_type_name == "argument"]
    assert {*words.options, *option_table.COMMON} - {"--help", "-h"} == {*options}
    for opt, opened in {**option_table.COMMON, **words.options}.items():
        if opt in options:
            assert (opened.kind == "flag") == options[opt].is_flag, opt
            assert opened.phrase == options[opt].name
    assert len(words.arguments) == len(arguments)
    assert words.repeats == any(one.nargs == -1 for one in arguments)


def test_the_table_has_every_command():
    assert {*option_table.TABLE} == {*COMMANDS}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("vaultkit done ", ["vaultkit", "done", ""]),
        ("vaultkit done A", ["vaultkit", "done", "A"]),
        ("a 'b c' d\\ e \"f 'g", ["a", "b c", "d e", "f 'g"]),
        ('a "$(x) \\" \\n" \'\'', ["a", '$(x) " \\n', ""]),
        ("a '' b", ["a", "", "b"]),
        ("a \\", ["a", ""]),
    ],
)
def test_a_line_is_taken_apart_and_nothing_in_it_expanded(line, words):
    assert tokens(line) == words


HOSTILE = (
    "A $(touch ran)",
    "B `touch ran`",
    "C; touch ran",
    "D' touch ran '",
    'E" touch ran "',
    "F \\ touch ran",
    "G & touch ran &",
    "H | touch ran > ran",
    "I !! !touch !$",
    "J ~ * ? [a-z] {a,b}",
    "K $HOME ${HOME} %s",
    "L'Oréal",
    "M: The Sequel = 1",
    "N #x <ran",
    "עברית ran",
    "(P) touch",
    "$(touch ran) Q",
    "`touch ran` R",
    "\\S touch ran",
    "T\u202etouch",
    "U\ntouch ran",
    "V\x1b[31m red\x07",
)
LEFT_OUT = {"T\u202etouch", "U\ntouch ran", "V\x1b[31m red\x07"}
WORD_BEGINS = {
    "$(touch ran) Q": "\\$",
    "`touch ran` R": "\\`",
    "\\S touch ran": "\\\\",
    "(P) touch": "\\(",
}
PRINT = """import json, os, sys
if sys.argv[1:2] == ["--complete"]:
    os.execv(sys.executable, [sys.executable, "-m", "vaultkit", *sys.argv[1:]])
with open(os.environ["TOLD"], "a", encoding="utf-8") as told:
    told.write(json.dumps(sys.argv[1:]) + "\\n")
"""
BEGIN = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source {scripts}/vaultkit.bash"),
    "zsh": (["zsh", "-f", "-i"], "autoload -Uz compinit; compinit -u -D; source {scripts}/_vaultkit"),
    "fish": (["fish", "--no-config", "-i"], "source {scripts}/vaultkit.fish"),
}  # fmt: skip


def typed(shell, root, lines):
    """Return the words of each command that a person ran who typed these lines, Tab and Enter in them."""
    commands = root.parent / f"{root.name}-{shell}"
    commands.mkdir()
    script, told = commands / "vaultkit", commands / "told"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{commands}/print.py" "$@"\n')
    script.chmod(0o755)
    (commands / "print.py").write_text(PRINT)
    told.touch()
    words, source = BEGIN[shell]
    environ = {
        "HOME": str(commands),
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(SCRIPTS.parent.parent),
        "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"],
        "TOLD": str(told),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
    }
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(root)
        os.execvpe(words[0], words, environ)
    found = []
    try:
        os.write(terminal, f" {source.format(scripts=SCRIPTS)}\r".encode())
        for number, line in enumerate(lines, start=1):
            os.write(terminal, line.encode())
            read_until(terminal, lambda count=number: told.read_text("utf-8").count("\n") >= count)
        found = [json.loads(line) for line in told.read_text("utf-8").splitlines()]
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)
    return found


def read_until(terminal, is_done):
    """Read what is shown, as a terminal does, until something has come about."""
    shown = b""
    for _ in range(600):
        if select.select([terminal], [], [], 0.1)[0]:
            shown += os.read(terminal, 65536)
        if is_done():
            return
    raise AssertionError(shown.decode("utf-8", "replace"))


@pytest.fixture
def hostile_vault(tmp_path):
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    for number, name in enumerate(HOSTILE):
        text = NO.format(company=json.dumps(name))
        (root / f"{number}.md").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("shell", BEGIN)
def test_no_name_runs_or_breaks_a_line(shell, hostile_vault):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    names = [name for name in HOSTILE if name not in LEFT_OUT]
    lines = [f"vaultkit list --company {WORD_BEGINS.get(name, name[0])}\t\r" for name in names]
    found = typed(shell, hostile_vault, lines)
    assert found == [["list", "--company", name] for name in names]
    assert not list(hostile_vault.rglob("ran"))


@pytest.mark.parametrize("shell", BEGIN)
def test_in_open_quotes_and_behind_an_equals_sign(shell, hostile_vault):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    lines = ["vaultkit list --company=A\t\r", "vaultkit log Lu\t\r", "vaultkit rev\t--st\t\r"]
    wanted = [["list", "--company=A $(touch ran)"], ["log", "Luca Bianchi"], ["review", "--stdout"]]
    for quote in "'\"":
        lines += [f"vaultkit list --company {quote}{name[0]}\t\r" for name in HOSTILE[:3]]
        wanted += [["list", "--company", name] for name in HOSTILE[:3]]
    assert typed(shell, hostile_vault, lines) == wanted
    assert not list(hostile_vault.rglob("ran"))


@pytest.mark.parametrize("shell", BEGIN)
def test_files_and_folders_are_the_shell_s_own(shell, hostile_vault):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    (hostile_vault / "week.html").touch()
    (hostile_vault / "old one").mkdir()
    lines = ["vaultkit review --html we\t\r", "vaultkit init ol\t\r"]
    page, folder = typed(shell, hostile_vault, lines)
    assert page == ["review", "--html", "week.html"]
    assert [folder[0], folder[1].rstrip("/")] == ["init", "old one"]


def test_names_that_steer_a_terminal_or_end_a_line_are_not_offered(hostile_vault):
    found = offered("--vault", str(hostile_vault), "list", "--company", "")
    assert LEFT_OUT.isdisjoint(found)
    assert "עברית ran" in found


def test_a_name_that_looks_like_an_option_is_offered_as_a_value_only(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (tmp_path / "-rf.md").write_text(NO.format(company='"--yes"'), encoding="utf-8")
    there = ("--vault", str(tmp_path))
    assert offered(*there, "remove", "") == []
    assert offered(*there, "remove", "--", "") == ["-rf"]
    assert offered(*there, "list", "--company", "") == ["--yes"]
    assert offered(*there, "list", "--company=") == ["--company=--yes"]


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_prints_the_script_of_a_shell(shell):
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, b"")
    assert f"vaultkit completion {shell}" in done.stdout.decode().split("\n\n")[0]
    assert json.loads(run("completion", shell, "--json").stdout)["data"]["shell"] == shell


def test_another_shell_is_refused_with_those_that_there_are():
    done = run("completion", "tcsh")
    assert done.returncode == 2
    assert all(shell in done.stderr.decode() for shell in SHELLS)


@pytest.mark.parametrize("language", [*load.languages(), "xx", "../en", ""])
def test_the_words_of_the_help_are_those_that_all_others_read(language: str) -> None:
    environ = {"LANG": f"{language}_XX.UTF-8"} if language else {}
    assert environment_language(environ) == (language if language in load.languages() else "en")
    phrases = load.phrases(environment_language(environ))
    keys = {key for key in phrases.texts if key.startswith("help.")}
    assert help_texts(environ) == {key: phrases.texts[key] for key in keys}
