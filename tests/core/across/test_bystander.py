"""A bystander is told by its bytes; where that is not sure, the note gets a closer look."""

import pytest

from vaultkit.cli.session import known_words
from vaultkit.core.across.bystander import signs_of
from vaultkit.core.across.classify import NOTHING, sort_note
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.core.text.note import Note

PLAIN = Settings()
DAILY = b"---\ntype: daily\n---\nA day.\n"


def may_be_ours(raw: bytes, settings: Settings = PLAIN, path: str = "Notes/a.md") -> bool:
    """Whether a note gets a closer look; where not, that look would have found nothing."""
    vocabulary = known_words(settings)
    found = signs_of(settings, vocabulary).may_be_in(path, raw)
    assert found or sort_note(Note(path, raw), settings, vocabulary) == NOTHING
    return found


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Caff\xc3\xa8, a day.\n",
        DAILY,
        b"\xef\xbb\xbf" + DAILY,
        DAILY.replace(b"\n", b"\r\n"),
        DAILY.replace(b"\n", b"\r\n") + b"---\r\ntype: person\r\n---\r\n",
        b"---\n---\ntype: application\n",
        b"---- \ntype: daily\n---\n",
        b"---\ntype: daily\n--- \nA day.\n---\n",
        b"---\ntype: daily\n---\na <b> c and vaultkit\n",
        b"A day.\n---\ntype: application\n---\n",
    ],
)
def test_a_note_without_any_sign_is_left(raw: bytes) -> None:
    assert not may_be_ours(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"---\ntype: application\n---\n",
        b"---\r\ntype: application\r\n---\r\n",
        b"---\r\ntype: daily\r\n---\r\nAn application\n---\n",
        b"\xef\xbb\xbf---\nTYPE: Person\n---\n",
        b"---\ntype: daily\n--- \nAn application\n---\n",
        b"---\ntype: daily\n",
        b"---\ntype: daily\n---\n<!-- vaultkit:begin -->\n",
        b"<<<<<<< ours\n=======\n>>>>>>> theirs\n",
        b"---\ntype: \xff\n---\n",
        b"A day.\n\xff\n",
    ],
)
def test_whatever_could_be_a_sign_gets_a_closer_look(raw: bytes) -> None:
    assert may_be_ours(raw)


def test_a_folder_a_tag_and_another_property_are_signs_where_a_vault_has_them() -> None:
    folder = Settings(applications=Marks(folders=("Jobs",)))
    assert may_be_ours(DAILY, folder, "Jobs/2026/a.md")
    assert not may_be_ours(DAILY, folder, "Jobs.md")
    tag = Settings(people=Marks(tags=("people",)))
    assert may_be_ours(DAILY + b"#people\n", tag)
    assert not may_be_ours(DAILY, tag)
    anything = Settings(applications=Marks(property="company"))
    assert may_be_ours(DAILY, anything)
    assert not may_be_ours(b"A day.\n", anything)
