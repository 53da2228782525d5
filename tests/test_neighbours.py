"""A save is answered by reading what was saved and whom it concerns; what is written is what a look at all would write."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.opened import opened
from vaultkit.cli.session import Options, Session
from vaultkit.core.text.edit import Edit
from vaultkit.disk.journal import Run
from vaultkit.disk.outcome import Kind, Outcome
from vaultkit.disk.vault import Vault
from vaultkit.work import index as indexing
from vaultkit.work import refresh as refreshing
from vaultkit.work.refresh import Refreshed, attend, plan_refresh

DAY = date(2026, 3, 2)
APPLICATION = (
    "---\ntype: application\ncompany: {}\nrole: Tester\nstatus: {}\napplied: 2026-02-02\n"
    "contact: '[[{}]]'\n---\n"
)
PERSON = "---\ntype: person\nname: {}\nemail: a@example.org\nlast_contact:\n---\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Acme and Bolt share a person, who works for neither; Core has another one; a diary has none."""
    monkeypatch.setattr(indexing, "_GRAIN_SECONDS", -1e9)
    root = tmp_path / "vault"
    root.mkdir()
    notes = {
        "vaultkit.toml": "schema = 1\n",
        "Acme.md": APPLICATION.format("Acme", "rejected", "Ann Lee"),
        "Bolt.md": APPLICATION.format("Bolt", "applied", "Ann Lee"),
        "Core.md": APPLICATION.format("Core", "applied", "Bob"),
        "Ann Lee.md": PERSON.format("Ann Lee"),
        "Bob.md": PERSON.format("Bob"),
        "Diary.md": "A day.\n",
    }
    for name, text in notes.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def session(root: Path) -> Session:
    session = Session(Options(vault=root, today=str(DAY)))
    for _ in range(2):
        hand_over(session)
    return session


