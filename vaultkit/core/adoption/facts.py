"""What one note shows to whoever looks over a vault for the first time."""

from functools import cached_property

from vaultkit.core.adoption.body_values import NOTHING, Body, read_body
from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.front_matter.written import shown
from vaultkit.core.notes.marks import head_tags
from vaultkit.core.text.markdown import body_tags
from vaultkit.core.text.note import Note
from vaultkit.value import frozen


@frozen
class Said:
    """One property of a head. ``name`` is as written; ``texts`` are what a reader sees, none of them empty.

    Mappings have no texts here; ``is_filled`` tells that something stands there all the same.
    """

    name: str
    texts: tuple[str, ...]
    is_filled: bool = True


@frozen
class NoteFacts:
    """One note. ``said`` is empty where there is no head, or none that reads.

    ``tags`` are those of head and body, without ``#``. ``body`` is read only of a note whose
    head says nothing of an application: else it is prose.
    """

    path: str
    has_head: bool = False
    said: tuple[Said, ...] = ()
    tags: tuple[str, ...] = ()
    body: Body = NOTHING
    is_template: bool = False

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The file's name without folder and ``.md``."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    @cached_property
    def by_name(self) -> dict[str, Said]:
        """The properties by their folded names; of two that fold alike, the first."""
        return {fold(one.name): one for one in reversed(self.said)}


def facts_of(note: Note, vocabulary: Vocabulary) -> NoteFacts:
    """Return the facts of a note."""
    text = note.text
    span = split_head(text)
    if span is None:
        return NoteFacts(note.path, tags=body_tags(text), body=read_body(text, vocabulary))
    inner = text[span.start : span.end]
    tags = body_tags(text[span.body :])
    if "{{" in inner or "<%" in inner:
        return NoteFacts(note.path, True, tags=tags, is_template=True)
    head = read_head(note.path, text, span)
    if not isinstance(head, Head):
        return NoteFacts(note.path, True, tags=tags)
    said = tuple(
        Said(
            found.name,
            tuple(filter(None, map(shown, _texts(found.value.texts)))),
            is_filled=found.value.kind == "mapping"
            or found.value.text is not None
            or bool(found.value.items),
        )
        for found in head.properties
    )
    is_told = any(vocabulary.property(one.name) or vocabulary.dated(one.name) for one in said)
    body = NOTHING if is_told else read_body(text[span.body :], vocabulary)
    return NoteFacts(note.path, True, said, tuple(dict.fromkeys((*head_tags(head), *tags))), body)


def _texts(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out what fills no line: a survey quotes what it finds."""
    return tuple(text for text in texts if len(text) <= 1000)
