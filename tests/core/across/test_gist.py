"""What others need of an application is the same whether its sheet is at hand or not."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.house import PLAIN, desk, look, surveyed
from vaultkit.core.across.classify import sort_application, sort_briefly, sort_note
from vaultkit.core.across.gist import ALWAYS, Gist, gist_of
from vaultkit.core.across.last_contact import last_contact_edits
from vaultkit.core.across.survey import counts_elsewhere, survey_of
from vaultkit.core.across.ties import DaysElsewhere, Ties, ties_of
from vaultkit.core.follow_ups.first_look import first_look
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.notes.directory import Directory
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.core.text.note import Note
from vaultkit.playbook import load

DAY = date(2026, 11, 20)
APPLIED = "---\ntype: application\nstatus: applied\napplied: 2026-11-02\ncontact: Ann\n---\n"


def gist(text: str, settings=PLAIN, path: str = "A/Acme.md", today: date = DAY) -> Gist:
    (sheet,) = look({path: text.encode()}, settings).sheets
    return gist_of(first_look(sheet, today), today, desk(settings), Directory(()))


def test_a_survey_of_gists_is_that_of_the_sheets():
    notes = {
        "A.md": APPLIED.encode(),
        "B.md": APPLIED.replace("applied\n", "accepted\naccepted: 2026-11-10\n").encode(),
        "Ann.md": b"---\ntype: person\n---\n",
    }
    full = surveyed(notes, DAY)
    found = survey_of(
        full.look, full.gists, full.people.directory, desk(), lambda _: None, only=None
    )
    assert replace(found, sheets=full.sheets, people=full.people, surroundings={}) == replace(
        full, surroundings={}
    )
    assert found.surroundings.keys() == full.surroundings.keys()
    assert found.surroundings["A.md"].accepted == (date(2026, 11, 10),)


def test_a_gist_says_which_marks_of_the_vault_find_the_note():
    marks = Marks(folders=("A", "B"), tags=("job", "work"))
    settings = replace(PLAIN, applications=marks)
    assert gist(f"{APPLIED}\n#job\n", settings).found_by == ("A", "#job")
    assert gist(APPLIED).found_by == ()


def test_a_gist_holds_on_all_days_that_tell_the_same():
    assert gist(APPLIED).days == ALWAYS
    met = gist(APPLIED.replace("contact", "interviewed: [2026-11-10, 2026-12-01]\ncontact"))
    assert met.days == (date(2026, 11, 11), date(2026, 12, 1))
    over = gist(APPLIED.replace("contact", "interviewed: 2026-11-10\ncontact"))
    assert over.days == (date(2026, 11, 11), date.max)


def test_the_gist_of_a_stage_that_is_dated_by_a_look_holds_on_that_day():
    assert gist(APPLIED.replace("status: applied", "status: offer")).days == (DAY, DAY)
    later = gist(APPLIED.replace("status: applied", "status: offer"), today=date(2027, 2, 1))
    assert later.days == (date(2027, 1, 2), date.max)
    assert gist(APPLIED.replace("applied: 2026-11-02\n", "")).days == ALWAYS


@given(
    st.sampled_from(["applied", "offer", "rejected", "interview"]),
    st.lists(st.dates(date(2026, 8, 1), date(2027, 3, 1)), max_size=3),
    st.sampled_from(["", "applied: 2026-11-02\n"]),
    st.sampled_from(["", "stage=applied", "stage=offer over=2026-09-01; reflect 2026-10-25 8f3a"]),
    st.dates(date(2026, 8, 1), date(2027, 3, 1)),
    st.dates(date(2026, 8, 1), date(2027, 3, 1)),
)
def test_on_each_of_its_days_a_gist_is_the_same(status, meetings, applied, memory, day, other):
    met = "".join(f"  - {each}\n" for each in meetings)
    block = f"## F\n<!-- vaultkit:begin v1 -->\n<!-- vaultkit:end {memory} -->\n" if memory else ""
    text = (
        f"---\ntype: application\nstatus: {status}\n{applied}"
        f"{'interviewed:' if met else 'note: x'}\n{met}---\n{block}"
    )
    found = gist(text, today=day)
    assert (found.has_block, found.is_frozen) == (memory != "", False)
    assert found.holds_on(day)
    if found.holds_on(other):
        assert gist(text, today=other) == found


def test_a_stamped_offer_of_a_note_that_is_gone_by_now_dates_nothing():
    stamped = gist(APPLIED.replace("status: applied", "status: offer"))
    assert stamped.is_stamped
    assert not counts_elsewhere(stamped, lambda _: Surroundings(), desk(), lambda _: None, None)


def test_the_days_elsewhere_are_those_of_all_other_notes():
    one, two, three = (date(2026, 11, day) for day in (1, 2, 3))
    days = DaysElsewhere([(two, "B.md"), (one, "A.md"), (three, "A.md")])
    assert days.beside("A.md") == (two,)
    assert days.beside("C.md") == (one, two, three)
    assert days.first_beside("A.md") == (two,)
    assert days.first_beside("C.md") == (one,)
    assert DaysElsewhere([(one, "A.md")]).first_beside("A.md") == ()


def test_people_may_be_called_as_before_and_say_something_else():
    found = look({"Ann.md": b"---\ntype: person\n---\n"})
    (ann,) = found.people
    directory = Directory(found.people)
    assert directory.renewed({}) is directory
    other = replace(ann, do_not_contact=True)
    renewed = directory.renewed({"Ann.md": other})
    assert renewed.people_called("Ann") == (other,)
    assert directory.people_called("Ann") == (ann,)


def test_a_person_s_note_that_is_not_at_hand_is_read_when_it_may_change():
    text = b"---\ntype: person\nlast_contact: 2026-11-01\n---\n"
    (person,) = look({"Ann.md": text}).people
    bare, touches = replace(person, note=None), {"Ann.md": DAY}
    (edit,) = last_contact_edits([bare], touches, lambda path: Note(path, text))
    assert b"last_contact: 2026-11-20\n" in edit.wanted
    assert last_contact_edits([bare], touches, lambda _: None) == ()
    later = text.replace(b"2026-11-01", b"2026-11-30")
    assert last_contact_edits([bare], touches, lambda path: Note(path, later)) == ()


def test_of_a_person_whose_note_has_a_problem_no_day_is_kept():
    text = b"---\ntype: person\nlast_contact: 2026-11-01\nlanguage: 2026-02-30\ncreated: x\n---\n## Log\n- 2026-02-30: rang\n"
    found = look({"Ann.md": text})
    assert [each.code for each in found.problems if each.severity == "problem"]
    assert last_contact_edits(found.people, {"Ann.md": DAY}) == ()


def test_ties_are_what_a_note_tells_others_and_whom_it_asks_about():
    text = f"{APPLIED}- [x] Call 📅 2026-11-02 ✅ 2026-11-05 ^vk-check-in-ann\n"
    told = ties_of(gist(text), Directory(()), counts=True)
    assert told == Ties(frozenset({("ann", date(2026, 11, 5))}), ("ann",))
    offer = gist(APPLIED.replace("status: applied", "status: offer\noffered: 2026-11-10"))
    assert ties_of(offer, Directory(()), counts=True).offered == (date(2026, 11, 10),)
    assert ties_of(offer, Directory(()), counts=False).offered == ()


def test_a_note_that_was_sorted_in_brief_gives_the_same_sheet():
    marks = Settings(applications=Marks(tags=("job",), folders=("Jobs",)))
    tables = load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml")
    text = f"{APPLIED}About #job\n- [x] Call 📅 2026-11-02 ✅ 2026-11-05 ^vk-check-in-ann\n"
    note = Note("Jobs/A.md", text.encode())
    words = vocabulary(*tables, marks)
    brief = sort_briefly(note, marks, words)
    assert brief.is_application
    assert brief.marked
    assert not brief.sheet
    whole = sort_application(brief.marked, marks, words)
    assert whole == sort_note(note, marks, words)
    assert whole.sheet
    assert whole.sheet.found_by == ("Jobs", "#job")
