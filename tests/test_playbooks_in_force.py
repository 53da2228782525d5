"""A playbook brings letters and stages too, is set and ordered by vaultkit.toml, and is told where it slips."""

import json
import os
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from tests.command_line import run
from tests.own_playbook import make_vault, write
from vaultkit.cli.session import Options, Session
from vaultkit.cli.watching import Caretaker
from vaultkit.core.settings.values import OwnStage
from vaultkit.disk.playbook_folder import own_bundle
from vaultkit.errors import SettingsError
from vaultkit.playbook import bundles, load
from vaultkit.work.config import load_settings, read_settings

NOTE = """---
type: application
company: Acme
role: Analyst
status: applied
applied: 2026-11-02
contact: Ann Lee
---
"""
RULE = """[[rule]]
name = "send-slides"
to = ["recruiter", "contact"]
[[rule.case]]
stages = ["applied"]
from = "applied"
after = "3w"
again = "1w"
"""
WORDS = """[item.send-slides]
text = "Send the slides to {person}"
child = "To {name}: what {company} asked for"
"""
LETTER = "Subject: The slides\n\n{{dear}},\n\nhere they are.\n"
STAGES = """homework = ["take-home"]
applied = ["posted"]

[[stage]]
name = "homework"
like = "screening"

[it]
homework = ["compito a casa"]
"""
LABELS = '[stage]\nhomework = "Home test"\n'


@pytest.fixture
def vault(tmp_path):
    make_vault(tmp_path, NOTE)
    write(tmp_path, "rules/mine.toml", RULE)
    write(tmp_path, "phrases/en/items.toml", WORDS)
    return tmp_path


def say(vault, text):
    (vault / "vaultkit.toml").write_text(f"schema = 1\n{text}\n", "utf-8")


def told(vault, *words, code=0):
    found = run(*words, "--vault", vault, "--today", "2026-11-20")
    said = found.stdout.decode() + found.stderr.decode()
    assert found.returncode == code, said
    return said


def note(vault):
    return (vault / "Acme.md").read_text("utf-8")


def updated(vault):
    told(vault, "update")
    return note(vault)


def refused(vault, file, line):
    """Return the sentence of a settings error; no byte of the note is another."""
    before = note(vault)
    said = told(vault, "update", code=2)
    assert f"{file}:{line}: " in said
    assert note(vault) == before
    return said


# Letters.


def test_a_rule_of_the_vault_s_own_brings_its_letter(vault):
    write(vault, "letters/en/send-slides.md", LETTER)
    updated(vault)
    assert "Subject: The slides\n\nDear Ann,\n\nhere they are.\n" in told(
        vault, "draft", "send-slides"
    )
    assert "here they are" in told(vault, "review", "--stdout")
    assert "Playbook" not in told(vault, "check")


def test_a_letter_of_the_form_of_the_person_goes_before(vault):
    write(vault, "letters/en/send-slides.formal.md", LETTER.replace("slides", "formal slides"))
    write(vault, "letters/en/send-slides.informal.md", LETTER.replace("slides", "dear slides"))
    updated(vault)
    assert "The formal slides" in told(vault, "draft", "send-slides")
    person = "---\ntype: person\nformality: informal\n---\n"
    (vault / "Ann Lee.md").write_text(person, "utf-8")
    assert "The dear slides" in told(vault, "draft", "send-slides")


def test_a_letter_in_the_folder_of_letters_goes_before_that_of_the_playbook(vault):
    write(vault, "letters/en/send-slides.md", LETTER)
    (vault / "Letters/en").mkdir(parents=True)
    (vault / "Letters/en/send-slides.md").write_text(LETTER.replace("slides", "own slides"))
    updated(vault)
    assert "The own slides" in told(vault, "draft", "send-slides")
    assert "send-slides.md" not in told(vault, "check")


def test_a_rule_without_a_letter_says_where_one_would_stand(vault):
    updated(vault)
    said = told(vault, "draft", "send-slides", code=2)
    assert "Playbook/letters/en/send-slides.md" in said
    assert "for yourself" not in said
    week = told(vault, "review", "--stdout")
    assert "Ann Lee" in week
    assert "here they are" not in week
    write(vault, "letters/it/send-slides.md", LETTER)
    assert "Playbook/letters/en/send-slides.md" in told(vault, "draft", "send-slides", code=2)


