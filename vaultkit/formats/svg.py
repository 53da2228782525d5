"""Charts as pictures for a page: the same bars as in a note, drawn so that they fit any width."""

from html import escape

from vaultkit.formats.mermaid import Bars

_ROW, _BAR, _WORDS_ABOVE = 40, 10, 14
_WIDEST_PERCENT = 86
"""Leaves room for the number behind the longest bar, on a phone too."""


def drawn(bars: Bars) -> str:
    """Return the chart as an SVG with its title above it.

    What a bar is about stands above it, its number behind it: so nothing is cut, and the words
    keep their size whatever the width.
    """
    most = max(count for _, count in bars.counts)
    rows = [_row(index, words, count, most) for index, (words, count) in enumerate(bars.counts)]
    told = ", ".join(f"{words}: {count}" for words, count in bars.counts)
    title, height = escape(bars.title), _ROW * len(bars.counts)
    return (
        f"<figure>\n<figcaption>{title}</figcaption>\n"
        f'<svg width="100%" height="{height}" role="img" aria-label="{escape(told)}">\n'
        + "".join(rows)
        + "</svg>\n</figure>\n"
    )


def _row(index: int, words: str, count: int, most: int) -> str:
    top = index * _ROW
    percent = round(_WIDEST_PERCENT * count / most, 2)
    bar = top + _WORDS_ABOVE + 6
    return (
        f'<text x="0" y="{top + _WORDS_ABOVE}">{escape(words)}</text>\n'
        f'<rect x="0" y="{bar}" width="{percent}%" height="{_BAR}" rx="3"/>\n'
        f'<text x="{percent}%" y="{bar + _BAR}" dx="6" class="number">{count}</text>\n'
    )
