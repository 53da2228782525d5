"""What the system says about watching: how much the kernel watches, and how much it should."""

from pathlib import Path

from vaultkit.disk import early
from vaultkit.disk.system import system
from vaultkit.watch.told import is_hidden

_OPEN_FILES = Path("/proc/self/fdinfo")
_MOST_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")


def kernel_watches() -> int | None:
    """Return how many places the kernel watches for this process; None where it cannot be told."""
    total = 0
    if not early.HAS_WORD:
        return None  # under Wine there is the folder of another system
    try:
        for file in _OPEN_FILES.iterdir():
            total += _watches_in(file)
    except OSError:
        return None
    return total


def most_watches() -> int | None:
    """Return how many places the kernel watches for one person; None where it does not tell."""
    if not early.HAS_WORD:
        return None
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
    """Return how many folders a watcher would watch: this one, and below it those that we may look into.

    Hidden ones are none of its.
    """
    total, waiting = 0, [str(top)]
    while waiting:
        try:
            place = waiting.pop()
            with system.listed(place, follow=place == str(top)) as (_, entries):
                folders = [
                    entry.name
                    for entry in entries
                    if not is_hidden(entry.name) and entry.is_dir(follow_symlinks=False)
                ]
            waiting += [f"{place}/{name}" for name in folders]
        except OSError:
            continue
        total += 1
    return total
