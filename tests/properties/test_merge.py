"""Whatever stands in three texts: a merge does not fail, loses no line, and does not depend on the side."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fuzz import mutated
from bench.fuzz_targets import NOTE_PIECES, TESTS
from tests.two_machines import merge_by_item, reader
from vaultkit.core.merge.conflicted import settle_conflict
from vaultkit.core.merge.three_way import Three
from vaultkit.core.text.note import split_lines

NOTES = [path.read_bytes().decode() for path in sorted((TESTS / "cases").glob("*/*/after.md"))]


def lines(text):
    """The lines that are a person's for certain, whatever their endings."""
    plain = {line.rstrip("\r\n") for line in split_lines(text)}
    tools = ("vaultkit:", "^vk-", "next_follow_up")
    return {line for line in plain if line.strip() and not any(word in line for word in tools)}


@settings(max_examples=150, deadline=None)
@given(note=st.sampled_from(NOTES), seed=st.integers(0, 2**32), odd_base=st.booleans())
def test_no_three_texts_come_to_harm(note, seed, odd_base):
    draw = random.Random(seed)
    base = mutated(note, NOTE_PIECES, draw) if odd_base else note
    ours, theirs = mutated(base, NOTE_PIECES, draw), mutated(base, NOTE_PIECES, draw)
    merge, mirrored = (
        merge_by_item(Three(base, ours, theirs)),
        merge_by_item(Three(base, theirs, ours)),
    )
    assert merge.is_clean == mirrored.is_clean
    assert lines(ours) | lines(theirs) <= lines(base) | lines(merge.text)
    if merge.is_clean:
        assert merge == mirrored
    settled = settle_conflict(merge.text, reader())
    assert settled is None or (lines(ours) | lines(theirs)) - lines(base) <= lines(settled.text)
