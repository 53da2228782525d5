"""Whatever is done to a vault, and however often it is asked: what is remembered answers as a full read does."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.known_steps import attend, interleave


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_remembered_answers_as_a_full_read_does(seed: int) -> None:
    with TemporaryDirectory() as folder:
        interleave(Path(folder), seed, 12)


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 2**32))
def test_who_is_handed_the_saves_leaves_nothing_to_do(seed: int) -> None:
    with TemporaryDirectory() as folder:
        attend(Path(folder), seed, 10)
