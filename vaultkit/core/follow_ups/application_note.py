"""An application note, read: its head, its block, its items, and what it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from vaultkit.core.follow_ups.block import Block, BlockDamage, find_block
from vaultkit.core.follow_ups.checklist import ID_PREFIX, Piece, doubled, heal, read_pieces
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.follow_ups.owners import Owners, links_in, owners, person_part
from vaultkit.core.follow_ups.rules import Playbook, Rule
from vaultkit.core.follow_ups.statuses import as_meant
from vaultkit.core.follow_ups.wrapped import read_wrapped
from vaultkit.core.front_matter.read import Head, HeadSpan, read_head, split_head
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.notes.application import (
    Application,
    Name,
    latest_day,
    read_application,
    told_stage,
)
from vaultkit.core.notes.directory import Directory
from vaultkit.core.text.markdown import Outline, conflict_line, heading, outline
from vaultkit.core.text.note import Note, ending, split_lines
from vaultkit.core.text.problem import Problem, hint, problem

RECENT_DAYS = 60
HARMLESS = ("item-doubled",)
"""Problems that freeze the lines they speak of, and not the whole note."""
_DAMAGE = ("marker", "memory-", "block-")
"""How the codes begin of what is wrong with a block."""
_FOREIGN = ("kanban-plugin", "excalidraw-plugin")


@dataclass(frozen=True)
class Sheet:
    """An application note that can be worked on.

    ``lines`` are all lines of the note with their endings, silent doubles healed ("" for a
    line that goes); ``body`` is the index of the first one below the head; ``outline`` speaks
    of all lines. ``pieces`` are the items in the block, ``strays`` those elsewhere in the
    note, and ``wrapped`` those of either whose line a formatter has wrapped: they are read, and
    never written. ``application`` has its stamped days, ``memory`` is as the block has it, ``stamped``
    with what this look added. Without a block the memory is empty.
    """

    note: Note
    head: Head
    span: HeadSpan
    lines: tuple[str, ...]
    body: int
    outline: Outline
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
        standing = self.standing
        days = {item_id: given.done for item_id, given in self.memory.given.items() if given.done}
        return {
            name: day for name, day in days.items() if name not in {piece.id for piece in standing}
        } | {piece.id: day for piece in standing if (day := piece.done_on)}


def conflict(note: Note) -> Problem | None:
    """Return the problem of a note that git left in conflict, whatever kind of note it is."""
    if b"<<<<<<< " not in note.raw or b">>>>>>> " not in note.raw:
        return None
    span = split_head(note.text)
    body = len(split_lines(note.text[: span.body])) if span else 0
    index = conflict_line(split_lines(note.text), body)
    return None if index is None else problem(note.path, index + 1, "git-conflict")


def read_sheet(
    note: Note, head: Head, span: HeadSpan, vocabulary: Vocabulary
) -> Sheet | tuple[Problem, ...]:
    """Return the sheet of a note that is marked as an application; no sheet, and no word, for a template."""
    first = _heading(note.text[span.body :]) if head.find("title") else ""
    application, problems = read_application(note.path, note.name, head, vocabulary, first)
    if application is None:
        return problems
    return _sheet(note, head, span, application, problems, vocabulary.statuses)


def _heading(body: str) -> str:
    """Return the words of the first heading of a note, "" where it has none."""
    lines = split_lines(body)
    found = (
        heading(line)
        for line, is_prose in zip(lines, outline(lines).prose, strict=True)
        if is_prose
    )
    return next((title[1] for title in found if title), "")


def bare_sheet(note: Note, problems: tuple[Problem, ...]) -> Sheet | Problem | None:
    """Return the sheet of a note that is no application and has a block, or why its markers cannot be trusted.

    Nothing is known of it but its block: it is there to be taken out. None without a marker.
    """
    span = split_head(note.text) or HeadSpan(0, 0, 0)
    found = read_head(note.path, note.text, span) if span.body else None
    head = found if isinstance(found, Head) else Head()
    sheet = _sheet(note, head, span, Application(note.path, note.name, ""), problems, {})
    if sheet.block is None:
        return next((told for told in sheet.problems if told.code.startswith(_DAMAGE)), None)
    return sheet


def reread(sheet: Sheet, raw: bytes) -> Sheet | None:
    """Return the sheet of a note after an edit of its block, as of the same look; None where its head does not read."""
    note = Note(sheet.note.path, raw)
    span = split_head(note.text)
    head = read_head(note.path, note.text, span) if span else None
    if span is None or not isinstance(head, Head):
        return None
    again = _sheet(note, head, span, sheet.application, (), sheet.statuses)
    over = tuple(sorted({*again.memory.over, *sheet.stamped.over}))
    return replace(
        again, stamped=replace(again.memory, first_seen=sheet.stamped.first_seen, over=over)
    )


def _sheet(
    note: Note,
    head: Head,
    span: HeadSpan,
    application: Application,
    problems: tuple[Problem, ...],
    statuses: Mapping[str, str],
) -> Sheet:
    lines = split_lines(note.text)
    body = len(split_lines(note.text[: span.body]))
    below = outline(lines[body:])
    opened = (below.open_end[0], below.open_end[1] + body) if below.open_end else None
    whole = Outline((True,) * body + below.prose, opened)
    block, damage = None, list(_obstacles(note, head, whole))
    try:
        block = find_block(lines, whole)
    except BlockDamage as found:
        damage.append(problem(note.path, found.index + 1, found.code, value=found.value))
    first, last = (block.begin + 1, block.end) if block else (body, body)
    memory = block.memory if block else Memory()
    inside = read_pieces(lines, whole.prose, first, last, memory.given)
    healed, pieces = heal(lines, as_meant(inside, statuses))
    names = {piece.id for piece in pieces}
    elsewhere = (
        *read_pieces(lines, whole.prose, body, first),
        *read_pieces(lines, whole.prose, last),
    )
    strays = as_meant((piece for piece in elsewhere if piece.id not in names), statuses)
    names |= {piece.id for piece in strays}
    broken = read_wrapped(lines, whole.prose, body, memory.given)
    wrapped = as_meant((piece for piece in broken if piece.id not in names), statuses)
    damage += [
        problem(note.path, piece.at + 1, "item-doubled", id=ID_PREFIX + piece.id)
        for piece in doubled(pieces)
    ]
    damage += [
        hint(note.path, piece.at + 1, "item-hidden", id=ID_PREFIX + piece.id)
        for piece in (*pieces, *strays)
        if piece.task.hides and piece.task.status not in "xX-"
    ]
    damage += [
        hint(note.path, piece.at + 1, "item-wrapped", id=ID_PREFIX + piece.id)
        for piece in wrapped
        if piece.task.status not in "xX-"
    ]
    return Sheet(
        note,
        head,
        span,
        healed,
        body,
        whole,
        block,
        pieces,
        strays,
        application,
        memory,
        memory,
        (*problems, *damage),
        wrapped,
        statuses,
    )


def _obstacles(note: Note, head: Head, whole: Outline) -> Iterator[Problem]:
    """Yield what forbids writing into a note of this shape."""
    for name in _FOREIGN:
        if (line := head.line_of(name)) is not None:
            yield problem(note.path, line, "foreign-note", plugin=name.removesuffix("-plugin"))
    # An odd "$$" or "%%" hides what is below it, where no block goes: it is prose as often as not.
    if whole.open_end and whole.open_end[0] not in ("$$", "%%"):
        yield problem(note.path, whole.open_end[1] + 1, "open-at-end", mark=whole.open_end[0])


def first_look(sheet: Sheet, today: date) -> Sheet:
    """Stamp what only the day can tell: a stage that came without its date, and interviews that are over.

    The only place where a note's lines learn what day it is. What is stamped stands in the
    memory from then on. Source: advice, section 3.
    """
    application, memory = sheet.application, sheet.memory
    seen, already = dict(memory.first_seen), memory.already
    if is_undated(application) and application.stage not in seen:
        latest = latest_day(application)
        recent = (
            sheet.block is None
            and latest is not None
            and today - latest <= timedelta(days=RECENT_DAYS)
        )
        if recent or memory.stage not in (None, application.stage):
            seen[application.stage] = today
            already = (*already, application.stage) if recent else already
    over = {*memory.over, *(day for day in application.interviews if day < today)}
    stamped = replace(memory, first_seen=seen, already=already, over=tuple(sorted(over)))
    return replace(sheet, application=_dated(application, seen), stamped=stamped)


def is_only_first_look(entry: Entry) -> bool:
    """Tell whether the stage's day is that of the first look at the note: the day of no answer, and of no move."""
    application, memory = entry.application, entry.memory
    wanted = application.stages.stamped_day(application.stage)
    if application.stage not in memory.already or wanted is None:
        return False
    return bool(getattr(application, wanted) == memory.first_seen.get(application.stage))


