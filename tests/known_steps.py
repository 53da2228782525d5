"""Random changes of a vault, and the same questions to three who answer: one who knows nothing, and two who remember.

For the suite and for ``python -m bench.known``.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from tests.copying import unshared
from vaultkit.cli.asked import Due, Pending, due_of, pending_of
from vaultkit.cli.asked_of_all import Numbers, numbers_of
from vaultkit.cli.session import Options, Session
from vaultkit.core.text.problem import Problem
from vaultkit.errors import VaultkitError
from vaultkit.work import index as indexing
from vaultkit.work import refresh as refreshing
from vaultkit.work.plain_data import as_json

GRAIN_SECONDS = 0.03
"""In place of two seconds: the clock of a local disk ticks every four milliseconds."""

FOLDERS = ("", "Applications", "People", "Notes", "Notes/Deep")
NAMES = ("Acme.md", "Bolt.md", "Ann Lee.md", "Day.md", "x.md")
APPLICATION = (
    "---\ntype: application\ncompany: {company}\nrole: Tester\nstatus: {status}\n"
    "applied: 2026-0{month}-02\nrecruiter: '[[Ann Lee]]'\n---\n\nText.\n"
)
BLOCK = (
    "\n<!-- vaultkit:begin -->\n- [ ] Write to Ann Lee 🛫 2026-02-02 📅 2026-02-09 ^vk-check-in\n"
    "<!-- vaultkit:end -->\n"
)
TEXTS: tuple[bytes, ...] = (
    *(
        APPLICATION.format(company=company, status=status, month=month).encode()
        for company in ("Acme", "Bolt")
        for status in ("applied", "offer", "accepted", "nonsense")
        for month in (1, 2)
    ),
    (APPLICATION.format(company="Acme", status="applied", month=2) + BLOCK).encode(),
    b"---\ntype: person\nname: Ann Lee\nemail: ann@example.org\nlast_contact: 2026-02-01\n---\n",
    b"---\ntype: person\nname: Ann Lee\nemail: ann@example.org\nlast_contact: 2026-02-03\n---\n",
    b"---\ntype: skill\ndate: 2026-02-01\n---\n\nA skill.\n",
    b"---\ntype: application\ncompany: [Acme\n---\n",
    b"---\ntype: application\ncompany: \xff\n---\n",
    b"A day.\n",
    b"A day with a #job in it.\n",
    b"#job\n",
    BLOCK.encode(),
    b"<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
    b"",
)
TOUCHES: tuple[tuple[bytes, bytes], ...] = (
    (b"- [ ] ", b"- [x] "),
    (b"last_contact: 2026-02-0", b"last_contact: 2026-03-0"),
    (b"email:", b"do_not_contact: true\nemail:"),
    (b"recruiter: '[[Ann Lee]]'", b"recruiter: Bob"),
    (b"name: Ann Lee", b"name: Ann Law"),
    (b"status: offer\n", b"status: accepted\naccepted: 2026-02-20\n"),
    (b"type: application", b"type: note"),
)
SETTINGS = (
    'schema = 1\nlanguage = "en"\n',  # none is the beginning of another: that would be waited for
    'schema = 1\nlanguage = "it"\n',
    'schema = 1\n[applications]\ntags = ["job"]\n',
    'schema = 1\n[applications]\nfolders = ["Applications"]\n',
    "schema = 1\n[follow_ups]\npaused = true\n",
)
DAYS = ("2026-02-10", "2026-03-02")


class Steps:
    """A vault, and what is done to it."""

    def __init__(self, root: Path, random: Random) -> None:
        self.root, self.random = root, random
        root.mkdir()
        (root / "vaultkit.toml").write_text(SETTINGS[0])
        for _ in range(8):
            self.write()
        self.doings: tuple[Callable[[], object], ...] = (
            *(self.write,) * 4,
            *(self.same_length,) * 3,
            *(self.older,) * 2,
            *(self.replace,) * 2,
            *(self.rename,) * 2,
            self.remove,
            self.swap,
            self.move_folder,
            self.other_vault,
            self.settings,
            self.templates,
            self.link,
            *(self.touch,) * 4,
            *(self.wait,) * 8,
        )

    def step(self) -> str:
        """Do one thing; return what."""
        doing = self.random.choice(self.doings)
        doing()
        return doing.__name__

    def _place(self) -> Path:
        return self.root / self.random.choice(FOLDERS) / self.random.choice(NAMES)

    def _note(self) -> Path:
        notes = sorted(each for each in self.root.rglob("*.md") if each.is_file())
        return self.random.choice(notes) if notes else self._place()

    def write(self, place: Path | None = None) -> None:
        place = place or self._place()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(self.random.choice(TEXTS))

    def same_length(self) -> None:
        """Another text of the same length in the same file."""
        note = self._note()
        if note.is_file():
            raw = note.read_bytes()
            pairs = ((b"Acme", b"Bolt"), (b"-02-0", b"-01-0"), (b"applied\n", b"offered\n"))
            old, new = self.random.choice(pairs)
            note.write_bytes(raw.replace(new, old) if new in raw else raw.replace(old, new))

    def touch(self) -> None:
        """Tick a line, write to a log, ask for somebody else, let an offer be accepted: what others look up."""
        note = self._note()
        if note.is_file():
            raw = note.read_bytes()
            old, new = self.random.choice(TOUCHES)
            note.write_bytes(raw.replace(new, old) if new in raw else raw.replace(old, new))

    def older(self) -> None:
        """Another text with the time that the file had, or an old one."""
        note = self._note()
        if note.is_file():
            then = self.random.choice((note.stat().st_mtime_ns, 10**18, 0, -(10**9)))
            self.same_length()
            self.write(note)
            os.utime(note, ns=(then, then))

    def replace(self) -> None:
        note, beside = self._note(), self.root / "beside"
        beside.write_bytes(self.random.choice(TEXTS))
        if note.exists():
            os.utime(beside, ns=(note.stat().st_mtime_ns,) * 2)
        note.parent.mkdir(parents=True, exist_ok=True)
        beside.replace(note)

    def rename(self) -> None:
        note, place = self._note(), self._place()
        if note.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            note.replace(place)

    def remove(self) -> None:
        self._note().unlink(missing_ok=True)

    def swap(self) -> None:
        one, other = self._note(), self._note()
        if one.is_file() and other.is_file() and one != other:
            beside = self.root / "beside"
            one.replace(beside)
            other.replace(one)
            beside.replace(other)

    def move_folder(self) -> None:
        one, other = (self.root / self.random.choice(FOLDERS[1:4]) for _ in range(2))
        if one.is_dir() and not other.exists():
            one.rename(other)

    def other_vault(self) -> None:
        mark = self.root / "Notes" / "vaultkit.toml"
        if mark.exists():
            mark.unlink()
        elif mark.parent.is_dir():
            mark.write_text("schema = 1\n")

    def settings(self) -> None:
        (self.root / "vaultkit.toml").write_text(self.random.choice(SETTINGS))

    def templates(self) -> None:
        file = self.root / ".obsidian" / "templates.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f'{{"folder": "{self.random.choice(("People", "Notes/Deep", "None"))}"}}')

    def link(self) -> None:
        note = self._note()
        if note.is_file():
            note.unlink()
            note.symlink_to("elsewhere.md")

    def wait(self) -> None:
        """Be quiet for longer than the grain of the clock."""
        time.sleep(GRAIN_SECONDS * 1.5)


class Trio:
    """Three who answer: one anew each time, one with what earlier runs have kept, one who has been there all along."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self._long: Session | None = None
        self._settings: object = None
        self.hits = 0

    def _session(self, cache: str, day: str) -> Session:
        environ = {
            "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_CACHE_HOME": str(self.folder / cache),
        }
        return Session(Options(vault=self.root, today=day), environ)

    def disagree(self, day: str) -> str:
        """Return who answers otherwise than a full read, "" for nobody."""
        shutil.rmtree(self.folder / "none", ignore_errors=True)
        with unshared():
            right = told(self._session("none", day))
        remembering = self._session("kept", day)
        before = remembering.index._known
        if told(remembering) != right:
            return "kept"
        self.hits += remembering.index._known is before
        if self._long is None or self._long.settings != remembering.settings:
            self._long = self._session("long", day)
        self._long.options = Options(vault=self.root, today=day)
        self._long.__dict__.pop("today", None)
        return "" if told(self._long) == right else "long"


