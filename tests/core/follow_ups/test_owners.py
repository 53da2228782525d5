"""Whose each line is: the link, then the id, then a name that is near."""

import re
from datetime import date
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import Application, desk, surveyed, update_one, updated
from vaultkit.core.across import survey
from vaultkit.core.across.survey import problems, updates
from vaultkit.core.follow_ups import owners as owning
from vaultkit.core.follow_ups.application_note import reread
from vaultkit.core.follow_ups.ledger import Given
from vaultkit.core.follow_ups.owners import links_in, owners, people_of
from vaultkit.core.follow_ups.piece import read_pieces
from vaultkit.core.follow_ups.removal import removal, staying
from vaultkit.core.notes.application import Name
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.person import Person

DAY = date(2026, 11, 10)
GIVEN = Given(DAY, None, "0000")
MARTA = Person("People/Marta Verdi.md", "Marta Verdi", aliases=("Martina",))
OTHER = Person("People/Olga Neri.md", "Olga Neri")


def told(*lines, names=(), memory=(), recruiter=None, people=(MARTA, OTHER)):
    application = Application("A.md", "Acme", "rejected", recruiter=recruiter, interviewers=names)
    pieces = read_pieces(lines, [True] * len(lines))
    given = dict.fromkeys(memory, GIVEN)
    return owners(application, pieces, given, desk().terms.playbook, Directory(people))


def line(words, item_id, status=" "):
    return f"- [{status}] Write to {words} 📅 2026-11-10 ^vk-{item_id}\n"


LINK = Name("Marta Verdi", "Marta Verdi")


def test_the_link_says_whose_a_line_is_before_its_id_does():
    found = told(line("[[Marta Verdi]]", "follow-up-marta-rossi", "x"), names=(LINK,))
    assert found.in_plan("follow-up-marta-rossi") == "follow-up-marta-verdi"
    assert found.in_note("follow-up-marta-verdi") == "follow-up-marta-rossi"
    assert found.in_plan("reflect") == found.in_note("reflect") == "reflect"


def test_a_number_behind_the_person_stays_with_the_line():
    found = told(line("[[Marta Verdi]]", "follow-up-marta-rossi-3"), names=(LINK,))
    assert found.in_plan("follow-up-marta-rossi-3") == "follow-up-marta-verdi-3"


def test_of_two_lines_for_one_thing_the_one_that_was_done_stands():
    lines = (
        line("[[Marta Verdi]]", "follow-up-marta-rossi", "x"),
        line("[[Marta Verdi]]", "follow-up-marta-verdi"),
    )
    found = told(*lines, names=(LINK,))
    assert found.in_plan("follow-up-marta-rossi") == "follow-up-marta-verdi"
    assert found.in_plan("follow-up-marta-verdi") == "=follow-up-marta-verdi"


def test_a_remark_that_links_to_another_does_not_give_the_line_away():
    luca = Name("Luca", "Luca")
    for words in ("Ann, with [[Luca]]", "[[Ann]], with [[Luca]]"):
        found = told(line(words, "follow-up-ann"), names=(Name("Ann"), luca))
        assert found.someone["follow-up-ann"].name.text == "Ann"
    assert (
        told(line("[[Luca]]", "follow-up-ann"), names=(Name("Ann"), luca))
        .someone["follow-up-ann"]
        .name
        == luca
    )


def test_a_link_to_a_person_whom_the_note_does_not_name_is_nobody_s_of_the_note():
    found = told(line("[[Olga Neri]]", "follow-up-ann", "x"), names=(Name("Ann"),))
    assert found.someone == {}
    assert found.guesses == ()


def test_a_link_by_folder_is_of_whom_the_note_names_by_an_alias():
    here = Person("People/A/Marta.md", "Marta", aliases=("Martina",))
    there = Person("People/B/Marta.md", "Marta")
    found = told(
        line("[[A/Marta]]", "follow-up-somebody"),
        names=(Name("Martina", "Martina"),),
        people=(here, there),
    )
    assert found.in_plan("follow-up-somebody") == "follow-up-martina"


def test_names_of_one_person_are_one_and_the_link_is_the_name():
    names = (Name("Martina"), LINK, Name("M", "People/Marta Verdi"))
    application = Application(
        "A.md", "Acme", "rejected", recruiter=names[0], contact=names[2], interviewers=names
    )
    found = told(names=names, recruiter=names[0])
    once = found.each_once(application)
    assert (once.recruiter, once.contact, once.interviewers) == (LINK, LINK, (LINK,))
    assert [someone.identity for someone in people_of(application, Directory((MARTA,)))] == [
        "People/Marta Verdi.md"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Marta Verdi",
        "[[Marta Verdi]]",
        "[[Marta Verdi|Marta]]",
        "[[Martina]]",
        "\\[\\[Marta Verdi\\]\\]",
        "[Marta](<Marta Verdi.md>)",
        "[[Marta Verdi]] and [[Olga Neri]]",
        "[[Olga Neri]] of [[Marta Verdi]]",
    ],
)
@pytest.mark.parametrize("name", [LINK, Name("Marta Verdi")])
def test_however_a_line_names_somebody_the_plan_s_own_id_is_theirs(words, name):
    found = told(line(words, "follow-up-marta-verdi"), names=(name,))
    assert [one.name for one in found.someone.values()] == [name]
    assert found.in_plan("follow-up-marta-verdi") == "follow-up-marta-verdi"


