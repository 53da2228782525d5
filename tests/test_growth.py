"""No line, head, name or setting that anybody can write takes more than its share of time.

Each attack is made at one size and at four times that size. Work that grows with the text takes
four times as long; work that grows with its square takes sixteen times. The time is that of the
processor, so that a busy machine tells the same.
"""

import string
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from tests.house import PLAIN, TODAY, surveyed, updated
from tests.systems import ON_WINDOWS
from vaultkit.cli.console import Console
from vaultkit.cli.items import ItemNames
from vaultkit.cli.session import known_words
from vaultkit.core.days import moment_format, spoken_day
from vaultkit.core.days.dates import Calendar
from vaultkit.core.follow_ups import block, ledger
from vaultkit.core.front_matter import unreadable, written
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.notes import person, person_log
from vaultkit.core.notes.template_text import _VARIABLE
from vaultkit.core.text import markdown, sanitize, task_line
from vaultkit.disk.file_names import is_conflict_copy, safe_file_name
from vaultkit.errors import SettingsError
from vaultkit.formats import letter, mail, mermaid, patch, week_words, weekly
from vaultkit.playbook import load
from vaultkit.work.config import read_settings
from vaultkit.work.sample_dates import move_dates

SIZE = 5_000
MOST_RATIO = 8
"""Four is linear, sixteen the square; what lies between leaves room for caches and luck."""
TOO_FAST_TO_TELL_SECONDS = 0.05 if ON_WINDOWS else 0.02  # its clock ticks every 16 ms


def seconds(work, text):
    trace = sys.gettrace()
    sys.settrace(None)  # to count the lines that are run takes longer than to run them
    try:
        begin = time.process_time()
        work(text)
        return time.process_time() - begin
    finally:
        sys.settrace(trace)