class Attendant:
    """Who is handed what was saved, as by a watcher, and writes; who reads everything must find nothing left to do."""

    def __init__(self, root: Path, folder: Path, day: str) -> None:
        self.root, self.folder, self.day = root, folder, day
        self._session: Session | None = None
        self._seen: Mapping[str, object] = {}
        self.near = 0

    def _new(self, cache: str) -> Session:
        environ = {
            "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_CACHE_HOME": str(self.folder / cache),
        }
        return Session(Options(vault=self.root, today=self.day), environ)

    def attend(self) -> None:
        """Bring the notes up to date, and those again that this has changed. Raises VaultkitError."""
        session = self._new("attended")
        if self._session is None or self._session.settings != session.settings:
            self._session, self._seen = session, {}
        for _ in range(3):
            self._hand_over(self._session)

    def _hand_over(self, session: Session) -> None:
        roll = session.vault.roll()
        seen = dict(zip(roll.paths, roll.signatures(), strict=True))
        paths = {*seen, *self._seen}
        changed = {path for path in paths if seen.get(path) != self._seen.get(path)}
        is_new, self._seen = not self._seen, seen
        known = session.index.neighbours
        with session.writing("watch") as run:
            if changed or is_new:
                given = frozenset() if is_new else frozenset(changed)
                refreshing.attend(session.index, session.desk, session.today, run, given)
        self.near += bool(changed) and known is session.index.neighbours

    def differs(self) -> str:
        """Return how what is known differs from a full read, "" where it does not."""
        shutil.rmtree(self.folder / "none", ignore_errors=True)
        full = self._new("none")
        with unshared():
            planned = refreshing.plan_refresh(full.index, full.desk, full.today)
        if planned.edits:
            return f"not written: {[edit.path for edit in planned.edits]}"
        known = self._session.index.neighbours if self._session else None
        if known and _said(known.problems) != _said(planned.problems):
            return f"told otherwise: {_said(known.problems) ^ _said(planned.problems)}"
        return ""


