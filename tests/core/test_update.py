"""The pipeline of one note: where the block goes, and when it goes away."""

from tests.house import update_one

HEAD = b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Ann\n---\n"


def test_a_block_without_anything_left_goes_without_a_trace():
    for body in (b"# Acme\nMine.\n", b"", b"# Acme"):
        for end in (b"", b"\n"):
            raw = HEAD[: -1 if not body and not end else None] + body + (end if body else b"")
            written = update_one(raw)
            assert b"vaultkit:begin" in written
            off = written.replace(b"recruiter: Ann\n", b"recruiter: Ann\nfollow_up: off\n")
            assert update_one(off) == raw.replace(b"recruiter: Ann\n", b"recruiter: Ann\nfollow_up: off\n")


def test_a_block_with_something_of_the_person_s_stays():
    written = update_one(HEAD + b"# Acme\n")
    own = written.replace(b"<!-- vaultkit:end", b"A line of mine.\n<!-- vaultkit:end")
    off = update_one(own.replace(b"recruiter: Ann\n", b"recruiter: Ann\nfollow_up: off\n"))
    assert b"A line of mine.\n" in off
    assert b"- [ ]" not in off


def test_a_block_goes_below_its_own_heading_or_the_title_and_never_into_a_comment():
    assert b"## Follow-up\n<!-- vaultkit:begin" in update_one(HEAD + b"# A\nText.\n## Follow-up\nMine.\n")
    assert b"# A\n<!-- vaultkit:begin" in update_one(HEAD + b"# A\nText.\n")
    hidden = HEAD + b"%%\n## Follow-up\n%%\n# A\n"
    assert update_one(hidden).startswith(HEAD + b"<!-- vaultkit:begin")
