"""What is wrong in a buffer, at the very words, and what a stroke of a key can put right."""

from collections.abc import Iterator
from typing import NamedTuple

from vaultkit.core.front_matter.head_values import Property
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.editor.buffer import Buffer
from vaultkit.editor.places import Stretch


class Finding(NamedTuple):
    """One finding in words. ``code`` is its own; a hint is ``is_mild``."""

    at: Stretch
    code: str
    text: str
    is_mild: bool


class Remedy(NamedTuple):
    """What can stand in the place of the words at ``at``: one of these."""

    at: Stretch
    code: str
    words: str


def findings(buffer: Buffer, phrases: Phrases) -> tuple[Finding, ...]:
    """Return what is wrong with the buffer, in its order."""
    return tuple(
        Finding(
            _at(problem, buffer),
            problem.code,
            _words(problem, phrases),
            problem.severity == "hint",
        )
        for problem in buffer.problems
    )


def remedies(buffer: Buffer) -> tuple[Remedy, ...]:
    """Return what would put findings right, where there is no doubt what the person meant, or two ways."""
    return tuple(
        Remedy(_at(problem, buffer), problem.code, words)
        for problem in buffer.problems
        for words in _instead(problem)
    )


def _instead(problem: Problem) -> Iterator[str]:
    values = problem.values
    if problem.code == "unknown-stage-near":
        yield values["nearest"]
    elif problem.code == "ambiguous-date":
        yield values["one"]
        yield values["other"]
    elif problem.code == "names-in-one":
        yield f"[{values['mended']}]"


def _words(problem: Problem, phrases: Phrases) -> str:
    key = f"problem.{problem.code}"
    told = [phrases.say(f"{key}.text", **problem.values)]
    if phrases.has(f"{key}.hint"):
        told.append(phrases.say(f"{key}.hint", **problem.values))
    return "\n".join(told)


def _at(problem: Problem, buffer: Buffer) -> Stretch:
    """Return where the words stand that a finding is about; the whole line where that is not known."""
    line = problem.line - 1
    found = buffer.property_at(line)
    if found is None:
        return buffer.places.of_line(line)
    start, end = _value_on(found, line, buffer)
    value = problem.values.get("value", "")
    within = buffer.note.text.find(value, start, end) if value else -1
    if within >= 0:
        return buffer.places.stretch(within, within + len(value))
    return buffer.places.stretch(start, end) if start < end else buffer.places.of_line(line)


def _value_on(found: Property, line: int, buffer: Buffer) -> tuple[int, int]:
    """Return the part of a property's value that stands on a line, without blanks around it."""
    whole = buffer.places.of_line(line)
    start = max(found.value_span[0], buffer.places.offset(whole.start))
    end = min(found.value_span[1], buffer.places.offset(whole.end))
    words = buffer.note.text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, start + len(words.strip()))
