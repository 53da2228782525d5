"""From the facts of all notes to what ``vaultkit init`` proposes: a value, and nothing is written for it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace

from vaultkit.core.adoption.body_values import BodyValue
from vaultkit.core.adoption.facts import NoteFacts
from vaultkit.core.adoption.kinds import Kinds, kinds_of
from vaultkit.core.adoption.own_marks import OwnMark, choose_marks, fits_any
from vaultkit.core.adoption.own_names import FoundName, found_names, suggested_names
from vaultkit.core.adoption.signs import Signs, folders_above, lies_in
from vaultkit.core.adoption.stage_words import StageWord, stage_words, suggested_stages
from vaultkit.core.adoption.suggestion import Suggestion, is_fit, is_fit_folder
from vaultkit.core.front_matter.vocabulary import Kind, Vocabulary, fold
from vaultkit.core.settings.values import Settings
from vaultkit.value import frozen

_DEFAULT = Settings()
_MOST_OUTSIDE = 5
"""A folder is theirs when it holds all but one note in this many."""


@frozen
class Found:
    """The notes of one kind. ``folder`` is where most of them lie, "" for nowhere in particular.

    ``marks`` tell them from all others; ``left`` are the paths of those that none of the marks
    fits. ``is_at_root`` tells that most lie in no folder. ``fitting`` counts the notes that
    the marks of each kind fit.
    """

    count: int = 0
    folder: str = ""
    marks: tuple[OwnMark, ...] = ()
    left: tuple[str, ...] = ()
    is_at_root: bool = False
    fitting: Mapping[str, int] = field(default_factory=dict)


@frozen
class BodyFound:
    """Notes of one folder whose bodies say what a head would. ``example`` is one value.

    ``has_heads`` tells that there is a head, which says other things: no other is put in front
    of it. ``rows`` is the number of applications in a table of several; there is no example then.
    Without either the notes lie in a folder of applications and say nothing that is understood.
    """

    folder: str
    paths: tuple[str, ...]
    example: BodyValue | None = None
    rows: int = 0
    has_heads: bool = False


@frozen
class Proposal:
    """What a survey found, and the settings that it suggests, in their order."""

    notes: int = 0
    language: str = _DEFAULT.language
    applications: Found = Found()
    people: Found = Found()
    names: tuple[FoundName, ...] = ()
    stages: tuple[StageWord, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    bodies: tuple[BodyFound, ...] = ()
    templates: tuple[str, ...] = ()
    """The paths of the notes that look like templates, outside of the folders that are known for them."""


@frozen
class Words:
    """What a survey knows of words: those of every language, and how a vault's own ones change them.

    ``property_names`` are names that show a vault's language, by its code; ``language`` is the
    one where none of them tells.
    """

    signs: Signs
    vocabulary: Callable[[Settings], Vocabulary]
    property_names: Mapping[str, Sequence[str]]
    language: str = _DEFAULT.language


def propose(notes: Sequence[NoteFacts], words: Words) -> Proposal:
    """Return the proposal for a vault."""
    signs, known = words.signs, words.vocabulary(_DEFAULT)
    kinds = kinds_of(notes, signs, known)
    applications = _found(kinds.applications, kinds.others, signs, known, of_people=False)
    people = _found(
        kinds.people, (*kinds.others, *kinds.applications), signs, known, of_people=True
    )
    names = suggested_names(kinds.applications, kinds.people, signs, known)
    own = words.vocabulary(_settings_with(names))
    stages = stage_words(kinds.applications, own, signs.guesses)
    suggestions = (
        *_marks_as_settings("applications", applications),
        *_folder_as_setting(applications),
        *_marks_as_settings("people", people),
        *names,
        *suggested_stages(stages),
    )
    return Proposal(
        notes=len(notes),
        language=_language(kinds, stages, own, words),
        applications=applications,
        people=people,
        names=found_names(kinds.applications, own),
        stages=stages,
        suggestions=suggestions,
        bodies=_bodies(kinds.others, known, signs, applications.marks),
        templates=_paths(kinds.templates),
    )


def with_suggestions(proposal: Proposal, suggestions: Iterable[Suggestion]) -> Proposal:
    """Return the proposal with other suggestions: more of them, or surer ones."""
    return replace(proposal, suggestions=tuple(suggestions))


def _found(
    wanted: Sequence[NoteFacts],
    others: Sequence[NoteFacts],
    signs: Signs,
    vocabulary: Vocabulary,
    *,
    of_people: bool,
) -> Found:
    words = signs.people if of_people else signs.applications
    usual = (_DEFAULT.people if of_people else _DEFAULT.applications).types[0]
    kind: Kind = "person" if of_people else "application"

    def is_own_name(name: str) -> bool:
        return vocabulary.property(name, kind) is not None

    marks, left = choose_marks(wanted, others, signs, words, usual, is_own_name)
    fit = tuple(mark for mark in marks if _is_fit_mark(mark))
    at_root = sum(not note.folder for note in wanted)
    return Found(
        len(wanted),
        common_folder([note.folder for note in wanted]),
        fit,
        _paths(left),
        2 * at_root > len(wanted),
        _fitting(wanted, fit, signs),
    )


def _fitting(
    wanted: Sequence[NoteFacts], marks: Sequence[OwnMark], signs: Signs
) -> Mapping[str, int]:
    """Return how many of the notes the marks of each kind fit: one may fit few that no other fits."""
    kinds: dict[str, list[OwnMark]] = {}
    for mark in marks:
        kinds.setdefault(mark.kind, []).append(mark)
    return {
        kind: sum(fits_any(note, several, signs) for note in wanted)
        for kind, several in kinds.items()
    }


def _is_fit_mark(mark: OwnMark) -> bool:
    if mark.kind == "folder":
        return is_fit_folder(mark.value)
    return all(map(is_fit, filter(None, (mark.value, mark.name))))


def common_folder(folders: Sequence[str]) -> str:
    """Return the deepest folder that holds nearly all of the notes that lie in these; "" for none."""
    counts = Counter(
        folder[:end]
        for folder in folders
        for end in range(1, len(folder) + 1)
        if end == len(folder) or folder[end] == "/"
    )
    most = [
        folder
        for folder, count in counts.items()
        if (len(folders) - count) * _MOST_OUTSIDE <= len(folders)
    ]
    return max(most, key=lambda folder: (folder.count("/"), counts[folder], folder), default="")


def _marks_as_settings(table: str, found: Found) -> tuple[Suggestion, ...]:
    """Return the settings of the marks, by kind; none where the usual mark fits all of the notes."""
    usual = getattr(_DEFAULT, table).types

    def told(kind: str) -> Mapping[str, object]:
        return {"n": found.fitting[kind]}

    by_kind: dict[str, list[OwnMark]] = {}
    for mark in found.marks:
        by_kind.setdefault(mark.kind, []).append(mark)
    suggestions = []
    types = tuple(mark.value for mark in by_kind.get("type", ()))
    if types and types != usual:
        suggestions.append(
            Suggestion(table, "type", types, "type", told("type"), is_list=len(types) > 1)
        )
    for kind, name in (("folder", "folders"), ("tag", "tags")):
        values = tuple(mark.value for mark in by_kind.get(kind, ()))
        if values:
            suggestions.append(Suggestion(table, name, values, kind, told(kind)))
    by_property = by_kind.get("property", ())
    for mark in by_kind.get("presence", by_property)[:1]:
        values = tuple(each.value for each in by_property if each.name == mark.name)
        suggestions.append(
            Suggestion(table, "property", (mark.name,), "property", told(mark.kind), is_list=False)
        )
        if values:
            suggestions.append(Suggestion(table, "values", values, "values", told(mark.kind)))
    return tuple(suggestions)


def _folder_as_setting(found: Found) -> tuple[Suggestion, ...]:
    """Return where a new application goes, unless that is the usual folder, or the folder that marks them."""
    marked = [mark.value for mark in found.marks if mark.kind == "folder"]
    if marked or found.folder == _DEFAULT.new_folder:
        return ()
    if found.folder and not is_fit_folder(found.folder):
        return ()
    if not found.folder and not found.is_at_root:
        return ()
    told = {"folder": found.folder}
    reason = "new-folder" if found.folder else "new-at-root"
    return (Suggestion("applications", "folder", (found.folder,), reason, told, is_list=False),)


def _settings_with(names: Iterable[Suggestion]) -> Settings:
    """Return the settings in which the suggestions that are sure hold."""
    own: dict[str, tuple[str, ...]] = {}
    for one in names:
        if one.is_sure:
            own[one.name] = (*own.get(one.name, ()), *one.values)
    off = own.pop("not", ())
    return replace(_DEFAULT, properties=own, not_aliases=off)


def _language(
    kinds: Kinds, stages: Iterable[StageWord], vocabulary: Vocabulary, words: Words
) -> str:
    """Return the language of most property names and words for stages; the usual one where none has more."""
    bodies = [
        note.body
        for note in kinds.others
        if note.body.rows or is_told_in_body(note.body.values, vocabulary)
    ]
    used = Counter(fold(one.name) for note in kinds.applications for one in note.said)
    used += Counter(fold(one.name) for body in bodies for one in body.values)
    used += Counter(fold(name) for body in bodies for name in body.columns)
    counts = Counter(
        {
            language: sum(used[fold(name)] for name in names)
            for language, names in words.property_names.items()
        }
    )
    said = Counter({one.word: one.count for one in stages})
    said += Counter(one.value for body in bodies for one in body.values if one.property == "status")
    for word, count in said.items():
        spelling = vocabulary.spellings.get(fold(word))
        if spelling and spelling[1]:
            counts[spelling[1]] += count
    return max((words.language, *words.property_names), key=lambda language: counts[language])


def _bodies(
    notes: Iterable[NoteFacts], vocabulary: Vocabulary, signs: Signs, marks: Iterable[OwnMark]
) -> tuple[BodyFound, ...]:
    """Return the notes whose data stands in their bodies alone, by folder; tables of several one by one.

    Of a folder that marks applications every command tells which notes have no properties.
    """
    marked = {mark.value for mark in marks if mark.kind == "folder"}
    told: dict[tuple[str, bool], list[NoteFacts]] = {}
    silent: dict[str, list[NoteFacts]] = {}
    tables = []
    for note in notes:
        if note.body.rows:
            tables.append(BodyFound(note.folder, (note.path,), rows=note.body.rows))
        elif is_told_in_body(note.body.values, vocabulary):
            told.setdefault((note.folder, note.has_head), []).append(note)
        elif not note.has_head and _is_silent(note, signs, marked):
            silent.setdefault(note.folder, []).append(note)
    found = [
        BodyFound(folder, _paths(several), _telling(several[0].body.values), has_heads=has_heads)
        for (folder, has_heads), several in sorted(told.items())
    ]
    unread = [BodyFound(folder, _paths(several)) for folder, several in sorted(silent.items())]
    return (*found, *tables, *unread)


def _is_silent(note: NoteFacts, signs: Signs, marked: set[str]) -> bool:
    """Tell whether a note lies among applications, in a folder that does not mark them."""
    in_marked = not marked.isdisjoint(folders_above(note.path))
    return lies_in(note.path, signs.applications.folders) and not in_marked


def _paths(notes: Iterable[NoteFacts]) -> tuple[str, ...]:
    return tuple(note.path for note in notes)


def is_told_in_body(values: Sequence[BodyValue], vocabulary: Vocabulary) -> bool:
    """Tell whether a body says what an application's head would: a stage, or two properties of an application."""
    said = {one.property for one in values}
    has_stage = any(one.property == "status" and vocabulary.stage(one.value) for one in values)
    return has_stage or len(said & {"company", "role", "applied", "interviewed"}) > 1


def _telling(values: Sequence[BodyValue]) -> BodyValue:
    """Return the value that shows best what was found: the stage, where there is one."""
    return next((one for one in values if one.property == "status"), values[0])
