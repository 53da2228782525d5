"""An application note, read: its head, its block, its items, and what it says."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from operator import attrgetter
from types import MappingProxyType

from vaultkit.core.follow_ups.block import Block, BlockDamage, block_in
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.follow_ups.owners import Owners, links_in, owners, person_part
from vaultkit.core.follow_ups.piece import (
    ID_MARK,
    ID_PREFIX,
    Piece,
    doubled,
    heal,
    marked_lines,
    pieces_at,
)
from vaultkit.core.follow_ups.rules import Playbook, Rule
from vaultkit.core.follow_ups.statuses import as_meant
from vaultkit.core.follow_ups.wrapped import read_wrapped
from vaultkit.core.front_matter.read import Head, HeadSpan
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.notes.application import (
    Application,
    Name,
    person_slug,
    read_application,
    told_stage,
)
from vaultkit.core.notes.directory import Directory
from vaultkit.core.text.markdown import may_end_open
from vaultkit.core.text.note import Note, ending
from vaultkit.core.text.once import once
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.value import frozen

HARMLESS = ("item-doubled",)
"""Problems that freeze the lines they speak of, and not the whole note."""
_DAMAGE = ("marker", "memory-", "block-")
"""How the codes begin of what is wrong with a block."""
_FOREIGN = ("kanban-plugin", "excalidraw-plugin")
_NO_HEAD = HeadSpan(0, 0, 0)
_NO_MEMORY = Memory()

Pieces = tuple[Piece, ...]


@frozen
class Sheet:
    """An application note that can be worked on.

    ``read`` is the note's text as it stands; ``healed`` are the lines of the part that was read, where
    silent doubles are healed in it, else none. ``pieces`` are the items in the block, ``strays`` those
    elsewhere in the note, and ``wrapped`` those of either whose line a formatter has wrapped:
    they are read, and never written. ``application`` has its stamped days; ``memory`` is as the
    block has it, ``stamped`` with what this look added. Without a block the memory is empty.
    """

    note: Note
    read: ReadText
    head: Head
    healed: Sequence[str]
    block: Block | None
    pieces: tuple[Piece, ...]
    strays: tuple[Piece, ...]
    application: Application
    memory: Memory
    stamped: Memory
    problems: tuple[Problem, ...] = ()
    wrapped: tuple[Piece, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    """What the symbols in a line's box stand for that the vault gave a meaning of its own."""
    found_by: tuple[str, ...] = ()
    """The marks of the vault (a folder, ``#tag``) that find the note."""

    @once
    def lines(self) -> Sequence[str]:
        """The lines of the note with silent doubles healed: "" for a line that goes."""
        return (*self.healed, *self.read.lines[len(self.healed) :])

    @property
    def span(self) -> HeadSpan:
        """Where the head stands: at the very beginning, and empty, where there is none."""
        return self.read.span or _NO_HEAD

    @property
    def body(self) -> int:
        """The index of the first line below the head."""
        return self.read.body

    @property
    def standing(self) -> tuple[Piece, ...]:
        """All items that stand in the note, whole or wrapped."""
        return (*self.pieces, *self.strays, *self.wrapped)

    @property
    def is_frozen(self) -> bool:
        """Tell whether a problem keeps every byte of the note until it is mended."""
        return any(
            finding.severity == "problem" and finding.code not in HARMLESS
            for finding in self.problems
        )

    @property
    def done(self) -> dict[str, date]:
        """The days of the touches of done items, by id without ``vk-``; those whose line is gone too."""
        standing = {piece.id for piece in self.standing}
        days = {
            name: given.done
            for name, given in self.memory.given.items()
            if given.done and name not in standing
        }
        return days | {piece.id: day for piece in self.standing if (day := piece.done_on)}


def read_sheet(
    read: ReadText, head: Head, vocabulary: Vocabulary, found_by: tuple[str, ...] = ()
) -> Sheet | tuple[Problem, ...]:
    """Return the sheet of a note that is marked as an application; no sheet, and no word, for a template."""
    note = read.note
    title = next((found.words for found in read.headings), "") if head.find("title") else ""
    application, problems = read_application(note.path, note.name, head, vocabulary, title)
    if application is None:
        return problems
    return _sheet(read, head, application, problems, vocabulary.statuses, found_by)


