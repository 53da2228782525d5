"""What plain git merges of two people's days: ordinary work on two clones, and every conflict by what collided.

    python -m bench.plain_git --histories 280

One repository holds a small vault for each history; two clones of it work for some days, each
note is brought up to date after each touch as `vaultkit watch` does it, then git merges, without
the driver. Each region that git leaves is named by what either side did to the lines in it, and
is called settled where the driver would have merged the note without a word.
"""

import argparse
import random
import re
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from tests.house import PLAIN, desk, with_rules
from tests.two_clones import git
from tests.two_machines import known, merge_by_item, reader
from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.survey import Look, survey, updates
from vaultkit.core.follow_ups.piece import ID_PREFIX
from vaultkit.core.follow_ups.snooze import snooze
from vaultkit.core.merge.three_way import Three
from vaultkit.core.notes.person_log import add_to_log
from vaultkit.core.text.note import Note, bare, split_lines
from vaultkit.core.text.task_line import tick

START = date(2026, 10, 26)
SETTINGS = with_rules(PLAIN, next_follow_up=True)
HEAD = (
    "---\ntype: application\ncompany: {company}\nrole: Analyst\nstatus: {status}\ncloses:\n"
    "applied: {applied}\ninterviews: {interviews}\nreply_by:\ndecided: {decided}\nrecruiter: {recruiter}\ncontact:\n"
    "interviewers: [{interviewers}]\nsource:\nurl:\n---\n\n# {company}\n\n## Follow-up\n\n"
    "## The role\n\nWhat they look for.\n\n## How it went\n\nWhat was said.\n"
)
PERSON = "---\ntype: person\ncompany: {company}\n---\n\n# {name}\n\n## Log\n\n- 2026-10-01: Met\n"
PEOPLE = {
    "Jane Doe": "Acme",
    "Marta Rossi": "Acme",
    "Luca Bianchi": "Globex",
    "Ada Neri": "Initech",
}
STAGES = {
    "Acme": "applied",
    "Globex": "interview",
    "Initech": "rejected",
    "Umbrella": "applied",
    "Hooli": "rejected",
}
NEXT_STAGES = {
    "applied": ["interview", "interview", "rejected", "rejected", "withdrawn"],
    "interview": ["rejected", "rejected", "offer", "withdrawn"],
    "offer": ["accepted", "declined"],
}
DAYS = {
    "offer": "offered",
    "accepted": "accepted",
    "rejected": "decided",
    "withdrawn": "decided",
    "declined": "decided",
}
DOINGS = (
    ["tick"] * 6 + ["stage"] * 3 + ["log"] * 2 + ["snooze"] * 2 + ["answer", "words", "interviewer"]
)


def beginning(draw):
    """Return a small vault as somebody has it in the middle of a search."""
    notes = {}
    stages = {
        "Acme": "applied",
        "Globex": "interview",
        "Initech": "rejected",
        "Umbrella": "applied",
        "Hooli": "rejected",
    }
    for company, status in stages.items():
        recruiter, *panel = draw.sample(list(PEOPLE), 3)
        notes[f"{company}.md"] = HEAD.format(
            company=company,
            status=status,
            applied=START - timedelta(draw.randrange(10, 25)),
            interviews="" if status == "applied" else START - timedelta(draw.randrange(3, 9)),
            decided=START - timedelta(draw.randrange(0, 3)) if status == "rejected" else "",
            recruiter=recruiter,
            interviewers="" if status == "applied" else ", ".join(panel[: draw.randrange(1, 3)]),
        )
    return notes | {
        f"{name}.md": PERSON.format(name=name, company=firm) for name, firm in PEOPLE.items()
    }


@lru_cache(50_000)
def sorted_note(path, text):
    return sort_note(Note(path, text.encode()), SETTINGS, known())


THE_DESK = desk(SETTINGS)


def updated(notes, today):
    kinds = [sorted_note(path, text) for path, text in sorted(notes.items())]
    look = Look(
        sheets=tuple(kind.sheet for kind in kinds if kind.sheet),
        people=tuple(kind.person for kind in kinds if kind.person),
    )
    after = dict(notes)
    for sheet, change in updates(survey(look, THE_DESK, today), THE_DESK):
        if change.edit:
            after[sheet.note.path] = change.edit.wanted.decode()
    return after


