"""A patch that git takes, whatever the note and its name hold."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.formats.patch import patch

LINES = st.lists(st.sampled_from(["a", "b", "", "- x", "é", "a\r", "\u2028"]), max_size=12)


def applied(folder, path, old, text):
    (folder / path).write_bytes(old)
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=folder,
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return (folder / path).read_bytes()


def test_nothing_to_change_is_no_patch():
    assert patch("A.md", b"a\n", b"a\n") == ""


@pytest.mark.parametrize(
    "path", ["A.md", "Acme - Data.md", 'a "quote".md', "back\\slash.md", "tab\there.md", "Caffè.md"]
)
def test_git_finds_the_note_whatever_its_name(tmp_path, path):
    assert applied(tmp_path, path, b"a\n", patch(path, b"a\n", b"b\n")) == b"b\n"


@settings(max_examples=25, deadline=None)
@given(LINES, LINES, st.booleans(), st.booleans())
def test_git_makes_the_very_bytes(tmp_path_factory, old, new, old_ends, new_ends):
    before = ("\n".join(old) + ("\n" if old_ends else "")).encode()
    after = ("\n".join(new) + ("\n" if new_ends else "")).encode()
    text = patch("A.md", before, after)
    if text:
        assert applied(tmp_path_factory.mktemp("patch"), "A.md", before, text) == after


def test_far_changes_are_hunks_of_their_own():
    before = [f"{number}\n" for number in range(40)]
    after = ["first\n", *before[1:-1], "last\n"]
    assert patch("A.md", "".join(before).encode(), "".join(after).encode()).count("@@ -") == 2


def test_lines_alike_without_end_are_not_compared_each_with_each():
    old = b"a\n" + b"\n" * 200_000 + b"b\n"
    text = patch("A.md", old, old.replace(b"a", b"x").replace(b"b", b"y"))
    assert text.count("\n") == 3 + 2 * 200_002
    assert patch("A.md", old, old.replace(b"a", b"x")).count("\n") == 3 + 1 + 1 + 3
