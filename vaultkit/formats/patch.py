"""A change as a patch that ``git apply`` takes, byte for byte."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from vaultkit.core.text.note import ending, split_lines

_CONTEXT_LINES = 3
_MOST_COMPARED = 1_000_000
"""Lines times lines: above, what differs is shown as taken out and put in whole. Comparing takes the square."""
_Opcode = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]
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
    for group in _Matcher(None, before, after, autojunk=False).get_grouped_opcodes(_CONTEXT_LINES):
        first, last = group[0], group[-1]
        lines = [f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"]
        for kind, old_start, old_end, new_start, new_end in group:
            if kind == "equal":
                lines += [_line(" ", line) for line in before[old_start:old_end]]
                continue
            lines += [_line("-", line) for line in before[old_start:old_end]]
            lines += [_line("+", line) for line in after[new_start:new_end]]
        yield "".join(lines)


class _Matcher(SequenceMatcher[str]):
    """Leaves out what is alike at both ends, and does not look for more in very long texts."""

    def set_seqs(self, a: Sequence[str], b: Sequence[str]) -> None:
        shortest = min(len(a), len(b))
        self.head = next((at for at in range(shortest) if a[at] != b[at]), shortest)
        most = shortest - self.head
        self.tail = next((at for at in range(most) if a[-1 - at] != b[-1 - at]), most)
        self.ends = len(a), len(b)
        inner = a[self.head : len(a) - self.tail], b[self.head : len(b) - self.tail]
        self.sizes = len(inner[0]), len(inner[1])
        super().set_seqs(*inner)

    def get_opcodes(self) -> list[_Opcode]:
        head, (old, new) = self.head, self.ends
        inner: list[_Opcode] = [("replace", 0, self.sizes[0], 0, self.sizes[1])]
        if self.sizes[0] * self.sizes[1] <= _MOST_COMPARED:
            inner = super().get_opcodes()
        middle = [(kind, a + head, b + head, c + head, d + head) for kind, a, b, c, d in inner]
        above: list[_Opcode] = [("equal", 0, head, 0, head)] if head else []
        below: list[_Opcode] = (
            [("equal", old - self.tail, old, new - self.tail, new)] if self.tail else []
        )
        return [*above, *middle, *below]


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + 1 if length else start},{length}"


def _line(mark: str, line: str) -> str:
    return f"{mark}{line}" if ending(line) else f"{mark}{line}\n\\ No newline at end of file\n"
