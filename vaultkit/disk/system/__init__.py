"""The one door to the operating system: what differs by platform, chosen once, by ``interface``'s promises."""

import sys

from vaultkit.disk.system.interface import (
    Access,
    Entry,
    Hold,
    NoLeaseError,
    OpenFolder,
    Stand,
    System,
)
from vaultkit.disk.system.keys import Keys

if sys.platform == "win32":
    from vaultkit.disk.system.windows import Windows as _Here
elif sys.platform == "darwin":
    from vaultkit.disk.system.macos import MacOS as _Here
elif sys.platform == "linux":
    from vaultkit.disk.system.linux import Linux as _Here
else:
    from vaultkit.disk.system.posix import Posix as _Here

__all__ = [
    "Access",
    "Entry",
    "Hold",
    "Keys",
    "NoLeaseError",
    "OpenFolder",
    "Stand",
    "System",
    "system",
]

system: System = _Here()
"""What the program asks; it holds no state."""
