"""A new application note from the vault's own template."""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from vaultkit.core.days.moment_format import TokenRefused, format_moment
from vaultkit.core.front_matter.read import split_head
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.notes.application import Application
from vaultkit.core.notes.new_mark import folder_for_new, marked
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note, bare, ending, split_lines
from vaultkit.core.text.sanitize import one_line
from vaultkit.disk import template_folders
from vaultkit.disk.file_names import safe_file_name
from vaultkit.disk.vault import Vault
from vaultkit.errors import UsageError
from vaultkit.playbook import load

_VARIABLE = re.compile(r"\{\{\s*+(title|date|time|company|role)(?::([^{}]{0,100}))?\s*\}\}")
_DAY = "added"
_EMPTY_PROPERTY = re.compile(r"([^\s:#][^:#]*):[ \t]*")
_BUILT_IN = "---\ncompany:\nrole:\nstatus: saved\nadded:\napplied:\n---\n\n# {{title}}\n"


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


def new_note(
    vault: Vault, settings: Settings, vocabulary: Vocabulary, company: str, role: str, today: date
) -> tuple[str, bytes]:
    """Return path and bytes of a new application note. Raises UsageError for names that give no file."""
    company, role = one_line(company), one_line(role)
    name = safe_file_name(f"{company} - {role}" if role else company)
    inside = folder_for_new(settings)
    path = f"{inside}/{name}.md" if inside else f"{name}.md"
    text = _filled(
        _template(vault, settings),
        {"title": name, "company": company, "role": role},
        settings,
        today,
    )
    text = _with_properties(
        text, {"company": company, "role": role, "added": today.isoformat()}, vocabulary
    )
    return path, marked(path, text, settings.applications, vocabulary).encode()


def _template(vault: Vault, settings: Settings) -> str:
    """The note that the settings name, else the first template of an application, else our own."""
    if settings.new_template:
        note = vault.read(settings.new_template)
        if not isinstance(note, Note):
            raise UsageError("template-unreadable", path=settings.new_template)
        return note.text
    for path in _template_notes(vault):
        note = vault.read(path)
        if isinstance(note, Note) and _marks_application(note.text, settings):
            return note.text
    return _BUILT_IN


def _template_notes(vault: Vault) -> list[str]:
    """The notes in the template folders; no link is followed, into a folder or out of it."""
    found: list[str] = []
    for name in sorted(template_folders.folders(vault.root)):
        top = vault.resolve_inside(name)
        for folder, folders, files in os.walk(top):
            folders.sort()
            found += [
                (Path(folder) / file).relative_to(vault.root).as_posix() for file in sorted(files)
            ]
    return [path for path in found if path.endswith(".md")]


def _marks_application(text: str, settings: Settings) -> bool:
    span = split_head(text)
    if span is None:
        return False
    lines = [
        line.replace('"', "").replace("'", "").casefold().split()
        for line in text[: span.end].split("\n")
    ]
    return any(
        ["type:", kind.casefold()] == line for line in lines for kind in settings.applications.types
    )


def _filled(text: str, values: Mapping[str, str], settings: Settings, today: date) -> str:
    """Fill Obsidian's template variables, once: a value that looks like one stays as it is."""

    def value(match: re.Match[str]) -> str:
        name, form = match.groups()
        if name == "date":
            try:
                return format_moment(form or "YYYY-MM-DD", today, load.phrases(settings.language))
            except TokenRefused:
                return match.group()
        return "" if name == "time" else values[name]

    return _VARIABLE.sub(value, text)


def _is_day_of_note(line: str, vocabulary: Vocabulary) -> bool:
    name, colon, _ = line.partition(":")
    return bool(colon) and vocabulary.property(name.strip()) == _DAY


def _with_properties(text: str, values: Mapping[str, str], vocabulary: Vocabulary) -> str:
    """Write the values into the empty properties of the head, in the vault's own names.

    The day stands in every new note, so that a stage without its own starts a clock: where the
    template has no place for it, it goes last.
    """
    span = split_head(text)
    if span is None:
        return text
    lines, missing = split_lines(text[span.start : span.end]), dict(values)
    for index, line in enumerate(lines):
        match = _EMPTY_PROPERTY.fullmatch(bare(line))
        name = vocabulary.property(match[1].strip()) if match else None
        if match and name in missing:
            lines[index] = f"{match[1]}: {_scalar(missing.pop(name))}{ending(line)}"
    if _DAY in missing and not any(_is_day_of_note(line, vocabulary) for line in lines):
        newline = ending(lines[-1]) if lines else "\n"
        lines.append(f"{_DAY}: {missing[_DAY]}{newline}")
    return text[: span.start] + "".join(lines) + text[span.end :]


def _scalar(text: str) -> str:
    """Return a value as YAML, quoted where it could be read as anything else. A day stays plain."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text
    if re.fullmatch(r"[^\W\d_][\w &'()+-]*", text) and text.casefold() not in (
        "true",
        "false",
        "null",
    ):
        return text.strip()
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
