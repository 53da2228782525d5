"""The watcher as a service of the person's own login: made, looked at, and taken away.

Each system is a value: where its file lies, what is in it, and how its manager is told. What a
person changed in the file is theirs, and is neither written over nor removed.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from vaultkit.disk.programs import Ended, run_program, windows_words
from vaultkit.disk.state_folder import journal_folder, put_file, remove_file, write_card
from vaultkit.disk.system import system
from vaultkit.errors import UsageError
from vaultkit.formats.service_files import Service, launchd_job, scheduled_task, systemd_unit
from vaultkit.value import frozen

Words = tuple[str, ...]
Run = Callable[[Words, Path, Mapping[str, str]], Ended | None]
Outcome = Literal["installed", "renewed", "same", "removed", "none"]

_HANDED_ON = ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LANG", "LC_ALL", "TZ")
"""What decides where the watcher keeps its own files, how it speaks, and which day it is."""
_MEMORY = "service.sha256"
TASK_SCHEDULER = "task-scheduler"
"""The kind of the one system that keeps no log of what a service says."""


@frozen
class Manager:
    """What starts services at login on one system. ``file`` is where it looks for ours.

    ``renewed`` and ``same`` are told after the file was written, or was as it should be; ``stopped``
    before it is removed, ``forgotten`` after. A command that begins with ``-`` may fail: a manager
    that is not there has nothing to stop.
    """

    kind: str
    file: Path
    data: bytes
    renewed: tuple[Words, ...]
    same: tuple[Words, ...]
    stopped: tuple[Words, ...]
    forgotten: tuple[Words, ...]
    asked: Words
    log: str
    """The command, or the file, that shows what the watcher said."""


def service_of(root: Path, python: str, environ: Mapping[str, str]) -> Service:
    """Return the service of a vault. It keeps its name when the vault is moved. Raises StateError."""
    name = f"vaultkit-{journal_folder(root, environ).name[:12]}"
    # -P: a folder that is called vaultkit, wherever the service is started, is not our program.
    words = (python, "-P", "-m", "vaultkit", "--vault", str(root), "watch")
    handed_on = {key: environ[key] for key in _HANDED_ON if environ.get(key)}
    return Service(
        name, f"vaultkit watch: {root.name}", words, handed_on, str(log_of(root, environ))
    )


def log_of(root: Path, environ: Mapping[str, str]) -> Path:
    """Return where the messages of a vault's watcher are, on systems that keep none. Raises StateError."""
    folder = journal_folder(root, environ)
    if system.service_manager() == TASK_SCHEDULER:
        return folder / "watch.log"
    return _home(environ) / "Library" / "Logs" / f"vaultkit-{folder.name[:12]}.log"


def manager_of(kind: str, service: Service, environ: Mapping[str, str]) -> Manager:
    """Return what starts services, by the name of its kind. Raises UsageError where there is none."""
    make = _KINDS.get(kind)
    if make is None:
        raise UsageError("service-no-manager")
    try:
        return make(service, environ)
    except UnicodeError as error:
        raise UsageError("service-name", folder=service.title) from error


def _systemd(service: Service, environ: Mapping[str, str]) -> Manager:
    unit = f"{service.name}.service"
    told = ("systemctl", "--user")
    named = environ.get("XDG_CONFIG_HOME", "")
    config = Path(named) if Path(named).is_absolute() else _home(environ) / ".config"
    reload = (*told, "daemon-reload")
    return Manager(
        "systemd",
        config / "systemd" / "user" / unit,
        systemd_unit(service).encode(),
        renewed=(reload, (*told, "enable", unit), (*told, "restart", unit)),
        same=((*told, "enable", "--now", unit),),
        stopped=(("-", *told, "disable", "--now", unit),),
        forgotten=(("-", *reload),),
        asked=(*told, "is-enabled", unit),
        log=f"journalctl --user -u {unit}",
    )


def _launchd(service: Service, environ: Mapping[str, str]) -> Manager:
    file = _home(environ) / "Library" / "LaunchAgents" / f"{service.name}.plist"
    domain = f"gui/{system.user_number()}"
    target = f"{domain}/{service.name}"
    boot = ("launchctl", "bootstrap", domain, str(file))
    out = ("launchctl", "bootout", target)
    return Manager(
        "launchd",
        file,
        launchd_job(service).encode(),
        renewed=(("-", *out), boot),
        same=(("-", *boot),),  # it fails where the job runs already
        stopped=(("-", *out),),
        forgotten=(),
        asked=("launchctl", "print", target),
        log=service.log,
    )


