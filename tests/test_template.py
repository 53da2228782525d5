"""The template is a vault that works as it is, in whatever year it is made."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.house import surveyed, updated
from vaultkit.cli.session import known_words
from vaultkit.core.across.survey import problems
from vaultkit.core.week.due import due_items
from vaultkit.core.week.review import week_review, when_due
from vaultkit.disk.vault import Vault
from vaultkit.playbook import load
from vaultkit.work.bases import bases_of
from vaultkit.work.config import load_settings
from vaultkit.work.review_note import review_path, review_text
from vaultkit.work.sample_dates import REFERENCE
from vaultkit.work.set_up_vault import make_vault, template, template_languages

DAYS = [
    date(2026, 3, 2),
    date(2026, 11, 24),
    date(2027, 1, 1),
    date(2028, 2, 29),
    date(2031, 7, 19),
    date(2040, 12, 31),
]


LANGUAGES = template_languages()


def notes_of(root: Path) -> dict[str, bytes]:
    vault = Vault(root)
    return {ref.path: vault.read(ref.path).raw for ref in vault.walk()}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def shipped(tmp_path, language):
    root = tmp_path / "shipped"
    shutil.copytree(str(template(language)), root)
    return root


def test_english_and_italian_have_a_template_of_their_own():
    assert set(LANGUAGES) >= {"en", "it"}
    for language in LANGUAGES:
        assert load_settings(Path(str(template(language))))[0].language == language


def test_the_template_itself_needs_no_update_and_has_no_problem(shipped, language, golden):
    notes, settings = notes_of(shipped), load_settings(shipped)[0]
    after = updated(notes, REFERENCE, settings)
    for path, raw in after.items():
        golden(Path(str(template(language))) / path, raw)
    assert problems(surveyed(after, REFERENCE, settings)) == ()


def test_the_bases_that_it_ships_are_those_that_would_be_written(shipped, language, golden):
    settings = load_settings(shipped)[0]
    found = surveyed(notes_of(shipped), REFERENCE, settings)
    words = known_words(settings), load.phrases(language)
    for path, text in bases_of(Vault(shipped), found.look, settings, *words).items():
        golden(Path(str(template(language))) / path, text.encode())


def test_without_the_samples_the_bases_are_the_same(tmp_path, language):
    make_vault(tmp_path, REFERENCE, with_samples=False, language=language)
    settings = load_settings(tmp_path)[0]
    found = surveyed(notes_of(tmp_path), REFERENCE, settings)
    words = known_words(settings), load.phrases(language)
    for path, text in bases_of(Vault(tmp_path), found.look, settings, *words).items():
        assert (tmp_path / path).read_text("utf-8") == text


def test_the_review_that_it_ships_is_the_one_that_would_be_written(shipped, language, golden):
    settings = load_settings(shipped)[0]
    found = surveyed(notes_of(shipped), REFERENCE, settings)
    text = review_text(found, settings, load.phrases(settings.language), REFERENCE, None)
    golden(Path(str(template(language))) / review_path(REFERENCE, settings), text.encode())


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_new_vault_shows_something_overdue_something_due_and_something_to_come(
    tmp_path, today, language
):
    make_vault(tmp_path / "new", today, language=language)
    notes, settings = notes_of(tmp_path / "new"), load_settings(tmp_path / "new")[0]
    once = updated(notes, today, settings)
    assert updated(once, today, settings) == once
    found = surveyed(once, today, settings)
    assert [problem for problem in problems(found) if problem.severity == "problem"] == []
    items = [
        item for entry in found.entries for item in entry.items if item.due and not item.is_closed
    ]
    assert {when_due(item, today) for item in items} >= {"overdue", "next-week", "later"}
    assert due_items(found.listed, found.people, today)
    week = week_review(found.entries, found.people, (), today, settings)
    assert week.contacts
    assert week.to_do


def test_a_file_that_stands_there_is_kept(tmp_path):
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    make_vault(tmp_path, REFERENCE)
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine\n"
    assert (tmp_path / ".obsidian" / "app.json").is_file()
