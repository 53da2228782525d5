"""A model of two machines that work on one small vault: what a person does, what the tool does, and the merge.

Each machine has its own text of every note and its own day. ``Histories.figures`` counts over
all histories of a run.
"""

import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

from tests.house import PLAIN, desk, with_rules
from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.survey import Look, survey, updates
from vaultkit.core.follow_ups.piece import ID_PREFIX
from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.core.follow_ups.snooze import snooze
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.merge.conflicted import settle_conflict
from vaultkit.core.merge.note import Reader, merge_note
from vaultkit.core.merge.three_way import Marks, Merge, Three
from vaultkit.core.text.note import Note, bare, split_lines
from vaultkit.core.text.task_line import tick
from vaultkit.playbook import load

START = date(2026, 10, 24)
SETTINGS = with_rules(PLAIN, next_follow_up=True)
STAGES = [
    "applied",
    "screening",
    "interview",
    "offer",
    "accepted",
    "rejected",
    "withdrawn",
    "declined",
]
PROPERTIES = [
    "status",
    "applied",
    "interviewed",
    "decided",
    "offered",
    "reply_by",
    "recruiter",
    "interviewers",
]
PEOPLE = ["Jane Doe", "Marta Rossi", "Luca Bianchi", "Ada Neri"]
BEGINNING = {
    "Acme.md": (
        "---\ntype: application\nstatus: rejected\ncompany: Acme\napplied: 2026-10-01\ninterviewed: 2026-10-15\n"
        "decided: 2026-10-22\nrecruiter: Jane Doe\ninterviewers: [Marta Rossi, Luca Bianchi]\n---\n"
        "# Acme\n\nFirst paragraph.\n\nSecond paragraph.\n"
    ),
    "Globex.md": (
        "---\ntype: application\nstatus: applied\ncompany: Globex\napplied: 2026-10-12\nrecruiter: Jane Doe\n---\n"
        "# Globex\n\nFirst paragraph.\n\nSecond paragraph.\n"
    ),
}


@cache
def known():
    return vocabulary(
        load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml"), SETTINGS
    )


@cache
def the_desk():
    return desk(SETTINGS)


class CachedReader(Reader):
    """Reads a text once: a history looks at the same ones again and again."""

    @lru_cache(1_000)  # noqa: B019
    def sheet(self, text):
        return super().sheet(text)

    def __hash__(self):
        return id(self)


@cache
def reader():
    return CachedReader(known(), read_playbook(load.rule_tables(), {}))


@lru_cache(1_000)
def sorted_note(path, text):
    return sort_note(Note(path, text.encode()), SETTINGS, known())


def updated(notes, today):
    """Return all notes after an update, as `vaultkit update` does it."""
    kinds = [sorted_note(path, text) for path, text in sorted(notes.items())]
    look = Look(
        sheets=tuple(kind.sheet for kind in kinds if kind.sheet),
        problems=tuple(problem for kind in kinds for problem in kind.problems),
    )
    after = dict(notes)
    for sheet, change in updates(survey(look, the_desk(), today), the_desk()):
        refused = [each.values["reason"] for each in change.problems if each.code == "edit-refused"]
        assert not refused, f"an edit is refused: {refused}\n{notes[sheet.note.path]}"
        if change.edit:
            after[sheet.note.path] = change.edit.wanted.decode()
    return after


def merge_by_item(texts):
    return merge_note(texts, reader(), Marks())


