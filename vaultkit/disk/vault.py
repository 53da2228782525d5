"""A vault on the disk: the one place that walks it and opens its notes.

A vault may come from anybody. No link is followed, nothing is opened that could make us wait,
and no path leads out.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.disk import git_state, new_file, template_folders
from vaultkit.disk.disk_cause import keyed
from vaultkit.disk.file_names import is_conflict_copy, is_speakable, same_everywhere, shown
from vaultkit.disk.folder import Folder
from vaultkit.disk.note_file import LARGEST_NOTE, read_file, readable, unreadable
from vaultkit.disk.roll import (
    SETTINGS_FILE,
    FileRef,
    Roll,
    Signature,
    call_roll,
    is_note,
    is_skipped,
    notes_below,
)
from vaultkit.disk.system import system
from vaultkit.disk.walk import Walk
from vaultkit.errors import UsageError

__all__ = ["LARGEST_NOTE", "SETTINGS_FILE", "FileRef", "Roll", "Signature", "Vault"]

_NOWHERE = frozenset({"", ".", ".."})
_LEADS_OUT = frozenset("\\:\0")
"""Where these are no letters of a name, a path with one of them leads out of its folder."""


class Vault:
    """A folder of notes. Paths run from its root, with ``/``.

    ``in_a_merge`` is for the one command that a merge waits for.
    """

    def __init__(self, root: Path, *, in_a_merge: bool = False) -> None:
        self.root = root.resolve()
        self._in_a_merge = in_a_merge
        self.walked: Walk | None = None
        self._stays_open = False
        self._last: tuple[str, Folder] | None = None

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """Keep the folder of the last note that was read open meanwhile: in a walk the next one shares it."""
        self._stays_open = True
        try:
            yield
        finally:
            self._stays_open = False
            self._forget_folder()

    def _forget_folder(self) -> None:
        if self._last:
            self._last[1].close()
        self._last = None

    def walk(self) -> Iterator[FileRef]:
        """Yield every note of the roll, in its order. Raises UsageError."""
        yield from self.roll().refs()

    def roll(self, tell: Callable[[int], None] = lambda _: None) -> Roll:
        """Return every ``.md`` file that is neither hidden nor a template nor a link. Raises UsageError.

        A walk that was ``walked`` just now is taken once.
        """
        walked, self.walked = self.walked, None
        return call_roll(self.root, tell, walked)

    def notes_below(self, folder: str) -> list[str]:
        """Return the paths of the notes below a folder, as the roll has them; of all notes for "".

        Raises UsageError.
        """
        if not folder:
            return self.roll().paths
        is_here = self.as_listed(folder) == folder and not self.passes_by(f"{folder}/x.md")
        return notes_below(self.root, folder) if is_here else []

    def signature(self, path: str) -> Signature | None:
        """Return what tells a changed note from an unchanged one; None where there is no such file."""
        try:
            folders, name = split(path)
            with self._open(folders) as folder:
                return Signature(*folder.stand_of(name))
        except OSError:
            return None

    def read(self, path: str) -> Note | Problem:
        """Return the note, or why it is left alone. Raises UsageError for a path that leads out."""
        raw = self.read_bytes(path)
        return raw if isinstance(raw, Problem) else readable(path, raw)

    def read_bytes(self, path: str) -> bytes | Problem:
        """Return a note's bytes, whatever they are, or why it is left alone. Raises UsageError."""
        refused = refusal(path)
        if refused:
            return refused
        try:
            folders, name = split(path)
            if self._stays_open:
                return read_file(path, self._beside_the_last("/".join(folders)), name)
            with self._open(folders) as folder:
                return read_file(path, folder, name)
        except OSError as error:
            return unreadable(path, error)

    def read_each(self, paths: Sequence[str]) -> Iterator[bytes | Problem]:
        """Yield what ``read_bytes`` returns for each of some notes, best in the order of a walk, while ``in_order``.

        Whether a path may be opened is asked of all at once: of one it takes half as long as to read the note.
        """
        if not (self._stays_open and _are_plain(paths)):
            yield from map(self.read_bytes, paths)
            return
        for path in paths:
            folder, _, name = path.rpartition("/")
            try:
                raw = read_file(path, self._beside_the_last(folder), name)
            except OSError as error:
                raw = unreadable(path, error)
            yield raw

    def as_listed(self, path: str) -> str:
        """Return the path under which the roll has what a path leads to; the path itself where that is nothing.

        On a disk that makes no difference between capitals, or between the forms of an accent,
        one note has many names. Raises UsageError for a path that leads out.
        """
        if not system.takes_other_spellings:
            return path
        folders, name = split(path)
        spelled: list[str] = []
        try:
            for part in (*folders, name):
                with self._open(spelled) as folder:
                    spelled.append(_listed_name(folder, part))
        except OSError:
            return path
        return "/".join(spelled)

    def create(self, path: str, data: bytes, made: Callable[[str], None] = lambda _: None) -> None:
        """Make a new note, and the folders on the way; whole or not at all. ``made`` hears of each of them.

        Raises UsageError when there is one already, also one that differs in capitals or in
        the form of its accents only, or when the disk refuses.
        """
        try:
            folders, name = split(path)
            with self._open(folders, made) as folder:
                new_file.check_free(path, name, folder.names())
                new_file.put(folder, name, data)
        except FileExistsError as error:
            raise UsageError("note-exists", path=path) from error
        except OSError as error:
            raise UsageError(
                keyed("not-created", error), path=path, reason=error.strerror or error
            ) from error

    def names_in(self, folder: str) -> tuple[str, ...]:
        """Return what is called anything in a folder, notes or not; () where there is no such folder."""
        try:
            with self._open(split(f"{folder}/x" if folder else "x")[0]) as opened:
                return tuple(opened.names())
        except OSError:
            return ()

    def made_folder(self, path: str, made: Callable[[str], None]) -> Folder:
        """Open the folder in which a note is to stand, made where it is missing. Raises OSError, UsageError.

        ``made`` hears of each folder that was.
        """
        return self._open(split(path)[0], made)

    def refuses(self, path: str) -> str | None:
        """Return the code of the problem when a note may not be written, else None; it is not opened."""
        try:
            folders, name = split(path)
            with self._open(folders) as folder:
                return None if folder.may_write(name) else _refusal_code(folder)
        except OSError:
            return None

    def resolve_inside(self, path: str) -> Path:
        """Return the place of a path that need not exist. Raises UsageError when it leads out."""
        folders, name = split(path)
        place = self.root.joinpath(*folders, name)
        if not place.parent.resolve().is_relative_to(self.root) or system.leads_elsewhere(place):
            raise UsageError("outside-vault", path=shown(path))
        return place

    def folder_of(self, path: str) -> Folder:
        """Open the folder in which a note stands. Raises OSError; UsageError when the path leads out."""
        return self._open(split(path)[0])

    def _beside_the_last(self, folder: str) -> Folder:
        """Return a folder that stays open until a note in another one is read."""
        if self._last is None or self._last[0] != folder:
            self._forget_folder()
            self._last = folder, self._open(folder.split("/") if folder else [])
        return self._last[1]

    def _open(self, folders: Sequence[str], made: Callable[[str], None] | None = None) -> Folder:
        """Open a folder; those on the way that are missing are made where somebody wants to hear of it."""
        folder = Folder.root(self.root)
        for depth, name in enumerate(folders, 1):
            with folder as parent:
                if made and new_file.make_folder(parent, name):
                    made("/".join(folders[:depth]))
                folder = parent.child(name)
        return folder

    def passes_by(self, path: str) -> Problem | None:
        """Return what there is to say of a place where a walk never comes by, else None.

        Nothing need stand there. Raises UsageError for a path that leads out.
        """
        folders, name = split(path)
        above = ["/".join(folders[: depth + 1]) for depth in range(len(folders))]
        is_passed = (
            not is_note(name)
            or any(map(is_skipped, folders))
            or not template_folders.folders(self.root).isdisjoint(above)
            or any(map(self._is_closed, above))
        )
        return hint(path, 1, "note-passed-by") if is_passed else None

    def _is_closed(self, folder: str) -> bool:
        """Tell whether a folder is a link, or another vault."""
        place = self.root / folder
        return system.leads_elsewhere(place) or os.path.lexists(place / SETTINGS_FILE)

    def has_repository(self) -> bool:
        """Tell whether the vault lies in a repository of git's."""
        return git_state.folder_of(self.root) is not None

    def git_is_busy(self) -> str | None:
        """Return what git is in the middle of here, or None."""
        return git_state.operation(self.root, waits_for_a_person=not self._in_a_merge)


