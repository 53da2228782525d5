"""The parts of the weekly review, each as lines of Markdown; an empty part gives no line."""

from collections.abc import Iterator, Sequence
from datetime import date

from vaultkit.core.across.people import Contact
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.notes.application import Application, Name
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.sanitize import link, one_line, plain, quoted, shown
from vaultkit.core.week.lessons import Answer
from vaultkit.core.week.meetings import Meeting
from vaultkit.core.week.review import WHENS, Week, When, when_due
from vaultkit.formats.links import item_link, note_link, place
from vaultkit.formats.listing import entry, limited, paragraph
from vaultkit.formats.pipeline import pipeline
from vaultkit.formats.week_letters import Drafts, WeekLetters, lowered
from vaultkit.formats.week_past import PastParts
from vaultkit.formats.week_words import MOST_LISTED, MOST_TOLD, named, said

MOST_LEARNED = 2
MOST_OF_ONE = 10
"""Items of one person."""


class Parts(PastParts):
    """Writes the parts of one week in one language; each gives lines without endings."""

    def __init__(
        self, week: Week, phrases: Phrases, drafts: Drafts, *, charts: bool = True
    ) -> None:
        super().__init__(week, phrases)
        self.charts = charts
        self.letters = WeekLetters(week.contacts[:MOST_LISTED], drafts, phrases, week.today)

    def all(self) -> Iterator[list[str]]:
        """Yield the parts that are not empty, in the order of the note."""
        parts = (
            ("meetings", self.meetings()),
            ("contacts", self.contacts()),
            ("to-do", self.to_do()),
            ("waiting", self.waiting()),
            ("since", self.since()),
            ("lessons", self.lessons()),
            ("pipeline", pipeline(self.week, self.phrases, charts=self.charts)),
            ("attention", self.attention()),
            ("letters", self.letters.lines()),
        )
        yield [*self.summary()]
        for name, lines in parts:
            found = list(lines)
            if found:
                yield [f"## {self.say(f'{name}.title')}", "", *found]

    def summary(self) -> Iterator[str]:
        """How many interviews, people, things to do, applications that wait, notes with problems.

        A job that was found is told first. Several nos in a month are met with facts.
        """
        week, late = (
            self.week,
            sum(1 for contact in self.week.contacts if contact.overdue_days(self.week.today)),
        )
        waiting = len({silence.application.path for silence in week.silences})
        if week.accepted:
            yield from (*paragraph(self.found_job(week.accepted)), "")
        numbers = {
            "meetings": sum(1 for meeting in week.meetings if meeting.day >= week.today),
            "people": len(week.contacts),
            "overdue": 0 if week.accepted else late,
            "to-do": len(week.to_do) + len(week.closing),
            "waiting": waiting,
            "attention": len({problem.note for problem in week.problems}),
        }
        told = [self.count(f"summary.{key}", number) for key, number in numbers.items() if number]
        if not told:
            # After a no a wish for a nice week would be a mockery.
            told = [
                self.say(
                    "summary.nothing-after-no" if week.nos or week.accepted else "summary.nothing"
                )
            ]
        yield from paragraph(" · ".join(told))
        if week.accepted or week.is_paused:
            yield from (
                "",
                *paragraph(self.say("summary.paused" if week.is_paused else "summary.pause")),
            )
        if week.nos and week.nos.are_many:
            yield from ("", *paragraph(self.facts_against_it_is_me()))

    def found_job(self, accepted: Application) -> str:
        job = place(accepted.company, accepted.role)
        return self.say("summary.accepted", job=note_link(accepted.path, job))

    def facts_against_it_is_me(self) -> str:
        nos = self.week.nos
        assert nos is not None
        met = self.say("nos.none-met") if not nos.met else self.count("nos.met", nos.met)
        answers = self.say("nos.none-silent", sent=nos.sent)
        if nos.silent:
            answers = self.count("nos.answered", nos.answered, sent=nos.sent, silent=nos.silent)
        return self.say("nos.sentence", number=nos.number, met=met, answers=answers)

    def meetings(self) -> Iterator[str]:
        yield from self.group("", self.week.meetings, self.meeting, MOST_LISTED, "list")

    def meeting(self, meeting: Meeting) -> list[str]:
        interview = meeting.interview
        when = (
            f"{self.day(interview.day)}, {interview.hour}"
            if interview.hour
            else self.day(interview.day)
        )
        people = ", ".join(map(self.somebody, interview.people[:MOST_OF_ONE]))
        told = self.say("meetings.with", people=people) if people else ""
        held = self.say("meetings.held") if meeting.day < self.week.today else ""
        lines = entry(
            f"**{when}**", self.place_link(meeting.application), plain(interview.name), told, held
        )
        if not held:
            for answer in self.learned():
                said_then = self.say("meetings.learned", said=said(answer.text))
                lines += entry(
                    said_then, item_link(answer.item, plain(answer.item.company)), indent=2
                )
        return lines

    def learned(self) -> Sequence[Answer]:
        """Return the latest thing that was learned from each of the last reflections."""
        answers = [answer for lesson in self.week.lessons for answer in lesson.answers]
        answers.sort(
            key=lambda answer: answer.item.done_on or answer.item.due or date.min, reverse=True
        )
        latest = {answer.item.path: answer for answer in reversed(answers)}
        order = dict.fromkeys(answer.item.path for answer in answers)
        return [latest[path] for path in order][:MOST_LEARNED]

    def somebody(self, name: Name) -> str:
        """Link to somebody's note where the application does."""
        return link(name.target, name.text) if name.target else shown(name.text)

    def contacts(self) -> Iterator[str]:
        shown, left_out = self.week.contacts[:MOST_LISTED], len(self.week.contacts) - MOST_LISTED
        for when in WHENS:
            found = [contact for contact in shown if self.when(contact) == when]
            if found:
                yield from self.titled(
                    when, [line for contact in found for line in self.contact(contact)]
                )
        if left_out > 0:
            yield from (*entry(self.count("more.contacts", left_out)), "")
        unreachable = [contact for contact in shown if not contact.email]
        if unreachable:
            names = [self.name(contact) for contact in unreachable[:MOST_OF_ONE]]
            names += ["…"] if len(unreachable) > MOST_OF_ONE else []
            yield from (*paragraph(self.say("contacts.no-address", names=", ".join(names))), "")

    def when(self, contact: Contact) -> When:
        """Return under which heading somebody stands. Who has found a job is late for nothing."""
        found = when_due(contact.items[0], self.week.today)
        return "this-week" if found == "overdue" and self.week.accepted else found

    def titled(self, when: When, lines: Sequence[str]) -> list[str]:
        return [f"### {self.say(f'when.{when}')}", "", *lines, ""]

    def contact(self, contact: Contact) -> Iterator[str]:
        about = [contact.person.role, contact.email] if contact.person else []
        touch = self.say("contacts.touch", day=contact.last_touch) if contact.last_touch else ""
        yield from entry(f"**{self.name(contact)}**", *(plain(text or "") for text in about), touch)
        for line in limited(contact.items, self.pending, MOST_OF_ONE, self.more("contacts")):
            yield f"  {line}"

    def name(self, contact: Contact) -> str:
        """Link to the person's note, where there is one."""
        if contact.person:
            return link(contact.person.path.removesuffix(".md"), contact.name)
        return shown(contact.name)

    def pending(self, item: Item) -> list[str]:
        about = f"{item_link(item, self.why(item))}: {place(item.company, item.role)}"
        return entry(about, self.due(item), self.letters.link(item))

    def to_do(self) -> Iterator[str]:
        yield from self.group("", self.week.to_do, self.to_be_done, MOST_LISTED, "due")
        yield from self.offers()
        yield from self.group("closing.title", self.week.closing, self.closing, MOST_TOLD, "list")
        yield from self.group("coming.title", self.coming(), self.to_come, MOST_TOLD, "due-later")

    def to_be_done(self, item: Item) -> list[str]:
        return entry(*named(item), self.due(item))

    def offers(self) -> Iterator[str]:
        """One offer with its deadline; two that overlap side by side."""
        offers = self.week.offers
        if len(offers) < 2:
            yield from self.group("offer.title", offers, self.offer, 1, "list")
            return
        yield from (f"### {self.say('offers.title')}", "")
        yield from (
            f"| {self.say('offers.company')} | {self.say('offers.deadline')} |",
            "| --- | --- |",
        )
        for offer in offers[:MOST_TOLD]:
            yield f"| {self.place_link(offer, in_table=True)} | {self.deadline(offer)} |"
        yield ""

    def offer(self, offer: Application) -> list[str]:
        told = self.deadline(offer)
        return entry(
            self.place_link(offer), self.say("offer.by", day=told) if offer.offer_deadline else told
        )

    def deadline(self, offer: Application) -> str:
        """Return the last day to answer and how far it is, or that none was named."""
        day = offer.offer_deadline
        if day is None:
            return self.say("offers.open")
        left = (day - self.week.today).days
        told = (
            self.count("offers.left", left)
            if left > 0
            else self.say("offers.today" if left == 0 else "offers.past")
        )
        return f"{day} ({told})"

    def closing(self, application: Application) -> list[str]:
        return entry(self.place_link(application), self.say("closing.day", day=application.closes))

    def coming(self) -> list[Item]:
        """What falls due, by day. Lines that look alike, for two interviewers say, are one."""
        found: dict[tuple[date | None, str, str], Item] = {}
        for item in self.week.coming:
            found.setdefault((item.due, item.path, self.why(item)), item)
        return [*found.values()]

    def to_come(self, item: Item) -> list[str]:
        assert item.due is not None
        link = item_link(item, lowered(self.why(item)))
        return entry(self.day(item.due), f"{shown(item.company)}: {link}")

    def attention(self) -> Iterator[str]:
        yield from self.group("", self.week.problems, self.problem, MOST_TOLD, "check")

    def problem(self, problem: Problem) -> list[str]:
        what, remedy = (self.sentence(problem, part) for part in ("text", "hint"))
        where = self.say("attention.line", line=problem.line)
        return entry(f"{note_link(problem.note, problem.note)}, {where}: {what}", remedy)

    def sentence(self, problem: Problem, part: str) -> str:
        values = {name: quoted(value) for name, value in problem.values.items()}
        text = self.phrases.say(f"problem.{problem.code}.{part}", **values)
        return one_line(text).replace("<", "\\<")