def merge_with_git(texts, *style):
    """The merge that plain git makes, without any driver."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("ours", "base", "theirs"):
            (Path(folder) / name).write_bytes(getattr(texts, name).encode())
        done = subprocess.run(
            ["git", "merge-file", "-p", *style, "ours", "base", "theirs"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
    assert 0 <= done.returncode < 128, done.stderr.decode()
    return Merge(done.stdout.decode(), done.returncode == 0)


WAYS = {"git": merge_with_git, "driver": merge_by_item}


@dataclass
class Machine:
    notes: dict
    today: date = START
    hands: dict = field(default_factory=dict)
    """What the person did here that the other machine has not seen: (note, kind, key) to a value."""


class History:
    """Two machines from one beginning. ``way`` names the merge."""

    def __init__(self, way, figures=None):
        self.way, self.merge = way, WAYS[way]
        begin = updated(BEGINNING, START)
        self.machines = [Machine(dict(begin)), Machine(dict(begin))]
        self.base = dict(begin)
        self.count = 0
        self.figures = Counter() if figures is None else figures
        self.figures["histories"] += 1

    # What the person does.

    def sheet(self, machine, note):
        return reader().sheet(machine.notes[note])

    def items(self, machine, note):
        sheet = self.sheet(machine, note)
        return list(sheet.pieces) if sheet and not sheet.is_frozen else []

    def number(self):
        self.count += 1
        return self.count

    def did(self, machine, note, kind, key, value):
        machine.hands[note, kind, key] = value

    def put(self, machine, note, piece, lines):
        all_lines = list(self.sheet(machine, note).lines)
        all_lines[piece.at : piece.at + len(piece.lines)] = lines
        machine.notes[note] = "".join(all_lines)

    def tick(self, machine, note, piece):
        if piece.task.status not in "xX":
            self.put(
                machine,
                note,
                piece,
                [tick(bare(piece.lines[0]), machine.today) + "\n", *piece.lines[1:]],
            )

    def mark(self, machine, note, piece, status):
        if piece.task.status == " ":
            line = piece.lines[0].replace("- [ ]", f"- [{status}]", 1)
            self.put(machine, note, piece, [line, *piece.lines[1:]])
            self.did(machine, note, "status", piece.id, status)

    def reword(self, machine, note, piece):
        number = self.number()
        line = piece.lines[0].replace("] ", f"] (words {number}) ", 1)
        self.put(machine, note, piece, [line, *piece.lines[1:]])
        self.did(machine, note, "words", piece.id, number)

    def redate(self, machine, note, piece, days):
        due = piece.task.due + timedelta(days=days)
        line = piece.lines[0].replace(f"📅 {piece.task.due}", f"📅 {due}", 1)
        self.put(machine, note, piece, [line, *piece.lines[1:]])
        self.did(machine, note, "date", piece.id, due)

    def snooze(self, machine, note, piece, days):
        day = machine.today + timedelta(days=days)
        machine.notes[note] = snooze(
            machine.notes[note], ID_PREFIX + piece.id, piece.task.text, day
        )
        self.did(machine, note, "date", piece.id, day)

    def delete(self, machine, note, piece):
        self.put(machine, note, piece, [])

    def move_up(self, machine, note, piece):
        pieces = self.items(machine, note)
        above = [other for other in pieces if other.at + len(other.lines) == piece.at]
        if above:
            lines = list(self.sheet(machine, note).lines)
            lines[above[0].at : piece.at + len(piece.lines)] = [*piece.lines, *above[0].lines]
            machine.notes[note] = "".join(lines)

    def indent(self, machine, note, piece):
        """Put an item, with what stands under it, under the one above."""
        if any(other.at < piece.at for other in self.items(machine, note)):
            self.put(
                machine,
                note,
                piece,
                [f"  {line}" if line.strip() else line for line in piece.lines],
            )

    def under_heading(self, machine, note, piece):
        """Put an item under a heading of the person's own, a step in."""
        self.put(
            machine,
            note,
            piece,
            [f"### of my own {self.number()}\n", *(f" {line}" for line in piece.lines)],
        )

    def move_to(self, machine, note, piece, place):
        """Move an item, with what stands under it, to any other place among the items."""
        lines, others = list(self.sheet(machine, note).lines), self.items(machine, note)
        end = piece.at + len(piece.lines)
        places = [other.at for other in others if not piece.at <= other.at < end]
        if places:
            at = places[place % len(places)]
            del lines[piece.at : end]
            at -= len(piece.lines) if at > piece.at else 0
            lines[at:at] = piece.lines
            machine.notes[note] = "".join(lines)

    def delete_line(self, machine, note, piece):
        """Delete an item's line alone, and keep what stands under it."""
        self.put(machine, note, piece, piece.lines[1:])

    def answer(self, machine, note, piece):
        self.put(
            machine,
            note,
            piece,
            [*piece.lines[:2], f"    - answer {self.number()}\n", *piece.lines[2:]],
        )

    def own_line(self, machine, note, piece):
        self.put(machine, note, piece, [f"- [ ] of my own {self.number()}\n", *piece.lines])

    def edit_text(self, machine, note, place):
        """Reword a paragraph, or add one at the end of the note."""
        number = self.number()
        if place == "end":
            machine.notes[note] += f"\nText {number}.\n"
        else:
            lines = split_lines(machine.notes[note])
            at = next(
                index for index, line in enumerate(lines) if line.startswith(f"{place} paragraph")
            )
            lines[at] = f"{place} paragraph, version {number}.\n"
            machine.notes[note] = "".join(lines)
        # What stands last and what comes after it touch each other, as lines do for git.
        for touched in ["First"] if place == "First" else ["Second", "end"]:
            self.did(machine, note, "text", touched, number)

    def set_property(self, machine, note, name, value):
        """Change a property, add one last in the head, or (None) delete it."""
        head, _, body = machine.notes[note].partition("\n---\n")
        lines = head.split("\n")
        at = next((index for index, line in enumerate(lines) if line.startswith(f"{name}:")), None)
        if at is not None:
            lines[at : at + 1] = [f"{name}: {value}"] if value is not None else []
        elif value is not None:
            lines.append(f"{name}: {value}")
        machine.notes[note] = "\n".join(lines) + "\n---\n" + body
        self.did(machine, note, "property", name, value)

    # What the tool and git do.

    def later(self, machine, days):
        machine.today += timedelta(days=days)

    def update(self, machine):
        machine.notes = updated(machine.notes, machine.today)

    def pull(self, machine):
        """Merge the other machine's notes into this one's; the other has nothing new then."""
        other = self.other(machine)
        for note in self.base:
            texts = Three(self.base[note], machine.notes[note], other.notes[note])
            machine.notes[note] = self.merged(texts, note, machine, other)
        self.base = dict(other.notes)
        other.hands = {}
        if machine.notes == other.notes:
            machine.hands = {}

    def other(self, machine):
        return self.machines[1] if machine is self.machines[0] else self.machines[0]

    def merged(self, texts, note, machine, other):
        if texts.base == texts.theirs or texts.ours == texts.theirs:
            return texts.ours
        if texts.base == texts.ours:
            return texts.theirs
        self.figures["merges"] += 1
        merge = self.merge(texts)
        if self.way == "driver":
            mirrored = self.merge(Three(texts.base, texts.theirs, texts.ours))
            assert mirrored.is_clean == merge.is_clean
            assert not merge.is_clean or mirrored == merge, "the answer depends on the side"
        if merge.is_clean:
            self.look_over(texts, merge.text)
            return merge.text
        return self.resolved(texts, merge, note, machine, other)

    def resolved(self, texts, merge, note, machine, other):
        """Settle the block as the documents say, then take this side's words in what is left."""
        self.figures["conflicts"] += 1
        clashes = self.clashes(note, machine, other)
        needed = merge.text.count("<<<<<<< ") <= len(clashes)
        self.figures["needed conflicts" if needed else "unneeded conflicts"] += 1
        if self.way == "driver":
            assert needed, f"a conflict without a reason:\n{merge.text}"
            return self.person_takes_ours(merge.text)
        settled = settle_conflict(merge.text, reader())
        if settled and settled.is_clean:
            self.figures["settled by merge-driver NOTE"] += 1
            return settled.text
        return self.person_takes_ours(settled.text if settled else merge.text)

    def clashes(self, note, machine, other):
        """What both persons changed, each in their own way."""
        return {
            key
            for key, value in machine.hands.items()
            if key[0] == note and key in other.hands and other.hands[key] != value
        }

    @staticmethod
    def person_takes_ours(text):
        lines, keep = [], "both"
        for line in split_lines(text):
            mark = line[:7]
            if mark in ("<<<<<<<", "=======", ">>>>>>>"):
                keep = {"<": "ours", "=": "nothing", ">": "both"}[mark[0]]
            elif keep != "nothing":
                lines.append(line)
        return "".join(lines)

    def look_over(self, texts, merged):
        """Hold a clean merge to what was promised."""
        sheets = [reader().sheet(text) for text in (texts.base, texts.ours, texts.theirs, merged)]
        base, ours, theirs, both = (
            {piece.id: piece for piece in (sheet.pieces if sheet else ())} for sheet in sheets
        )
        lost = [name for name in {**ours, **theirs} if is_lost_tick(name, base, ours, theirs, both)]
        self.count_fault("ticks lost", lost, merged)
        before, one, two, after = (
            {line.strip() for line in split_lines(text) if is_the_persons(line)}
            for text in (texts.base, texts.ours, texts.theirs, merged)
        )
        self.count_fault("lines lost", (one | two) - before - after, merged)
        self.count_fault("lines lost", one & two & before - after, merged)
        self.count_fault("double items", doubles(merged), merged)
        self.count_fault("double lines", twice(texts, merged), merged)

    def count_fault(self, name, found, text):
        if found:
            self.figures[name] += len(found)
            assert self.way == "git", f"{name}: {found}\n{text}"

    def sync(self):
        """Exchange all there is, let both tools work on their own days, and compare."""
        one, two = self.machines
        for _ in range(2):
            for machine in (one, two):
                self.update(machine)
            self.pull(one)
            self.pull(two)
        for machine in (one, two):
            self.update(machine)
        again = [
            updated(machine.notes, machine.today + timedelta(days=9)) for machine in (one, two)
        ]
        equal = one.notes == two.notes and again == [one.notes, two.notes]
        self.figures["equal after a sync" if equal else "unequal after a sync"] += 1
        assert self.way == "git" or equal, difference(one.notes, two.notes, again)


