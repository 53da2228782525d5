"""What a vault calls the properties of its applications: so that it is told in its own words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from vaultkit.core.notes.application import Application


def own_names(
    applications: Iterable[Application], settings: Mapping[str, tuple[str, ...]]
) -> Mapping[str, str]:
    """Return the vault's own name of each property: the settings' first, else the one that most notes use.

    A property that neither names is left out.
    """
    used = Counter(chain.from_iterable(application.names.items() for application in applications))
    by_use = sorted(used, key=lambda pair: (-used[pair], pair[1]), reverse=True)
    most_used = dict(by_use)  # of each name the last one stays: the most used
    return most_used | {name: names[0] for name, names in settings.items() if names}
