"""Heads: what counts as one, what Obsidian reads in it, and what is told when it does not read."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.front_matter.read import (
    Head,
    HeadSpan,
    has_head_below,
    may_be,
    open_head,
    read_head,
    split_head,
)
from vaultkit.core.text.problem import Problem

ORACLE = json.loads(
    (Path(__file__).parent.parent.parent / "oracles" / "yaml-1.2.json").read_text("utf-8")
)["cases"]


def read(yaml: str) -> Head | Problem | None:
    text = f"---\n{yaml}\n---\nbody\n"
    span = split_head(text)
    assert span
    return read_head("a.md", text, span)


def head(yaml: str) -> Head:
    found = read(yaml)
    assert isinstance(found, Head)
    return found


def fault(yaml: str) -> Problem:
    found = read(yaml)
    assert isinstance(found, Problem)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "---\na: 1\n---\nbody",
        "---\r\na: 1\r\n---\r\nbody",
        "\ufeff---\na: 1\n---\nbody",
        "---\na: 1\n---  \t\nbody",
    ],
    ids=["plain", "crlf", "byte order mark", "blanks behind the end"],
)
def test_a_head_stands_between_two_lines_of_dashes(text):
    span = split_head(text)
    assert span
    assert text[span.start : span.end].strip() == "a: 1"
    assert text[span.end :].startswith("---")
    assert text[span.body :] == "body"


def test_a_head_may_end_the_note_and_may_be_empty():
    assert split_head("---\na: 1\n---") == HeadSpan(4, 9, 12)
    assert split_head("---\n---\n") == HeadSpan(4, 4, 8)
    assert head("") == Head()
    assert head("# nothing yet").properties == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n",
        "---\na: 1\n",
        "---\na: 1\n...\n",
        "----\na: 1\n----\n",
        "---\na: 1\n----\n",
        "\n---\na: 1\n---\n",
        " ---\na: 1\n---\n",
        "---\na: 1\n ---\n",
        "---\ra: 1\r---\r",
        "--- a\n---\n",
        "text",
    ],
)
def test_what_is_not_opened_at_once_or_not_closed_is_no_head(text):
    assert split_head(text) is None


@pytest.mark.parametrize("name", ORACLE)
def test_heads_read_as_obsidian_reads_them(name):
    case = ORACLE[name]
    found = read(case["yaml"])
    if "error" in case:
        assert isinstance(found, Problem)
    else:
        assert isinstance(found, Head)
        assert agrees(dict(found.says()), case["value"])


def agrees(said, wanted) -> bool:
    """Same structure and same text; a number as it was written."""
    if isinstance(wanted, dict):
        said = dict(said)
        return list(said) == list(wanted) and all(agrees(said[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        return len(said) == len(wanted) and all(map(agrees, said, wanted))
    if isinstance(wanted, int):
        return float(int(said, 0) if said[:2] in ("0x", "0o") else float(said)) == wanted
    return said == (".inf" if wanted == "number:Infinity" else wanted)


def test_keys_of_any_kind_are_text():
    found = head("2026: a\nyes: b\n~: c\ncontent: d\nhandler: e\n2026-01-01: f\n{{date}}: g")
    names = [name for name, _ in found.says()]
    assert names == ["2026", "yes", "~", "content", "handler", "2026-01-01", "{ { date } }"]


def test_a_tab_is_a_blank_everywhere_but_before_a_line():
    assert head("a:\t1\t# one\nb: x\ty\nc:\t\n- z").says() == (
        ("a", "1"),
        ("b", "x\ty"),
        ("c", ("z",)),
    )


def test_each_property_knows_its_line_and_the_place_of_its_value():
    text = "---\r\ncompany: Acme # ours\r\nnext_follow_up:  \r\nlist:\r\n  - x\r\n---\r\n"
    found = read_head("a.md", text, split_head(text))
    assert [(one.name, one.line) for one in found.properties] == [
        ("company", 2),
        ("next_follow_up", 3),
        ("list", 4),
    ]
    assert [text[slice(*one.value_span)] for one in found.properties] == [" Acme", "", "\r\n  - x"]
    start, _ = found.find("Next_Follow_Up").value_span
    assert text[:start].endswith("next_follow_up:")


@pytest.mark.parametrize("yaml", ["- a\n- b", "only words", "[a, b]"])
def test_a_text_between_rules_is_nobodys_head(yaml):
    assert read(yaml) is None


@pytest.mark.parametrize("yaml", ["{{title}}: {{x}} y", "role: {{title}} x"])
def test_a_head_that_breaks_at_a_variable_is_told_as_a_hint(yaml):
    found = read(yaml)
    assert (found.line, found.code, found.severity) == (2, "variable-unfilled", "hint")


@pytest.mark.parametrize(
    ("text", "is_below"),
    [
        ("\n---\na: 1\n---\n", True),
        ("\ufeff\n\n---\n---\n", True),
        ("---\n---\n", False),
        ("\nx\n---\n---\n", False),
    ],
)
def test_a_head_below_blank_lines_is_seen_for_what_it_is(text, is_below):
    assert has_head_below(text) == is_below


@pytest.mark.parametrize(
    ("yaml", "line", "code"),
    [
        ("a: 1\nrole: Dev: backend", 3, "head-colon"),
        ("contact: @anna", 2, "head-first-character"),
        ("a: `x`", 2, "head-first-character"),
        ("a: 50%\nb: %x", 3, "head-first-character"),
        ("people:\n\t- Anna", 3, "head-tab"),
        ("a: 1\nb: 'x\nc: 2", 3, "head-quote-open"),
        ("a: 'it's'", 2, "head-behind-quote"),
        ("company: [[Acme]] Ltd", 2, "head-behind-link"),
        ("a: [x, y\nb: 2", 2, "head-bracket-open"),
        ("a: *bold*", 2, "head-alias"),
        ("a: &a [*a]", 2, "head-alias"),
        ("b: 1\n<<: {a: 1}", 3, "head-alias"),
        ("a: [x, *y]", 2, "head-alias"),
        ("a: !!python/object/apply:os.system [x]", 2, "head-tag"),
        ("a: !foo x", 2, "head-tag"),
        ("a: 1\n...\nb: 2", 4, "head-not-yaml"),
        ("stray\na: 1", 3, "head-not-yaml"),
        ('a: "\\UFFFFFFFF"', 2, "head-not-yaml"),
        ("a: 1\nb: x\u2028y", 3, "head-control-character"),
        ("a: x\x85y", 2, "head-control-character"),
        ("a: \0", 2, "head-control-character"),
        ("a: \x1b[2J", 2, "head-control-character"),
        ("a: 1\rb: 2", 2, "head-control-character"),
    ],
)
def test_what_does_not_read_is_told_with_its_line(yaml, line, code):
    found = fault(yaml)
    assert (found.line, found.code, found.severity) == (line, code, "problem")


@pytest.mark.parametrize(
    ("yaml", "mended"),
    [
        ("role: Dev: backend", 'role: "Dev: backend"'),
        ("contact: @anna  # who", 'contact: "@anna"'),
        ("a: 'it's'", 'a: "it\'s"'),
        ('a: "x" "y" z', "a: x y z"),
        ('a: the "x": y', "a: 'the \"x\": y'"),
        ("company: [[Acme]] Ltd", 'company: "[[Acme]] Ltd"'),
    ],
)
def test_the_remedy_is_a_line_that_reads(yaml, mended):
    told = fault(yaml).values["mended"]
    assert told.replace('"', "") == mended.replace('"', "") or told == mended
    assert isinstance(read(told), Head)


def test_a_property_that_stands_twice_names_both_lines():
    found = fault("status: applied\nrole: x\nstatus: rejected")
    assert (found.code, found.line, found.values) == (
        "head-duplicate-key",
        4,
        {"name": "status", "first": "2"},
    )
    assert fault("a:\n  - {b: 1, b: 2}").code == "head-duplicate-key"


@pytest.mark.parametrize(
    "yaml",
    [
        "a: " + "[" * 30_000,
        "a: " + "{" * 30_000,
        "a: " + "[x, " * 10_000,
        "x" * 70_000,
        "a: " + "è" * 40_000,
    ],
    ids=["lists", "mappings", "lists with values", "long", "long in bytes"],
)
def test_what_would_take_long_is_refused_before_yaml_sees_it(yaml):
    began = time.perf_counter()
    assert fault(yaml).code in ("head-too-deep", "head-too-large")
    assert time.perf_counter() - began < 0.05


def test_growing_and_nesting_heads_end_soon():
    laughs = "a: &a [x]\n" + "\n".join(f"b{n}: &b{n} [{', '.join(['*a'] * 9)}]" for n in range(9))
    assert fault(laughs).code == "head-alias"
    assert fault("\n".join(" " * n + "a:" for n in range(300))).code == "head-too-deep"
    assert fault("? " * 5_000).code == "head-too-deep"
    assert fault("a: [" + "[]," * 15_000 + "]").code == "head-too-large"


def test_a_head_without_the_words_is_never_read():
    text = "---\ntype: Application\n---\nperson"
    span = split_head(text)
    assert may_be(text, span, ("application",))
    assert not may_be(text, span, ("person", "job"))


MARKS = "[]{}\"'#!>%@`|?:,-&*\\ \t\n\r\0\u2028\ufeff"
WORDS = (
    "a",
    "b: ",
    "- ",
    "&a",
    "*a",
    "<<: ",
    "---\n",
    "...",
    "\r\n",
    "|\n",
    "è",
    "📅",
    "{{x}}",
    "2026-01-01",
)
PIECES = st.sampled_from((*MARKS, *WORDS))


@given(st.text() | st.lists(PIECES, max_size=60).map("".join))
def test_no_text_makes_reading_fail_or_misplaces_a_value(yaml):
    for text in (yaml, f"---\n{yaml}\n---\n"):
        span = split_head(text)
        if span is None:
            continue
        assert text[span.end : span.body].rstrip("\r\n").rstrip(" \t") == "---"
        found = read_head("a.md", text, span)
        for one in found.properties if isinstance(found, Head) else ():
            start, end = one.value_span
            assert span.start <= start <= end <= span.end
            assert text[start:end].strip() == one.written
            if (
                one.value.kind == "scalar"
                and "\n" not in one.written
                and one.written[:1] not in tuple("\"'|>")
            ):
                assert (one.text or "") == one.written or one.written in ("~", "null")
            assert 2 <= one.line <= text.count("\n") + 1
        if isinstance(found, Problem):
            assert 2 <= found.line <= text.count("\n") + 1


def test_a_second_document_a_list_for_a_name_and_half_a_character_are_no_accident():
    assert isinstance(read("a: b\n--- x"), Problem)
    assert [found.name for found in read("? [a, b]\n: c\n? {d: e}\n: f").properties] == [
        "[ a, b ]",
        "{ d }",
    ]
    assert isinstance(read("a: \ud800"), Problem)


def test_a_lone_carriage_return_behind_the_closing_line_leaves_it_closed():
    assert split_head("---\r\na: 1\r\n---\r") == HeadSpan(5, 11, 15)
    assert split_head("---\r\na: 1\r\n---\r\r\nb\r\n") == HeadSpan(5, 11, 17)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("---\ntype: a\ntags:\n  - b\n- c\n# d\n\nWords: mine\n", 5),
        ("\ufeff---\r\ntype: a\r\nWords.\r\n", 1),
        ("---\ntype: a", 1),
        ("---\n", 0),
        ("---\nSee https://b.example\n", 0),
    ],
)
def test_a_head_that_is_never_closed_ends_with_its_properties(text, lines):
    span = open_head(text)
    assert len(text[span.start : span.end].splitlines()) == lines


@pytest.mark.parametrize("text", ["", "type: a\n", "\n---\ntype: a\n", "---\ntype: a\n---\n"])
def test_a_head_that_is_closed_or_not_at_the_top_is_not_open(text):
    assert open_head(text) is None