def test_a_rule_that_writes_to_nobody_known_says_whom_to_add(vault):
    write(vault, "rules/mine.toml", RULE + "[[rule]]\n" + MINE)
    write(vault, "phrases/en/items.toml", WORDS + '[item.tidy-up]\ntext = "Tidy up"\n')
    updated(vault)
    assert "for yourself" in told(vault, "draft", "tidy-up", code=2)


MINE = 'name = "tidy-up"\n[[rule.case]]\nstages = ["applied"]\nfrom = "applied"\nafter = "1w"\n'


@pytest.mark.parametrize(
    ("path", "text", "line", "says"),
    [
        ("en/send-slides.md", "Dear {{name}}", 1, "does not begin with a subject"),
        ("en/send-slides.md", "Subject: x\nno blank line", 2, "blank line"),
        ("en/send-slides.md", "Subject: x\n\n{{nmae}}", 3, '"name"'),
        ("en/send-slides.md", "Subject: x\n\n{{name", 3, "double braces"),
        ("en/send-slide.md", LETTER, 1, '"send-slides"'),
        ("en/reflect.md", LETTER, 1, 'no rule asks for a letter "reflect"'),
        ("en/check-in.md", LETTER, 1, '"vaultkit"'),
        ("en/check-in.formal.md", LETTER, 1, '"vaultkit"'),
        ("eng/send-slides.md", LETTER, 1, '"en"'),
        ("en/send-slides.md", b"Subject: x\n\n\xff", 3, "UTF-8"),
        ("en/send-slides.md", "x" * (bundles.LARGEST_BYTES + 1), 1, "64 KiB"),
    ],
)
def test_a_slip_in_a_letter_is_told_with_its_line(vault, path, text, line, says):
    write(vault, f"letters/{path}", text)
    assert says in refused(vault, f"Playbook/letters/{path}", line)


def test_ours_are_read_only_when_a_letter_is_written(vault, monkeypatch):
    def read():
        raise AssertionError("a letter was read")

    updated(vault)
    monkeypatch.setattr(load, "letters", read)
    for command in ("update", "due", "list", "status"):
        told(vault, *([] if command == "status" else [command]))


# Stages.


def test_a_playbook_brings_a_stage_with_its_label_and_its_spellings(vault):
    write(vault, "stages.toml", STAGES)
    write(vault, "phrases/en/stages.toml", LABELS)
    for spelling in ("homework", "Take Home", "compito a casa"):
        text = NOTE.replace("status: applied", f"status: {spelling}\nscreened: 2026-11-10")
        (vault / "Acme.md").write_text(text, "utf-8")
        assert "^vk-ask-news-ann-lee" in updated(vault)
        assert json.loads(told(vault, "list", "--json"))["data"][0]["stage"] == "homework"
    assert "Home test" in told(vault, "list")
    assert "Home test" in told(vault, "explain", "Acme")
    say(vault, 'language = "it"')
    assert "Home test" in told(vault, "list")
    write(vault, "phrases/it/stages.toml", LABELS.replace("Home test", "Prova a casa"))
    assert "Prova a casa" in told(vault, "list")


def test_a_rule_of_the_playbook_can_speak_of_its_own_stage(vault):
    write(vault, "stages.toml", STAGES)
    write(vault, "rules/mine.toml", RULE.replace('["applied"]', '["homework"]'))
    (vault / "Acme.md").write_text(NOTE.replace("status: applied", "status: homework"), "utf-8")
    assert "^vk-send-slides" in updated(vault)


def test_the_settings_speak_of_a_playbook_s_stage(vault):
    write(vault, "stages.toml", STAGES)
    text = """schema = 1
[stages]
homework = ["test at home"]
[stages.puzzle]
like = "homework"
"""
    own = read_settings(text, own_bundle(vault)).own_stages
    assert own == {
        "homework": OwnStage("screening", "", ("take-home", "compito a casa", "test at home")),
        "puzzle": OwnStage("screening"),
    }
    say(vault, "[stages]\nhomewrok = 'x'")
    assert '"homework"' in refused(vault, "vaultkit.toml", 3)


