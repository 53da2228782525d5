"""The vault in memory: every note that matters, read again only when it has changed."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from vaultkit.core.across.classify import Sorted, sort_note
from vaultkit.core.across.survey import Look
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.disk.vault import FileRef, Signature, Vault

_NOTHING = Sorted()

_GRAIN_SECONDS = 2.0
"""Two saves may fall into one tick of a file system's clock and leave the same signature: 4 ms, on FAT 2 s."""


@dataclass(frozen=True)
class _Known:
    """``is_sure`` unless the note was read so soon after a save that another could hide behind the same times."""

    signature: Signature
    note: Sorted
    is_sure: bool


class Index:
    """Looks over a vault. What it remembers between looks only saves time, never decides."""

    def __init__(
        self,
        vault: Vault,
        settings: Settings,
        vocabulary: Vocabulary,
        tell: Callable[[int], None] = lambda _: None,
        broken_off: Callable[[], Mapping[str, Problem]] = lambda: MappingProxyType({}),
    ) -> None:
        """``tell`` hears how many notes have been seen, while a look lasts.

        ``broken_off`` gives the notes whose text a crash has left in doubt: not one line of them
        counts, and a look tells why.
        """
        self.vault, self.settings, self.vocabulary, self._tell = vault, settings, vocabulary, tell
        self._broken_off = broken_off
        self._known: dict[str, _Known] = {}

    def look(self) -> Look:
        """Return what is in the vault now, in the order of the walk.

        A note counts as unchanged while its inode, size and both times are, and these were not
        those of a moment ago when it was read; what writes a note checks its bytes once more.
        """
        known: dict[str, _Known] = {}
        for count, ref in enumerate(self.vault.walk(), start=1):
            known[ref.path] = self._sorted(ref)
            self._tell(count)
        self._known = known
        in_doubt = self._broken_off()
        return _look(
            {
                path: replace(entry, note=_in_doubt(in_doubt[path])) if path in in_doubt else entry
                for path, entry in known.items()
            }
        )

    def _sorted(self, ref: FileRef) -> _Known:
        known = self._known.get(ref.path)
        if known and known.is_sure and known.signature == ref.signature:
            return known
        saved = max(ref.signature.mtime_ns, ref.signature.ctime_ns) / 1e9
        is_sure = time.time() - saved > _GRAIN_SECONDS
        found = self.vault.read(ref.path)
        if isinstance(found, Note):
            return _Known(ref.signature, sort_note(found, self.settings, self.vocabulary), is_sure)
        return _Known(ref.signature, Sorted(problems=(found,)), is_sure)


def _in_doubt(found: Problem) -> Sorted:
    return Sorted(problems=(found,))


def _look(known: Mapping[str, _Known]) -> Look:
    notes = [entry.note for entry in known.values()]
    return Look(
        sheets=tuple(note.sheet for note in notes if note.sheet),
        people=tuple(note.person for note in notes if note.person),
        facts=tuple(note.fact for note in notes if note.fact),
        problems=tuple(problem for note in notes for problem in note.problems),
        forgotten=tuple(note.forgotten for note in notes if note.forgotten),
        unread=_unread(known),
    )


def _unread(known: Mapping[str, _Known]) -> Mapping[str, tuple[str, ...]]:
    """Return the notes without properties by the mark that they have."""
    found: dict[str, tuple[str, ...]] = {}
    for path, entry in known.items():
        if mark := entry.note.unread:
            found[mark] = (*found.get(mark, ()), path)
    return found
