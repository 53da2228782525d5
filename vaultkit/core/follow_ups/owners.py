"""Whose each line of a note is: whom its link names, then its id, however the name is spelt now.

A plan names its lines by the people whom the note names today. What stands in the note, or in
its memory, may bear an older name::

    interviewers: "[[Marta Verdi]]"
    - [x] Write to [[Marta Verdi]] … ^vk-follow-up-marta-rossi

The link says that the line is Marta Verdi's, so that ``follow-up-marta-verdi`` of the plan is
``follow-up-marta-rossi`` in this note, done. The id that stands is never rewritten.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from difflib import SequenceMatcher

from vaultkit.core.follow_ups.ledger import Given
from vaultkit.core.follow_ups.piece import Piece, without_escapes
from vaultkit.core.follow_ups.rules import Playbook, Rule
from vaultkit.core.front_matter.written import links
from vaultkit.core.notes.application import Application, Name, named_people, person_slug
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.someone import Someone, one_of
from vaultkit.value import frozen

_NUMBERED = re.compile(r"(.*)-([2-9]|[1-9][0-9]{1,2})")
_LIKE = 0.8
_SHORTEST_WORD = 4
"""Letters of a name's part that two spellings of one person share; "Dr" or "Prof" would not tell."""


@frozen
class Guess:
    """An id that stands for a name which the note does not hold, and who is taken for its owner.

    ``is_taken`` tells whether the line counts as theirs; else it is only told of.
    """

    id: str
    someone: Someone
    is_taken: bool


@frozen
class Owners:
    """Whose each id is. Ids come without ``vk-``.

    ``planned`` maps an id as it stands to the plan's name for that line; one that the plan
    must not know, since the person has another line for the same, to a name that no plan holds.
    """

    people: tuple[Someone, ...] = ()
    planned: Mapping[str, str] = field(default_factory=dict)
    someone: Mapping[str, Someone] = field(default_factory=dict)
    guesses: tuple[Guess, ...] = ()

    def in_plan(self, item_id: str) -> str:
        """Return what the plan calls an id that stands in the note."""
        return self.planned.get(item_id, item_id)

    def in_note(self, planned_id: str) -> str:
        """Return the id that stands in the note for one of the plan's."""
        return self._standing.get(planned_id, planned_id)

    @property
    def _standing(self) -> Mapping[str, str]:
        return {planned: item_id for item_id, planned in self.planned.items()}

    def each_once(self, application: Application) -> Application:
        """Return the application with one name for each person, whatever it calls them."""
        names = {name: someone.name for someone in self.people for name in someone.names}
        interviewers = dict.fromkeys(names.get(name, name) for name in application.interviewers)
        return replace(
            application,
            recruiter=application.recruiter
            and names.get(application.recruiter, application.recruiter),
            contact=application.contact and names.get(application.contact, application.contact),
            interviewers=tuple(interviewers),
        )


def people_of(application: Application, directory: Directory) -> tuple[Someone, ...]:
    """Return everybody whom a note names, each once: one note, or one ``<person>``, is one person."""
    named = {(name.text, name.target): name for name in named_people(application)}
    each = tuple([directory.someone(name) for name in named.values()])
    if len({one.slug for one in each}) == len({one.identity for one in each}) == len(each):
        return each  # as nearly always: nobody goes by two names in one note
    groups: list[list[Someone]] = []
    group_of: dict[str, int] = {}
    for someone in each:
        slug, identity, new = someone.slug, someone.identity, len(groups)
        number = min(group_of.get(slug, new), group_of.get(identity, new))
        group_of[slug] = group_of[identity] = number
        if number == new:
            groups.append([someone])
        else:
            groups[number].append(someone)
    return tuple([one_of(group) for group in groups])


@frozen
class _Held:
    """An id for writing to somebody: its rule, and what of it may be a number behind the person."""

    id: str
    rule: Rule
    rest: str
    piece: Piece | None

    def readings(self) -> Iterator[tuple[str, int]]:
        """Yield the slugs that the id may hold, each with the line's number; the longest first."""
        yield self.rest, 1
        if match := _NUMBERED.fullmatch(self.rest):
            yield match[1], int(match[2])

    @property
    def shortest(self) -> tuple[str, int]:
        """The reading that takes most of the id for a number."""
        *_, last = self.readings()
        return last

    @property
    def slug(self) -> str:
        return self.shortest[0]


def person_part(item_id: str, rule: Rule) -> str:
    """Return the part of an id that stands for somebody, without a number; "" where there is none."""
    rest = item_id.removeprefix(rule.name).removeprefix("-")
    return "" if rest.isdigit() else _Held(item_id, rule, rest, None).slug