def bare_sheet(note: Note, problems: tuple[Problem, ...]) -> Sheet | Problem | None:
    """Return the sheet of a note that is no application and has a block, or why its markers cannot be trusted.

    Nothing is known of it but its block: it is there to be taken out. None without a marker.
    """
    read = ReadText(note)
    head = read.head(note.path) or Head()
    sheet = _sheet(read, head, Application(note.path, note.name, ""), problems, {})
    if sheet.block is None:
        return next((told for told in sheet.problems if told.code.startswith(_DAMAGE)), None)
    return sheet


def reread(sheet: Sheet, raw: bytes) -> Sheet | None:
    """Return the sheet of a note after an edit of its block, as of the same look; None where its head does not read."""
    note = Note(sheet.note.path, raw)
    read = ReadText(note)
    head = read.head(note.path)
    if head is None:
        return None
    again = _sheet(read, head, sheet.application, (), sheet.statuses)
    over = tuple(sorted({*again.memory.over, *sheet.stamped.over}))
    return replace(
        again, stamped=replace(again.memory, first_seen=sheet.stamped.first_seen, over=over)
    )


def _sheet(
    read: ReadText,
    head: Head,
    application: Application,
    problems: tuple[Problem, ...],
    statuses: Mapping[str, str],
    found_by: tuple[str, ...] = (),
) -> Sheet:
    damage = []
    try:
        part, block = block_in(read)
    except BlockDamage as found:
        part, block = read, None
        damage = [problem(read.note.path, found.index + 1, found.code, value=found.value)]
    memory = block.memory if block else _NO_MEMORY
    healed, pieces, strays, wrapped = _items(part, block, statuses)
    obstacles = _obstacles(read, part, head)
    told = _told_of_items(read.note, pieces, strays, wrapped)
    return Sheet(
        note=read.note,
        read=read,
        head=head,
        healed=healed,
        block=block,
        pieces=pieces,
        strays=strays,
        application=application,
        memory=memory,
        stamped=memory,
        problems=(*problems, *obstacles, *damage, *told),
        wrapped=wrapped,
        statuses=statuses,
        found_by=found_by,
    )


def _items(
    read: ReadText, block: Block | None, statuses: Mapping[str, str]
) -> tuple[Sequence[str], Pieces, Pieces, Pieces]:
    """Return the lines, where silent doubles are healed, and the items: in the block, elsewhere, wrapped."""
    if ID_MARK.encode() not in read.note.raw:
        return (), (), (), ()
    lines, prose = read.lines, read.outline.prose
    first, last = (block.begin + 1, block.end) if block else (read.body, read.body)
    given = block.memory.given if block else {}
    # A head that is not closed may reach down to a line across below the block.
    places = marked_lines(lines, prose, min(first, read.body))
    inside = pieces_at([at for at in places if first <= at < last], lines, last, given)
    healed, pieces = heal(lines, as_meant(inside, statuses))
    if len(inside) == len(places):  # as nearly always: none stands elsewhere, and none is broken
        return healed, pieces, (), ()
    names = {piece.id for piece in pieces}
    above = pieces_at([at for at in places if read.body <= at < first], lines, first)
    below = pieces_at([at for at in places if at >= last], lines)
    strays = as_meant((one for one in (*above, *below) if one.id not in names), statuses)
    names.update(piece.id for piece in strays)
    broken = read_wrapped(places, lines, prose, read.body, given) if given else ()
    wrapped = as_meant((piece for piece in broken if piece.id not in names), statuses)
    return healed, pieces, strays, wrapped


def _told_of_items(
    note: Note, pieces: Pieces, strays: Pieces, wrapped: Pieces
) -> Iterator[Problem]:
    hidden = [piece for piece in (*pieces, *strays) if piece.task.hides]
    yield from _told_of(note, problem, "item-doubled", doubled(pieces))
    yield from _told_of(note, hint, "item-hidden", _still_open(hidden))
    yield from _told_of(note, hint, "item-wrapped", _still_open(wrapped))


