"""Corners of a merge that no two real notes of the other tests come to: each by itself, from both sides."""

from dataclasses import replace
from datetime import date

import pytest

from vaultkit.core.follow_ups.ledger import Given
from vaultkit.core.follow_ups.piece import read_pieces
from vaultkit.core.merge.block import _carrier, _drawn
from vaultkit.core.merge.item import MergedItem, Stand, kept_both, merge_item
from vaultkit.core.merge.line import ItemLine, merge_item_line
from vaultkit.core.merge.note import _only_ending
from vaultkit.core.merge.three_way import Agreed, Conflict

A, B = "\na", "\nb"


def stand(*lines, given=None):
    whole = tuple(f"{line}\n" for line in lines)
    (piece,) = read_pieces(whole, (True,) * len(whole))
    return Stand(piece, given)


def both_ways(base, ours, theirs):
    one, other = merge_item(base, ours, theirs), merge_item(base, theirs, ours)
    assert one.given == other.given
    return one, other


def test_an_item_that_stands_nowhere_is_nobodys():
    assert not Stand().is_touched
    assert not Stand().is_the_persons
    assert not Stand(None, Given(date(2026, 11, 10), None, "0000")).is_the_persons


def test_an_item_that_the_memory_does_not_know_is_touched_and_so_the_persons():
    assert stand("- [ ] Write 📅 2026-11-10 ^vk-feedback").is_the_persons


def test_two_unknown_lines_of_one_id_are_kept_the_same_from_both_sides():
    one, other = both_ways(
        Stand(),
        stand("- [ ] Write to Ada ^vk-feedback"),
        stand("- [ ] Write to Bob ^vk-feedback"),
    )
    words = {line for part in one.stretches for line in (*getattr(part, "lines", ()), *sides(part))}
    assert {"- [ ] Write to Ada ^vk-feedback\n", "- [ ] Write to Bob ^vk-feedback\n"} <= words
    assert {type(part) for part in one.stretches} == {type(part) for part in other.stretches}


def sides(part):
    return (*part.ours, *part.theirs) if isinstance(part, Conflict) else ()


def test_one_side_knows_the_line_and_the_other_does_not():
    line = "- [ ] Write 📅 2026-11-10 ^vk-feedback"
    known = replace(stand(line), given=Given(date(2026, 11, 10), None, "0000"))
    one, _ = both_ways(Stand(), known, stand(line))
    assert [part for part in one.stretches if isinstance(part, Conflict)] == []


def test_a_conflict_in_an_item_that_both_have_indented_keeps_the_indent():
    given = Given(date(2026, 11, 10), None, "0000")
    line = "- [ ] Write 📅 2026-11-10 ^vk-feedback"
    base = stand(line, "  - was", given=given)
    ours = stand(f"  {line}", "    - mine", given=given)
    theirs = stand(f"  {line}", "    - yours", given=given)
    for merged in both_ways(base, ours, theirs):
        lines = [
            text
            for part in merged.stretches
            for text in (*getattr(part, "lines", ()), *sides(part), *getattr(part, "base", ()))
        ]
        assert lines
        assert all(text.startswith("  ") for text in lines)


def test_lines_without_an_end_are_not_put_one_behind_the_other():
    open_end = Conflict((), ("a",), ("b\n",))
    assert kept_both(open_end) == open_end
    assert kept_both(Conflict((), ("b\n",), ("a\n",))) == Agreed(("a\n", "b\n"))
    assert kept_both(Conflict(("x\n",), ("a\n",), ("b\n",))) == Conflict(
        ("x\n",), ("a\n",), ("b\n",)
    )


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_with_two_days_of_a_kind_is_not_put_together_again(turned):
    base = "- [ ] Write 📅 2026-11-10 📅 2026-11-11 ^vk-feedback"
    pair = [
        ItemLine(base.replace("[ ]", "[x]"), worded_by_hand=False, dated_by_hand=False),
        ItemLine(base.replace("Write", "Write twice"), dated_by_hand=False),
    ]
    one, other = reversed(pair) if turned else pair
    assert merge_item_line(base, one, other) is None


def test_what_stands_between_items_is_built_on_the_side_that_moved_them():
    base = (A, "note\n", B)
    moved = (B, "note\n", A)
    assert _carrier(base, (base, moved)) == moved
    assert _carrier(base, (moved, base)) == moved
    assert _carrier(base, (base, base)) == base
    assert _carrier(base, (base, (A, "other\n", B))) == (A, "other\n", B)


def test_an_item_that_has_no_place_goes_last():
    items = {
        "a": MergedItem((Agreed(("- a\n",)),), None),
        "b": MergedItem((Agreed(("- b\n",)),), None),
        "gone": MergedItem((), None),
    }
    drawn = _drawn([Agreed(("note\n", A))], items, ("b",))
    assert list(drawn) == [Agreed(("note\n",)), Agreed(("- a\n",)), Agreed(("- b\n",))]


@pytest.mark.parametrize(
    ("text", "ending"),
    [("one line", ""), ("a\n", "\n"), ("a\r\nb\r\n", "\r\n"), ("a\r\nb\n", None)],
)
def test_lines_that_end_alike_have_one_ending(text, ending):
    assert _only_ending(text) == ending
