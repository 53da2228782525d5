"""The command that lists what other packages add: what there is, from where, what is in force, what is broken."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from vaultkit import plugins
from vaultkit.cli.answer import Answer, Prose
from vaultkit.cli.session import Session, known_words
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.phrases import Phrases
from vaultkit.disk.playbook_folder import NAME, is_of_own
from vaultkit.errors import GuestError, SettingsError, VaultkitError
from vaultkit.playbook.bundles import OURS, guests
from vaultkit.playbook.in_force import known_of, read_in_force
from vaultkit.playbook.outline import outline
from vaultkit.work.config import with_playbooks


def list_plugins(session: Session) -> Answer:
    """List what is installed, in force, from where, and what is broken. Exit 1 when something is."""
    console = session.console_in(session.language_at_hand)
    rows = [
        _row(guest, group, session)
        for group in map(plugins.installed, plugins.GROUPS)
        for guest in group
    ]
    others = sum(row["package"] != plugins.HOUSE for row in rows)
    session.has_all_in_question = not others  # a guest is loaded to know whether it is broken
    rows += _own_playbook(session)
    count = console.phrases.count("plugins.count", others)
    return Answer(
        rows,
        shown=tuple(
            Prose(_line(row, console.phrases), hanging=2)
            for row in rows
            if row["package"] != plugins.HOUSE or session.options.verbose or row["broken"]
        ),
        beside=(count if others else console.phrases.say("plugins.none"),),
        exit_code=1 if any(row["broken"] for row in rows) else 0,
    )


def _line(row: Mapping[str, Any], phrases: Phrases) -> str:
    state = "broken" if row["broken"] else "in-force" if row["in_force"] else "idle"
    kind = phrases.say(f"plugins.kind.{row['kind']}")
    state = state if row["package"] else f"own-{state}"
    return phrases.say(f"plugins.{state}", **{**row, "kind": kind, "reason": row["broken"] or ""})


def _own_playbook(session: Session) -> list[dict[str, Any]]:
    """Return the vault's own playbook, which no package brings; nothing where there is none, or no vault."""
    broken = None
    try:
        if session.own_playbook is None:
            return []
        session.in_force  # noqa: B018 - read and checked
    except SettingsError as error:
        if not is_of_own(error):
            return []
        broken = session.console_at_hand.phrases.say(f"error.{error.key}", **error.values)
    except VaultkitError:
        return []
    row = {"kind": "playbook", "name": f"{NAME}/", "package": "", "version": ""}
    return [{**row, "in_force": not broken, "broken": broken}]


def _row(guest: plugins.Guest, group: Sequence[plugins.Guest], session: Session) -> dict[str, Any]:
    """Return one guest of a group. To know whether it is broken it is loaded, but for a playbook, which is data."""
    broken = _broken(guest, group, session)
    return {
        "kind": guest.group.rpartition(".")[2].removesuffix("s"),
        "name": guest.name,
        "package": guest.package,
        "version": guest.version,
        "in_force": not broken and _is_in_force(guest, group, session),
        "broken": broken,
    }


def _broken(guest: plugins.Guest, group: Sequence[plugins.Guest], session: Session) -> str | None:
    """Return the sentence that says what is wrong with a guest, None where nothing is."""
    try:
        plugins.named_in(group, guest.name)
        if guest.group == plugins.PLAYBOOKS and not guest.is_ours:
            _check_playbook(guest.name, session)
        if guest.group == plugins.FORMATS:
            plugins.format_of(guest)
        if guest.group == plugins.COMMANDS and not guest.is_ours:
            from vaultkit.cli.command import guest_command  # loads the library of the help

            guest_command(guest)
    except (GuestError, SettingsError) as error:
        words = session.console_in(session.language_at_hand).phrases
        return words.say(f"error.{error.key}", **error.values)
    return None


def _check_playbook(name: str, session: Session) -> None:
    """Raise SettingsError for what is wrong in a guest's playbook, beside ours where the vault has that in force."""
    names: Sequence[str] = (OURS, name)
    with suppress(VaultkitError):
        named = session.settings.playbooks
        names = (name,) if name in named and OURS not in named else names
    beside = guests((name,))
    settings = with_playbooks(Settings(), outline(beside))
    read_in_force(names, beside, known_of(known_words(settings).order))


def _is_in_force(guest: plugins.Guest, group: Sequence[plugins.Guest], session: Session) -> bool:
    """A playbook is in force where the vault names it, all else where no entry of ours has the name."""
    if guest.group == plugins.PLAYBOOKS:
        with suppress(VaultkitError):
            return guest.name in session.settings.playbooks
        return False
    return plugins.named_in(group, guest.name) == guest
