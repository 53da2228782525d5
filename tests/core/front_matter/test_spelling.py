"""Slips of the fingers: what is one, and what is another word."""

import pytest

from vaultkit.core.front_matter.spelling import is_slip


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("appied", "applied"),
        ("applyed", "applied"),
        ("aplpied", "applied"),
        ("interveiwng", "interviewing"),
    ],
)
def test_a_letter_or_two_is_a_slip(text, word):
    assert is_slip(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("offe", "of"),
        ("unaccepted", "accepted"),
        ("hired", "expired"),
        ("interviewingxyz", "interviewing"),
        ("", ""),
    ],
)
def test_a_short_word_a_far_one_and_a_turned_one_are_none(text, word):
    assert not is_slip(text, word)
