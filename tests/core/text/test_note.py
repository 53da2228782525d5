"""A note's text is that of its bytes, whenever it is asked for."""

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.text.note import Note, lines_of, split_lines


def test_a_text_that_was_let_go_comes_back() -> None:
    note = Note("a.md", "Ciao 💼\n".encode())
    note.let_text_go()
    first = note.text
    note.let_text_go()
    assert note.text == first == "Ciao 💼\n"
    assert note == Note("a.md", note.raw)


@given(st.text(alphabet="aè💼\n\r\x0b\x0c\x1c\x85\u2028 ", max_size=40))
def test_bytes_have_the_lines_of_their_text(text: str) -> None:
    assert lines_of(text.encode()) == split_lines(text)
