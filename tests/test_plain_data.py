"""What is written of our values as JSON comes back as it was; anything else is refused."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.house import desk, surveyed, updated
from vaultkit.core.across.gist import Gist
from vaultkit.core.across.survey import survey, updates
from vaultkit.core.follow_ups.update import Update
from vaultkit.core.text.stages import Stages
from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.roll import Signature
from vaultkit.work.gists import Idle, Kept, KnownGist, KnownPerson, keep, read_kept
from vaultkit.work.plain_data import Misshapen, as_json, from_plain

STAGES = Stages()
NOTES = {
    "Applications/Städt.md": "---\ntype: application\ncompany: Städt\nstatus: interview\n"
    "applied: 2026-10-01\nrecruiter: '[[People/Ann Vera|Ann]]'\nInterviewers: [Bob]\n"
    "interviewed:\n  - day: 2026-10-20\n    hour: '09:30'\n    people: [Bob, Eve]\n---\n".encode(),
    "Applications/Odd.md": b"---\ntype: application\nstatus: nonsense\napplied: 2026-13-01\n---\n",
    "People/Ann Vera.md": b"---\ntype: person\nemail: a@b.it\nlast_contact: 2026-10-02\n---\n",
}


def back(kind: Any, value: object) -> Any:
    return from_plain(kind, json.loads(as_json(value)), STAGES)


def test_gists_and_people_come_back_as_they_were() -> None:
    found = surveyed(updated(NOTES))
    assert any(gist.entry.items for gist in found.gists)
    signature = Signature(1, 2, 3 << 60, 4)
    for gist in found.gists:
        assert repr(back(KnownGist, KnownGist(signature, gist))) == repr(KnownGist(signature, gist))
    for person in found.look.people:
        assert person.note, "is at hand, and not written"
        assert back(KnownPerson, KnownPerson(signature, person)) == KnownPerson(
            signature, replace(person, note=None)
        )


def test_edits_come_back_byte_for_byte() -> None:
    raw = NOTES["Applications/Städt.md"].replace(b"\n", b"\r\n") + "é\udc80\xff".encode(
        "utf-8", "replace"
    )
    found = survey(surveyed({"a.md": raw}).look, desk(), date(2026, 11, 1))
    for _, update in updates(found, desk()):
        assert update.edit
        assert back(Update, update) == update


def test_a_mapping_of_another_kind_and_a_path_that_is_no_text_are_written_too() -> None:
    kind = Mapping[str, tuple[str | None, ...]]
    value = MappingProxyType({"a\udcff.md": ("\u2028é😀", None)})
    assert back(kind, value) == value
    assert b"\n" not in as_json(value)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Gist, []),
        (Gist, {}),
        (Idle, ["x"]),
        (Idle, ["x", [], []]),
        (Idle, [1, []]),
        (Idle, ["x", None]),
        (Idle, ["x", [None]]),
        (Idle, ["x", [["a.md", 1, "code", {}, "other"]]]),
        (Idle, ["x", [["a.md", True, "code", {}, "hint"]]]),
        (Idle, ["x", [["a.md", 1, "code", {"a": 1}, "hint"]]]),
        (Signature, [1, 2, 3]),
        (Signature, [1, 2, 3, 4.0]),
        (date, "yesterday"),
        (date, None),
        (bytes, "\u2028"),
        (tuple[date, ...], ["2026-01-01", 1]),
        (Mapping[str, date], {"a": "2026-01-01", "b": None}),
    ],
)
def test_what_has_another_shape_is_refused_each_time(kind: Any, wrong: object) -> None:
    for _ in range(2):
        with pytest.raises(Misshapen):
            from_plain(kind, wrong, STAGES)


GOOD = as_json(["idle", {"a.md": Idle("x")}])


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    places = {name: str(tmp_path / "cache") for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME")}
    return Cache(tmp_path / "vault", places, b"key")


def test_what_is_kept_is_read_again(cache: Cache) -> None:
    found = surveyed(updated(NOTES))
    signature = Signature(1, 2, 3, 4)
    kept = Kept(
        "names",
        {each.path: KnownPerson(signature, replace(each, note=None)) for each in found.look.people},
        {
            f"{at}/{gist.path}": KnownGist(signature, gist)
            for gist in found.gists
            for at in range(40)
        },
        {gist.path: Idle("0f", found.findings) for gist in found.gists},
    )
    keep(cache, kept)
    assert read_kept(cache, STAGES) == kept


@pytest.mark.parametrize(
    "lines",
    [
        [b""],
        [b"[]", GOOD],
        [b'"names"', b""],
        [b'"names"', GOOD, b"[]"],
        [b'"names"', GOOD, b'["idle",{}'],
        [b'"names"', GOOD, b'["idle",[]]'],
        [b'"names"', GOOD, b'["others",{}]'],
        [b'"names"', GOOD, b"[[],{}]"],
        [b'"names"', GOOD, b'["gists",{"a.md":[[1,2,3,4],[]]}]'],
        [b'"names"', GOOD, b'["people",{"a.md":null}]'],
        [b'"names"', GOOD, b"[" * 100_000],
        [b'["a.md",[1,2,3,4],"application",[[],null]]', GOOD],
    ],
)
def test_of_a_file_with_a_line_that_is_none_nothing_is_believed(
    cache: Cache, lines: list[bytes]
) -> None:
    cache.keep("notes", b'"names"\n' + GOOD)
    assert read_kept(cache, STAGES).idle == {"a.md": Idle("x")}
    cache.keep("notes", b"\n".join(lines))
    assert read_kept(cache, STAGES) == Kept()