def test_a_spelling_of_a_stage_of_ours_can_come_from_a_playbook(vault):
    write(vault, "stages.toml", 'applied = "posted"\n')
    say(vault, '[stages]\napplied = ["gone"]')
    for word in ("posted", "gone"):
        (vault / "Acme.md").write_text(NOTE.replace("status: applied", f"status: {word}"), "utf-8")
        assert json.loads(told(vault, "list", "--json"))["data"][0]["stage"] == "applied"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('name = "homework"', 'name = "Home Work"', 5, "cannot be called"),
        ('name = "homework"', 'name = "applied"', 5, '"vaultkit"'),
        ('name = "homework"', 'name = "app-lied"', 5, '"vaultkit"'),
        ('name = "homework"', "name = 3", 5, "text"),
        ('name = "homework"', 'title = "homework"', 5, '"name"'),
        ('like = "screening"', 'like = "screning"', 6, "screening"),
        ('like = "screening"', 'kind = "talking"', 6, '"like"'),
        ('like = "screening"', "", 4, '"like"'),
        ("[[stage]]", "[stage]", 4, "[[rule]]"),
        ('homework = ["take', 'homewrok = ["take', 1, '"homework"'),
        ('applied = ["posted"]', 'aplied = ["posted"]', 2, '"applied"'),
        ('applied = ["posted"]', "applied = 3", 2, "list of texts"),
        ('applied = ["posted"]', 'applied = ["!!"]', 2, "plain words"),
        ('applied = ["posted"]', 'applied = ["%%x%%"]', 2, "plain words"),
        ('applied = ["posted"]', 'applied = ["take home"]', 2, "Playbook/stages.toml"),
        ('applied = ["posted"]', 'applied = ["offer"]', 2, '"vaultkit"'),
        ('applied = ["posted"]', 'applied = ["Offer received"]', 2, '"Offer received"'),
        ('applied = ["posted"]', 'applied = ["rifiutata"]', 2, '"vaultkit"'),
        ('homework = ["take', 'homework = ["hired", "take', 1, '"hired"'),
        ('name = "homework"', 'name = "hired"', 5, '"vaultkit"'),
        ("[it]", "[itt]", 8, '"it"'),
        ('homework = ["compito', 'homewrok = ["compito', 9, '"homework"'),
        ("[it]", "[it", 8, "cannot be read"),
    ],
)
def test_a_slip_in_a_stage_is_told_with_its_line(vault, old, new, line, says):
    assert old in STAGES
    write(vault, "stages.toml", STAGES.replace(old, new))
    assert says in refused(vault, "Playbook/stages.toml", line)


def test_no_playbook_brings_more_stages_than_fifty(vault):
    rows = "".join(f'[[stage]]\nname = "s{number}"\nlike = "screening"\n' for number in range(51))
    write(vault, "stages.toml", rows)
    refused(vault, "Playbook/stages.toml", 151)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[stage]\nhomework = "Home test of {company}"', 2, "plain words"),
        ('[stage]\napplied = "x"', 2, '"vaultkit"'),
        ('[stage]\nhomewrok = "x"', 2, '"stage.homework"'),
        ('[item.send-slides]\ntext = "Send"\n[item.send-slide]\nchild = "x"', 4, "send-slides"),
        ('[item.send-slides]\ntext = "Send"\ntxet = "x"', 3, '"item.send-slides.text"'),
        ('[why]\nsend-slides = "{company}"', 2, "plain words"),
    ],
)
def test_a_slip_in_a_phrase_is_told_with_its_line(vault, text, line, says):
    write(vault, "stages.toml", STAGES)
    write(vault, "phrases/en/items.toml", text)
    assert says in refused(vault, "Playbook/phrases/en/items.toml", line)


# The settings of a rule.


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ('after = "4w"', "📅 2026-11-30 ^vk-send-slides-ann-lee"),
        ('start = "2w"', "🛫 2026-11-16 📅 2026-11-23 ^vk-send-slides-ann-lee"),
    ],
)
def test_the_numbers_of_a_vault_s_own_rule_are_settings(vault, setting, expected):
    say(vault, f"[follow_ups.rules.send-slides]\n{setting}")
    assert expected in updated(vault)


