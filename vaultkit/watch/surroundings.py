"""What the system says about watching: the kind of file system, and how much the kernel watches."""

import os
import re
import sys
from pathlib import Path

_WITHOUT_EVENTS = re.compile(
    r"nfs\d?|cifs|smb.*|9p|fuse(\..+|blk|ctl)?|drvfs|afs|ceph|lustre|gfs2|ocfs2|beegfs|vboxsf|vmhgfs.*|prl_fs|davfs.*"
)
_OCTAL = re.compile(r"\\([0-7]{3})")
_MOUNTS = Path("/proc/self/mountinfo")
_OPEN_FILES = Path("/proc/self/fdinfo")
_MOST_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")


def remote_kind(root: Path) -> str | None:
    """Return the kind of a file system that tells nothing of what other machines change, or None.

    Known on Linux only; elsewhere the regular look makes up for it.
    """
    kind = file_system(root)
    return kind if tells_nothing(kind) else None


def file_system(root: Path) -> str:
    """Return the kind of file system that a vault lies on, "" where that is not told."""
    try:
        return kind_of(root, _MOUNTS.read_text("utf-8", "surrogateescape"))
    except OSError:
        return ""


def tells_nothing(kind: str) -> bool:
    """Tell whether a kind of file system gives no event for changes from elsewhere."""
    return _WITHOUT_EVENTS.fullmatch(kind) is not None


def kind_of(root: Path, mounts: str) -> str:
    """Return the kind of the file system that a place lies on, "" where no line tells.

    ``mounts`` is the text of ``/proc/self/mountinfo``; of two at one place the later one counts.
    """
    best, kind = -1, ""
    for line in mounts.split("\n"):
        place, _, rest = line.partition(" - ")
        fields = place.split(" ")
        if len(fields) < 5 or not rest:
            continue
        point = Path(_OCTAL.sub(lambda match: chr(int(match[1], 8)), fields[4]))
        if root.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), rest.split(" ")[0]
    return kind


def kernel_watches() -> int | None:
    """Return how many places the kernel watches for this process; None where it cannot be told."""
    if not sys.platform.startswith("linux"):
        return None
    total = 0
    try:
        for file in _OPEN_FILES.iterdir():
            total += _watches_in(file)
    except OSError:
        return None
    return total


def most_watches() -> int | None:
    """Return how many places the kernel watches for one person; None where it does not tell."""
    try:
        return int(_MOST_WATCHES.read_text("ascii"))
    except (OSError, ValueError):
        return None


def _watches_in(file: Path) -> int:
    try:
        return file.read_bytes().count(b"inotify wd:")
    except OSError:
        return 0  # closed since it was listed


def count_folders(top: Path) -> int:
    """Return how many folders there are, this one included, that we may look into."""
    total, waiting = 0, [str(top)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                waiting += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            continue
        total += 1
    return total
