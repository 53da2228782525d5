"""What other packages add: found by entry points, told by name when it fails, and never at a note's cost."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib import import_module
from pathlib import Path

import pytest

from tests.command_line import run
from vaultkit import plugins
from vaultkit.cli.command import named
from vaultkit.cli.commands import COMMANDS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "guests.md").read_text("utf-8")
VAULT = Path(__file__).parent / "transcripts" / "vault"
TODAY = ("--today", "2026-11-20")
FORMAT = 'suffix = ".x"\ndef render(applications):\n    return b"made"\n'


@pytest.fixture
def vault(tmp_path):
    shutil.copytree(VAULT, tmp_path / "vault")
    return tmp_path / "vault"


@pytest.fixture
def guest(tmp_path, monkeypatch):
    """Install a package of one module, as pip would leave it."""

    def install(entries, code="", name="toy"):
        site = tmp_path / f"site-{name}"
        told = site / f"{name}-1.0.dist-info"
        told.mkdir(parents=True)
        (told / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8"
        )
        (told / "entry_points.txt").write_text(entries, "utf-8")
        (site / f"{name}_code.py").write_text(code, "utf-8")
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.delitem(sys.modules, f"{name}_code", raising=False)

    return install


def told(vault, *words, code=0):
    """Return what a command says; no note may be another afterwards."""
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    done = run(*words, "--vault", vault, *TODAY)
    assert done.returncode == code, done.stderr.decode()
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == before
    return done.stdout.decode() + done.stderr.decode()


def test_our_own_come_through_the_same_door():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = project["entry-points"][plugins.COMMANDS]
    assert listed == {name: f"vaultkit.cli.{command.place}" for name, command in COMMANDS.items()}
    for name in COMMANDS:
        module, _, function = listed[name].partition(":")
        assert getattr(import_module(module), function).__doc__ == named(name).callback.__doc__
    assert {"csv", "json"} <= {guest.name for guest in plugins.installed(plugins.FORMATS)}


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise OSError('no disk')", '"shout" (toy 1.0) cannot be loaded: OSError: no disk'),
        ("exit()", '"shout" (toy 1.0) cannot be loaded: SystemExit'),
        ("suffix = '.x'", '"shout" (toy 1.0) is no format'),
        ("suffix = 1\ndef render(rows): return b''", '"shout" (toy 1.0) is no format'),
        (FORMAT + "takes = 'all'", '"shout" (toy 1.0) is no format'),
        (FORMAT + "forms = 5", '"shout" (toy 1.0) is no format'),
        (
            FORMAT + "    \ndef render(rows): 1/0",
            '"shout" (toy 1.0) stopped with a fault of its own: Zero',
        ),
        (FORMAT + "\ndef render(rows): return 'x'", '"shout" (toy 1.0) gave no file'),
        (FORMAT + "\ndef render(rows): raise OSError('x' * 999)", "xxx…"),
    ],
)
def test_a_format_that_is_broken_is_told_by_its_name(vault, guest, code, says):
    guest("[vaultkit.formats]\nshout = toy_code\n", code)
    assert says in told(vault, "export", "shout", code=2)
    assert "Acme" in told(vault, "export", "csv")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise OSError('no disk')", '"shout" (toy 1.0) cannot be loaded: OSError: no disk'),
        ("shout = 3", '"shout" (toy 1.0) is no command'),
        ("def shout(): pass", '"shout" (toy 1.0) stopped with a fault of its own: TypeError'),
        ("def shout(session, x: 'Nowhere'): pass", '"shout" (toy 1.0) is no command'),
        ("def shout(session): 1/0", '"shout" (toy 1.0) stopped with a fault of its own: Zero'),
        ("def shout(session): return 'done'", '"shout" (toy 1.0) gave no answer'),
        ("def shout(session): return [session]", 'returned "list"'),
        (
            "def shout(session): exit(7)",
            '"shout" (toy 1.0) stopped with a fault of its own: SystemExit',
        ),
        (
            "from vaultkit.errors import UsageError\ndef shout(session): raise UsageError('mine')",
            '"shout" (toy 1.0) stopped with a fault of its own: UsageError',
        ),
        (
            "from vaultkit.errors import UsageError\ndef shout(session): raise UsageError('bad-week')",
            '"shout" (toy 1.0) stopped with a fault of its own: UsageError',
        ),
    ],
)
def test_a_command_that_is_broken_is_told_by_its_name(vault, guest, code, says):
    guest("[vaultkit.commands]\nshout = toy_code:shout\n", code)
    assert says in told(vault, "shout", code=2)
    assert "Acme" in told(vault, "list")
    assert "shout" in run("--help").stdout.decode()


def test_an_error_of_ours_in_a_guest_s_command_is_told_as_ours(vault, guest):
    code = (
        "from vaultkit.errors import UsageError\ndef shout(session): raise UsageError('log-empty')"
    )
    guest("[vaultkit.commands]\nshout = toy_code:shout\n", code)
    assert "toy" not in told(vault, "shout", code=2)


def test_a_note_that_a_guest_s_command_must_leave_is_told_as_ours(vault, guest):
    code = (
        "from vaultkit.core.text.problem import problem\nfrom vaultkit.errors import NoteLeftError\n"
        "def shout(session): raise NoteLeftError(problem('A.md', 1, 'git-conflict'))"
    )
    guest("[vaultkit.commands]\nshout = toy_code:shout\n", code)
    assert told(vault, "shout", code=2).startswith("vaultkit: A.md:1: ")


def test_settings_that_cannot_be_read_are_no_fault_of_a_guest(vault, guest):
    guest("[vaultkit.commands]\nshout = toy_code:shout\n", "def shout(session): session.survey()")
    (vault / "vaultkit.toml").write_text("schema = 7\n", "utf-8")
    assert "toy" not in told(vault, "shout", code=2)


def test_a_guest_s_command_may_return_an_answer(vault, guest):
    code = """from vaultkit.cli.answer import Answer
