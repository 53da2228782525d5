"""Which notes wait, and until when; times are arguments."""

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.watch.pending import Pending


def test_a_saved_note_is_ready_once_it_has_been_quiet():
    pending = Pending(10)
    pending.changed("a.md", at=100)
    assert pending.waiting(109) == {"a.md"}
    assert pending.take(109) == frozenset()
    assert pending.take(110) == {"a.md"}
    assert pending.take(110) == frozenset()


def test_each_further_save_puts_the_note_off():
    pending = Pending(10)
    for second in range(100, 160, 5):
        pending.changed("a.md", at=second)
        assert pending.take(second) == frozenset()
    assert pending.take(165) == {"a.md"}


def test_an_older_sign_of_the_same_save_brings_nothing_forward():
    pending = Pending(10)
    pending.changed("a.md", at=100)
    pending.changed("a.md", at=93)
    assert pending.take(109) == frozenset()


def test_a_busy_note_is_tried_less_and_less_often_but_every_five_seconds_at_least():
    pending, now, waits = Pending(10), 1000.0, []
    for _ in range(8):
        pending.busy(["a.md"], now)
        wait = next(n / 10 for n in range(100) if "a.md" not in pending.waiting(now + n / 10))
        waits.append(wait)
        now += 10
        assert pending.take(now) == {"a.md"}
    assert waits == [0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5]


def test_a_busy_note_that_was_saved_is_tried_as_soon_as_it_is_quiet():
    pending = Pending(0.5)
    for _ in range(6):
        pending.busy(["a.md"], 100)
    pending.changed("a.md", at=101)
    assert pending.take(101.5) == {"a.md"}


def test_a_note_that_could_be_written_is_busy_for_the_first_time_the_next_time():
    pending = Pending(0.5)
    pending.busy(["a.md"], 100)
    pending.take(101)
    pending.busy([], 101)
    pending.busy(["a.md"], 200)
    assert pending.take(200.2) == {"a.md"}


def test_a_resting_note_rests_whatever_happens_to_it():
    pending = Pending(10)
    pending.rest("a.md", until=700)
    pending.changed("a.md", at=100)
    pending.busy(["a.md"], 101)
    pending.everything(at=102)
    pending.changed("a.md", at=103)
    assert pending.waiting(699) == {"a.md"}
    assert pending.take(700) == {"a.md"}


def test_too_many_notes_are_answered_with_a_look_at_everything():
    pending = Pending(10, most_notes=3)
    for number in range(5):
        pending.changed(f"{number}.md", at=100)
    assert not pending.take_everything(109)
    assert pending.take_everything(110)
    assert not pending.take_everything(200)


def test_a_look_at_everything_is_not_put_off_by_those_who_ask_later():
    pending = Pending(10)
    pending.everything(at=110)
    pending.everything(at=115)
    assert pending.awaits_everything
    assert pending.take_everything(110)
    assert not pending.awaits_everything


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 1000))))
def test_no_note_is_lost_and_none_is_early(saves):
    pending, last = Pending(10), {}
    for path, at in saves:
        pending.changed(path, at)
        last[path] = max(at, last.get(path, 0))
    for now in range(0, 1011):
        for path in pending.take(now):
            assert now == last.pop(path) + 10
    assert not last