def test_a_vault_s_own_rule_repeats_as_often_as_the_settings_say_and_can_be_off(vault):
    say(vault, '[follow_ups.rules.send-slides]\ntimes = 2\nagain = "2w"')
    (vault / "Acme.md").write_text(
        updated(vault).replace(
            "- [ ] Send the slides to Ann Lee 📅 2026-11-23",
            "- [x] Send the slides to Ann Lee 📅 2026-11-23 ✅ 2026-11-19",
        ),
        "utf-8",
    )
    assert "📅 2026-12-03 ^vk-send-slides-ann-lee-2" in updated(vault)
    say(vault, "[follow_ups.rules.send-slides]\noff = true")
    assert "send-slides-ann-lee-2" not in updated(vault)
    assert "send-slides" in told(vault, "explain", "Acme")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[follow_ups.rules.send-slide]\noff = true", 2, '"send-slides"'),
        ("[follow_ups.rules.send-slides]\nof = true", 3, '"off"'),
        ('[follow_ups.rules.send-slides]\nagain = "-1w"', 3, "later day"),
        ('[follow_ups.rules.send-slides]\nafter = "1w"\nstart = "2w"', 4, "lies after the day"),
    ],
)
def test_a_slip_in_a_rule_s_settings_gets_the_nearest_name(vault, text, line, says):
    say(vault, text)
    assert says in refused(vault, "vaultkit.toml", line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (RULE.replace("again", 'start = "4w"\nagain'), 8),
        (RULE + 'at_least = [{ from = "closes", start = "2mo", after = "5bd" }]\n', 9),
    ],
)
def test_a_rule_whose_line_would_begin_after_its_due_day_is_refused(vault, text, line):
    write(vault, "rules/mine.toml", text)
    assert "lies after the day on which the line is due" in refused(
        vault, "Playbook/rules/mine.toml", line
    )


def test_the_settings_of_a_vault_are_told_with_those_of_its_rules(vault):
    say(vault, "[follow_ups.rules.send-slides]\noff = true")
    settings, origins = load_settings(vault)
    assert settings.rules["send-slides"].off
    assert "follow_ups.rules.send-slides.off" in [origin.key for origin in origins]
    (vault / "vaultkit.toml").unlink()
    assert load_settings(vault)[0].playbooks == ("vaultkit",)


# Which playbooks, in which order.


@pytest.fixture
def academia(monkeypatch):
    """Install a guest by its files alone, and return how."""

    def install(files, name="academia", also=()):
        points = []
        for package in (name, *also):
            point = EntryPoint(name, "academia_x.playbook", bundles.GROUP)
            listed = [listed_file(path, text) for path, text in files.items()]
            vars(point)["dist"] = SimpleNamespace(name=package, files=listed)
            points.append(point)
        monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: points)

    return install


class ListedFile(str):
    """A path of an installed package, as its installation lists it."""

    data: bytes | None

    def as_posix(self):
        return str(self)

    def read_binary(self):
        if self.data is None:
            raise FileNotFoundError(self)
        return self.data


def listed_file(path, text):
    file = ListedFile(f"academia_x/playbook/{path}")
    file.data = text if text is None else text.encode()
    return file


GUEST = {
    "rules/1.toml": RULE.replace("send-slides", "greet").replace('"3w"', '"1w"'),
    "phrases/en/items.toml": WORDS.replace("send-slides", "greet").replace("Send", "Greet"),
    "letters/en/greet.md": LETTER.replace("slides", "greetings"),
    "stages.toml": STAGES,
    "README.md": "not of the playbook",
}


def ids(text):
    return [line.rpartition("^vk-")[2] for line in text.splitlines() if "^vk-" in line]


@pytest.mark.parametrize(
    ("playbooks", "expected"),
    [
        ('["vaultkit", "academia"]', ["check-in", "greet", "send-slides"]),
        ('["academia", "vaultkit"]', ["greet", "check-in", "send-slides"]),
        ('"academia"', ["greet", "send-slides"]),
        ("[]", ["send-slides"]),
        ('["vaultkit", "vaultkit"]', ["check-in", "send-slides"]),
    ],
)
def test_the_named_playbooks_are_in_force_in_that_order_and_the_vault_s_own_comes_last(
    vault, academia, playbooks, expected
):
    academia(GUEST)
    say(vault, f"playbooks = {playbooks}")
    assert ids(updated(vault)) == [f"{rule}-ann-lee" for rule in expected]
    assert updated(vault) == note(vault)


def test_a_guest_s_letter_and_stage_come_with_it(vault, academia):
    academia(GUEST)
    say(vault, 'playbooks = ["academia"]\n[follow_ups.rules.greet]\nafter = "2w"')
    assert "📅 2026-11-16 ^vk-greet-ann-lee" in updated(vault)
    assert "The greetings" in told(vault, "draft", "greet")
    assert "homework" in told(vault, "list", "--stage", "nonsense", code=2)


def test_a_guest_s_rule_without_a_letter_says_where_the_vault_could_have_one(vault, academia):
    academia({path: text for path, text in GUEST.items() if "letters" not in path})
    say(vault, 'playbooks = ["academia"]')
    updated(vault)
    assert "Letters/en/greet.md" in told(vault, "draft", "greet", code=2)


