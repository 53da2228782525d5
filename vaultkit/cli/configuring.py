"""The command that tells every setting, and where it comes from."""

from vaultkit.cli.answer import Answer
from vaultkit.cli.session import Session
from vaultkit.work.config import FILE, Origin, load_settings


def config(session: Session) -> Answer:
    """Tell every setting with its value, and the line of vaultkit.toml that says so."""
    _, origins = load_settings(session.root)
    phrases = session.console.phrases
    own = sum(origin.line is not None for origin in origins)
    return Answer(
        [_row(origin) for origin in origins],
        shown=tuple(
            f"{origin.key} = {origin.value}  # {_where(origin, phrases.say('config.default'))}"
            for origin in origins
        ),
        beside=(phrases.say("config.count", own=own, all=len(origins), file=FILE),),
    )


def _where(origin: Origin, default: str) -> str:
    return default if origin.line is None else f"{FILE}:{origin.line}"


def _row(origin: Origin) -> dict[str, object]:
    """Return a setting for ``--json``; its value as TOML writes it, file and line null for a default."""
    file = FILE if origin.line is not None else None
    return {"setting": origin.key, "value": origin.value, "file": file, "line": origin.line}
