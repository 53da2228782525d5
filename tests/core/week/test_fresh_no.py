"""The moment after a no: seen once, told with what comes, how far it went, and what else is alive."""

from datetime import date

from tests.house import TODAY, desk, surveyed, update_one
from vaultkit.core.across.survey import updates
from vaultkit.core.text.edit import Edit
from vaultkit.core.week.fresh_no import fresh_nos
from vaultkit.formats.after_a_no import after_a_no
from vaultkit.playbook import load

HEAD = "---\ntype: application\ncompany: {company}\nstatus: {status}\n{more}---\n"
EN, IT = load.phrases("en"), load.phrases("it")


def note(status, more="", company="Acme"):
    return HEAD.format(company=company, status=status, more=more).encode()


def nos(notes, today=TODAY):
    found = surveyed(notes, today)
    edits = [change.edit for _, change in updates(found, desk()) if change.edit]
    return fresh_nos(edits, found, today)


def line(notes, today=TODAY, phrases=EN):
    (no,) = nos(notes, today)
    return after_a_no(no, today, phrases)


def seen_before(status, more):
    return update_one(note(status, more))


def test_a_no_is_told_once_with_the_first_day_that_asks_for_something():
    before = seen_before("interview", "interviewed: 2026-11-16\nrecruiter: Marta Rossi\n")
    said = before.replace(b"status: interview", b"status: rejected\ndecided: 2026-11-19")
    told = line({"Acme.md": said, "B.md": note("applied", company="Globex")})
    assert told == (
        "Acme said no. Nothing is due before Sunday 22 November: Reflect on the interview with "
        "Acme. It got as far as the interview. 1 other is still open: Globex."
    )
    assert nos({"Acme.md": update_one(said)}) == ()


def test_without_anybody_anything_or_another_application_it_is_a_line_as_well():
    raw = note("rejected", "applied: 2026-11-01\ndecided: 2026-11-19\n")
    told = line({"Acme.md": raw})
    assert told.startswith("Acme said no. Nothing is due before ")
    assert told.endswith("It got as far as the application. No other application is open.")
    assert line({"Acme.md": raw}, phrases=IT).startswith("Acme ha detto di no. Non c'è nulla")


def test_what_is_due_already_is_told_as_due_and_many_are_counted():
    raw = note("rejected", "applied: 2026-10-01\ndecided: 2026-11-08\n")
    others = {f"{name}.md": note("applied", company=name) for name in "VWXYZ"}
    told = line({"Acme.md": raw, **others})
    assert "Due now: Reflect on the application to Acme." in told
    assert told.endswith("5 others are still open: V, W, X and 2 more.")


def test_a_note_that_is_left_alone_asks_for_nothing():
    raw = note("rejected", "decided: 2026-11-19\n")
    (no,) = nos({"Acme.md": raw})
    told = after_a_no(type(no)(no.application, "offer", None), TODAY, EN)
    assert told.startswith(
        "Acme said no. There is nothing you have to do. It got as far as an offer."
    )


def test_an_old_no_another_stage_or_a_note_that_does_not_read_is_no_moment():
    assert nos({"Acme.md": note("rejected", "decided: 2026-10-01\n")}) == ()
    assert nos({"Acme.md": note("rejected", "decided: 2026-11-19\n")}, date(2026, 11, 18)) == ()
    assert nos({"Acme.md": note("applied", "applied: 2026-11-19\nrecruiter: Ann\n")}) == ()
    raw = note("rejected", "decided: 2026-11-19\n")
    found = surveyed({"Acme.md": raw})
    unread = [Edit("Acme.md", b"", ()), Edit("People/Ann.md", raw, ())]
    assert fresh_nos(unread, found, TODAY) == ()


def test_a_no_without_a_day_is_of_today():
    before = seen_before("interview", "interviewed: 2026-11-16\n")
    assert "Acme said no." in line({"Acme.md": before.replace(b"interview\n", b"rejected\n", 1)})
