"""Items that a formatter has wrapped: read as one line, and what only looks like it is not."""

import pytest

from tests.core.follow_ups.test_checklist import CHILD, DAY, FULL, KNOWN, LINE
from vaultkit.core.follow_ups.piece import marked_lines
from vaultkit.core.follow_ups.wrapped import read_wrapped
from vaultkit.core.text.markdown import outline

WRAPPED = ("- [x] Write\n", "  to Ann 📅 2026-11-10\n", "      ^vk-check-in-ann\n")


def wrapped(*lines):
    prose = outline(lines).prose
    return read_wrapped(marked_lines(lines, prose), lines, prose, 0, KNOWN.given)


def test_an_item_in_two_lines_is_read_as_one_and_never_untouched():
    (piece,) = wrapped("# Acme\n", *WRAPPED, CHILD, "- mine\n")
    assert (piece.at, piece.id, piece.rest) == (1, "check-in-ann", 2)
    assert (piece.task.text, piece.done_on) == ("Write to Ann", DAY)
    assert piece.lines == (*WRAPPED, CHILD)
    assert piece.nested(FULL) == (CHILD,)
    (piece,) = wrapped(WRAPPED[0].replace("x", " "), *WRAPPED[1:], CHILD)
    assert piece.says(FULL)
    assert not piece.is_untouched(FULL)


def test_of_two_wrapped_items_with_one_id_the_first_is_read():
    (piece,) = wrapped(*WRAPPED, *WRAPPED)
    assert piece.at == 0


@pytest.mark.parametrize(
    "lines",
    [
        ("Words\n", "  ^vk-check-in-ann\n"),
        ("- [ ] Write to Ann\n", "^vk-check-in-ann\n"),
        ("- [ ] Write to Ann\n", "\n", "  ^vk-check-in-ann\n"),
        ("- [ ] Write to Ann\n", "  - ^vk-check-in-ann\n"),
        ("- [ ] Write to Ann\n", "  see [[Acme#^vk-check-in-ann]]\n"),
        ("- [ ] Write to Ann\n", "  ^vk-check-in-bob\n"),
        (LINE, "  ^vk-check-in-ann\n"),
        ("- [ ] Write to Ann\n", "  ```\n", "  ^vk-check-in-ann\n", "  ```\n"),
        ("- [ ] Write to Ann\n", "  ```\n", "  ```\n", "  ^vk-check-in-ann\n"),
        ("- [ ] Write to Ann\n", *["  and\n"] * 9, "  ^vk-check-in-ann\n"),
        ("  ^vk-check-in-ann\n",),
    ],
)
def test_what_only_looks_like_a_wrapped_item_is_the_persons(lines):
    assert wrapped(*lines) == ()
