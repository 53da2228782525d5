"""A review's note as one page of HTML, for those who read it in a browser or on paper.

The page holds all it needs: no script, nothing loaded from elsewhere; a policy in its head has
the browser refuse both. Words from notes are shown, never obeyed: HTML among them is escaped,
and only links to the web, to an address or within the page can be clicked.
"""

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from vaultkit.core.front_matter.read import split_head
from vaultkit.core.text.note import split_lines
from vaultkit.core.text.sanitize import one_line
from vaultkit.formats.mermaid import read_bars
from vaultkit.formats.page_style import STYLE
from vaultkit.formats.svg import drawn

SIGN = "<!doctype html>\n<!-- vaultkit:page v1 -->\n"
"""How every page of ours begins. A file that begins otherwise is somebody's."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)
"""A day of the page is a ``<time>``, which is not broken at its hyphens."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKER = re.compile(r"\s*<!--\s*vaultkit:review\b[^>]*-->\s*")
_OPENED = re.compile(r"(?i)(?:https?|mailto):")
_WIKILINK = re.compile(r"!?\[\[([^\[\]|\n]*)(?:\|([^\[\]\n]*))?\]\]")


def page(note: str, language: str, more_style: str = "") -> str:
    """Return the page of a review's note. Its front matter and vaultkit's markers are left out.

    ``more_style`` is ours for a page of another kind.
    """
    text = _shown(note)
    tokens = _READER.parse(text)
    title = _title(tokens)
    body = _READER.renderer.render(_made_safe(tokens), _READER.options, {})
    return "".join(
        [
            SIGN,
            f'<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n',
            '<meta name="color-scheme" content="light dark">\n',
            f"<title>{escape(title)}</title>\n<style>\n{STYLE}{more_style}</style>\n</head>\n",
            f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        ]
    )


def _shown(note: str) -> str:
    head = split_head(note)
    lines = split_lines(note[head.body :] if head else note.removeprefix("\ufeff"))
    return "".join("\n" if _MARKER.fullmatch(line) else line for line in lines)


def _title(tokens: Sequence[Token]) -> str:
    """Return the words of the first heading."""
    inline = next(
        (words for above, words in pairwise(tokens) if above.type == "heading_open"), None
    )
    return one_line(_words(inline.children or ())) if inline else "vaultkit"


def _words(tokens: Sequence[Token]) -> str:
    return "".join(token.content for token in tokens if token.type in ("text", "code_inline"))


def _wikilink(state: StateInline, silent: bool) -> bool:
    """Read ``[[note#heading|words]]``: a link where it leads within the page, else its words."""
    found = _WIKILINK.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        target, shown = found[1], found[2] or found[1]
        opened = state.push("link_open", "a", 1)
        opened.attrs = {"href": target if target.startswith("#") else ""}
        state.push("text", "", 0).content = shown
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _anchor(heading: str) -> str:
    """Return the name by which links within the page find a heading."""
    return "h-" + re.sub(r"\W+", "-", heading.casefold()).strip("-")


def _href(href: str) -> str | None:
    """Return where a link of the page leads; None where nothing is there to be opened."""
    if href.startswith("#"):
        return f"#{_anchor(unquote(href[1:]))}"
    return href if _OPENED.match(href) else None


def _made_safe(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with our HTML in the place of what the library would write otherwise.

    A token of HTML is rendered as its content stands: so that of a note is escaped here.
    """
    anchors: set[str] = set()
    made = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            _name(token, tokens[index + 1], anchors)
        elif token.type == "inline":
            token.children = _inline(token.children or ())
        elif token.type == "fence":
            token = _html(_fenced(token))
        elif token.type == "html_block":
            token = _html(_preformatted(_COMMENT.sub("", token.content).strip()))
        made.append(token)
    return made


def _name(heading: Token, words: Token, anchors: set[str]) -> None:
    """Give a heading the name that links find it by, unless an earlier one has it."""
    anchor = _anchor(_words(words.children or ()))
    if anchor not in anchors:
        heading.attrs["id"] = anchor
    anchors.add(anchor)


def _inline(tokens: Sequence[Token]) -> list[Token]:
    made: list[Token] = []
    closing: list[str] = []
    for token in tokens:
        if token.type == "text":
            token = _html(_DAY.sub(r"<time>\g<0></time>", escape(token.content)))
        elif token.type == "link_open":
            opens, closes = _link("" if closing else str(token.attrs["href"]))
            closing.append(closes)
            token = _html(opens)
        elif token.type == "link_close":
            token = _html(closing.pop())
        elif token.type == "image":
            token = _html(escape(token.content))  # a picture would have to be loaded
        elif token.type == "html_inline":
            token = _html(escape(_COMMENT.sub("", token.content)))
        made.append(token)
    return made


def _link(written: str) -> tuple[str, str]:
    """Return what opens and closes a link; without a place to lead to it is marked only."""
    href = _href(written)
    if href is None:
        return '<span class="note">', "</span>"
    return f'<a href="{escape(href)}" rel="noreferrer noopener">', "</a>"


def _fenced(token: Token) -> str:
    bars = read_bars(token.content) if token.info.strip() == "mermaid" else None
    return drawn(bars) if bars else _preformatted(token.content)


def _preformatted(text: str) -> str:
    return f"<pre>{escape(text)}</pre>\n" if text else ""


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    reader.inline.ruler.before("link", "wikilink", _wikilink)
    return reader


_READER = _reader()
