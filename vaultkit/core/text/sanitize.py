"""Text from somebody's note, made fit for a line that other programs read."""

import re
import unicodedata

MOST_CHARACTERS = 200
BIDI = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_FIELDS = re.compile("[📅📆🗓🛫⏳⌛➕✅❌🔁🏁🆔⛔🔺⏫🔼🔽⏬\ufe0e\ufe0f]")
_BRACKETS = str.maketrans(
    {"[": "(", "]": ")", "<": "‹", ">": "›", "`": "'", "|": "/", "{": "(", "}": ")"}
)
_OPENING, _CLOSING = "\ue000", "\ue001"
"""Private characters that stand for brackets while all else is made safe."""
_REPEATED = re.compile(r":{2,}|%{2,}|\${2,}|={2,}|~{2,}")
_HASH_OR_CARET = re.compile(r"(?:^|(?<=\s))[#^]+(?=\S|$)")
"""At the end too: what is put behind the words, as the end of a link, would make a tag of it."""
_LINK_BREAKERS = re.compile(r"[\[\]|#^<>`\\]|%%|::|\$\$")


def one_line(text: str) -> str:
    """Return the text on one line, without control, line-separator and direction characters."""
    if text.isprintable():  # as nearly every text is: then no blank in it is another than a space
        text = text.strip()
        return " ".join(text.split()) if "  " in text else text
    text = BIDI.sub("", text)
    text = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs", "Zs") else char
        for char in text
    )
    return " ".join(text.split())


def cut(text: str, most: int) -> str:
    """Return the text on one line, with "…" in the place of all behind its first ``most`` characters."""
    text = one_line(text)
    return text if len(text) <= most else f"{text[:most]}…"


def plain(text: str) -> str:
    """Return words that neither Markdown, Tasks, Dataview nor Templater take for anything else.

    One line of at most MOST_CHARACTERS. Nothing is escaped: a backslash would show in other
    editors, so what could be read as a mark becomes its nearest harmless neighbour.
    """
    text = text[: 4 * MOST_CHARACTERS]
    while (safer := _safer(text)) != text:
        text = safer
    return text


def shown(text: str) -> str:
    """Return ``plain`` words; where they were too long, a sign stands for the rest."""
    words, whole = plain(text), one_line(text)
    # The cut may have left a blank at the end, which went with it.
    if len(whole) <= MOST_CHARACTERS or len(words) < MOST_CHARACTERS - 1:
        return words
    return f"{words[: MOST_CHARACTERS - 1].rstrip()}…"


def quoted(text: str) -> str:
    """Return ``plain`` words that keep their brackets, escaped: for a sentence that shows what somebody wrote."""
    kept = plain(text.translate({ord("["): _OPENING, ord("]"): _CLOSING}))
    return kept.replace(_OPENING, "\\[").replace(_CLOSING, "\\]")


def _safer(text: str) -> str:
    """One pass; what it takes out may bring two marks together, so it is made until none is left."""
    text = one_line(_FIELDS.sub("", text)).translate(_BRACKETS)
    text = _REPEATED.sub(lambda match: match.group()[0], text)
    text = _HASH_OR_CARET.sub("", text).replace("\\", "/")
    text = re.sub(r"([*_])(?=\S)|(?<=\S)([*_])", _emphasis, text)
    return text[:MOST_CHARACTERS].strip()


def _emphasis(match: re.Match[str]) -> str:
    """Keep an underscore inside a word, drop the marks that could begin or end emphasis."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return match.group() if match.group() == "_" and before.isalnum() and after.isalnum() else ""


def link(target: str, text: str) -> str:
    """Return a wikilink to the target that shows the text; plain words when no link can hold it."""
    clean = one_line(_FIELDS.sub("", target))
    if (
        not clean
        or clean != target.strip()
        or _LINK_BREAKERS.search(clean)
        or len(clean) > MOST_CHARACTERS
    ):
        return plain(text)
    shown = plain(text)
    return f"[[{clean}]]" if shown in ("", clean) else f"[[{clean}|{shown}]]"