def is_undated(application: Application) -> bool:
    """Tell whether the stage has a day in the format, and the note does not give it."""
    wanted = application.stages.stamped_day(application.stage)
    return wanted is not None and getattr(application, wanted) is None


def _dated(application: Application, seen: Mapping[str, date]) -> Application:
    """Return the application with first-seen days in the place of dates that it lacks.

    Of the endings only the present one counts: they share one property.
    """
    stages = application.stages
    days = {
        name: day
        for stage, day in seen.items()
        if (name := stages.stamped_day(stage))
        and (stage == application.stage or not stages.is_end(stage))
    }
    missing = {name: day for name, day in days.items() if getattr(application, name) is None}
    return replace(application, **missing)  # type: ignore[arg-type]


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


def entry(sheet: Sheet, playbook: Playbook, directory: Directory) -> Entry:
    """Return the application with its items, in the order of the note's lines."""
    owned = owners_of(sheet, playbook, directory)
    pieces = sorted(sheet.standing, key=lambda piece: piece.at)
    items = tuple(_item(sheet, piece, playbook, owned) for piece in pieces)
    tidied = tuple(_tidied(sheet, playbook, owned, directory))
    return Entry(sheet.application, items, sheet.stamped, sheet.problems, tidied=tidied)


def _tidied(
    sheet: Sheet, playbook: Playbook, owned: Owners, directory: Directory
) -> Iterator[tuple[str, date]]:
    """Yield whom the memory knows to have been written to, with the day, where the done line is gone."""
    standing = {piece.id for piece in sheet.standing}
    for item_id, given in sheet.memory.given.items():
        rule = playbook.rule_of(item_id)
        if given.done and item_id not in standing and rule and rule.has_addressee:
            someone = owned.someone.get(item_id)
            slug = person_part(item_id, rule)
            person = directory.person_of_slug(slug)
            yield someone.identity if someone else person.path if person else slug, given.done