def test_the_plan_s_own_id_goes_to_whom_the_line_links_to():
    olga = Name("Olga Neri", "Olga Neri")
    found = told(line("[[Olga Neri]]", "follow-up-marta-verdi"), names=(LINK, olga))
    assert found.in_plan("follow-up-marta-verdi") == "follow-up-olga-neri"


NAMES = (LINK, Name("Marta Verdi"), Name("Martina"), Name("Olga Neri", "Olga Neri"), Name("Bo"))
WORDS = (
    "[[Marta Verdi]]",
    "[[Martina]]",
    "Marta Verdi",
    "[[Olga Neri]]",
    "[[Bo]]",
    "[[a|b]]",
    "\\[\\[Bo\\]\\]",
)
IDS = (
    *("follow-up-marta-verdi", "follow-up-martina", "follow-up-olga-neri", "follow-up-bo"),
    *(
        "follow-up-bo-2",
        "follow-up-marta-verdy",
        "thank-you-bo",
        "reflect",
        "reflect-2",
        "follow-up-",
    ),
)


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(IDS)), max_size=4),
    st.lists(st.sampled_from(NAMES), max_size=4),
    st.lists(st.sampled_from(IDS), max_size=3),
)
def test_whose_lines_are_is_told_at_a_look_as_it_is_by_reading_each(lines, names, memory):
    def found():
        owned = told(*(line(*each) for each in lines), names=tuple(names), memory=memory)
        in_plan = {item_id: owned.in_plan(item_id) for item_id in IDS}
        return owned.people, owned.someone, in_plan, owned.guesses

    with patch.object(owning, "_plainly", return_value=None):
        expected = found()
    assert found() == expected


def test_a_link_that_says_more_than_where_it_leads_takes_the_longer_way():
    odd = Name("a", "a|b")
    assert Directory(()).someone(odd).link is None
    assert Directory(()).someone(LINK).link == "[[Marta Verdi]]"
    assert told(line("[[a|b]]", "follow-up-a-b"), names=(odd,)).someone["follow-up-a-b"].name == odd


def test_ids_without_a_person_and_those_of_no_rule_are_left_as_they_are():
    found = told(
        names=(LINK,),
        memory=("prepare", "prepare-2", "ask-news", "withdraw-2", "own-thing-marta-verdi"),
    )
    assert found.planned == {}


def test_a_near_name_is_taken_for_the_old_one_and_any_other_is_told_of():
    ann = Name("Ann Smith")
    (guess,) = told(line("Ann Smyth", "follow-up-ann-smyth", "x"), names=(ann,)).guesses
    assert (guess.is_taken, guess.someone.name) == (True, ann)
    (guess,) = told(line("Bob", "follow-up-bob", "x"), names=(ann,)).guesses
    assert not guess.is_taken
    assert told(line("Bob", "follow-up-bob", "/"), names=(ann,)).guesses == ()
    assert told(line("Bob", "follow-up-bob", "x"), names=()).guesses == ()
    assert (
        told(
            line("Bob", "follow-up-bob", "x"), line("x", "follow-up-ann-smith"), names=(ann,)
        ).guesses
        == ()
    )


def test_what_only_the_memory_knows_is_guessed_by_its_name_too():
    found = told(names=(LINK,), memory=("follow-up-marta-rossi-2",), people=())
    assert found.in_plan("follow-up-marta-rossi-2") == "follow-up-marta-verdi-2"
    assert told(names=(LINK,), memory=("follow-up-olga-neri",)).guesses == ()


@pytest.mark.parametrize(
    ("old", "new"), [("panel-n1", "Panel 2"), ("interviewer-a", "Interviewer B")]
)
def test_a_number_or_a_letter_tells_two_people_apart(old, new):
    (guess,) = told(line("Somebody", f"follow-up-{old}", "x"), names=(Name(new),)).guesses
    assert not guess.is_taken


def test_a_done_line_with_the_new_name_in_its_words_needs_no_guess():
    found = told(line("Ann Smith", "follow-up-zoe", "x"), names=(Name("Ann Smith"),))
    assert found.someone["follow-up-zoe"].name.text == "Ann Smith"
    assert found.guesses == ()


def test_done_counts_before_touched_before_untouched_before_remembered():
    lines = [
        line("[[Marta Verdi]]", f"follow-up-{slug}", status)
        for slug, status in (("a", "/"), ("b", " "))
    ]
    found = told(*lines, names=(LINK,), memory=("follow-up-marta-verdi",))
    assert found.in_note("follow-up-marta-verdi") == "follow-up-a"


def test_links_of_both_kinds_name_people():
    text = "[[People/Ann|A]] [Bob](People/Bob%20B.md) [x](<C D.md#top>) [web](https://example.com) [none]()"
    assert list(links_in(text)) == [
        Name("A", "People/Ann"),
        Name("Bob", "Bob B"),
        Name("x", "C D"),
    ]


