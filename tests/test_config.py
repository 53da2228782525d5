"""Where the vault is, and what vaultkit.toml says."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.days.dates import Calendar
from vaultkit.core.settings.values import Marks, RuleChange, Settings
from vaultkit.errors import SettingsError, UsageError
from vaultkit.playbook import load
from vaultkit.work.config import LARGEST_BYTES, find_vault, key_lines, load_settings, read_settings

FIRST = "schema = 1\n"
EVERYTHING = """\
schema = 1
language = "it"
playbooks = ["vaultkit"]                                  # en, it
[applications]
type = ["application", "job"]
folders = ["Candidature/", "Jobs/2026"]
tags = ["#job-search", "jobs"]
property = "kind"
values = "job"
folder = "Candidature"
template = "Modelli/Candidatura.md"
[people]
type = "contact"
[properties]
company = "azienda"
role = ["mansione", "posto"]
[stages]
applied = ["inviata"]
[follow_ups]
since = 2026-11-23
heading = "Prossimi passi"
[follow_ups.rules.check-in]
after = "10bd"
again = "3w"
times = 3
[follow_ups.rules.follow-up]
start = "1w"
[follow_ups.rules.feedback]
off = true
[tasks]
format = "dataview"
global_filter = "#task"
[calendar]
kind = "todos"
zone = "Europe/Rome"
closed = [2026-12-25, "2026-12-26", "08-10..08-20", "01-06", "12-31..01-02"]
[front_matter]
next_follow_up = true
[review]
folder = "Diario/Settimane"
name = "YYYY/MM/[Week] W"
[watch]
settle = 0.5
"""


def told(text: str, language: str = "en") -> str:
    """Return the sentence that a wrong file gives."""
    with pytest.raises(SettingsError) as caught:
        read_settings(text)
    assert caught.value.exit_code == 2
    return load.phrases(language).say(f"error.{caught.value.key}", **caught.value.values)


def vault(folder: Path, text: str = FIRST) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vaultkit.toml").write_text(text, "utf-8")
    return folder


def test_only_the_schema_is_needed():
    assert read_settings(FIRST) == Settings()


def test_a_vault_without_the_file_has_the_defaults(tmp_path):
    settings, origins = load_settings(tmp_path)
    assert settings == Settings()
    assert {origin.line for origin in origins} == {None}


def test_every_setting_is_read():
    assert read_settings(EVERYTHING) == Settings(
        language="it",
        playbooks=("vaultkit",),
        applications=Marks(
            types=("application", "job"),
            folders=("Candidature", "Jobs/2026"),
            tags=("job-search", "jobs"),
            property="kind",
            values=("job",),
        ),
        people=Marks(types=("contact",)),
        properties={"company": ("azienda",), "role": ("mansione", "posto")},
        stages={"applied": ("inviata",)},
        since=date(2026, 11, 23),
        heading="Prossimi passi",
        rules={
            "check-in": RuleChange(after="10bd", again="3w", times=3),
            "follow-up": RuleChange(start="1w"),
            "feedback": RuleChange(off=True),
        },
        task_format="dataview",
        global_filter="#task",
        calendar_kind="todos",
        calendar_zone="Europe/Rome",
        calendar=Calendar(
            frozenset({date(2026, 12, 25), date(2026, 12, 26)}),
            (((8, 10), (8, 20)), ((1, 6), (1, 6)), ((12, 31), (1, 2))),
        ),
        next_follow_up=True,
        review_folder="Diario/Settimane",
        review_name="YYYY/MM/[Week] W",
        settle_seconds=0.5,
        new_folder="Candidature",
        new_template="Modelli/Candidatura.md",
    )


def test_line_endings_and_a_byte_order_mark_do_not_matter(tmp_path):
    (tmp_path / "vaultkit.toml").write_bytes(
        b"\xef\xbb\xbf" + EVERYTHING.replace("\n", "\r\n").encode()
    )
    settings, origins = load_settings(tmp_path)
    assert settings == read_settings(EVERYTHING)
    assert next(origin.line for origin in origins if origin.key == "follow_ups.since") == 20


def test_every_setting_tells_where_it_comes_from(tmp_path):
    _, origins = load_settings(
        vault(tmp_path, 'schema = 1\nwatch.settle = 3\n[follow_ups.rules.reflect]\nafter = "4d"\n')
    )
    told = {origin.key: (origin.value, origin.line) for origin in origins}
    assert list(told)[:3] == ["schema", "watch.settle", "follow_ups.rules.reflect.after"]
    assert told["watch.settle"] == ("3", 2)
    assert told["follow_ups.rules.reflect.after"] == ('"4d"', 4)
    assert told["language"] == ('"en"', None)
    assert told["applications.type"] == ('["application"]', None)
    assert told["front_matter.next_follow_up"] == ("false", None)
    assert "follow_ups.rules.reflect.times" not in told


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (
            '\n\nlangage = "it"',
            'vaultkit.toml:4: "langage" is not a setting. Did you mean "language"?',
        ),
        (
            'heading = "x"',
            'vaultkit.toml:2: "heading" is not a setting. Did you mean "follow_ups.heading"?',
        ),
        (
            '[reviews]\nfolder = "x"',
            'vaultkit.toml:2: "reviews" is not a setting. Did you mean "review"?',
        ),
        (
            "[watch]\n[review]\nfoldr = 1",
            'vaultkit.toml:4: "foldr" is not a setting. Did you mean "folder"?',
        ),
        (
            "review = { foldr = 1 }",
            'vaultkit.toml:2: "foldr" is not a setting. Did you mean "folder"?',
        ),
        (
            "[follow_ups.rules.chek-in]",
            'vaultkit.toml:2: "chek-in" is not a rule. Did you mean "check-in"?',
        ),
        (
            "[follow_ups.rules.prepare]\nafer = 1",
            'vaultkit.toml:3: "afer" is not a setting. Did you mean "after"?',
        ),
        (
            '[properties]\ncompny = "x"',
            'vaultkit.toml:3: "compny" is not a property that vaultkit reads.',
        ),
        (
            '[stages]\nappled = "x"',
            'vaultkit.toml:3: "appled" is not a stage. Did you mean "applied"?',
        ),
        (
            'language = "fr"',
            'vaultkit.toml:2: "language" cannot be "fr". It can be one of: en, it.',
        ),
        ("language = 3", 'vaultkit.toml:2: "language" must be a text'),
        ('language = """e\nn"""', 'vaultkit.toml:2: "language" must be a text on one line'),
        ("[language]", 'vaultkit.toml:2: "language" must be a text'),
        ("applications = 1", 'vaultkit.toml:2: "applications" is a group of settings'),
        ("[applications]\ntype = [1]", 'vaultkit.toml:3: "type" must be a text or a list of texts'),
        ('[people]\nvalues = "job"', 'vaultkit.toml:3: in [people], "values" needs a "property"'),
        ('[people]\nfolders = ["../x"]', 'vaultkit.toml:3: "../x" cannot be a folder'),
        ('[follow_ups]\nsince = "soon"', 'vaultkit.toml:3: "since = soon" is not a day'),
        (
            "[follow_ups]\nsince = 2026-11-23T10:00:00",
            'vaultkit.toml:3: "since = 2026-11-23 10:00:00" is not a day',
        ),
        (
            "[follow_ups]\nsince = 2026-02-30",
            'vaultkit.toml:3: "since = 2026-02-30" contains a day that does not exist',
        ),
        (
            "[follow_ups]\nsince = 2026-13-01",
            'vaultkit.toml:3: "since = 2026-13-01" contains a day that does not exist',
        ),
        ('[follow_ups]\nheading = "## Next"', 'vaultkit.toml:3: "## Next" cannot be a heading'),
        ('[follow_ups]\nheading = "<!-- x"', 'vaultkit.toml:3: "<!-- x" cannot be a heading'),
        (
            '[follow_ups.rules.reflect]\nafter = "3x"',
            'vaultkit.toml:3: "after = 3x" is not a distance',
        ),
        ("[follow_ups.rules.reflect]\nafter = 3", 'vaultkit.toml:3: "after = 3" is not a distance'),
        (
            '[follow_ups.rules.check-in]\nagain = "0d"',
            'vaultkit.toml:3: "again = 0d" does not lead to a later day',
        ),
        (
            "[follow_ups.rules.check-in]\ntimes = 0",
            'vaultkit.toml:3: "times" must be a number of lines',
        ),
        (
            "[follow_ups.rules.check-in]\ntimes = true",
            'vaultkit.toml:3: "times" must be a number of lines',
        ),
        (
            '[follow_ups.rules.check-in]\noff = "yes"',
            'vaultkit.toml:3: "off" must be true or false',
        ),
        ('[tasks]\nformat = "emojis"', 'vaultkit.toml:3: "format" cannot be "emojis"'),
        ('[tasks]\nglobal_filter = "task"', 'vaultkit.toml:3: "task" is not a tag'),
        ('[tasks]\nglobal_filter = "#a b"', 'vaultkit.toml:3: "#a b" is not a tag'),
        ('[tasks]\nglobal_filter = "#2026"', 'vaultkit.toml:3: "#2026" is not a tag'),
        ("[calendar]\nclosed = 2026-12-25", 'vaultkit.toml:3: "2026-12-25" in "closed"'),
        ('[calendar]\nclosed = ["02-30..03-01"]', 'vaultkit.toml:3: "02-30..03-01" in "closed"'),
        ('[calendar]\nclosed = [\n"12-25",\n12\n]', 'vaultkit.toml:3: "12" in "closed"'),
        ('[calendar]\nclosed = ["01-01..12-31"]', 'vaultkit.toml:3: "closed" leaves no day'),
        ('[calendar]\nkind = "todo"', 'vaultkit.toml:3: "kind" cannot be "todo"'),
        ('[calendar]\nzone = "../Rome"', 'vaultkit.toml:3: "../Rome" is no name of a time zone'),
        ("[calendar]\nzone = 1", 'vaultkit.toml:3: "zone" must be a text'),
        ("[watch]\nsettle = -1", 'vaultkit.toml:3: "settle" must be a number of seconds'),
        ("[watch]\nsettle = nan", 'vaultkit.toml:3: "settle" must be a number of seconds'),
        ('[watch]\nsettle = "10"', 'vaultkit.toml:3: "settle" must be a number of seconds'),
        ('[review]\nfolder = "/etc"', 'vaultkit.toml:3: "/etc" cannot be a folder'),
        ('[review]\nfolder = "a/../../b"', 'vaultkit.toml:3: "a/../../b" cannot be a folder'),
        ('[review]\nfolder = ".obsidian/x"', 'vaultkit.toml:3: ".obsidian/x" cannot be a folder'),
        ('[review]\nfolder = "C:\\\\x"', 'vaultkit.toml:3: "C:\\x" cannot be a folder'),
        ('[review]\nname = "../GGGG-WW"', 'vaultkit.toml:3: "../GGGG-WW" gives names'),
        ('[review]\nname = "/GGGG-WW"', 'vaultkit.toml:3: "/GGGG-WW" gives names'),
        ('[review]\nname = ""', 'vaultkit.toml:3: "" gives names'),
        (
            '[review]\nname = "[Review]"',
            'vaultkit.toml:3: with this "name" two weeks would share the note "Review"',
        ),
        (
            '[review]\nname = "YYYY-[W]WW"',
            'vaultkit.toml:3: with this "name" two weeks would share the note "2024-W01"',
        ),
        ('[review]\nname = "GGGG-WW HH:mm"', 'vaultkit.toml:3: "name" asks for "HH"'),
        ('[applications]\ntemplate = "x"', 'vaultkit.toml:3: "x" cannot be a note'),
        (
            '[applications]\ntemplate = "/etc/passwd.md"',
            'vaultkit.toml:3: "/etc/passwd.md" cannot be a note',
        ),
        ("language = it", 'vaultkit.toml:2: "language = it" cannot be read'),
        ("<<<<<<< HEAD\nx = 1\n=======", "vaultkit.toml:2: git left a conflict here"),
        ("x = [1,", 'vaultkit.toml:2: "x = [1," cannot be read'),
        (
            'language = "en"\nlanguage = "it"',
            'vaultkit.toml:3: "language = "it"" is there for the second time',
        ),
        ("x = " + "[" * 5000, 'vaultkit.toml:2: "x = [[['),
        ("x = " + "9" * 5000, 'vaultkit.toml:2: "x = 999'),
        (
            '"lang\\u001b[2Jage" = 1',
            'vaultkit.toml:2: "lang [2Jage" is not a setting. Did you mean "language"?',
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_to_do(text, start):
    assert told(FIRST + text + "\n").startswith(start)


@pytest.mark.parametrize(
    "text", ["", "schema = true\n", 'schema = "1"\n', "schema = 0\n", "schema = 1.0\n"]
)
def test_the_schema_must_be_there(text):
    assert told(text).startswith('vaultkit.toml:1: "schema" must say which format')


def test_a_file_of_a_newer_vaultkit_is_told_before_its_unknown_settings():
    assert told("new_thing = 1\nschema = 2\n") == (
        "vaultkit.toml:2: this file was written for a newer vaultkit (schema 2). Update vaultkit to use this vault."
    )


def test_it_is_told_in_italian_too():
    assert told('schema = 1\nlangage = "it"\n', "it").endswith(
        'non è un\'impostazione. Forse intendevi "language"?'
    )


def test_lines_are_found_through_comments_strings_and_dotted_names():
    text = '# a = 1\n[one]  # two\n"b c" = """\nd = 1\n"""\ne.f = 1\n[one."g.h"]\ni = [\n  1,\n]\n'
    assert key_lines(text) == {
        ("one",): 2,
        ("one", "b c"): 3,
        ("one", "e", "f"): 6,
        ("one", "g.h"): 7,
        ("one", "g.h", "i"): 8,
    }


def test_a_line_in_a_string_is_taken_for_no_setting_that_breaks_the_reading():
    assert key_lines('a = """ \'\'\'\n"\\q" = 1\n"""\n')[("a",)] == 1


