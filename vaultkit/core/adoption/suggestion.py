"""One setting that a survey of a vault suggests, with its reason."""

from collections.abc import Mapping
from dataclasses import field

from vaultkit.core.settings.parsers import is_inside
from vaultkit.core.text.sanitize import one_line
from vaultkit.value import frozen

LONGEST_VALUE = 80
"""In characters. What is longer is no word that a setting should hold."""


@frozen
class Suggestion:
    """A setting by its table and name. ``reason`` and ``told`` make a phrase ``adoption.reason.<reason>``.

    One that is not sure is asked on a terminal (``adoption.ask.<reason>``), and written as a
    comment elsewhere. ``is_list`` tells how TOML writes it.
    """

    table: str
    name: str
    values: tuple[str, ...]
    reason: str
    told: Mapping[str, object] = field(default_factory=dict)
    is_sure: bool = True
    is_list: bool = True


def is_fit(value: str) -> bool:
    """Tell whether a word of a note can stand in a settings file: one line of plain characters, not too long."""
    return bool(value) and one_line(value) == value and len(value) <= LONGEST_VALUE


def is_fit_folder(folder: str) -> bool:
    """Tell whether a folder can be named in a settings file."""
    return bool(folder) and one_line(folder) == folder and is_inside(folder)
