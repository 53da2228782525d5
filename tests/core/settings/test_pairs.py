"""A setting that is a table of names, each with a text."""

import pytest

from vaultkit.core.settings.parsers import ValueRefused, pairs


def test_a_table_of_texts_is_read_without_blanks_at_the_ends():
    assert pairs({" Firma ": " company "}) == {"Firma": "company"}
    assert pairs({}) == {}


@pytest.mark.parametrize("value", ["x", ["x"], {"a": 1}, {"a": ""}, {" ": "x"}, {"a": "x\ny"}])
def test_anything_else_is_refused(value):
    with pytest.raises(ValueRefused):
        pairs(value)
