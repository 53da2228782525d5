"""The words of a vault that complete another, as an earlier run has found them: known without reading a note.

Little is loaded here: not even the settings are read, their bytes are part of the key. So what is
remembered of a vault counts as long as neither its notes, its settings and its own playbook nor
this program have changed. A vault without a ``vaultkit.toml``, or with a guest's playbook, is
looked at anew every time.
"""

import json
import os
import stat
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.folder import Folder, let_go, read_bytes
from vaultkit.disk.roll import SETTINGS_FILE, call_roll
from vaultkit.work.program_stamp import cache_key, files_stamp

Pairs = tuple[tuple[str, str], ...]
"""Words, and what each means."""

VARIABLE = "VAULTKIT_VAULT"
_OWN_PLAYBOOK = "Playbook"
_MOST = 2
"""Of each kind: for today, and for a day that somebody named."""

_LARGEST_SETTINGS = 64 * 1024


class WordMemory:
    """What is remembered of one vault. ``key`` says under which settings, by which program."""

    def __init__(self, root: Path, environ: Mapping[str, str], key: bytes) -> None:
        self._root, self._key = root, key
        self._cache = Cache(root, environ, key)

    def notes(self) -> bytes | None:
        """Return what names the state of all notes as they are now, None where nothing can. Raises UsageError."""
        return call_roll(self._root).digest

    def recall(self, kind: str, notes: bytes | None, today: str) -> Pairs | None:
        """Return the words that were kept; None where there are none for these notes and this day."""
        data = None if notes is None else self._cache.read(_file(kind, notes, today))
        try:
            return None if data is None else _pairs(json.loads(data))
        except (ValueError, TypeError, RecursionError):
            return None

    def keep(self, kind: str, notes: bytes, today: str, words: Pairs) -> None:
        """Keep words for the next time, unless the settings have changed while they were looked up."""
        if _key_of(self._root) == self._key:
            data = json.dumps(words, separators=(",", ":")).encode()
            self._cache.keep(_file(kind, notes, today), data, _MOST)


def memory_of(vault: str | None, environ: Mapping[str, str]) -> WordMemory | None:
    """Return what is remembered of a vault: the one that is named, else the nearest around. None for no such vault."""
    root = _root(vault or environ.get(VARIABLE))
    key = _key_of(root) if root else None
    return WordMemory(root, environ, key) if root and key else None


def _root(named: str | None) -> Path | None:
    """Return the folder, as the settings' own search finds it, where it has a ``vaultkit.toml``."""
    here = Path.cwd()
    if named:
        return (here / Path(named).expanduser()).resolve()
    for folder in (here, *here.parents):
        if os.path.lexists(folder / SETTINGS_FILE):
            return folder.resolve()
    return None


def _key_of(root: Path) -> bytes | None:
    try:
        with Folder.root(root) as folder:
            settings = _settings(folder)
            names = folder.names()
        own = files_stamp(str(root / _OWN_PLAYBOOK)) if _OWN_PLAYBOOK in names else b""
    except OSError:
        return None
    if any(_names_playbooks(line) for line in settings.split(b"\n")):
        return None
    return cache_key(os.fsencode(root), settings, own)


def _settings(folder: Folder) -> bytes:
    """Return the settings' bytes. Raises OSError, for a link, a pipe and what is too large as well."""
    if not stat.S_ISREG(folder.stat(SETTINGS_FILE).st_mode):
        raise PermissionError
    fd = folder.open(SETTINGS_FILE)
    try:
        raw = read_bytes(fd, _LARGEST_SETTINGS)
    finally:
        let_go(fd)
    if len(raw) > _LARGEST_SETTINGS:
        raise PermissionError
    return raw


def _names_playbooks(line: bytes) -> bool:
    """Tell whether a line may name a guest's playbook, which lies elsewhere and may change there."""
    return b"playbooks" in line and not line.lstrip().startswith(b"#")


def _pairs(data: object) -> Pairs:
    """Return words that were read from a file. Raises ValueError for anything else."""
    if not isinstance(data, list):
        raise ValueError
    found = []
    for pair in data:
        word, about = pair
        if not (isinstance(word, str) and isinstance(about, str)):
            raise ValueError
        found.append((word, about))
    return tuple(found)


def _file(kind: str, notes: bytes, today: str) -> str:
    name = kind.replace(" ", "_")
    return f"words_{name}-{blake2b(notes + today.encode(), digest_size=16).hexdigest()}"
