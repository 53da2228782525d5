"""A word as the value of a new property."""

from datetime import date

import pytest

from vaultkit.core.notes.typed import typed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-04-03", date(2026, 4, 3)),
        ("2026-02-30", "2026-02-30"),
        ("50000", 50000),
        ("050", "050"),
        ("-1", -1),
        ("true", True),
        ("yes", "yes"),
        ("", None),
    ],
)
def test_a_day_a_number_and_a_checkbox_are_such(text, value):
    assert typed(text) == value
    assert type(typed(text)) is type(value)
