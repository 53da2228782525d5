"""What is fuzzed, and what must hold for any bytes at all.

A target takes bytes that nobody vouches for. It raises AssertionError when a promise is broken;
any other exception is a crash. Bytes that are not UTF-8 end where the vault refuses such a note.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from tests.house import PLAIN, desk, updated
from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.people import People
from vaultkit.core.across.survey import Look, Survey, problems, survey, updates
from vaultkit.core.days.moment_format import TokenRefused, format_moment
from vaultkit.core.follow_ups.block import BlockDamage, find_block
from vaultkit.core.follow_ups.guard import guard
from vaultkit.core.follow_ups.ledger import MemoryDamaged, read_memory, write_memory
from vaultkit.core.follow_ups.removal import removal
from vaultkit.core.follow_ups.snooze import snooze
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.vocabulary import Vocabulary, vocabulary
from vaultkit.core.settings.parsers import is_inside
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.edit import keeps_in_order
from vaultkit.core.text.markdown import outline
from vaultkit.core.text.note import Note, bare, ending, split_lines
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.task_line import postpone, read_task, tick
from vaultkit.core.week.review import week_review
from vaultkit.errors import SettingsError
from vaultkit.formats.weekly import BEGIN, merge_review
from vaultkit.playbook import load
from vaultkit.work.config import read_settings

TESTS = Path(__file__).parent.parent / "tests"
TODAY = date(2026, 11, 20)
NEXT = replace(PLAIN, next_follow_up=True)
NOTE = "Acme.md"
END = "<!-- vaultkit:review end -->"
SIGNED_END = "<!-- vaultkit:review end as-of=2026-11-20 check=abcd -->"
NOTE_PIECES = (
    "---\n", "\n", "\r\n", "<!-- vaultkit:begin v1 -->\n", "<!-- vaultkit:end -->\n", "```\n", "%%\n", "$$\n", "<!--",
    "- [ ] x 📅 2026-11-10 ^vk-reflect\n", "- [x] y ✅ 2026-11-10 ^vk-feedback-jane-doe\n", "  - child\n", "    deep\n",
    "## Follow-up\n", "status: applied\n", "decided: 2026-02-30\n", "follow_up: off\n", "company: ",
    "contact: [[A|B]]\n",
    "interviewed: [2026-11-01, 2026-12-01]\n", "\u2028", "<<<<<<< a\n", ">>>>>>> b\n", "\ufeff", "\0", "; ", "=", "\t",
    "next_follow_up: 2026-10-25\n", "next_follow_up:\n", "[", "&a ", "'", '"', "> ", "- ", "  ", "#", "| ", " ^vk-",
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """``work`` takes the bytes; ``seeds`` are where to begin, ``pieces`` what is put in."""

    name: str
    work: Callable[[bytes], None]
    seeds: Callable[[], tuple[str, ...]]
    pieces: tuple[str, ...] = NOTE_PIECES


@cache
def _surroundings(with_next: bool) -> tuple[Settings, Desk, Vocabulary]:
    """What is the same for all inputs, made once: reading the playbook costs more than a note."""
    chosen = NEXT if with_next else PLAIN
    tables = load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml")
    return chosen, desk(chosen), vocabulary(*tables, chosen)


def _surveyed(raw: bytes, day: date, with_next: bool) -> Survey:
    chosen, table, known = _surroundings(with_next)
    kind = sort_note(Note(NOTE, raw), chosen, known)
    sheets, people = (kind.sheet,) if kind.sheet else (), (kind.person,) if kind.person else ()
    return survey(
        Look(sheets, people, (kind.fact,) if kind.fact else (), kind.problems), table, day
    )


def _updated(raw: bytes, day: date, with_next: bool) -> bytes:
    """Return the note after a guarded update."""
    for _, change in updates(_surveyed(raw, day, with_next), _surroundings(with_next)[1]):
        return change.edit.wanted if change.edit else raw
    return raw


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def head(data: bytes) -> None:
    """A head reads, or is told with a line that it has; every value stands where it is said to stand."""
    text = _text(data)
    span = split_head(text) if text is not None else None
    found = read_head("A.md", text, span) if text and span else None
    if isinstance(found, Problem):
        assert text is not None
        assert 1 <= found.line <= text.count("\n") + 1
        assert all(
            "\n" not in value
            for value in found.values.values()
            if found.code != "head-duplicate-key"
        )
    if isinstance(found, Head):
        assert text is not None
        assert span is not None
        for one in found.properties:
            assert span.start <= one.value_span[0] <= one.value_span[1] <= span.end
            assert text[slice(*one.value_span)].strip() == one.written


def block(data: bytes) -> None:
    """A block reads or is damage at one of its lines; a memory that reads is written the same again."""
    text = _text(data)
    if text is None:
        return
    lines = split_lines(text)
    assert "".join(lines) == text
    try:
        found = find_block(lines, outline(lines))
        memories = [found.memory] if found else []
    except BlockDamage as damage:
        index, memories = damage.index, []
        assert 0 <= index < len(lines)
    with suppress(MemoryDamaged):
        memories.append(read_memory(text))
    for memory in memories:
        assert read_memory(write_memory(memory)) == memory


def task(data: bytes) -> None:
    """A checklist line reads; ticked and put off it is still the same item, and nothing is lost."""
    text = _text(data)
    for line in (text or "").split("\n")[:50]:
        found = read_task(line)
        if found is None:
            continue
        done = read_task(tick(line, TODAY))
        assert done is not None
        assert done.status == "x"
        assert done.id == found.id
        if found.due:
            later = read_task(postpone(line, TODAY))
            assert later is not None
            assert (later.text, later.id, later.status) == (found.text, found.id, found.status)


def settings(data: bytes) -> None:
    """Settings read, or are told with their line; a review's folder and name stay inside of the vault."""
    text = _text(data)
    if text is None:
        return
    try:
        found = read_settings(text)
    except SettingsError as error:
        load.phrases("en").say(f"error.{error.key}", **error.values)
        assert 1 <= int(error.values.get("line", 1)) <= text.count("\n") + 1
        return
    assert not found.review_folder or is_inside(found.review_folder)
    assert is_inside(format_moment(found.review_name, TODAY, load.phrases(found.language)))
    updated({NOTE: _rejected()}, TODAY, found)