def owners(
    application: Application,
    pieces: Sequence[Piece],
    given: Mapping[str, Given],
    playbook: Playbook,
    directory: Directory,
) -> Owners:
    """Return whose the ids are that stand in ``pieces`` or in the memory's ``given``."""
    people = people_of(application, directory)
    standing = {piece.id: piece for piece in reversed(pieces)}
    plain = _plainly(standing, given, people, playbook)
    if plain is not None:
        return Owners(people, someone=plain)
    held = [
        _Held(item_id, rule, rest, standing.get(item_id))
        for item_id, rule, rest in _for_people(standing, given, playbook)
    ]
    found: dict[str, tuple[Someone, int]] = {}
    for one in held:
        by_link = _by_link(one, people, directory)
        match = by_link or _by_id(one, people, directory) or _by_words(one, people)
        if match:
            found[one.id] = match
    guesses: tuple[Guess, ...] = ()
    if len(found) < len(held):  # whether a line is untouched takes long to tell
        loose = [
            one for one in held if not (one.piece and one.piece.is_untouched(given.get(one.id)))
        ]
        guesses = tuple(_guesses(loose, found, people, directory))
    taken = {guess.id: guess.someone for guess in guesses if guess.is_taken}
    found |= {one.id: (taken[one.id], one.shortest[1]) for one in held if one.id in taken}
    someone = {item_id: someone for item_id, (someone, _) in found.items()}
    return Owners(people, _planned(held, found, given), someone, guesses)


def _for_people(
    standing: Iterable[str], given: Iterable[str], playbook: Playbook
) -> Iterator[tuple[str, Rule, str]]:
    """Yield each id of a line for somebody, its rule, and what stands behind the rule's name."""
    for item_id in dict.fromkeys((*standing, *given)):
        rule = playbook.rule_of(item_id)
        if rule is None or not rule.has_addressee:
            continue
        rest = item_id[len(rule.name) + 1 :]
        if item_id != rule.name and not rest.isdigit():
            yield item_id, rule, rest


def _plainly(
    standing: Mapping[str, Piece],
    given: Mapping[str, Given],
    people: Sequence[Someone],
    playbook: Playbook,
) -> dict[str, Someone] | None:
    """Return whose each id is where all are the plan's own, and no line links to anybody else; else None.

    So it is in nearly every note, and told in a fifth of the time.
    """
    found: dict[str, Someone] = {}
    for item_id, _, rest in _for_people(standing, given, playbook):
        someone = next((one for one in people if rest in one.slugs), None)
        if someone is None or someone.slug != rest:
            return None
        piece = standing.get(item_id)
        if piece and not _links_to_nobody_else(piece.task.text, someone):
            return None
        found[item_id] = someone
    return found


def _links_to_nobody_else(text: str, someone: Someone) -> bool:
    """Tell whether that is sure: another spelling of the link takes a longer look."""
    if "[" not in text:
        return True
    return text.count("[") == 2 and someone.link is not None and someone.link in text


def _by_link(
    one: _Held, people: Sequence[Someone], directory: Directory
) -> tuple[Someone, int] | None:
    """Return whom a line's link names. A person's remark may link to others too: who is in the id comes first."""
    if one.piece is None:
        return None
    linked = [
        someone
        for name in links_in(one.piece.task.text)
        if (someone := _of(name, people, directory))
    ]
    own = _by_slug(one, people)
    if own and (own[0] in linked or _is_in_words(own[0], one.piece)):
        return own
    return (linked[0], _number(one, linked[0])) if linked else None


def _of(name: Name, people: Sequence[Someone], directory: Directory) -> Someone | None:
    slug, identity = person_slug(name), ""
    for someone in people:
        if slug in someone.slugs:
            return someone
        identity = identity or directory.identity(name)
        if someone.identity == identity:
            return someone
    return None


def _number(one: _Held, someone: Someone) -> int:
    """A number of the first versions may be part of a name: that of somebody whose name it is."""
    slugs = someone.slugs | someone.first_slugs
    own = (number for slug, number in one.readings() if slug in slugs)
    return next(own, one.shortest[1])


def _by_words(one: _Held, people: Sequence[Someone]) -> tuple[Someone, int] | None:
    """Return the one person whose name stands in a line of which neither link nor id says whose it is."""
    worded = [someone for someone in people if one.piece and _is_in_words(someone, one.piece)]
    return (worded[0], _number(one, worded[0])) if len(worded) == 1 else None


