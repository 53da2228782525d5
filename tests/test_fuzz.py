"""A short, seeded run of the fuzzer, and the inputs that a long one once failed at.

The long runs have a command of their own: ``python -m bench.fuzz``. What they find is put into
``FOUND``, with the name of its target, before it is mended.
"""

import pytest

from bench.fuzz import fuzz, tried
from bench.fuzz_targets import TARGETS

RUNS = {
    "head": 600,
    "block": 600,
    "task": 800,
    "settings": 150,
    "moment": 300,
    "review": 80,
    "pipeline": 100,
}
FOUND = [
    ("task", "- [ ] Reflect on 📅 2026-10-25 ^vk-reflect and more 📅 2026-10-25 ^vk-reflect"),
    ("task", "- [ ] ^vk-reflect"),
    ("review", "# $$$\nMine\n\nText.\n"),
    ("review", "---\na: b$$\n---\nText.\n"),
    ("review", "# <!-- mine\nText. -->\n"),
    ("review", "---\na: b<!-- vaultkit:review begin v1 -->\n\n---\n"),
]


@pytest.mark.parametrize("name", TARGETS)
def test_mutated_inputs_break_no_promise(name):
    count, _ = fuzz(TARGETS[name], seed=1, goes_on=lambda done: done < RUNS[name])
    assert count == RUNS[name]


@pytest.mark.parametrize(("name", "text"), FOUND)
def test_what_was_found_once_stays_mended(name, text):
    tried(TARGETS[name], text.encode())


def test_every_target_begins_with_what_people_write():
    assert all(target.seeds() for target in TARGETS.values())