def filled(size, piece, before="", after=""):
    return before + piece * ((size - len(before) - len(after)) // max(1, len(piece))) + after


def runs(size, char, before=""):
    """``x xx xxx …``: no run has a partner."""
    parts, length = [], 1
    while size > 0:
        parts.append(char * length)
        size, length = size - length - 1, length + 1
    return before + " ".join(parts)


def pieces(*parts):
    """A shape of attack: ``before``, then ``piece`` again and again, then ``after``."""
    return lambda size: filled(size, *parts)


# What a line can be made of, whatever reads it.
LINES = {
    "spaces": pieces(" ", "# a", "b"),
    "spaces in words": pieces(" ", "a", "b"),
    "spaces before": pieces(" ", "", "x"),
    "tabs": pieces("\t", "- [ ]", "x"),
    "backticks": pieces("`"),
    "backtick runs": lambda size: runs(size, "`"),
    "backticks apart": pieces("` "),
    "tildes": pieces("~", "~~~", "`"),
    "fence": pieces("`", "```x", " `"),
    "quotes": pieces("> "),
    "quotes close": pieces(">"),
    "comments": pieces("<!--"),
    "comment ends": pieces("-->", "<!--"),
    "percents": pieces("%%"),
    "formulas": pieces("$$"),
    "backslashes": pieces("\\"),
    "brackets": pieces("[["),
    "bracket words": pieces("[[a"),
    "open link": pieces("a", "[["),
    "open alias": pieces("a|", "[["),
    "link heading": pieces("#a", "[["),
    "links": pieces("[[a]]"),
    "braces": pieces("{{"),
    "braces, blanks": pieces(" ", "{{", "x"),
    "braces, a word, blanks": pieces(" ", "{{a", "x"),
    "braces apart": pieces("{{ "),
    "hashes": pieces("#", "# a "),
    "hashes apart": pieces(" #", "# a"),
    "tags": pieces(" #a", "- [ ] x"),
    "digits": pieces("1"),
    "numbers": pieces("1. "),
    "dashes": pieces("- "),
    "emoji dates": pieces(" 📅 2026-11-10", "- [ ] x"),
    "emoji dates, an id": pieces(" 📅 2026-11-10", "- [ ] x", " ^vk-reflect"),
    "tags, an id": pieces(" #a", "- [ ] x", " ^vk-reflect"),
    "repeat blanks": pieces(" ", "- [ ] x 🔁", "!"),
    "repeats": pieces(" 🔁 a", "- [ ] x"),
    "repeats and more": pieces(" 🔁 a", "- [ ] x", "!"),
    "dataview open": pieces("[id::", "- [ ] x"),
    "dataview dates": pieces(" [due:: 2026-11-10]", "- [ ] x"),
    "dataview blanks": pieces("[  ", "- [ ] x"),
    "markdown links": pieces("[a](b ", "!"),
    "markdown links in brackets": pieces("[](<a", "", "("),
    "ids": pieces(" ^a", "- [ ] x", "!"),
    "marker blanks": pieces(" ", "<!--", "vaultkit:begin"),
    "begin marker": pieces("a", "<!-- vaultkit:begin v1 "),
    "begin number": pieces("1", "<!-- vaultkit:begin v", " -->"),
    "end marker": pieces(" -->", "<!-- vaultkit:end "),
    "end marker blanks": pieces(" ", "<!-- vaultkit:end -->", "x"),
    "review marker": pieces(" ", "<!-- vaultkit:review begin v1 -->", "x"),
    "bidi": pieces("\u202e"),
    "marks": pieces("e\u0301"),
    "stars": pieces("*_"),
    "colons": pieces(":%$="),
    "question": pieces("? "),
    "commas": pieces(" ,", "", "x"),
}

LINE_READERS = {
    "outline": lambda text: markdown.outline([text, text]),
    "outline in a quote": lambda text: markdown.outline(["> ```\n", text]),
    "outline in a fence": lambda text: markdown.outline(["- ~~~\n", text]),
    "outline in a comment": lambda text: markdown.outline(["<!-- \n", text]),
    "heading": markdown.heading,
    "task": task_line.read_task,
    "task, begun": lambda text: task_line.read_task(f"- [ ] {text}"),
    "block": lambda text: _damaged(
        block.BlockDamage, block.find_block, [text], markdown.outline([text])
    ),
    "block, two lines": lambda text: _damaged(
        block.BlockDamage,
        block.find_block,
        ["<!-- vaultkit:begin v1 -->", text],
        markdown.Outline((True, True), None, (0, 1)),
    ),
    "memory": lambda text: _damaged(ValueError, ledger.read_memory, text),
    "plain": sanitize.plain,
    "one line": sanitize.one_line,
    "link": lambda text: sanitize.link(text, text),
    "shown": written.shown,
    "links": written.links,
    "day": written.read_day,
    "hour": written.read_hour,
    "tags": markdown.body_tags,
    "stage": known_words(PLAIN).stage,
    "log": lambda text: list(person.log_lines(ReadText.of(f"# Log\n- {text}\n{text}"), {"log"})),
    "log line": lambda text: person_log.add_to_log(text, TODAY, text, "Log", ()),
    "unreadable head": lambda text: unreadable.unreadable("A.md", [text], 0),
    "unreadable value": lambda text: unreadable.unreadable("A.md", [f"a: {text}"], 0),
    "unlinked": week_words.unlinked,
    "mermaid": mermaid.label,
    "review": lambda text: weekly._find(ReadText.of(f"{text}\n{text}"), "A.md"),
    "review, begun": lambda text: weekly._find(ReadText.of(f"{weekly.BEGIN}\n{text}"), "A.md"),
    "letter": lambda text: letter.read_letter(letter.Template("x.md", f"Subject: x\n\n{text}")),
    "letter, filled": lambda text: _damaged(ValueError, letter.fill, letter.Letter("x", text), {}),
    "address": mail.is_address,
    "template": _VARIABLE.findall,
    "when": lambda text: spoken_day.parse_when(
        text, TODAY, Calendar(), load.all_phrases().values()
    ),
    "file name": lambda text: _damaged(Exception, safe_file_name, text),
    "conflict copy": is_conflict_copy,
    "samples": lambda text: move_dates(text, TODAY, TODAY),
    "patch": lambda text: patch.patch("A.md", text.encode(), (text + "x").encode()),
    "console": lambda text: Console(load.phrases("en")).error_line(text),
    "moment": lambda text: _damaged(
        ValueError, moment_format.format_moment, text, TODAY, load.phrases("en")
    ),
}


def _damaged(kind, work, *arguments):
    """Do the work; that it refuses is an answer too."""
    with suppress(kind):
        work(*arguments)


@pytest.mark.parametrize("reader", LINE_READERS)
def test_four_times_the_text_takes_about_four_times_as_long(reader, capsys):
    work = LINE_READERS[reader]
    for name, line in LINES.items():
        long = seconds(work, line(4 * SIZE))
        if long > TOO_FAST_TO_TELL_SECONDS:
            short = min(seconds(work, line(SIZE)) for _ in range(3))
            again = min(long, seconds(work, line(4 * SIZE)))
            assert again < MOST_RATIO * short + TOO_FAST_TO_TELL_SECONDS, (
                f"{name}: {short:.3f} s, then {again:.3f} s"
            )


MARKED = "---\ntype: application\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Ann\n"
PERSON, SKILL = "---\ntype: person\n", "---\ntype: skill\ndate: 2026-01-01\n"
HEAD = 60_000
NAMES = ["".join(letters) for letters in product(string.ascii_lowercase, repeat=3)]
DAYS = [str(date(2020, 1, 1) + timedelta(days=number)) for number in range(2500)]
HEADS = {
    "stages": f"status: [{', '.join('q' + name for name in NAMES[:9000])}]",
    "interviewers": f"interviewers: [{', '.join(NAMES[:8000])}]",
    "interviews by interviewers": f"interviewed: [{', '.join(DAYS)}]\ninterviewers: [{', '.join(NAMES[:5000])}]",
    "address": f"email: {'a' * HEAD}",
    "addresses": f"email: {'a@' * (HEAD // 2)}",
    "blank days": f'applied: "2026-11-10{" " * HEAD}x"',
    "tabs": "a:" + "\t" * HEAD,
    "no colon": "\n".join(f"? {name}" for name in NAMES[:4900]),
    "markdown links": f'recruiter: "{"[a](b " * (HEAD // 6)}"',
    "numbered stages": f"status: [{', '.join('1' * 190 for _ in range(300))}]",
    "links": f'foo: "{"[[a" * (HEAD // 3)}"',
    "no yaml": f"foo: a{' ' * HEAD}: b",
    "braces": "a: " + "{}, " * (HEAD // 4),
    "dashes": "a:\n" + "- " * (HEAD // 2),
    "folds": 'a: "' + "x\n  " * (HEAD // 4) + '"',
}


@pytest.mark.parametrize("name", HEADS)
def test_no_head_takes_long(name):
    for kind in (MARKED.replace("status: rejected\n", ""), PERSON, SKILL):
        raw = f"{kind}{HEADS[name]}\n---\n# x\n".encode()
        assert seconds(lambda text: updated({"Acme.md": text}), raw) < 2, kind


def test_naming_every_item_takes_no_longer_for_each_in_a_larger_vault():
    raw = f"{MARKED}---\n- [ ] Reflect 📅 2026-11-10 ^vk-reflect\n".encode()
    [entry] = surveyed({"Acme.md": raw}).entries

    def took(count):
        entries = [
            replace(entry, application=replace(entry.application, path=f"{place}.md"))
            for place in range(count)
        ]
        return min(
            seconds(lambda items: list(map(ItemNames(entries).of, items)), entry.items * count)
            for _ in range(3)
        )

    short, long = took(500), took(2_000)
    assert long < MOST_RATIO * short + TOO_FAST_TO_TELL_SECONDS, f"{short:.3f} s, then {long:.3f} s"


def done_lines(count):
    """Return a block of done lines that its memory knows."""
    ids = [f"check-in-a{place}" for place in range(count)]
    lines = "".join(f"- [x] a 📅 2026-11-10 ^vk-{one}\n" for one in ids)
    memory = "".join(f"; {one} 2026-11-10 8f3a done=2026-11-09" for one in ids)
    return f"<!-- vaultkit:begin v1 -->\n{lines}<!-- vaultkit:end stage=applied{memory} -->\n"


WHOLE = 2 * 1024 * 1024 - 4096
MOST_SECONDS = 10
"""Linear work takes one to two; the square of this size would take hours."""
NOTES = {
    "one line of blanks": "# a" + " " * WHOLE + "b",
    "backtick runs": runs(WHOLE, "`"),
    "brackets": "[[" * (WHOLE // 2),
    "blank lines": "\n" * WHOLE,
    "headings": "# a\n" * (WHOLE // 4),
    "fields": "- [ ] x" + " #a" * (WHOLE // 3) + " ^vk-reflect",
    "items": "- [ ] Reflect 📅 2026-11-10 ^vk-reflect\n" * (WHOLE // 60),
    "percents": "%%\n%%\n" * (WHOLE // 6),
    "markers": "<!-- vaultkit:begin v1 -->\n" * (WHOLE // 27),
    "done lines": done_lines(WHOLE // 80),
}


@pytest.mark.parametrize("name", NOTES)
def test_no_note_of_the_largest_size_takes_long(name):
    for kind in (MARKED, PERSON + "email: a@b.it\n", SKILL):
        raw = f"{kind}---\n{NOTES[name]}".encode()
        took = seconds(lambda text: surveyed({"Acme.md": text}), raw)
        assert took < MOST_SECONDS, f"{kind} {took:.2f} s"


def test_no_setting_takes_long():
    for pattern in ("YYYY" * 15_000, "[" * 60_000, "gggg" * 15_000):
        with pytest.raises(SettingsError):
            read_settings(f'schema = 1\n[review]\nname = "{pattern}"\n')
    for text in (
        "a" + ".a" * 30_000 + " = 1",
        "a = " + "[" * 60_000,
        "a" + " " * 60_000,
        '"' * 60_000,
        "[a]\n" * 15_000,
    ):
        took = seconds(
            lambda toml: _damaged(SettingsError, read_settings, toml), f"schema = 1\n{text}\n"
        )
        assert took < 2, f"{text[:20]} {took:.2f} s"
