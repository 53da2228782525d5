"""life.md 10, 16 and 17; format.md section 4: what a command says of a slip, its exit codes, ``vaultkit`` alone."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.command_line import run_text
from vaultkit.cli.commands import COMMANDS
from vaultkit.playbook import load

NAMES = sorted(COMMANDS)
NOTE = """---
type: application
company: Acme
role: Analyst
interviewed: 2026-10-20
recruiter: Marta Rossi
status: rejected
decided: 2026-11-15
---
"""
BAD = "---\ntype: application\ncompany: Globex\napplied: 2026-02-30\n---\n"
AHEAD = "---\ntype: application\ncompany: Initech\nrole: Dev\nstatus: interview\ninterviewed: 2026-11-24\n---\n"


def run(root: Path | None, *arguments: str, cwd: Path | None = None) -> "CompletedProcess[str]":
    where = ["--vault", str(root)] if root else []
    today = [] if "--today" in arguments else ["--today", "2026-11-20"]
    return run_text(*arguments, *where, *today, cwd=cwd)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (root / "Acme.md").write_text(NOTE, encoding="utf-8")
    return root


def all_bytes(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["done", ""], "ITEM"),
        (["done", " \t"], "ITEM"),
        (["done", "--person", ""], "--person"),
        (["snooze", "", "1w"], "ITEM"),
        (["snooze", "reflect", ""], "WHEN"),
        (["log", "", "rang"], "PERSON"),
        (["log", "Marta", ""], "TEXT"),
        (["new", "", "Role"], "COMPANY"),
        (["new", "Acme", ""], "ROLE"),
        (["draft", ""], "ITEM"),
        (["explain", ""], "NOTE"),
        (["update", ""], "NOTE"),
        (["remove", "", "--yes"], "NOTE"),
        (["undo", ""], "NOTE"),
        (["review", "--week", ""], "--week"),
        (["due", "--today", ""], "--today"),
        (["undo", "--today", "yesterday"], "--today"),
    ],
)
def test_an_empty_value_is_a_slip_that_changes_nothing(
    vault: Path, arguments: list[str], named: str
) -> None:
    assert run(vault, "update").returncode == 0
    before = all_bytes(vault)
    done = run(vault, *arguments)
    assert done.returncode == 2
    assert named.casefold() in done.stderr.casefold()
    assert done.stderr.count("\n") == 1
    assert all_bytes(vault) == before


def test_an_empty_day_before_the_command_counts_too(vault: Path) -> None:
    assert run_text("--today", "", "due", "--vault", vault).returncode == 2


def test_a_color_that_there_is_not_is_told_in_our_own_words(vault: Path) -> None:
    done = run(vault, "due", "--color", "sometimes")
    assert (done.returncode, done.stderr) == (
        2,
        'vaultkit: --color cannot be "sometimes". It can be one of: auto, always, never.\n',
    )
    assert (
        "\x1b["
        in run(vault, "due", "--color", "always").stdout
        + run(vault, "stats", "--color", "always").stdout
    )


@pytest.mark.parametrize("name", [*NAMES, None])
def test_the_help_shows_no_type_of_the_program_s_own(name: str | None) -> None:
    done = run(None, *filter(None, [name]), "--help")
    assert done.returncode == 0
    assert "<bool>" not in done.stdout


def test_a_letter_is_given_in_one_way(vault: Path) -> None:
    assert run(vault, "update").returncode == 0
    before = all_bytes(vault)
    done = run(vault, "draft", "Acme#feedback", "--note", "--mailto")
    assert (done.returncode, all_bytes(vault)) == (2, before)
    assert "--note" in done.stderr


def test_init_in_a_vault_says_what_comes_next(vault: Path) -> None:
    before = all_bytes(vault)
    done = run(None, "init", str(vault))
    assert (done.returncode, all_bytes(vault)) == (2, before)
    assert f"vaultkit update --dry-run --vault {vault}" in done.stderr


@pytest.mark.parametrize("language", load.languages())
def test_once_is_not_one_times(language: str) -> None:
    phrases = load.phrases(language)
    once, twice = (phrases.count("explain.snoozed", number, day="2026-11-20") for number in (1, 2))
    assert "1" not in once.replace("2026-11-20", "")
    assert "2" in twice.replace("2026-11-20", "")


def test_an_item_that_was_put_off_once_says_so(vault: Path) -> None:
    assert run(vault, "update").returncode == 0
    assert run(vault, "snooze", "Acme#reflect", "1w").returncode == 0
    assert "put off once" in run(vault, "explain", "Acme").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["due"],
        ["new", "Umbrella", "Analyst"],
        ["update"],
        ["stats"],
        ["check"],
        [],
    ],
    ids=lambda arguments: " ".join(arguments) or "vaultkit",
)
def test_json_names_the_problems_of_the_vault(vault: Path, arguments: list[str]) -> None:
    (vault / "Globex.md").write_text(BAD, encoding="utf-8")
    assert run(vault, "update").returncode == 0
    whole = json.loads(run(vault, *arguments, "--json").stdout)
    assert whole["schema"] == 1
    assert any(found["note"] == "Globex.md" and found["line"] == 4 for found in whole["problems"])


def test_a_new_vault_can_begin_without_samples(tmp_path: Path) -> None:
    done = run(None, "init", str(tmp_path / "search"), "--no-samples")
    assert done.returncode == 0
    assert "vaultkit new" in done.stderr
    root = tmp_path / "search"
    assert sorted(path.name for path in root.rglob("*.md")) == [
        "2026-W47.md",
        "Application.md",
        "Fact.md",
        "Home.md",
        "Person.md",
    ]
    assert all((root / folder).is_dir() for folder in ("Applications", "People", "Facts"))
    home = (root / "Home.md").read_text("utf-8")
    assert "The first minute" not in home
    assert "Larkfield" not in home
    assert home.startswith("# Home\n\nThis vault keeps")
    assert "\n\n## Your own applications\n\n1. " in home
    assert run(root, "check").returncode == 0
    assert run(root, "new", "Acme", "Analyst").stdout == "Applications/Acme - Analyst.md\n"


def test_vaultkit_alone_tells_where_things_stand(vault: Path) -> None:
    assert run(vault).stdout == "Nothing is due.\n"
    (vault / "Globex.md").write_text(BAD, encoding="utf-8")
    (vault / "Initech.md").write_text(AHEAD, encoding="utf-8")
    assert run(vault, "update").returncode == 0
    before = all_bytes(vault)
    done = run(vault)
    assert done.returncode == 0
    assert "due: vaultkit due\n" in done.stdout
    assert "Next interview: 2026-11-24, Initech, Dev\n" in done.stdout
    assert "1 note needs attention: vaultkit check\n" in done.stdout
    told = json.loads(run(vault, "--json").stdout)["data"]
    assert told["interview"] == {"day": "2026-11-24", "note": "Initech.md"}
    assert told["attention"] == 1
    assert all_bytes(vault) == before


def test_vaultkit_alone_says_how_to_begin_where_there_is_no_vault(tmp_path: Path) -> None:
    done = run(None, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "vaultkit init" in done.stdout
    assert run(tmp_path).returncode == 0
    assert run(tmp_path / "nowhere").returncode == 2


def _git_is_busy(root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".git" / "MERGE_HEAD").touch()


def _settings_are_wrong(root: Path) -> None:
    (root / "vaultkit.toml").write_text("schema = 1\nlangage = 'it'\n", encoding="utf-8")


def _a_note_is_wrong(root: Path) -> None:
    (root / "Globex.md").write_text(BAD, encoding="utf-8")


def _nothing(root: Path) -> None:
    pass


WRITING = {
    "update": [],
    "review": [],
    "done": ["Acme#reflect"],
    "snooze": ["Acme#reflect", "1w"],
    "log": ["Marta Rossi", "rang"],
    "remove": ["--yes"],
    "undo": [],
    "draft": ["Acme#feedback", "--note"],
}
READING = {"due": [], "contacts": [], "stats": [], "explain": ["Acme"]}


@pytest.mark.parametrize(
    ("arguments", "before", "code"),
    [
        *(([name, *more], _nothing, 0) for name, more in (WRITING | READING).items()),
        *(([name, *more], _git_is_busy, 3) for name, more in WRITING.items()),
        *(([name, *more], _git_is_busy, 0) for name, more in READING.items()),
        *(([name, *more], _settings_are_wrong, 2) for name, more in (WRITING | READING).items()),
        (["check"], _nothing, 0),
        (["check"], _a_note_is_wrong, 1),
        (["update", "--check"], _nothing, 0),
        (["update", "--dry-run"], _nothing, 0),
        (["update", "--strict"], _nothing, 0),
        (["update"], _a_note_is_wrong, 0),
        (["update", "--strict"], _a_note_is_wrong, 4),
        (["done", "nothing such"], _nothing, 2),
        (["explain", "nothing such"], _nothing, 2),
        (["no-such-command"], _nothing, 2),
        (["due", "--no-such-option"], _nothing, 2),
        (["done"], _nothing, 2),
        (["remove"], _nothing, 2),
        (["new", "Acme", "Designer"], _nothing, 0),
    ],
    ids=lambda value: (
        " ".join(value) if isinstance(value, list) else getattr(value, "__name__", str(value))
    ),
)
def test_the_exit_codes_are_those_of_the_table(
    vault: Path, arguments: list[str], before, code: int
) -> None:
    assert run(vault, "update").returncode == 0
    before(vault)
    done = run(vault, *arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_an_update_that_would_change_something_exits_with_1(vault: Path) -> None:
    for option in ("--check", "--dry-run"):
        before = all_bytes(vault)
        assert run(vault, "update", option).returncode == 1
        assert all_bytes(vault) == before
