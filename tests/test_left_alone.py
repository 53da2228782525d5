"""Notes that another machine or another vaultkit is not done with keep every byte."""

import pytest

from tests.house import update_one

NOTE = b"""---
type: application
company: Acme
status: rejected
interviewed: 2026-10-20
decided: 2026-10-22
interviewers: [Marta Rossi]
---
# Acme

Mine.
"""
MERGED = b"<<<<<<< HEAD\n%s=======\n%s>>>>>>> theirs\n"


def with_conflict(text: bytes, line: bytes) -> bytes:
    """The text with two versions of one of its lines, as git leaves them."""
    assert line in text
    return text.replace(line, MERGED % (line, line.replace(b"2026", b"2027")), 1)


@pytest.mark.parametrize(
    "line", [b"decided: 2026-10-22\n", b"- [ ] Reflect on the interview", b"Mine.\n"]
)
def test_a_note_with_conflict_markers_keeps_every_byte(line: bytes) -> None:
    updated = update_one(NOTE)
    whole = next(each for each in updated.splitlines(keepends=True) if each.startswith(line))
    conflicted = with_conflict(updated, whole).replace(
        b"interviewed: 2026-10-20", b"interviewed: 2026-10-21"
    )
    assert update_one(conflicted) == conflicted
    assert (
        update_one(updated.replace(b"interviewed: 2026-10-20", b"interviewed: 2026-10-21"))
        != updated
    )


def test_a_block_of_a_newer_format_keeps_every_byte() -> None:
    newer = update_one(NOTE).replace(b"vaultkit:begin v1", b"vaultkit:begin v2")
    changed = newer.replace(b"interviewed: 2026-10-20", b"interviewed: 2026-10-21")
    assert update_one(changed) == changed
