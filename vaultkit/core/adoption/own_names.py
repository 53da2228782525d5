"""What a vault calls its properties, and what has to be set so that they are read right."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from vaultkit.core.adoption.facts import NoteFacts, Said
from vaultkit.core.adoption.signs import Signs
from vaultkit.core.adoption.suggestion import Suggestion, is_fit
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.front_matter.written import is_boolean, is_like_a_day, read_day
from vaultkit.value import frozen

_LONGEST_EXAMPLE = 40
_STATUS = "status"
_ROLE = "role"
_APPLIED = "applied"
_CONTACT = "contact"
_SEVERAL_DAYS = ("added",)
"""Properties of which two names may well say two days."""
_UNNAMED = frozenset({"tags", "tag", "aliases", "alias", "cssclasses", "cssclass", "publish"})


@frozen
class FoundName:
    """A name that a vault uses, the property that it stands for, in how many notes, and a value."""

    name: str
    property: str
    count: int
    example: str


def found_names(notes: Sequence[NoteFacts], vocabulary: Vocabulary) -> tuple[FoundName, ...]:
    """Return the known names that the notes use, the most used first."""
    counts = Counter(
        (one.name, meant)
        for note in notes
        for one in note.said
        if (meant := _meant(one, vocabulary)) and not _is_checkbox(one)
    )
    return tuple(
        FoundName(name, meant, count, _example(name, notes))
        for (name, meant), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _is_checkbox(one: Said) -> bool:
    """Tell whether a property says yes or no, and so nothing that counts here."""
    return bool(one.texts) and all(map(is_boolean, one.texts))


def _meant(one: Said, vocabulary: Vocabulary) -> str | None:
    dated = vocabulary.dated(one.name)
    if dated is None:
        return vocabulary.property(one.name)
    return dated if not one.texts or is_like_a_day(one.texts[0]) else _STATUS


def _example(name: str, notes: Iterable[NoteFacts]) -> str:
    """Return the first short value of a property."""
    values = (text for note in notes for one in note.said if one.name == name for text in one.texts)
    return next((text for text in values if len(text) <= _LONGEST_EXAMPLE), "")


def suggested_names(
    notes: Sequence[NoteFacts], people: Sequence[NoteFacts], signs: Signs, vocabulary: Vocabulary
) -> tuple[Suggestion, ...]:
    """Return what to set under ``[properties]``, in the order in which it is told."""
    seniority = tuple(_seniority(notes, signs, vocabulary))
    found = [
        *seniority,
        *_two_names(notes, vocabulary, (*_SEVERAL_DAYS, *(one.name for one in seniority))),
        *_unknown_stage(notes, signs, vocabulary),
        *_unknown_days(notes, signs, vocabulary),
        *_unknown_people(notes, people, vocabulary),
    ]
    switched_off = {value for one in found if one.name == "not" for value in map(fold, one.values)}
    return tuple(
        one for one in found if one.name == "not" or not switched_off & set(map(fold, one.values))
    )


def _values(name: str, notes: Iterable[NoteFacts]) -> list[str]:
    """Return all values of a property by its folded name; a checkbox has none."""
    return [
        text
        for note in notes
        if (one := note.by_name.get(name)) and not _is_checkbox(one)
        for text in one.texts
    ]


def _names_of(meant: str, notes: Iterable[NoteFacts], vocabulary: Vocabulary) -> dict[str, str]:
    """Return the names that the notes use for a property, as written, by their folded form."""
    return {
        fold(one.name): one.name
        for note in notes
        for one in note.said
        if vocabulary.property(one.name) == meant and one.texts and not _is_checkbox(one)
    }


def _seniority(
    notes: Sequence[NoteFacts], signs: Signs, vocabulary: Vocabulary
) -> Iterator[Suggestion]:
    """A ``role`` that says how senior a place is, beside another name that says what it is."""
    values = _values(_ROLE, notes)
    others = [name for key, name in _names_of(_ROLE, notes, vocabulary).items() if key != _ROLE]
    if values and others and all(fold(value) in signs.seniority for value in values):
        told = {"name": "role", "value": values[0], "others": ", ".join(others)}
        yield Suggestion("properties", _ROLE, tuple(others), "seniority", told)
        yield Suggestion("properties", "not", (_ROLE,), "seniority-off", told)


def _two_names(
    notes: Sequence[NoteFacts], vocabulary: Vocabulary, settled: Sequence[str]
) -> Iterator[Suggestion]:
    """Two names of one property that say different things in most notes that have both."""
    for meant in dict.fromkeys(vocabulary.properties["application"].values()):
        names = _names_of(meant, notes, vocabulary)
        strong = [name for name in names if vocabulary.weak.get(name) != meant]
        if len(strong) < 2 or meant in settled:
            continue
        kept = max(strong, key=lambda name: _worth(name, meant, notes, vocabulary))
        off = [name for name in strong if name != kept and _differ(name, kept, notes)]
        if not off or not all(map(is_fit, names.values())):
            continue
        told = {"name": names[kept], "others": ", ".join(names[name] for name in off)}
        yield Suggestion("properties", meant, (names[kept],), "one-of-two", told)
        others = tuple(names[name] for name in off)
        yield Suggestion("properties", "not", others, "other-of-two", told)


def _worth(
    name: str, meant: str, notes: Sequence[NoteFacts], vocabulary: Vocabulary
) -> tuple[int, bool, int, str]:
    """Return by what one of two names is kept: of stages the one that tells more of them."""
    values = _values(name, notes)
    stages = {vocabulary.stage(value) for value in values} - {None}
    return len(stages) if meant == _STATUS else 0, name == fold(meant), len(values), name


def _differ(one: str, other: str, notes: Sequence[NoteFacts]) -> bool:
    both = [
        (note.by_name[one], note.by_name[other])
        for note in notes
        if one in note.by_name and other in note.by_name
    ]
    pairs = [
        (first.texts, second.texts)
        for first, second in both
        if first.texts and second.texts and not (_is_checkbox(first) or _is_checkbox(second))
    ]
    return 2 * sum(first != second for first, second in pairs) > len(pairs)


def _unknown(notes: Iterable[NoteFacts], vocabulary: Vocabulary) -> dict[str, str]:
    """Return the names that stand for nothing, as written, by their folded form."""
    return {
        fold(one.name): one.name
        for note in notes
        for one in note.said
        if not vocabulary.property(one.name)
        and not vocabulary.dated(one.name)
        and fold(one.name) not in _UNNAMED
        and one.texts
        and is_fit(one.name)
    }


def _without(meant: str, notes: Iterable[NoteFacts], vocabulary: Vocabulary) -> list[NoteFacts]:
    """Return the notes that say nothing of a property by any known name; a checkbox says nothing."""
    return [
        note
        for note in notes
        if not any(
            _meant(one, vocabulary) == meant and one.is_filled and not _is_checkbox(one)
            for one in note.said
        )
    ]


def _unknown_stage(
    notes: Sequence[NoteFacts], signs: Signs, vocabulary: Vocabulary
) -> Iterator[Suggestion]:
    """A property whose values read as stages, where no other tells one."""
    bare_notes = _without(_STATUS, notes, vocabulary)
    for key, name in _unknown(bare_notes, vocabulary).items():
        values = _values(key, bare_notes)
        stages = [stage for value in values if (stage := vocabulary.stage(value))]
        if key in signs.kinds or len(stages) * 5 < len(values) * 4:
            continue
        told = {"name": name, "value": values[0], "n": len(values)}
        is_sure = len(set(stages)) > 1
        yield Suggestion("properties", _STATUS, (name,), "stage-name", told, is_sure)
        return


def _unknown_days(
    notes: Sequence[NoteFacts], signs: Signs, vocabulary: Vocabulary
) -> Iterator[Suggestion]:
    """Properties that hold days: by a part of their name, or the one day that a note has at all."""
    taken: set[str] = set()
    for key, name in _unknown(notes, vocabulary).items():
        values = _values(key, notes)
        if not all(isinstance(read_day(value), date) for value in values):
            continue
        meant = _day_meant(key, signs)
        if meant is None or meant in taken or len(_without(meant, notes, vocabulary)) < len(notes):
            continue
        taken.add(meant)
        told = {"name": name, "value": values[0], "property": meant}
        is_sure = key not in signs.unsure_days
        reason = "day-name-sure" if is_sure else "day-name"
        yield Suggestion("properties", meant, (name,), reason, told, is_sure)


def _day_meant(key: str, signs: Signs) -> str | None:
    if key in signs.unsure_days:
        return _APPLIED
    return next(
        (meant for meant, parts in signs.days.items() if any(part in key for part in parts)), None
    )


def _unknown_people(
    notes: Sequence[NoteFacts], people: Sequence[NoteFacts], vocabulary: Vocabulary
) -> Iterator[Suggestion]:
    """Properties that name people who have a note of their own, where no other names a contact."""
    known = {fold(person.name) for person in people}
    without = _without(_CONTACT, notes, vocabulary)
    names = [
        name
        for key, name in _unknown(notes, vocabulary).items()
        if (values := _values(key, notes)) == _values(key, without)
        and 2 * sum(fold(value) in known for value in values) > len(values)
    ]
    if names:
        told = {"name": ", ".join(names), "value": _example(names[0], notes)}
        yield Suggestion("properties", _CONTACT, tuple(names), "people-name", told)
