"""The week's page as a person reads it on a terminal."""

from itertools import groupby

from vaultkit.cli.console import Console
from vaultkit.cli.item_table import new_page
from vaultkit.formats.week_on_terminal import Shown, shown_lines


def week_page(text: str, console: Console) -> str:
    """Return the page, as wide as the terminal; what stands in the note alone is named at its end."""
    page = new_page(console)
    lines, left_out = shown_lines(text, console.phrases.say("week.letters.title"))
    was_empty = True
    for is_table, group in groupby(lines, key=lambda line: bool(line.cells)):
        rows = [*group]
        if is_table:
            page.table(rows[0].cells, [row.cells for row in rows[1:]], broken=_last(rows))
            was_empty = False
            continue
        for line in rows:
            if line.text or not was_empty:
                page.line(line.text, "bold" if line.is_heading else "", indent=line.indent)
            was_empty = not line.text
    if left_out:
        page.line(console.phrases.say("review-shown.left-out"), "dim")
    return page.text()


def _last(rows: list[Shown]) -> tuple[int, ...]:
    """Of a table every column may be broken on a terminal that is too narrow for it."""
    return tuple(range(len(rows[0].cells)))
