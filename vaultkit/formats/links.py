"""Links from a review to notes and to their very lines."""

import re
from urllib.parse import quote, unquote

from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.sanitize import one_line, plain, shown

_LINK = re.compile(
    r"\[\[(?P<target>[^\[\]|#^]+)(?:#\^(?P<id>[\w-]+))?\|"
    r"|\]\((?P<address>[^()#\s]+)(?:#%5E(?P<other_id>[\w-]+))?\)"
)
_LINKABLE = re.compile(r"[^\[\]|#^<>`\\:%]+")


def place(company: str, role: str | None) -> str:
    """Return employer and role as one name."""
    return ", ".join(filter(None, (shown(company), shown(role or ""))))


def item_link(item: Item, text: str) -> str:
    """Return a link to the item's very line."""
    return note_link(item.path, text, f"#^{item.id}")


def note_link(path: str, text: str, anchor: str = "") -> str:
    """Return a wikilink by the whole path, which no other note shares.

    A path that a wikilink cannot hold becomes a Markdown link, which Obsidian follows as well.
    """
    target, words = path.removesuffix(".md"), shown(text)
    if _LINKABLE.fullmatch(target) and one_line(target) == target:
        return f"[[{target}{anchor}|{words or plain(target)}]]"
    return f"[{words or plain(target)}]({quote(path)}{quote(anchor, safe='#')})"


def linked(line: str) -> tuple[str, str] | None:
    """Return note and id of the first link of ``note_link`` in a line; "" where it leads to no item."""
    match = _LINK.search(line)
    if match is None:
        return None
    path = f"{match['target']}.md" if match["target"] else unquote(match["address"])
    return path, match["id"] or match["other_id"] or ""
