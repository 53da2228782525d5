"""Single keys from a terminal, as they are pressed: what each system's own module promises."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager


class Keys(ABC):
    """One terminal. Within ``taken`` keys are read one by one and not echoed."""

    @abstractmethod
    def taken(self) -> AbstractContextManager[None]:
        """Read keys one by one. What was typed before stays, and waits its turn."""

    @abstractmethod
    def given_back(self) -> AbstractContextManager[None]:
        """For a while, be the terminal that it was: for a line, or another program."""

    @abstractmethod
    def drop(self) -> None:
        """Forget the keys that were pressed and not read yet."""

    @abstractmethod
    def read(self) -> str:
        """Return the next key; "" when there is nobody left to press one."""