def _still_open(pieces: Iterable[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not piece.task.is_closed]


def _told_of(
    note: Note, report: Callable[..., Problem], code: str, pieces: Iterable[Piece]
) -> Iterator[Problem]:
    for piece in pieces:
        yield report(note.path, piece.at + 1, code, id=ID_PREFIX + piece.id)


def _obstacles(read: ReadText, part: ReadText, head: Head) -> Iterator[Problem]:
    """Yield what forbids writing into a note of this shape. Nothing is open at the end of a part that is not all."""
    path, below = read.note.path, read.note.raw[len(part.note.raw) :]
    for name in _FOREIGN:
        if (line := head.line_of(name)) is not None:
            yield problem(path, line, "foreign-note", plugin=name.removesuffix("-plugin"))
    # An odd "$$" or "%%" hides what is below it, where no block goes: it is prose as often as not.
    is_open = part is read or may_end_open(below)
    mark, index = (is_open and read.outline.open_end) or ("", 0)
    if mark not in ("", "$$", "%%"):
        yield problem(path, index + 1, "open-at-end", mark=mark)


def added_above(sheet: Sheet) -> int:
    """Return how many characters above the block were added for it: a line's end, where none stands below it.

    A lone carriage return at the note's end is the person's, though it now looks like one half.
    """
    block = sheet.block
    assert block is not None
    if ending(sheet.lines[block.end]):
        return 0
    newline, above = ending(sheet.lines[block.begin]), sheet.lines[block.begin - 1]
    return len(newline) if above.endswith(newline) else 0


def furthest(sheet: Sheet) -> str:
    """Return the furthest stage ever reached, as the note and its memory know it."""
    told = told_stage(sheet.application)
    return sheet.application.stages.furthest((told, sheet.memory.furthest))


def owners_of(sheet: Sheet, playbook: Playbook, directory: Directory) -> Owners:
    """Return whose the lines of a note are, and those that its memory knows."""
    return owners(sheet.application, sheet.standing, sheet.memory.given, playbook, directory)


def entry(
    sheet: Sheet,
    playbook: Playbook,
    directory: Directory,
    owned: Owners | None = None,
    agencies: Mapping[str, str] = MappingProxyType({}),
) -> Entry:
    """Return the application with its items, in the order of the lines. ``owned`` comes from ``owners_of``.

    ``agencies`` are the companies of recruiters who work elsewhere, by the slug of their name.
    """
    owned = owned or owners_of(sheet, playbook, directory)
    pieces = sorted(sheet.standing, key=attrgetter("at"))
    items = tuple([_item(sheet, piece, playbook, owned, agencies) for piece in pieces])
    tidied = tuple(_tidied(sheet, playbook, owned, directory))
    return Entry(sheet.application, items, sheet.stamped, sheet.problems, tidied=tidied)


def _tidied(
    sheet: Sheet, playbook: Playbook, owned: Owners, directory: Directory
) -> Iterator[tuple[str, date]]:
    """Yield whom the memory knows to have been written to, with the day, where the done line is gone."""
    done = [(item_id, given.done) for item_id, given in sheet.memory.given.items() if given.done]
    standing = {piece.id for piece in sheet.standing} if done else ()
    for item_id, day in done:
        rule = None if item_id in standing else playbook.rule_of(item_id)
        if rule and rule.has_addressee:
            yield _identity(item_id, rule, owned, directory), day


def _identity(item_id: str, rule: Rule, owned: Owners, directory: Directory) -> str:
    """Return the identity of whom an id is for, as the note has it, else as the vault's notes do."""
    if someone := owned.someone.get(item_id):
        return someone.identity
    slug = person_part(item_id, rule)
    person = directory.person_of_slug(slug)
    return person.path if person else slug


def _item(
    sheet: Sheet, piece: Piece, playbook: Playbook, owned: Owners, agencies: Mapping[str, str]
) -> Item:
    application, task = sheet.application, piece.task
    rule, given = playbook.rule_of(piece.id), sheet.memory.given.get(piece.id)
    someone, due = owned.someone.get(piece.id), task.due
    person = someone.name if someone else _linked(piece, rule)
    slug = someone.slug if someone else person_slug(person) if person else ""
    snoozed, first_due = given.put_off(due) if given else (0, None)
    return Item(
        path=application.path,
        line=piece.at + 1,
        id=ID_PREFIX + piece.id,
        rule=rule.name if rule else piece.id,
        text=task.text,
        status=task.status,
        company=application.company,
        role=application.role,
        person=person,
        start=task.start,
        due=due or (given.due if given and task.hides else None),
        done_on=piece.done_on,
        nested=tuple([line.rstrip("\r\n") for line in piece.nested(given)]),
        is_wrapped=piece.rest > 0,
        first_due=first_due,
        snoozed=snoozed,
        via=agencies.get(slug),
        for_interview=rule is not None and rule.for_interview,
        lessons=rule.lessons if rule else None,
    )


def _linked(piece: Piece, rule: Rule | None) -> Name | None:
    """Return whom the link of a line names that is for somebody whom the note does not name."""
    rest = piece.id.removeprefix(rule.name if rule else piece.id).removeprefix("-")
    return next(links_in(piece.task.text), None) if rest and not rest.isdigit() else None
