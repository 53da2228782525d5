"""A vault's own names for properties."""

from tests.house import Application
from vaultkit.core.notes.own_names import own_names


def test_the_name_that_most_notes_use_is_the_vaults_and_the_settings_go_first():
    notes = [
        Application(f"{place}.md", "Acme", "saved", lines={"applied": 3}, own_names=names)
        for place, names in enumerate(({"applied": "candidatura"}, {"applied": "candidatura"}, {}))
    ]
    assert own_names(notes, {}) == {"applied": "candidatura"}
    assert own_names(notes, {"applied": ("inviata",), "role": ()}) == {"applied": "inviata"}
    assert own_names((), {}) == {}


def test_of_two_that_are_used_as_often_the_first_by_the_alphabet_is_taken():
    notes = [
        Application(f"{name}.md", "Acme", "saved", lines={"applied": 3}, own_names=names)
        for name, names in (("a", {"applied": "sent"}), ("b", {}))
    ]
    assert own_names(notes, {}) == {"applied": "applied"}


def test_where_every_note_has_a_name_of_its_own_ours_is_not_used():
    (note,) = [Application("a.md", "A", "saved", lines={"role": 3}, own_names={"role": "Ruolo"})]
    assert own_names([note], {}) == note.names == {"role": "Ruolo"}