def _item(sheet: Sheet, piece: Piece, playbook: Playbook, owned: Owners) -> Item:
    rule = playbook.rule_of(piece.id)
    given = sheet.memory.given.get(piece.id)
    snoozed, first_due = given.put_off(piece.task.due) if given else (0, None)
    return Item(
        path=sheet.note.path,
        line=piece.at + 1,
        id=ID_PREFIX + piece.id,
        rule=rule.name if rule else piece.id,
        text=piece.task.text,
        status=piece.task.status,
        company=sheet.application.company,
        role=sheet.application.role,
        person=_person(piece, rule, owned),
        start=piece.task.start,
        due=piece.task.due or (given.due if given and piece.task.hides else None),
        done_on=piece.done_on,
        nested=tuple(line.rstrip("\r\n") for line in piece.nested(given)),
        is_wrapped=piece.rest > 0,
        first_due=first_due,
        snoozed=snoozed,
        for_interview=rule.for_interview if rule else False,
        lessons=rule.lessons if rule else None,
    )


def _person(piece: Piece, rule: Rule | None, owned: Owners) -> Name | None:
    """Return whom a line is for: somebody whom the note names, else the link that the line shows."""
    if someone := owned.someone.get(piece.id):
        return someone.name
    rest = piece.id.removeprefix(rule.name if rule else piece.id).removeprefix("-")
    return next(links_in(piece.task.text), None) if rest and not rest.isdigit() else None
