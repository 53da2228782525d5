"""A survey in which no word of the vault's own is left: for a coach, a class, a report of a bug.

What is made of it afterwards, a review, a calendar or a table, cannot tell what it does not
know. A company is ``Company 1`` everywhere, in the order of each one's first day. Links, mails,
addresses, the words that somebody wrote and the names of notes are gone; days, stages, and which
rule a line is of stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from vaultkit.core.across.people import People
from vaultkit.core.across.survey import Look, Survey
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.follow_ups.rules import Playbook
from vaultkit.core.front_matter.vocabulary import fold
from vaultkit.core.notes.application import (
    Application,
    Interview,
    Name,
    named_people,
    own_days,
    person_slug,
)
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.person import Person
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.stages import Stages
from vaultkit.value import frozen

_SAID = "…"
"""Stands for an address or a word that is there and is not told."""


@frozen
class Redacted:
    """A survey without the vault's words. ``paths`` maps each note's path to what it is called now."""

    survey: Survey
    paths: Mapping[str, str]


def redacted(found: Survey, phrases: Phrases) -> Redacted:
    """Return the survey without the vault's own words.

    ``phrases`` are the playbook's own of a language: those of a vault hold its words, and what
    is made of the survey must be written with the same ones.
    """
    making = _Redaction(found.people.directory, found.playbook, phrases)
    order = sorted((entry.application for entry in found.entries), key=_first_day)
    for application in order:
        making.meet(application)
    entries = tuple(making.entry(entry) for entry in found.entries)
    notes = tuple(making.person(person) for person in found.people.notes)
    touches = {making.identity(key): days for key, days in found.people.touches.items()}
    people = People(notes, Directory(notes), touches)
    survey = Survey(Look(), (), entries, {}, people=people, playbook=found.playbook)
    return Redacted(survey, making.paths)


def _first_day(application: Application) -> tuple[date, str]:
    return min(own_days(application), default=date.max), application.path


@dataclass
class _Names:
    """What stands for each of one kind of names: numbers by the order in which they are met."""

    phrase: str
    phrases: Phrases
    known: dict[str, str] = field(default_factory=dict)

    def of(self, key: str) -> str:
        """Return the placeholder of a name, given by what is the same in all of its spellings."""
        number = len(self.known) + 1
        return self.known.setdefault(key, self.phrases.say(self.phrase, n=number))


class _Redaction:
    def __init__(self, directory: Directory, playbook: Playbook, phrases: Phrases) -> None:
        self._directory, self._playbook, self._phrases = directory, playbook, phrases
        kinds = ("company", "role", "person", "source", "note")
        self._names = {kind: _Names(f"redacted.{kind}", phrases) for kind in kinds}

    @property
    def paths(self) -> Mapping[str, str]:
        return {path: f"{name}.md" for path, name in self._names["note"].known.items()}

    def meet(self, application: Application) -> None:
        """Give everything that an application names its number."""
        self._company(application.company)
        self._role(application.role)
        self._path(application.path)
        for name in named_people(application):
            self._name(name)

    def entry(self, entry: Entry) -> Entry:
        memory, application = entry.memory, entry.application
        stages = application.stages
        path = self._path(application.path)
        items = (self._item(item, place) for place, item in enumerate(entry.items, start=1))
        return Entry(
            self._application(application),
            tuple(items),
            Memory(
                stage=_known(memory.stage, stages),
                furthest=_known(memory.furthest, stages),
                first_seen={
                    _known(stage, stages) or "": day for stage, day in memory.first_seen.items()
                },
                already=tuple(_known(stage, stages) or "" for stage in memory.already),
                over=memory.over,
            ),
            tuple(replace(one, note=path, values={}) for one in entry.problems),
            entry.touches,
            entry.heard,
            tuple((self.identity(key), day) for key, day in entry.tidied),
        )

    def person(self, person: Person) -> Person:
        name = self._names["person"].of(person.path)
        return Person(
            f"{name}.md",
            name,
            email=_SAID if person.email else None,
            language=person.language,
            formality=person.formality,
            do_not_contact=person.do_not_contact,
            touches=person.touches,
        )

    def identity(self, key: str) -> str:
        """Return what a person is known by now: the path of their note, else their name's slug."""
        name = self._names["person"].of(key)
        return f"{name}.md" if key.endswith(".md") else person_slug(Name(name))

    def _application(self, said: Application) -> Application:
        kept = Stages(tuple(stage for stage in said.stages.all if stage.like is None))
        return Application(
            path=self._path(said.path),
            company=self._company(said.company),
            stage=_known(said.stage, said.stages) or said.stage,
            role=self._role(said.role),
            added=said.added,
            applied=said.applied,
            closes=said.closes,
            screened=said.screened,
            interviews=said.interviews,
            rounds=tuple(self._interview(one) for one in said.rounds),
            hand_in=said.hand_in,
            reply_by=said.reply_by,
            decided=said.decided,
            offered=said.offered,
            offer_deadline=said.offer_deadline,
            accepted=said.accepted,
            recruiter=self._name(said.recruiter),
            contact=self._name(said.contact),
            interviewers=tuple(filter(None, map(self._name, said.interviewers))),
            referral=_SAID if said.referral else None,
            source=self._names["source"].of(fold(said.source)) if said.source else None,
            language=said.language,
            keep_in_touch=said.keep_in_touch,
            follow_up=said.follow_up,
            addresses=self._addresses(said),
            lines=said.lines,
            stages=kept,
        )

    def _addresses(self, said: Application) -> Mapping[str, str]:
        """Return that somebody has an address, by what they are called now."""
        people = {person_slug(name): self._name(name) for name in named_people(said)}
        return {
            person_slug(people[slug] or Name("")): _SAID
            for slug in said.addresses
            if slug in people
        }

    def _interview(self, one: Interview) -> Interview:
        people = tuple(filter(None, map(self._name, one.people)))
        return Interview(one.day, one.hour, people)

    def _item(self, item: Item, place: int) -> Item:
        rule = self._playbook.named(item.rule)
        is_ours = self._phrases.has(f"why.{item.rule}")
        words = rule.words if rule and is_ours else ()
        if rule and rule.agency:
            words = (rule.agency,) if item.via else tuple(w for w in words if w != rule.agency)
        name = item.rule if is_ours else "item"
        person, company = self._name(item.person), self._company(item.company)
        role, via = self._role(item.role), item.via and self._company(item.via)
        made = replace(
            item,
            path=self._path(item.path),
            id=f"vk-{name}-{place}",
            rule=name,
            company=company,
            role=role,
            person=person,
            nested=(),
            via=via,
            lessons=None,
        )
        return replace(made, text=self._text(made, words))

    def _text(self, item: Item, words: Sequence[str]) -> str:
        """Return the words of a rule's line; of a line of somebody's own only that it is one."""
        key = next((f"item.{word}" for word in words if self._phrases.has(f"item.{word}.text")), "")
        if not key:
            return self._phrases.say("redacted.item")
        forms = ["nameless"] * (item.person is None) + ["text-no-role"] * (item.role is None)
        form = next((form for form in forms if self._phrases.has(f"{key}.{form}")), "text")
        name = item.person.text if item.person else ""
        return self._phrases.say(
            f"{key}.{form}",
            company=item.company,
            role=item.role or "",
            person=name,
            name=name,
            via=item.via or "",
        )

    def _company(self, text: str) -> str:
        return self._names["company"].of(fold(text))

    def _role(self, text: str | None) -> str | None:
        return self._names["role"].of(fold(text)) if text else None

    def _path(self, path: str) -> str:
        return f"{self._names['note'].of(path)}.md"

    def _name(self, name: Name | None) -> Name | None:
        if name is None:
            return None
        return Name(self._names["person"].of(self._directory.identity(name)))


def _known(stage: str | None, stages: Stages) -> str | None:
    """Return the playbook's stage that a vault's own one is treated as."""
    found = stages.named(stage)
    if found is None:
        return None
    return found.like or found.name
