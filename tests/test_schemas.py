"""``vaultkit/schemas``: each command that answers in JSON has one, and keeps to it in whatever state a vault is."""

import json
import shlex

import pytest
from jsonschema import ValidationError

from tests.command_line import run
from tests.json_forms import FOLDER, check_form, schema
from tests.test_help import COMMANDS

TODAY = ("--today", "2026-11-20")
NO = """---
type: application
company: Acme
role: Analyst
interviewed: 2026-10-20
status: rejected
decided: 2026-11-05
recruiter: "[[Marta Rossi]]"
interviewers: [Luca Bianchi]
source: a friend
---
"""
NOTES = {
    "Acme.md": NO,
    "Nobody.md": "---\ntype: application\nstatus: applied\napplied: 2026-11-02\n---\n",
    "Ahead.md": "---\ntype: application\ncompany: Ahead\nstatus: interview\n"
    "interviewed: [2026-11-10, 2026-11-26]\ncontact: Ada\n---\n",
    "Off.md": "---\ntype: application\nfollow_up: off\nstatus: saved\n---\n",
    "Offer.md": "---\ntype: application\nstatus: offer\noffered: 2026-11-16\n---\n",
    "People/Marta Rossi.md": "---\ntype: person\nemail: marta@example.com\n---\n",
    "People/Quiet.md": "---\ntype: person\n---\n",
}
WRONG = {
    "Wrong.md": "---\ntype: application\nstatus: nonsense\n---\n",
    "Odd.md": "---\ntype: application\ncompany: [\n---\n",
    "Conflict.md": NO + "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
}
LINES = (
    "",
    "update --dry-run",
    "update --check",
    "update --strict",
    "update Acme",
    "update Nowhere",
    "new Globex Analyst",
    "new Acme Analyst",
    "new Acme Cook --status nonsense",
    "due",
    "contacts",
    "contacts --stale",
    "contacts --stale --today 2028-11-20",
    "list",
    "list --open --stage rejected",
    "list --stage nonsense",
    "stats",
    "explain Acme",
    "explain Nobody",
    "explain Ahead",
    "explain Off",
    "explain Wrong",
    "explain 'Marta Rossi'",
    "explain Quiet",
    "explain nowhere",
    "draft feedback",
    "draft feedback --mailto",
    "draft feedback --note",
    "draft feedback --eml mail.eml",
    "draft feedback --template",
    "draft reflect",
    "done reflect",
    "done --person marta",
    "done a",
    "done",
    "snooze reflect 1w",
    "snooze reflect yesterday",
    "log 'Marta Rossi' Met",
    "log 'Somebody New' Met",
    "log marta ''",
    "review",
    "review --stdout",
    "review --html week.html",
    "review --week 2026-W99",
    "review --walk",
    "export csv",
    "export csv --output jobs.csv",
    "export nothing",
    "calendar jobs.ics",
    "calendar jobs.ics --redact",
    "calendar -",
    "calendar",
    "calendar --caldav nowhere",
    "check",
    "undo --list",
    "undo",
    "remove --yes",
    "remove",
    "plugins",
    "merge-driver",
    "merge-driver Acme",
    "render -",
    "render Acme.md",
    "init",
    "init new-one",
    "init old-one --bases",
    "init --adopt .",
    "init --adopt nowhere",
    "init --adopt . --yes",
    "config",
    "doctor",
    "doctor --lines",
    "bases",
    "samples",
    "samples remove",
    "samples more",
    "watch --today nonsense",
)
SETTINGS = {
    "plain": "schema = 1\n",
    "italian": 'schema = 1\nlanguage = "it"\n[front_matter]\nnext_follow_up = true\n',
    "paused": "schema = 1\n[follow_ups]\npaused = true\n",
    "broken": "schema = 3\n",
}


