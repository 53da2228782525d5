"""What a command line asks: its words, with all that its answer depends on but the notes.

The folder, the day, the streams, the environment, the settings, and every file of this program are
in it. This is found out before anything slow is loaded: no value class, no pattern, no path
object is needed for it.
"""

import os
from errno import ENOENT

from vaultkit.disk import beside, early
from vaultkit.disk.asker import digest, file_told, of_the_process, text_told
from vaultkit.disk.beside import ANYWHERE, NOTES, NUMBERS_FILE
from vaultkit.disk.early import SETTINGS_FILE
from vaultkit.disk.homes import cache_place, folder_name, state_place
from vaultkit.disk.program import PACKAGE, program_stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.disk.walk import Walk

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
_OBSIDIAN = ".obsidian"

_LARGEST_SETTINGS = 64 * 1024
_LARGEST_NUMBERS = 1024 * 1024
_LARGEST_TEMPLATES = 1024 * 1024
_MOUNTS = "/proc/self/mountinfo"


class Question:
    """A command line with all that its answer depends on but the notes, by one ``key``.

    ``terms`` are those of a walk: the vault, what is left out of it, and what is mounted there.
    ``word`` is the watcher's tally from before any walk, ``walked`` a walk that has found another vault
    than was known; both are None where there is none.
    ``is_quiet`` is false while there is something to be told or done that no key can hold: settings
    that nobody has read yet, or what ``has_news`` tells of: a crash to be mended, a text that was put
    aside. What is told beside such news is no answer for another time.
    Of a question that needs no vault, ``root`` is the program's own folder, and ``state`` is "".
    """

    __slots__ = (
        *("cache", "has_news", "is_quiet", "key", "on", "root", "state", "terms"),
        *("walked", "word", "words"),
    )

    def __init__(
        self,
        words: "Sequence[str]",
        on: "Sequence[str]",
        root: str,
        key: bytes,
        terms: bytes,
        cache: str,
        state: str,
        is_quiet: bool,
        has_news: bool = False,
    ) -> None:
        self.words, self.on, self.root = tuple(words), tuple(on), root
        self.key, self.terms = key, terms
        self.cache, self.state = cache, state
        self.is_quiet, self.has_news = is_quiet and not has_news, has_news
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
    words: "Sequence[str]",
    day: "Sequence[int]",
    environ: "Mapping[str, str]",
    on: "Sequence[str]" = (NOTES,),
) -> Question | None:
    """Return what a command line asks; None where its answer is not kept, or cannot be.

    ``on`` says what the answer depends on beside the settings and the day, in the words of ``beside``.
    """
    if not early.IS_HERE:
        return None
    ask = _of_no_vault if ANYWHERE in on else _of_a_vault
    try:
        return ask(words, day, environ, on)
    except (OSError, ValueError, AttributeError):
        return None


def _of_a_vault(
    words: "Sequence[str]",
    day: "Sequence[int]",
    environ: "Mapping[str, str]",
    on: "Sequence[str]",
) -> Question | None:
    states, caches, here = state_place(environ), cache_place(environ), os.getcwd()
    if states is None or caches is None:
        return None
    found = _vault(words, here, environ, states)
    if found is None:
        return None
    root = os.path.realpath(found)
    name, info = folder_name(root), os.stat(root)
    cache, state = f"{caches}/{name}", f"{states}/{name}"
    settings = file_told(f"{root}/{SETTINGS_FILE}", _LARGEST_SETTINGS)
    card = file_told(f"{state}/{_CARD}", _LARGEST_SETTINGS)
    templates = [file_told(f"{root}/{file}", _LARGEST_TEMPLATES) for file in TEMPLATE_FILES]
    program, place = program_stamp(), (root, info.st_dev, info.st_ino, os.geteuid())
    told = (
        *of_the_process(program, words, environ),
        (here, found, place),
        (*day,),
        settings,
        card,
        templates,
        [(what, _beside(what, words, here, root, state, environ)) for what in on],
    )
    terms = program, place, templates, _mounts(root)
    last = file_told(f"{state}/{LAST_SETTINGS}", _LARGEST_SETTINGS)
    is_quiet = (
        settings[-1] is not None
        and settings[-1] == last[-1]
        and not os.path.lexists(f"{root}/{_PLAYBOOK}")
        and (card[-1] is not None or not _may_have_moved(states, name, info.st_ino))
    )
    keys = digest(told), digest(terms)
    return Question(words, on, root, *keys, cache, state, is_quiet, _has_news(states, name))