@pytest.fixture
def reads(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that were opened since the whole vault was looked at."""
    return opened(monkeypatch)


def hand_over(
    session: Session, paths: Iterable[str] = (), held: Iterable[str] = (), day: date = DAY
) -> Refreshed:
    with session.writing("watch") as run:
        done = attend(session.index, session.desk, day, run, frozenset(paths), frozenset(held))
    assert done
    return done


def save(session: Session, name: str, old: str, new: str) -> None:
    note = session.root / name
    text = note.read_text("utf-8")
    assert old in text
    note.write_text(text.replace(old, new), encoding="utf-8")


def left_to_do(session: Session) -> list[str]:
    """The notes that somebody who reads everything would still change."""
    anew = Session(session.options, {"XDG_CACHE_HOME": str(session.root.parent / "none")})
    return [edit.path for edit in plan_refresh(anew.index, anew.desk, DAY).edits]


def test_a_save_reads_the_note_alone(session: Session, reads: list[str]) -> None:
    save(session, "Core.md", "2026-02-02", "2026-02-03")
    done = hand_over(session, {"Core.md"})
    assert [edit.path for edit in done.edits] == ["Core.md"]
    assert {*reads} == {"Core.md"}
    assert left_to_do(session) == []


def test_words_beside_the_checklist_change_nothing(session: Session, reads: list[str]) -> None:
    with (session.root / "Core.md").open("a", encoding="utf-8") as file:
        file.write("Words.\n")
    assert hand_over(session, {"Core.md"}).edits == ()
    assert {*reads} == {"Core.md"}


def test_a_line_that_is_ticked_concerns_who_shares_the_person(
    session: Session, reads: list[str]
) -> None:
    save(session, "Bolt.md", "- [ ] ", "- [x] ")
    hand_over(session, {"Bolt.md"})
    assert {"Acme.md", "Ann Lee.md"} <= {*reads}
    assert reads.count("Core.md") == 0
    assert "last_contact: 2026-" in (session.root / "Ann Lee.md").read_text("utf-8")
    assert left_to_do(session) == []


def test_a_call_in_a_person_s_log_concerns_their_applications(
    session: Session, reads: list[str]
) -> None:
    with (session.root / "Ann Lee.md").open("a", encoding="utf-8") as file:
        file.write("## Log\n- 2026-02-20: rang\n")
    hand_over(session, {"Ann Lee.md"})
    assert {"Acme.md", "Bolt.md"} <= {*reads}
    assert "Core.md" not in reads
    assert "last_contact: 2026-02-20" in (session.root / "Ann Lee.md").read_text("utf-8")
    assert left_to_do(session) == []


@pytest.mark.parametrize("saved", ["Ann Lee.md", None])
def test_a_day_that_has_not_come_is_no_last_contact(session: Session, saved: str | None) -> None:
    """A year that was mistyped would stand there for good."""
    note = session.root / "Ann Lee.md"
    with note.open("a", encoding="utf-8") as file:
        file.write("## Log\n- 2027-02-20: rang\n")
    before = note.read_bytes()
    hand_over(session, filter(None, [saved]))
    assert note.read_bytes() == before
    with note.open("a", encoding="utf-8") as file:
        file.write("- 2026-02-20: rang\n")
    hand_over(session, filter(None, [saved]))
    assert b"last_contact: 2026-02-20\n" in note.read_bytes()
    assert left_to_do(session) == []


def test_a_day_that_has_come_is_one(session: Session) -> None:
    with (session.root / "Ann Lee.md").open("a", encoding="utf-8") as file:
        file.write("## Log\n- 2026-03-03: rang\n")
    hand_over(session, {"Ann Lee.md"})
    assert b"last_contact:\n" in (session.root / "Ann Lee.md").read_bytes()
    hand_over(session, day=date(2026, 3, 3))
    assert b"last_contact: 2026-03-03\n" in (session.root / "Ann Lee.md").read_bytes()


ANYTHING = {
    "somebody is not to be contacted": ("Ann Lee.md", "email", "do_not_contact: true\nemail"),
    "somebody is called otherwise": ("Ann Lee.md", "name: Ann Lee", "name: Ann Law"),
    "two are called alike": ("Bob.md", "name: Bob", "name: Ann Lee"),
    "somebody is no person any more": ("Bob.md", "type: person", "type: note"),
    "a note is a person's now": ("Diary.md", "A day.", PERSON.format("Carl")),
    "an offer is accepted elsewhere": (
        "Acme.md",
        "status: rejected",
        "status: accepted\naccepted: 2026-02-27",
    ),
    "an offer has come elsewhere": (
        "Acme.md",
        "status: rejected",
        "status: offer\noffered: 2026-02-27",
    ),
    "an offer has come without its day": ("Acme.md", "status: rejected", "status: offer"),
    "a no": ("Bolt.md", "status: applied", "status: rejected"),
    "a company has merged": ("Bolt.md", "company: Bolt", "company: Acme"),
    "another contact": ("Bolt.md", "[[Ann Lee]]", "[[Bob]]"),
    "no application any more": ("Bolt.md", "type: application", "type: note"),
    "an application more": ("Diary.md", "A day.", APPLICATION.format("Dock", "applied", "Bob")),
    "a head that does not read": ("Bolt.md", "company: Bolt", "company: [Bolt"),
    "a conflict of git's": ("Bolt.md", "---\ntype", "<<<<<<< a\n---\n>>>>>>> b\ntype"),
}


@pytest.mark.parametrize("change", ANYTHING)
def test_whatever_changes_nothing_is_left_to_do(session: Session, change: str) -> None:
    name, old, new = ANYTHING[change]
    save(session, name, old, new)
    for _ in range(2):
        done = hand_over(session, {name})
    assert left_to_do(session) == []
    anew = Session(session.options, {"XDG_CACHE_HOME": str(session.root.parent / "none")})
    assert {*done.problems} == {*plan_refresh(anew.index, anew.desk, DAY).problems}


MOVES = {
    "a note is renamed": ("Bolt.md", "Bolts.md"),
    "an application goes where none is seen": ("Bolt.md", ".hidden.md"),
    "a person's note is renamed": ("Ann Lee.md", "Ann.md"),
    "a person moves to a folder": ("Ann Lee.md", "People/Ann Lee.md"),
}


@pytest.mark.parametrize("move", MOVES)
def test_whatever_moves_nothing_is_left_to_do(session: Session, move: str) -> None:
    before, after = MOVES[move]
    (session.root / "People").mkdir()
    (session.root / before).rename(session.root / after)
    hand_over(session, {before, after})
    assert left_to_do(session) == []


def test_a_note_that_is_held_is_not_written_and_counts_all_the_same(session: Session) -> None:
    save(session, "Bolt.md", "- [ ] ", "- [x] ")
    save(session, "Core.md", "2026-02-02", "2026-02-03")
    before = (session.root / "Bolt.md").read_bytes()
    hand_over(session, {"Core.md"}, held={"Bolt.md"})
    assert (session.root / "Bolt.md").read_bytes() == before
    assert "last_contact: 2026-" in (session.root / "Ann Lee.md").read_text("utf-8")
    hand_over(session, {"Bolt.md"})
    assert left_to_do(session) == []


@pytest.mark.parametrize("first", [True, False])
def test_all_but_the_held_are_written(session: Session, first: bool) -> None:
    save(session, "Core.md", "2026-02-02", "2026-02-03")
    save(session, "Bolt.md", "2026-02-02", "2026-02-03")
    anew = Session(session.options) if first else session
    done = hand_over(anew, held={"Bolt.md"})
    assert [edit.path for edit in done.edits] == ["Core.md"]


def test_on_another_day_all_notes_are_looked_at(session: Session, reads: list[str]) -> None:
    known = session.index.neighbours
    hand_over(session, {"Diary.md"}, day=date(2026, 3, 3))
    assert session.index.neighbours is not known


def test_a_note_in_doubt_has_all_notes_looked_at(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = session.index.neighbours
    monkeypatch.setattr(type(session.index), "is_in_doubt", True)
    hand_over(session, {"Diary.md"})
    assert session.index.neighbours is not known


def test_after_a_no_all_applications_are_known(session: Session) -> None:
    save(session, "Bolt.md", "status: applied", "status: rejected\ndecided: 2026-03-01")
    done = hand_over(session, {"Bolt.md"})
    assert [sheet.note.path for sheet in done.survey.sheets] == ["Bolt.md"]
    assert done.survey.entries == ()
    everything = refreshing.with_all(session.index, session.desk, DAY, done).survey
    assert len(everything.entries) == 3
    assert everything.sheets == done.survey.sheets


def test_a_note_that_is_saved_meanwhile_is_read_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(session, "Core.md", "2026-02-02", "2026-02-03")
    real = refreshing.write_all

    def late(vault: Vault, edits: list[object], run: object) -> object:
        monkeypatch.setattr(refreshing, "write_all", real)
        save(session, "Core.md", "2026-02-03", "2026-02-04")
        return real(vault, edits, run)

    monkeypatch.setattr(refreshing, "write_all", late)
    hand_over(session, {"Core.md"})
    assert left_to_do(session) == []
    assert "2026-02-04" in (session.root / "Core.md").read_text("utf-8")


def test_what_is_known_is_the_same_once_it_was_made_small(
    session: Session, reads: list[str]
) -> None:
    before = session.index.neighbours
    assert before
    session.index.make_small()
    after = session.index.neighbours
    assert after
    assert after is not before
    assert after.known == before.known
    session.index.make_small()
    assert session.index.neighbours is after, "once after each look at all notes"
    save(session, "Bolt.md", "- [ ] ", "- [x] ")
    hand_over(session, {"Bolt.md"})
    assert "Acme.md" in reads
    assert left_to_do(session) == []


def test_without_a_look_at_all_notes_there_is_nothing_to_make_small(root: Path) -> None:
    index = Session(Options(vault=root)).index
    index.make_small()
    assert index.neighbours is None


def test_a_rehearsal_changes_nothing_and_is_held_once(session: Session, reads: list[str]) -> None:
    known = session.index.neighbours
    assert known
    before = known.known
    save(
        session, "Acme.md", "- [ ] ", "- [x] "
    )  # its own turn comes later, and finds all as it was
    known.rehearse(session.index)
    assert known.known == before
    assert reads
    reads.clear()
    known.rehearse(session.index)
    assert reads == []
    hand_over(session, {"Acme.md"})
    assert left_to_do(session) == []


def hold_open(monkeypatch: pytest.MonkeyPatch, times: int) -> list[float]:
    """Have all notes be open elsewhere the next few times; return how long is waited in between."""
    real, waited, left = refreshing.write_all, list[float](), iter(range(times))
    busy: Kind = "busy"

    def write(vault: Vault, edits: Iterable[Edit], run: Run) -> Iterator[Outcome]:
        edits = list(edits)
        if next(left, None) is None:
            return real(vault, edits, run)
        return (Outcome(edit.path, busy) for edit in edits)

    monkeypatch.setattr(refreshing, "write_all", write)
    monkeypatch.setattr(refreshing.time, "sleep", waited.append)
    return waited


def test_a_note_that_somebody_looks_at_for_a_moment_is_tried_again_at_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = hold_open(monkeypatch, times=2)
    save(session, "Core.md", "2026-02-02", "2026-02-03")
    done = hand_over(session, {"Core.md"})
    assert [edit.path for edit in done.edits] == ["Core.md"]
    assert sum(waited) < 0.01


def test_a_note_that_stays_open_elsewhere_is_left_for_another_time_soon(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = hold_open(monkeypatch, times=1000)
    save(session, "Core.md", "2026-02-02", "2026-02-03")
    assert {*hand_over(session, {"Core.md"}).busy} == {"Core.md"}
    assert sum(waited) < 0.1
