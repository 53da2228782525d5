"""A note's text is that of its bytes, whenever it is asked for."""

from vaultkit.core.text.note import Note


def test_a_text_that_was_let_go_comes_back() -> None:
    note = Note("a.md", "Ciao 💼\n".encode())
    note.let_text_go()
    first = note.text
    note.let_text_go()
    assert note.text == first == "Ciao 💼\n"
    assert note == Note("a.md", note.raw)
