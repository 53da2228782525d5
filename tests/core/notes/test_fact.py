"""Facts: dated notes of four kinds, with a sentence for a mail and what they link to."""

from datetime import date

import pytest

from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.notes.fact import FACT_TYPES, Fact, read_fact
from vaultkit.core.settings.values import Settings
from vaultkit.playbook.load import playbook_toml

WORDS = vocabulary(playbook_toml("properties.toml"), playbook_toml("stages.toml"), Settings())


def read(yaml: str, body: str = ""):
    text = f"---\n{yaml}\n---\n{body}"
    span = split_head(text)
    head = read_head("Facts/Forecast.md", text, span)
    assert isinstance(head, Head)
    return read_fact("Facts/Forecast.md", head, ReadText.of(text), WORDS)


@pytest.mark.parametrize("kind", FACT_TYPES)
def test_a_dated_note_of_a_kind_is_a_fact(kind):
    assert read(f"type: {kind}\ndate: 2026-02-01") == (
        Fact("Facts/Forecast.md", kind, date(2026, 2, 1), "Forecast"),
        (),
    )


def test_title_sentence_and_links_are_taken_from_the_note():
    fact, _ = read(
        "type: [note, Article]\ndata: 2026-02-01\ntitolo: A title\nabout: '[[People/Marta Rossi|Marta]]'\ncompany: Acme",
        "# Heading\n\n- Built a forecast - for\n[[Jobs/Globex|Globex]].\n\nMore, see [[Initech]].\n",
    )
    assert (fact.kind, fact.title) == ("article", "A title")
    assert fact.text == "Built a forecast - for Globex."
    assert fact.links == ("Marta Rossi", "Globex", "Initech", "Acme")


@pytest.mark.parametrize(
    "yaml", ["type: note\ndate: 2026-02-01", "type: skill", "date: 2026-02-01"]
)
def test_other_notes_and_undated_ones_are_none(yaml):
    assert read(yaml) == (None, ())


def test_a_template_is_no_fact():
    fact, (found,) = read("type: skill\ncompany: Acme\ndate: {{date}}")
    assert (fact, found.line, found.code, found.severity) == (None, 4, "variable-unfilled", "hint")


def test_a_bad_day_is_a_hint_for_the_note_may_be_anybodys():
    fact, (found,) = read("type: article\ndate: 2026-02-30")
    assert fact is None
    assert (found.code, found.severity, found.line) == ("bad-date", "hint", 3)
