"""What a command line has printed, kept to be printed again while nothing has changed that it depends on.

This is what answers before anything slow is loaded: no value class, no pattern, no path object is
needed to find out that the answer is known. A ``Question`` is a command line with all that
its answer depends on but the notes: its words, the folder, the day, the streams, the environment,
the settings, and every file of this program. What was printed for it stands in a file of the
cache, with the digest of the roll that it was told of; nothing in such a file can run.

Whatever is in doubt, the answer is that nothing is known; then the command looks for itself.
"""

import os
import stat
import sys
from hashlib import blake2b

from vaultkit.disk.homes import cache_place, folder_name, state_place
from vaultkit.disk.program import file_stamp, program_stamp
from vaultkit.disk.walk import SETTINGS_FILE, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMANDS = frozenset({"due", "contacts", "stats", "list"})
"""Those whose answer is made of the vault's notes, its settings and the day, and of nothing else."""

MOST_KEPT = 32
LARGEST_BYTES = 16 * 1024 * 1024

MAGIC = b"vaultkit cache 1\n"
SUM_BYTES = 32

TEMPLATE_FILES = (
    ".obsidian/templates.json",
    ".obsidian/plugins/templater-obsidian/data.json",
)
LAST_SETTINGS = "settings.toml"
NUMBERS_FILE = "listed.json"
_CARD = "vault.json"
_KEPT = "kept"
_UNFINISHED = ".open"
_PLAYBOOK = "Playbook"
_VAULT_VARIABLE = "VAULTKIT_VAULT"

_LARGEST_SETTINGS = 64 * 1024
_LARGEST_TEMPLATES = 1024 * 1024

_VARIABLES = frozenset(
    (
        *("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LANG", "LANGUAGE", "TZ"),
        *("COLUMNS", "LINES", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR"),
        *("TTY_COMPATIBLE", "TTY_INTERACTIVE", "UNICODE_VERSION", "DATABRICKS_RUNTIME_VERSION"),
        *("JUPYTER_COLUMNS", "JUPYTER_LINES"),
    )
)
_VARIABLES_BEGIN = ("LC_", "PYTHON", "VAULTKIT")
"""What of the environment may change a word, a color or the width: ours, Python's and those of what draws tables."""

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)

Piece = tuple[str, str]
"""Where a text went ("o" to stdout, "e" to stderr, "n" into the list of numbers), and the text."""


class Question:
    """A command line with all that its answer depends on but the notes, by one ``key``.

    ``is_quiet`` is false while there is something to be told or done that no key can hold: a crash
    to be mended, a text that was put aside, settings that nobody has read yet.
    """

    __slots__ = ("cache", "is_quiet", "key", "root", "state", "words")

    def __init__(
        self,
        words: "Sequence[str]",
        root: str,
        key: bytes,
        cache: str,
        state: str,
        is_quiet: bool,
    ) -> None:
        self.words, self.root, self.key = tuple(words), root, key
        self.cache, self.state, self.is_quiet = cache, state, is_quiet

    @property
    def name(self) -> str:
        """The name of the file that holds the answer."""
        return f"printed-{self.key.hex()[:32]}"


class Printed:
    """What was printed, and what that depends on beside the question.

    ``digest`` is that of the roll, ``skipped`` the folders left out of it, ``readers`` the libraries.
    """

    __slots__ = ("digest", "pieces", "readers", "skipped")

    def __init__(
        self,
        digest: bytes,
        skipped: "Sequence[str]",
        readers: "Sequence[str]",
        pieces: "Sequence[Piece]",
    ) -> None:
        self.digest, self.skipped, self.readers = digest, tuple(skipped), tuple(readers)
        self.pieces = tuple(pieces)


def question(
    words: "Sequence[str]", day: "Sequence[int]", environ: "Mapping[str, str]"
) -> Question | None:
    """Return what a command line asks; None where its answer is not kept, or cannot be."""
    if os.name != "posix" or (words and words[0] not in COMMANDS):
        return None
    try:
        return _question(words, day, environ)
    except (OSError, ValueError, AttributeError):
        return None


