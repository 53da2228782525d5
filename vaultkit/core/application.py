"""What a note says about one application, typed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from vaultkit.core.frontmatter import Head
from vaultkit.core.problem import Problem
from vaultkit.core.reading import Fields, Link, shown
from vaultkit.core.settings import Marks
from vaultkit.core.vocabulary import Vocabulary, fold

STAGES = ("saved", "applied", "screening", "interview", "offer", "accepted")
ENDINGS = ("rejected", "withdrawn", "declined", "ghosted")


@dataclass(frozen=True)
class Name:
    """Somebody as a note names them.

    ``text`` is what a reader sees. ``target`` is the link's target as written, without alias
    and heading (``People/Marta Rossi``), or None for a plain name.
    """

    text: str
    target: str | None = None


@dataclass(frozen=True)
class Application:
    """One application. ``interviews`` ascend, each day once; names stand as the note has them."""

    path: str
    company: str
    stage: str
    role: str | None = None
    applied: date | None = None
    closes: date | None = None
    interviews: tuple[date, ...] = ()
    reply_by: date | None = None
    decided: date | None = None
    offered: date | None = None
    offer_deadline: date | None = None
    accepted: date | None = None
    recruiter: Name | None = None
    contact: Name | None = None
    interviewers: tuple[Name, ...] = ()
    referral: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    keep_in_touch: bool = True
    follow_up: bool = True
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line in the file (from 1) on which each canonical property stands."""


def is_marked(note_path: str, head: Head, marks: Marks, vocabulary: Vocabulary) -> bool:
    """Tell whether any one of the marks stands in the note; capitals make no difference."""
    return (
        any(note_path.startswith(f"{folder}/") for folder in marks.folders)
        or bool(_types(head) & {kind.casefold() for kind in marks.types})
        or _has_tag(head, marks.tags)
        or _has_property(head, marks, vocabulary)
    )


def _types(head: Head) -> set[str]:
    found = head.find("type")
    return {shown(text).casefold() for text in found.texts} if found else set()


def _has_tag(head: Head, wanted: Iterable[str]) -> bool:
    """``job`` stands for ``#job`` and ``job/x`` too, as it does in Obsidian's search."""
    found = [tags for name in ("tags", "tag") if (tags := head.find(name))]
    words = [word for tags in found for text in tags.texts for word in re.split(r"[,\s]+", text.casefold())]
    paths = {f"{word.removeprefix('#')}/" for word in words if word}
    return any(path.startswith(f"{tag.casefold().removeprefix('#')}/") for tag in wanted for path in paths)


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


def read_application(
    path: str, file_name: str, head: Head, vocabulary: Vocabulary
) -> tuple[Application | None, tuple[Problem, ...]]:
    """Return what the head says of an application, and what is wrong in it, by line.

    None, and no word, for a template: a head that holds ``{{`` or ``<%`` in what it says.
    What cannot be read counts as if it were not there.
    """
    fields = Fields(path, head, vocabulary, "application")
    if fields.is_template:
        return None, ()
    fields.tell_comments()
    application = Application(
        path=path,
        company=fields.text("company") or file_name,
        stage="saved",
        role=fields.text("role"),
        applied=fields.day("applied"),
        closes=fields.day("closes"),
        interviews=fields.not_too_many("interviewed", fields.days("interviewed")),
        reply_by=fields.day("reply_by"),
        decided=fields.day("decided"),
        offered=fields.day("offered"),
        offer_deadline=fields.day("offer_deadline"),
        accepted=fields.day("accepted"),
        recruiter=_first(fields.people("recruiter")),
        contact=_first(fields.people("contact")),
        interviewers=tuple(Name(*link) for link in fields.not_too_many("interviewers", fields.people("interviewers"))),
        referral=_unless_no(fields.text("referral", with_boolean=True), vocabulary),
        source=fields.text("source"),
        url=next(iter(fields.texts("url")), None),
        language=fields.word("language", "languages"),
        keep_in_touch=fields.switch("keep_in_touch", True),
        follow_up=fields.switch("follow_up", True),
        lines=fields.lines,
    )
    stage = fields.stage() or _dated_stage(application)
    return replace(application, stage=stage), fields.told()


