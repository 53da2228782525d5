"""Merge what two end markers remember, field by field. The items are merged elsewhere."""

from collections.abc import Mapping
from datetime import date

from vaultkit.core.follow_ups.ledger import Given, Memory
from vaultkit.core.merge.three_way import choose
from vaultkit.core.text.stages import Stages


def merge_memory(
    base: Memory, ours: Memory, theirs: Memory, given: Mapping[str, Given], stages: Stages
) -> Memory:
    """Return one memory; ``given`` are the merged items.

    Of two stages the later one: the next update puts it right from the merged head. The
    earliest day wins, the furthest stage is the further, and interviews that are over are over.
    What one side saw change was not so already.
    """

    def place(stage: str | None) -> tuple[int, str]:
        return stages.place(stage), stage or ""

    seen = _merge_days(base.first_seen, ours.first_seen, theirs.first_seen)
    return Memory(
        given=given,
        stage=choose(
            base.stage, ours.stage, theirs.stage, max(ours.stage, theirs.stage, key=place)
        ),
        furthest=max(ours.furthest, theirs.furthest, key=place),
        first_seen=seen,
        already=tuple(
            stage for stage in seen if all(_is_already(stage, side) for side in (ours, theirs))
        ),
        over=tuple(sorted({*ours.over, *theirs.over})),
        title=_title(base.title, ours.title, theirs.title),
        next=choose(
            base.next,
            ours.next,
            theirs.next,
            min(filter(None, (ours.next, theirs.next)), default=""),
        ),
        next_day=choose(
            base.next_day, ours.next_day, theirs.next_day, _earlier(ours.next_day, theirs.next_day)
        ),
    )


def _is_already(stage: str, side: Memory) -> bool:
    return stage in side.already or stage not in side.first_seen


def _title(base: str, ours: str, theirs: str) -> str:
    """The bold line that one side took out with its last item stands while the other has items."""
    return choose(base, ours, theirs, min(ours, theirs)) if ours and theirs else ours or theirs


def _merge_days(
    base: Mapping[str, date], ours: Mapping[str, date], theirs: Mapping[str, date]
) -> dict[str, date]:
    """Return stages with their first days: those of the base in its order, then new ones by day."""
    stages = sorted(
        {*ours, *theirs},
        key=lambda stage: (min(filter(None, (ours.get(stage), theirs.get(stage)))), stage),
    )
    days: dict[str, date] = {}
    for stage in dict.fromkeys((*base, *stages)):
        one, other = ours.get(stage), theirs.get(stage)
        day = choose(base.get(stage), one, other, _earlier(one, other))
        if day:
            days[stage] = day
    return days


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(filter(None, (one, other)), default=None)
