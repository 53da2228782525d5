"""Which notes look like applications, and which like people."""

from collections.abc import Iterable

from vaultkit.core.adoption.facts import NoteFacts
from vaultkit.core.adoption.signs import KindSigns, Signs, is_called, lies_in
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.value import frozen

_CORE = ("company", "role", "applied", "interviewed", "closes", "url")
"""Properties that hardly anything but an application has, in twos or beside a stage."""


@frozen
class Kinds:
    """The notes of a vault by what they look like; ``others`` are all that are nothing of this."""

    applications: tuple[NoteFacts, ...] = ()
    people: tuple[NoteFacts, ...] = ()
    others: tuple[NoteFacts, ...] = ()
    templates: tuple[NoteFacts, ...] = ()


def kinds_of(notes: Iterable[NoteFacts], signs: Signs, vocabulary: Vocabulary) -> Kinds:
    """Return the notes by kind. A template is of none, wherever it lies."""
    notes = tuple(notes)
    templates = tuple(note for note in notes if _is_template(note, signs))
    kept = [note for note in notes if not _is_template(note, signs)]
    people = [note for note in kept if is_person(note, signs)]
    known = {note.path for note in people}
    applications = [
        note for note in kept if note.path not in known and is_application(note, signs, vocabulary)
    ]
    known |= {note.path for note in applications}
    others = tuple(note for note in kept if note.path not in known)
    return Kinds(tuple(applications), tuple(people), others, templates)


def _is_template(note: NoteFacts, signs: Signs) -> bool:
    return note.is_template or lies_in(note.path, signs.templates)


def is_person(note: NoteFacts, signs: Signs) -> bool:
    """Tell whether a note looks like somebody's own: by its kind, a tag, its folder, or an address in it."""
    if not note.said:
        return False
    if _is_of_kind(note, signs.people, signs):
        return True
    if _is_of_kind(note, signs.applications, signs) or _has_tag(note, signs.applications):
        return False
    if _has_tag(note, signs.people) or is_called(_last(note.folder), signs.people.folders):
        return True
    own = [name for name in note.by_name if name in signs.of_people]
    return len(own) > 1


def is_application(note: NoteFacts, signs: Signs, vocabulary: Vocabulary) -> bool:
    """Tell whether a note that is no person looks like an application.

    A kind alone is enough; a tag or a folder wants a property beside it, and a note without
    any of these a stage and another property. One that says to be of another kind wants more.
    """
    if _is_of_kind(note, signs.applications, signs):
        return True
    count, has_stage = _core(note, vocabulary), _says_a_stage(note, vocabulary)
    both = has_stage and count > 0
    if _has_tag(note, signs.applications) or lies_in(note.path, signs.applications.folders):
        return both or ((count > 0 or has_stage) and not kinds_said(note, signs))
    if kinds_said(note, signs):
        return has_stage and count > 1
    return both or count > 2


def _is_of_kind(note: NoteFacts, kind: KindSigns, signs: Signs) -> bool:
    return any(fold(text) in kind.types for text in kinds_said(note, signs))


def kinds_said(note: NoteFacts, signs: Signs) -> tuple[str, ...]:
    """Return what a note says of its own kind, as written: of the values of ``type`` and its like."""
    return tuple(text for one in note.said if fold(one.name) in signs.kinds for text in one.texts)


def _has_tag(note: NoteFacts, kind: KindSigns) -> bool:
    """Tell whether a tag is one of the words, or lies below one: ``job/active``."""
    return any(fold(tag.partition("/")[0]) in kind.tags for tag in note.tags)


def _last(folder: str) -> str:
    return folder.rpartition("/")[2]


def _core(note: NoteFacts, vocabulary: Vocabulary) -> int:
    said = {vocabulary.property(one.name) for one in note.said}
    return len(said.intersection(_CORE))


def _says_a_stage(note: NoteFacts, vocabulary: Vocabulary) -> bool:
    return any(
        vocabulary.stage(text)
        for one in note.said
        if vocabulary.property(one.name) == "status" or vocabulary.dated(one.name)
        for text in one.texts
    )
