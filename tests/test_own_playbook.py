"""A vault's own playbook adds rules and words; whatever is wrong in it is a sentence, and no note is touched."""

import os
from importlib.metadata import EntryPoint

import pytest

from tests.command_line import run
from tests.own_playbook import make_vault, write
from vaultkit.core.follow_ups.rule_check import MOST_RULES
from vaultkit.core.text.phrases import Phrases
from vaultkit.disk.playbook_folder import own_bundle
from vaultkit.errors import SettingsError
from vaultkit.playbook import bundles, load
from vaultkit.playbook.in_force import InForce
from vaultkit.work.config import read_settings

NOTE = """---
type: application
company: Acme
status: applied
applied: 2026-11-02
contact: Ann Lee
---
"""
RULE = """[[rule]]
name = "send-slides"
source = "my own advice"
to = ["recruiter", "contact"]
letters = [{ name = "send-slides-again", when = ["second"], stages = ["applied"] }]
nameless = false
[[rule.case]]
stages = ["applied"]
from = ["reply_by", "applied"]
after = "3w"
again = "1w"
times = 2
at_least = [{ from = "closes", after = "1d" }]
"""
WORDS = """[item.send-slides]
text = "Send the slides to {person}"
child = "To {name}: what {company} asked for"
[why]
send-slides = "Send the slides"
"""


@pytest.fixture
def vault(tmp_path):
    make_vault(tmp_path, NOTE)
    return tmp_path


def whole(vault):
    write(vault, "rules/mine.toml", RULE)
    write(vault, "phrases/en/items.toml", WORDS)


def told(vault, *arguments):
    return run(*(arguments or ("update",)), "--vault", vault, "--today", "2026-11-20")


def refused(vault, *, file, line):
    """Return the sentence: the exit code is 2, and no byte of the note has changed."""
    found = told(vault)
    said = found.stderr.decode()
    assert found.returncode == 2, said
    assert f"{file}:{line}: " in said
    assert (vault / "Acme.md").read_text("utf-8") == NOTE
    return said


def test_a_vault_s_own_rule_writes_lines_in_its_own_words(vault):
    whole(vault)
    assert told(vault).returncode == 0
    note = (vault / "Acme.md").read_text("utf-8")
    assert "- [ ] Send the slides to Ann Lee" in note
    assert "  - To Ann Lee: what Acme asked for" in note
    assert "📅 2026-11-23 ^vk-send-slides-ann-lee" in note
    assert b"send-slides-ann-lee" in told(vault, "explain", "Acme").stdout
    assert told(vault, "review").returncode == 0
    before = (vault / "Acme.md").read_bytes()
    assert told(vault).returncode == 0
    assert (vault / "Acme.md").read_bytes() == before


def test_the_shortest_rule_says_its_name_and_one_case(vault):
    whole(vault)
    case = 'stages = ["applied"]\nfrom = "applied"\nafter = "3w"\n'
    write(vault, "rules/mine.toml", f'[[rule]]\nname = "send-slides"\n[[rule.case]]\n{case}')
    assert told(vault).returncode == 0
    assert "^vk-send-slides" in (vault / "Acme.md").read_text("utf-8")


