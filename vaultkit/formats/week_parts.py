"""The parts of the weekly review, each as lines of Markdown; an empty part gives no line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from vaultkit.core.application import Application
from vaultkit.core.item import Item
from vaultkit.core.lessons import Lesson, Theme
from vaultkit.core.moves import Move
from vaultkit.core.people import Contact
from vaultkit.core.phrases import Phrases
from vaultkit.core.problem import Problem
from vaultkit.core.review import SNOOZED_OFTEN, WHENS, Silence, Week, when_due
from vaultkit.core.safe import link, one_line, plain, quoted
from vaultkit.formats.links import item_link, note_link, place
from vaultkit.formats.pipeline import pipeline

MOST_ANSWERS = 3
_WIKILINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_TAG = re.compile(r"(?:^|(?<=\s))#\S+\s*")

Links = Mapping[tuple[str, str], str]
"""A ``mailto:`` link by note and id."""


class Parts:
    """Writes the parts of one week in one language; each gives lines without endings."""

    def __init__(self, week: Week, phrases: Phrases, drafts: Links) -> None:
        self.week, self.phrases, self.drafts = week, phrases, drafts

    def all(self) -> Iterator[list[str]]:
        """Yield the parts that are not empty, in the order of the note."""
        parts = (
            ("contacts", self.contacts()),
            ("to-do", self.to_do()),
            ("waiting", self.waiting()),
            ("since", self.since()),
            ("pipeline", pipeline(self.week, self.phrases)),
            ("lessons", self.lessons()),
            ("attention", self.attention()),
        )
        yield [self.summary()]
        if self.week.pause != "no":
            yield [self.say(f"summary.pause-{self.week.pause}")]
        for name, lines in parts:
            found = list(lines)
            if found:
                yield [f"## {self.say(f'{name}.title')}", "", *found]

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(f"week.{key}", **values)

    def count(self, key: str, number: int, **values: object) -> str:
        return self.phrases.count(f"week.{key}", number, **values)

    def summary(self) -> str:
        """One line: how many people, things to do, applications that wait, and notes with problems."""
        week, late = self.week, sum(1 for contact in self.week.contacts if contact.overdue_days(self.week.today))
        waiting = len({silence.application.path for silence in week.silences})
        numbers = {
            "people": len(week.contacts),
            "overdue": late,
            "to-do": len(week.to_do) + len(week.closing),
            "waiting": waiting,
            "attention": len({problem.note for problem in week.problems}),
        }
        told = [self.count(f"summary.{key}", number) for key, number in numbers.items() if number]
        return " · ".join(told) or self.say("summary.nothing")

    def contacts(self) -> Iterator[str]:
        for when in WHENS:
            found = [contact for contact in self.week.contacts if when_due(contact.items[0], self.week.today) == when]
            if found:
                yield from self.titled(when, [line for contact in found for line in self.contact(contact)])
        unreachable = [contact for contact in self.week.contacts if not contact.email]
        if unreachable:
            yield self.say("contacts.no-address", names=", ".join(map(self.name, unreachable)))
            yield ""

    def titled(self, key: str, lines: Sequence[str]) -> list[str]:
        return [f"### {self.say(f'when.{key}')}", "", *lines, ""]

    def contact(self, contact: Contact) -> Iterator[str]:
        about = [contact.person.role, contact.email] if contact.person else []
        facts = [f"**{self.name(contact)}**", *(plain(text) for text in about if text)]
        if contact.last_touch:
            facts.append(self.say("contacts.touch", day=contact.last_touch))
        yield f"- {' · '.join(facts)}"
        for item in contact.items:
            yield f"  - {self.pending(item)}"
            if draft := self.drafts.get((item.path, item.id)):
                # A whole mail in a link is long: on a line of its own it can be passed over.
                yield f"    [{self.say('contacts.draft')}]({draft})"

    def name(self, contact: Contact) -> str:
        """Link to the person's note, where there is one."""
        if contact.person:
            return link(contact.person.path.removesuffix(".md"), contact.name)
        return plain(contact.name)

    def pending(self, item: Item) -> str:
        facts = [f"{item_link(item, self.why(item))}: {place(item.company, item.role)}", self.due(item)]
        return " · ".join(facts)

    def why(self, item: Item) -> str:
        key = f"why.{item.rule}"
        return self.phrases.say(key) if self.phrases.has(key) else words(item)

    def due(self, item: Item) -> str:
        late = (self.week.today - item.due).days if item.due else 0
        if late > 0:
            return self.count("due.late", late, day=item.due)
        return self.say("due.today" if late == 0 else "due.day", day=item.due)

    def to_do(self) -> Iterator[str]:
        for item in self.week.to_do:
            yield f"- {named(item)} · {self.due(item)}"
            if item.rule == "prepare" and (learned := self.reflections()):
                yield f"  - {self.say('to-do.learned', notes=learned)}"
        if self.week.to_do:
            yield ""
        if self.week.closing:
            yield from (f"### {self.say('closing.title')}", "", *map(self.closing, self.week.closing), "")
        if len(self.week.offers) > 1:
            yield from self.offers()

    def closing(self, application: Application) -> str:
        return f"- {self.place_link(application)} · {self.say('closing.day', day=application.closes)}"

    def reflections(self) -> str:
        """Link to the reflections that hold an answer, the latest first, each once."""
        items = [answer.item for lesson in self.week.lessons for answer in lesson.answers]
        items.sort(key=lambda item: (item.done_on or item.due or date.min, item.path), reverse=True)
        named = {item.path: item_link(item, plain(item.company)) for item in items}
        return ", ".join(list(named.values())[:MOST_ANSWERS])

    def offers(self) -> Iterator[str]:
        yield f"### {self.say('offers.title')}"
        yield ""
        yield f"| {self.say('offers.company')} | {self.say('offers.deadline')} |"
        yield "| --- | --- |"
        for offer in self.week.offers:
            yield f"| {self.place_link(offer, in_table=True)} | {offer.offer_deadline or self.say('offers.open')} |"
        yield ""

    def place_link(self, application: Application, *, in_table: bool = False) -> str:
        text = place(application.company, application.role)
        return note_link(application.path, text).replace("|", "\\|" if in_table else "|")

    def waiting(self) -> Iterator[str]:
        """The stale ones, then those that look ghosted with what to do."""
        groups = (("stale", False), ("ghosted", True))
        for key, ghosted in groups:
            found = [silence for silence in self.week.silences if silence.looks_ghosted == ghosted]
            if found:
                yield from (f"### {self.say(f'waiting.{key}')}", "", *map(self.silence, found), "")
        if any(silence.looks_ghosted for silence in self.week.silences):
            yield self.say("waiting.remedy")
            yield ""

    def silence(self, silence: Silence) -> str:
        stage = self.phrases.say(f"stage.{silence.application.stage}")
        quiet = self.count("waiting.quiet", silence.days, day=silence.since)
        return f"- {self.place_link(silence.application)} · {stage} · {quiet}"

    def since(self) -> Iterator[str]:
        groups = {
            "done": [f"- {item.done_on}: {named(item)}" for item in self.week.done],
            "replied": [self.move(move) for move in self.week.replies],
            "moved": [self.move(move) for move in self.week.moves],
            "slipped": [self.slip(item) for item in self.week.slipped],
            "new": [self.newcomer(application) for application in self.week.new],
        }
        if any(groups.values()):
            yield self.say("since.days", since=self.week.since, today=self.week.today)
            yield ""
        for key, lines in groups.items():
            if lines:
                yield from (f"### {self.say(f'since.{key}')}", "", *lines, "")

    def move(self, move: Move) -> str:
        day = f"{move.day}: " if move.day else ""
        facts = [f"{day}{self.place_link(move.application)}", self.say(f"moved.{move.what}")]
        if move.waited_days is not None:
            facts.append(self.count("since.waited", move.waited_days))
        return f"- {' · '.join(facts)}"

    def newcomer(self, application: Application) -> str:
        day = f"{application.applied}: " if application.applied else ""
        source = f" · {plain(application.source)}" if application.source else ""
        return f"- {day}{self.place_link(application)}{source}"

    def slip(self, item: Item) -> str:
        often = self.count("since.times", item.snoozed, day=item.first_due or item.due)
        question = f" · {self.say('since.drop')}" if item.snoozed >= SNOOZED_OFTEN else ""
        return f"- {named(item)} · {often}{question}"

    def lessons(self) -> Iterator[str]:
        if self.week.themes:
            yield from (*map(self.theme, self.week.themes), "")
        for lesson in self.week.lessons:
            yield from self.lesson(lesson)

    def theme(self, theme: Theme) -> str:
        """One line: the word, how many notes it stands in, and links to the latest of them."""
        word, number = plain(theme.word.removeprefix("#")), len(theme.answers)
        notes = [item_link(answer.item, plain(answer.item.company)) for answer in theme.answers[:MOST_ANSWERS]]
        more = "" if number <= MOST_ANSWERS else ", …"
        return f"- **{word}** · {self.count('lessons.notes', number)}: {', '.join(notes)}{more}"

    def lesson(self, lesson: Lesson) -> Iterator[str]:
        yield f"**{plain(lesson.question) or self.say('lessons.other')}**"
        yield ""
        for answer in lesson.answers[:MOST_ANSWERS]:
            yield f"- {said(answer.text)} · {item_link(answer.item, plain(answer.item.company))}"
        if len(lesson.answers) > MOST_ANSWERS:
            yield f"- {self.count('lessons.more', len(lesson.answers) - MOST_ANSWERS)}"
        yield ""

    def attention(self) -> Iterator[str]:
        for problem in self.week.problems:
            what, remedy = (self.sentence(problem, part) for part in ("text", "hint"))
            where = self.say("attention.line", line=problem.line)
            yield f"- {note_link(problem.note, problem.note)}, {where}: {what} · {remedy}"
        if self.week.problems:
            yield ""

    def sentence(self, problem: Problem, part: str) -> str:
        values = {name: quoted(value) for name, value in problem.values.items()}
        text = self.phrases.say(f"problem.{problem.code}.{part}", **values)
        return one_line(text).replace("<", "\\<")


def words(item: Item) -> str:
    """Return an item's words without links and tags."""
    return said(item.text)


def named(item: Item) -> str:
    """Return a link to an item by its words, and the employer where they do not tell."""
    company = plain(item.company)
    return item_link(item, words(item)) + ("" if company in words(item) else f" · {company}")


def said(text: str) -> str:
    """Return what somebody wrote, without links and tags: a tag here would tag the review."""
    return plain(_TAG.sub("", unlinked(text))) or plain(text)


def unlinked(text: str) -> str:
    """Return a text with its wikilinks as the words that they show."""
    return _WIKILINK.sub(lambda match: match.group(2) or match.group(1), text)
