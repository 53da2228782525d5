"""The review's Pipeline has the numbers of `vaultkit stats`: tables first, charts beside them."""

from datetime import date

import pytest

from tests.house import PLAIN, surveyed
from vaultkit.core.across.people import People
from vaultkit.core.week.review import week_review
from vaultkit.formats.numbers import answer_lines, stage_share
from vaultkit.formats.pipeline import MOST_OPEN, pipeline
from vaultkit.playbook import load

TODAY = date(2026, 11, 20)


def week(count, **more):
    notes = {}
    for place in range(count):
        status = ("applied", "rejected", "ghosted", "interview")[place % 4]
        facts = {"type": "application", "status": status, "applied": "2026-11-01", **more}
        if status == "rejected":
            facts["decided"] = "2026-11-11"
        head = "".join(f"{key}: {value}\n" for key, value in facts.items())
        notes[f"A{place:02}.md"] = f"---\n{head}---\n".encode()
    return week_review(surveyed(notes, TODAY).entries, People(), (), TODAY, PLAIN)


def lines(count, language="en", **more):
    return list(pipeline(week(count, **more), load.phrases(language)))


@pytest.mark.parametrize("language", load.languages())
def test_below_ten_the_review_has_counts_and_no_rates(language):
    assert not any(
        "%" in line for line in lines(9, language) if "%%" not in line and "axisFormat" not in line
    )


@pytest.mark.parametrize("language", load.languages())
def test_from_ten_on_each_number_is_the_one_of_stats(language):
    made, phrases, numbers = lines(12, language), load.phrases(language), week(12).funnel
    for line in answer_lines(numbers, phrases):
        assert line in made
    interview = next(row for row in numbers.rows if row.stage == "interview")
    assert (
        f"| {phrases.say('stage.interview')} | 3 | {stage_share(interview, numbers, phrases)} | ██ |"
        in made
    )


def test_tables_and_lists_come_before_the_charts():
    made = lines(12, source="LinkedIn")
    first = made.index("```mermaid")
    assert (
        max(
            made.index("### Open now"),
            made.index("### Sources"),
            made.index("| LinkedIn | 12 | 6 |"),
        )
        < first
    )
    assert all("|" not in line for line in made[first:])
    assert sum(line == "```mermaid" for line in made) == 2


def test_without_charts_the_tables_and_lists_stay():
    with_charts = lines(12)
    assert (
        list(pipeline(week(12), load.phrases("en"), charts=False))
        == with_charts[: with_charts.index("```mermaid")]
    )


def test_a_few_applications_have_their_bars_in_the_table():
    made = lines(3)
    assert "| Applied | 1 | 3 | ████████ |" in made
    assert "| Interview | 0 | 1 | ███ |" not in made
    assert "    title Applications by stage" not in made


def test_a_long_list_of_open_ones_says_where_the_rest_is():
    made = lines(40)
    assert sum(line.startswith("- [[") for line in made) == MOST_OPEN
    assert "- and 12 more: `vaultkit stats` lists all" in made


def test_a_source_breaks_out_of_no_table():
    made = lines(3, source='"a | b `c` [[e]] | --- |"')
    row = next(line for line in made if line.startswith("| a"))
    assert row.count("|") == 4
    assert "`" not in row


def test_without_an_application_there_is_no_part():
    assert lines(0) == []
