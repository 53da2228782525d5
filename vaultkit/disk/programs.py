"""Another program: git, the person's editor, what opens a link. The one module that starts any.

A vault may come from anybody, and commands are run in it. So a program is never looked for in the
current folder, nor in the vault: Windows looks there before all else, and an empty or relative
entry of ``PATH`` means the same elsewhere. A name is looked up in the absolute entries of ``PATH``
that lie outside of the vault, and what is started is the whole path. Never by a shell.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from vaultkit.disk.system import system
from vaultkit.errors import UsageError

_PATIENCE_SECONDS = 10
_BATCH_FILES = (".bat", ".cmd")
_STEERS_A_BATCH_FILE = frozenset('"%&<>^|!\r\n')


def find_program(name: str, vault: Path, environ: Mapping[str, str]) -> Path | None:
    """Return the whole path of a program, None where there is none.

    A name with a folder in it is the person's own word, and is taken from the current folder
    where it is not absolute.
    """
    named = Path(name)
    if named.parent != Path():
        return next(_runnable(named.absolute(), environ), None)
    if name in ("", ".", ".."):
        return None
    for folder in _folders(vault, environ):
        for found in _runnable(folder / name, environ):
            if not _is_inside(found, vault):
                return found
    return None


def answer_of(
    program: Path,
    words: Sequence[str],
    vault: Path,
    environ: Mapping[str, str],
    told: bytes = b"",
) -> bytes | None:
    """Run a program in the vault's folder and return what it printed; None for whatever goes wrong."""
    try:
        done = subprocess.run(
            [str(program), *words],
            cwd=vault,
            env=_careful(vault, environ),
            input=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return done.stdout


def edit_with(
    words: Sequence[str], place: Path, vault: Path, environ: Mapping[str, str] = os.environ
) -> None:
    """Hand a file to the person's editor, and wait for it. Raises UsageError."""
    program = find_program(words[0], vault, environ)
    if program is None:
        raise UsageError("walk-no-program", program=words[0])
    if program.suffix.lower() in _BATCH_FILES and not _STEERS_A_BATCH_FILE.isdisjoint(str(place)):
        # The interpreter of batch files would read these characters as commands of its own.
        raise UsageError("walk-batch-file", program=words[0], note=place.name)
    try:
        subprocess.run([str(program), *words[1:], str(place)], check=False)
    except OSError as error:
        raise UsageError("walk-no-program", program=words[0]) from error


def open_link(link: str, vault: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Hand a link to the program that the system has for it. Raises UsageError."""
    name, *words = system.opener()
    program = find_program(name, vault, environ)
    if program is None or not _opens(program, [*words, link], vault, environ):
        raise UsageError("walk-no-program", program=name)


def _opens(program: Path, words: Sequence[str], vault: Path, environ: Mapping[str, str]) -> bool:
    quiet = subprocess.DEVNULL
    careful = _careful(vault, environ)
    try:
        ended = subprocess.run(
            [str(program), *words], env=careful, stdout=quiet, stderr=quiet, check=False
        )
    except OSError:
        return False
    return ended.returncode == 0


def _folders(vault: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield the folders of ``PATH`` that are looked in, in their order."""
    for entry in environ.get("PATH", os.defpath).split(os.pathsep):
        folder = Path(entry.strip('"'))  # Windows allows quotes around an entry
        if folder.is_absolute() and not _is_inside(folder, vault):
            yield folder


def _is_inside(place: Path, vault: Path) -> bool:
    return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(vault))


def _runnable(place: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield the file itself if it can be started, or with an ending that Windows adds to it."""
    for ending in system.program_endings(place.name, environ):
        file = place.with_name(place.name + ending)
        # Not Path.is_file(): it raises for a folder that we may not look into.
        if os.path.isfile(file) and os.access(file, os.X_OK):  # noqa: PTH113
            yield file


def _careful(vault: Path, environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment for a program of the system's: what it starts by name is looked for as here."""
    folders = os.pathsep.join(map(str, _folders(vault, environ)))
    return {**environ, "PATH": folders, "NoDefaultCurrentDirectoryInExePath": "1"}