def _listed_name(folder: Folder, name: str) -> str:
    """Raises FileNotFoundError when the folder has no such name."""
    names = folder.names()
    if name in names:
        return name
    info = folder.stat(name)
    for other in names:
        if same_everywhere(other) == same_everywhere(name) and folder.is_named(other, info):
            return other
    return name


def _refusal_code(folder: Folder) -> str:
    return "disk-read-only" if folder.is_on_read_only_disk() else "read-only"


def split(path: str) -> tuple[list[str], str]:
    """Return the folders and the name in a path. Raises UsageError for one that leads out."""
    parts = path.split("/")
    leads_out = not _NOWHERE.isdisjoint(parts) or ".git" in path.casefold().split("/")
    if "\0" in path or leads_out or not system.is_path(path):
        raise UsageError("outside-vault", path=shown(path).replace("\0", "\\0"))
    return parts[:-1], parts[-1]


def _are_plain(paths: Sequence[str]) -> bool:
    """Tell whether ``refusal`` and ``split`` let all of some paths pass; False also where one must be asked alone."""
    begun = f"/{'/'.join(paths)}"
    leads_out = "/." in begun or "//" in begun or begun[-1] == "/" or "\0" in begun
    try:
        raw = begun.encode()
    except UnicodeEncodeError:
        return False
    may_be_copy = b"confl" in raw.lower()  # of a text with accents that takes five times as long
    return not leads_out and not may_be_copy and system.is_path(begun)


def refusal(path: str) -> Problem | None:
    """Return why a note is left alone for its name, or None."""
    if not is_speakable(path):
        return problem(shown(path), 1, "name-not-utf-8")
    if not system.is_path(path) and _LEADS_OUT.isdisjoint(path):
        return problem(path, 1, "name-not-here")
    if is_conflict_copy(path.rpartition("/")[2]):
        return problem(path, 1, "conflict-copy")
    return None