def _task_scheduler(service: Service, environ: Mapping[str, str]) -> Manager:
    name = f"\\vaultkit\\{service.name}"
    named = environ.get("LOCALAPPDATA", "")
    local = Path(named) if named else _home(environ) / "AppData" / "Local"
    file = local / "vaultkit" / f"{service.name}.xml"
    user = "\\".join(filter(None, (environ.get("USERDOMAIN"), environ.get("USERNAME"))))
    text = scheduled_task(service, user, windows_words(service.words[1:]))
    return Manager(
        TASK_SCHEDULER,
        file,
        text.encode("utf-16"),
        renewed=(
            ("schtasks", "/Create", "/F", "/TN", name, "/XML", str(file)),
            ("schtasks", "/Run", "/TN", name),
        ),
        same=(("schtasks", "/Run", "/TN", name),),
        stopped=(
            ("-", "schtasks", "/End", "/TN", name),
            ("schtasks", "/Delete", "/F", "/TN", name),
        ),
        forgotten=(),
        asked=("schtasks", "/Query", "/TN", name),
        log=service.log,
    )


def install(
    manager: Manager, root: Path, environ: Mapping[str, str], run: Run = run_program
) -> Outcome:
    """Have the system start the watcher, now and at login. Twice is once.

    Raises UsageError where the file is a person's, and where the system refuses; StateError.
    """
    outcome = _written(manager, root, environ)
    try:
        _start(manager, outcome, root, environ, run)
    except UsageError:
        if outcome == "installed":  # what does not start leaves nothing behind
            remove_file(manager.file)
            remove_file(_memory(root, environ))
        raise
    return outcome


def _start(
    manager: Manager, outcome: Outcome, root: Path, environ: Mapping[str, str], run: Run
) -> None:
    _tell(manager.same if outcome == "same" else manager.renewed, manager, root, environ, run)


def uninstall(
    manager: Manager, root: Path, environ: Mapping[str, str], run: Run = run_program
) -> Outcome:
    """Have the system forget the watcher. Raises UsageError and StateError as ``install`` does."""
    if _read(manager.file) is None:
        return "none"
    if not is_untouched(manager, root, environ):
        raise UsageError("service-changed", file=manager.file)
    _tell(manager.stopped, manager, root, environ, run)
    if not remove_file(manager.file):
        raise UsageError("service-unwritable", file=manager.file, reason="")
    remove_file(_memory(root, environ))
    _tell(manager.forgotten, manager, root, environ, run)
    return "removed"


def is_enabled(
    manager: Manager, root: Path, environ: Mapping[str, str], run: Run = run_program
) -> bool:
    """Tell whether the system will start the watcher at the next login."""
    ended = run(manager.asked, root, environ)
    return ended is not None and ended.is_well


def is_installed(manager: Manager) -> bool:
    """Tell whether there is a file of a service of this vault."""
    return _read(manager.file) is not None


def is_untouched(manager: Manager, root: Path, environ: Mapping[str, str]) -> bool:
    """Tell whether the file is as it should be, or as it once was written."""
    data = _read(manager.file)
    return data is not None and (
        data == manager.data or _digest(data) == _read(_memory(root, environ))
    )


def _written(manager: Manager, root: Path, environ: Mapping[str, str]) -> Outcome:
    before = _read(manager.file)
    if before == manager.data:
        return "same"
    if before is not None and not is_untouched(manager, root, environ):
        raise UsageError("service-changed", file=manager.file)
    try:
        memory = _memory(root, environ)
        memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_card(memory.parent, root)
        put_file(memory, _digest(manager.data))
        manager.file.parent.mkdir(parents=True, exist_ok=True)
        put_file(manager.file, manager.data)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError("service-unwritable", file=manager.file, reason=reason) from error
    return "installed" if before is None else "renewed"


def _tell(
    commands: tuple[Words, ...],
    manager: Manager,
    root: Path,
    environ: Mapping[str, str],
    run: Run,
) -> None:
    """Tell the manager, one command after the other. Raises UsageError with its own words at a refusal."""
    for words in commands:
        may_fail = words[0] == "-"
        ended = run(words[1:] if may_fail else words, root, environ)
        if may_fail or (ended and ended.is_well):
            continue
        said = ended.said if ended else ""
        key = "service-refused" if ended else "service-no-program"
        raise UsageError(key, file=manager.file, command=" ".join(words), said=said)


def _memory(root: Path, environ: Mapping[str, str]) -> Path:
    return journal_folder(root, environ) / _MEMORY


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _read(file: Path) -> bytes | None:
    """Return what is in a plain file; None where there is none. Raises UsageError for anything else."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = error.strerror or error
        raise UsageError("service-unwritable", file=file, reason=reason) from error


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME") or environ.get("USERPROFILE") or "/")


_KINDS = {"systemd": _systemd, "launchd": _launchd, TASK_SCHEDULER: _task_scheduler}
