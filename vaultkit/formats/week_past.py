"""The parts of a review that look back: who is silent, what came about, what was learned."""

from collections.abc import Iterator

from vaultkit.core.follow_ups.item import Item
from vaultkit.core.notes.application import Application
from vaultkit.core.text.sanitize import plain
from vaultkit.core.week.lessons import Lesson, Theme
from vaultkit.core.week.moves import Move
from vaultkit.core.week.review import SNOOZED_OFTEN, Silence
from vaultkit.formats.links import item_link
from vaultkit.formats.listing import entry, paragraph
from vaultkit.formats.week_words import MOST_TOLD, WeekWords, named, said

MOST_ANSWERS = 3


class PastParts(WeekWords):
    """Writes what lies behind; each part gives lines without endings."""

    def waiting(self) -> Iterator[str]:
        """The stale ones, then those that look ghosted with what to do."""
        groups = (("stale", False), ("ghosted", True))
        for key, ghosted in groups:
            found = [silence for silence in self.week.silences if silence.looks_ghosted == ghosted]
            yield from self.group(f"waiting.{key}", found, self.silence, MOST_TOLD, "stats")
        if any(silence.looks_ghosted for silence in self.week.silences):
            yield from (*paragraph(self.say("waiting.remedy")), "")

    def silence(self, silence: Silence) -> list[str]:
        stage = self.phrases.say(f"stage.{silence.application.stage}")
        quiet = self.count("waiting.quiet", silence.days, day=silence.since)
        return entry(self.place_link(silence.application), stage, quiet)

    def since(self) -> Iterator[str]:
        week = self.week
        if week.done or week.replies or week.moves or week.slipped or week.new:
            yield self.say("since.days", since=week.since, today=week.today)
            yield ""
        yield from self.group("since.done", week.done, self.done, MOST_TOLD, "none")
        yield from self.group("since.replied", week.replies, self.move, MOST_TOLD, "none")
        yield from self.group("since.moved", week.moves, self.move, MOST_TOLD, "none")
        yield from self.group("since.slipped", week.slipped, self.slip, MOST_TOLD, "none")
        yield from self.group("since.new", week.new, self.newcomer, MOST_TOLD, "none")

    def done(self, item: Item) -> list[str]:
        first, *others = named(item)
        return entry(f"{item.done_on}: {first}", *others)

    def move(self, move: Move) -> list[str]:
        day = f"{move.day}: " if move.day else ""
        waited = "" if move.waited_days is None else self.count("since.waited", move.waited_days)
        return entry(f"{day}{self.place_link(move.application)}", self.what(move), waited)

    def what(self, move: Move) -> str:
        """Say what came about. An invitation names the day of the interview, which may lie ahead."""
        first = next(iter(move.application.interviews), None)
        if (
            move.kind == "reply"
            and move.what == move.application.stages.met
            and first
            and (move.day is None or move.day < first)
        ):
            return self.say("moved.invited", day=self.day(first))
        return self.say(f"moved.{move.what}")

    def newcomer(self, application: Application) -> list[str]:
        day = f"{application.applied}: " if application.applied else ""
        return entry(f"{day}{self.place_link(application)}", plain(application.source or ""))

    def slip(self, item: Item) -> list[str]:
        often = self.count("since.times", item.snoozed, day=item.first_due or item.due)
        question = self.say("since.drop") if item.snoozed >= SNOOZED_OFTEN else ""
        return entry(*named(item), often, question)

    def lessons(self) -> Iterator[str]:
        if self.week.themes:
            yield from (*(line for theme in self.week.themes for line in self.theme(theme)), "")
        for lesson in self.week.lessons[:MOST_TOLD]:
            yield from self.lesson(lesson)

    def theme(self, theme: Theme) -> list[str]:
        """One entry: the word, how many notes it stands in, and links to the latest of them."""
        word, number = plain(theme.word.removeprefix("#")), len(theme.answers)
        notes = [
            item_link(answer.item, plain(answer.item.company))
            for answer in theme.answers[:MOST_ANSWERS]
        ]
        more = "" if number <= MOST_ANSWERS else ", …"
        return entry(
            f"**{word}**", f"{self.count('lessons.notes', number)}: {', '.join(notes)}{more}"
        )

    def lesson(self, lesson: Lesson) -> Iterator[str]:
        yield f"**{plain(lesson.question) or self.say('lessons.other')}**"
        yield ""
        for answer in lesson.answers[:MOST_ANSWERS]:
            yield from entry(said(answer.text), item_link(answer.item, plain(answer.item.company)))
        if len(lesson.answers) > MOST_ANSWERS:
            yield from entry(self.count("lessons.more", len(lesson.answers) - MOST_ANSWERS))
        yield ""
