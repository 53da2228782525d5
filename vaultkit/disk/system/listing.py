"""What a folder tells of the names in it, as the system lists them."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol


class Entry(Protocol):
    """One name in a folder, as ``os.DirEntry`` has it. Only ``follow_symlinks=False`` is asked for."""

    @property
    def name(self) -> str: ...
    def is_file(self, *, follow_symlinks: bool = True) -> bool: ...
    def is_dir(self, *, follow_symlinks: bool = True) -> bool: ...
    def stat(self, *, follow_symlinks: bool = True) -> "Told": ...


class Told(Protocol):
    """What a folder tells of one entry: the numbers of a Stand."""

    @property
    def st_ino(self) -> int: ...
    @property
    def st_size(self) -> int: ...
    @property
    def st_mtime_ns(self) -> int: ...
    @property
    def st_ctime_ns(self) -> int: ...


class Listed(Protocol):
    """How a folder is listed: ``System.listed``."""

    def __call__(
        self, path: str, *, follow: bool
    ) -> AbstractContextManager[tuple[int, Iterable[Entry]]]: ...
