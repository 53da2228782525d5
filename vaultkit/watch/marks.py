"""Notes by path, each with a number that stands for its signature: a hundred thousand take four megabytes.

A folder's notes are one text, their names between zeros, and one row of numbers in the same order::

    "Notes/": b"\\0a.md\\0b.md\\0", [17, 204]
"""

from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

_BETWEEN = b"\0"
_COUNT_BYTES = 8


@dataclass
class _Folder:
    names: bytes = _BETWEEN
    numbers: "array[int]" = field(default_factory=lambda: array("q"))

    def place(self, name: bytes) -> int:
        """Return which of the notes has a name, -1 where none has."""
        at = self.names.find(_BETWEEN + name + _BETWEEN)
        return at if at <= 0 else self.names.count(_BETWEEN, 0, at)

    def by_name(self) -> dict[bytes, int]:
        names = self.names.split(_BETWEEN)[1:-1]
        return dict(zip(names, self.numbers, strict=True))


class Marks:
    """What is known of each note. A path is its folder's, a slash, and a name."""

    def __init__(self, marks: Iterable[tuple[str, int]] = ()) -> None:
        """Paths are new ones; those of a folder best stand together."""
        self._folders: dict[str, _Folder] = {}
        names: dict[str, list[bytes]] = {}
        for path, number in marks:
            folder, name = _apart(path)
            names.setdefault(folder, []).append(name)
            self._folders.setdefault(folder, _Folder()).numbers.append(number)
        for folder, several in names.items():
            self._folders[folder].names = _BETWEEN + _BETWEEN.join([*several, b""])

    def parts(self) -> Iterator[bytes]:
        """Yield each folder as bytes: how many notes, their numbers, its path, their names between zeros."""
        for path, folder in self._folders.items():
            count = len(folder.numbers).to_bytes(_COUNT_BYTES, "little")
            yield count + folder.numbers.tobytes() + _encoded(path) + folder.names

    def take(self, part: bytes) -> None:
        """Take up a folder as ``parts`` gives it."""
        folder = _Folder()
        end = _COUNT_BYTES + int.from_bytes(part[:_COUNT_BYTES], "little") * folder.numbers.itemsize
        folder.numbers.frombytes(part[_COUNT_BYTES:end])
        names = part.index(_BETWEEN, end)
        folder.names = part[names:]
        self._folders[_decoded(part[end:names])] = folder

    def get(self, path: str) -> int | None:
        """Return the number of a note; None where there is none."""
        name, folder = self._find(path)
        place = folder.place(name) if folder else -1
        return folder.numbers[place] if folder and place >= 0 else None

    def __contains__(self, path: str) -> bool:
        return self.get(path) is not None

    def put(self, path: str, number: int) -> None:
        """Know another number of a note, or another note."""
        self.remove(path)
        name, folder = self._find(path)
        if folder is None:
            folder = self._folders[_apart(path)[0]] = _Folder()
        folder.names += name + _BETWEEN
        folder.numbers.append(number)

    def remove(self, path: str) -> None:
        """Know nothing of a note any more."""
        name, folder = self._find(path)
        place = folder.place(name) if folder else -1
        if folder and place >= 0:
            del folder.numbers[place]
            folder.names = folder.names.replace(_BETWEEN + name + _BETWEEN, _BETWEEN, 1)

    def are_all_among(self, paths: Collection[str]) -> bool:
        """Tell whether every note is one of these."""
        return all(
            _path(folder, name) in paths
            for folder, notes in self._folders.items()
            for name in notes.by_name()
        )

    def changes(self, after: "Marks") -> frozenset[str]:
        """Return the notes that came, went or changed between two looks."""
        folders = {*self._folders, *after._folders}
        return frozenset(path for folder in folders for path in self._changes_in(folder, after))

    def _changes_in(self, folder: str, after: "Marks") -> Iterator[str]:
        nothing = _Folder()
        one, other = self._folders.get(folder, nothing), after._folders.get(folder, nothing)
        if one == other:
            return
        before, now = one.by_name(), other.by_name()
        for name in {*before, *now}:
            if before.get(name) != now.get(name):
                yield _path(folder, name)

    def _find(self, path: str) -> tuple[bytes, _Folder | None]:
        folder, name = _apart(path)
        return name, self._folders.get(folder)


def _apart(path: str) -> tuple[str, bytes]:
    folder, slash, name = path.rpartition("/")
    return folder + slash, _encoded(name)


def _path(folder: str, name: bytes) -> str:
    return folder + _decoded(name)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
