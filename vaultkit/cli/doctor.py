"""The command that looks over a vault's surroundings."""

import platform
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

from vaultkit import plugins
from vaultkit.cli.answer import Answer, Prose
from vaultkit.cli.parameters import Flag
from vaultkit.cli.service import manager_here
from vaultkit.cli.session import Session
from vaultkit.core.text.phrases import Phrases
from vaultkit.disk.file_systems import file_system, tells_nothing
from vaultkit.disk.watch_lock import watching_process
from vaultkit.errors import SettingsError, StateError, UsageError
from vaultkit.watch.surroundings import count_folders, most_watches
from vaultkit.work.checkup import (
    Finding,
    UnseenLine,
    git_findings,
    journal_findings,
    obsidian_findings,
    place_findings,
    settings_findings,
    tasks_findings,
    unseen,
)
from vaultkit.work.config import load_settings
from vaultkit.work.service import is_enabled
from vaultkit.work.service import is_installed as is_there

_KEPT_FREE = 2
"""Other programs watch folders as well: half of what the kernel allows is left to them."""


def doctor(
    session: Session,
    lines: Annotated[
        bool, Flag("--lines", help="Name the lines that the Tasks plugin would not show, and why.")
    ] = False,
) -> Answer:
    """Check the setup around the vault; shows nothing of what your notes say. Exit 1 when something needs fixing."""
    session.announces = False  # what a crash left is a finding of its own
    phrases = session.console_in(session.language_at_hand).phrases
    hidden = _unseen(session)
    found = tuple(_findings(session, hidden))
    wrong = [finding for finding in found if finding.is_wrong]
    rows = [_row(finding, phrases) for finding in found]
    data: dict[str, object] = {"findings": rows}
    if lines:
        data["lines"] = [{"note": x.note, "line": x.line, "reason": x.reason} for x in hidden]
    count = phrases.count("doctor.count", len(wrong)) if wrong else phrases.say("doctor.well")
    return Answer(
        data,
        shown=(
            *(_shown(row, phrases) for row in rows),
            *(_line(one, phrases) for one in hidden if lines),
        ),
        beside=(count,),
        exit_code=1 if wrong else 0,
    )


def _unseen(session: Session) -> tuple[UnseenLine, ...]:
    """Return the lines that the Tasks plugin would not show; none where the settings cannot be read."""
    try:
        load_settings(session.root)
        return unseen(session.root, lambda: session.index.look().sheets)
    except (SettingsError, UsageError):
        return ()


def _findings(session: Session, hidden: Iterable[UnseenLine]) -> Iterator[Finding]:
    yield from _version_findings()
    try:
        root = session.root
    except UsageError as error:
        if error.key != "no-vault":
            raise
        yield Finding("vault", "missing", error.values, is_wrong=True, error=error.key)
        return
    yield from chain(
        place_findings(root),
        settings_findings(root),
        obsidian_findings(root),
        _tasks(root, hidden),
        _watch_findings(session, root),
        git_findings(root),
        journal_findings(session.journal),
        _service_findings(session, root),
    )


def _tasks(root: Path, hidden: Iterable[UnseenLine]) -> Iterator[Finding]:
    try:
        settings = load_settings(root)[0]
    except SettingsError:
        return
    yield from tasks_findings(root, settings, hidden)


def _version_findings() -> Iterator[Finding]:
    found = plugins.versions()
    ours = found.pop(plugins.HOUSE)
    computer = platform.uname()
    system = f"{computer.system} {computer.machine}"
    python = platform.python_version()
    yield Finding("versions", "ours", {"ours": ours, "python": python, "system": system})
    here = ", ".join(f"{name} {version}" for name, version in found.items() if version)
    yield Finding("versions", "needed", {"names": here})
    if missing := [name for name, version in found.items() if not version]:
        yield Finding("versions", "missing", {"names": ", ".join(missing)}, is_wrong=True)


def _watch_findings(session: Session, root: Path) -> Iterator[Finding]:
    """Yield what kind of file system tells of changes, whether it can, and who watches."""
    kind = file_system(root)
    if kind:
        yield Finding("files", "silent" if tells_nothing(kind) else "kind", {"kind": kind})
    most, folders = most_watches(), count_folders(root)
    if most is not None and folders * _KEPT_FREE > most:
        told = {"folders": folders, "most": most, "wanted": max(2 * folders * _KEPT_FREE, 524288)}
        yield Finding("watching", "too-few", told, is_wrong=True)
    process = watching_process(root, session.environ)
    yield (
        Finding("watching", "runs", {"process": process})
        if process
        else Finding("watching", "nobody")
    )


def _service_findings(session: Session, root: Path) -> Iterator[Finding]:
    """Yield whether the system starts the watcher at login; nothing where vaultkit knows no way to."""
    try:
        manager = manager_here(session, root)
        is_installed = is_there(manager)
    except (StateError, UsageError):
        return
    is_on = is_installed and is_enabled(manager, root, session.environ)
    yield Finding("service", "on" if is_on else "off" if is_installed else "none")


def _row(finding: Finding, phrases: Phrases) -> dict[str, object]:
    """Return a finding for ``--json``: ``hint`` is null where nothing is to be done."""
    key = f"doctor.{finding.topic}.{finding.code}"
    text = phrases.say(f"{key}.text", **finding.values)
    if finding.error:
        text = phrases.say(f"error.{finding.error}", **finding.values)
    hint = phrases.say(f"{key}.hint", **finding.values) if phrases.has(f"{key}.hint") else None
    return {
        "topic": finding.topic,
        "code": finding.code,
        "text": text,
        "hint": hint,
        "wrong": finding.is_wrong,
    }


def _shown(row: dict[str, object], phrases: Phrases) -> Prose:
    topic = phrases.say(f"doctor.{row['topic']}.name")
    hint = f" · {row['hint']}" if row["hint"] else ""
    text = f"{topic}: {row['text']}{hint}"
    return Prose(f"! {text}", hanging=4) if row["wrong"] else Prose(f"  {text}", hanging=2)


def _line(one: UnseenLine, phrases: Phrases) -> Prose:
    text, hint = (phrases.say(f"doctor.line.{one.reason}.{part}") for part in ("text", "hint"))
    return Prose(f"{one.note}:{one.line}: {text} · {hint}")
