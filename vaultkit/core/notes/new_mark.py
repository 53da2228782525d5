"""The mark that makes a new note an application of this vault."""

from vaultkit.core.front_matter.head_values import Property
from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.front_matter.yaml_text import write_value
from vaultkit.core.notes.marks import is_marked
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.core.text.markdown import body_tags

_DEFAULT = Settings()


def folder_for_new(settings: Settings) -> str:
    """Return the folder of a new application: one that marks it, where the folder is the mark and none other is set."""
    folders = settings.applications.folders
    if (
        folders
        and settings.new_folder == _DEFAULT.new_folder
        and not _is_inside(settings.new_folder, folders)
    ):
        return folders[0]
    return settings.new_folder


def _is_inside(folder: str, folders: tuple[str, ...]) -> bool:
    return any(f"{folder}/".startswith(f"{each}/") for each in folders)


def marked(path: str, text: str, marks: Marks, vocabulary: Vocabulary) -> str:
    """Return the text of a note with the vault's own mark in its head, where it has none yet.

    A head that does not read is left as it is; a text without one gets one.
    """
    span = split_head(text)
    name, value = _own_mark(marks)
    if span is None:
        return f"---\n{name}: {_scalar(value)}\n---\n\n{text}"
    head = read_head(path, text, span)
    if not isinstance(head, Head) or is_marked(
        path, head, marks, vocabulary, body_tags(text[span.body :])
    ):
        return text
    known = vocabulary.property(name)
    there = head.find(name) or _called(known, head, vocabulary)
    if there is None:
        newline = "\r\n" if text[: span.start].endswith("\r\n") else "\n"
        return f"{text[: span.start]}{name}: {_scalar(value)}{newline}{text[span.start :]}"
    start, end = there.value_span
    return f"{text[:start]} {_scalar(value) if known else _with(there, value)}{text[end:]}"


def _called(known: str | None, head: Head, vocabulary: Vocabulary) -> Property | None:
    """Return the property that stands for the same as the mark's, by another name."""
    return next(
        (found for found in head.properties if known and vocabulary.property(found.name) == known),
        None,
    )


def _own_mark(marks: Marks) -> tuple[str, str]:
    """Return property and value of the mark that a vault chose; that of its types where it chose none."""
    if marks.types and marks.types != _DEFAULT.applications.types:
        return "type", marks.types[0]
    if marks.tags:
        return "tags", marks.tags[0]
    if marks.property:
        return marks.property, next(iter(marks.values), "true")
    return "type", next(iter(marks.types), _DEFAULT.applications.types[0])


def _with(there: Property, value: str) -> str:
    """Return the value of a property that holds another one, with one more."""
    texts = (*filter(None, there.texts), value)
    return _scalar(value) if len(texts) == 1 else write_value(texts)


def _scalar(text: str) -> str:
    """Return the value of a mark; that of a mere presence is a ticked checkbox."""
    return text if text == "true" else write_value(text)
