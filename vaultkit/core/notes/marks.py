"""What marks a note as an application or a person: a type, a folder, a tag, another property."""

import re
from collections.abc import Collection, Iterable, Iterator

from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.front_matter.written import shown
from vaultkit.core.settings.values import Marks, Settings


def marking_words(settings: Settings, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words, casefolded, of which one stands in any head that marks a note by a type, tag, value or fact."""
    ours, people = settings.applications, settings.people
    return (*ours.words, *people.words, *vocabulary.fact_words)


def is_marked(
    note_path: str, head: Head, marks: Marks, vocabulary: Vocabulary, tags: Collection[str] = ()
) -> bool:
    """Tell whether any one of the marks stands in the note; capitals make no difference.

    ``tags`` are those in the text below the head.
    """
    return (
        marks.is_in_folder(note_path)
        or not marks.folded_types.isdisjoint(head.types)
        or (bool(marks.tags) and has_tag((*head_tags(head), *tags), marks.tags))
        or (bool(marks.property) and _has_property(head, marks, vocabulary))
    )


def head_tags(head: Head) -> tuple[str, ...]:
    """Return the tags in a head, as written."""
    found = [tags for name in ("tags", "tag") if (tags := head.find(name))]
    return tuple(
        word for tags in found for text in tags.texts for word in re.split(r"[,\s]+", text) if word
    )


def has_tag(tags: Iterable[str], wanted: Iterable[str]) -> bool:
    """``job`` stands for ``#job`` and ``job/x`` too, as it does in Obsidian's search."""
    paths = {f"{tag.casefold().removeprefix('#')}/" for tag in tags}
    return any(
        path.startswith(f"{tag.casefold().removeprefix('#')}/") for tag in wanted for path in paths
    )


def _has_property(head: Head, marks: Marks, vocabulary: Vocabulary) -> bool:
    """Without values any value but an unticked checkbox will do."""
    wanted, values = fold(marks.property), {fold(value) for value in marks.values}
    known = vocabulary.property(marks.property) if wanted else None
    for found in head.properties if wanted else ():
        if fold(found.name) == wanted or (known and vocabulary.property(found.name) == known):
            texts = {fold(shown(text)) for text in found.texts} - {""}
            if texts & values if values else texts - {"false"}:
                return True
    return False


def finding(path: str, marks: Marks, tags: Collection[str]) -> Iterator[str]:
    """Yield those of a vault's folders and tags, as ``#tag``, that find a note with these tags."""
    yield from (folder for folder in marks.folders if path.startswith(f"{folder}/"))
    yield from (f"#{tag}" for tag in marks.tags if has_tag(tags, (tag,)))
