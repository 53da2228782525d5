"""The kind of file system that a place lies on, read from the kernel's table of mounts."""

import re
from pathlib import Path

_OCTAL = re.compile(r"\\([0-7]{3})")


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
