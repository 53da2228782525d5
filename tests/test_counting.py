"""What ``bench.suite`` counts on a system on which the suite cannot be run in one go."""

import json
from pathlib import Path

import pytest

from bench import suite


def outcomes(tmp_path: Path, *told: dict[str, object]) -> set[tuple[str, str, str]]:
    tally = tmp_path / "tally"
    tally.write_text("".join(json.dumps(each) + "\n" for each in told), "utf-8")
    return set(suite._outcomes(tally))


def begun(test: str) -> dict[str, object]:
    return {"test": test, "outcome": "begun"}


def test_a_test_that_began_and_was_never_heard_of_again_has_failed(tmp_path):
    ended = {"test": "a::one", "outcome": "passed", "why": ""}
    assert outcomes(tmp_path, begun("a::one"), ended, begun("a::two")) == {
        ("a::one", "passed", ""),
        ("a::two", "failed", suite.DID_NOT_END),
    }


def test_what_has_failed_stays_so_though_it_is_cleaned_up(tmp_path):
    failed = {"test": "a::one", "outcome": "failed", "why": "because"}
    skipped = {"test": "a::one", "outcome": "skipped", "why": "later"}
    assert outcomes(tmp_path, begun("a::one"), failed, skipped) == {("a::one", "failed", "because")}


def test_a_line_that_was_cut_short_is_passed_over(tmp_path):
    tally = tmp_path / "tally"
    tally.write_text(json.dumps(begun("a::one")) + '\n{"test": "a::o', "utf-8")
    assert [*suite._outcomes(tally)] == [("a::one", "failed", suite.DID_NOT_END)]


def test_of_a_file_that_is_left_out_as_a_whole_each_test_counts(tmp_path):
    file = Path(__file__).relative_to(suite.ROOT).as_posix()
    left_out = {"test": file, "outcome": "skipped", "why": "no such system", "whole_file": True}
    found = outcomes(tmp_path, left_out)
    name = "test_of_a_file_that_is_left_out_as_a_whole_each_test_counts"
    assert (f"{file}::{name}", "skipped", "no such system") in found
    assert len(found) > 3


@pytest.mark.parametrize(("outcome", "code"), [("passed", 0), ("skipped", 0), ("failed", 1)])
def test_the_table_says_how_many_passed_and_why_others_were_left_out(capsys, outcome, code):
    found = [("a::one", "passed", ""), ("a::two", outcome, "no such system")]
    assert suite._summary(found, 60.0) == code
    told = capsys.readouterr().out
    assert "of 2 tests" in told
    assert ("| no such system | 1 |" in told) == (outcome == "skipped")


def test_every_file_of_tests_is_run():
    batches = suite._batches([])
    files = {
        file.relative_to(suite.ROOT).as_posix()
        for file in (suite.ROOT / "tests").rglob("test_*.py")
    }
    assert {file for file in files if not file.startswith(suite.TOGETHER)} <= {*batches}
    assert {*suite.TOGETHER} <= {*batches}
