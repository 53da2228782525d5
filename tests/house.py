"""What tests share: the pure pipeline over notes in memory, without a disk."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from vaultkit.core.across.classify import Sorted, sort_note
from vaultkit.core.across.render import render
from vaultkit.core.across.survey import Look, Survey, survey, updates
from vaultkit.core.follow_ups.plan import Terms
from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.notes import application
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.playbook import load

TODAY = date(2026, 11, 20)
PLAIN = Settings()

STAGES = tuple(stage.name for stage in load.stages().on_the_way)
ENDINGS = tuple(stage.name for stage in load.stages().ends)

Application = partial(application.Application, stages=load.stages())
"""One that was read with our own stages, as every note is."""


def desk(settings: Settings = PLAIN) -> Desk:
    playbook = read_playbook(load.rule_tables(), settings.rules)
    phrases = {language: load.phrases(language) for language in load.languages()}
    return Desk(
        settings, Terms(playbook, settings.calendar, settings.since, settings.paused), phrases
    )


def look(notes: Mapping[str, bytes], settings: Settings = PLAIN) -> Look:
    tables = load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml")
    known = vocabulary(*tables, settings)
    kinds = [sort_note(Note(path, raw), settings, known) for path, raw in sorted(notes.items())]
    return Look(
        sheets=tuple(kind.sheet for kind in kinds if kind.sheet),
        people=tuple(kind.person for kind in kinds if kind.person),
        facts=tuple(kind.fact for kind in kinds if kind.fact),
        problems=tuple(problem for kind in kinds for problem in kind.problems),
        forgotten=tuple(kind.forgotten for kind in kinds if kind.forgotten),
        unread=_unread(dict(zip(sorted(notes), kinds, strict=True))),
    )


def _unread(kinds: Mapping[str, Sorted]) -> dict[str, tuple[str, ...]]:
    marks = {kind.unread for kind in kinds.values()} - {""}
    return {
        mark: tuple(path for path, kind in kinds.items() if kind.unread == mark)
        for mark in sorted(marks)
    }


def surveyed(notes: Mapping[str, bytes], today: date = TODAY, settings: Settings = PLAIN) -> Survey:
    return survey(look(notes, settings), desk(settings), today)


def updated(
    notes: Mapping[str, bytes], today: date = TODAY, settings: Settings = PLAIN
) -> dict[str, bytes]:
    """Return all notes after one update."""
    after = dict(notes)
    for sheet, change in updates(surveyed(notes, today, settings), desk(settings)):
        assert not [each for each in change.problems if each.code == "edit-refused"], (
            change.problems
        )
        if change.edit:
            after[sheet.note.path] = change.edit.wanted
    return after


def update_one(
    raw: bytes, today: date = TODAY, settings: Settings = PLAIN, **others: bytes
) -> bytes:
    """Return one note after an update, beside others."""
    return updated({"Acme.md": raw, **others}, today, settings)["Acme.md"]


def with_rules(settings: Settings, **changes: object) -> Settings:
    return replace(settings, **changes)


def rendered(
    raw: bytes, today: date = TODAY, settings: Settings = PLAIN, path: str = "Acme.md"
) -> bytes:
    """Return one note as ``render`` gives it, which reads no other note."""
    tables = load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml")
    done = render(Note(path, raw), vocabulary(*tables, settings), desk(settings), today)
    assert not [each for each in done.problems if each.code == "edit-refused"], done.problems
    return done.edit.wanted if done.edit else raw
