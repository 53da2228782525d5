"""The kind of file system that a place lies on, and what that means for who wants to know of changes."""

import re
from pathlib import Path

from vaultkit.disk.system import system

_WITHOUT_EVENTS = re.compile(
    r"nfs\d?|cifs|smb.*|9p|fuse(\..+|blk|ctl)?|drvfs|afs|ceph|lustre|gfs2|ocfs2|beegfs|vboxsf|vmhgfs.*|prl_fs|davfs.*"
)


def remote_kind(root: Path) -> str | None:
    """Return the kind of a file system that tells nothing of what other machines change, or None.

    Where the kind is not known, the regular look makes up for it.
    """
    kind = file_system(root)
    return kind if tells_nothing(kind) else None


def file_system(root: Path) -> str:
    """Return the kind of file system that a vault lies on, "" where that is not told."""
    return system.file_system(root)


def tells_nothing(kind: str) -> bool:
    """Tell whether a kind of file system gives no event for changes from elsewhere."""
    return _WITHOUT_EVENTS.fullmatch(kind) is not None