def test_bytes_that_are_no_utf_8_are_told(tmp_path):
    (tmp_path / "vaultkit.toml").write_bytes(b"schema = 1\n# caf\xe9\n")
    with pytest.raises(SettingsError, match="settings-not-utf-8, line=2"):
        load_settings(tmp_path)


def test_a_link_a_pipe_a_folder_and_a_huge_file_are_refused(tmp_path):
    (tmp_path / "real.toml").write_text(FIRST)
    for name in ("link", "pipe", "folder", "huge"):
        (tmp_path / name).mkdir()
    (tmp_path / "link" / "vaultkit.toml").symlink_to(tmp_path / "real.toml")
    os.mkfifo(tmp_path / "pipe" / "vaultkit.toml")
    (tmp_path / "folder" / "vaultkit.toml").mkdir()
    vault(tmp_path / "huge", FIRST + "#" * LARGEST_BYTES)
    for name in ("link", "pipe", "folder"):
        with pytest.raises(SettingsError, match="settings-not-a-file"):
            load_settings(tmp_path / name)
    with pytest.raises(SettingsError, match="settings-too-large"):
        load_settings(tmp_path / "huge")


@given(
    st.text(alphabet="schema=1\n[]\"'.{}#-_ a2026:,é\r\t\\", max_size=60),
    st.sampled_from(["", FIRST]),
)
def test_any_text_gives_settings_or_a_sentence(text, first):
    said = {}
    with suppress(SettingsError):
        said["settings"] = read_settings(first + text)
    if not said:
        assert told(first + text, "it").startswith("vaultkit.toml:")


