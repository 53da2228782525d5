"""A finding repeats little of a note: a sentence with a whole note in it tells nobody anything."""

import pytest

from tests.house import surveyed
from vaultkit.core.across.survey import problems
from vaultkit.core.text.problem import hint, problem


@pytest.mark.parametrize("report", [hint, problem])
def test_a_long_quotation_is_cut_and_a_path_is_not(report):
    long = "x" * 300
    found = report("A.md", 1, "code", value=long, other="y" * 200, original=long)
    assert found.values == {"value": f"{'x' * 200}…", "other": "y" * 200, "original": long}


@pytest.mark.parametrize(
    "lines",
    [f"status: {'x' * 9000}\n---\n", f"applied: {'1' * 9000}\n---\n", f"---\n{'`' * 30000}\n"],
)
def test_no_finding_is_as_long_as_what_it_speaks_of(lines):
    found = problems(surveyed({"A.md": f"---\ntype: application\n{lines}".encode()}))
    assert found
    assert all(len(value) < 300 for one in found for value in one.values.values())
