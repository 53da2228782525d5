"""No line, head, name or setting that anybody can write takes more than its share of time.

Each attack is made at one size and at four times that size. Work that grows with the text takes
four times as long; work that grows with its square takes sixteen times. The time is that of the
processor, so that a busy machine tells the same.
"""

import gc
import time
from contextlib import suppress

from tests.house import TODAY
from vaultkit import words
from vaultkit.cli.console import Console
from vaultkit.core import block, log, markdown, memory, moment, person, reading, safe, task, unreadable, when
from vaultkit.core.dates import Calendar
from vaultkit.formats import mail, mermaid, patch, week_parts, weekly
from vaultkit.names import is_conflict_copy, safe_file_name
from vaultkit.new import _VARIABLE
from vaultkit.samples import move_dates

LINE, HEAD = 100_000, 15_000
MOST_RATIO = 8
"""Four is linear, sixteen the square; what lies between leaves room for caches and luck."""
TOO_FAST_TO_TELL_SECONDS = 0.02


def seconds(work, text):
    gc.collect()
    times = []
    for _ in range(3):
        begin = time.process_time()
        work(text)
        times.append(time.process_time() - begin)
        if times[-1] > 5:
            break
    return min(times)


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
    "task": task.read_task,
    "task, begun": lambda text: task.read_task(f"- [ ] {text}"),
    "block": lambda text: _damaged(block.BlockDamage, block.find_block, [text], markdown.outline([text])),
    "block, two lines": lambda text: _damaged(
        block.BlockDamage, block.find_block, ["<!-- vaultkit:begin v1 -->", text], markdown.outline(["", ""])
    ),
    "memory": lambda text: _damaged(ValueError, memory.read_memory, text),
    "plain": safe.plain,
    "one line": safe.one_line,
    "link": lambda text: safe.link(text, text),
    "shown": reading.shown,
    "links": reading.links,
    "day": reading.read_day,
    "log": lambda text: list(person.log_lines(f"# Log\n- {text}\n{text}")),
    "log line": lambda text: log.add_to_log(text, TODAY, text, "Log"),
    "unreadable head": lambda text: unreadable.unreadable("A.md", [text], 0),
    "unreadable value": lambda text: unreadable.unreadable("A.md", [f"a: {text}"], 0),
    "unlinked": week_parts.unlinked,
    "mermaid": mermaid.label,
    "review": lambda text: weekly._find([text, text], 0, "A.md"),
    "review, begun": lambda text: weekly._find([weekly.BEGIN, text], 0, "A.md"),
    "letter": lambda text: _damaged(ValueError, mail.write_letter, f"Subject: x\n\n{text}", {}),
    "address": mail.is_address,
    "template": _VARIABLE.findall,
    "when": lambda text: when.parse_when(text, TODAY, Calendar(), words.all_phrases().values()),
    "file name": lambda text: _damaged(Exception, safe_file_name, text),
    "conflict copy": is_conflict_copy,
    "samples": lambda text: move_dates(text, TODAY, TODAY),
    "patch": lambda text: patch.patch("A.md", text.encode(), (text + "x").encode()),
    "console": lambda text: Console(words.phrases("en")).error_line(text),
    "moment": lambda text: _damaged(ValueError, moment.format_moment, text, TODAY, "en"),
}


def _damaged(kind, work, *arguments):
    """Do the work; that it refuses is an answer too."""
    with suppress(kind):
        work(*arguments)
