"""Rows that add up the others."""

import pytest

from vaultkit.core.tables.columns import read_words
from vaultkit.core.tables.sums import is_sum
from vaultkit.playbook import load

WORDS = read_words(load.playbook_toml("import.toml")).sums


@pytest.mark.parametrize(
    "cells",
    [
        ("Total", "", "12"),
        ("TOTALE", "", ""),
        ("", "Totale:", "€ 1.200,00"),
        ("Total applications: 12", ""),
        ("Grand Total", "=SUM(B2:B9)", "45 %"),
    ],
)
def test_a_word_for_a_sum_and_figures_are_no_application(cells):
    assert is_sum(cells, WORDS)


@pytest.mark.parametrize(
    "cells",
    [
        ("Total", "Engineer", ""),
        ("Total", "", "Applied"),
        ("TotalEnergies", "", ""),
        ("", "", "12"),
        ("Acme", "", ""),
    ],
)
def test_a_firm_that_is_called_so_is_one(cells):
    assert not is_sum(cells, WORDS)
