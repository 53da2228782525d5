"""What a command line asks: its words, with all that its answer depends on but the notes.

The folder, the day, the streams, the environment, the settings, and every file of this program are
in it. This is found out before anything slow is loaded: no value class, no pattern, no path
object is needed for it.
"""

import os
import stat
import sys
from hashlib import blake2b

from vaultkit.disk import early
from vaultkit.disk.cache_file import read_all
from vaultkit.disk.homes import cache_place, folder_name, state_place
from vaultkit.disk.program import program_stamp
from vaultkit.disk.walk import SETTINGS_FILE, Walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TEMPLATE_FILES = (
    ".obsidian/templates.json",
    ".obsidian/plugins/templater-obsidian/data.json",
)
LAST_SETTINGS = "settings.toml"
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

_MOUNTS = "/proc/self/mountinfo"


class Question:
    """A command line with all that its answer depends on but the notes, by one ``key``.

    ``terms`` are those of a walk: the vault, what is left out of it, and what is mounted there.
    ``word`` is the watcher's tally from before any walk, ``walked`` a walk that has found another vault
    than was known; both are None where there is none.
    ``is_quiet`` is false while there is something to be told or done that no key can hold: a crash
    to be mended, a text that was put aside, settings that nobody has read yet.
    """

    __slots__ = ("cache", "is_quiet", "key", "root", "state", "terms", "walked", "word", "words")

    def __init__(
        self,
        words: "Sequence[str]",
        root: str,
        key: bytes,
        terms: bytes,
        cache: str,
        state: str,
        is_quiet: bool,
    ) -> None:
        self.words, self.root, self.key, self.terms = tuple(words), root, key, terms
        self.cache, self.state, self.is_quiet = cache, state, is_quiet
        self.word: str | None = None
        self.walked: Walk | None = None

    @property
    def name(self) -> str:
        """The name of the file that holds the answer."""
        return f"printed-{self.key.hex()[:32]}"

    @property
    def name_of_heard(self) -> str:
        """The name of the file that holds what a walk has found at a tally of the watcher's."""
        return f"heard-{self.terms.hex()[:32]}"


def question(
    words: "Sequence[str]", day: "Sequence[int]", environ: "Mapping[str, str]"
) -> Question | None:
    """Return what a command line asks; None where its answer is not kept, or cannot be."""
    if not early.IS_HERE:
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
    templates = [_file(f"{root}/{file}", _LARGEST_TEMPLATES) for file in TEMPLATE_FILES]
    program, place = program_stamp(), (root, info.st_dev, info.st_ino, os.geteuid())
    told = (
        (program, sys.version, sys.flags, sys.path, sys.getfilesystemencoding()),
        (*words,),
        (here, found, place),
        (*day,),
        sorted(filter(_matters, environ.items())),
        [_stream(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)],
        _terminal_size(),
        settings,
        card,
        templates,
    )
    terms = program, place, templates, _mounts(root)
    last = _file(f"{states}/{name}/{LAST_SETTINGS}", _LARGEST_SETTINGS)
    is_quiet = (
        settings[-1] is not None
        and settings[-1] == last[-1]
        and not os.path.lexists(f"{root}/{_PLAYBOOK}")
        and (card[-1] is not None or not _may_have_moved(states, name, info.st_ino))
        and _is_quiet(states, name)
    )
    cache, state = f"{caches}/{name}", f"{states}/{name}"
    return Question(words, root, _digest(told), _digest(terms), cache, state, is_quiet)


def _digest(told: object) -> bytes:
    return blake2b(repr(told).encode("utf-8", "surrogateescape"), digest_size=32).digest()


def _mounts(root: str) -> list[bytes]:
    """Return what is mounted at, above and below a place, as Linux lists it: of a new mount no watcher is told."""
    try:
        with open(_MOUNTS, "rb") as file:
            lines = file.read().split(b"\n")
    except OSError:
        return []
    place = os.fsencode(root)
    for sign in (b"\\", b" ", b"\t", b"\n"):
        place = place.replace(sign, b"\\%03o" % ord(sign))
    place = place.rstrip(b"/") + b"/"
    fields = ((line, line.split(b" ", 5)) for line in lines)
    points = ((line, found[4].rstrip(b"/") + b"/") for line, found in fields if len(found) > 5)
    return [line for line, point in points if place.startswith(point) or point.startswith(place)]


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
        fd = os.open(path, early.READ)
    except OSError as error:
        return error.errno, None
    try:
        info = os.fstat(fd)
        told = (info.st_mode, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
        if not stat.S_ISREG(info.st_mode) or info.st_size > most:
            return told, None
        return told, read_all(fd, most)
    finally:
        os.close(fd)


def _may_have_moved(states: str, own: str, inode: int) -> bool:
    """Tell whether some journal may be this vault's from another path: its card names the same inode."""
    for name in os.listdir(states):
        card = _file(f"{states}/{name}/{_CARD}", _LARGEST_SETTINGS)[-1]
        if name != own and card and b'"inode": %d,' % inode in card:
            return True
    return False


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
