"""What was reported of the rules: each case from outside, as a person meets it."""

from datetime import date

import pytest

from tests.house import PLAIN, update_one, updated, with_rules
from tests.test_cli import data_of, out, run

TODAY = ("--today", "2026-11-20")
LIVE = """---
type: application
company: Acme
role: Data Engineer
status: interview
applied: 2026-11-02
interviewed: 2026-11-16
recruiter: Jane Doe
---
"""
ACCEPTED = "---\ntype: application\nstatus: accepted\naccepted: 2026-11-18\n---\n"


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (tmp_path / "Acme.md").write_text(LIVE, encoding="utf-8")
    run("update", "--vault", tmp_path, *TODAY)
    return tmp_path


def settings(vault, text):
    (vault / "vaultkit.toml").write_text(f"schema = 1\n{text}", encoding="utf-8")


def acme(vault):
    return (vault / "Acme.md").read_text("utf-8")


def explained(vault, rule):
    data = data_of(run("explain", "Acme", "--json", "--vault", vault, *TODAY))
    return [row["missing"] for row in data if row.get("rule") == rule and "missing" in row]


def test_a_pause_takes_untouched_lines_away_and_gives_them_back(vault):
    """advice.md section 3: ``follow_ups.paused``."""
    written = acme(vault)
    assert "^vk-ask-news-jane-doe" in written
    settings(vault, "[follow_ups]\npaused = true\n")
    run("update", "--vault", vault, *TODAY)
    assert acme(vault) == LIVE
    assert explained(vault, "ask-news") == ["paused"]
    assert "The follow-ups are paused" in out(run("review", "--stdout", "--vault", vault, *TODAY))
    settings(vault, "[follow_ups]\npaused = false\n")
    run("update", "--vault", vault, *TODAY)
    assert acme(vault) == written


def test_after_an_acceptance_the_others_are_told_and_a_pause_is_proposed(vault):
    """advice.md section 2: accepted."""
    (vault / "Globex.md").write_text(ACCEPTED, encoding="utf-8")
    run("update", "--vault", vault, *TODAY)
    assert "^vk-withdraw-jane-doe" in acme(vault)
    assert "^vk-ask-news" not in acme(vault)
    assert explained(vault, "ask-news") == ["elsewhere"]
    assert "`paused = true`" in out(run("review", "--stdout", "--vault", vault, *TODAY))


def test_a_rule_that_is_off_says_so(vault):
    """format.md section 5: ``off = true``."""
    settings(vault, "[follow_ups.rules.ask-news]\noff = true\n")
    run("update", "--vault", vault, *TODAY)
    assert "^vk-ask-news" not in acme(vault)
    assert explained(vault, "ask-news") == ["off"]


def test_the_words_of_a_promise_go_with_it():
    """life.md 12: ``reply_by`` taken away again."""
    promised = LIVE.replace("recruiter:", "reply_by: 2026-11-25\nrecruiter:").encode()
    before = update_one(promised)
    assert b"the reply that Acme promised" in before
    after = update_one(before.replace(b"reply_by: 2026-11-25\n", b""))
    assert b"promised" not in after
    assert (
        "- [ ] Ask Jane Doe for news about Acme 📅 2026-11-23 ^vk-ask-news-jane-doe\n".encode()
        in after
    )
    back = update_one(after.replace(b"recruiter:", b"reply_by: 2026-11-25\nrecruiter:"))
    assert back == before


def test_an_application_that_was_only_sent_is_asked_for_news_when_a_reply_was_promised():
    """advice.md section 2: ``ask-news`` at stage applied, only with ``reply_by``."""
    sent = b"---\ntype: application\nstatus: applied\napplied: 2026-11-02\n%srecruiter: Jane\n---\n"
    assert b"^vk-ask-news" not in update_one(sent % b"")
    assert b"2026-11-27 ^vk-ask-news-jane" in update_one(sent % b"reply_by: 2026-11-25\n")


def test_a_referral_is_asked_about_sooner():
    """advice.md section 2: 5 business days with ``referral``."""
    sent = b"---\ntype: application\nstatus: applied\napplied: 2026-11-02\n%srecruiter: Jane\n---\n"
    assert b"2026-11-11 ^vk-check-in-jane" in update_one(sent % b"")
    assert b"2026-11-09 ^vk-check-in-jane" in update_one(sent % b"referral: Bob\n")


def test_a_day_that_is_only_that_of_the_first_look_is_told_from_one_that_was_seen_to_change():
    """field.md S: a first look is no answer."""
    old = b"---\ntype: application\nstatus: rejected\napplied: 2026-10-01\n---\n"
    assert b"first-seen=rejected:2026-11-20 already=rejected" in update_one(old)
    live = update_one(LIVE.encode())
    after = update_one(live.replace(b"status: interview", b"status: rejected"), date(2026, 11, 23))
    assert b"first-seen=rejected:2026-11-23 " in after
    assert b"already=" not in after


def test_a_vault_s_start_spares_what_is_old_and_not_what_is_alive():
    """advice.md section 3: the start."""
    no = b"---\ntype: application\nstatus: rejected\ninterviewed: 2026-08-01\ndecided: %s\ninterviewers: Ann\n---\n"
    started = with_rules(PLAIN, since=date(2026, 11, 20))
    alive = update_one(no % b"2026-11-12", settings=started)
    assert b"2026-11-15 ^vk-reflect" in alive
    assert b"2026-11-19 ^vk-follow-up-ann" in alive
    old = update_one(no % b"2026-10-12", settings=started)
    assert b"^vk-reflect" not in old
    assert b"^vk-stay-in-touch-ann-2" in old


def test_an_offer_is_mentioned_only_where_an_interview_was_held():
    """advice.md section 2: an offer is open elsewhere."""
    offer = b"---\ntype: application\nstatus: offer\noffered: 2026-11-19\n---\n"
    told = updated({"Acme.md": LIVE.encode(), "B.md": offer})["Acme.md"]
    assert b"2026-11-20 ^vk-mention-offer-jane-doe" in told
    screening = LIVE.replace("status: interview", "status: screening").encode()
    assert b"mention-offer" not in updated({"Acme.md": screening, "B.md": offer})["Acme.md"]
    undated = LIVE.replace("interviewed: 2026-11-16\n", "").encode()
    assert b"mention-offer" not in updated({"Acme.md": undated, "B.md": offer})["Acme.md"]
