"""The log of a search as an employment office asks for it: Markdown, a table for a spreadsheet, a page to print."""

from collections.abc import Mapping, Sequence
from typing import Any

from vaultkit.core.text.sanitize import shown
from vaultkit.formats.csv_cells import csv_line

suffix = ".md"
takes = "log"
forms = ("md", "csv", "html")

_NOTHING = "–"
_STYLE = """\
main { max-width: 70rem; }
td { vertical-align: top; }
td:first-child { white-space: nowrap; }
td:nth-child(4) { color: inherit; letter-spacing: normal; white-space: normal; }
@page { size: A4 landscape; margin: 14mm; }
@media print { th, td { font-size: 9pt; } }
"""


def render(log: Mapping[str, Any], form: str = "md") -> bytes:
    """Return the log in one of the forms. A period in which nothing was done gives a sentence."""
    if form == "csv":
        return _csv(log).encode("utf-8-sig")
    text = _markdown(log)
    if form == "html":
        from vaultkit.formats.page import page  # its library is slow to load

        return page(f"{text}\n{log['words']['signed']}\n", log["language"], _STYLE).encode()
    return text.encode()


def _csv(log: Mapping[str, Any]) -> str:
    names = log["words"]["columns"]
    lines = [[*names.values()]]
    lines += [[row[key] for key in names] for row in log["rows"]]
    return "".join(map(csv_line, lines))


def _markdown(log: Mapping[str, Any]) -> str:
    words = log["words"]
    lines = [f"# {words['title']}", "", shown(words["period"])]
    if words["name"]:
        lines += ["", shown(words["name"])]
    if not log["rows"]:
        return "\n".join([*lines, "", words["nothing"], ""])
    names = words["columns"]
    lines += ["", _line([*names.values()])]
    lines += [_line(["---"] * len(names))]
    lines += [_line([_shown(row[key]) for key in names]) for row in log["rows"]]
    totals = " · ".join(words["totals"].values())
    return "\n".join([*lines, "", totals, ""])


def _shown(text: str) -> str:
    return shown(text) or _NOTHING


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