def test_words_that_a_language_lacks_are_those_of_another(vault):
    whole(vault)
    (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n', "utf-8")
    assert told(vault).returncode == 0
    assert "Send the slides to Ann Lee" in (vault / "Acme.md").read_text("utf-8")


def test_without_a_folder_or_with_an_empty_one_nothing_is_added(vault):
    assert own_bundle(vault) is None
    (vault / "Playbook" / "rules").mkdir(parents=True)
    write(vault, "README.md", "# Mine\n")
    write(vault, ".hidden.toml", "not read")
    write(vault, "rules/empty.toml", "")
    assert own_bundle(vault).files == {"rules/empty.toml": ""}
    assert told(vault).returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('name = "send-slides"', 'name = "Send slides!"', 2, '"name" cannot be'),
        ('name = "send-slides"', 'name = "reflect"', 2, '"vaultkit"'),
        ('name = "send-slides"', 'name = "reflect-more"', 2, '"reflect"'),
        ('source = "my own advice"', "sources = 1", 3, '"source"'),
        ('to = ["recruiter", "contact"]', 'to = ["boss"]', 4, "recruiter"),
        ('to = ["recruiter", "contact"]', 'to = "contact"', 4, "list"),
        ('when = ["second"]', 'when = ["third"]', 5, "second"),
        ("nameless = false", "nameless = 'no'", 6, "true or false"),
        ("nameless = false", "nameless = true", 2, "item.send-slides.nameless"),
        ("nameless = false", "lessons = 'mine'", 6, "own, theirs"),
        ("[[rule.case]]", "[[rule.cases]]", 7, '"case"'),
        ('stages = ["applied"]\nfrom', 'stages = ["aplied"]\nfrom', 8, "applied"),
        ('stages = ["applied"]\nfrom', 'stages = "applied"\nfrom', 8, "list"),
        ('stages = ["applied"]\nfrom', "from", 7, '"stages"'),
        ('"reply_by"', '"reply"', 9, "reply_by"),
        ('after = "3w"', 'after = "3 weeks"', 10, "distance"),
        ('again = "1w"', 'again = "-1w"', 11, "later day"),
        ("times = 2", "times = 100", 12, "99"),
        ('from = "closes"', 'form = "closes"', 13, '"from"'),
        ('{ from = "closes", after = "1d" }', '{ after = "1d" }', 13, '"from"'),
        ('[{ from = "closes", after = "1d" }]', "[]", 13, "tables"),
        ("times = 2", "times = 2\nwords = 'nobody-said'", 2, "item.nobody-said.text"),
        ("times = 2", "times = = 2", 12, "cannot be read"),
        ("times = 2", "<<<<<<< HEAD\ntimes = 2", 12, "git left a conflict here"),
        ("times = 2", f"times{'.a' * 300} = 2", 12, "cannot be read"),
    ],
)
def test_a_slip_in_a_rule_is_told_with_its_line(vault, old, new, line, says):
    whole(vault)
    assert old in RULE
    write(vault, "rules/mine.toml", RULE.replace(old, new))
    assert says in refused(vault, file="Playbook/rules/mine.toml", line=line)


def test_a_file_of_rules_that_holds_none_as_tables_is_told(vault):
    write(vault, "rules/mine.toml", "rule = 1\n")
    assert "[[rule]]" in refused(vault, file="Playbook/rules/mine.toml", line=1)


def test_no_playbook_has_more_rules_than_fifty_in_all_of_its_files(vault):
    whole(vault)
    names = ["".join(chr(97 + int(digit)) for digit in f"{number:03}") for number in range(60)]
    for part, some in enumerate((names[:30], names[30:])):
        text = "".join(RULE.replace('"send-slides"', f'"x{name}"') for name in some)
        write(vault, f"rules/a{part}.toml", text)
    assert f"{MOST_RULES}" in refused(vault, file="Playbook/rules/a1.toml", line=20 * 13 + 2)
    write(vault, "rules/a0.toml", "".join(RULE.replace('"send-slides"', f'"x{n}"') for n in names))
    refused(vault, file="Playbook/rules/a0.toml", line=50 * 13 + 1)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[item.send-slides]\ntext = "{person} {secret}"', 2, "{company}"),
        ('[item.send-slides]\ntext = "a\\nb"', 2, "one line"),
        ('[item.send-slides]\ntext = "📅 2026-01-01"', 2, "plain words"),
        ('[item.send-slides]\ntext = "%%x%%"', 2, "plain words"),
        ("[item.send-slides]\ntext = 3", 2, "plain words"),
        ('[item.send-slides]\ntitle = "x"', 2, "no phrase"),
        ('[error]\nbusy = "x"', 2, "no phrase"),
        ('[item.reflect]\ntext = "x"', 2, '"vaultkit"'),
    ],
)
def test_a_slip_in_a_phrase_is_told_with_its_line(vault, text, line, says):
    whole(vault)
    write(vault, "phrases/en/items.toml", text)
    assert says in refused(vault, file="Playbook/phrases/en/items.toml", line=line)


def test_what_two_files_say_is_told_with_both(vault):
    whole(vault)
    write(vault, "rules/other.toml", RULE)
    assert "Playbook/rules/mine.toml" in refused(vault, file="Playbook/rules/other.toml", line=2)


@pytest.mark.parametrize(
    "path",
    [
        "properties.toml",
        "rules/deep/x.toml",
        "phrases/x.toml",
        "phrases/xx/x.toml",
        "letters/x.md",
        "letters/en/x.toml",
        "letters/xx/send-slides.md",
    ],
)
def test_a_table_that_nobody_reads_is_told(vault, path):
    write(vault, path, "")
    refused(vault, file=f"Playbook/{path}", line=1)


