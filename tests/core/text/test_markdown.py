"""What counts as prose, and what is left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.text.markdown import body_tags, conflict_line, heading, may_end_open, outline
from vaultkit.core.text.note import split_lines


def prose(text):
    lines = split_lines(text)
    return [
        line.strip() for line, is_prose in zip(lines, outline(lines).prose, strict=True) if is_prose
    ]


def open_end(text):
    return outline(split_lines(text)).open_end


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\n```\nb\n```\nc\n", ["a", "c"]),
        ("a\n~~~md\n```\nb\n~~~\nc\n", ["a", "c"]),
        ("````\n```\nb\n````\nc\n", ["c"]),
        ("a ``` b\nc\n", ["a ``` b", "c"]),
        ("- x\n  ```\n  b\n  ```\nc\n", ["- x", "c"]),
        ("- ```\n  b\nc\n", ["c"]),
        ("> ```\n> b\nc\n", ["c"]),
        ("> ```\n> b\n> ```\n> c\n", ["> c"]),
        ("a %% b\nc\nd %%\ne\n", ["a %% b", "e"]),
        ("a %% b %% c\nd\n", ["a %% b %% c", "d"]),
        ("<!-- a\nb\n-->\nc\n", ["<!-- a", "c"]),
        ("$$\nx\n$$\nc\n", ["$$", "c"]),
        ("`%%`\nc\n", ["`%%`", "c"]),
        (r"\%% a" + "\nc\n", [r"\%% a", "c"]),
        ("a\n", ["a"]),
        ("", []),
    ],
)
def test_prose_is_what_lies_outside_of_code_comments_and_formulas(text, left):
    assert prose(text) == left
    assert open_end(text) is None


@pytest.mark.parametrize(
    ("text", "mark", "line"),
    [
        ("a\n```\nb\n", "```", 1),
        ("a\n%%\nb\n", "%%", 1),
        ("<!-- a\n", "<!--", 0),
        ("$$\nx\n", "$$", 0),
        ("```\n~~~\n", "```", 0),
        ("a <!-- b --> <!-- c\n", "<!--", 0),
    ],
)
def test_what_is_still_open_at_the_end_is_named(text, mark, line):
    assert open_end(text) == (mark, line)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("# Acme\n", (1, "Acme")),
        ("### Follow-up ##\r\n", (3, "Follow-up")),
        ("   ## x", (2, "x")),
        ("#", (1, "")),
        ("#job\n", None),
        ("    # code\n", None),
        ("####### seven\n", None),
        ("text\n", None),
    ],
)
def test_headings_are_atx_headings(line, found):
    assert heading(line) == found


def test_a_conflict_is_a_begin_and_a_later_end_outside_of_fences():
    text = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n"
    lines = split_lines(text)
    assert conflict_line(lines) == 1
    fenced = split_lines(f"```\n{text}```\n")
    assert conflict_line(fenced) is None
    half = split_lines(">>>>>>> other\n<<<<<<< HEAD\n")
    assert conflict_line(half) is None
    unfinished = split_lines("<<<<<<< HEAD\n=======\n")
    assert conflict_line(unfinished) is None


@pytest.mark.parametrize("opener", ["<!-- mine", "$$", "%%"])
def test_a_conflict_in_what_git_has_cut_apart_counts(opener):
    lines = split_lines(f"{opener}\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n")
    assert conflict_line(lines) is not None


def test_what_the_head_holds_opens_nothing_below_it():
    lines = split_lines("---\na: b$$ ```\n---\n<<<<<<< HEAD\n=======\n>>>>>>> other\n")
    assert conflict_line(lines, 3) == 3
    below = split_lines("---\na: |\n ```\n---\n<<<<<<< HEAD\n=======\n>>>>>>> other\n")
    assert conflict_line(below, 4) == 4


def test_a_code_span_closes_at_a_run_of_as_many_backticks():
    assert outline(["`` a <!-- ` `` b\n", "c"]).prose == (True, True)
    assert outline(["`` a <!-- ` b\n", "c"]).prose == (True, False)
    assert outline(["` ` <!-- ` --> `\n", "c"]).prose == (True, False)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("<!-- a b -->", None),
        ("<!-->", ("<!--", 0)),
        ("<!-- a \\-->", ("<!--", 0)),
        ("<!-- a --> <!-- b", ("<!--", 0)),
        ("<!-- a --> b -->", None),
    ],
)
def test_a_comment_of_one_line_ends_where_its_end_is_not_escaped(line, left):
    found = outline([f"{line}\n", "below\n"])
    assert (found.prose, found.open_end) == ((True, left is None), left)


@given(st.text(alphabet="`~%$<!->\n\\ a#-1.", max_size=120))
def test_every_text_has_an_outline(text):
    lines = split_lines(text)
    assert "".join(lines) == text
    assert len(outline(lines).prose) == len(lines)


@given(st.text(alphabet="`~%$<!->\n\r\\ a#-1.é😀", max_size=120))
def test_what_is_open_at_the_end_is_never_missed_by_the_quick_look(text):
    mark, _ = outline(split_lines(text)).open_end or ("$$", 0)
    assert mark in ("$$", "%%") or may_end_open(text.encode())


@pytest.mark.parametrize(
    "text", ["", "a < b\n", "`a` 5 % ~ $\n", "a\n```\nb\n```\n5 %\n", "<!-- a -->\n~~~\n~~~\nb"]
)
def test_the_quick_look_tells_of_nothing_open_where_all_is_closed(text):
    assert not may_end_open(text.encode())


@pytest.mark.parametrize("mark", ["$$", "%%"])
@pytest.mark.parametrize("below", ["\n", "## Next\n", "```\n```\n", "> x\n"])
def test_a_mark_in_the_middle_of_a_line_ends_with_its_paragraph(mark, below):
    lines = [f"They pay {mark}\n", "and more\n", below if below != "\n" else "\n", "prose\n"]
    found = outline(lines if "```" not in below else [*lines[:2], "```\n", "```\n", "prose\n"])
    assert (found.prose[1], found.prose[-1], found.open_end) == (False, True, None)


@pytest.mark.parametrize(
    "line", ["# Salary: $$\n", "Salary: $$", "a 100%% match\n", "| Pay | $$$ |\n"]
)
def test_a_mark_that_is_prose_hides_nothing_below(line):
    found = outline([line, "\n", "prose\n"])
    assert (found.prose, found.open_end) == ((True, True, True), None)
    assert outline([line, "prose\n"]).prose[1] == line.startswith("#")


def test_a_mark_at_the_start_of_a_line_goes_on_through_blank_lines():
    found = outline(["%%\n", "\n", "hidden\n"])
    assert (found.prose, found.open_end) == ((True, False, False), ("%%", 0))


def test_tags_are_those_in_prose():
    assert body_tags("No tag here\n") == ()
    text = "#one and (#two/deep)\n# Heading\n`#code` a#b #12 #x1\n```\n#fence\n```\n"
    assert body_tags(text) == ("one", "two/deep", "x1")
