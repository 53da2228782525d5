"""The list of faults names only tests that exist."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
FAULTS = TESTS.parent / "docs" / "faults.md"


def test_each_test_and_file_that_the_list_of_faults_names_is_there() -> None:
    sources = [file.read_text("utf-8") for file in TESTS.rglob("test_*.py")]
    defined = {name for source in sources for name in re.findall(r"def (test_\w+)", source)}
    text = FAULTS.read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    assert len(named) > 80
    assert named - defined == set()
    places = re.findall(r"`((?:tests|cases)/[\w/.-]+)`", text)
    missing = [
        place
        for place in places
        if not any((root / place).exists() for root in (TESTS, TESTS.parent))
    ]
    assert missing == []
