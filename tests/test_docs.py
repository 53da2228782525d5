"""What the documents say is what the program does."""

import re
from pathlib import Path

import pytest

from tests.command_line import run
from tests.house import update_one
from vaultkit.cli.commands import COMMANDS
from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.playbook import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_readme_s_before_becomes_its_after(golden):
    before, after = re.findall(r"```markdown\n(.*?)```", README, re.DOTALL)[:2]
    made = update_one(before.encode()).decode()
    block = made[made.index("<!-- vaultkit:begin") :]
    lines, end, memory = block.partition("<!-- vaultkit:end")
    shown = f"{lines}{end}{memory.partition(';')[0]}; … -->\n"
    golden(ROOT / "README.md", README.replace(after, shown).encode())


def test_every_command_is_documented():
    documents = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    for name in COMMANDS:
        assert f"vaultkit {name}" in documents, name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_format_names_every_rule(golden):
    page = ROOT / "docs" / "format.md"
    before, _, rest = page.read_text("utf-8").partition("The rules are `")
    behind = rest[rest.index("`. ") :]
    rules = "`, `".join(load.rule_names())
    golden(page, f"{before}The rules are `{rules}{behind}".encode())


def test_the_format_names_every_letter(golden):
    page = ROOT / "docs" / "format.md"
    before, _, rest = page.read_text("utf-8").partition("A letter is named as its rule: `")
    behind = rest[rest.index("`. ") :]
    playbook = read_playbook(load.rule_tables(), {})
    names = "`, `".join(rule.name for rule in playbook.rules if rule.has_addressee)
    golden(page, f"{before}A letter is named as its rule: `{names}{behind}".encode())
    choices = {choice.name for rule in playbook.rules for choice in rule.letters}
    assert {name for name in choices if f"`{name}`" not in behind} == set()


def test_help_reads_at_eighty_columns():
    for name in COMMANDS:
        done = run(name, "--help")
        assert max(map(len, done.stdout.decode().split("\n"))) <= 80
