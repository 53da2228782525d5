"""Live through the year: events change notes, the program updates them, the person acts, Friday brings a review."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from tests.house import desk
from tests.year import words as said
from tests.year.plot import FIRST_DAY, PEOPLE, RECRUITERS, WEEKS, Dice, Event, events
from vaultkit.cli.session import known_words
from vaultkit.core.across.classify import Sorted, sort_note
from vaultkit.core.across.survey import Look, Survey, guarded_update, survey
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.follow_ups.snooze import snooze
from vaultkit.core.notes.person_log import add_to_log
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note, split_lines
from vaultkit.core.text.task_line import tick
from vaultkit.core.week.due import due_items
from vaultkit.core.week.moves import Before
from vaultkit.formats.weekly import as_of, listed_interviews
from vaultkit.playbook import load
from vaultkit.work.review_note import Background, review_path, review_text

FRIDAY, SUNDAY = 4, 6
BUSY_DAYS = (0, 2, 4)
FACTS_EVERY_DAYS = 60


class Search:
    """The notes as they are on ``day``, and the reviews so far by path."""

    def __init__(self, language: str) -> None:
        self.language, self.settings = language, replace(Settings(), language=language)
        self.day, self.dice = FIRST_DAY, Dice("person")
        self.heads: dict[int, dict[str, object]] = {}
        self.notes: dict[str, bytes] = {}
        self.reviews: dict[str, str] = {}
        self.stages: dict[str, str] = {}
        self._vocabulary = known_words(self.settings)
        self._sorted = lru_cache(maxsize=4096)(self._sort)
        self._surveyed: tuple[object, Survey] | None = None
        self._settled: dict[str, object] = {}
        self._events = events()
        for number in range(PEOPLE):
            self.notes[self._person_path(number)] = self._person(number).encode()

    def weeks(self) -> Iterator[tuple[str, str]]:
        """Yield path and text of each week's review as it stands on its Sunday."""
        for days in range(7 * WEEKS):
            self.day = FIRST_DAY + timedelta(days=days)
            self._live(days)
            if self.day.weekday() == FRIDAY:
                self.review()
                self._write_own_part()
            elif self.day.weekday() == SUNDAY:
                yield self.review()
                self.stages = self._stages()

    def survey(self) -> Survey:
        """Return the survey of the notes as they are: made once for as long as day and notes stay."""
        made_of = (self.day, dict(self.notes))
        if self._surveyed is None or self._surveyed[0] != made_of:
            self._surveyed = made_of, self._survey()
        return self._surveyed[1]

    def _survey(self) -> Survey:
        kinds = [self._sorted(path, raw) for path, raw in sorted(self.notes.items())]
        found = Look(
            tuple(kind.sheet for kind in kinds if kind.sheet),
            tuple(kind.person for kind in kinds if kind.person),
            tuple(kind.fact for kind in kinds if kind.fact),
            tuple(problem for kind in kinds for problem in kind.problems),
        )
        return survey(found, desk(self.settings), self.day)

    def _sort(self, path: str, raw: bytes) -> Sorted:
        return sort_note(Note(path, raw), self.settings, self._vocabulary)

    def _live(self, days: int) -> None:
        happened = self._events.get(self.day, [])
        for event in happened:
            self._change(event)
        if days and days % FACTS_EVERY_DAYS == 0:
            self._learn(days // FACTS_EVERY_DAYS - 1)
        if happened or self.day.weekday() in BUSY_DAYS:
            self._update()
            if self.day.weekday() in BUSY_DAYS:
                self._work_through(self.survey())
                self._update()

    def _update(self) -> None:
        """Bring the notes up to date that changed, themselves or in what they look up, since they last were."""
        found, today = self.survey(), desk(self.settings)
        for sheet in found.sheets:
            path = sheet.note.path
            around = found.surroundings[path]
            made_of = sheet.note.raw, sheet.stamped, replace(around, directory=None)
            if self._settled.get(path) == made_of:
                continue
            change = guarded_update(sheet, around, today)
            if change.edit:
                self.notes[path] = change.edit.wanted
            else:
                self._settled[path] = made_of

    # What happens.

    def _change(self, event: Event) -> None:
        path, says = (
            self._application_path(event.application),
            self.heads.setdefault(event.application, {}),
        )
        says |= event.says
        body = b"\n" + f"# {path.rpartition('/')[2].removesuffix('.md')}\n".encode()
        if path in self.notes:
            body = self.notes[path].split(b"\n---\n", 1)[1]
        self.notes[path] = self._head(event.application, says).encode() + body

    def _head(self, number: int, says: dict[str, object]) -> str:
        names = said.PROPERTIES[self.language]
        lines = [
            "type: application",
            f'{names.get("company", "company")}: "{self._company(number)}"',
        ]
        for name, value in says.items():
            lines.append(f"{names.get(name, name)}: {self._value(name, value)}")
        return "\n".join(["---", *lines, "---\n"])

    def _value(self, name: str, value: object) -> str:
        if name == "status":
            return said.STAGES[self.language].get(str(value), str(value))
        if name in ("recruiter", "contact"):
            return f'"{self._link(value)}"'
        if name == "interviewers":
            quoted = (f'"{self._link(each)}"' for each in value)
            return f"[{', '.join(quoted)}]"
        if name == "interviewed":
            return f"[{', '.join(map(str, value))}]"
        if name == "role":
            return said.ROLES[self.language][value]
        if name == "source":
            return said.SOURCES[self.language][value]
        return "Nora" if name == "referral" else str(value)

    def _link(self, number: object) -> str:
        return f"[[{self._name(number)}]]"

    def _company(self, number: int) -> str:
        names = said.COMPANIES[self.language].split()
        return names[number % len(names)] + said.SUFFIXES[self.language][number // len(names)]

    def _application_path(self, number: int) -> str:
        return f"Applications/{self._company(number).replace(':', '').replace('&', 'and')}.md"

    def _name(self, number: int) -> str:
        first, last = (
            said.FIRST_NAMES[self.language].split(),
            said.LAST_NAMES[self.language].split(),
        )
        return f"{first[number % len(first)]} {last[(number * 7 + number // 20) % len(last)]}"

    def _person_path(self, number: int) -> str:
        return f"People/{self._name(number)}.md"

    def _person(self, number: int) -> str:
        dice, name = Dice(f"person {number}"), self._name(number)
        job = (
            "recruiter" if number < RECRUITERS else "contact" if number % 3 == 0 else "interviewer"
        )
        lines = ["type: person", f"role: {said.JOBS[self.language][job]}"]
        if dice.chance(0.85):
            address = name.casefold().replace(" ", ".").replace("'", "").replace("é", "e")
            lines.append(f"email: {address}@example.com")
        if dice.chance(0.4):
            lines.append(f"formality: {'informal' if dice.chance(0.5) else 'formal'}")
        if dice.chance(0.03):
            lines.append("do_not_contact: true")
        return "\n".join(["---", *lines, "---\n", f"# {name}\n"])

    def _learn(self, number: int) -> None:
        facts = said.FACTS[self.language]
        kind, title = facts[number % len(facts)]
        self.notes[f"Facts/{title}.md"] = (
            f"---\ntype: {kind}\ndate: {self.day}\n---\n\n{title}.\n".encode()
        )

    # What the person does.

    def _work_through(self, found: Survey) -> None:
        for item in due_items(found.listed, found.people, self.day):
            fate = self.dice.number(1, 100)
            if item.rule == "reflect" and fate <= 70:
                self._reflect(item)
            elif fate <= 55:
                self._replace(item, lambda line: tick(line, self.day))
            elif fate <= 62:
                day = self.day + timedelta(days=7)
                text = snooze(self.notes[item.path].decode(), item.id, item.text, day)
                self.notes[item.path] = text.encode()
            elif fate <= 64:
                self._replace(item, lambda line: line.replace("[ ]", "[-]", 1))
            elif fate == 65 and item.person:
                self._log(f"People/{item.person.text}.md")

    def _replace(self, item: Item, change) -> None:
        lines = split_lines(self.notes[item.path].decode())
        index = next(
            index for index, line in enumerate(lines) if line.rstrip().endswith(f"^{item.id}")
        )
        lines[index] = change(lines[index].rstrip("\n")) + "\n"
        self.notes[item.path] = "".join(lines).encode()

    def _reflect(self, item: Item) -> None:
        questions = [line for line in item.nested if "?" in line]
        text = self.notes[item.path].decode()
        for _ in range(2):
            question = self.dice.one(questions)
            text = text.replace(question, f"{question}\n    - {self._thought()}", 1)
        self.notes[item.path] = text.encode()
        self._replace(item, lambda line: tick(line, self.day))

    def _thought(self) -> str:
        thought = self.dice.one(said.ANSWERS[self.language]).format(
            self.dice.one(said.TOPICS[self.language])
        )
        return thought[0].upper() + thought[1:]

    def _log(self, path: str) -> None:
        title = load.phrases(self.language).say("log.title")
        text = add_to_log(
            self.notes[path].decode(), self.day, said.LOGGED[self.language], title, ()
        )
        self.notes[path] = text.encode()

    # The review.

    def review(self) -> tuple[str, str]:
        found, path = self.survey(), review_path(self.day, self.settings)
        earlier = [text for other, text in sorted(self.reviews.items()) if other < path]
        since = as_of(earlier[-1], "") if earlier else None
        stages = {each: self.stages.get(each) for each in self._stages()}
        before = (
            Before(since, stages, invited=listed_interviews(earlier[-1], "")) if since else None
        )
        old = self.reviews.get(path)
        text = review_text(
            found,
            self.settings,
            load.phrases(self.language),
            self.day,
            old,
            Background(before=before),
        )
        assert isinstance(text, str), text
        self.reviews[path] = text
        return path, text

    def _stages(self) -> dict[str, str]:
        return {entry.application.path: entry.application.stage for entry in self.survey().entries}

    def _write_own_part(self) -> None:
        path = review_path(self.day, self.settings)
        if self.dice.chance(0.4):
            self.reviews[path] += f"  - {self.dice.one(said.OWN[self.language])}\n"
