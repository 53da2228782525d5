"""The stages as data: Python asks what a stage means, and never what it is called."""

from vaultkit.core.text.stages import Stage, Stages, read_stages

TABLE = {
    "stage": [
        {"name": "wished", "kind": "saved"},
        {"name": "sent", "kind": "sent", "day": "applied"},
        {"name": "called", "kind": "talking", "day": "screened"},
        {"name": "met", "kind": "talking", "day": "interviewed"},
        {"name": "no", "kind": "lost", "day": "decided"},
        {"name": "thanks-no", "kind": "left", "day": "decided", "is_answer": True},
    ]
}
STAGES = read_stages(TABLE)


def test_the_ends_stand_behind_the_way():
    assert [stage.name for stage in STAGES.on_the_way] == ["wished", "sent", "called", "met"]
    assert [stage.name for stage in STAGES.ends] == ["no", "thanks-no"]


def test_the_furthest_is_the_last_on_the_way_and_an_end_is_not_on_it():
    assert STAGES.furthest(("met", "no", None, "called")) == "met"
    assert STAGES.furthest(("no", "gone")) == "wished"


def test_a_stage_that_is_known_no_more_is_of_no_kind_and_stands_before_all():
    assert not STAGES.is_of("gone", ("saved", "lost"))
    assert not STAGES.is_end("gone")
    assert not STAGES.is_among("gone", ("sent",))
    assert STAGES.place("gone") == 0 < STAGES.place("wished")
    assert STAGES.stamped_day("gone") is None


def test_the_day_of_a_talk_is_never_made_up():
    assert STAGES.stamped_day("sent") == "applied"
    assert STAGES.stamped_day("called") is None
    assert STAGES.stamped_day("met") is None


def test_an_answer_is_told_by_the_kind_or_by_the_stage_itself():
    assert [stage.name for stage in STAGES.all if stage.is_answer] == [
        "called",
        "met",
        "no",
        "thanks-no",
    ]


def test_an_own_stage_stands_behind_the_one_that_it_is_like_and_is_treated_as_it():
    stages = read_stages(TABLE, {"test": "called", "second-test": "called", "frozen": "no"})
    assert stages.names == (
        "wished",
        "sent",
        "called",
        "test",
        "second-test",
        "met",
        "no",
        "frozen",
        "thanks-no",
    )
    assert stages.named("test") == Stage("test", "talking", "screened", True, like="called")
    assert stages.is_among("test", ("called",))
    assert not stages.is_among("test", ("met",))
    assert stages.step("called") < stages.step("test") < stages.step("met")


def test_without_stages_nothing_is_known():
    assert (Stages().first("saved"), Stages().met, Stages().furthest(("a",))) == ("", "", "")