OF_ALL_NOTES = ("copy-of-a-note", "mark-unused", "note-unread", "notes-unread")
"""What a watcher tells as of its last look at the whole vault."""


def _said(problems: Iterable[Problem]) -> set[tuple[str, int, str]]:
    return {(one.note, one.line, one.code) for one in problems if one.code not in OF_ALL_NOTES}


def attend(folder: Path, seed: int, steps: int) -> int:
    """Take so many steps, and have each attended to. Return how often not all had to be looked at; raise AssertionError."""
    random = Random(seed)
    vault = Steps(folder / "vault", random)
    attendant = Attendant(vault.root, folder, DAYS[1])
    done: list[str] = []
    for _ in range(steps):
        done.append(vault.step())
        try:
            attendant.attend()
        except VaultkitError:
            continue
        how = attendant.differs()
        assert not how, f"{how}; seed {seed}, after {len(done)}: {done[-5:]}"
    return attendant.near


def told(session: Session) -> Mapping[str, Any] | str:
    """Return all answers as plain data."""
    try:
        day = session.today
        due = session.answer("due", Due, lambda found: due_of(found, day))
        pending = session.answer(
            "contacts", Pending, lambda found: pending_of(found, day, session.settings)
        )
        numbers = session.answer("stats", Numbers, lambda found: numbers_of(found, day))
        planned = refreshing.plan_refresh(session.index, session.desk, day, without_survey=True)
    except VaultkitError as error:
        return error.key
    return {
        "due": json.loads(as_json(due)),
        "contacts": json.loads(as_json(pending)),
        "stats": json.loads(as_json(numbers)),
        "update": json.loads(as_json(refreshing.Idle(planned.problems))),
        "edits": [(edit.path, edit.wanted) for edit in planned.edits],
    }


def interleave(folder: Path, seed: int, steps: int) -> int:
    """Take so many steps, and ask after each. Return how many answers were an earlier run's; raise AssertionError."""
    random = Random(seed)
    vault = Steps(folder / "vault", random)
    trio = Trio(vault.root, folder)
    done: list[str] = []
    before, indexing._GRAIN_SECONDS = indexing._GRAIN_SECONDS, GRAIN_SECONDS
    try:
        for _ in range(steps):
            done.append(vault.step())
            who = trio.disagree(random.choice(DAYS))
            assert not who, f"{who} answers otherwise; seed {seed}, after {len(done)}: {done[-5:]}"
    finally:
        indexing._GRAIN_SECONDS = before
    return trio.hits