def moment(data: bytes) -> None:
    """A pattern gives a name on every day, or is refused on every day."""
    text = _text(data)
    for language in ("en", "it") if text is not None else ():
        for day in (date(2024, 12, 30), date(2026, 11, 20), date(1900, 1, 1)):
            try:
                format_moment(text or "", day, load.phrases(language))
            except TokenRefused as refused:
                assert str(refused)


def review(data: bytes) -> None:
    """All that a person wrote into a review stays, to the byte; a second run changes nothing."""
    text = _text(data)
    if text is None:
        return
    found = _surveyed(_rejected(), TODAY, False)
    week = week_review(found.entries, People(), problems(found), TODAY, PLAIN)
    phrases = load.phrases("en")
    once = merge_review(text, week, phrases, "Reviews/2026-W47.md")
    if isinstance(once, Problem):
        return
    assert merge_review(once, week, phrases, "Reviews/2026-W47.md") == once
    if any(line.startswith(BEGIN) for line in split_lines(text.removeprefix("\ufeff"))):
        assert _own_part(once) == _own_part(text), "the person's part would change"
    elif text.strip("\ufeff \t\r\n"):
        whole = [line for line in split_lines(text.removeprefix("\ufeff")) if ending(line)]
        assert keeps_in_order(whole, split_lines(once.removeprefix("\ufeff"))), (
            "the person's part would change"
        )


def _own_part(text: str) -> tuple[list[str], list[str]]:
    """Return what stands above the tool's part and below it; the end marker is the tool's and holds a day."""
    lines = split_lines(text.removeprefix("\ufeff"))
    begin = next((index for index, line in enumerate(lines) if line.startswith(BEGIN)), len(lines))
    end = max(
        (index for index, line in enumerate(lines) if line.startswith(END.removesuffix(" -->"))),
        default=0,
    )
    return lines[:begin], lines[end + 1 :]


def pipeline(data: bytes) -> None:
    """Update, update again, on another day, remove, tick, put off: the guard is the oracle for each.

    Both settings of the head's one line are tried.
    """
    if _text(data) is not None:
        for with_next in (False, True):
            _through(data, with_next)


def _through(raw: bytes, with_next: bool) -> None:
    once = _updated(raw, TODAY, with_next)
    assert keeps_in_order(*_outside(raw, once)), "a line outside of the block is lost"
    assert _updated(once, TODAY, with_next) == once, "a second update writes"
    if once != raw:
        assert _updated(once, TODAY + timedelta(days=40), with_next) == once, (
            "an update on another day writes"
        )
    for sheet in _surveyed(once, TODAY, with_next).sheets:
        if sheet.is_frozen:
            continue
        change = removal(sheet)
        if change:
            guard(sheet, change)
            assert keeps_in_order(*_outside(once, change.wanted)), (
                "remove takes a line of the person's"
            )
        for piece in sheet.pieces[:2]:
            _by_hand(sheet.note.text, piece.at, with_next, f"vk-{piece.id}", piece.task.text)


