"""A year of a search reads well from the first week to the last: the weeks are in golden/year."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.year.search import Search
from vaultkit.playbook import load

GOLDEN = Path(__file__).parent / "golden" / "year"
PERSON = re.compile(r"^- \*\*\[\[People/([^|\]]+)", re.MULTILINE)


@pytest.mark.parametrize("language", load.languages())
def test_each_week_of_the_year_reads_as_it_should(language, golden):
    search, phrases = Search(language), load.phrases(language)
    spared = 0
    for path, text in search.weeks():
        golden(GOLDEN / language / path.rpartition("/")[2], text.encode())
        people = Counter(PERSON.findall(text.split(f"## {phrases.say('week.to-do.title')}")[0]))
        assert set(people.values()) <= {1}, "a person stands in the list once"
        assert search.review() == (path, text), "a second review writes nothing"
        spared += phrases.say("week.contacts.title") not in text
    assert spared, "the list can reach zero"
    assert len(list((GOLDEN / language).iterdir())) == len(search.reviews)
