"""A vault's own names for properties."""

from tests.house import Application
from vaultkit.core.notes.own_names import own_names


def test_the_name_that_most_notes_use_is_the_vaults_and_the_settings_go_first():
    notes = [
        Application(f"{place}.md", "Acme", "saved", names=names)
        for place, names in enumerate(
            ({"applied": "candidatura"}, {"applied": "candidatura"}, {"applied": "applied"})
        )
    ]
    assert own_names(notes, {}) == {"applied": "candidatura"}
    assert own_names(notes, {"applied": ("inviata",), "role": ()}) == {"applied": "inviata"}
    assert own_names((), {}) == {}


def test_of_two_that_are_used_as_often_the_first_by_the_alphabet_is_taken():
    notes = [
        Application(f"{name}.md", "Acme", "saved", names={"applied": name})
        for name in ("sent", "applied")
    ]
    assert own_names(notes, {}) == {"applied": "applied"}
