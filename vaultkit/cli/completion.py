"""The command that prints a shell's completion script."""

from importlib.resources import files
from typing import Annotated

from vaultkit.cli.answer import Answer, Raw
from vaultkit.cli.completing import SHELLS
from vaultkit.cli.parameters import Argument
from vaultkit.cli.session import Session
from vaultkit.errors import UsageError

_FILES = {
    "bash": "vaultkit.bash",
    "zsh": "_vaultkit",
    "fish": "vaultkit.fish",
    "powershell": "vaultkit.ps1",
}


def completion(
    session: Session,
    shell: Annotated[str, Argument(help="bash, zsh, fish or powershell.", metavar="SHELL")],
) -> Answer:
    """Print the script that completes vaultkit's words in a shell; its first lines say where it goes."""
    if shell not in SHELLS:
        raise UsageError("unknown-shell", list(SHELLS), text=shell)
    session.has_all_in_question = True
    script = (files("vaultkit") / "shells" / _FILES[shell]).read_text("utf-8")
    return Answer({"shell": shell, "script": script}, shown=(Raw(script),))