def test_a_vault_that_leaves_ours_out_keeps_what_was_written_and_loses_untouched_lines(vault):
    text = updated(vault)
    assert "^vk-check-in-ann-lee" in text
    say(vault, "playbooks = []\n[follow_ups.rules.check-in]\nafter = '2w'")
    assert "^vk-check-in-ann-lee" not in updated(vault)
    mine = text.replace("Check in with Ann Lee", "Ring up Ann Lee")
    (vault / "Acme.md").write_text(mine, "utf-8")
    assert "Ring up Ann Lee about the application to Acme" in updated(vault)
    said = told(vault, "draft", "check-in", code=2)
    assert "no rule that is in force" in said or "for yourself" in said
    told(vault, "review", "--stdout")
    told(vault, "explain", "Acme")


def test_a_rule_of_ours_can_be_told_anew_where_ours_is_left_out(vault):
    write(vault, "rules/mine.toml", RULE.replace("send-slides", "check-in"))
    write(vault, "phrases/en/items.toml", WORDS.replace("send-slides", "check-in"))
    write(vault, "letters/en/check-in.md", LETTER)
    refused(vault, "Playbook/rules/mine.toml", 2)
    say(vault, "playbooks = []")
    assert "- [ ] Send the slides to Ann Lee 📅 2026-11-23 ^vk-check-in-ann-lee" in updated(vault)
    assert "here they are" in told(vault, "draft", "check-in")


def test_the_same_letter_in_two_playbooks_names_both(vault, academia):
    academia(GUEST)
    say(vault, 'playbooks = ["academia"]')
    write(vault, "letters/en/greet.formal.md", LETTER)
    said = refused(vault, "Playbook/letters/en/greet.formal.md", 1)
    assert '"academia/"' in said


def test_the_same_stage_in_two_playbooks_names_both(vault, academia):
    academia(GUEST)
    say(vault, 'playbooks = ["academia"]')
    write(vault, "stages.toml", STAGES)
    assert '"academia/stages.toml"' in refused(vault, "Playbook/stages.toml", 5)


@pytest.mark.parametrize(
    ("path", "text", "file"),
    [
        ("rules/1.toml", None, "academia/rules/1.toml"),
        ("rules/1.toml", "rule = 1", "academia/rules/1.toml"),
        ("stages.toml", "aplied = 1", "academia/stages.toml"),
        ("phrases/en/items.toml", "[error]\nbusy = 1", "academia/phrases/en/items.toml"),
        ("letters/en/greet.md", "Dear", "academia/letters/en/greet.md"),
        ("letters/en/greet.md", None, "academia/letters/en/greet.md"),
    ],
)
def test_what_is_wrong_in_a_guest_names_it(vault, academia, path, text, file):
    academia({**GUEST, path: text})
    assert updated(vault) != NOTE  # it is not in force
    say(vault, 'playbooks = ["vaultkit", "academia"]')
    assert "academia" in refused(vault, file, 2 if "items" in path else 1)


def test_two_guests_of_one_name_are_out_of_force(vault, academia):
    academia(GUEST, also=("other",))
    say(vault, 'playbooks = ["academia"]')
    assert "academia, other" in refused(vault, "vaultkit.toml", 2)


def test_a_guest_has_no_more_letters_than_a_playbook_may(vault, academia):
    many = {f"letters/en/l{number}.md": LETTER for number in range(bundles.MOST_LETTERS + 1)}
    academia({**GUEST, **many})
    say(vault, 'playbooks = ["academia"]')
    assert "more than a playbook may hold" in refused(vault, "academia/letters/en/l98.md", 1)


@pytest.mark.parametrize(
    "text", ["schema = 2\nplaybooks = 3", "schema = 1\nplaybooks = 3", "playbooks = ['no']"]
)
def test_the_schema_is_looked_at_before_the_playbooks(text):
    with pytest.raises(SettingsError) as wrong:
        read_settings(f"{text}\n")
    expected = {"schema = 2": "newer", "schema = 1": "not-texts", "playbooks ": "no-schema"}
    assert wrong.value.key == f"settings-{expected[text[:10]]}"


