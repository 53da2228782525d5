"""What is made for the cache's file alone is let go of once that is written."""

from pathlib import Path

import pytest

from tests.house import surveyed
from vaultkit.core.text.stages import Stages
from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.roll import NO_SIGNATURE
from vaultkit.work.gists import Kept, KnownGist
from vaultkit.work.memory import Memory

NOTE = b"---\ntype: application\ncompany: Acme\n---\n"


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_gist_is_written_as_a_copy_handed_it_back_and_that_text_is_let_go(
    tmp_path: Path, meanwhile: bool
) -> None:
    (gist,) = surveyed({"a.md": NOTE}).gists
    places = {name: str(tmp_path / "cache") for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME")}
    memory = Memory(Cache(tmp_path / "vault", places, b"key"), Stages())
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