def _of_no_vault(
    words: "Sequence[str]",
    day: "Sequence[int]",  # noqa: ARG001 - no such answer has a day
    environ: "Mapping[str, str]",
    on: "Sequence[str]",
) -> Question | None:
    states, caches = state_place(environ), cache_place(environ)
    if states is None or caches is None:
        return None
    around = _around(words, os.getcwd(), environ)
    languages = [_language(folder, states) for folder in around]
    told = (
        *of_the_process(program_stamp(), words, environ),
        os.geteuid(),
        languages,
        [(what, _beside(what, words, "", "", "", environ)) for what in on],
    )
    is_quiet = all(map(_is_settled, around, languages)) and not _lies_in(caches, around)
    cache = f"{caches}/{folder_name(PACKAGE)}"
    return Question(words, on, PACKAGE, digest(told), b"", cache, "", is_quiet)


def _beside(
    what: str,
    words: "Sequence[str]",
    here: str,
    root: str,
    state: str,
    environ: "Mapping[str, str]",
) -> object:
    """Return what tells that something is as it was. Raises OSError, ValueError."""
    named = [word for word in words[1:] if word[:1] != "-"]
    match what:
        case beside.JOURNAL:
            return beside.runs(state)
        case beside.NUMBERS if any(map(str.isdigit, named)):
            return text_told(f"{state}/{NUMBERS_FILE}", _LARGEST_NUMBERS)
        case beside.PLACES:
            return beside.places(named, (here, root))
        case beside.GIT:
            return beside.git(root)
        case beside.HISTORY:
            from vaultkit.disk.committed import committed  # no other answer needs it

            return committed(root, environ)
        case beside.RIGHTS:
            return beside.rights(), _mounts(root)
        case beside.PACKAGES:
            return beside.packages()
        case beside.CALLED:
            return beside.called()
    return None


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


def _around(words: "Sequence[str]", here: str, environ: "Mapping[str, str]") -> list[str]:
    """Return the folders that may be the vault around. Raises ValueError for a name that is not for us to read."""
    named = _named_vault(words, environ)
    if named is not None:
        if not named.strip() or named[0] in "-~":
            raise ValueError
        return [os.path.realpath(os.path.join(here, named))]
    folders = [here]
    while (above := os.path.dirname(folders[-1])) != folders[-1]:
        folders.append(above)
    return folders


def _language(folder: str, states: str) -> tuple[object, ...]:
    """Return what of a folder may give an answer its language: whether it is a vault, and what that says."""
    settings = file_told(f"{folder}/{SETTINGS_FILE}", _LARGEST_SETTINGS)
    last = file_told(f"{states}/{folder_name(folder)}/{LAST_SETTINGS}", _LARGEST_SETTINGS)
    return settings, last, os.path.lexists(f"{folder}/{_OBSIDIAN}")


def _is_settled(folder: str, language: tuple[object, ...]) -> bool:
    """Tell whether a folder is no vault, or one whose settings were read as they are, without a playbook of its own."""
    settings, last, has_obsidian = language
    if settings == last == (ENOENT, None):
        return not has_obsidian or not os.path.lexists(f"{folder}/{_PLAYBOOK}")
    text, before = settings[-1], last[-1]  # type: ignore[index]
    is_read = text is not None and text == before
    return is_read and not os.path.lexists(f"{folder}/{_PLAYBOOK}")


def _lies_in(caches: str, around: "Sequence[str]") -> bool:
    """Tell whether what is kept would lie in a vault."""
    place = f"{os.path.realpath(caches)}/"
    return any(
        place.startswith(f"{folder}/")
        for folder in around
        if os.path.lexists(f"{folder}/{SETTINGS_FILE}") or os.path.lexists(f"{folder}/{_OBSIDIAN}")
    )


def _vault(
    words: "Sequence[str]", here: str, environ: "Mapping[str, str]", states: str
) -> str | None:
    """Return the folder that a command line means; None where that is not told by a ``vaultkit.toml``."""
    named = _named_vault(words, environ)
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


def _named_vault(words: "Sequence[str]", environ: "Mapping[str, str]") -> str | None:
    """Return the vault that is named, None for none, "" for what is not for us to read."""
    named = None
    rest = iter(words)
    for word in rest:
        option, equals, value = word.partition("=")
        if option == "--vault":
            named = "" if named is not None else value if equals else next(rest, "")
    return (environ.get(_VAULT_VARIABLE) or None) if named is None else named


def _may_have_moved(states: str, own: str, inode: int) -> bool:
    """Tell whether some journal may be this vault's from another path: its card names the same inode."""
    for name in os.listdir(states):
        card = file_told(f"{states}/{name}/{_CARD}", _LARGEST_SETTINGS)[-1]
        if name != own and card and b'"inode": %d,' % inode in card:
            return True
    return False


def _has_news(states: str, own: str) -> bool:
    """Tell whether any journal holds a run that has not ended, or a text was put aside for a person to see."""
    if not os.path.lexists(states):
        return False
    for name in os.listdir(states):
        try:
            files = os.listdir(f"{states}/{name}")
        except NotADirectoryError:
            continue
        if any(file.endswith(_UNFINISHED) for file in files) or (name == own and _KEPT in files):
            return True
    return False
