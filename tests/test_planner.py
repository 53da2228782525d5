"""A note of which nothing has changed is not planned anew, and what is said of it is what a plan would say."""

from datetime import date
from pathlib import Path

import pytest

from vaultkit.cli.session import Options, Session
from vaultkit.core.across.survey import survey, updates
from vaultkit.work import index as indexing
from vaultkit.work import planner as planning
from vaultkit.work.refresh import refresh

DAY = date(2026, 3, 2)
ALL = ["Acme.md", "Bolt.md", "Core.md"]
NOTE = (
    "---\ntype: application\ncompany: {}\nrole: Tester\nstatus: {}\napplied: 2026-02-02\n"
    "recruiter: '[[Ann Lee]]'\n---\n"
)
ANN = "---\ntype: person\nname: Ann Lee\nemail: ann@example.org\nlast_contact: 2026-02-01\n---\n"


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(indexing, "_GRAIN_SECONDS", -1e9)
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n")
    for name in ("Acme", "Bolt", "Core"):
        (tmp_path / f"{name}.md").write_text(NOTE.format(name, "applied"))
    (tmp_path / "Ann Lee.md").write_text(ANN)
    session = Session(Options(vault=tmp_path))
    with session.writing("update") as run:
        refresh(session.index, session.desk, DAY, run)
    return session


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that were planned."""
    found: list[str] = []
    real = planning.guarded_update
    monkeypatch.setattr(
        planning,
        "guarded_update",
        lambda sheet, around, desk: found.append(sheet.note.path) or real(sheet, around, desk),
    )
    return found


def plan(session: Session, day: date = DAY) -> object:
    """Plan with what is known, and hold it against a plan that knows nothing."""
    index = session.index
    found = index.survey(session.desk, day)
    changes = index.updates(found, session.desk, day).updates
    full = updates(survey(Session(session.options).index.look(), session.desk, day), session.desk)
    assert changes == tuple((sheet.note.path, update) for sheet, update in full)
    return changes


def test_the_second_time_nothing_is_planned(session: Session, planned: list[str]) -> None:
    plan(session)
    planned.clear()
    plan(session)
    assert planned == []


def test_only_a_note_that_was_saved_is_planned(session: Session, planned: list[str]) -> None:
    plan(session)
    planned.clear()
    with (session.root / "Bolt.md").open("a") as file:
        file.write("Words.\n")
    plan(session)
    assert planned == ["Bolt.md"]


def test_an_offer_elsewhere_plans_all_others(session: Session, planned: list[str]) -> None:
    plan(session)
    planned.clear()
    (session.root / "Core.md").write_text(
        NOTE.format("Core", "accepted").replace("---\n", "---\naccepted: 2026-03-01\n", 1)
    )
    plan(session)
    assert planned == ["Acme.md", "Bolt.md", "Core.md"]


PERSON_CHANGES = {
    "another address, by which somebody may be named, plans all": (
        ANN.replace("ann@", "lee@"),
        ALL,
    ),
    "not to be contacted plans all": (ANN.replace("email", "do_not_contact: true\nemail"), ALL),
    "a call plans all": (ANN + "## Log\n- 2026-02-20: rang\n", ALL),
    "another name plans all": (ANN.replace("name: Ann", "name: Anna"), ALL),
}


@pytest.mark.parametrize("change", PERSON_CHANGES)
def test_a_person_who_changes_plans_whom_it_concerns(
    session: Session, planned: list[str], change: str
) -> None:
    plan(session)
    planned.clear()
    text, concerned = PERSON_CHANGES[change]
    (session.root / "Ann Lee.md").write_text(text)
    plan(session)
    assert planned == concerned


def test_another_day_plans_only_what_knows_of_days(session: Session, planned: list[str]) -> None:
    waits = NOTE.format("Acme", "applied").replace("---\n", "---\ninterviewed: 2026-03-02\n", 1)
    (session.root / "Acme.md").write_text(waits)
    plan(session)
    planned.clear()
    plan(session, date(2026, 3, 3))
    assert planned == ["Acme.md"]


def test_what_was_to_be_changed_is_planned_again(session: Session, planned: list[str]) -> None:
    (session.root / "Acme.md").write_text(NOTE.format("Acme", "applied"))
    plan(session)
    planned.clear()
    plan(session)
    assert planned == ["Acme.md"]
