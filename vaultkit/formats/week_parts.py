"""The parts of the weekly review, each as lines of Markdown; an empty part gives no line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from vaultkit.core.application import Application
from vaultkit.core.funnel import Funnel
from vaultkit.core.item import Item
from vaultkit.core.lessons import Lesson
from vaultkit.core.people import Contact
from vaultkit.core.phrases import Phrases
from vaultkit.core.problem import Problem
from vaultkit.core.review import SNOOZED_OFTEN, WHENS, Move, Silence, Week, when_due
from vaultkit.core.safe import link, one_line, plain
from vaultkit.formats.mermaid import coming_chart, stage_chart

MOST_ANSWERS = 5
_WIKILINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_TAG = re.compile(r"(?:^|(?<=\s))#\S+\s*")
_LINKABLE = re.compile(r"[^\[\]|#^<>`\\:%]+")

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
            ("pipeline", self.pipeline()),
            ("lessons", self.lessons()),
            ("attention", self.attention()),
        )
        yield [self.summary()]
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
            "to-do": len(week.to_do),
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

    def name(self, contact: Contact) -> str:
        """Link to the person's note, where there is one."""
        if contact.person:
            return link(contact.person.path.removesuffix(".md"), contact.name)
        return plain(contact.name)

    def pending(self, item: Item) -> str:
        facts = [f"{item_link(item, self.why(item))}: {place(item.company, item.role)}", self.due(item)]
        draft = self.drafts.get((item.path, item.id))
        if draft:
            facts.append(f"[{self.say('contacts.draft')}]({draft})")
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
            yield f"- {item_link(item, words(item))} · {self.due(item)}"
        if self.week.to_do:
            yield ""
        if len(self.week.offers) > 1:
            yield from self.offers()

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
            "done": [f"- {item.done_on}: {item_link(item, words(item))}" for item in self.week.done],
            "moved": [self.move(move) for move in self.week.moves],
            "new": [f"- {application.applied}: {self.place_link(application)}" for application in self.week.new],
            "slipped": [self.slip(item) for item in self.week.slipped],
        }
        for key, lines in groups.items():
            if lines:
                yield from (f"### {self.say(f'since.{key}')}", "", *lines, "")

    def move(self, move: Move) -> str:
        return f"- {move.day}: {self.place_link(move.application)} · {self.say(f'moved.{move.what}')}"

    def slip(self, item: Item) -> str:
        often = self.count("since.times", item.snoozed, day=item.first_due or item.due)
        question = f" · {self.say('since.drop')}" if item.snoozed >= SNOOZED_OFTEN else ""
        return f"- {item_link(item, words(item))} · {often}{question}"

    def pipeline(self) -> Iterator[str]:
        funnel = self.week.funnel
        if funnel is None:
            return
        yield f"| {self.say('pipeline.stage')} | {self.say('pipeline.now')} | {self.say('pipeline.reached')} |"
        yield "| --- | --: | --: |"
        for row in funnel.rows:
            reached = "" if row.reached is None else row.reached
            yield f"| {self.phrases.say(f'stage.{row.stage}')} | {row.now} | {reached} |"
        yield ""
        yield from self.answers(funnel)
        coming = coming_chart(self.week.coming, self.week.today, self.phrases)
        for chart in filter(None, (stage_chart(funnel, self.phrases), coming)):
            yield from (*chart.split("\n"), "")

    def answers(self, funnel: Funnel) -> Iterator[str]:
        if not funnel.sent:
            return
        told = [self.count("pipeline.answered", funnel.answered), self.count("pipeline.waiting", funnel.waiting)]
        if funnel.median_days is not None:
            told.append(self.say("pipeline.median", days=f"{funnel.median_days:g}"))
        yield from (" · ".join(told), "")

    def lessons(self) -> Iterator[str]:
        for lesson in self.week.lessons:
            yield from self.lesson(lesson)

    def lesson(self, lesson: Lesson) -> Iterator[str]:
        yield f"**{plain(lesson.question) or self.say('lessons.other')}**"
        yield ""
        for answer in lesson.answers[:MOST_ANSWERS]:
            yield f"- {plain(unlinked(answer.text))} · {item_link(answer.item, plain(answer.item.company))}"
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
        values = {name: plain(value) for name, value in problem.values.items()}
        text = self.phrases.say(f"problem.{problem.code}.{part}", **values)
        return one_line(text).replace("<", "\\<")


def words(item: Item) -> str:
    """Return an item's words without links and tags."""
    return plain(_TAG.sub("", unlinked(item.text)))


def unlinked(text: str) -> str:
    """Return a text with its wikilinks as the words that they show."""
    return _WIKILINK.sub(lambda match: match.group(2) or match.group(1), text)


def place(company: str, role: str | None) -> str:
    """Return employer and role as one name."""
    return ", ".join(filter(None, (plain(company), plain(role or ""))))


def item_link(item: Item, text: str) -> str:
    """Return a link to the item's very line."""
    return note_link(item.path, text, f"#^{item.id}")


def note_link(path: str, text: str, anchor: str = "") -> str:
    """Return a wikilink by the whole path, which no other note shares.

    A path that a wikilink cannot hold becomes a Markdown link, which Obsidian follows as well.
    """
    target, shown = path.removesuffix(".md"), plain(text)
    if _LINKABLE.fullmatch(target) and one_line(target) == target:
        return f"[[{target}{anchor}|{shown or plain(target)}]]"
    return f"[{shown or plain(target)}]({quote(path)}{quote(anchor, safe='#')})"
