"""A new application note: from the vault's own template, in its folder, with its names, words and mark."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, time

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.front_matter.head_values import Written
from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.front_matter.written import shown
from vaultkit.core.front_matter.yaml_text import write_note
from vaultkit.core.notes.application import Application
from vaultkit.core.notes.directory import Directory, file_name_of
from vaultkit.core.notes.marks import is_marked
from vaultkit.core.notes.new_head import NewValue, with_properties
from vaultkit.core.notes.new_mark import folder_for_new, marked
from vaultkit.core.notes.template_text import Filling, fill
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.core.text.markdown import body_tags
from vaultkit.core.text.note import Note
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import link, one_line, plain
from vaultkit.disk import template_folders
from vaultkit.disk.file_names import safe_file_name
from vaultkit.disk.vault import Vault
from vaultkit.errors import UsageError
from vaultkit.value import frozen

_BUILT_IN = ("company", "role", "status", "added", "applied")
"""The properties of a note that no template was found for."""
_VARIABLE = re.compile(r"\{\{[^{}\n]*\}\}|<%[^\0]{0,2000}?%>")
"""What stands in a template until it is filled, and may not even be YAML."""
_MOST_READ = 200
"""Notes that are looked at for the vault's own word for a stage."""


@frozen
class Wanted:
    """What somebody wants of a new application. ``others`` are properties by the names that they gave."""

    company: str
    role: str
    status: str | None = None
    applied: date | None = None
    url: str | None = None
    recruiter: str | None = None
    others: Mapping[str, Written] = field(default_factory=dict)


@frozen
class Habits:
    """How a vault writes. ``names`` are its own of properties, ``saved_word`` is what it calls the first stage."""

    settings: Settings
    vocabulary: Vocabulary
    names: Mapping[str, str]
    saved_word: str
    phrases: Phrases


@frozen
class Made:
    """A new note that is not written yet.

    ``left`` are the variables of the template that nobody has filled; ``links`` the template
    folders that are links, which are not followed.
    """

    path: str
    data: bytes
    left: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def same_application(company: str, role: str, found: Iterable[Application]) -> str | None:
    """Return the path of the note that is this application already, or None."""
    wanted = (fold(company), fold(role))
    return next(
        (
            each.path
            for each in found
            if each.role and (fold(each.company), fold(each.role)) == wanted
        ),
        None,
    )


def earlier_applications(company: str, found: Iterable[Application]) -> tuple[Application, ...]:
    """Return what was sent to the same company before, the latest last."""
    wanted = fold(one_line(company))
    same = [
        each
        for each in found
        if fold(each.company) == wanted and not each.stages.is_of(each.stage, ("saved",))
    ]
    return tuple(sorted(same, key=lambda each: (str(each.applied or ""), each.path)))


def own_word(stage: str, sheets: Sequence[Sheet], vocabulary: Vocabulary, phrases: Phrases) -> str:
    """Return what the vault calls a stage: the word of most notes, the settings', the language's, else its name."""
    used = Counter(
        word
        for sheet in sheets[-_MOST_READ:]
        for word in _stage_words(sheet, vocabulary)
        if vocabulary.stage(word) == stage
    )
    label = phrases.say(f"stage.{stage}").lower()
    words = [
        *sorted(used, key=lambda word: (-used[word], word))[:1],
        *(label for label in (label,) if vocabulary.stage(label) == stage),
    ]
    return next(iter(words), stage)


def _stage_words(sheet: Sheet, vocabulary: Vocabulary) -> Iterator[str]:
    for found in sheet.head.properties:
        if vocabulary.property(found.name) == "status":
            yield from map(shown, found.texts)


@frozen
class Form:
    """What new notes are made from: the vault's template, None for ours, and what ``Made.links`` are."""

    template: Note | None
    links: tuple[str, ...] = ()


def form_of(vault: Vault, habits: Habits) -> Form:
    """Return what new notes of a vault are made from. Raises UsageError for a template that cannot be read."""
    return Form(_template(vault, habits), _linked_folders(vault))


def file_name_for(company: str, role: str) -> str:
    """Return the name of a new note's file, without ``.md``. Raises UsageError for names that give none."""
    return safe_file_name(" - ".join(filter(None, (one_line(company), one_line(role)))))


def known_person(name: str, directory: Directory) -> str:
    """Return a link to the note of somebody who has one, else the name as it is."""
    called = directory.people_called(one_line(name))
    if len(called) != 1:
        return one_line(name)
    target = file_name_of(called[0].path)
    return link(target, target)


