"""The vault in memory: a note is read again only when it has changed, and always when it has."""

from array import array
from pathlib import Path

import pytest

from tests.opened import opened
from vaultkit.cli.session import known_words
from vaultkit.core.settings.values import Settings
from vaultkit.disk.roll import Roll
from vaultkit.disk.vault import Vault
from vaultkit.work.index import Index

NOTE = "---\ntype: application\ncompany: Acme\n---\n"


def companies(index: Index) -> list[str]:
    return [sheet.application.company for sheet in index.look().sheets]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    (tmp_path / "a.md").write_text(NOTE)
    settings = Settings()
    return Index(Vault(tmp_path), settings, known_words(settings))


def test_a_second_save_in_the_same_tick_of_the_clock_is_seen(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the same length, and the file system gives it the same times."""
    now = index.vault.roll()
    monkeypatch.setattr(Vault, "roll", lambda _: now)
    assert companies(index) == ["Acme"]
    (index.vault.root / "a.md").write_text(NOTE.replace("Acme", "Bolt"))
    assert companies(index) == ["Bolt"]


def test_a_note_that_has_long_been_quiet_is_read_once(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Roll(["a.md"], array("q", [1, 2, 3, 4]), b"")
    monkeypatch.setattr(Vault, "roll", lambda _: old)
    reads = opened(monkeypatch)
    assert [companies(index) for _ in range(3)] == [["Acme"]] * 3
    assert reads == ["a.md"]
