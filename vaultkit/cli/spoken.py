"""The language of the environment, as far as there are words in it."""

import os
from collections.abc import Mapping

from vaultkit.playbook import load

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def environment_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return the code of the language, English where we do not speak it."""
    named = next((value for name in _VARIABLES if (value := environ.get(name))), "")
    language = named.partition("_")[0].partition(".")[0].lower()
    return language if language in load.languages() else "en"
