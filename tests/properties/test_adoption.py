"""Whatever a vault holds, what ``init`` proposes is a settings file that reads, in either language."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.core.adoption.words import VOCABULARY, WORDS
from vaultkit.core.adoption.facts import facts_of
from vaultkit.core.adoption.proposal import propose
from vaultkit.core.text.note import Note
from vaultkit.core.text.sanitize import one_line
from vaultkit.formats.proposal_lines import proposal_lines
from vaultkit.formats.settings_draft import settings_draft
from vaultkit.playbook import load
from vaultkit.work.config import read_settings

WORD = st.one_of(
    st.sampled_from(
        [
            "company",
            "role",
            "title",
            "status",
            "type",
            "tags",
            "applied",
            "date",
            "Result",
            "job",
            "application",
            "person",
            "applied",
            "2026-10-01",
            "Reject",
        ]
    ),
    st.text(min_size=1, max_size=20),
)
HEAD = st.lists(st.tuples(WORD, st.lists(WORD, max_size=3)), max_size=6)
PATH = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12)


@st.composite
def notes(draw):
    pairs = dict(draw(HEAD))
    lines = "".join(
        f"{json.dumps(name)}: {json.dumps(values, ensure_ascii=False)}\n"
        for name, values in pairs.items()
    )
    body = draw(st.text(max_size=60))
    text = f"---\n{lines}---\n{body}" if draw(st.booleans()) else f"status:: applied\n{body}"
    return Note(f"{draw(PATH)}/{draw(PATH)}.md", text.encode("utf-8", "replace"))


@given(st.lists(notes(), max_size=6), st.sampled_from(load.languages()))
def test_the_draft_is_read_as_settings(several, language):
    proposal = propose([facts_of(note, VOCABULARY) for note in several], WORDS)
    phrases = load.phrases(language)
    text = settings_draft(language, proposal.suggestions, date(2026, 11, 20), phrases)
    assert read_settings(text).language == language
    for line in proposal_lines(proposal, phrases):
        assert one_line(line) == " ".join(line.split())