def _question(
    words: "Sequence[str]", day: "Sequence[int]", environ: "Mapping[str, str]"
) -> Question | None:
    states, caches, here = state_place(environ), cache_place(environ), os.getcwd()
    if states is None or caches is None:
        return None
    found = _vault(words, here, environ, states)
    if found is None:
        return None
    root = os.path.realpath(found)
    name, info = folder_name(root), os.stat(root)
    settings = _file(f"{root}/{SETTINGS_FILE}", _LARGEST_SETTINGS)
    card = _file(f"{states}/{name}/{_CARD}", _LARGEST_SETTINGS)
    told = (
        (program_stamp(), sys.version, sys.flags, sys.path, sys.getfilesystemencoding()),
        (*words,),
        (here, found, root, info.st_dev, info.st_ino, os.geteuid()),
        (*day,),
        sorted(filter(_matters, environ.items())),
        [_stream(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)],
        _terminal_size(),
        settings,
        card,
        [_file(f"{root}/{file}", _LARGEST_TEMPLATES) for file in TEMPLATE_FILES],
    )
    key = blake2b(repr(told).encode("utf-8", "surrogateescape"), digest_size=32).digest()
    last = _file(f"{states}/{name}/{LAST_SETTINGS}", _LARGEST_SETTINGS)
    is_quiet = (
        settings[-1] is not None
        and settings[-1] == last[-1]
        and card[-1] is not None
        and not os.path.lexists(f"{root}/{_PLAYBOOK}")
        and _is_quiet(states, name)
    )
    return Question(words, root, key, f"{caches}/{name}", f"{states}/{name}", is_quiet)


def _vault(
    words: "Sequence[str]", here: str, environ: "Mapping[str, str]", states: str
) -> str | None:
    """Return the folder that a command line means; None where that is not told by a ``vaultkit.toml``."""
    named = _named(words)
    if named is None:
        named = environ.get(_VAULT_VARIABLE) or None
    if named is not None:
        place = os.path.join(here, named)
        known = bool(named.strip()) and named[0] not in "-~"
        return place if known and os.path.lexists(f"{place}/{SETTINGS_FILE}") else None
    folder = here
    while not os.path.lexists(f"{folder}/{SETTINGS_FILE}"):
        if os.path.lexists(f"{states}/{folder_name(folder)}/{LAST_SETTINGS}"):
            return None  # it was a vault, and may be one again in a moment
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _named(words: "Sequence[str]") -> str | None:
    """Return the vault that is named by option, None for none, "" for what is not for us to read."""
    named = None
    rest = iter(words)
    for word in rest:
        option, equals, value = word.partition("=")
        if option == "--vault":
            named = "" if named is not None else value if equals else next(rest, "")
    return named


def _matters(variable: tuple[str, str]) -> bool:
    return variable[0] in _VARIABLES or variable[0].startswith(_VARIABLES_BEGIN)


def _stream(stream: object) -> object:
    """Return what tells how a stream takes a text. Raises ValueError for one that is closed."""
    if stream is None:
        return None
    is_terminal = stream.isatty()  # type: ignore[attr-defined]
    return is_terminal, *(getattr(stream, name, None) for name in ("encoding", "errors"))


def _terminal_size() -> object:
    try:
        return tuple(os.get_terminal_size(sys.__stdout__.fileno()))  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return None


