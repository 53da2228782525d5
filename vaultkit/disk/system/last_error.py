"""The error of a call through ctypes; on Windows, too, this can be imported."""

import ctypes
import os


def last_error(*about: str) -> OSError:
    """Return the error of the last call through ctypes, to be raised."""
    error = ctypes.get_errno()
    return OSError(error, os.strerror(error), *about)
