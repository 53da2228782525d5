"""A word as the value of a new property: a day, a whole number or a checkbox as such, so that Obsidian shows them."""

import re

from vaultkit.core.days.dates import parse_day
from vaultkit.core.front_matter.head_values import Written

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_CHECKBOX = {"true": True, "false": False}


def typed(text: str) -> Written:
    """Return what a text is as a value of its own kind; None for an empty one."""
    if _DAY.fullmatch(text):
        try:
            return parse_day(text)
        except ValueError:
            return text
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return _CHECKBOX.get(text, text or None)
