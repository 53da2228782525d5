"""The memory in the end marker: what is written reads back, what is damaged is not guessed at."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import ENDINGS, STAGES
from vaultkit.core.follow_ups.ledger import (
    Given,
    Memory,
    MemoryDamaged,
    check,
    read_memory,
    write_memory,
)

DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))
CHECKS = st.from_regex(r"[0-9a-f]{4}", fullmatch=True)
GIVENS = st.builds(
    Given, DAYS, st.none() | DAYS, CHECKS, st.integers(0, 9), st.just(0), st.none()
) | st.builds(Given, DAYS, st.none() | DAYS, CHECKS, st.integers(0, 9), st.integers(1, 40), DAYS)
MEMORIES = st.builds(
    Memory,
    given=st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+){0,3}", fullmatch=True), GIVENS, max_size=6
    ),
    stage=st.none() | st.sampled_from(STAGES + ENDINGS),
    furthest=st.none() | st.sampled_from(STAGES),
    first_seen=st.dictionaries(st.sampled_from(STAGES + ENDINGS), DAYS, max_size=3),
    already=st.lists(st.sampled_from(STAGES + ENDINGS), unique=True, max_size=3).map(tuple),
    over=st.lists(DAYS, unique=True, max_size=3).map(lambda days: tuple(sorted(days))),
    title=st.just("") | CHECKS,
    next=st.sampled_from(["added", "filled"]),
    next_day=st.none() | DAYS,
)


@given(MEMORIES)
def test_what_is_written_reads_back(memory):
    text = write_memory(memory)
    assert "-->" not in text
    assert "\n" not in text
    assert read_memory(text) == memory


def test_a_person_can_read_it():
    memory = Memory(
        given={
            "reflect": Given(date(2026, 10, 25), None, "8f3a", 5),
            "follow-up-marta-rossi": Given(date(2026, 11, 10), date(2026, 11, 3), "1c2d"),
        },
        stage="rejected",
        furthest="interview",
        first_seen={"rejected": date(2026, 10, 22)},
    )
    assert write_memory(memory) == (
        "stage=rejected furthest=interview first-seen=rejected:2026-10-22; "
        "reflect 2026-10-25 8f3a+5; follow-up-marta-rossi 2026-11-03/2026-11-10 1c2d"
    )


def test_a_part_may_be_deleted_by_hand():
    text = "stage=applied furthest=applied; ; reflect 2026-10-25 8f3a;"
    assert list(read_memory(text).given) == ["reflect"]
    assert read_memory("stage=applied;").given == {}
    assert read_memory("") == Memory()


def test_a_formatter_may_have_put_other_blanks_between_the_words():
    text = "stage=applied  furthest=applied; reflect  2026-10-25\t8f3a  snoozed=2:2026-10-20"
    assert read_memory(text).given == {
        "reflect": Given(date(2026, 10, 25), None, "8f3a", 1, 2, date(2026, 10, 20))
    }


@pytest.mark.parametrize(
    "text",
    [
        "stage=Somewhere!",
        "furthest=re:jected",
        "stage=applied; reflect",
        "stage=applied; reflect 2026-02-30 8f3a",
        "stage=applied; reflect 2026-10-25 8f3a; reflect 2026-10-26 8f3a",
        "unknown=1",
        "first-seen=rejected:soon",
        "already=no:where",
        "next=maybe",
        "title=zz",
        "hello",
    ],
)
def test_what_does_not_read_is_damage(text):
    with pytest.raises(MemoryDamaged):
        read_memory(text)


@given(st.text(max_size=60))
def test_any_text_reads_or_is_damage(text):
    try:
        read_memory(text)
    except MemoryDamaged:
        return


def test_the_check_changes_with_the_words_and_with_the_lines_under_them():
    assert len(check("a")) == 4
    assert check("a", ["  - b"]) != check("a", ["  - c"])
    assert check("a", ["  - b"]) != check("a", [])