def make_vault(root, settings, notes):
    (root / "vaultkit.toml").write_text(SETTINGS[settings], encoding="utf-8")
    (root / "Templates").mkdir()
    template = "---\ntype: application\ncompany:\nrole:\nstatus: saved\n---\n"
    (root / "Templates" / "Application.md").write_text(template, encoding="utf-8")
    (root / "old-one").mkdir()
    (root / "old-one" / "Acme.md").write_text(NO, encoding="utf-8")
    for path, text in notes.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("settings", "notes"),
    [
        ("plain", {}),
        ("plain", NOTES),
        ("italian", NOTES),
        ("plain", NOTES | WRONG),
        ("paused", NOTES),
        ("broken", NOTES),
    ],
    ids=("empty", "full", "italian", "wrong", "paused", "broken settings"),
)
def test_every_answer_has_the_form_of_its_schema(tmp_path, settings, notes):
    """``run`` holds each against the schema; here it is made sure that there was one."""
    make_vault(tmp_path, settings, notes)
    run("update", *TODAY, cwd=tmp_path)
    for line in LINES:
        today = () if "--today" in line else TODAY
        done = run(*shlex.split(line), "--json", *today, cwd=tmp_path, input=NO.encode())
        assert done.stdout.startswith(b"{"), (line, done.stderr)
        answer = json.loads(done.stdout)
        assert answer["command"] == (shlex.split(line) or ["status"])[0]
        if answer["data"] is None and answer["command"] != "watch":
            assert done.returncode in (2, 3), line
            assert answer["problems"], line


def test_outside_of_a_vault_and_while_git_is_busy(tmp_path):
    assert json.loads(run("--json", cwd="/").stdout)["data"] is None
    assert run("due", "--json", cwd="/").returncode == 2
    make_vault(tmp_path, "plain", NOTES)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "MERGE_HEAD").write_text("x", encoding="utf-8")
    assert run("update", "--json", *TODAY, cwd=tmp_path).returncode == 3


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("due --json --nonsense", "due"),
        ("--json due --nonsense", "due"),
        ("draft --json", "draft"),
        ("snooze 1 --json", "snooze"),
        ("due --json --today", "due"),
        ("nonsense --json", "nonsense"),
        ("--json nonsense", "nonsense"),
        ("--json --nonsense", "status"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_in_json_too(line: str, name: str) -> None:
    done = run(*line.split(), cwd="/")
    assert done.returncode == 2
    told = json.loads(done.stdout)
    assert (told["command"], told["data"]) == (name, None)
    [problem] = told["problems"]
    assert problem["code"] == "usage"
    assert " ".join(problem["text"].split()[:2]) in done.stderr.decode()
    assert run(*line.replace("--json", "").split(), cwd="/").stdout == b""


def test_every_command_has_a_schema_and_every_schema_a_command():
    assert {path.stem for path in FOLDER.iterdir()} == {*COMMANDS, "status"}


@pytest.mark.parametrize("name", [*COMMANDS, "status"])
def test_a_schema_closes_every_object_and_says_what_it_is(name):
    validator = schema(name)
    assert validator
    whole = validator.schema
    assert whole["properties"]["command"] == {"const": name}
    assert whole["title"] == f"vaultkit {name} --json".replace("status ", "")

    def visit(part):
        if isinstance(part, dict):
            if part.get("type") == "object":
                assert part["additionalProperties"] is False
                assert {*part["required"]} <= {*part["properties"]}
            for inner in part.values():
                visit(inner)
        elif isinstance(part, list):
            for inner in part:
                visit(inner)

    visit(whole)


def test_what_several_schemas_define_is_the_same_in_all_of_them():
    seen = {}
    for name in (*COMMANDS, "status"):
        for key, form in schema(name).schema["$defs"].items():
            assert seen.setdefault(key, form) == form, (name, key)


def test_what_is_not_promised_is_refused():
    told = {"schema": 1, "command": "due", "data": [], "problems": []}
    check_form(json.dumps(told, indent=2).encode())
    for wrong in ({"more": 1}, {"schema": 2}, {"data": [{}]}, {"problems": None}):
        with pytest.raises(ValidationError):
            check_form(json.dumps({**told, **wrong}, indent=2).encode().replace(b"2,", b"2,", 1))
