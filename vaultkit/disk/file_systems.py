"""The kind of file system that a place lies on, and what that means for who wants to know of changes."""

import re
from pathlib import Path

_WITHOUT_EVENTS = re.compile(
    r"nfs\d?|cifs|smb.*|9p|fuse(\..+|blk|ctl)?|drvfs|afs|ceph|lustre|gfs2|ocfs2|beegfs|vboxsf|vmhgfs.*|prl_fs|davfs.*"
)
_OCTAL = re.compile(r"\\([0-7]{3})")
_MOUNTS = Path("/proc/self/mountinfo")


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
