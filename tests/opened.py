"""Which notes are opened, for tests of what is not read again."""

import pytest

from vaultkit.disk import vault


def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the row to which each note is put from now on that this process opens."""
    found: list[str] = []
    real = vault.read_file
    monkeypatch.setattr(
        vault, "read_file", lambda path, *where: found.append(path) or real(path, *where)
    )
    return found
