"""Marks in little room say what a mapping would."""

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.watch.marks import Marks

PATHS = st.sampled_from(
    ["a.md", "aa.md", "b.md", "N/a.md", "N/aa.md", "N/M/a.md", "M/\udcff.md", ""]
)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
KNOWN = st.dictionaries(PATHS.filter(bool), NUMBERS)


@given(KNOWN, st.lists(st.tuples(PATHS.filter(bool), st.none() | NUMBERS)))
def test_marks_hold_what_was_put_into_them(known: dict[str, int], doings: list) -> None:
    marks = Marks(known.items())
    for path, number in doings:
        if number is None:
            known.pop(path, None)
            marks.remove(path)
        else:
            known[path] = number
            marks.put(path, number)
    for path in ("a.md", "aa.md", "b.md", "N/a.md", "N/aa.md", "N/M/a.md", "M/\udcff.md", "x.md"):
        assert marks.get(path) == known.get(path)
        assert (path in marks) == (path in known)
    assert marks.are_all_among({*known})
    assert not known or not marks.are_all_among([*known][1:])


@given(KNOWN, KNOWN)
def test_what_has_changed_between_two_looks(before: dict[str, int], after: dict[str, int]) -> None:
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert Marks(before.items()).changes(Marks(after.items())) == changed
    assert Marks(before.items()).changes(Marks(reversed(before.items()))) == set()


@given(KNOWN)
def test_marks_are_the_same_when_another_process_has_made_them(known: dict[str, int]) -> None:
    marks, again = Marks(known.items()), Marks()
    for part in marks.parts():
        again.take(part)
    assert again.changes(marks) == marks.changes(again) == set()
    assert again.are_all_among({*known})
