"""Histories of two machines: whatever each does, in whatever order, their notes come together again."""

from datetime import date
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.two_machines import BEGINNING, PEOPLE, PROPERTIES, STAGES, History

MACHINES, PLACES, NOTES = st.integers(0, 1), st.integers(0, 5), st.sampled_from(sorted(BEGINNING))
HANDS = [
    "tick",
    "tick",
    "delete",
    "move_up",
    "answer",
    "own_line",
    "reword",
    "indent",
    "under_heading",
    "delete_line",
]
DAYS = st.dates(date(2026, 9, 1), date(2026, 11, 30)).map(str)
NAMES = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True).map(
    lambda names: f"[{', '.join(names)}]"
)
VALUES = {
    "status": st.sampled_from(STAGES),
    "recruiter": st.sampled_from(PEOPLE),
    "interviewers": NAMES,
}
CHANGES = st.one_of(
    *(st.tuples(st.just(name), VALUES.get(name, DAYS | st.none())) for name in PROPERTIES)
)


class TwoMachines(RuleBasedStateMachine):
    """One person, two machines, and the way in which notes are merged."""

    way = "driver"
    figures: ClassVar = None

    @initialize()
    def begin(self):
        self.history = self.new_history()

    def new_history(self):
        return History(self.way, self.figures)

    def machine(self, number):
        return self.history.machines[number]

    def item(self, machine, note, place):
        items = self.history.items(self.machine(machine), note)
        return items[place % len(items)] if items else None

    @rule(machine=MACHINES, note=NOTES, place=PLACES, how=st.sampled_from(HANDS))
    def work_on_an_item(self, machine, note, place, how):
        if piece := self.item(machine, note, place):
            getattr(self.history, how)(self.machine(machine), note, piece)

    @rule(
        machine=MACHINES,
        note=NOTES,
        place=PLACES,
        how=st.sampled_from(["redate", "snooze"]),
        days=st.integers(1, 30),
    )
    def put_off(self, machine, note, place, how, days):
        piece = self.item(machine, note, place)
        if piece and piece.task.due:
            getattr(self.history, how)(self.machine(machine), note, piece, days)

    @rule(machine=MACHINES, note=NOTES, place=PLACES, to=PLACES)
    def move(self, machine, note, place, to):
        if piece := self.item(machine, note, place):
            self.history.move_to(self.machine(machine), note, piece, to)

    @rule(machine=MACHINES, note=NOTES, place=PLACES, status=st.sampled_from("/-"))
    def mark(self, machine, note, place, status):
        if piece := self.item(machine, note, place):
            self.history.mark(self.machine(machine), note, piece, status)

    @rule(machine=MACHINES, note=NOTES, place=st.sampled_from(["First", "Second", "end"]))
    def write(self, machine, note, place):
        self.history.edit_text(self.machine(machine), note, place)

    @rule(machine=MACHINES, note=NOTES, change=CHANGES)
    def set_property(self, machine, note, change):
        self.history.set_property(self.machine(machine), note, *change)

    @rule(machine=MACHINES, days=st.integers(0, 20))
    def update(self, machine, days):
        self.history.later(self.machine(machine), days)
        self.history.update(self.machine(machine))

    @rule(machine=MACHINES)
    def pull(self, machine):
        self.history.pull(self.machine(machine))

    def teardown(self):
        if hasattr(self, "history"):
            self.history.sync()


TwoMachines.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestTwoMachines = TwoMachines.TestCase
