"""What a file of contacts would become: who of them has a note, who is meant, and who is left aside.

A phone holds everybody: the dentist too. Without a word of the person's those alone are meant
whom the notes speak of already: whom an application names, and who works where one applied or
where somebody with a note does. A file of one card was chosen by hand.

Two cards, or a card and a note, are the same person when they have the same UID, a mail address
in common, or the name that a note is found by: see ``Directory``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from vaultkit.core.across.people import firm
from vaultkit.core.notes.application import Application, Name, named_people
from vaultkit.core.notes.directory import Directory, fold_name
from vaultkit.core.tables.plan import Differs
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.vcards.details import Details
from vaultkit.core.vcards.somebody import Somebody
from vaultkit.value import frozen

State = Literal["new", "there", "double", "left", "aside"]


@frozen
class CardPlan:
    """What becomes of one card. ``path`` is the note that it makes, or that is there already.

    ``of_line`` is the card that says the same. ``is_namesake`` tells that this one has its name alone.
    """

    who: Somebody
    state: State
    path: str | None = None
    data: bytes = b""
    of_line: int = 0
    is_namesake: bool = False
    differs: tuple[Differs, ...] = ()


@frozen
class Wanted:
    """Whom a person wants. ``only`` are parts of a name, a company or an address; any one of them is enough."""

    is_all: bool = False
    only: tuple[str, ...] = ()

    def wants(self, who: Somebody) -> bool:
        told = [fold_name(text) for text in (who.name, who.company, *who.emails)]
        return self.is_all or any(
            fold_name(one_line(word)) in text for word in self.only for text in told
        )


@frozen
class Spoken:
    """Of whom the notes speak: folded names, addresses, and companies without their legal form."""

    names: Collection[str] = ()
    addresses: Collection[str] = ()
    firms: Collection[str] = ()

    def knows(self, who: Somebody) -> bool:
        return (
            fold_name(who.name) in self.names
            or not who.addresses.isdisjoint(self.addresses)
            or bool(firm(who.company) and firm(who.company) in self.firms)
        )


def spoken_of(applications: Iterable[Application], everybody: Iterable[Details]) -> Spoken:
    """Return of whom the notes speak."""
    names, addresses, firms = set[str](), set[str](), set[str]()
    for one in applications:
        names.update(fold_name(name.text) for name in named_people(one))
        addresses.update(map(str.casefold, one.addresses.values()))
        firms.add(firm(one.company))
    firms.update(firm(known.person.company or "") for known in everybody)
    return Spoken(names, addresses, firms - {""})


@dataclass
class Known:
    """Who has a note, or a card further up."""

    directory: Directory
    by_uid: dict[str, Details] = field(default_factory=dict)
    by_address: dict[str, Details] = field(default_factory=dict)
    by_path: dict[str, Details] = field(default_factory=dict)

    def of(self, who: Somebody) -> str | None:
        """Return the path of somebody's note, None where they have none."""
        found = self.by_uid.get(who.uid) if who.uid else None
        by_address = (self.by_address.get(address) for address in sorted(who.addresses))
        found = found or next(filter(None, by_address), None)
        if found:
            return found.person.path
        called = self.directory.person(Name(who.name)) or next(
            iter(self.directory.people_called(who.name)), None
        )
        return called.path if called else None


def known(everybody: Sequence[Details], directory: Directory, uids: Mapping[str, str]) -> Known:
    """Return who has a note. ``uids`` are those of their cards, by path."""
    found = Known(directory)
    for one in everybody:
        found.by_path[one.person.path] = one
        for uid in filter(None, (one.uid, uids.get(one.person.path, ""))):
            found.by_uid.setdefault(uid, one)
        for address in one.addresses:
            found.by_address.setdefault(address, one)
    return found


def plans(
    cards: Sequence[Somebody], there: Known, spoken: Spoken, wanted: Wanted
) -> Iterator[CardPlan]:
    """Yield what becomes of each card, in order; those that are new have no path yet."""
    is_chosen = len(cards) == 1 and not wanted.only
    above = _Above()
    for who in cards:
        if not who.name:
            yield CardPlan(who, "left")
        elif path := there.of(who):
            yield CardPlan(who, "there", path, differs=tuple(_differing(who, there, path)))
        elif not (is_chosen or wanted.wants(who) or _is_meant(who, spoken, wanted)):
            yield CardPlan(who, "aside")
        else:
            yield above.met(who)


def _is_meant(who: Somebody, spoken: Spoken, wanted: Wanted) -> bool:
    return not wanted.only and spoken.knows(who)


def _differing(who: Somebody, there: Known, path: str) -> Iterator[Differs]:
    """Yield what a card says otherwise than the note: of addresses and numbers, that none of them stands there."""
    note = there.by_path.get(path)
    if note is None:
        return
    company, role = note.person.company or "", note.person.role or ""
    if who.company and firm(who.company) != firm(company):
        yield Differs("company", who.company, company)
    if who.role and fold_name(who.role) != fold_name(role):
        yield Differs("role", who.role, role)
    if who.emails and who.addresses.isdisjoint(note.addresses):
        yield Differs("email", who.emails[0], ", ".join(note.emails))
    if who.phones and set(map(_digits, who.phones)).isdisjoint(map(_digits, note.phones)):
        yield Differs("phone", who.phones[0], ", ".join(note.phones))


def _digits(phone: str) -> str:
    """Return the last digits of a number, which are the same with and without the country's."""
    return "".join(filter(str.isdigit, phone))[-8:]


@dataclass
class _Above:
    """The cards further up that make notes, by UID, address and name."""

    uids: dict[str, Somebody] = field(default_factory=dict)
    addresses: dict[str, Somebody] = field(default_factory=dict)
    names: dict[str, Somebody] = field(default_factory=dict)

    def met(self, who: Somebody) -> CardPlan:
        """Return what becomes of a card. Of two namesakes one alone can be meant by the name in a note."""
        same = self.uids.get(who.uid) or next(
            filter(None, map(self.addresses.get, sorted(who.addresses))), None
        )
        if same:
            return CardPlan(who, "double", of_line=same.line)
        namesake = self.names.get(fold_name(who.name))
        if namesake:
            is_other = _are_two(who, namesake)
            state: State = "left" if is_other else "double"
            return CardPlan(who, state, of_line=namesake.line, is_namesake=is_other)
        if who.uid:
            self.uids[who.uid] = who
        self.addresses.update(dict.fromkeys(who.addresses, who))
        self.names[fold_name(who.name)] = who
        return CardPlan(who, "new")


def _are_two(one: Somebody, other: Somebody) -> bool:
    """Tell whether two of one name are two people: both have addresses, or a company, and none in common."""
    firms = firm(one.company), firm(other.company)
    return bool(one.addresses and other.addresses) or bool(all(firms) and firms[0] != firms[1])