def _by_id(
    one: _Held, people: Sequence[Someone], directory: Directory
) -> tuple[Someone, int] | None:
    """Return whom an id names, unless the line's link names a person who is somebody else."""
    if one.piece and any(directory.person(name) for name in links_in(one.piece.task.text)):
        return None
    return _by_slug(one, people)


def _by_slug(one: _Held, people: Sequence[Someone]) -> tuple[Someone, int] | None:
    for slug, number in one.readings():
        if fitting := [someone for someone in people if slug in someone.slugs]:
            return fitting[0], number
    for slug, number in one.readings():
        fitting = [someone for someone in people if slug in someone.first_slugs]
        # The first versions dropped digits: "Panel 1" and "Panel 2" were one in their ids.
        worded = [someone for someone in fitting if one.piece and _is_in_words(someone, one.piece)]
        if fitting:
            return (worded or fitting)[0], number
    return None


def _is_in_words(someone: Someone, piece: Piece) -> bool:
    plain = [re.escape(name.text) for name in someone.names if name.target is None]
    return any(re.search(rf"(?<!\w){name}(?!\w)", piece.task.text) for name in plain)


def _guesses(
    held: Sequence[_Held],
    found: Mapping[str, tuple[Someone, int]],
    people: Sequence[Someone],
    directory: Directory,
) -> Iterator[Guess]:
    """Yield, of each rule, the ids that are nobody's beside people who have none: a name may have been mended.

    Only a name that is no other person's note can be another's old one. One that is near is
    taken for it; any other is only told of, where it is done. Untouched lines are not among
    ``held``: they go, and come with the name that is right.
    """
    for rule in dict.fromkeys(one.rule.name for one in held):
        of_rule = [one for one in held if one.rule.name == rule]
        served = [found[one.id][0] for one in of_rule if one.id in found]
        new = [each for each in people if not any(each is other for other in served)]
        orphans = [one for one in of_rule if one.id not in found and not _is_known(one, directory)]
        for one in orphans:
            likely = max(new, key=lambda each: _likeness(one.slug, each), default=None)
            if likely and _likeness(one.slug, likely) >= _LIKE:
                yield Guess(one.id, likely, True)
            elif likely and one.piece and one.piece.done_on:
                yield Guess(one.id, likely, False)


def _is_known(one: _Held, directory: Directory) -> bool:
    """Tell whether the line is for a person who has a note."""
    linked = one.piece and any(directory.person(name) for name in links_in(one.piece.task.text))
    return bool(linked) or directory.person_of_slug(one.slug) is not None


def _likeness(slug: str, someone: Someone) -> float:
    """Return from 0 to 1 how near two spellings are; a shared part of the name makes them near."""
    one, other = set(slug.split("-")), set(someone.slug.split("-"))
    if _tells_apart(one - other) and _tells_apart(other - one):
        return 0
    shared = {part for part in one & other if len(part) >= _SHORTEST_WORD}
    near = SequenceMatcher(None, slug, someone.slug, autojunk=False).ratio()
    return max(near, _LIKE) if shared else near


def _tells_apart(parts: set[str]) -> bool:
    """Tell whether what one name has and another lacks is only a number or a letter: Panel 1, Interviewer B."""
    return bool(parts) and all(re.fullmatch(r"n[0-9]+|[a-z]", part) for part in parts)


def _planned(
    held: Sequence[_Held], found: Mapping[str, tuple[Someone, int]], given: Mapping[str, Given]
) -> dict[str, str]:
    """Return the plan's names. Of two ids for one line the one that the person did most with stands for it."""
    wanted: dict[str, list[_Held]] = {}
    for one in held:
        if match := found.get(one.id):
            someone, number = match
            name = f"{one.rule.name}-{someone.slug}"
            wanted.setdefault(name if number == 1 else f"{name}-{number}", []).append(one)
    planned: dict[str, str] = {}
    for name, several in wanted.items():
        best = several[0]
        if len(several) > 1:
            best = min(several, key=lambda one: (_rank(one, given), one.id != name, one.id))
        planned |= {one.id: name if one is best else f"={one.id}" for one in several}
    return planned


def _rank(one: _Held, given: Mapping[str, Given]) -> int:
    piece, known = one.piece, given.get(one.id)
    if piece is None:
        return 1 if known and known.done else 4
    if piece.done_on:
        return 0
    return 3 if piece.is_untouched(known) else 2


def links_in(text: str) -> Iterator[Name]:
    """Yield whom the links of a line name, of both kinds; a formatter may have escaped them."""
    text = without_escapes(text)
    for link in links(text):
        if link.target:
            yield Name(*link)
