"""Phrases are read without the TOML library, and say the same."""

import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.playbook.plain_toml import plain_texts

PHRASES = Path(__file__).parent.parent / "vaultkit" / "playbook" / "phrases"
FILES = sorted(PHRASES.glob("*/*.toml"))
LINES = st.sampled_from(
    [
        "",
        "# a comment",
        "[due]",
        "[due.late]   # a comment",
        "[[due]]",
        'one = "1 day"',
        'a.many = "{n} days" # {n}',
        r'quoted = "\"{name}\"\nand \\"',
        r'wide = "\u00e0"',
        'long = """\nabout above\nafter"""',
        'empty = ""',
        "number = 3",
        "literal = 'a'",
        "what is this",
        'tab = "\t"',
    ]
)


def read(text):
    return dict(flat(tomllib.loads(text), ""))


def flat(table, prefix):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_each_file_of_phrases_is_plain_and_says_what_the_library_reads(file):
    text = file.read_text("utf-8")
    assert plain_texts(text) == read(text)


@given(st.lists(LINES, max_size=6, unique=True))
def test_what_is_read_is_what_the_library_reads_and_all_else_is_left_to_it(lines):
    text = "\n".join(lines)
    found = plain_texts(text)
    # It may be wrong: a table twice over, or a table that is a text as well.
    with suppress(tomllib.TOMLDecodeError):
        assert found is None or found == read(text)


@pytest.mark.parametrize("text", ["number = 3", "what is this", r'a = "\u00e0"', "[[due]]"])
def test_anything_else_is_left_to_the_library(text):
    assert plain_texts(f'one = "1"\n{text}\n') is None
