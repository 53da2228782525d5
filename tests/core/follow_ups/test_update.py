"""The pipeline of one note: where the block goes, and when it goes away."""

import pytest

from tests.house import update_one

HEAD = b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Ann\n---\n"


def test_a_block_without_anything_left_goes_without_a_trace():
    for body in (b"# Acme\nMine.\n", b"", b"# Acme"):
        for end in (b"", b"\n"):
            raw = HEAD[: -1 if not body and not end else None] + body + (end if body else b"")
            written = update_one(raw)
            assert b"vaultkit:begin" in written
            off = written.replace(b"recruiter: Ann\n", b"recruiter: Ann\nfollow_up: off\n")
            assert update_one(off) == raw.replace(
                b"recruiter: Ann\n", b"recruiter: Ann\nfollow_up: off\n"
            )


def test_a_block_with_something_of_the_person_s_stays():
    written = update_one(HEAD + b"# Acme\n")
    own = written.replace(b"<!-- vaultkit:end", b"A line of mine.\n<!-- vaultkit:end")
    off = update_one(own.replace(b"recruiter: Ann\n", b"recruiter: Ann\nfollow_up: off\n"))
    assert b"A line of mine.\n" in off
    assert b"- [ ]" not in off


def test_a_block_goes_below_its_own_heading_or_the_title_and_never_into_a_comment():
    assert b"## Follow-up\n<!-- vaultkit:begin" in update_one(
        HEAD + b"# A\nText.\n## Follow-up\nMine.\n"
    )
    assert b"# A\n<!-- vaultkit:begin" in update_one(HEAD + b"# A\nText.\n")
    hidden = HEAD + b"%%\n## Follow-up\n%%\n# A\n"
    assert update_one(hidden).startswith(HEAD + b"<!-- vaultkit:begin")


def test_a_line_that_names_a_day_which_has_moved_is_another_line():
    head = b"---\ntype: application\nstatus: interview\ninterviewed: [2026-11-24, %s]\n---\n"
    before = update_one(head % b"2026-11-26")
    assert (
        b"- [ ] Prepare for the interview with Acme on 26 November \xf0\x9f\x93\x85 2026-11-24 ^vk-prepare-2\n"
        in before
    )
    after = update_one(before.replace(b"2026-11-26]", b"2026-12-03]"))
    assert b"on 26 November" not in after
    assert (
        b"- [ ] Prepare for the interview with Acme on 3 December \xf0\x9f\x93\x85 2026-12-01 ^vk-prepare-2\n"
        in after
    )
    assert after.count(b"^vk-prepare") == 2
    assert update_one(after) == after


def test_a_line_without_a_day_in_its_words_keeps_them_when_an_interview_is_added():
    head = b"---\ntype: application\nstatus: interview\ninterviewed: [2026-11-24%s]\n---\n"
    before = update_one(head % b"")
    after = update_one(before.replace(b"[2026-11-24]", b"[2026-11-24, 2026-12-03]"))
    assert b"Prepare for the interview with Acme \xf0\x9f\x93\x85 2026-11-22 ^vk-prepare\n" in after
    assert (
        b"Prepare for the interview with Acme on 3 December \xf0\x9f\x93\x85 2026-12-01 ^vk-prepare-2\n"
        in after
    )


PROMISED = b"---\ntype: application\nstatus: interview\ninterviewed: 2026-11-16\nreply_by: 2026-11-25\nrecruiter: Ann\n---\n"


def test_words_under_a_line_of_another_kind_keep_it():
    before = update_one(PROMISED)
    child = b"  - To Ann: the day they named has passed, ask kindly where things stand\n"
    answered = before.replace(child, child + b"  - She is away.\n").replace(
        b"reply_by: 2026-11-25\n", b""
    )
    after = update_one(answered)
    assert (
        b"Ask Ann for the reply that Acme promised \xf0\x9f\x93\x85 2026-11-23 ^vk-ask-news-ann\n"
        in after
    )
    assert b"She is away." in after
    assert after.count(b"^vk-ask-news-ann") == 1


def test_a_touched_line_of_another_kind_is_the_person_s():
    before = update_one(PROMISED)
    mine = before.replace(b"Ask Ann for the reply", b"Call Ann for the reply").replace(
        b"reply_by: 2026-11-25\n", b""
    )
    assert update_one(mine) == mine


def test_a_day_beyond_the_calendar_is_no_other_day():
    head = b"---\ntype: application\nstatus: interview\ninterviewed: 2026-11-24\n---\n"
    before = update_one(head)
    assert b"prepare 2026-11-22 " in before
    far = before.replace(b"2026-11-22", b"9999-12-31")
    assert b"^vk-prepare\n" in update_one(far)
    assert b"9999-12-31" not in update_one(far)


NO = b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Ann\ninterviewers: Bob\n---\n# Acme\n"


def one_inside_another(above, below, place):
    """Return a note in which one item stands inside of another, before or behind the tool's own line there."""
    lines = update_one(NO).splitlines(keepends=True)

    def taken(item_id):
        at = next(index for index, line in enumerate(lines) if line.endswith(b"^vk-%s\n" % item_id))
        end = next(
            index for index in range(at + 1, len(lines)) if not lines[index].startswith(b" ")
        )
        found, lines[at:end] = lines[at:end], []
        return at, found

    _, inner = taken(below)
    at, outer = taken(above)
    inner = [b"  " + line for line in inner]
    lines[at:at] = [outer[0], *inner, *outer[1:]] if place == "before" else [*outer, *inner]
    return b"".join(lines)


@pytest.mark.parametrize("place", ["before", "behind"])
def test_an_item_inside_of_another_goes_with_it_in_one_update(place):
    nested = one_inside_another(b"reflect", b"feedback-ann", place)
    assert update_one(nested) == nested
    off = update_one(nested.replace(b"recruiter: Ann\n", b"recruiter: Ann\nfollow_up: off\n"))
    assert off == NO.replace(b"recruiter: Ann\n", b"recruiter: Ann\nfollow_up: off\n")


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_ticked_item_inside_of_another_keeps_it(place):
    nested = one_inside_another(b"reflect", b"feedback-ann", place).replace(
        b"  - [ ] Ask", b"  - [x] Ask"
    )
    off = update_one(nested.replace(b"recruiter: Ann\n", b"recruiter: Ann\nfollow_up: off\n"))
    assert b"^vk-reflect\n" in off
    assert b"  - [x] Ask" in off
    assert update_one(off) == off


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_line_of_another_kind_is_written_anew_when_what_stood_inside_of_it_goes(place):
    nested = one_inside_another(b"reflect", b"feedback-ann", place)
    after = update_one(nested.replace(b"recruiter: Ann\n", b"interviewed: 2026-10-20\n"))
    assert b"Reflect on the interview with Acme" in after
    assert b"feedback-ann" not in after
    assert update_one(after) == after
