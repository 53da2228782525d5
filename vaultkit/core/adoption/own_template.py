"""Which of a vault's templates is that of an application."""

import re
from collections.abc import Iterable

from vaultkit.core.adoption.signs import Signs
from vaultkit.core.front_matter.read import split_head
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold

_LINE = re.compile(r"(?P<name>[^\s:#\"'-][^:\n]*):(?P<value>.*)")
_FEWEST = 3
"""Properties of an application that a template has, where its kind does not say what it is."""
_CORE = frozenset({"company", "role", "status", "applied"})


def choose_template(
    templates: Iterable[tuple[str, str]], signs: Signs, vocabulary: Vocabulary
) -> str | None:
    """Return the path of the template of an application, None where none looks like one.

    ``templates`` are paths and texts. A template's head need not be YAML yet, so it is read
    line by line.
    """
    worth = [(_worth(text, signs, vocabulary), path) for path, text in templates]
    fit = [(count, path) for count, path in worth if count >= _FEWEST]
    return min(fit, key=lambda pair: (-pair[0], pair[1]))[1] if fit else None


def _worth(text: str, signs: Signs, vocabulary: Vocabulary) -> int:
    span = split_head(text)
    lines = text[span.start : span.end].split("\n") if span else []
    pairs = [
        (match["name"].strip(), match["value"]) for line in lines if (match := _LINE.match(line))
    ]
    strong = [name for name, _ in pairs if fold(name) not in vocabulary.weak]
    said = {vocabulary.property(name) for name in strong} - {None}
    kinds = {
        fold(word)
        for name, value in pairs
        if fold(name) in signs.kinds
        for word in value.strip(" []\"'").split(",")
    }
    if kinds & signs.people.types or not said & _CORE:
        return 0
    return len(said) + (_FEWEST if kinds & signs.applications.types else 0)