def is_lost_tick(name, base, ours, theirs, both):
    def done(pieces):
        return name in pieces and pieces[name].task.status in "xX"

    wanted = (done(ours) and done(theirs)) if done(base) else (done(ours) or done(theirs))
    return wanted and not done(both)


OF_THE_PERSON = re.compile(r".*(of my own|- answer|Text|version|words) \d+")


def is_the_persons(line):
    return OF_THE_PERSON.match(line) is not None and f"^{ID_PREFIX}" not in line


def inside(text):
    """Return how often each line of the block stands in it; an item goes by its id, wherever it is indented to."""
    block = text.partition("<!-- vaultkit:begin")[2].partition("<!-- vaultkit:end")[0]
    found = (re.sub(r".*(\^vk-)", r"\1", line).strip() for line in block.split("\n")[1:])
    return Counter(filter(None, found))


def twice(texts, merged):
    """Return the lines of a block that stood once on each side, and stand twice in the merge."""
    ours, theirs, both = (inside(text) for text in (texts.ours, texts.theirs, merged))
    return [line for line, number in both.items() if number > 1 and ours[line] == theirs[line] == 1]


def doubles(text):
    lines = split_lines(text)
    ids = Counter(line.rstrip().rpartition("^")[2] for line in lines if f"^{ID_PREFIX}" in line)
    return [name for name, number in ids.items() if number > 1]


def difference(one, two, again):
    return "\n".join(
        f"{note}\n--- one\n{one[note]}\n--- two\n{two[note]}\n--- one, again\n{again[0][note]}"
        for note in one
        if not one[note] == two[note] == again[0][note] == again[1][note]
    )
