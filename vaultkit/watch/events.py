"""What the system tells of changes, as it comes, where Linux does not tell it. The one module that knows watchdog.

Events are a sign to look, nothing more: they come twice, late, under old names, or not at all
(a full queue drops them and says so in a log only). Each folder at the top of the vault is
watched for itself, since watchdog cannot leave a folder out: ``.git`` alone may hold more
folders than the notes do.
"""

import errno
import logging
import os
import queue
import threading
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from vaultkit.disk.system import system
from vaultkit.disk.system.listing import Entry
from vaultkit.value import frozen
from vaultkit.watch.losses import is_deaf, telling
from vaultkit.watch.surroundings import count_folders
from vaultkit.watch.told import MOST_NOTES, Told, is_hidden, is_left_out
from vaultkit.work.config import FILE as SETTINGS_FILE

MOST_FOLDERS = 100
"""At the top of a vault. Each takes a thread; with more of them the vault is watched as a whole."""

_LOGS = ("watchdog", "fsevents")
_KINDS: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
    *(() if system.tells_when_closed else (FileModifiedEvent,)),
]


@frozen
class _Watched:
    watch: ObservedWatch
    inode: int


class Events:
    """Listens to a folder until it is closed. Raises OSError when it cannot begin."""

    def __init__(self, root: Path, clock: Callable[[], float]) -> None:
        self._root, self._clock = root, clock
        self._lock = threading.Lock()
        self._told = Told()
        self._listener = _Listener(self._note)
        self._losses = _Losses(self._look)
        self._folders: dict[str, _Watched] = {}
        self._moved: set[str] = set()
        # Two threads of watchdog meet when a tree is copied in; it warns of that and goes on.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
        for name in _LOGS:
            logging.getLogger(name).addHandler(self._losses)
        self._observer: BaseObserver = Observer()
        self._observer._emitter_class = telling(self._observer._emitter_class, self._look)
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        self._whole = len(_top_folders(self._root)) > MOST_FOLDERS
        self._schedule(self._root, recursive=self._whole)
        self._observer.start()
        self.follow_folders()

    def close(self) -> None:
        """Stop listening."""
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join()
        for name in _LOGS:
            logging.getLogger(name).removeHandler(self._losses)

    def take(self) -> Told:
        """Return what was told since the last call."""
        with self._lock:
            told, self._told = self._told, Told()
        return told

    def is_well(self) -> bool:
        """Tell whether every thread that should listen does."""
        emitters = self._observer.emitters
        return self._observer.is_alive() and len(emitters) > 0 and not any(map(is_deaf, emitters))

    def follow_folders(self) -> bool:
        """Listen in folders that are new at the top, no longer in those that went.

        Returns whether a new one came under watch: what was saved in it before was not told.
        Raises OSError when the system refuses.
        """
        with self._lock:
            moved, self._moved = self._moved, set()
        wanted = {} if self._whole else _top_folders(self._root)
        deaf = {emitter.watch for emitter in self._observer.emitters if is_deaf(emitter)}
        for name, known in list(self._folders.items()):
            if name in moved or known.watch in deaf or wanted.get(name) != known.inode:
                self._observer.unschedule(self._folders.pop(name).watch)
        new = [name for name in wanted if name not in self._folders]
        for name in new:
            self._add_folder(name, wanted[name])
        return bool(new)

    def _add_folder(self, name: str, inode: int) -> None:
        try:
            watch = self._schedule(self._root / name, recursive=True)
        except (FileNotFoundError, NotADirectoryError):
            return  # gone again
        self._folders[name] = _Watched(watch, inode)

    def _schedule(self, folder: Path, recursive: bool) -> ObservedWatch:
        try:
            return self._observer.schedule(
                self._listener, folder, recursive=recursive, event_filter=_KINDS
            )
        except queue.Empty as error:  # how watchdog says on Windows that a folder cannot be opened
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder)) from error

    def count_folders(self) -> int:
        """Return how many folders the kernel should be watching."""
        if self._whole:
            return count_folders(self._root)
        return 1 + sum(count_folders(self._root / name) for name in self._folders)

    def _note(self, place: str, is_folder: bool) -> None:
        """Called in a thread of watchdog's."""
        path = system.as_listed(os.path.relpath(place, self._root).replace(os.sep, "/"))
        if is_left_out(path):
            return
        if is_folder:
            # A new folder may be given the inode of one that went: only the events tell them apart.
            with self._lock:
                self._moved |= set() if "/" in path else {path}
                self._told.look = True
        elif path.endswith(".md") or path == SETTINGS_FILE:
            with self._lock:
                self._told.changed[path] = self._clock()
                if len(self._told.changed) > MOST_NOTES:
                    self._told = Told(look=True)

    def _look(self) -> None:
        with self._lock:
            self._told.look = True


class _Listener(FileSystemEventHandler):
    def __init__(self, note: Callable[[str, bool], None]) -> None:
        self._note = note

    def dispatch(self, event: FileSystemEvent) -> None:
        for told in (event.src_path, event.dest_path):
            if told:
                place = os.fsdecode(told)
                self._note(place, event.is_directory or _may_have_been_a_folder(place, event))


def _may_have_been_a_folder(place: str, event: FileSystemEvent) -> bool:
    is_removed = isinstance(event, FileDeletedEvent) and not system.tells_what_went
    return is_removed and not place.endswith(".md")


class _Losses(logging.Handler):
    """watchdog tells of lost events in its log only. What it logs is not for the person's eyes."""

    def __init__(self, lost: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._lost = lost

    def emit(self, _record: logging.LogRecord) -> None:
        self._lost()


def _top_folders(root: Path) -> Mapping[str, int]:
    """The folders at the top that are watched, with their inodes. What leads elsewhere is not followed."""
    try:
        with system.listed(str(root), follow=True) as (_, entries):
            shown = [each for each in entries if not is_hidden(each.name)]
            return {each.name: _inode(each) for each in shown if each.is_dir(follow_symlinks=False)}
    except OSError:
        return {}


def _inode(folder: Entry) -> int:
    try:
        return folder.stat(follow_symlinks=False).st_ino
    except OSError:
        return 0  # gone since it was listed
