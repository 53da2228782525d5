"""Numbers that grow only with a change; what is over is said to be over, for a while."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.formats.appointment import Appointment
from vaultkit.formats.appointment_changes import Published, changes

TODAY = date(2026, 11, 20)
LATER = TODAY + timedelta(days=3)
ONE = Appointment("a-closes@vaultkit", "Deadline", "Closes", date(2026, 12, 1), alarm=39)
OTHER = Appointment("b-vk-x@vaultkit", "Follow-up", "Write", date(2026, 11, 25), is_todo=True)


def sure(_):
    return False


def after(old, wanted, day=LATER, is_doubtful=sure, done=()):
    return changes({one.appointment.uid: one for one in old}, wanted, day, is_doubtful, done)


FIRST = after([], [ONE, OTHER], TODAY).published


def test_what_is_new_begins_at_nought_and_the_earliest_stands_first():
    assert (Published(OTHER, 0, TODAY), Published(ONE, 0, TODAY)) == FIRST


def test_without_a_change_nothing_moves_not_even_the_day():
    same = after(FIRST, [ONE, OTHER])
    assert same.is_none
    assert same.published == FIRST


def test_a_change_counts_one_up():
    moved = replace(ONE, day=date(2026, 12, 2))
    now = after(FIRST, [moved, OTHER])
    assert now[1:] == (0, 1, 0)
    assert now.published == (FIRST[0], Published(moved, 1, LATER))


def test_what_is_wanted_no_more_is_cancelled_once_and_rings_no_more():
    now = after(FIRST, [OTHER])
    cancelled = replace(ONE, status="cancelled", alarm=None)
    assert now[1:] == (0, 0, 1)
    assert now.published == (FIRST[0], Published(cancelled, 1, LATER))
    assert after(now.published, [OTHER], LATER + timedelta(days=400)).is_none


def test_a_to_do_that_was_ticked_is_completed_an_event_cancelled():
    event = replace(OTHER, uid="c-vk-x@vaultkit", is_todo=False)
    old = after([], [OTHER, event], TODAY).published
    now = after(old, [], done={OTHER.uid, event.uid})
    assert [one.appointment.status for one in now.published] == ["completed", "cancelled"]


def test_what_comes_back_counts_on():
    gone = after(FIRST, [OTHER]).published
    now = after(gone, [ONE, OTHER])
    assert now[1:] == (0, 1, 0)
    assert now.published[1] == Published(ONE, 2, LATER)


def test_what_cannot_be_read_at_present_stays_as_it_is():
    now = after(FIRST, [], is_doubtful=lambda uid: uid.startswith("a-"))
    assert now.gone == 1
    assert now.published[1] == FIRST[1]


def test_what_was_cancelled_long_ago_goes_with_the_next_change_and_not_before():
    gone = after(FIRST, [OTHER]).published
    much_later = LATER + timedelta(days=61)
    assert after(gone, [OTHER], much_later).published == gone
    moved = replace(OTHER, day=date(2027, 1, 1))
    now = after(gone, [moved], much_later)
    assert now.published == (Published(moved, 1, much_later),)
    soon = after(gone, [moved], LATER + timedelta(days=60))
    assert len(soon.published) == 2


UIDS = [f"{letter}-vk-x@vaultkit" for letter in "abcd"]
stands = st.lists(
    st.dictionaries(st.sampled_from(UIDS), st.integers(0, 3), max_size=4), min_size=1, max_size=8
)


@given(stands, st.sets(st.sampled_from(UIDS)))
def test_whatever_comes_and_goes_numbers_grow_by_one_and_only_with_a_change(steps, done):
    """Each step names what is wanted, and the day of each."""
    old: dict[str, Published] = {}
    for count, step in enumerate(steps):
        wanted = [
            replace(OTHER, uid=uid, day=date(2026, 12, 1 + day), is_todo=uid < "c")
            for uid, day in step.items()
        ]
        today = TODAY + timedelta(days=count * 10)
        now = changes(old, wanted, today, sure, done)
        new = {one.appointment.uid: one for one in now.published}
        live = {uid: one for uid, one in new.items() if one.appointment.status == "confirmed"}
        assert {one.uid: one for one in wanted} == {
            uid: one.appointment for uid, one in live.items()
        }
        for uid, one in new.items():
            before = old.get(uid)
            grown = one.sequence - (before.sequence if before else 0)
            assert grown == (before is not None and before.appointment != one.appointment)
            assert one.stamp == (today if before is None or grown else before.stamp)
        assert changes(new, wanted, today + timedelta(days=1), sure, done).is_none
        old = new
