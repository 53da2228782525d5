"""Where this machine keeps what belongs to a vault, and how it knows the vault again.

The folder is named after the vault's path. A vault that was moved or renamed is known by its own
folder on the disk: by the inode, and the moment in which it was made. Nothing is written into
the vault for this.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from vaultkit.disk.homes import folder_name
from vaultkit.disk.system import system
from vaultkit.errors import StateError
from vaultkit.value import frozen

_CARD = "vault.json"
_LOCKS = ("watch.lock", "watch.socket", "recovery.lock")
_MEMORIES = ("settings.toml", "listed.json", "walk.json", "service.sha256", "notified", "watch.log")
"""What is worth nothing without its vault: the settings last in force, the numbers last printed."""


@frozen
class Identity:
    """What stays the same when a folder is moved within its disk.

    ``made`` is the moment of its making in nanoseconds; where the system does not tell that, the
    disk's number, which may change when the machine starts anew.
    """

    inode: int
    made: int


@frozen
class Card:
    """Which vault a folder of ours belongs to: where it was when it was last seen, and its identity."""

    path: Path
    identity: Identity


def identity(root: Path) -> Identity | None:
    """Return what a folder is known by, or None where there is none."""
    try:
        info = root.stat()
    except OSError:
        return None
    return Identity(info.st_ino, system.made_ns(root) or info.st_dev)


def state_home(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that holds one folder for each vault. Raises StateError."""
    try:
        return system.state_home(environ)
    except RuntimeError as error:
        raise StateError("state-unwritable", folder="~/.local/state", reason=error) from error


def state_folder(root: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that a vault has by its path. Raises StateError."""
    return state_home(environ) / folder_name(str(root.resolve()))


def journal_folder(root: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder with a vault's journal: one that knows this very vault, else the one by its path.

    Raises StateError.
    """
    by_path, here = state_folder(root, environ), identity(root)
    own = read_card(by_path)
    if here is None or (own and own.identity == here):
        return by_path
    for folder in state_folders(by_path.parent):
        card = read_card(folder)
        if card and card.identity == here:
            return folder
    return by_path


def state_folders(home: Path) -> Iterator[Path]:
    """Yield the folder of each vault that was ever written to, by name; none where that cannot be seen."""
    try:
        names = sorted(
            entry.name for entry in os.scandir(home) if entry.is_dir(follow_symlinks=False)
        )
    except OSError:
        return
    for name in names:
        yield home / name


def read_card(folder: Path) -> Card | None:
    """Return whose folder this is; None where nobody wrote it down."""
    try:
        card = json.loads((folder / _CARD).read_bytes())
        return Card(Path(card["path"]), Identity(int(card["inode"]), int(card["made"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_card(folder: Path, root: Path) -> None:
    """Write down whose folder this is, where that is not known yet. Raises OSError."""
    here = identity(root)
    if here is None or read_card(folder) == Card(root, here):
        return
    text = json.dumps({"path": str(root), "inode": here.inode, "made": here.made})
    put_file(folder / _CARD, text.encode("utf-8", "surrogateescape"))


def put_file(file: Path, data: bytes) -> None:
    """Put a small private file in its place in one step. Raises OSError."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        fd = system.open_own(beside, "over")
        with os.fdopen(fd, "wb") as opened:
            opened.write(data)
            opened.flush()
            system.flush(fd)
        system.replace_own(beside, file)
    except OSError:
        remove_file(beside)
        raise


def remove_file(file: Path) -> bool:
    """Remove a file of ours; False where that is refused."""
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def is_gone(card: Card | None) -> bool:
    """Tell whether the vault of a card is no longer where it was. One without a card is not known to be."""
    return card is not None and identity(card.path) != card.identity


def drop_folder(folder: Path) -> None:
    """Remove a folder in which nothing is left but whose it was."""
    try:
        left = {entry.name for entry in os.scandir(folder)}
        if left <= {_CARD, *_LOCKS, *_MEMORIES}:
            for name in left:
                (folder / name).unlink(missing_ok=True)
            folder.rmdir()
    except OSError:
        return
