"""The people of a vault with all that their notes' heads say: for their cards."""

from collections.abc import Iterator

from vaultkit.core.across.survey import Survey
from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.notes.person import Person
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.vcards.details import Details, Words, details, read_words
from vaultkit.disk.vault import Vault
from vaultkit.playbook import load


def words_of_cards() -> Words:
    """Return the names of properties that only cards need."""
    return read_words(load.playbook_toml("vcard.toml"))


def known_people(
    vault: Vault, found: Survey, settings: Settings, vocabulary: Vocabulary
) -> tuple[Details, ...]:
    """Return everybody who has a note, in the order of the walk."""
    words = words_of_cards()
    return tuple(
        details(person, head, vocabulary, words, settings.people)
        for person, head in _heads(vault, found)
    )


def _heads(vault: Vault, found: Survey) -> Iterator[tuple[Person, Head]]:
    """Yield people with their heads; of a note that is gone or broken by now, an empty one."""
    for person in found.people.notes:
        note = vault.read(person.path)
        text = note.text if isinstance(note, Note) else ""
        span = split_head(text)
        head = read_head(person.path, text, span) if span else None
        yield person, head if isinstance(head, Head) else Head()
