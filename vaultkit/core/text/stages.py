"""The stages of an application as data: their order, the kind of each, the property of its day.

No stage is known by its name: whoever asks, asks for its kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal, cast

from vaultkit.value import frozen

Kind = Literal["saved", "sent", "talking", "offer", "won", "lost", "left", "silent", "closed"]
"""What a stage means. A no is ``lost``; who withdrew or declined has ``left``."""

ENDS: tuple[Kind, ...] = ("lost", "left", "silent", "closed")
OPEN: tuple[Kind, ...] = ("sent", "talking", "offer")
"""Sent, and neither won nor over."""
LIVE: tuple[Kind, ...] = ("sent", "talking")
"""Open, and still to be decided by the employer."""
ANSWERS: tuple[Kind, ...] = ("talking", "offer", "won", "lost")
"""An employer who says nothing brings none of these."""
MEETINGS = "interviewed"
"""The property that holds the days of interviews: there may be several, and some lie ahead."""


@frozen
class Stage:
    """One stage. ``day`` is the property that dates it, None where none does.

    ``is_answer`` tells that it comes after an employer's answer. ``like`` is the stage that a
    vault's own one is treated as.
    """

    name: str
    kind: Kind
    day: str | None = None
    is_answer: bool = False
    like: str | None = None

    @property
    def is_end(self) -> bool:
        """Tell whether the application is over, and not won."""
        return self.kind in ENDS

    @property
    def stamped_day(self) -> str | None:
        """The property whose absence is made good by the day on which the stage is first seen.

        The day of a talk is never made up: a planned one would be taken for held.
        """
        return None if self.kind == "talking" else self.day


@frozen
class Stages:
    """All stages in their order: those on the way to a job, then the ends."""

    all: tuple[Stage, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(stage.name for stage in self.all)

    @cached_property
    def on_the_way(self) -> tuple[Stage, ...]:
        """Those that lead to a job, the furthest last."""
        return tuple(stage for stage in self.all if not stage.is_end)

    @cached_property
    def ends(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.all if stage.is_end)

    @cached_property
    def _named(self) -> Mapping[str, Stage]:
        return {stage.name: stage for stage in self.all}

    @cached_property
    def _steps(self) -> Mapping[str, int]:
        return {stage.name: step for step, stage in enumerate(self.on_the_way)}

    def named(self, name: str | None) -> Stage | None:
        """Return the stage of that name; None for one that is known no more."""
        return self._named.get(name or "")

    def is_of(self, name: str, kinds: Sequence[Kind]) -> bool:
        """Tell whether a stage is of one of the kinds; an unknown one is of none."""
        stage = self._named.get(name)
        return stage is not None and stage.kind in kinds

    def is_end(self, name: str) -> bool:
        """Tell whether the application is over, and not won."""
        return self.is_of(name, ENDS)

    def is_among(self, name: str, names: Sequence[str]) -> bool:
        """Tell whether a stage, or the one that it is like, is among the names."""
        stage = self.named(name)
        return name in names or (stage is not None and stage.like in names)

    def first(self, kind: Kind) -> str:
        """Return the first stage of a kind, "" where there is none."""
        return next((stage.name for stage in self.all if stage.kind == kind), "")

    @cached_property
    def met(self) -> str:
        """The stage whose days are those of interviews, "" where there is none."""
        return next((stage.name for stage in self.all if stage.day == MEETINGS), "")

    def stamped_day(self, name: str) -> str | None:
        """Return the property that dates a stage and may be stamped; None without one."""
        stage = self.named(name)
        return stage.stamped_day if stage else None

    @cached_property
    def stamped(self) -> tuple[tuple[str, str], ...]:
        """The stages on the way that a property of their own dates, each with that property."""
        return tuple(
            (stage.name, stage.stamped_day)
            for stage in self.on_the_way
            if stage.stamped_day and stage.like is None
        )

    def place(self, name: str | None) -> int:
        """Return a stage's place among all, counted from 1; 0 for one that is not known."""
        return self.names.index(name) + 1 if name in self._named else 0

    def step(self, name: str | None) -> int:
        """Return how far on the way a stage is; -1 for an end, and for one that is not known."""
        return self._steps.get(name or "", -1)

    def furthest(self, names: Iterable[str | None]) -> str:
        """Return the furthest on the way, the first of all where none of the names is on it."""
        steps, best, farthest = self._steps, "", -1
        for name in names:
            if name and (step := steps.get(name, -1)) > farthest:
                best, farthest = name, step
        return best or self.first("saved")


def read_stages(table: Mapping[str, Any], own: Mapping[str, str] | None = None) -> Stages:
    """Return the stages of a parsed ``stages.toml``, each own one behind the one that it is like."""
    known = [_stage(row) for row in table["stage"]]
    for name, like in (own or {}).items():
        model = next(stage for stage in known if stage.name == like)
        last = max(at for at, stage in enumerate(known) if like in (stage.name, stage.like))
        known.insert(last + 1, replace(model, name=name, like=like))
    stages = Stages(tuple(known))
    return Stages(
        tuple(sorted(stages.all, key=lambda stage: (stage.is_end, stages.place(stage.name))))
    )


def _stage(row: Mapping[str, Any]) -> Stage:
    kind = cast(Kind, row["kind"])
    is_answer = row.get("is_answer", kind in ANSWERS)
    return Stage(row["name"], kind, row.get("day"), is_answer)
