"""A person's tick, words, date, line and deletion survive any later change of the head."""

import re
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.house import update_one
from vaultkit.core.text.note import bare, split_lines
from vaultkit.core.text.task_line import read_task, tick

START = date(2026, 10, 1)
STAGES = [
    "saved",
    "applied",
    "screening",
    "interview",
    "offer",
    "accepted",
    "rejected",
    "withdrawn",
    "declined",
    "ghosted",
]
DATES = ["applied", "interviewed", "decided", "reply_by", "offered", "accepted"]


class PersonAndTool(RuleBasedStateMachine):
    """The note changes hands: the person edits it, then the tool updates it."""

    @initialize()
    def begin(self):
        self.head = {"type": "application", "status": "rejected", "company": "Acme", "applied": "2026-09-01",
                     "interviewed": "2026-09-20", "decided": "2026-09-25", "recruiter": "Jane Doe",
                     "interviewers": "[Marta Rossi, Luca Bianchi]"}  # fmt: skip
        self.body = "# Acme\n\nMine.\n"
        self.today, self.count = START, 0
        self.kept: list[str] = []
        self.deleted: set[str] = set()
        self.update()

    def text(self):
        return (
            "---\n"
            + "".join(f"{name}: {value}\n" for name, value in self.head.items())
            + "---\n"
            + self.body
        )

    @rule()
    def update(self):
        text = update_one(self.text().encode(), self.today).decode()
        head = text.index("---\n", 4) + 4
        self.body = text[head:]
        assert text[:head] == self.text()[:head]

    def open_items(self):
        return [
            line
            for line in split_lines(self.body)
            if "^vk-" in line and line.startswith("- [ ]") and line not in self.kept
        ]

    @precondition(lambda self: self.open_items())
    @rule(data=st.data(), how=st.sampled_from(["tick", "cancel", "begin"]))
    def touch(self, data, how):
        line = data.draw(st.sampled_from(self.open_items()))
        after = {
            "tick": tick(bare(line), self.today) + "\n",
            "cancel": line.replace("- [ ]", "- [-]", 1),
            "begin": line.replace("- [ ]", "- [/]", 1),
        }[how]
        self.swap(line, after)

    @precondition(lambda self: self.open_items())
    @rule(data=st.data())
    def reword(self, data):
        line = data.draw(st.sampled_from(self.open_items()))
        self.count += 1
        self.swap(line, line.replace("- [ ] ", f"- [ ] ({self.count}) ", 1))

    @precondition(lambda self: self.open_items())
    @rule(data=st.data(), days=st.integers(1, 40))
    def redate(self, data, days):
        line = data.draw(st.sampled_from(self.open_items()))
        due = read_task(bare(line)).due
        self.swap(line, line.replace(f"📅 {due}", f"📅 {due + timedelta(days=days)}", 1))

    @precondition(lambda self: self.open_items())
    @rule(data=st.data())
    def add_below(self, data):
        line = data.draw(st.sampled_from(self.open_items()))
        self.count += 1
        own = f"- my own line {self.count}\n"
        self.body = self.body.replace(line, own + line, 1)
        self.kept.append(own)

    @precondition(lambda self: self.open_items())
    @rule(data=st.data())
    def answer(self, data):
        line = data.draw(st.sampled_from(self.open_items()))
        self.count += 1
        own = f"    - my answer {self.count}\n"
        at = self.body.index(line) + len(line)
        first_child = self.body.index("\n", at) + 1
        self.body = self.body[:first_child] + own + self.body[first_child:]
        self.kept.append(own)

    @precondition(lambda self: self.open_items())
    @rule(data=st.data())
    def delete(self, data):
        line = data.draw(st.sampled_from(self.open_items()))
        self.body = self.body.replace(line, "", 1)
        self.deleted.add(read_task(bare(line)).id)

    @rule(stage=st.sampled_from(STAGES), days=st.integers(0, 30))
    def change_stage(self, stage, days):
        self.head["status"] = stage
        self.today += timedelta(days=days)

    @rule(
        name=st.sampled_from(DATES),
        day=st.dates(date(2026, 8, 1), date(2026, 12, 31)),
        there=st.booleans(),
    )
    def change_date(self, name, day, there):
        self.head.pop(name, None)
        if there:
            self.head[name] = str(day)

    @rule(off=st.booleans())
    def switch_off(self, off):
        self.head["follow_up"] = "off" if off else "on"

    def swap(self, line, after):
        self.body = self.body.replace(line, after, 1)
        self.kept.append(after)

    @invariant()
    def what_the_person_wrote_stands(self):
        lines = split_lines(self.body)
        for line in self.kept:
            assert line in lines
        assert "Mine.\n" in lines

    @invariant()
    def what_the_person_deleted_stays_away(self):
        block_lost = "vaultkit:begin" not in self.body
        if block_lost:
            self.deleted.clear()
        ids = set(re.findall(r"\^(vk-[a-z0-9-]+)$", self.body, re.MULTILINE))
        assert not ids & self.deleted

    @invariant()
    def nothing_stands_twice(self):
        ids = re.findall(r"\^(vk-[a-z0-9-]+)$", self.body, re.MULTILINE)
        assert len(ids) == len(set(ids))
        block = self.body[self.body.find("<!-- vaultkit:begin") :].partition("<!-- vaultkit:end")[0]
        lines = [line for line in block.split("\n") if line.strip()]
        assert len(lines) == len(set(lines))


PersonAndTool.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
TestPersonAndTool = PersonAndTool.TestCase
