"""A letter's template: one line ``Subject: …``, a blank one, plain text with ``{{names}}``."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.text.note import bare, split_lines
from vaultkit.core.text.problem import Problem, problem
from vaultkit.core.text.sanitize import one_line
from vaultkit.value import frozen

OPTIONAL = ("why", "talked_about", "offer_deadline", "my_name", "phone", "links")
"""A line that holds one of these is left out where the notes say nothing of it."""
NAMES = (
    "dear",
    "name",
    "first_name",
    "company",
    "role",
    "about",
    "position",
    "via",
    "applied_day",
    "screened_day",
    "interview_day",
    "interview_month",
    "reply_day",
    "news",
    *OPTIONAL,
)
_SINGLE = re.compile(rf"\{{ ?(?:{'|'.join(NAMES)}) ?\}}")
"""A known name in one pair of braces: the likeliest slip, and it would go out as it stands."""
"""What may stand between double braces."""

_NAME = re.compile(r"\{\{([^{}]*)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_FILLED_BY = {
    "dear": "recruiter",
    "name": "recruiter",
    "first_name": "recruiter",
    "about": "role",
    "position": "role",
    "applied_day": "applied",
    "screened_day": "screened",
    "interview_day": "interviewed",
    "interview_month": "interviewed",
    "reply_day": "reply_by",
}


class NameMissing(ValueError):
    """A letter's name that the notes give no value for; ``property`` is the one to fill."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name, self.property = name, _FILLED_BY.get(name, name)


@frozen
class Template:
    """The text of a letter, and the file that a person would mend.

    ``subjects`` are the words for the subject. A mail's own field is called Subject.
    """

    file: str
    text: str
    subjects: tuple[str, ...] = ("subject",)


Letters = Sequence[Mapping[str, Template | Problem]]
"""A vault's own letters, then the package's, by ``en/follow-up``, ``it/follow-up.formal``."""


@frozen
class Letter:
    """A letter: the subject on one line, the body's lines ended by ``\\n``; filled or still with names."""

    subject: str
    body: str


def read_letter(template: Template) -> Letter | Problem:
    """Return a template's letter, or what is wrong in it and in which line.

    A head may stand above the subject. What would steer a terminal or break a mail is taken out.
    """
    lines = [_clean(line) for line in split_lines(template.text.removeprefix("\ufeff"))]
    body = ReadText.of(template.text).body
    first = next((place for place in range(body, len(lines)) if lines[place].strip()), body)
    subject = _subject(lines[first].strip(), template.subjects) if first < len(lines) else ""
    if not subject:
        return problem(template.file, first + 1, "letter-no-subject")
    below = lines[first + 1 :]
    if not any(map(str.strip, below)) or below[0].strip():
        return problem(template.file, first + 2, "letter-no-body")
    return _wrong_name(template.file, lines, first) or Letter(subject, _joined(below))


def _subject(line: str, known: Sequence[str]) -> str:
    """Return what stands behind one of the words for the subject, "" where none begins the line."""
    word, _, subject = line.partition(":")
    is_known = word.casefold() in {each.casefold() for each in known}
    return subject.strip() if is_known else ""


def _clean(line: str) -> str:
    return "".join(" " if char.isspace() else one_line(char) for char in bare(line)).rstrip()


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"


def _wrong_name(file: str, lines: Sequence[str], first: int) -> Problem | None:
    for place, line in enumerate(lines[first:], start=first):
        for name in map(str.strip, _NAME.findall(line)):
            if name not in NAMES:
                nearest = get_close_matches(name.casefold().replace(" ", "_"), NAMES, 1, 0.0)[0]
                names = ", ".join(NAMES)
                return problem(
                    file, place + 1, "letter-unknown-name", name=name, nearest=nearest, names=names
                )
        rest = _NAME.sub("", line)
        if _BRACES.search(rest) or _SINGLE.search(rest):
            return problem(file, place + 1, "letter-braces")
    return None


def fill(letter: Letter, values: Mapping[str, str]) -> Letter:
    """Return the letter with each name filled once, as text. Raises NameMissing for an empty one.

    A line whose optional name is empty is left out, and so is the gap that it would leave.
    "Acme Inc." before a full stop keeps one of the two.
    """
    empty = left_out(letter, values)

    def value(match: re.Match[str]) -> str:
        found = one_line(values.get(match[1].strip(), ""))
        if not found:
            raise NameMissing(match[1].strip())
        return found.removesuffix(".") if match.string[match.end() :].startswith(".") else found

    kept = [
        line for line in split_lines(letter.body) if not any(name in empty for name in _names(line))
    ]
    body = re.sub(r"\n{3,}", "\n\n", "".join(kept)).lstrip("\n")
    return Letter(one_line(_NAME.sub(value, letter.subject)), _NAME.sub(value, body))


def left_out(letter: Letter, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the optional names of a letter's text that have no value, in its order."""
    names = dict.fromkeys(_names(letter.body))
    return tuple(name for name in names if name in OPTIONAL and not one_line(values.get(name, "")))


def _names(text: str) -> list[str]:
    return [name.strip() for name in _NAME.findall(text)]


def find_letter(
    letters: Letters, names: Sequence[str], language: str, formality: str | None
) -> Template | Problem | None:
    """Return the template of the first of some names that there is, or None.

    A vault's own comes before any of the package's. Somebody whose note does not say how is
    written to formally.
    """
    keys = [
        f"{language}/{name}{form}" for name in names for form in (f".{formality or 'formal'}", "")
    ]
    return next((found[key] for found in letters for key in keys if key in found), None)
