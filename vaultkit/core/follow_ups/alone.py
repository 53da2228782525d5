"""What a plan may change in a note of which no other note was read.

A vault's other notes have a say in a line: an offer accepted there ends it, a person's own note
forbids it, a touch moves it, a name turns out to be somebody known. Of a note that comes by
itself none of that is known. So a line that stands is left as it is where the others have a say
in it; and where an update has seen the note at its stage, and has not written a line, that line
is written only if another one, which would have gone for the same reason, still stands.
"""

from collections.abc import Collection
from dataclasses import replace

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.owners import Owners, person_part
from vaultkit.core.follow_ups.plan import Plan, Step
from vaultkit.core.follow_ups.rules import Case, Playbook, Rule
from vaultkit.core.notes.application import person_slug

_ELSEWHERE = frozenset({"accepted_elsewhere", "offered_elsewhere", "touch"})
"""The days to count from that other notes give."""

_OWN_REASONS = frozenset({"off", "paused", "switched-off"})
"""Why a rule gives no line, as settings and the note itself say: no other note changes that."""


def plan_alone(
    sheet: Sheet, planned: Plan, after_an_acceptance: Plan, playbook: Playbook, owned: Owners
) -> Plan:
    """Return the sure part of a plan that was made as if there were no other note.

    ``after_an_acceptance`` is the same plan, had another application's offer been accepted. The
    ids of both are those that stand in the note.
    """
    if not sheet.application.follow_up:
        return planned
    known = _Known(sheet, planned, after_an_acceptance, playbook, owned)
    new = [step for step in planned.steps if step.id not in known.standing]
    exchanged = known.exchanged(planned, {step.rule for step in new})
    waiting = {
        step.id for step in new if step.rule in exchanged.values() or not known.may_be_new(step)
    }
    left = {item_id for item_id in known.untouched if known.is_left(item_id)} | {*exchanged}
    steps = tuple(step for step in planned.steps if step.id not in left | waiting)
    if waiting and not steps and len(known.untouched) == len(sheet.pieces):
        # Else the block goes with its last line, and nothing tells any more that an update was here.
        left = known.untouched
    return replace(planned, steps=steps, left=frozenset(left))


class _Known:
    """What the note, its memory and the settings tell of its lines."""

    def __init__(
        self,
        sheet: Sheet,
        planned: Plan,
        after_an_acceptance: Plan,
        playbook: Playbook,
        owned: Owners,
    ) -> None:
        given, application = sheet.memory.given, sheet.application
        self.rules = {rule.name: rule for rule in playbook.rules}
        self.owned, self.playbook = owned, playbook
        self.stage, self.stages = application.stage, application.stages
        self.untouched = {
            piece.id for piece in sheet.pieces if piece.is_untouched(given.get(piece.id))
        }
        self.standing = {*given, *(piece.id for piece in sheet.standing)}
        self.strangers = {
            rule.name
            for item_id in self.standing
            if (rule := playbook.rule_of(item_id)) and self.is_for_a_stranger(item_id, rule)
        }
        self.is_seen = sheet.block is not None and sheet.memory.stage == self.stage
        self.settled = {miss.rule for miss in planned.missing if miss.why in _OWN_REASONS}
        self.may_be_silenced = any(miss.why == "elsewhere" for miss in after_an_acceptance.missing)
        self.is_silenced = self.may_be_silenced and any(map(self.is_of_alone, given))
        witnesses = [step for step in planned.steps if step.id in self.untouched]
        self.has_witness = bool(witnesses)
        self.vouched = {person_slug(step.person) for step in witnesses if step.person}

    def is_of_alone(self, item_id: str) -> bool:
        """Tell whether a line was written since an offer had been accepted elsewhere."""
        rule = self.playbook.rule_of(item_id)
        return rule is not None and rule.alone

    def is_for_a_stranger(self, item_id: str, rule: Rule) -> bool:
        """Tell whether a line is for somebody whom the note does not name: it may be another name of theirs."""
        is_for_somebody = rule.has_addressee and person_part(item_id, rule) != ""
        return is_for_somebody and item_id not in self.owned.someone

    def exchanged(self, planned: Plan, rules: Collection[str]) -> dict[str, str]:
        """Return the lines of ``rules`` in whose place the plan has one for somebody else, with the rule.

        The two may be one person.
        """
        steps = {step.id for step in planned.steps}
        found = ((item_id, self.playbook.rule_of(item_id)) for item_id in self.untouched - steps)
        return {
            item_id: rule.name
            for item_id, rule in found
            if rule and rule.has_addressee and rule.name in rules
        }

    def cases(self, rule: Rule) -> tuple[Case, ...]:
        """Return the cases of the note's stage."""
        return tuple(case for case in rule.cases if self.stages.is_among(self.stage, case.stages))

    def looks_elsewhere(self, rule: Rule) -> bool:
        """Tell whether the days of a rule's lines, or their words, depend on other notes."""
        days = {
            day
            for case in self.cases(rule)
            for day in (*case.anchors, *(wait.anchor for wait in case.at_least))
        }
        return rule.agency is not None or not days.isdisjoint(_ELSEWHERE)

    def is_left(self, item_id: str) -> bool:
        """Tell whether an untouched line is left as it stands, whatever the plan says of it."""
        rule = self.playbook.rule_of(item_id)
        if rule is None or rule.name in self.settled or not self.cases(rule):
            return False
        return self.looks_elsewhere(rule)

    def may_be_new(self, step: Step) -> bool:
        """Tell whether a line that the note does not have may be written."""
        rule = self.rules[step.rule]
        if self.looks_elsewhere(rule) or self.is_silenced:
            return False
        if step.person and rule.name in self.strangers:
            return False
        if not self.is_seen:
            return True
        if self.may_be_silenced and not self.has_witness:
            return False
        return step.person is None or person_slug(step.person) in self.vouched