def _dated_stage(application: Application) -> str:
    """Return the stage of a note that names none: the furthest one that has a date, held or not."""
    found = furthest_stage(application)
    return max(found, "interview", key=STAGES.index) if application.interviews else found


def _first(people: tuple[Link, ...]) -> Name | None:
    return Name(*people[0]) if people else None


def _unless_no(text: str | None, vocabulary: Vocabulary) -> str | None:
    return None if text and vocabulary.word("switches", text) == "off" else text


def named_people(application: Application) -> tuple[Name, ...]:
    """Return everybody whom the note names to write to: recruiter, contact, interviewers."""
    return tuple(filter(None, (application.recruiter, application.contact, *application.interviewers)))


def held_interviews(application: Application) -> tuple[date, ...]:
    """Return the interviews that count, ascending: one dated after the decision was not held.

    Days that are still to come are among them: what is planned knows no today.
    """
    decided = application.decided
    return tuple(day for day in application.interviews if decided is None or day <= decided)


def furthest_stage(application: Application) -> str:
    """Return the furthest of STAGES that the note's stage and its dates tell of."""
    reached = {
        "accepted": application.accepted,
        "offer": application.offered,
        "interview": held_interviews(application),
        "applied": application.applied,
    }
    dated = [stage for stage, days in reached.items() if days]
    own = [application.stage] if application.stage in STAGES else []
    return max([*dated, *own], key=STAGES.index, default="saved")


def told_stage(application: Application) -> str:
    """Return the furthest stage that the note itself tells of; what has ended was applied for."""
    least = "applied" if application.stage in ENDINGS else "saved"
    return max(furthest_stage(application), least, key=STAGES.index)


def latest_day(application: Application) -> date | None:
    """Return the latest of all days in the note, or None where it has none."""
    days = (
        application.applied,
        application.closes,
        *application.interviews,
        application.reply_by,
        application.decided,
        application.offered,
        application.offer_deadline,
        application.accepted,
    )
    return max(filter(None, days), default=None)


@lru_cache(maxsize=16384)
def person_slug(name: Name) -> str:
    """Return the part of an item's id that stands for somebody: ``marta-rossi``.

    Letters other than a to z as ``x`` and their code point, a run of digits as ``n`` and the
    digits, so that no part is a bare number: ``Иван`` is ``x438x432x430x43d``, ``Panel 2`` is
    ``panel-n2``. All else is one ``-``. A name of which nothing is left gives code points.
    """
    text = _as_in_id(name)
    plain = "".join(map(_slug_character, text))
    plain = re.sub("[0-9]+", lambda match: f"n{match.group()}", re.sub("-+", "-", plain).strip("-"))
    return _with_code_points(plain) or "".join(f"x{ord(char):x}" for char in text)


@lru_cache(maxsize=16384)
def first_slug(name: Name) -> str:
    """Return what the first versions wrote for somebody: no ``x`` before a code point, and no digits.

    Their lines still stand in notes.
    """
    text = _as_in_id(name)
    plain = "".join(f"{ord(char):x}" if _is_foreign(char) else char if "a" <= char <= "z" else "-" for char in text)
    return re.sub("-+", "-", plain).strip("-") or "".join(f"{ord(char):x}" for char in text)


def _as_in_id(name: Name) -> str:
    """Return the name, or the last part of where its link points, casefolded and without accents."""
    target = "" if name.target is None else name.target.rpartition("/")[2]
    text = re.sub(r"(?i)\.md$", "", target or name.text).casefold()
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in apart if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", bare)


def _is_foreign(char: str) -> bool:
    return char.isalpha() and not "a" <= char <= "z"


def _slug_character(char: str) -> str:
    """Letters keep their place until the digits are counted: a code point has digits of its own."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return char if char.isalpha() else "-"


def _with_code_points(plain: str) -> str:
    return "".join(f"x{ord(char):x}" if _is_foreign(char) else char for char in plain)
