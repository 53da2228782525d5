"""What the documents say is what the program does."""

import re
from pathlib import Path

import pytest

from tests.command_line import run
from tests.house import update_one
from vaultkit.cli.commands import COMMANDS
from vaultkit.playbook import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_readme_s_before_becomes_its_after():
    before, after = re.findall(r"```markdown\n(.*?)```", README, re.DOTALL)[:2]
    made = update_one(before.encode()).decode()
    block = made[made.index("<!-- vaultkit:begin") :]
    shown, _, memory = after.partition("<!-- vaultkit:end")
    assert block.startswith(shown)
    assert block[len(shown) :].startswith("<!-- vaultkit:end" + memory.partition("…")[0].rstrip())


def test_every_command_is_documented():
    documents = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    for name in COMMANDS:
        assert f"vaultkit {name}" in documents, name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_format_names_every_rule():
    format_page = (ROOT / "docs" / "format.md").read_text("utf-8")
    assert [name for name in load.rule_names() if f"`{name}`" not in format_page] == []


def test_help_reads_at_eighty_columns():
    for name in COMMANDS:
        done = run(name, "--help")
        assert max(map(len, done.stdout.decode().split("\n"))) <= 80
