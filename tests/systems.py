"""What a test needs of the system it runs on: each a mark that skips it elsewhere, and says why.

Windows has no pipes with names, no terminals of its own making, no other users to become, and its
Python lacks the modules for them. A test file takes such a module by ``module_if_there``, so that
it can be collected everywhere, and marks the tests that use it.
"""

import importlib
import os
import sys
from typing import Any

import pytest

ON_WINDOWS = sys.platform == "win32"


def module_if_there(name: str) -> Any:
    """Return a module of the standard library, None where this system's Python cannot load it."""
    try:
        return importlib.import_module(name)
    except ImportError:  # Windows has the file of `pty`, and not what it is made of
        return None


def is_root() -> bool:
    """Tell whether we may mount disks and become other users."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def make_pipe(*arguments: Any) -> None:
    """Make a pipe with a name, or skip the test."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with names")
    os.mkfifo(*arguments)


needs_pipes = pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="this system has no pipes with names"
)
needs_a_terminal = pytest.mark.skipif(
    module_if_there("pty") is None, reason="this system's Python makes no terminals"
)
needs_limits = pytest.mark.skipif(
    module_if_there("resource") is None, reason="this system's Python sets no limits"
)
needs_file_locks = pytest.mark.skipif(
    module_if_there("fcntl") is None, reason="leases and locks of POSIX"
)
needs_signals = pytest.mark.skipif(ON_WINDOWS, reason="Windows sends no signals between processes")
needs_modes = pytest.mark.skipif(ON_WINDOWS, reason="Windows keeps rights in lists, not in modes")
needs_links = pytest.mark.skipif(
    ON_WINDOWS, reason="Windows makes links for those only who have the right to"
)
needs_posix_programs = pytest.mark.skipif(
    ON_WINDOWS, reason="scripts that begin with #! and paths that begin with /"
)
needs_windows = pytest.mark.skipif(not ON_WINDOWS, reason="what Windows alone does")
needs_root = pytest.mark.skipif(not is_root(), reason="only root may mount a disk")


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