@pytest.mark.parametrize("code", ["en", "it"])
def test_a_hostile_folder_is_a_sentence(vault, code):
    (vault / "vaultkit.toml").write_text(f'schema = 1\nlanguage = "{code}"\n', "utf-8")
    outside = vault / "outside.toml"
    outside.write_text(RULE, "utf-8")
    write(vault, "rules/a.toml", "#" * (bundles.LARGEST_BYTES + 1))
    refused(vault, file="Playbook/rules/a.toml", line=1)
    write(vault, "rules/a.toml", b"#\n\xff")
    refused(vault, file="Playbook/rules/a.toml", line=2)
    for make in (
        lambda file: file.symlink_to(outside),
        lambda file: file.mkdir(),
        os.mkfifo,
    ):
        (vault / "Playbook/rules/a.toml").unlink()
        make(vault / "Playbook/rules/a.toml")
        refused(vault, file="Playbook/rules/a.toml", line=1)
        if (vault / "Playbook/rules/a.toml").is_dir():
            (vault / "Playbook/rules/a.toml").rmdir()
            write(vault, "rules/a.toml", "")
    (vault / "Playbook/rules/a.toml").unlink()
    write(vault, "rules/\x1b[31m\n.toml", "x")
    assert "\x1b" not in refused(vault, file="Playbook/rules/ [31m .toml", line=1)


def test_a_folder_that_is_a_link_or_no_folder_is_a_sentence(vault, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (vault / "Playbook").symlink_to(elsewhere)
    refused(vault, file="Playbook/", line=1)
    (vault / "Playbook").unlink()
    (vault / "Playbook").write_text("x", "utf-8")
    refused(vault, file="Playbook/", line=1)
    (vault / "Playbook").unlink()
    (vault / "Playbook").mkdir()
    (vault / "Playbook/rules").symlink_to(elsewhere)
    refused(vault, file="Playbook/rules", line=1)


def test_more_files_than_a_playbook_needs_are_refused(vault):
    for number in range(bundles.MOST_FILES + 1):
        write(vault, f"rules/{number:03}.toml", "")
    refused(vault, file=f"Playbook/rules/{bundles.MOST_FILES:03}.toml", line=1)


class File:
    """A file of an installed package, as the installation lists it."""

    def __init__(self, path, data):
        self.path, self.data = path, data

    def __str__(self):
        return self.path

    def as_posix(self):
        return self.path

    def read_binary(self):
        return self.data


class Installation:
    name = "academia"

    def __init__(self, files):
        self.files = [File(path, data.encode()) for path, data in files.items()]


@pytest.fixture
def academia(monkeypatch):
    """Install a guest of which nothing can be imported: its files alone are there."""
    files = {
        "academia_x/playbook/__init__.py": "raise SystemExit",
        "academia_x/playbook/rules/1.toml": RULE,
        "academia_x/playbook/phrases/en/items.toml": WORDS,
        "academia_x/other.toml": "not of the playbook",
    }
    point = EntryPoint("academia", "academia_x.playbook", bundles.GROUP)
    vars(point)["dist"] = Installation(files)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: [point])


@pytest.mark.usefixtures("academia")
def test_a_guest_is_in_force_when_it_is_installed_and_named(vault):
    assert told(vault).returncode == 0
    assert "send-slides" not in (vault / "Acme.md").read_text("utf-8")
    (vault / "vaultkit.toml").write_text('schema = 1\nplaybooks = ["vaultkit", "academia"]\n')
    assert told(vault).returncode == 0
    assert "send-slides-ann-lee" in (vault / "Acme.md").read_text("utf-8")


@pytest.mark.usefixtures("academia")
def test_the_same_rule_in_a_guest_and_in_the_vault_names_both(vault):
    whole(vault)
    (vault / "vaultkit.toml").write_text('schema = 1\nplaybooks = ["vaultkit", "academia"]\n')
    said = refused(vault, file="Playbook/rules/mine.toml", line=2)
    assert '"academia/rules/1.toml"' in said


def test_a_playbook_that_is_named_and_missing_is_a_settings_error(vault):
    (vault / "vaultkit.toml").write_text('schema = 1\n\nplaybooks = ["academia"]\n')
    assert "vaultkit" in refused(vault, file="vaultkit.toml", line=3)
    with pytest.raises(SettingsError, match="playbook-missing"):
        read_settings('schema = 1\nplaybooks = "academia"\n')


def test_ours_is_registered_as_a_guest_is():
    assert bundles.installed()[0] == bundles.OURS
    assert bundles.guests(("vaultkit",)) == ()


def test_added_phrases_never_take_the_place_of_known_ones():
    added = InForce(phrases={"it": {"a": "it", "b": "it"}, "en": {"b": "en"}})
    words = {"en": Phrases("en", {"c": "x"}), "it": Phrases("it", {})}
    assert dict(added.over(words)["en"].texts) == {"a": "it", "b": "en", "c": "x"}
    assert InForce().over(load.all_phrases()) is load.all_phrases()
