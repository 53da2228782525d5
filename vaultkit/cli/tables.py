"""Tables and bars in the terminal: the one door to Rich.

What stands in a cell may come from anybody's note: it is made one plain line, and Rich takes
no part of it for its own marks.
"""

import io
from collections.abc import Collection, Iterable, Sequence

from rich.bar import Bar
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vaultkit.core.text.sanitize import one_line
from vaultkit.value import frozen

_NARROW = 60
_BAR_WIDTH = 24


@frozen
class Portion:
    """A bar as long as a part of a whole."""

    part: int
    whole: int


@frozen
class Words:
    """Words in a style. ``below`` are the lines that stand under them in the same cell."""

    text: str
    style: str = ""
    below: tuple["Words", ...] = ()


Cell = str | int | Portion | Words


def _plain(cell: Cell) -> str:
    return cell.text if isinstance(cell, Words) else str(cell)


class Page:
    """Collects lines and tables, and gives them as one text of a width.

    ``colors`` adds the terminal's own; ``blocks`` False draws bars of ``#``, for a terminal
    that has no block characters.
    """

    def __init__(self, width: int, *, colors: bool, blocks: bool) -> None:
        self.width, self.blocks = max(width, 20), blocks
        self._console = Console(
            file=io.StringIO(),
            width=self.width,
            force_terminal=colors,
            color_system="standard" if colors else None,
            no_color=not colors,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )

    @property
    def is_narrow(self) -> bool:
        """Tell whether a table of more than three columns would be a heap of broken words."""
        return self.width < _NARROW

    def title(self, text: str) -> None:
        """Put a heading after an empty line."""
        self._console.print()
        self.line(text, "bold")

    def line(self, text: str, style: str = "", *, indent: int = 0) -> None:
        """Put one line, broken between words where it is too long."""
        self._console.print(Padding(Text(one_line(text), style), (0, 0, 0, indent)))

    def table(
        self,
        titles: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        broken: Collection[int] = (0,),
    ) -> None:
        """Put a table; numbers stand to the right. Only cells of the columns ``broken`` are ever broken.

        Without a single title there is no line of titles.
        """
        rows = [*rows]
        table = Table(
            box=None,
            pad_edge=False,
            padding=(0, 2, 0, 0),
            header_style="bold",
            show_header=any(titles),
        )
        for place, title in enumerate(titles):
            cells = [row[place] for row in rows]
            right = any(isinstance(cell, int) for cell in cells)
            least = (
                max(map(cell_len, [*title.split(), *map(_plain, cells)]), default=0)
                if place not in broken
                else None
            )
            bars = any(isinstance(cell, Portion) for cell in cells)
            table.add_column(
                Text(one_line(title)),
                justify="right" if right else "left",
                overflow="fold",
                min_width=_BAR_WIDTH if bars else least,
            )
        for row in rows:
            table.add_row(*map(self._cell, row))
        self._console.print(table)

    def _cell(self, cell: Cell) -> RenderableType:
        if isinstance(cell, Portion):
            if self.blocks:
                return Bar(cell.whole or 1, 0, cell.part, width=_BAR_WIDTH, color="cyan")
            return Text(
                "#" * max(bool(cell.part), round(_BAR_WIDTH * cell.part / (cell.whole or 1)))
            )
        if isinstance(cell, Words):
            return Text("\n").join(
                Text(one_line(words.text), words.style) for words in (cell, *cell.below)
            )
        return Text(one_line(str(cell)))

    def text(self) -> str:
        """Return all that was put, no line with blanks at its end."""
        file = self._console.file
        assert isinstance(file, io.StringIO)
        return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())
