"""Our values: what a frozen dataclass of the library's would be, but for the moment in which it is changed."""

from dataclasses import dataclass, fields, replace
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
    assert [field.name for field in fields(Place)] == ["folder", "names"]
    assert replace(Place("a"), names=("x",)) == Place("a", ("x",))


def test_a_hash_of_its_own_stays() -> None:
    assert hash(Named("a", 1)) == hash(Named("a", 2)) == hash("a")
    assert Named("a", 1) != Named("a", 2)


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