def test_the_named_vault_wins_over_the_environment_and_the_folder(tmp_path):
    here, named, other = (vault(tmp_path / name) for name in ("here", "named", "other"))
    environ = {"VAULTKIT_VAULT": str(other)}
    assert find_vault(named, environ, here) == named
    assert find_vault(Path("../named"), environ, here).resolve() == named.resolve()
    assert find_vault(None, environ, here) == other
    assert find_vault(None, {"VAULTKIT_VAULT": ""}, here) == here


def test_the_nearest_settings_file_above_is_the_vault(tmp_path):
    outer = vault(tmp_path / "outer")
    inner = vault(outer / "inner")
    deep = inner / "a" / "b"
    deep.mkdir(parents=True)
    assert find_vault(None, {}, deep) == inner
    assert find_vault(None, {}, outer) == outer


def test_a_settings_file_far_above_comes_before_an_obsidian_folder_near_by(tmp_path):
    outer = vault(tmp_path / "outer")
    inner = outer / "inner"
    (inner / ".obsidian").mkdir(parents=True)
    assert find_vault(None, {}, inner) == outer


def test_without_a_settings_file_the_nearest_obsidian_folder_counts(tmp_path):
    (tmp_path / "vault" / ".obsidian").mkdir(parents=True)
    (tmp_path / "vault" / "notes").mkdir()
    assert find_vault(None, {}, tmp_path / "vault" / "notes") == tmp_path / "vault"


def test_no_vault_and_a_vault_that_is_not_there_are_told(tmp_path):
    with pytest.raises(UsageError, match="no-vault"):
        find_vault(None, {}, tmp_path)
    with pytest.raises(UsageError, match="no-such-vault"):
        find_vault(tmp_path / "nowhere", {}, tmp_path)
