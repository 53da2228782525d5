"""The values of this program: frozen for whoever checks types, quick to make when it runs."""

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(*, frozen):
        """Return what makes a dataclass of a class. A frozen one is equal, and hashed, by its fields.

        That nobody changes a value is checked by mypy, and not while the program runs: the
        library's frozen dataclasses store each field by a call, which takes eight times as long.
        """

        def make(kind):
            has_own_hash = vars(kind).get("__hash__") is not None
            return dataclasses.dataclass(unsafe_hash=frozen and not has_own_hash)(kind)

        return make
