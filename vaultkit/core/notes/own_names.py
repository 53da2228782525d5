"""What a vault calls the properties of its applications: so that it is told in its own words."""

from collections import Counter
from collections.abc import Iterable, Mapping

from vaultkit.core.notes.application import Application


def own_names(
    applications: Iterable[Application], settings: Mapping[str, tuple[str, ...]]
) -> Mapping[str, str]:
    """Return the vault's own name of each property: the settings' first, else the one that most notes use.

    A property that neither names is left out.
    """
    counts: dict[str, Counter[str]] = {}
    for application in applications:
        for name, own in application.names.items():
            counts.setdefault(name, Counter())[own] += 1
    most_used = {
        name: min(several, key=lambda own: (-several[own], own)) for name, several in counts.items()
    }
    return most_used | {name: names[0] for name, names in settings.items() if names}
