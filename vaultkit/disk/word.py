"""The watcher's word, as a command hears it: nothing has changed in the vault since a tally.

A watcher listens on a socket in the vault's folder of state. Whoever knocks is told one line, and
nothing that they say is read: which folder is watched, and a tally that stays the same until something
changes there. What a command does with a tally is its own affair: it never replaces a look, it only
tells that one made after the same tally would see the same.

A socket's path may have 107 bytes. So it is named through the open folder that it lies in.
"""

import os
import stat

from vaultkit.disk import early

SOCKET = "watch.socket"
PATIENCE_SECONDS = 0.2
LONGEST = 200
_GREETING = "vaultkit watch 1"
_MOUNTS = "/proc/self/ns/mnt"


def said(device: int, inode: int, changes: str) -> str:
    """Return the line that a watcher says of the folder that it watches."""
    return f"{_GREETING} {device} {inode} {_mounts()} {changes}\n"


def _mounts() -> str:
    """Return which mounts this process sees: a watcher in a container may see another vault at the same path."""
    try:
        return os.readlink(_MOUNTS)
    except OSError:
        return "?"


def watchers_word(state: str, root: str) -> str | None:
    """Return the tally of the watcher of a vault; None where none says it at once. ``state`` is the vault's folder."""
    if not early.HAS_WORD:
        return None
    try:
        folder = open_private(state)
    except OSError:
        return None
    try:
        os.stat(SOCKET, dir_fd=folder, follow_symlinks=False)
        info = os.stat(root)
        line = _listen(folder)
    except OSError:
        return None
    finally:
        os.close(folder)
    begin = said(info.st_dev, info.st_ino, "")[:-1]
    changes = line[len(begin) : -1]
    is_ours = line.startswith(begin) and line.endswith("\n") and changes.isascii()
    return changes if is_ours and changes.replace(".", "").isalnum() else None


def open_private(folder: str, above: int | None = None) -> int:
    """Open a folder, in an open one, that is the person's own and open to nobody else. Raises OSError."""
    fd = os.open(folder, early.FOLDER | early.NO_FOLLOW, dir_fd=above)
    info = os.fstat(fd)
    if info.st_uid != os.geteuid() or info.st_mode & 0o077 or not stat.S_ISDIR(info.st_mode):
        os.close(fd)
        raise PermissionError
    return fd


def _listen(folder: int) -> str:
    """Return what is said on the socket of a folder. Raises OSError, also where it takes too long."""
    # What the standard library lays over it takes half as long to load as Python to start.
    import _socket

    with_us = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        with_us.settimeout(PATIENCE_SECONDS)
        with_us.connect(f"/proc/self/fd/{folder}/{SOCKET}")
        heard = b""
        while len(heard) <= LONGEST and (part := with_us.recv(LONGEST + 1)):
            heard += part
    finally:
        with_us.close()
    return heard.decode("ascii", "replace")
