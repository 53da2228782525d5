"""What a sheet would become: a value that is shown before anything is made."""

from collections.abc import Mapping
from typing import Literal

from vaultkit.core.tables.columns import Column, Program
from vaultkit.core.tables.csv_text import Table
from vaultkit.core.tables.row import Wish
from vaultkit.core.tables.table_days import Order
from vaultkit.value import frozen

State = Literal["new", "there", "double", "left", "sum"]
Why = Literal["said", "cells", "sheet", "program", "usual", "both"]


@frozen
class Dates:
    """The order of numbers in the days of one column, and how it is known.

    None where the cells contradict one another.
    """

    order: Order | None
    why: Why


@frozen
class Differs:
    """A property of which an import says another value than the note; ``there`` is "" where that says nothing."""

    property: str
    said: str
    there: str = ""


@frozen
class RowPlan:
    """What becomes of one row.

    ``path`` is the note that it makes, or that is there already; ``of_line`` the row that says
    the same. In ``differs`` the note's stage goes by our name for it.
    """

    wish: Wish
    state: State
    path: str | None = None
    data: bytes = b""
    of_line: int = 0
    by_link: bool = False
    differs: tuple[Differs, ...] = ()


@frozen
class ImportPlan:
    """What a sheet would become. ``dates`` are of the columns in which some cell is one of two days."""

    table: Table
    columns: tuple[Column, ...]
    program: Program | None
    dates: Mapping[int, Dates]
    rows: tuple[RowPlan, ...]

    @property
    def new(self) -> tuple[RowPlan, ...]:
        """The rows that make notes."""
        return tuple(row for row in self.rows if row.state == "new")
