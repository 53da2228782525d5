"""What stands for somebody in an id, and that long names leave nothing behind."""

import pytest

from vaultkit.core.notes.slugs import first_slug_of, slug_of


@pytest.mark.parametrize(
    ("words", "slug", "first"),
    [
        ("Marta Rossi", "marta-rossi", "marta-rossi"),
        ("Anaïs O'Neill.md", "anais-o-neill", "anais-o-neill"),
        ("Panel 2", "panel-n2", "panel"),
        ("२ Иван", "n2-x438x432x430x43d", "43843243043d"),
        ("!", "x21", "21"),
    ],
)
def test_a_name_is_letters_and_numbers_between_dashes(words, slug, first):
    assert slug_of(words) == slug
    assert first_slug_of(words) == first


@pytest.mark.parametrize("slug", [slug_of, first_slug_of])
def test_what_is_made_of_a_long_name_is_not_kept(slug):
    assert slug("Ab" * 50) is slug("Ab" * 50)
    assert slug("Ab" * 60) == slug("Ab" * 60) == "ab" * 60
    assert slug("Ab" * 60) is not slug("Ab" * 60)
