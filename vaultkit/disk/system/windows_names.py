"""Names and paths as Windows reads them: by rule only, so that any system can test it."""

import ntpath
import re

_NAMES_A_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_SHORT_FOR_GIT = re.compile(r"git~[0-9]+", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f\\/:*?"<>|]')
_WHOLE = "\\\\?\\"
_SERVER = "\\\\?\\UNC\\"


def is_name(name: str) -> bool:
    """Tell whether a bare name means one file in its folder, on any Windows.

    A backslash leads elsewhere, a colon to another stream or drive; a dot or a space at the end
    is left out, so that two names would mean one file; a device's name opens the device, and
    ``GIT~1`` the folder ``.git``.
    """
    if not name or _FORBIDDEN.search(name) or name[-1] in ". ":
        return False
    return not (_NAMES_A_DEVICE.fullmatch(name) or _SHORT_FOR_GIT.fullmatch(name))


def is_path(path: str) -> bool:
    """Tell whether each part of a path is a name; what leads nowhere is not looked at."""
    return all(map(is_name, set(path.split("/")) - {"", ".", ".."}))


def whole(path: str) -> str:
    """Return an absolute path in the form that has no limit of 260 characters, and in which no name is changed."""
    if path.startswith(_WHOLE):
        return path
    path = ntpath.normpath(path)
    if path.startswith("\\\\"):
        return _SERVER + path[2:]
    return _WHOLE + path


def leads_elsewhere(tag: int) -> bool:
    """Tell whether a reparse point stands for another place: a link, a junction, a mounted volume.

    Others hold the file itself, packed or in a cloud, and are read as files. Source: winnt.h,
    IsReparseTagNameSurrogate.
    """
    return bool(tag & 0x20000000)


def program_endings(name: str, listed: str) -> tuple[str, ...]:
    """Return what Windows tries behind a program's name; ``listed`` is PATHEXT, "" for the usual ones.

    A name that has such an ending is whole; without one it is nothing that could be started.
    """
    known = tuple(filter(None, (listed or ".COM;.EXE;.BAT;.CMD").lower().split(";")))
    return ("",) if ntpath.splitext(name)[1].lower() in known else known
