"""What is wrong in somebody's note, as a value.

A problem carries its code and the words it needs, never a sentence: the sentence is a
phrase of the reader's language (``problem.<code>.text`` and ``.hint`` in the playbook).
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from vaultkit.core.text.sanitize import cut
from vaultkit.value import frozen

_QUOTES = ("value", "other", "mark")
_MOST_QUOTED = 200
"""Characters of a person's text that a sentence repeats."""

Severity = Literal["problem", "hint"]


@frozen
class Problem:
    """One finding about one note.

    ``line`` counts from 1. ``values`` fill the ``{names}`` of the phrase. A ``hint`` is told
    but freezes nothing and does not change an exit code; a ``problem`` freezes its note.
    """

    note: str
    line: int
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "problem"

    def __hash__(self) -> int:
        return hash((self.note, self.line, self.code, self.severity))


def problem(note: str, line: int, code: str, **values: object) -> Problem:
    """Return a finding that freezes the note until it is mended."""
    return Problem(note, line, code, _words(values))


def hint(note: str, line: int, code: str, **values: object) -> Problem:
    """Return a finding that is told and changes nothing."""
    return Problem(note, line, code, _words(values), "hint")


def _words(values: Mapping[str, object]) -> Mapping[str, str]:
    words = {name: str(value) for name, value in values.items()}
    for name in _QUOTES:
        if len(words.get(name, "")) > _MOST_QUOTED:
            words[name] = cut(words[name], _MOST_QUOTED)
    return words
