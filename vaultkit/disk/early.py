"""The threshold of the door to the system: what is asked of it before the door itself, which is slow to load.

A command that is only asked whether anything has changed gets no further than this. Elsewhere
than on a system of the POSIX kind it does not even begin, and goes through the door.
"""

import os
import sys

IS_HERE = os.name == "posix" and sys.platform != "darwin"
"""Whether there are quick answers at all on this system. A Mac may spell one name in two ways."""

HAS_WORD = sys.platform == "linux"
"""Whether a watcher can say its word: one queue tells of all changes in a vault, and proves that it has."""

HAS_COPIES = sys.platform == "linux"
"""Whether a process can make a copy of itself. Beside a Mac's own libraries a fork is not safe."""

SETTINGS_FILE = "vaultkit.toml"
"""What makes a folder a vault; below another vault, one of its own that is not entered."""

_ONLY_HERE = getattr(os, "O_CLOEXEC", 0)
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | _ONLY_HERE
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _ONLY_HERE
"""A folder; links are followed."""

READ = os.O_RDONLY | NO_FOLLOW | getattr(os, "O_NONBLOCK", 0)
"""A file that nothing is waited for, should it be a pipe."""

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW
"""A file that is not there yet."""
