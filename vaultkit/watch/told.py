"""What was told of changes, by whichever way the system tells it."""

from dataclasses import dataclass, field

from vaultkit.disk.roll import is_skipped

MOST_NOTES = 10_000
"""More changes between two questions are answered with "look at everything"."""


@dataclass
class Told:
    """What was told since the last question. ``changed`` maps notes to the moment of their last event.

    ``look`` means that a folder came or went or that events were lost: only the disk knows.
    """

    changed: dict[str, float] = field(default_factory=dict)
    look: bool = False


def is_left_out(path: str) -> bool:
    """Tell whether a file or a folder, and so all in it, cannot be a note of the vault's."""
    return any(map(is_hidden, path.split("/")))


def is_hidden(name: str) -> bool:
    """Tell whether that is so for its own name."""
    return name not in ("", ".") and is_skipped(name)
