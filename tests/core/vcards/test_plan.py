"""Who of a phone's contacts becomes a note, and who is there already."""

import pytest

from vaultkit.core.notes.application import Application, Name
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.person import Person
from vaultkit.core.vcards.details import Details
from vaultkit.core.vcards.plan import Spoken, Wanted, known, plans, spoken_of
from vaultkit.core.vcards.somebody import Somebody

EVERYBODY, NOBODY = Wanted(is_all=True), Spoken()


def who(line, name="", **said):
    return Somebody(line, name, **said)


def there(*people):
    directory = Directory(one.person for one in people)
    return known(people, directory, {one.person.path: f"made-{one.person.path}" for one in people})


def states(cards, people=(), wanted=EVERYBODY, spoken=NOBODY):
    found = plans(cards, there(*people), spoken, wanted)
    return [(one.state, one.path, one.of_line) for one in found]


MARTA = Details(
    Person("P/Marta Rossi.md", "Marta Rossi", company="Acme", role="HR"),
    emails=("marta@acme.example", "m@home.example"),
    phones=("+39 06 12345678",),
    uid="7",
)


@pytest.mark.parametrize(
    "card",
    [
        who(1, "M. R.", uid="7"),
        who(1, "M. R.", uid="made-P/Marta Rossi.md"),
        who(1, "M. R.", emails=("M@home.example",)),
        who(1, "marta róssi"),
        who(1, "Marta Rossi (HR)"),
    ],
)
def test_somebody_is_known_by_uid_address_or_name(card):
    assert states([card], [MARTA]) == [("there", "P/Marta Rossi.md", 0)]


def test_of_two_notes_of_one_name_one_is_told():
    twin = Details(Person("P/Z.md", "Marta Rossi"))
    assert states([who(1, "Marta Rossi")], [twin, MARTA])[0][:2] == ("there", "P/Marta Rossi.md")


def test_what_a_card_says_otherwise_is_told():
    card = who(
        1,
        "Marta Rossi",
        company="Globex",
        role="CEO",
        emails=("new@x.example",),
        phones=("06 999",),
    )
    (found,) = plans([card], there(MARTA), Spoken(), EVERYBODY)
    assert [(one.property, one.said, one.there) for one in found.differs] == [
        ("company", "Globex", "Acme"),
        ("role", "CEO", "HR"),
        ("email", "new@x.example", "marta@acme.example, m@home.example"),
        ("phone", "06 999", "+39 06 12345678"),
    ]


def test_the_same_in_other_words_is_not_told():
    card = who(
        1,
        "Marta Rossi",
        company="ACME S.r.l.",
        role="hr",
        emails=("x@y.example", "MARTA@acme.example"),
        phones=("0612345678",),
    )
    (found,) = plans([card, who(2, "B")][:1], there(MARTA), Spoken(), EVERYBODY)
    assert found.differs == ()


def test_a_note_whose_head_is_not_at_hand_tells_nothing():
    directory = Directory([Person("P/Ada.md", "Ada")])
    (found,) = plans([who(1, "Ada", role="x")], known((), directory, {}), Spoken(), EVERYBODY)
    assert (found.state, found.differs) == ("there", ())


def test_without_a_word_those_come_of_whom_the_notes_speak():
    applications = [
        Application(
            "A.md",
            "Acme Ltd",
            "applied",
            recruiter=Name("Ana Ruiz"),
            addresses={"x": "hr@globex.example"},
        )
    ]
    spoken = spoken_of(applications, [Details(Person("P/B.md", "B", company="Agency"))])
    cards = [
        who(1, "ana ruíz"),
        who(2, "C", emails=("HR@globex.example",)),
        who(3, "D", company="ACME"),
        who(4, "E", company="Agency"),
        who(5, "Dentist", company="Studio"),
        who(6, "F"),
    ]
    found = states(cards, wanted=Wanted(), spoken=spoken)
    assert [state for state, _, _ in found] == ["new"] * 4 + ["aside"] * 2


def test_only_takes_a_part_of_name_company_or_address():
    cards = [
        who(1, "Ana", company="Acme"),
        who(2, "Béa", emails=("b@acme.example",)),
        who(3, "Carl"),
    ]
    spoken = Spoken(names={"carl"})

    def new(*only):
        found = states(cards, wanted=Wanted(only=only), spoken=spoken)
        return [state for state, _, _ in found]

    assert new("ACME") == ["new", "new", "aside"]
    assert new("bea", "carl") == ["aside", "new", "new"]


def test_a_card_that_is_alone_was_chosen_by_hand():
    assert states([who(1, "Dentist")], wanted=Wanted()) == [("new", None, 0)]
    assert states([who(1, "Dentist")], wanted=Wanted(only=("x",))) == [("aside", None, 0)]


def test_a_card_that_names_nobody_makes_nothing():
    assert states([who(1), who(5, "Ada")]) == [("left", None, 0), ("new", None, 0)]


@pytest.mark.parametrize(
    ("second", "state"),
    [
        ({"name": "X", "uid": "1"}, "double"),
        ({"name": "X", "emails": ("A@x.example",)}, "double"),
        ({"name": "ÀDA"}, "double"),
        ({"name": "Ada", "company": "acme inc."}, "double"),
        ({"name": "Ada", "emails": ("b@x.example",)}, "left"),
        ({"name": "Ada", "company": "Globex"}, "left"),
        ({"name": "Bea"}, "new"),
    ],
)
def test_of_two_cards_of_one_person_the_first_makes_a_note(second, state):
    first = who(1, "Ada", uid="1", emails=("a@x.example",), company="Acme")
    found = [*plans([first, who(9, **second)], there(), Spoken(), EVERYBODY)][1]
    assert found.state == state
    assert found.of_line == (0 if state == "new" else 1)
    assert found.is_namesake == (state == "left")