def _file(path: str, most: int) -> tuple[object, bytes | None]:
    """Return what tells a file from another, and its bytes; None for those of what is no plain file of that size."""
    try:
        fd = os.open(path, _READ)
    except OSError as error:
        return error.errno, None
    try:
        info = os.fstat(fd)
        told = (info.st_mode, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
        if not stat.S_ISREG(info.st_mode) or info.st_size > most:
            return told, None
        return told, _bytes(fd, most)
    finally:
        os.close(fd)


def _bytes(fd: int, most: int) -> bytes | None:
    """Return all bytes of an open file, None where there are more than that."""
    parts, left = [], most + 1
    while left > 0 and (part := os.read(fd, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts) if left > 0 else None


def _is_quiet(states: str, own: str) -> bool:
    """Tell whether no journal holds a run that has not ended, and no text was put aside for a person to see."""
    for name in os.listdir(states):
        try:
            files = os.listdir(f"{states}/{name}")
        except NotADirectoryError:
            continue
        if any(file.endswith(_UNFINISHED) for file in files) or (name == own and _KEPT in files):
            return False
    return True


def known(asked: Question) -> Printed | None:
    """Return what was printed last time, where it would be printed again; None where somebody must look."""
    if not asked.is_quiet:
        return None
    try:
        raw = _read(asked.cache, asked.name, asked.key, asked.root)
        found = None if raw is None else unpacked(raw)
        if found is None or any(reader != reader_stamp(_path(reader)) for reader in found.readers):
            return None
        return found if walk(asked.root, found.skipped).digest == found.digest else None
    except (OSError, ValueError, MemoryError):
        return None


def reader_stamp(path: str) -> str:
    """Return a file of a library that answers are made with, and what changes with it, as one text."""
    return f"{file_stamp(path)}\n{path}"


def _path(stamp: str) -> str:
    return stamp.partition("\n")[2]


def _read(cache: str, name: str, key: bytes, root: str) -> bytes | None:
    """Return the data of a file of the cache, as the cache's own way to read it would. Raises OSError."""
    caches, _, own = cache.rpartition("/")
    if f"{os.path.realpath(caches)}/".startswith(f"{root}/"):
        return None
    fds: list[int] = []
    try:
        fds.append(os.open(caches, _FOLDER))
        fds.append(os.open(own, _FOLDER, dir_fd=fds[0]))
        if not all(_is_private(os.fstat(fd)) for fd in fds):
            return None
        fds.append(os.open(name, _READ, dir_fd=fds[1]))
        info = os.fstat(fds[2])
        if not stat.S_ISREG(info.st_mode) or info.st_uid != os.geteuid():
            return None
        raw = _bytes(fds[2], 2 * LARGEST_BYTES)
    finally:
        for fd in fds:
            os.close(fd)
    begin = len(MAGIC) + SUM_BYTES
    if raw is None or not raw.startswith(MAGIC):
        return None
    data = raw[begin:]
    return data if raw[len(MAGIC) : begin] == checksum(key, name, data) else None


def _is_private(info: os.stat_result) -> bool:
    return info.st_uid == os.geteuid() and not info.st_mode & 0o077


def checksum(key: bytes, name: str, data: bytes | memoryview) -> bytes:
    """Return what a file of the cache begins with, made from what it is called and all that it holds."""
    told = blake2b(key, digest_size=SUM_BYTES)
    told.update(name.encode() + b"\0")
    told.update(data)
    return told.digest()


def packed(printed: Printed) -> bytes:
    """Return it as bytes: each text with its length before it."""
    pieces = [f"{kind}{text}" for kind, text in printed.pieces]
    fields = ["\0".join(printed.skipped), "\0".join(printed.readers)]
    raw = [printed.digest, *(text.encode("utf-8", "surrogatepass") for text in fields + pieces)]
    return b"".join(b"%d:%b" % (len(field), field) for field in raw)


def unpacked(raw: bytes) -> Printed:
    """Return what was packed. Raises ValueError for any other bytes."""
    fields, at = [], 0
    while at < len(raw):
        colon = raw.index(b":", at, at + 20)
        length = int(raw[at:colon])
        at = colon + 1 + length
        if length < 0 or at > len(raw):
            raise ValueError
        fields.append(raw[colon + 1 : at])
    digest, *rest = fields
    skipped, readers, *pieces = (each.decode("utf-8", "surrogatepass") for each in rest)
    return Printed(
        digest,
        tuple(filter(None, skipped.split("\0"))),
        tuple(filter(None, readers.split("\0"))),
        tuple((piece[:1], piece[1:]) for piece in pieces),
    )


def put_numbers(state: str, text: str, name: str = NUMBERS_FILE) -> None:
    """Put the list that was printed last in its place. Nothing happens where it cannot be kept."""
    beside = f"{state}/{name}.{os.urandom(4).hex()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
    try:
        for folder in (os.path.dirname(state), state):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        fd = os.open(beside, flags, 0o600)
    except OSError:
        return
    try:
        with open(fd, "w", encoding="ascii") as file:
            file.write(text)
        os.replace(beside, f"{state}/{name}")
    except OSError:
        _remove(beside)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
