"""The command that has the system start the watcher at login."""

import sys
from pathlib import Path
from typing import Annotated

from vaultkit.cli.answer import Answer, Prose
from vaultkit.cli.parameters import Argument
from vaultkit.cli.session import Session
from vaultkit.disk.system import system
from vaultkit.disk.watch_lock import watching_process
from vaultkit.errors import StateError, UsageError
from vaultkit.work import service as services
from vaultkit.work.service import Manager

_ACTIONS = ("status", "install", "uninstall")


def service(
    session: Session,
    action: Annotated[
        str | None,
        Argument(
            metavar="status|install|uninstall",
            help="Install starts the watcher now and at every login. (Default: status.)",
        ),
    ] = None,
) -> Answer:
    """Start the watcher at login, say whether it does, or take that back."""
    action = action or "status"
    if action not in _ACTIONS:
        raise UsageError("service-what", text=action)
    manager = manager_here(session, session.root)
    outcome = "unchanged"
    if action == "install":
        outcome = services.install(manager, session.root, session.environ)
    elif action == "uninstall":
        outcome = services.uninstall(manager, session.root, session.environ)
    return _answer(session, manager, outcome)


def manager_here(session: Session, root: Path) -> Manager:
    """Return what starts the watcher of a vault on this system. Raises UsageError and StateError."""
    python = system.windowless(sys.executable)
    service = services.service_of(root, python, session.environ)
    return services.manager_of(system.service_manager(), service, session.environ)


def is_installed_here(session: Session) -> bool:
    """Tell whether the system knows a service of the session's vault."""
    try:
        return services.is_installed(manager_here(session, session.root))
    except (StateError, UsageError):
        return False


def _answer(session: Session, manager: Manager, outcome: str) -> Answer:
    is_installed = services.is_installed(manager)
    is_enabled = is_installed and services.is_enabled(manager, session.root, session.environ)
    process = watching_process(session.root, session.environ)
    say = session.console.phrases.say
    if outcome == "unchanged":
        state = "on" if is_enabled else "off" if is_installed else "not-installed"
        lines = [say(f"service.{state}")]
        if is_installed and not services.is_untouched(manager, session.root, session.environ):
            lines += [say("service.changed", file=manager.file)]
        lines += [say("service.runs", process=process) if process else say("service.nobody")]
    else:
        lines = [say(f"service.{outcome}", file=manager.file)]
        if outcome == "removed" and process:
            lines += [say("service.runs", process=process)]
    if is_installed:
        lines += [say("service.log", log=manager.log)]
    data = {
        "outcome": outcome,
        "manager": manager.kind,
        "file": str(manager.file) if is_installed else None,
        "enabled": is_enabled,
        "process": int(process) if process and process.isdecimal() else None,
    }
    return Answer(data, shown=tuple(map(Prose, lines)))
