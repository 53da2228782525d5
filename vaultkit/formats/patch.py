"""A change as a patch that ``git apply`` takes, byte for byte."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from vaultkit.core.note import ending, split_lines

_CONTEXT_LINES = 3
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def patch(path: str, old: bytes, new: bytes) -> str:
    """Return the unified diff of one note; "" when nothing changes. Both texts are UTF-8."""
    before, after = split_lines(old.decode("utf-8")), split_lines(new.decode("utf-8"))
    hunks = list(_hunks(before, after))
    if not hunks:
        return ""
    # A tab after the name tells git where it ends when it holds spaces.
    return f"--- {_name('a/' + path)}\n+++ {_name('b/' + path)}\n" + "".join(hunks)


def _name(path: str) -> str:
    if any(char in _ESCAPES or ord(char) < 32 for char in path):
        return '"' + "".join(_ESCAPES.get(char, char) for char in path) + '"'
    return path + "\t" if " " in path else path


def _hunks(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT_LINES):
        first, last = group[0], group[-1]
        lines = [f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"]
        for kind, old_start, old_end, new_start, new_end in group:
            if kind == "equal":
                lines += [_line(" ", line) for line in before[old_start:old_end]]
                continue
            lines += [_line("-", line) for line in before[old_start:old_end]]
            lines += [_line("+", line) for line in after[new_start:new_end]]
        yield "".join(lines)


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + 1 if length else start},{length}"


def _line(mark: str, line: str) -> str:
    return f"{mark}{line}" if ending(line) else f"{mark}{line}\n\\ No newline at end of file\n"
