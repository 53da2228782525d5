"""Tables of texts read by one pattern: a fiftieth of the time that reading TOML takes.

Our phrases are such tables: ``[item.nudge]``, then ``text = "Write to {person}"``. A file with
anything else in it is left to the library.
"""

import re

_NAME = r"[\w-]+(?:\.[\w-]+)*"
_LINE = re.compile(
    rf"(?:\[(?P<table>{_NAME})\]|(?P<key>{_NAME}) = (?:"
    r'"""\n(?P<long>[^"\\\x00-\x09\x0b-\x1f\x7f]*)"""'
    r'|"(?P<text>[^"\\\x00-\x1f\x7f]*(?:\\["\\n][^"\\\x00-\x1f\x7f]*)*)"'
    r"))?(?: *#[^\x00-\x1f\x7f]*)?(?:\n|\Z)",
    re.ASCII,
)
_ESCAPE = re.compile(r"\\(.)")


def plain_texts(text: str) -> dict[str, str] | None:
    """Return the texts of a file by their dotted keys; None where it is not of the plain kind.

    Where the library would say what is wrong with a file, this may read it: a test holds each
    file of ours to what the library reads.
    """
    texts: dict[str, str] = {}
    prefix, at = "", 0
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None:
            return None
        at = line.end()
        if table := line["table"]:
            prefix = f"{table}."
        elif key := line["key"]:
            value = line["text"]
            texts[prefix + key] = line["long"] if value is None else _unescaped(value)
    return texts


def _unescaped(value: str) -> str:
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], value)
