"""Somebody whom a note names, and whose the names are."""

import re
from collections.abc import Sequence

from vaultkit.core.notes.application import Name, first_slug, person_slug
from vaultkit.core.notes.slugs import slug_of
from vaultkit.core.text.once import once
from vaultkit.value import frozen

_MARK_IN_LINK = re.compile(r"[\[\]|#^\\]")


@frozen
class Someone:
    """Somebody whom a note names, by however many names. ``name`` is the one that new lines get.

    ``identity`` is the path of their note, else the name's slug; ``also`` are the names in that note.
    """

    name: Name
    identity: str
    names: tuple[Name, ...]
    also: tuple[str, ...] = ()

    @once
    def slugs(self) -> frozenset[str]:
        """All that an id may hold for them."""
        return frozenset([*map(person_slug, self.names), *map(slug_of, self.also)])

    @once
    def first_slugs(self) -> frozenset[str]:
        """All that an id of the first versions may hold for them."""
        return frozenset(map(first_slug, (*self.names, *map(Name, self.also))))

    @once
    def slug(self) -> str:
        return person_slug(self.name)

    @once
    def link(self) -> str | None:
        """The link that their name is; None for a plain name, and for what a line could not link to just so."""
        target = self.name.target
        return None if target is None or _MARK_IN_LINK.search(target) else f"[[{target}]]"

    @once
    def has_note(self) -> bool:
        return self.identity != self.slug


def one_of(several: Sequence[Someone]) -> Someone:
    """Return the one person whom several names stand for, each of them somebody so far.

    A link is the better name: a plain one may be short for it. Of two notes the first is theirs.
    """
    if len(several) == 1:
        return several[0]
    names = tuple(one.name for one in several)
    name = next((name for name in names if name.target is not None), names[0])
    noted = next((one for one in several if one.has_note), None)
    if noted is None:
        return Someone(name, person_slug(name), names)
    return Someone(name, noted.identity, names, noted.also)
