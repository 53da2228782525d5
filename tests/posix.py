"""Python's modules for what only POSIX has. On Windows a test that asks for any of it is left out."""

import sys
from typing import Any

import pytest


class _Missing:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, asked: str) -> Any:
        if asked.startswith("_"):  # pytest looks whether it is a test
            raise AttributeError(asked)
        pytest.skip(f"Windows has no {self._name}.{asked}")


fcntl: Any
pty: Any
resource: Any
if sys.platform == "win32":
    fcntl, pty, resource = map(_Missing, ("fcntl", "pty", "resource"))
else:
    import fcntl
    import pty
    import resource
__all__ = ["fcntl", "pty", "resource"]
