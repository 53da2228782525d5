"""What is known is written down once, with what was made for the file alone let go of, and not too often."""

from pathlib import Path

import pytest

from tests.house import surveyed
from vaultkit.core.text.stages import Stages
from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.roll import NO_SIGNATURE
from vaultkit.work.gists import Kept, KnownGist
from vaultkit.work.memory import Memory

NOTE = b"---\ntype: application\ncompany: Acme\n---\n"


def cache_in(folder: Path) -> Cache:
    places = {name: str(folder / "cache") for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME")}
    return Cache(folder / "vault", places, b"key")


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_gist_is_written_as_a_copy_handed_it_back_and_that_text_is_let_go(
    tmp_path: Path, meanwhile: bool
) -> None:
    (gist,) = surveyed({"a.md": NOTE}).gists
    memory = Memory(cache_in(tmp_path), Stages())
    lines = {frozenset(["a.md"]): b"[7]", frozenset(["a.md", "unsure.md"]): b"[8]"}
    memory.kept = kept = Kept("", {}, {"a.md": KnownGist(NO_SIGNATURE, gist)}, {}, lines)
    if meanwhile:
        with memory.keeping():
            pass
    else:
        memory.keep()
    (file,) = (tmp_path / "cache").rglob("notes")
    assert file.read_bytes().endswith(b'""\n[7]')
    assert memory.kept == kept
    assert memory.kept.lines == {}
    file.unlink()
    memory.keep()
    assert not file.exists(), "it is known that all of it is written"


def test_notes_that_were_not_worth_a_file_are_not_taken_for_written_with_the_bystanders(
    tmp_path: Path,
) -> None:
    (gist,) = surveyed({"a.md": NOTE}).gists
    gists = {f"{place}.md": KnownGist(NO_SIGNATURE, gist) for place in range(130)}

    def some(count: int) -> Kept:
        return Kept("", {}, dict(list(gists.items())[:count]))

    memory = Memory(cache_in(tmp_path), Stages())
    memory.kept = some(100)
    memory.keep()
    (file,) = (tmp_path / "cache").rglob("notes")
    file.unlink()
    memory.kept = some(115)
    memory.take_bystanders(lambda: {"b.md": b"12345678" * 4}, is_new=True)
    memory.keep()
    assert [*(tmp_path / "cache").rglob("bystanders")]
    assert not file.exists(), "fifteen may be read again"
    memory.kept = some(130)
    memory.keep()
    assert file.exists(), "thirty are too many"


def test_bystanders_are_made_and_written_down_with_the_rest_and_where_some_are_new(
    tmp_path: Path,
) -> None:
    made: list[int] = []

    def bystanders() -> dict[str, bytes]:
        made.append(1)
        return {"a.md": b"12345678" * 4}

    memory = Memory(cache_in(tmp_path), Stages())
    memory.take_bystanders(bystanders, is_new=False)
    memory.keep()
    assert not made
    memory.take_bystanders(bystanders, is_new=True)
    with memory.keeping():
        pass
    (file,) = (tmp_path / "cache").rglob("bystanders")
    assert Memory(cache_in(tmp_path), Stages()).bystanders == memory.bystanders == bystanders()
    file.unlink()
    memory.keep()
    memory.take_bystanders(bystanders, is_new=True)
    memory.keep()
    assert not file.exists(), "a watcher looks often"
    assert Memory(None, Stages()).bystanders == {}
