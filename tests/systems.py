"""What a test needs of the system it runs on, as marks that say why, and another system in this one's place."""

import sys
from pathlib import Path
from typing import Any

import pytest

ON_WINDOWS = sys.platform == "win32"

PATIENCE_SECONDS = 120.0 if ON_WINDOWS else 30.0
"""So long a test waits for what another process does. Under Wine, on a busy machine, one takes half a minute to start."""

needs_signals = pytest.mark.skipif(ON_WINDOWS, reason="Windows sends no signals between processes")
needs_posix_programs = pytest.mark.skipif(
    ON_WINDOWS, reason="scripts that begin with #! and paths that begin with /"
)
needs_windows = pytest.mark.skipif(not ON_WINDOWS, reason="what Windows alone does")


def is_private(file: Path) -> bool:
    """Tell whether a file is for its owner alone. Windows hands that down from the folder, and modes say nothing."""
    return ON_WINDOWS or file.stat().st_mode & 0o777 == 0o600


def this_system() -> Any:
    """Return the door to this machine's system."""
    from vaultkit.disk.system import system

    return system


def put_system(monkeypatch: pytest.MonkeyPatch, other: object) -> None:
    """Give every module that has taken the door to the system another one."""
    from vaultkit.disk.system import System

    for name, module in list(sys.modules.items()):
        if name.startswith("vaultkit.") and isinstance(getattr(module, "system", None), System):
            monkeypatch.setattr(module, "system", other)
