"""The words of one language, looked up by key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Phrases:
    """``texts`` maps dotted keys to templates; ``{name}`` stands for a value."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return the phrase with its names filled. Raises KeyError for an unknown key or name.

        Names are replaced once, as text: a value that looks like ``{name}`` stays as it is.
        """
        return _NAME.sub(lambda match: str(values[match.group(1)]), self.texts[key])

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
