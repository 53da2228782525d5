"""The part of an item's id that stands for somebody, and what it is made of."""

import re
import unicodedata

from vaultkit.core.text.once import remembered

_MOST_KEPT = 16384
_LONGEST_KEPT = 100
"""In characters: one person stands in many notes."""
_BETWEEN = re.compile("[\0-/:-`{-\x7f]+")
"""What stands between the words of a name that is casefolded: all of ASCII that is no letter and no digit."""
_DIGITS = re.compile("[0-9]+")
_FIRST_ACCENT = "\u0300"
"""No character below it is one that stands on another."""


@remembered(_MOST_KEPT, _LONGEST_KEPT)
def slug_of(words: str) -> str:
    """Return what stands for a name, or for the last part of where its link points: ``marta-rossi``.

    Letters other than a to z as ``x`` and their code point, a run of digits as ``n`` and the
    digits, so that no part is a bare number: ``Иван`` is ``x438x432x430x43d``, ``Panel 2`` is
    ``panel-n2``. All else is one ``-``. A name of which nothing is left gives code points.
    """
    text = _as_in_id(words)
    plain = text if text.isascii() else "".join(map(_slug_character, text))
    plain = _BETWEEN.sub("-", plain).strip("-")
    # By a function: a template is looked at each time, even where there is no digit: a third of it all.
    plain = _DIGITS.sub(lambda digits: f"n{digits.group()}", plain)
    return _with_code_points(plain) or "".join(f"x{ord(char):x}" for char in text)


@remembered(_MOST_KEPT, _LONGEST_KEPT)
def first_slug_of(words: str) -> str:
    """Return what the first versions wrote for a name: no ``x`` before a code point, and no digits.

    Their lines still stand in notes.
    """
    text = _as_in_id(words)
    plain = "".join(
        f"{ord(char):x}" if _is_foreign(char) else char if "a" <= char <= "z" else "-"
        for char in text
    )
    return re.sub("-+", "-", plain).strip("-") or "".join(f"{ord(char):x}" for char in text)


def _as_in_id(words: str) -> str:
    """Return words casefolded, without accents and the end of a file's name."""
    text = (re.sub(r"(?i)\.md$", "", words) if "." in words else words).casefold()
    return text if text.isascii() else unicodedata.normalize("NFC", without_accents(text))


def without_accents(text: str) -> str:
    """Return a text taken apart, without the accents on its letters."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(
        [char for char in apart if char < _FIRST_ACCENT or unicodedata.category(char) != "Mn"]
    )


def _is_foreign(char: str) -> bool:
    return char.isalpha() and not "a" <= char <= "z"


def _slug_character(char: str) -> str:
    """Letters keep their place until the digits are counted: a code point has digits of its own."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return char if char.isalpha() else "-"


def _with_code_points(plain: str) -> str:
    if plain.isascii():
        return plain
    return "".join(f"x{ord(char):x}" if _is_foreign(char) else char for char in plain)
