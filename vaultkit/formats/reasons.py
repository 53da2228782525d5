"""Why each line of a note is there, and what the others wait for, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vaultkit.core.checklist import Piece
from vaultkit.core.lessons import Answer, Lesson
from vaultkit.core.phrases import Phrases
from vaultkit.core.plan import Missing, Plan, Step
from vaultkit.core.sheet import STAGE_DATES, Sheet


@dataclass(frozen=True)
class Reason:
    """One line of the explanation. ``facts`` are the same as data."""

    text: str
    facts: Mapping[str, Any]


def reasons(sheet: Sheet, plan: Plan, phrases: Phrases) -> tuple[Reason, ...]:
    """Return the stage, then the steps in the plan's order, then what is missing, then lines without a rule."""
    steps = {step.id: step for step in plan.steps}
    pieces = {piece.id: piece for piece in (*sheet.pieces, *sheet.strays)}
    rows = [_stage(sheet, phrases)]
    rows += [_step(step, pieces.get(step.id), sheet, phrases) for step in plan.steps]
    rows += [_missing(missing, phrases) for missing in plan.missing]
    rows += [_other(piece, phrases) for piece in pieces.values() if piece.id not in steps]
    return tuple(rows)


def learned(found: Sequence[Lesson], phrases: Phrases) -> tuple[Reason, ...]:
    """Return what earlier reflections say, for somebody who prepares for an interview."""
    return tuple(_learned(lesson.question, answer, phrases) for lesson in found for answer in lesson.answers)


def _learned(question: str, answer: Answer, phrases: Phrases) -> Reason:
    item = f"{answer.item.path.removesuffix('.md')}#{answer.item.id.removeprefix('vk-')}"
    text = phrases.say("explain.learned", item=item, question=question, text=answer.text)
    return Reason(" ".join(text.split()), {"learned": answer.text, "question": question, "from": item})


def _stage(sheet: Sheet, phrases: Phrases) -> Reason:
    application = sheet.application
    named = STAGE_DATES.get(application.stage)
    day = getattr(application, named) if named else None
    seen = sheet.stamped.first_seen.get(application.stage)
    key = "explain.stage-seen" if seen and seen == day else "explain.stage-since" if day else "explain.stage"
    text = phrases.say(key, stage=phrases.say(f"stage.{application.stage}"), day=day or "", property=named or "")
    return Reason(text, {"stage": application.stage, "since": _iso(day), "first_seen": bool(seen and seen == day)})


def _step(step: Step, piece: Piece | None, sheet: Sheet, phrases: Phrases) -> Reason:
    window = step.window
    counted = phrases.say(
        "explain.counted",
        anchor=phrases.say(f"anchor{'-before' if window.distance.number < 0 else ''}.{window.anchor}"),
        day=window.anchor_day,
        distance=_distance(window.distance.number, window.distance.unit, phrases),
    )
    told = [counted]
    if window.counted != window.due:
        told.append(phrases.say("explain.moved", day=window.counted))
    told += _standing(step, piece, sheet, phrases)
    key = "explain.step-window" if window.start else "explain.step"
    text = phrases.say(key, id=step.id, start=window.start or "", due=window.due, why="; ".join(told))
    facts = {
        "id": f"vk-{step.id}",
        "rule": step.rule,
        "due": _iso(window.due),
        "start": _iso(window.start),
        "anchor": window.anchor,
        "anchor_day": _iso(window.anchor_day),
        "distance": str(window.distance),
        "counted": _iso(window.counted),
    }
    return Reason(text, facts)


def _standing(step: Step, piece: Piece | None, sheet: Sheet, phrases: Phrases) -> list[str]:
    """Tell how the line in the note differs from the plan, and why it is left so."""
    given = sheet.memory.given.get(step.id)
    if piece is None and step.id in sheet.done:
        return [phrases.say("explain.done", day=sheet.done[step.id])]
    if piece is None:
        return [phrases.say("explain.deleted" if given else "explain.not-yet")]
    if piece.done_on:
        return [phrases.say("explain.done", day=piece.done_on)]
    if piece.task.status == "-":
        return [phrases.say("explain.cancelled")]
    times, first = given.put_off(piece.task.due) if given else (0, None)
    told = [phrases.say("explain.snoozed", n=times, day=first)] if times else []
    if piece.is_untouched(given):
        return told
    return [*told, phrases.say("explain.yours", due=piece.task.due or phrases.say("explain.no-day"))]


def _distance(number: int, unit: str, phrases: Phrases) -> str:
    side = "before" if number < 0 else "after"
    return phrases.count(f"distance.{unit}-{side}", abs(number))


def _missing(missing: Missing, phrases: Phrases) -> Reason:
    what = missing.what
    if missing.why in ("waits-for", "not-given", "nobody"):
        what = ", ".join(phrases.say(f"anchor.{name}") for name in what.split(", ") if name)
    text = phrases.say(f"explain.missing-{missing.why}", rule=missing.rule, what=what)
    return Reason(text, {"rule": missing.rule, "missing": missing.why, "what": missing.what})


def _other(piece: Piece, phrases: Phrases) -> Reason:
    text = phrases.say("explain.kept", id=piece.id, due=piece.task.due or phrases.say("explain.no-day"))
    return Reason(text, {"id": f"vk-{piece.id}", "due": _iso(piece.task.due)})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
