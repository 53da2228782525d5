"""Why each line of a note is there, and what the others wait for, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.piece import Piece
from vaultkit.core.follow_ups.plan import Missing, Plan, Step
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.week.lessons import Answer, Lesson
from vaultkit.value import frozen


@frozen
class Reason:
    """One line of the explanation. ``facts`` are the same as data."""

    text: str
    facts: Mapping[str, Any]


Names = Mapping[str, str]
"""What the vault calls the properties of applications, by the names that vaultkit has for them."""

PROPERTIES = {"interview": "interviewed", "interviewer": "interviewers"}
"""The property of an anchor, where it has another name."""


def reasons(
    sheet: Sheet, plan: Plan, phrases: Phrases, names: Names | None = None
) -> tuple[Reason, ...]:
    """Return the stage, then the steps in the plan's order, then what is missing, then lines without a rule.

    ``names`` are the vault's own; those of the note go before them.
    """
    names = {**(names or {}), **sheet.application.names}
    steps = {step.id: step for step in plan.steps}
    pieces = {piece.id: piece for piece in sheet.standing}
    rows = [_stage(sheet, phrases, names)]
    if not sheet.application.follow_up:
        rows.append(_switched_off(sheet, phrases))
    rows += [_step(step, pieces.get(step.id), sheet, phrases) for step in plan.steps]
    rows += [_missing(missing, phrases, names) for missing in plan.missing]
    rows += [_other(piece, phrases) for piece in pieces.values() if piece.id not in steps]
    return tuple(rows)


def left_alone(sheet: Sheet, phrases: Phrases, *, has_stage: bool) -> tuple[Reason, ...]:
    """Return what stands in a note that a problem freezes: the stage where it can be read, and the lines.

    A plan of it would speak of days that nobody wrote.
    """
    rows = [_stage(sheet, phrases, sheet.application.names)] if has_stage else []
    pieces = sorted(sheet.standing, key=lambda piece: piece.at)
    return (*rows, *(_left(piece, phrases) for piece in pieces))


def learned(found: Sequence[Lesson], phrases: Phrases) -> tuple[Reason, ...]:
    """Return what earlier reflections say, for somebody who prepares for an interview."""
    return tuple(
        _learned(lesson.question, answer, phrases) for lesson in found for answer in lesson.answers
    )


def _learned(question: str, answer: Answer, phrases: Phrases) -> Reason:
    item = f"{answer.item.path.removesuffix('.md')}#{answer.item.id.removeprefix('vk-')}"
    text = phrases.say("explain.learned", item=item, question=question, text=answer.text)
    return Reason(
        " ".join(text.split()), {"learned": answer.text, "question": question, "from": item}
    )


def _stage(sheet: Sheet, phrases: Phrases, names: Names) -> Reason:
    application = sheet.application
    named = application.stages.stamped_day(application.stage)
    day = getattr(application, named) if named else None
    seen = sheet.stamped.first_seen.get(application.stage)
    key = (
        "explain.stage-seen"
        if seen and seen == day
        else "explain.stage-since"
        if day
        else "explain.stage"
    )
    own = names.get(named or "", named or "")
    text = phrases.say(
        key, stage=phrases.say(f"stage.{application.stage}"), day=day or "", property=own
    )
    return Reason(
        text,
        {"stage": application.stage, "since": _iso(day), "first_seen": bool(seen and seen == day)},
    )


def _switched_off(sheet: Sheet, phrases: Phrases) -> Reason:
    found = sheet.application.lines.get("follow_up", 1)
    shown = sheet.lines[found - 1].strip()
    return Reason(
        phrases.say("explain.switched-off", line=found, shown=shown),
        {"switched_off": True, "line": found},
    )


def _step(step: Step, piece: Piece | None, sheet: Sheet, phrases: Phrases) -> Reason:
    window = step.window
    counted = phrases.say(
        "explain.counted",
        anchor=_anchor(step, phrases),
        day=window.anchor_day,
        distance=_distance(window.distance.number, window.distance.unit, phrases),
    )
    told = [counted]
    if window.counted != window.due:
        told.append(phrases.say("explain.moved", day=window.counted))
    told += _standing(step, piece, sheet, phrases)
    key = "explain.step-window" if window.start else "explain.step"
    text = phrases.say(
        key, id=step.id, start=window.start or "", due=window.due, why="; ".join(told)
    )
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


def _anchor(step: Step, phrases: Phrases) -> str:
    """Return what a day is counted from, as a part of the sentence; the property's name is none."""
    anchor, is_before = step.window.anchor, step.window.distance.number < 0
    return phrases.say(f"anchor{'-before' if is_before else ''}.{anchor}")


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
    if piece.rest:
        return [phrases.say("explain.wrapped", line=piece.at + 1)]
    times, first = given.put_off(piece.task.due) if given else (0, None)
    told = [phrases.count("explain.snoozed", times, day=first)] if times else []
    if piece.is_untouched(given):
        return told
    return [
        *told,
        phrases.say("explain.yours", due=piece.task.due or phrases.say("explain.no-day")),
    ]


def _distance(number: int, unit: str, phrases: Phrases) -> str:
    side = "before" if number < 0 else "after"
    return phrases.count(f"distance.{unit}-{side}", abs(number))


def _missing(missing: Missing, phrases: Phrases, names: Names) -> Reason:
    what = missing.what
    if missing.why in ("waits-for", "not-given", "nobody"):
        wanted = (
            (name, names.get(PROPERTIES.get(name, name))) for name in what.split(", ") if name
        )
        what = ", ".join(own or phrases.say(f"anchor.{name}") for name, own in wanted)
    elif missing.why == "switched-off":
        what = names.get(what, what)
    text = phrases.say(f"explain.missing-{missing.why}", rule=missing.rule, what=what)
    return Reason(text, {"rule": missing.rule, "missing": missing.why, "what": missing.what})


def _other(piece: Piece, phrases: Phrases) -> Reason:
    text = phrases.say(
        "explain.kept", id=piece.id, due=piece.task.due or phrases.say("explain.no-day")
    )
    return Reason(text, {"id": f"vk-{piece.id}", "due": _iso(piece.task.due)})


def _left(piece: Piece, phrases: Phrases) -> Reason:
    key = "explain.left-done" if piece.task.is_closed else "explain.left"
    text = phrases.say(key, id=piece.id, due=piece.task.due or phrases.say("explain.no-day"))
    return Reason(text, {"id": f"vk-{piece.id}", "due": _iso(piece.task.due)})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