def _by_hand(text: str, at: int, with_next: bool, item_id: str, item_words: str) -> None:
    """Tick an item, and put one off: the line stays the person's, whatever an update does."""
    lines = split_lines(text)
    done = tick(bare(lines[at]), TODAY) + ending(lines[at])
    ticked = "".join([*lines[:at], done, *lines[at + 1 :]]).encode()
    after = _updated(ticked, TODAY, with_next)
    assert done.encode() in after, "a tick is lost"
    assert _updated(after, TODAY, with_next) == after, "a second update after a tick writes"
    put_off = snooze(text, item_id, item_words, TODAY + timedelta(days=70)).encode()
    after = _updated(put_off, TODAY, with_next)
    assert _updated(after, TODAY, with_next) == after, "a second update after a snooze writes"


def _outside(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the lines outside of the block and of ``next_follow_up``, and all lines afterwards."""
    lines = before.split(b"\n")
    begin = next(
        (i for i, line in enumerate(lines) if line.startswith(b"<!-- vaultkit:begin")), len(lines)
    )
    end = next(
        (i for i, line in enumerate(lines) if i > begin and line.startswith(b"<!-- vaultkit:end ")),
        begin,
    )
    kept = [*lines[:begin], *lines[end + 1 :]]
    strip = [
        line.rstrip(b"\r")
        for line in kept
        if not line.lower().lstrip(b" \"'?").startswith(b"next_follow_up")
    ]
    return strip, [line.rstrip(b"\r") for line in after.split(b"\n")]  # type: ignore[return-value]


@cache
def _notes() -> tuple[str, ...]:
    paths = [*sorted((TESTS / "cases").glob("*/*/*.md")), *sorted((TESTS / "fuzz").glob("*.md"))]
    return tuple(path.read_bytes().decode() for path in paths)


@cache
def _rejected() -> bytes:
    return next(text for text in _notes() if "status: rejected" in text).encode()


def _lines() -> tuple[str, ...]:
    return tuple(
        line for text in _notes() for line in text.split("\n") if line.lstrip().startswith("- [")
    )


def _settings() -> tuple[str, ...]:
    return (
        (TESTS.parent / "vault_template" / "vaultkit.toml").read_text("utf-8"),
        'schema = 1\nlanguage = "it"\n[review]\nname = "YYYY/[Week] WW"\nfolder = "R"\n',
        'schema = 1\n[calendar]\nclosed = ["12-24..01-06", 2026-11-20]\n[watch]\nsettle = 2.5\n',
        'schema = 1\n[applications]\ntype = "job"\ntags = ["#a"]\n[follow_ups.rules.check-in]\nafter = "5bd"\n',
        'schema = 1\n[stages]\napplied = ["sent"]\n[properties]\ncompany = ["firm"]\n[tasks]\nformat = "dataview"\n',
    )


def _reviews() -> tuple[str, ...]:
    golden = tuple(path.read_text("utf-8") for path in sorted((TESTS / "golden").glob("**/*.md")))
    return (*golden, "# Mine\n\nText.\n", f"---\na: b\n---\n{BEGIN}\n{END}\n")


def _patterns() -> tuple[str, ...]:
    return (
        "GGGG-[W]WW",
        "YYYY-MM-DD",
        "[Week] w gggg",
        "dddd Do MMMM YYYY",
        "YYYY/MM/[a] Q",
        "\\Y DDDD E e",
    )


_TOML = (
    "[", "]", "=", '"', "'", '"""', "\n", "#", ".", "review", "name", "1", "true", "2026-11-20", "{", "}", ",", "\\",
)  # fmt: skip
_TASK_PIECES = (*NOTE_PIECES, "📅 2026-11-10 ", "[due:: 2026-11-10] ", "#t ", "🔁 every day ", "^a")
_TOKENS = ("[", "]", "\\", "Y", "GG", "W", "w", "Do", "MMMM", "d", "L", "o", "é", "x", "Q", "/")

TARGETS = {
    target.name: target
    for target in (
        Target("head", head, _notes),
        Target("block", block, _notes),
        Target("task", task, _lines, _TASK_PIECES),
        Target("settings", settings, _settings, _TOML),
        Target("moment", moment, _patterns, _TOKENS),
        Target(
            "review",
            review,
            _reviews,
            (*NOTE_PIECES, *(f"{line}\n" for line in (BEGIN, END, SIGNED_END, "# x"))),
        ),
        Target("pipeline", pipeline, _notes),
    )
}
