"""One person, by however many names."""

from vaultkit.core.notes.application import Name
from vaultkit.core.notes.someone import Someone, one_of

PLAIN = Someone(Name("Jane"), "jane", (Name("Jane"),))
LINKED = Someone(
    Name("Jane Doe", "Jane Doe"), "People/Jane Doe.md", (Name("Jane Doe", "Jane Doe"),), ("JD",)
)


def test_somebody_alone_is_as_they_were():
    assert one_of([PLAIN]) is PLAIN


def test_the_link_is_the_better_name_and_the_note_is_theirs():
    both = one_of([PLAIN, LINKED])
    assert both == Someone(LINKED.name, LINKED.identity, (PLAIN.name, LINKED.name), ("JD",))
    assert both.slugs == {"jane", "jane-doe", "jd"}


def test_two_plain_names_of_one_person_are_called_by_the_first():
    other = Someone(Name("JANE"), "jane", (Name("JANE"),))
    assert one_of([PLAIN, other]) == Someone(PLAIN.name, "jane", (PLAIN.name, other.name))
