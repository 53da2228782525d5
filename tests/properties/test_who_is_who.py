"""Renaming, mending, re-formatting and tidying up, in any order: nobody is written to twice, and no date stands still."""

import re
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.house import updated
from vaultkit.core.text.note import bare, split_lines
from vaultkit.core.text.task_line import read_task, tick

START = date(2026, 10, 23)
MARTA = ("Marta Rossi", "Marta Verdi", "Marta Rossi-Verdi", "Marta B. Verdi")
"""What her note is called, one after the other. The links are rewritten with it, as Obsidian does."""
LUCA = ("Luca Bianchi", "Luca Bianci", "Luca  Bianchi", "Lucca Bianchi")
"""A plain name in several spellings."""
HEAD = """---
type: application
company: Acme
status: rejected
interviewed: 2026-10-20
decided: {decided}
recruiter: {recruiter}
interviewers: ["[[{marta}]]", {luca}{alias}]
---
"""
FOLLOWING = ("reflect", "feedback", "follow-up")
"""The rules whose dates come from the head alone."""


class People(RuleBasedStateMachine):
    """One note with three people, who are the same people to the end."""

    @initialize()
    def begin(self):
        self.marta, self.luca, self.aliases, self.alias = MARTA[0], LUCA[0], (), ""
        self.decided, self.today = START, START
        self.body, self.archive = "# Acme\n\nMine.\n", []
        self.update()

    def head(self):
        return HEAD.format(
            decided=self.decided,
            recruiter="Jane Doe",
            marta=self.marta,
            luca=self.luca,
            alias=self.alias,
        )

    def notes(self, body):
        person = f"---\ntype: person\naliases: [{', '.join(self.aliases)}]\n---\n"
        return {
            "Acme.md": (self.head() + body).encode(),
            f"People/{self.marta}.md": person.encode(),
        }

    @rule()
    def update(self):
        after = updated(self.notes(self.body), self.today)["Acme.md"].decode()
        self.body = after.removeprefix(self.head())
        assert updated(self.notes(self.body), self.today)["Acme.md"].decode() == after
        self.dates_follow()

    def dates_follow(self):
        fresh = updated(self.notes("# Acme\n\nMine.\n"), self.today)["Acme.md"].decode()
        wanted = {(who, of): task.due for who, of, task in map(self.whose, items(fresh))}
        for line in items(self.body):
            who, of, task = self.whose(line)
            if task.status == " " and of in FOLLOWING:
                assert task.due == wanted[who, of], line

    def whose(self, line):
        task = read_task(bare(line))
        of = re.match(r"vk-(reflect|feedback|follow-up|stay-in-touch)(-[2-9])?", task.id)
        who = "marta" if "marta" in task.id else "luca" if "luc" in task.id else task.id
        number = re.search(r"-(\d+)$", task.id)
        return who, of[1] + (f"-{number[1]}" if number else ""), task

    @rule(name=st.sampled_from(MARTA))
    def rename_the_note(self, name):
        self.body = self.body.replace(f"[[{self.marta}]]", f"[[{name}]]")
        self.marta = name

    @rule(name=st.sampled_from(LUCA))
    def mend_the_plain_name(self, name):
        self.luca = name

    @rule(named=st.booleans())
    def call_her_by_an_alias_too(self, named):
        self.aliases, self.alias = ("La Rossi",), ", La Rossi" if named else ""

    @rule(days=st.integers(0, 20))
    def move_the_anchor(self, days):
        self.decided = START + timedelta(days=days)

    @rule(days=st.integers(1, 60))
    def let_time_pass(self, days):
        self.today += timedelta(days=days)

    @precondition(lambda self: any(line.lstrip()[2:5] == "[ ]" for line in items(self.body)))
    @rule(data=st.data())
    def do(self, data):
        line = data.draw(st.sampled_from([line for line in items(self.body) if "[ ] " in line]))
        self.body = self.body.replace(line, tick(bare(line), self.today) + "\n", 1)

    @precondition(lambda self: "[x]" in self.body)
    @rule(keeps=st.booleans())
    def tidy_up(self, keeps):
        """Done lines go into an archive, or for good, with what is nested under them."""
        kept, skipping = [], False
        for line in split_lines(self.body):
            skipping = "[x]" in line or (skipping and line[:1] in " \t" and bool(line.strip()))
            if "[x]" in line:
                self.archive.append(line)
            if not skipping:
                kept.append(line)
        self.body = "".join(kept) + (
            "\n".join(["\n## Notes", *["- archived"] * keeps]) + "\n" if keeps else ""
        )

    @rule(bullet=st.sampled_from("-*+"), indent=st.sampled_from(["  ", "\t", "    ", "   "]))
    def format_lists(self, bullet, indent):
        self.body = re.sub(r"(?m)^[-*+] (?=\[)", f"{bullet} ", self.body)
        self.body = re.sub(r"(?m)^[ \t]+[-*+] ", f"{indent}{bullet} ", self.body)

    @rule()
    def format_comments_and_ends(self):
        self.body = re.sub(r"\n*(<!-- vaultkit:[^\n]*)\n*", r"\n\n\1\n\n", self.body)
        self.body = re.sub(r"(?m)(\^vk-\S+)$", r"\1  ", self.body)

    @invariant()
    def nobody_is_written_to_twice(self):
        told = [self.whose(line)[:2] for line in (*self.archive, *items(self.body))]
        assert len(told) == len(set(told)), told

    @invariant()
    def what_the_person_wrote_stands(self):
        assert "Mine.\n" in self.body


def items(text):
    return [line for line in split_lines(text) if "^vk-" in line]


People.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestPeople = People.TestCase
