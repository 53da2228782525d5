"""Names of files."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.disk.file_names import LONGEST_BYTES, is_conflict_copy, safe_file_name
from vaultkit.errors import UsageError


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Acme - Data Engineer", "Acme - Data Engineer"),
        ("AC/DC", "AC-DC"),
        ("Acme, Inc.", "Acme Inc"),
        ("L'Oréal", "L-Oréal"),
        ("../../etc/passwd", "etc-passwd"),
        ("/etc/x", "etc-x"),
        (".hidden", "hidden"),
        ("CON", "CON-"),
        ("com1", "com1-"),
        ("Nulla", "Nulla"),
        ("trailing dots... ", "trailing dots"),
        ("株式会社 東京", "株式会社 東京"),
        (unicodedata.normalize("NFD", "Caffè"), "Caffè"),
        ("🚀 Rocket ❤️", "Rocket"),
        ("a\nb\x1b[2Jc", "a b-2Jc"),
        ("[[link|x]]", "link-x"),
    ],
)
def test_a_name_stays_readable(text: str, name: str) -> None:
    assert safe_file_name(text) == name


@given(st.text(max_size=300))
def test_any_text_gives_a_safe_name_or_none(text: str) -> None:
    try:
        name = safe_file_name(text)
    except UsageError:
        assert not any(char.isascii() and char.isalnum() for char in text)
        return
    assert name == unicodedata.normalize("NFC", name)
    assert 0 < len(name.encode()) <= LONGEST_BYTES + 1
    assert not set(name) & set('/\\:*?"<>|.\0\n\r\t#^[]')
    assert name == name.strip()


@pytest.mark.parametrize("name", ["Acme.md", "Conflict management.md", "In conflitto.md"])
def test_an_ordinary_note_is_no_conflict_copy(name: str) -> None:
    assert not is_conflict_copy(name)
