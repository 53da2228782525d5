"""The door for guests: what installed packages add, found by their entry points and loaded when it is asked for.

A guest is somebody else's code. It is never found in a vault, and whatever it does wrong is told
with its name and costs only itself.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field
from typing import TYPE_CHECKING, Any

from vaultkit.errors import GuestError
from vaultkit.value import frozen

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

PLAYBOOKS, FORMATS, COMMANDS = GROUPS = (
    "vaultkit.playbooks",
    "vaultkit.formats",
    "vaultkit.commands",
)
APPLICATIONS, LOG, PEOPLE = "applications", "log", "people"
"""What a format is given: a row for each application, what one did between two days, or a row for each person."""
HOUSE = "vaultkit"
"""The package whose entries are our own; they come through the same door."""

_LONGEST_REASON = 200
_NEEDED = ("markdown-it-py", "python-frontmatter", "PyYAML", "rich", "typer", "watchdog")


@frozen
class Guest:
    """One entry point: its group, its name there, and the package that brought it."""

    group: str
    name: str
    package: str
    version: str
    entry: "EntryPoint" = field(compare=False, repr=False)

    @property
    def is_ours(self) -> bool:
        return self.package == HOUSE

    @property
    def shown(self) -> str:
        """How a sentence names the guest."""
        return f'"{self.name}" ({self.package} {self.version})'


def installed(group: str) -> tuple[Guest, ...]:
    """Return what there is of one group: our own first, then by package and name. Nothing is loaded."""
    from importlib.metadata import entry_points  # slow to load, for what few commands ask for

    found = (_guest(entry) for entry in entry_points(group=group))
    return tuple(sorted(found, key=lambda guest: (not guest.is_ours, guest.package, guest.name)))


def versions() -> dict[str, str]:
    """Return the version of our own package and of those that it needs; "" for one that is missing."""
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in (HOUSE, *_NEEDED):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def _guest(entry: "EntryPoint") -> Guest:
    """Read an entry; a package that was half removed may not even tell its name."""
    told: Any = {}
    with suppress(OSError):
        told = entry.dist.metadata if entry.dist else {}
    package, version = (str(told.get(key) or "?") for key in ("Name", "Version"))
    return Guest(entry.group, entry.name, package, version, entry)


def named(group: str, name: str) -> Guest | None:
    """Return the entry of that name, None where there is none. Ours comes before any guest's.

    Raises GuestError where two guests have the name: neither is in force.
    """
    return named_in(installed(group), name)


def named_in(guests: Sequence[Guest], name: str) -> Guest | None:
    """Return the same of the guests of one group: to find them again takes long. Raises GuestError."""
    found = [guest for guest in guests if guest.name == name]
    if len(found) > 1 and not found[0].is_ours:
        raise GuestError("guest-clash", name=name, packages=", ".join(one.package for one in found))
    return found[0] if found else None


def loaded(guest: Guest) -> Any:
    """Return the object that the entry names; its module runs now. Raises GuestError."""
    try:
        return guest.entry.load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a module may even call exit()
        raise GuestError(
            "guest-not-loaded", guest=guest.shown, package=guest.package, reason=reason(error)
        ) from error


def reason(error: BaseException) -> str:
    """Return what an exception of a guest says, short enough for a sentence."""
    told = f"{type(error).__name__}: {error}".removesuffix(": ")
    return told if len(told) <= _LONGEST_REASON else f"{told[:_LONGEST_REASON]}…"


@frozen
class Format:
    """A format of ``vaultkit export``: the guest, and its object with ``suffix`` and ``render``.

    ``takes`` is what it is given: the rows of applications or people, or the log of a period. ``forms``
    are those in which it can give it, the first where nobody says which; () for one alone.
    """

    guest: Guest
    suffix: str
    _object: Any = field(repr=False)
    takes: str = APPLICATIONS
    forms: tuple[str, ...] = ()

    def render(self, given: Any, form: str | None = None) -> bytes:
        """Return the file's bytes. Raises GuestError, also for anything else than bytes."""
        try:
            made = self._object.render(given, *([form] if form else []))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise GuestError(
                "guest-failed", guest=self.guest.shown, reason=reason(error)
            ) from error
        if not isinstance(made, bytes):
            kind = type(made).__name__
            raise GuestError("guest-no-bytes", guest=self.guest.shown, kind=kind)
        return made


def format_of(guest: Guest) -> Format:
    """Load a format. Raises GuestError, also for an object that is none."""
    found = loaded(guest)
    suffix, takes = getattr(found, "suffix", None), getattr(found, "takes", APPLICATIONS)
    forms = getattr(found, "forms", ())
    is_sound = (
        isinstance(suffix, str)
        and takes in (APPLICATIONS, LOG, PEOPLE)
        and isinstance(forms, tuple)
    )
    if not is_sound or not callable(getattr(found, "render", None)):
        raise GuestError("guest-no-format", guest=guest.shown)
    return Format(guest, str(suffix), found, takes, tuple(map(str, forms)))
