"""The command that tells every setting, and where it comes from."""

from vaultkit.cli.answer import Answer
from vaultkit.cli.session import Session
from vaultkit.core.text.phrases import Phrases
from vaultkit.work.config import FILE, Origin, settings_beside


def config(session: Session) -> Answer:
    """Tell every setting with its value, and the line of vaultkit.toml that says so."""
    session.has_all_in_question = True
    session.spare_own_playbook()
    _, origins = settings_beside(session.root, session.own_playbook)
    phrases = session.console.phrases
    own = sum(origin.line is not None for origin in origins)
    return Answer(
        [_row(origin) for origin in origins],
        shown=tuple(_shown(origin, phrases) for origin in origins),
        beside=(phrases.say("config.count", own=own, all=len(origins), file=FILE),),
    )


def _shown(origin: Origin, phrases: Phrases) -> str:
    """Return a setting as a line of TOML; one that is not set as a comment."""
    if not origin.value:
        return f"# {origin.key}  # {phrases.say('config.unset')}"
    where = phrases.say("config.default") if origin.line is None else f"{FILE}:{origin.line}"
    return f"{origin.key} = {origin.value}  # {where}"


def _row(origin: Origin) -> dict[str, object]:
    """Return a setting for ``--json``: its value as TOML writes it; null for what is not set or not said."""
    file = FILE if origin.line is not None else None
    value = origin.value or None
    return {"setting": origin.key, "value": value, "file": file, "line": origin.line}
