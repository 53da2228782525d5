"""The words of one language, looked up by key."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property

from vaultkit.value import frozen

_NAME = re.compile(r"(?:\b(?P<word>[^\W\d_]+) )?\{(?P<name>\w+)\}(?P<stop>\.(?!\w))?")
"""A name, with the word in front of it and the full stop behind it."""

_NO_LETTERS = re.compile("[^a-z]+")


@frozen
class Phrases:
    """``texts`` maps dotted keys to templates; ``{name}`` stands for a value."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return the phrase with its names filled. Raises KeyError for an unknown key or name.

        Names are replaced once, as text: a value that looks like ``{name}`` stays as it is.
        "Acme S.p.A." before a full stop keeps one of the two. A ``{reason}`` that is the system's
        own is told in this language.
        """
        return _NAME.sub(lambda match: self._filled(match, values), self.texts[key])

    def _filled(self, match: re.Match[str], values: Mapping[str, object]) -> str:
        word, value = match["word"], str(values[match["name"]])
        if match["name"] == "reason":
            value = self.texts.get(_reason_key(value), value)
        is_ended = match["stop"] is None or value.rstrip(']*"”»').endswith(".")
        ended = value if is_ended else f"{value}."
        return ended if word is None else f"{self._before(word, value)} {ended}"

    def _before(self, word: str, value: str) -> str:
        """Return a word as it is before a value: in Italian "a" is "ad" before "Anna"."""
        other, letter, unless = self._sounds.get(word.casefold(), ("", "", ""))
        begins = _first_letters(value)
        if not other or not begins.startswith(letter) or (unless and begins.startswith(unless)):
            return word
        return other.capitalize() if word[0].isupper() else other

    @cached_property
    def _sounds(self) -> Mapping[str, tuple[str, str, str]]:
        """The words that change before a letter: what each becomes, the letter, and what it is spared."""
        rows = [row.split() for row in self.words("sound.before")]
        return {word: (other, letter, "".join(unless)) for word, letter, other, *unless in rows}

    def count(self, key: str, number: int, **values: object) -> str:
        """Return ``key.one`` for 1 and ``key.many`` for any other number, as ``{n}``."""
        return self.say(f"{key}.one" if number == 1 else f"{key}.many", n=number, **values)

    def named(self, labels: Mapping[str, str]) -> "Phrases":
        """Return the phrases with the labels of a vault's own stages, by their names.

        What came about with such a stage is told by its label, too. A label is plain: it holds
        no ``{name}``.
        """
        if not labels:
            return self
        told = {
            f"{where}.{name}": label
            for name, label in labels.items()
            for where in ("stage", "week.moved")
        }
        return Phrases(self.language, {**self.texts, **told})

    def words(self, key: str) -> tuple[str, ...]:
        """Return the words of a list, which commas separate; () where the language has no such list."""
        listed = self.texts.get(key, "").split(",")
        return tuple(word for each in listed if (word := each.strip()))

    def has(self, key: str) -> bool:
        """Tell whether the language has the key."""
        return key in self.texts


def _reason_key(said: str) -> str:
    """Return the key of what the system says of a failure: it says so in English, whatever the reader's language."""
    return f"reason.{_NO_LETTERS.sub('-', said.lower()).strip('-')}"


def _first_letters(value: str) -> str:
    """Return a value as it is read aloud: without accents, and of a link what it shows."""
    shown = value[2:].partition("]]")[0].rpartition("|")[2] if value.startswith("[[") else value
    apart = unicodedata.normalize("NFD", shown.lstrip("\"'“«([{*_")[:9].casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