def test_a_watcher_takes_up_a_changed_playbook(vault):
    session = Session(Options(vault, "2026-11-20", quiet=True))
    caretaker = Caretaker(session)
    caretaker.attend(frozenset())
    assert "📅 2026-11-23 ^vk-send-slides" in note(vault)
    assert caretaker.session is session
    write(vault, "rules/mine.toml", RULE.replace('"3w"', '"4w"'))
    caretaker.attend(frozenset())
    assert "📅 2026-11-30 ^vk-send-slides" in note(vault)
    write(vault, "rules/mine.toml", RULE.replace('"3w"', '"soon"'))
    for _ in range(2):
        with pytest.raises(SettingsError):
            caretaker.attend(frozenset())
    write(vault, "rules/mine.toml", RULE)
    caretaker.attend(frozenset())
    assert "📅 2026-11-23 ^vk-send-slides" in note(vault)


# What comes from a vault is hostile until it is checked.


@pytest.mark.parametrize("path", ["letters/en/send-slides.md", "stages.toml", "phrases/en/x.toml"])
def test_no_link_and_no_pipe_is_read_for_a_part_of_a_playbook(vault, path):
    outside = vault / "outside"
    outside.write_text(LETTER, "utf-8")
    file = vault / "Playbook" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.symlink_to(outside)
    refused(vault, f"Playbook/{path}", 1)
    file.unlink()
    os.mkfifo(file)
    refused(vault, f"Playbook/{path}", 1)
    file.unlink()
    file.mkdir()
    refused(vault, f"Playbook/{path}", 1)


def test_a_folder_of_letters_that_is_a_link_is_refused(vault, tmp_path_factory):
    (vault / "Playbook/letters").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    refused(vault, "Playbook/letters", 1)


def test_a_vault_s_own_playbook_has_no_more_letters_than_it_may(vault):
    for number in range(bundles.MOST_LETTERS + 1):
        write(vault, f"letters/en/l{number:03}.md", LETTER)
    assert "more than a playbook may hold" in refused(vault, "Playbook/letters/en/l200.md", 1)


def test_all_files_of_a_playbook_together_have_a_size_that_is_read_at_once(vault):
    for number in range(17):
        write(vault, f"letters/en/l{number:02}.md", "x" * bundles.LARGEST_BYTES)
    refused(vault, "Playbook/letters/en/l16.md", 1)


@pytest.mark.parametrize("name", ["\x1b[31m", "a" * 200, "send slides", "送", "{name}"])
def test_a_hostile_name_of_a_letter_is_a_sentence(vault, name):
    write(vault, f"letters/en/{name}.md", LETTER)
    said = told(vault, "update", code=2)
    assert "\x1b" not in said
    assert "no rule asks for a letter" in said


def test_long_names_that_begin_alike_are_all_read(vault):
    (vault / "Playbook/rules/mine.toml").unlink()
    write(vault, f"rules/{'a' * 100}1.toml", RULE)
    write(vault, f"rules/{'a' * 100}2.toml", RULE)
    assert "stands in the playbook" in told(vault, "update", code=2)


@pytest.mark.parametrize(("name", "near"), [("rule", "rules"), ("Letters", "letters")])
def test_a_folder_with_a_slip_in_its_name_is_told(vault, name, near):
    write(vault, f"{name}/x.toml", "")
    assert f'"{near}"' in refused(vault, f"Playbook/{name}", 1)


def test_what_is_no_part_of_a_playbook_is_let_be(vault):
    write(vault, "README.md", "# Mine\n")
    write(vault, "letters/README.txt", "x")
    write(vault, "pictures/x.toml", "not read")
    write(vault, "letters/en/.hidden.md", "not read")
    assert "^vk-send-slides" in updated(vault)


def test_a_mistake_is_told_in_the_vault_s_language_from_the_first_run_on(vault):
    say(vault, 'language = "it"')
    write(vault, "stages.toml", "[[stage]\n")
    assert "Scrivi" in refused(vault, "Playbook/stages.toml", 1)


@pytest.mark.parametrize("code", load.languages())
def test_every_sentence_about_a_playbook_can_be_said(code):
    phrases = load.phrases(code)
    names = ("file", "line", "setting", "nearest", "other", "value", "known", "name", "names")
    more = ("packages", "languages", "item", "rule", "language", "path", "kilobytes", "most")
    values = dict.fromkeys((*names, *more), "x")
    keys = [key for key in phrases.texts if key.startswith("error.settings-playbook-")]
    for key in (*keys, "error.letter-none", "error.letter-no-rule"):
        assert "{" not in phrases.say(key, **values).replace("{{", "")