def shout(session):
    return Answer({"loud": 2}, shown=("HEY",), beside=("said",), exit_code=1)
def mumble(session):
    return Answer(data=object())
"""
    guest("[vaultkit.commands]\nshout = toy_code:shout\nmumble = toy_code:mumble\n", code)
    assert told(vault, "shout", code=1) == "HEY\nsaid\n"
    assert json.loads(told(vault, "shout", "--json", code=1))["data"] == {"loud": 2}
    assert '"mumble" (toy 1.0)' in told(vault, "mumble", "--json", code=2)


def test_a_guest_s_code_runs_when_it_is_called_and_not_before(vault, guest, tmp_path):
    code = f"open({str(tmp_path / 'loaded')!r}, 'w').close()\ndef shout(session, word: str, times: int = 1):\n"
    guest("[vaultkit.commands]\nshout = toy_code:shout\n", code + "    print(word * times)\n")
    told(vault, "due")
    assert not (tmp_path / "loaded").exists()
    assert told(vault, "shout", "ha", "--times", "2") == "haha\n"
    assert (tmp_path / "loaded").exists()
    assert "WORD" in told(vault, "shout", "", code=2)


def test_a_guest_does_not_take_the_place_of_ours(vault, guest):
    guest("[vaultkit.commands]\ndue = toy_code:x\n[vaultkit.formats]\ncsv = toy_code\n", FORMAT)
    told(vault, "due")
    assert "Acme" in told(vault, "export", "csv")
    assert "format csv  toy 1.0  (not in force)" in told(vault, "plugins", code=1)


def test_two_guests_of_one_name_are_told_both(vault, guest):
    guest("[vaultkit.commands]\nx = a_code:x\n[vaultkit.formats]\nx = a_code\n", FORMAT, "a")
    guest("[vaultkit.commands]\nx = b_code:x\n[vaultkit.formats]\nx = b_code\n", FORMAT, "b")
    for words in (("x",), ("export", "x")):
        assert 'something called "x": a, b' in told(vault, *words, code=2)
    assert told(vault, "plugins", code=1).count("(broken)") == 4


def test_what_is_installed_is_listed_with_its_package_and_what_is_wrong(vault, guest):
    assert told(vault, "plugins") == "No other package adds anything.\n"
    guest(
        "[vaultkit.formats]\nshout = toy_code\n[vaultkit.playbooks]\nacademia = toy_code\n", "1/0"
    )
    lines = told(vault, "plugins", code=1)
    assert "playbook academia  toy 1.0  (not in force)" in lines
    assert "format shout  toy 1.0  (broken)" in lines
    rows = json.loads(told(vault, "plugins", "--json", code=1))["data"]
    assert {
        "kind": "format",
        "name": "csv",
        "package": "vaultkit",
        "in_force": True,
    }.items() <= next(row for row in rows if row["name"] == "csv").items()
    (vault / "vaultkit.toml").write_text(
        'schema = 1\nplaybooks = ["vaultkit", "academia"]\n', "utf-8"
    )
    assert "playbook academia  toy 1.0\n" in run("plugins", "--vault", vault).stdout.decode()


def test_a_playbook_of_a_guest_that_is_wrong_is_told_as_broken(vault, guest, tmp_path):
    guest("[vaultkit.playbooks]\nacademia = toy_book\n")
    site = tmp_path / "site-toy"
    (site / "toy_book/rules").mkdir(parents=True)
    rule = "[[rule]]\nname = 'greet'\nto = ['boss']\n"
    (site / "toy_book/rules/1.toml").write_text(rule, "utf-8")
    (site / "toy-1.0.dist-info/RECORD").write_text("toy_book/rules/1.toml,,\n", "utf-8")
    for settings in ("", "playbooks = ['academia']\n"):
        (vault / "vaultkit.toml").write_text(f"schema = 1\n{settings}", "utf-8")
        said = told(vault, "plugins", code=1)
        assert "playbook academia  toy 1.0  (broken)" in said
        assert "academia/rules/1.toml:" in said


def test_a_package_that_was_half_removed_costs_nothing(vault, guest, tmp_path):
    guest("[vaultkit.formats]\nshout = no_such_module\n? = :\n[vaultkit.commands]\nshout = x:\n")
    (tmp_path / "site-toy/toy-1.0.dist-info/METADATA").unlink()
    assert '"shout" (? ?) cannot be loaded: ModuleNotFoundError' in told(
        vault, "export", "shout", code=2
    )
    assert '"shout" (? ?)' in told(vault, "shout", code=2)
    assert told(vault, "plugins", code=1).count("(broken)") == 3
    assert "shout" in run("--help").stdout.decode()


def test_the_list_speaks_the_vault_s_language(vault, guest):
    guest("[vaultkit.formats]\nshout = toy_code\n", FORMAT)
    (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n', "utf-8")
    assert told(vault, "plugins") == "formato shout  toy 1.0\n1 cosa da un altro pacchetto.\n"


def test_an_export_makes_a_new_file_only(vault, tmp_path):
    file = tmp_path / "out.csv"
    assert told(vault, "export", "csv", "--output", file).startswith(f"{file}\n")
    before = file.read_bytes()
    assert before.startswith(b"note,company,role,stage,")
    assert "out.csv" in told(vault, "export", "json", "--output", file, code=2)
    assert file.read_bytes() == before
    assert (
        json.loads(run("export", "csv", "--vault", vault, "--json", *TODAY).stdout)["data"][
            "text"
        ].encode()
        == before
    )
    assert "csv" in told(vault, "export", "cvs", code=2)


def test_the_guest_of_the_page_works_in_a_fresh_environment(vault, tmp_path):
    for tool in ("pip", "hatchling"):
        pytest.importorskip(tool)
    for name, text in re.findall(r"^`(\S+)`:\n\n```\w*\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE):
        file = tmp_path / "toy-guest" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    env = tmp_path / "env"
    venv.create(env, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(env)}))
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (site / "borrowed.pth").write_text(
        "".join(f"import site; site.addsitedir({path!r})\n" for path in borrowed), "utf-8"
    )
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    options = ["--no-build-isolation", "--disable-pip-version-check", "--target", site]
    subprocess.run([*pip, *options, tmp_path / "toy-guest"], check=True, cwd=tmp_path)

    def said(*words):
        command = [env / "bin" / "python", "-m", "vaultkit", *words, "--vault", vault, *TODAY]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout

    assert "command applause  toy-guest 1.0" in said("plugins")
    assert "playbook toy  toy-guest 1.0" in said("plugins")
    assert said("export", "lines") == "Globex: applied\nInitech: interview\nAcme: rejected\n"
    assert said("applause", "--times", "2") == "Bravo! Bravo! 3 applications.\n"

    head = "type: application\ncompany: Hooli\nrole: Cook\nstatus: accepted\naccepted: 2026-11-02"
    (vault / "Hooli.md").write_text(f"---\n{head}\ncontact: Ann\n---\n", "utf-8")
    (vault / "vaultkit.toml").write_text('schema = 1\nplaybooks = ["toy"]\n', "utf-8")
    said("update")
    lines = (vault / "Hooli.md").read_text("utf-8").splitlines()
    assert [line for line in lines if "^vk-" in line] == [
        "- [ ] Invite Ann to celebrate the place at Hooli 📅 2026-11-03 ^vk-celebrate-ann"
    ]
    assert "Dear Ann,\n\nOn Friday there is cake" in said("draft", "celebrate")


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_help_of_a_guest_is_its_own(vault, guest, language):
    code = 'def shout(session, loud: bool = False):\n    """Say it aloud."""\n'
    guest("[vaultkit.commands]\nshout = toy_code:shout\n", code)
    (vault / "vaultkit.toml").write_text(f'schema = 1\nlanguage = "{language}"\n', "utf-8")
    shown = run("shout", "--help", cwd=vault).stdout.decode()
    assert "Say it aloud." in shown
    assert "--loud" in shown
    ours = run("--help", cwd=vault).stdout.decode().split("\n")
    assert not [line for line in ours[3:6] if line.strip() and line in shown]


def test_a_guest_is_given_the_log_of_a_period_where_it_asks_for_it(vault, guest):
    code = (
        "suffix = '.x'\ntakes = 'log'\nforms = ('short', 'long')\n"
        "def render(log, form='short'):\n"
        "    return f\"{form} {log['from']} {len(log['rows'])} {log['totals']['applications']}\".encode()\n"
    )
    guest("[vaultkit.formats]\nshout = toy_code\n", code)
    words = ("export", "shout", "--from", "2026-10-01", *TODAY, "--vault", vault)
    assert run(*words).stdout == b"short 2026-10-01 4 3"
    assert run(*words, "--as", "long").stdout == b"long 2026-10-01 4 3"
    assert run(*words, "--as", "other").returncode == 2
