"""Names of files: which are good to write, and which are left alone."""

import re
import unicodedata

from vaultkit.errors import UsageError

LONGEST_BYTES = 120
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_CONFLICT_COPY = re.compile(r"\.sync-conflict-|conflicted copy|copia in conflitto", re.IGNORECASE)
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


def safe_file_name(text: str) -> str:
    """Return a file's name, without ``.md``, that every system takes and a person can read.

    Letters and digits of any script, spaces, ``-`` and ``_``; composed (NFC), 120 bytes at
    most. Raises UsageError when nothing is left.
    """
    letters = "".join(map(_kept, unicodedata.normalize("NFC", text)))
    words = re.sub(r"(?<=[^\s\0])\0+(?=[^\s\0])", "-", letters).replace("\0", " ")
    name = _shortened(" ".join(words.split())).strip(" -_")
    if not any(char.isalnum() for char in name):
        raise UsageError("no-file-name", text=text)
    return f"{name}-" if _RESERVED.fullmatch(name) else name


def _kept(char: str) -> str:
    """The character, a space for any white space, or NUL where something must go."""
    if char.isspace():
        return " "
    if ord(char) in _VARIATION_SELECTORS:
        return "\0"
    is_mark = unicodedata.category(char) in ("Mn", "Mc")
    return char if char.isalnum() or char in "-_" or is_mark else "\0"


def _shortened(name: str) -> str:
    return name.encode()[:LONGEST_BYTES].decode(errors="ignore")


def same_everywhere(name: str) -> str:
    """Return what two names share when some system takes the one for the other."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_conflict_copy(name: str) -> bool:
    """Tell whether a synchroniser made this file because two machines wrote at once."""
    return "confl" in name.lower() and _CONFLICT_COPY.search(name) is not None


def is_speakable(name: str) -> bool:
    """Tell whether the name is UTF-8 on the disk."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown(name: str) -> str:
    """Return a name that can be printed: bytes that are not UTF-8 stand as ``\\xNN``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