HEAD = "---\ntype: application\nstatus: {}\ndecided: 2026-10-22\nrecruiter: Jane Doe\n---\n"
REJECTED = HEAD.format("rejected").encode()


def test_remove_tells_the_lines_that_stay_and_nothing_of_a_note_without_a_block():
    (plain,) = surveyed({"A.md": REJECTED}).sheets
    assert staying(plain) == ()
    raw = update_one(REJECTED)
    (clean,) = surveyed({"A.md": raw}).sheets
    assert staying(clean) == ()
    text = (
        raw.decode().replace("<!-- vaultkit:end", "- mine\n<!-- vaultkit:end")
        + "\n- [ ] Moved ^vk-moved\n"
    )
    (sheet,) = surveyed({"A.md": text.encode()}).sheets
    after = removal(sheet).wanted.decode().split("\n")
    assert [after[number - 1] for number in staying(sheet)] == ["- mine", "- [ ] Moved ^vk-moved"]


def test_a_done_item_that_was_tidied_away_is_still_a_touch():
    notes = {"A.md": REJECTED.replace(b"Jane Doe", b"Jane Doe\ncontact: Ann"), "B.md": REJECTED}
    after = updated(notes)
    text = after["A.md"].decode()
    marked = re.sub(r"(feedback-jane-doe [0-9-]+ [0-9a-f]{4})", r"\1 done=2026-11-25", text)
    gone = re.sub(r".*\^vk-feedback-jane-doe\n.*\n", "", marked)
    assert "done=" in gone
    assert gone != marked
    found = surveyed({"A.md": gone.encode()})
    assert found.entries[0].tidied == (("jane-doe", date(2026, 11, 25)),)
    nobody = gone.replace("recruiter: Jane Doe\n", "")
    assert surveyed({"A.md": nobody.encode()}).entries[0].tidied == (
        ("jane-doe", date(2026, 11, 25)),
    )


def test_a_done_item_for_nobody_that_was_tidied_away_is_no_touch():
    text = updated({"A.md": REJECTED})["A.md"].decode()
    marked = re.sub(r"(reflect [0-9-]+ [0-9a-f]{4}(?:\+\d+)?)", r"\1 done=2026-11-25", text)
    gone = re.sub(r".*\^vk-reflect\n(?:\t.*\n| {2,}.*\n)*", "", marked)
    assert "done=" in gone
    assert "^vk-reflect" not in gone
    assert surveyed({"A.md": gone.encode()}).entries[0].tidied == ()


def test_an_edit_that_would_be_followed_by_another_is_refused_for_its_note_alone(monkeypatch):
    found = surveyed({"A.md": REJECTED, "B.md": REJECTED})
    real = survey.reread
    monkeypatch.setattr(
        survey, "reread", lambda sheet, raw: None if sheet.note.path == "A.md" else real(sheet, raw)
    )
    (_, refused), (_, made) = updates(found, desk())
    assert refused.edit is None
    assert [problem.code for problem in refused.problems] == ["edit-refused"]
    assert made.edit


def test_an_id_of_the_first_versions_is_its_person_s_and_the_words_tell_two_apart():
    names = Name("Interviewer 1"), Name("Interviewer 2"), Name("Иван Б."), Name("Иван")
    found = told(
        line("Interviewer 2", "follow-up-interviewer"),
        names=names,
        memory=("follow-up-43843243043d-431", "follow-up-43843243043d-2", "thank-you-interviewer"),
    )
    whose = {item_id: someone.name.text for item_id, someone in found.someone.items()}
    assert whose == {
        "follow-up-interviewer": "Interviewer 2",
        "follow-up-43843243043d-431": "Иван Б.",
        "follow-up-43843243043d-2": "Иван",
        "thank-you-interviewer": "Interviewer 1",
    }
    assert found.in_plan("follow-up-43843243043d-2") == "follow-up-x438x432x430x43d-2"


def test_a_note_whose_head_no_longer_reads_is_not_read_again():
    (sheet,) = surveyed({"A.md": REJECTED}).sheets
    assert reread(sheet, b"no head") is None
    assert reread(sheet, b"---\na: [\n---\n") is None


@pytest.mark.parametrize(("now", "code"), [("Jane Do", "name-taken"), ("Zoe", "name-new")])
def test_a_name_beside_a_done_line_for_another_is_told_of(now, code):
    raw = update_one(REJECTED).decode().replace("[ ] Ask Jane Doe", "[x] Ask Jane Doe")
    renamed = raw.replace("recruiter: Jane Doe", f"recruiter: {now}").encode()
    told_of = [
        (each.code, each.values["name"])
        for each in problems(surveyed({"A.md": renamed}))
        if "name" in each.code
    ]
    assert told_of == [(code, now)]
    off = renamed.replace(b"status:", b"follow_up: off\nstatus:")
    assert not [each for each in problems(surveyed({"A.md": off})) if each.code == code]
    assert not [
        each
        for each in problems(surveyed({"A.md": raw.encode()}))
        if each.code in ("name-taken", "name-new")
    ]