def new_note(vault: Vault, habits: Habits, wanted: Wanted, today: date, clock: time) -> Made:
    """Return a new application note.

    Raises UsageError for names that give no file, and for a template that cannot be used.
    """
    name = file_name_for(wanted.company, wanted.role)
    return note_of(form_of(vault, habits), habits, wanted, name, today, clock)


def note_of(
    form: Form, habits: Habits, wanted: Wanted, name: str, today: date, clock: time
) -> Made:
    """Return a new application note whose file has the given name. Raises UsageError for a template's head."""
    settings, template = habits.settings, form.template
    wanted = replace(wanted, company=one_line(wanted.company), role=one_line(wanted.role))
    folder = folder_for_new(settings)
    path = f"{folder}/{name}.md" if folder else f"{name}.md"
    left: tuple[str, ...] = ()
    if template is None:
        text = _from_nothing(name, habits, wanted, today)
    else:
        names = (name, folder.rpartition("/")[2], wanted.company, wanted.role)
        filled = fill(template.text, Filling(*names, today, clock, habits.phrases))
        left = filled.left
        text = _with_values(filled.text, template.path, habits, wanted, today)
    made = marked(path, text, settings.applications, habits.vocabulary)
    return Made(path, made.encode(), left, form.links)


def _from_nothing(name: str, habits: Habits, wanted: Wanted, today: date) -> str:
    """Return the text of a note without a template, its empty properties too."""
    given = _given(wanted)
    usual = {"status": NewValue(habits.saved_word), "added": NewValue(today)}
    first = {key: given.get(key, usual.get(key, NewValue(None))) for key in _BUILT_IN}
    values = {**first, **given}
    head = {habits.names.get(key, key): new.value for key, new in values.items()}
    return write_note(head, f"# {plain(name)}\n")


def _given(wanted: Wanted) -> dict[str, NewValue]:
    """Return what somebody said, in the order of a note."""
    said: dict[str, Written] = {
        "company": wanted.company or None,
        "role": wanted.role or None,
        "status": wanted.status,
        "applied": wanted.applied,
        "recruiter": wanted.recruiter,
        "url": wanted.url,
    }
    return {
        **{name: NewValue(value) for name, value in said.items() if value is not None},
        **{name: NewValue(value) for name, value in wanted.others.items()},
    }


def _with_values(text: str, template: str, habits: Habits, wanted: Wanted, today: date) -> str:
    """Write the values into a template's text. Raises UsageError where its head does not read.

    The day stands in every new note, so that a stage without its own starts a clock.
    """
    values = {**_given(wanted)}
    values.setdefault("added", NewValue(today, is_default=True))
    found = with_properties(text, values, habits.names, habits.vocabulary)
    if found is None:
        raise UsageError("template-head", path=template)
    return found


def _template(vault: Vault, habits: Habits) -> Note | None:
    """The note that the settings name, else the first template of an application; None for our own."""
    settings = habits.settings
    if settings.new_template:
        note = vault.read(settings.new_template)
        if not isinstance(note, Note):
            raise UsageError("template-unreadable", path=settings.new_template)
        return note
    return template_of(vault, replace(settings.applications, folders=()), habits.vocabulary)


def template_of(vault: Vault, marks: Marks, vocabulary: Vocabulary) -> Note | None:
    """Return the first note in the template folders that has one of the marks, None for none."""
    for path in template_folders.notes(vault.root):
        note = vault.read(path)
        if isinstance(note, Note) and _has_mark(note, marks, vocabulary):
            return note
    return None


def _linked_folders(vault: Vault) -> tuple[str, ...]:
    folders = sorted(template_folders.folders(vault.root))
    return tuple(folder for folder in folders if template_folders.is_link(vault.root, folder))


def _has_mark(note: Note, marks: Marks, vocabulary: Vocabulary) -> bool:
    found = template_head(note)
    if found is None:
        return _is_of_type(
            note.text, marks.types
        )  # whoever uses it is told that its head does not read
    head, below = found
    return is_marked(note.path, head, marks, vocabulary, body_tags(below))


def template_head(note: Note) -> tuple[Head, str] | None:
    """Return the head of a template and the text below, whatever its variables would be filled with."""
    text = _VARIABLE.sub("x", note.text)
    span = split_head(text)
    head = read_head(note.path, text, span) if span else None
    return (head, text[span.body :]) if span and isinstance(head, Head) else None


def _is_of_type(text: str, types: Sequence[str]) -> bool:
    """Tell whether a line of a head that does not read names one of the types."""
    span = split_head(text)
    if span is None:
        return False
    lines = [
        line.replace('"', "").replace("'", "").casefold().split()
        for line in text[: span.end].split("\n")
    ]
    return any(["type:", kind.casefold()] == line for line in lines for kind in types)
