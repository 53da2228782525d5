"""What the watcher tells the person, one line at a time."""

from collections.abc import Callable

from vaultkit.core.text.phrases import Phrases


class Voice:
    """Says phrases; a complaint only once, until it is over."""

    def __init__(self, line: Callable[[str], None], phrases: Phrases) -> None:
        self.line, self._phrases = line, phrases
        self._said: set[str] = set()

    def say(self, key: str, **values: object) -> None:
        """Say a phrase."""
        self.line(self._phrases.say(key, **values))

    def complain(self, key: str, **values: object) -> None:
        """Say a phrase that stays true for a while, the first time only."""
        if key not in self._said:
            self._said.add(key)
            self.say(key, **values)

    def is_over(self, key: str) -> bool:
        """Have a complaint told anew the next time; return whether it had been told."""
        told = key in self._said
        self._said.discard(key)
        return told
