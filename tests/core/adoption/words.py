"""The words that a survey knows, for tests; and facts of a note written as Markdown."""

from vaultkit.core.adoption.facts import NoteFacts, facts_of
from vaultkit.core.adoption.proposal import Words
from vaultkit.core.adoption.signs import read_signs
from vaultkit.core.front_matter.vocabulary import Vocabulary, vocabulary
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.playbook import load

SIGNS = read_signs(load.playbook_toml("adoption.toml"))


def known(settings: Settings) -> Vocabulary:
    tables = load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml")
    return vocabulary(*tables, settings)


VOCABULARY = known(Settings())
NAMES = {code: words.words("words.properties") for code, words in load.all_phrases().items()}
WORDS = Words(SIGNS, known, NAMES)


def facts(path: str, head: str | None, body: str = "") -> NoteFacts:
    text = body if head is None else f"---\n{head}\n---\n{body}"
    return facts_of(Note(path, text.encode()), VOCABULARY)