@dataclass
class Desk:
    """One person at one machine: the notes as they stand there, and the day."""

    notes: dict
    today: date
    draw: random.Random
    seen: set = field(default_factory=set)
    """What the one person has worked on at the other machine, and does not take up again here."""

    def works(self, number):
        for _ in range(number):
            self.today += timedelta(self.draw.randrange(0, 3))
            doing = self.draw.choice(DOINGS)
            getattr(self, doing)()
            self.notes = updated(self.notes, self.today)

    def application(self):
        return self.draw.choice(
            [path for path, text in self.notes.items() if "type: application" in text]
        )

    def takes_up(self, *what):
        """Tell whether nobody has done that yet; from now on somebody has."""
        if what in self.seen:
            return False
        self.seen.add(what)
        return True

    def open_item(self):
        """Return an item that somebody would work on: mostly one that is due."""
        path = self.application()
        pieces = [
            piece for piece in reader().sheet(self.notes[path]).pieces if piece.task.status == " "
        ]
        due = [piece for piece in pieces if piece.task.due <= self.today + timedelta(7)]
        piece = self.draw.choice(due if due and self.draw.random() < 0.7 else pieces or [None])
        return path, piece if piece and self.takes_up(path, piece.id) else None

    def replace_line(self, path, at, *new):
        lines = split_lines(self.notes[path])
        lines[at : at + 1] = new
        self.notes[path] = "".join(lines)

    def tick(self):
        path, piece = self.open_item()
        if piece:
            self.replace_line(path, piece.at, tick(bare(piece.lines[0]), self.today) + "\n")

    def snooze(self):
        path, piece = self.open_item()
        if piece:
            day = self.today + timedelta(self.draw.choice([2, 7, 14]))
            self.notes[path] = snooze(self.notes[path], ID_PREFIX + piece.id, piece.task.text, day)

    def answer(self):
        path, piece = self.open_item()
        if piece:
            words = f"    - answer {self.draw.randrange(10**6)}\n"
            self.replace_line(path, piece.at + 1, *piece.lines[1:2], words)

    def set_property(self, path, name, value):
        self.notes[path] = re.sub(
            rf"(?m)^{name}:.*$", f"{name}: {value}", self.notes[path], count=1
        )
        if not re.search(rf"(?m)^{name}:", self.notes[path]):
            self.notes[path] = self.notes[path].replace("\n---\n", f"\n{name}: {value}\n---\n", 1)

    def stage(self):
        path = self.application()
        stage = re.search(r"(?m)^status: (\w+)", self.notes[path])[1]
        later = self.draw.choice(NEXT_STAGES.get(stage, [stage]))
        if not self.takes_up(path, "status"):
            return
        self.set_property(path, "status", later)
        if later == "interview":
            self.set_property(
                path, "interviews", self.today + timedelta(self.draw.randrange(-2, 8))
            )
            self.set_property(path, "interviewers", "[" + self.draw.choice(list(PEOPLE)) + "]")
        elif later != stage and self.draw.random() < 0.8:
            self.set_property(
                path, DAYS.get(later, "decided"), self.today - timedelta(self.draw.randrange(0, 2))
            )

    def interviewer(self):
        path = self.application()
        found = re.search(r"(?m)^interviewers: \[(.+)\]", self.notes[path])
        if found and self.takes_up(path, "interviewers"):
            self.set_property(
                path, "interviewers", f"[{found[1]}, {self.draw.choice(list(PEOPLE))}]"
            )

    def log(self):
        name = self.draw.choice(list(PEOPLE))
        words = f"talk {self.draw.randrange(10**6)}"
        self.notes[f"{name}.md"] = add_to_log(
            self.notes[f"{name}.md"], self.today, words, "Log", ()
        )

    def words(self):
        path = self.application()
        place = self.draw.choice(["What they look for.", "What was said."])
        self.notes[path] = self.notes[path].replace(
            place, f"{place} More {self.draw.randrange(10**6)}.", 1
        )


# Naming what collided.


def regions(text):
    """Yield the two sides of each region that git left."""
    ours, theirs, side = [], [], None
    for line in split_lines(text):
        if line.startswith("<<<<<<< "):
            ours, theirs, side = [], [], "ours"
        elif line.startswith("=======") and side == "ours":
            side = "theirs"
        elif line.startswith(">>>>>>> "):
            yield tuple(ours), tuple(theirs)
            side = None
        elif side:
            (ours if side == "ours" else theirs).append(line)


def named(base, ours, theirs, region):
    """Return the kind of one region: what either side did to what stands in it."""
    both = [*region[0], *region[1]]
    before, *sides = (facts(text) for text in (base, ours, theirs))
    around = {name for line in both for name in re.findall(r"\^vk-([a-z0-9-]+)\s*$", line)}
    if not around and any(line.startswith("- 2026") for line in both):
        return "log", "log lines"
    if not around and not any("vaultkit:" in line for line in both):
        heads = {line.partition(":")[0] for line in both if re.match(r"\w+:", line)}
        if heads:
            return "head", "head: " + " ".join(sorted(heads))
        return "text", "text"
    what = []
    for mine in sides:
        deeds = set()
        for name in around:
            deeds |= deed(before.get(name), mine.get(name))
        what.append("+".join(sorted(deeds)) or "nothing")
    memory = any("vaultkit:end" in line for line in both)
    if not around:
        return "block", "memory alone" if memory else "child lines"
    return "block", " × ".join(sorted(what)) + (" (with the memory)" if memory else "")


def facts(text):
    sheet = reader().sheet(text)
    return {piece.id: piece for piece in sheet.pieces} if sheet else {}


def deed(before, after):
    if before is None or after is None:
        if before is after:
            return set()
        return {"added" if before is None else "removed"}
    found = set()
    if before.task.status != after.task.status:
        found.add("ticked")
    if (before.task.due, before.task.start) != (after.task.due, after.task.start):
        found.add("re-dated")
    if before.lines[1:] != after.lines[1:]:
        found.add("answered")
    return found


