"""Our values: what a frozen dataclass of the library's would be, but for the moment in which it is changed."""

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import cast

import pytest

from vaultkit.value import frozen


@frozen
class Place:
    folder: str
    names: tuple[str, ...] = ()


@frozen
class Named:
    name: str
    line: int = 1

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True)
class Other:
    folder: str
    names: tuple[str, ...] = ()


def test_values_are_equal_and_hashed_by_their_fields() -> None:
    assert Place("a", ("x",)) == Place("a", ("x",)) != Place("a")
    assert {Place("a"), Place("a"), Place("b")} == {Place("b"), Place("a")}
    assert cast(object, Place("a")) != Other("a")


def test_a_value_has_what_the_library_gives_it() -> None:
    assert repr(Place("a")) == repr(Other("a")).replace("Other", "Place")
    assert [each.name for each in fields(Place)] == ["folder", "names"]
    assert replace(Place("a"), names=("x",)) == Place("a", ("x",))


def test_a_hash_of_its_own_stays() -> None:
    assert hash(Named("a", 1)) == hash(Named("a", 2)) == hash("a")
    assert Named("a", 1) != Named("a", 2)


@frozen
class Nothing:
    pass


@frozen
class Partly:
    """What it is called counts, what it holds does not; one is never shown."""

    name: str
    held: list[str] = field(default_factory=list, compare=False)
    secret: str = field(default="x", repr=False)

    @property
    def is_empty(self) -> bool:
        return not self.held


@frozen
class Folded:  # noqa: PLW1641 - as a frozen dataclass has one
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Folded) and self.name.lower() == other.name.lower()

    def __repr__(self) -> str:
        return self.name


def test_fields_that_do_not_count_or_are_not_shown_are_left_out() -> None:
    assert Partly("a", ["b"]) == Partly("a") != Partly("a", secret="y")
    assert hash(Partly("a", ["b"])) == hash(Partly("a"))
    assert repr(Partly("a", ["b"])) == "Partly(name='a', held=['b'])"
    assert Partly("a").held is not Partly("a").held
    assert Partly.__match_args__ == ("name", "held", "secret")


def test_values_without_a_field_are_equal_too() -> None:
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    assert repr(Nothing()) == "Nothing()"
    assert cast(object, Nothing()) != Place("a")


def test_what_a_class_says_itself_stays() -> None:
    assert Folded("a") == Folded("A") != Folded("b")
    assert repr(Folded("a")) == "a"
    assert hash(Folded("a")) == hash(Folded("a"))


@frozen
class Pair:
    """Two numbers; the note beside them does not count."""

    one: int
    other: int = 2
    beside: str = field(default="", compare=False)


def test_equal_values_are_equal_and_have_one_hash() -> None:
    assert Pair(1) == Pair(1, 2, "note")
    assert len({Pair(1), Pair(1, beside="note"), Pair(2)}) == 2
    assert replace(Pair(1), other=3) == Pair(1, 3)
    assert repr(Pair(1)) == "Pair(one=1, other=2, beside='')"


def test_a_value_of_missing_fields_is_none() -> None:
    with pytest.raises(TypeError):
        Pair()  # type: ignore[call-arg]


CHANGED = """
from vaultkit.core.text.note import Note

note = Note("Acme.md", b"")
note.path = "Other.md"
"""


def test_whoever_changes_a_value_is_told_by_mypy(tmp_path: Path) -> None:
    api = pytest.importorskip("mypy.api")
    file = tmp_path / "changed.py"
    file.write_text(CHANGED, encoding="utf-8")
    told, _, code = api.run(["--no-incremental", "--follow-imports=silent", str(file)])
    assert code == 1
    assert f'{file}:5: error: Property "path" defined in "Note" is read-only' in told
