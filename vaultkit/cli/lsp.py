"""The command that an editor starts: a language server on its stdin and stdout."""

import os

from vaultkit.cli.session import Session
from vaultkit.errors import UsageError


def lsp(session: Session) -> int:
    """Answer an editor that speaks the Language Server Protocol, until it says goodbye."""
    try:
        from vaultkit.cli.editor_server import make_server
    except ImportError as error:
        raise UsageError("lsp-missing", module=error.name or "pygls") from error
    # The server closes what it is given; and whatever else prints must not get into its talk.
    told, says = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    make_server(session).start_io(told, says)
    return 0