@dataclass
class Result:
    figures: Counter
    kinds: Counter
    settled: Counter
    samples: dict


def run(histories, rounds, seed, folder, people=1, layout=str):
    """Merge everything that the histories did, round by round, in two real clones."""
    draws = [random.Random(f"{seed}/{number}") for number in range(histories)]
    start = [updated(beginning(draw), START) for draw in draws]
    result = Result(Counter(), Counter(), Counter(), {})
    one, two = made_clones(folder, [laid(notes, layout) for notes in start])
    days = [START] * histories
    for _ in range(rounds):
        worked = []
        for number in range(histories):
            seen = [set(), set()] if people == 2 else [set()] * 2
            desks = [Desk(dict(start[number]), days[number], draws[number], each) for each in seen]
            for each in desks:
                each.works(draws[number].randrange(1, 4))
            days[number] = max(each.today for each in desks)
            worked.append(desks)
        for clone, which in ((one, 0), (two, 1)):
            write(clone, [laid(desks[which].notes, layout) for desks in worked])
            git(clone, "commit", "--quiet", "--all", "--allow-empty", "--message", "work")
        git(one, "fetch", "--quiet", str(two), "main")
        git(one, "merge", "--quiet", "--no-edit", "FETCH_HEAD", may_fail=True)
        for number, desks in enumerate(worked):
            after = {}
            for path, base in start[number].items():
                ours, theirs = (each.notes[path] for each in desks)
                merged = (one / str(number) / path).read_bytes().decode()
                after[path] = looked_at(result, base, ours, theirs, merged)
            start[number] = updated(updated(after, days[number]), days[number])
        write(one, [laid(notes, layout) for notes in start])
        git(one, "add", "--all")
        git(one, "commit", "--quiet", "--allow-empty", "--message", "merged")
        git(two, "fetch", "--quiet", str(one), "main")
        git(two, "reset", "--quiet", "--hard", "FETCH_HEAD")
    return result


def looked_at(result, base, ours, theirs, merged):
    """Count one note, and return what its two people have in the end."""
    if base in (ours, theirs) or ours == theirs:
        return theirs if base == ours else ours
    result.figures["notes that both changed"] += 1
    found = list(regions(merged))
    driver = merge_by_item(Three(base, ours, theirs))
    result.figures["regions left by the driver"] += (
        driver.text.count("\n<<<<<<< ") if not driver.is_clean else 0
    )
    if found:
        result.figures["notes in conflict"] += 1
    for region in found:
        place, kind = named(base, ours, theirs, region)
        result.figures["regions"] += 1
        result.figures[f"in the {place}"] += 1
        result.kinds[kind] += 1
        result.settled[kind] += driver.is_clean
        result.samples.setdefault(kind, []).append((base, ours, theirs, merged))
    return driver.text if driver.is_clean else ours


def laid(notes, layout):
    return {path: layout(text) for path, text in notes.items()}


def made_clones(folder, start):
    one, two = Path(folder) / "one", Path(folder) / "two"
    git(folder, "init", "--quiet", "--initial-branch=main", str(one))
    for name, value in (("user.name", "x"), ("user.email", "x@example.org"), ("gc.auto", "0")):
        git(one, "config", name, value)
    write(one, start)
    git(one, "add", "--all")
    git(one, "commit", "--quiet", "--message", "begin")
    git(folder, "clone", "--quiet", str(one), str(two))
    for name, value in (("user.name", "y"), ("user.email", "y@example.org"), ("gc.auto", "0")):
        git(two, "config", name, value)
    return one, two


def write(clone, vaults):
    for number, notes in enumerate(vaults):
        folder = clone / str(number)
        folder.mkdir(exist_ok=True)
        for path, text in notes.items():
            (folder / path).write_bytes(text.encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--histories", type=int, default=280)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", default="plain")
    parser.add_argument(
        "--people", type=int, choices=[1, 2], default=1, help="2: they may do the same things"
    )
    parser.add_argument("--show", default="", help="print one region of the kinds that hold this")
    arguments = parser.parse_args()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        result = run(
            arguments.histories, arguments.rounds, arguments.seed, folder, arguments.people
        )
    figures = result.figures
    for name in sorted(figures, key=lambda name: (-figures[name], name)):
        print(f"{figures[name]:>6} {name}")
    notes = figures["notes that both changed"] or 1
    print(f"{figures['regions'] / notes:>6.1%} regions to a note that both changed")
    print("\nregions, of these settled by the driver, what collided")
    for kind, number in result.kinds.most_common():
        print(f"{number:>6} {result.settled[kind]:>6}  {kind}")
    print(f"{time.monotonic() - begin:>6.0f} seconds")
    if arguments.show:
        for kind, samples in result.samples.items():
            if arguments.show in kind:
                print(f"\n=== {kind}\n{samples[0][3]}\n--- base\n{samples[0][0]}")


if __name__ == "__main__":
    main()
