"""Where a block stands, and every way in which its markers cannot be trusted."""

import pytest

from vaultkit.core.follow_ups.block import Block, BlockDamage, begin_marker, end_marker, find_block
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.text.markdown import outline

BEGIN, END = "<!-- vaultkit:begin v1 -->", "<!-- vaultkit:end stage=applied -->"


def find(*lines):
    return find_block(lines, outline(lines))


def test_a_block_is_known_by_its_two_marker_lines():
    assert find("Mine.\n", f"{BEGIN}\n", "- [ ] x\n", f"{END}\r\n", "Mine.\n") == Block(
        1, 3, Memory(stage="applied")
    )


def test_a_note_without_a_marker_has_no_block():
    assert find("Mine.\n", "vaultkit:begin is a word here\n") is None


def test_the_markers_that_are_written_are_found_again():
    memory = Memory(stage="rejected", furthest="interview")
    assert find(begin_marker(), end_marker(memory)) == Block(0, 1, memory)


@pytest.mark.parametrize(
    ("lines", "code", "index"),
    [
        ([BEGIN, END, BEGIN, END], "markers-doubled", 3),
        ([BEGIN, BEGIN, END], "markers-doubled", 2),
        ([END, BEGIN], "markers-reversed", 0),
        ([BEGIN], "marker-without-end", 0),
        (["x", END], "marker-without-begin", 1),
        (["```", BEGIN, END, "```"], "marker-in-code", 1),
        (["<!-- ", BEGIN, END], "marker-in-code", 1),
        ([f"> {BEGIN}", f"> {END}"], "marker-changed", 0),
        ([f"  {BEGIN}", END], "marker-changed", 0),
        ([BEGIN, f"- {END}"], "marker-changed", 1),
        (["<!-- vaultkit:begin -->", END], "marker-changed", 0),
        ([BEGIN, "<!-- vaultkit:end stage=applied"], "marker-changed", 1),
        (["<!-- vaultkit:begin v2 -->", END], "block-newer", 0),
        (["<!-- vaultkit:begin v99999999999999999999 -->", END], "block-newer", 0),
        ([BEGIN, "<!-- vaultkit:end reflect yesterday -->"], "memory-damaged", 1),
    ],
)
def test_markers_that_cannot_be_trusted_are_told_with_their_line(lines, code, index):
    with pytest.raises(BlockDamage) as damage:
        find(*lines)
    assert (damage.value.code, damage.value.index) == (code, index)


def test_damage_in_the_memory_names_the_part():
    with pytest.raises(BlockDamage) as damage:
        find(BEGIN, "<!-- vaultkit:end stage=applied; reflect yesterday -->")
    assert damage.value.value == "reflect yesterday"
