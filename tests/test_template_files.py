"""The files of the vault that `init` copies: each is sound by itself, and they fit together."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

from vaultkit.cli.session import known_words
from vaultkit.core.settings.values import Settings
from vaultkit.work.sample_dates import FOLDERS
from vaultkit.work.set_up_vault import template, template_languages

ROOTS = {language: Path(str(template(language))) for language in template_languages()}
FILES = sorted(path for root in ROOTS.values() for path in root.rglob("*") if path.is_file())
NOTES = [path for path in FILES if path.suffix == ".md"]
TYPES = {
    "Applications": {"application"},
    "People": {"person"},
    "Facts": {"experience", "skill", "achievement", "article"},
    "Candidature": {"candidatura"},
    "Persone": {"persona"},
    "Notizie": {"esperienza", "competenza", "risultato", "articolo"},
}
SAMPLES = [path for path in NOTES if path.parent.name in TYPES]
APPLICATIONS = [path for path in SAMPLES if path.parent.name in ("Applications", "Candidature")]
PEOPLE = [path for path in SAMPLES if path.parent.name in ("People", "Persone")]


@pytest.fixture(params=ROOTS)
def root(request):
    return ROOTS[request.param]


def root_of(path):
    return next(root for root in ROOTS.values() if path.is_relative_to(root))


def by_name(paths):
    return pytest.mark.parametrize(
        "path", paths, ids=lambda path: path.relative_to(root_of(path)).as_posix()
    )


def with_ending(ending):
    return [path for path in FILES if path.suffix == ending]


def head(path):
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])


def settings(root, name):
    return json.loads((root / ".obsidian" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name",
    [
        "Home.md",
        "Applications.base",
        "Contacts.base",
        "vaultkit.toml",
        ".gitignore",
        ".gitattributes",
        ".obsidian/app.json",
        ".obsidian/core-plugins.json",
        "Templates/Application.md",
        "Templates/Person.md",
        "Templates/Fact.md",
    ],
)
def test_the_template_has(name):
    assert (ROOTS["en"] / name).is_file()


def test_every_template_has_as_many_files_of_each_kind():
    """A twin that lags behind is found."""
    kinds = {
        language: sorted(
            (len(path.relative_to(root).parts), path.suffix or path.name)
            for path in FILES
            if path.is_relative_to(root)
        )
        for language, root in ROOTS.items()
    }
    assert all(kind == kinds["en"] for kind in kinds.values())


def test_the_folders_of_samples_are_known():
    assert set(FOLDERS) == set(TYPES)


@by_name(FILES)
def test_every_file_is_plain_text_that_ends_a_line(path):
    raw = path.read_bytes()
    assert raw.decode("utf-8").endswith("\n")
    assert b"\r" not in raw


@by_name(with_ending(".json"))
def test_obsidian_settings_are_json_objects(path):
    assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict)


def test_no_plugin_comes_with_the_template(root):
    assert {path.suffix for path in FILES if ".obsidian" in path.parts} == {".json"}
    assert not (root / ".obsidian" / "plugins").exists()
    assert not (root / ".obsidian" / "community-plugins.json").exists()


def test_bases_and_templates_are_switched_on(root):
    plugins = settings(root, "core-plugins.json")
    assert plugins["bases"]
    assert plugins["templates"]


def test_the_folder_of_templates_is_there(root):
    assert (root / settings(root, "templates.json")["folder"]).is_dir()


def test_the_bookmarks_lead_to_files_that_are_there(root):
    for item in settings(root, "bookmarks.json")["items"]:
        assert (root / item["path"]).is_file()


@by_name(SAMPLES)
def test_obsidian_shows_each_day_as_a_day(path):
    types = settings(root_of(path), "types.json")["types"]
    days = {name for name, value in head(path).items() if isinstance(value, date)}
    assert all(types.get(name) == "date" for name in days)


def test_only_settings_that_differ_from_the_default_are_set():
    text = (ROOTS["en"] / "vaultkit.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    assert tables.pop("follow_ups") == {"rules": {"check-in": {}, "follow-up": {}}}
    assert {name: value for name, value in tables.items() if value} == {
        "schema": 1,
        "language": "en",
        "front_matter": {"next_follow_up": True},
    }


def test_every_setting_stands_there_to_be_uncommented(root):
    text = (root / "vaultkit.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(re.sub(r"(?m)^#(?=[a-z_]+ = )", "", text))
    assert "company" in tables["properties"]
    tables["properties"] = ["company"]  # the Italian template names many more
    rules = tables["follow_ups"].pop("rules")
    assert {name: set(table) for name, table in tables.items() if isinstance(table, dict)} == {
        "applications": {"type", "folders", "tags", "folder", "template"},
        "me": {"name", "phone", "links"},
        "people": {"type"},
        "stages": {"applied"},
        "follow_ups": {"since", "paused", "heading"},
        "tasks": {"format", "global_filter", "done", "cancelled"},
        "calendar": {"closed", "zone", "kind"},
        "front_matter": {"next_follow_up"},
        "review": {"folder", "name", "letters", "charts"},
        "letters": {"folder"},
        "import": {"columns"},
        "watch": {"settle"},
    }
    assert {key for rule in rules.values() for key in rule} == {
        "after",
        "start",
        "again",
        "times",
        "off",
    }


@by_name(with_ending(".base"))
def test_a_base_shows_only_columns_that_it_knows(path):
    base = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(base) <= {"filters", "formulas", "properties", "views"}
    shown = {column for view in base["views"] for column in view["order"]}
    formulas = {f"formula.{name}" for name in base["formulas"]}
    assert {column for column in shown if column.startswith("formula.")} <= formulas
    assert all(path.read_text(encoding="utf-8").count(name) for name in formulas)
    known = set(settings(root_of(path), "types.json")["types"])
    assert {column.removeprefix("note.") for column in shown if column.startswith("note.")} <= known
    # Obsidian passes over a display name whose property has no prefix.
    assert all(re.match(r"(note|file|formula)\.", name) for name in base["properties"])
    assert all(view["sort"] and view["type"] == "table" for view in base["views"])


@by_name(NOTES)
def test_every_link_leads_to_a_file_of_the_template(path):
    root = root_of(path)
    here = [file for file in FILES if file.is_relative_to(root)]
    notes = [note for note in NOTES if note.is_relative_to(root)]
    files = {file.name for file in here} | {note.stem for note in notes}
    files |= {note.relative_to(root).with_suffix("").as_posix() for note in notes}
    targets = re.findall(r"\[\[([^\]|#]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if target not in files] == []


def test_no_two_notes_share_a_name(root):
    templates = settings(root, "templates.json")["folder"]
    names = [
        path.name for path in NOTES if path.is_relative_to(root) and path.parent.name != templates
    ]
    assert len(names) == len(set(names))


@by_name(SAMPLES)
def test_a_sample_says_what_it_is_and_has_a_title(path):
    assert head(path)["type"] in TYPES[path.parent.name]
    assert len(re.findall(r"(?m)^# ", path.read_text(encoding="utf-8"))) == 1


@by_name(APPLICATIONS)
def test_everybody_in_a_sample_application_has_a_note_with_an_address(path):
    named = re.findall(r'"\[\[(.+?)\]\]"', path.read_text(encoding="utf-8").split("---\n")[1])
    for name in named:
        [person] = [
            each for each in PEOPLE if each.stem == name and each.is_relative_to(root_of(path))
        ]
        assert head(person)["email"].endswith(".example")


@by_name(PEOPLE)
def test_the_last_contact_is_the_last_line_of_the_log(path):
    log = re.split("## (?:Log|Diario)", path.read_text(encoding="utf-8"))[1]
    days = re.findall(r"(?m)^- (\d{4}-\d\d-\d\d): ", log)
    last = {"last_contact", "ultimo contatto"} & set(head(path))
    assert str(head(path)[last.pop()] or "") == max(days, default="")


def test_the_samples_show_each_turn_that_an_application_takes(root):
    heads = [head(path) for path in APPLICATIONS if path.is_relative_to(root)]
    known = known_words(Settings())
    stages = {known.stage(each.get("status") or each["stato"]) for each in heads}
    assert {"saved", "applied", "interview", "rejected"} <= stages
