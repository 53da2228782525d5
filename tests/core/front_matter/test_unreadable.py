"""What people get wrong in a head, told by the line that they wrote."""

import pytest

from vaultkit.core.front_matter.unreadable import is_template_line, unreadable


@pytest.mark.parametrize(
    ("line", "code", "mended"),
    [
        ("role: Engineer: data", "head-colon", 'role: "Engineer: data"'),
        ("role: @home", "head-first-character", 'role: "@home"'),
        ("@role: x", "head-first-character", '"@role": x'),
        ("role: 'a' b", "head-behind-quote", 'role: "a b"'),
        ('role: "a', "head-quote-open", 'role: "a"'),
        ("role: [[Acme]] Ltd", "head-behind-link", 'role: "[[Acme]] Ltd"'),
        ("role: [[Acme", "head-bracket-open", 'role: "[[Acme"'),
        ("role: {a", "head-bracket-open", 'role: "{a"'),
        ("role: *bold*", "head-alias", 'role: "*bold*"'),
        ("role: !new", "head-tag", 'role: "!new"'),
        ("\trole: x", "head-tab", 'role: "x"'),
        ("loose words", "head-not-yaml", '"loose words"'),
        ('role: a "b" \\ # c', "head-not-yaml", "role: 'a \"b\" \\'"),
    ],
)
def test_a_line_tells_what_is_wrong_and_how_it_reads(line, code, mended):
    found = unreadable("A.md", [f"{line}\n"], 0)
    assert (found.code, found.line, found.values["mended"]) == (code, 2, mended)


def test_a_line_beyond_the_head_is_its_last_one_and_a_head_may_have_none():
    assert unreadable("A.md", ["a: b\n", "c: @d\n"], 9).line == 3
    assert unreadable("A.md", [], 0, "head-not-yaml").values["shown"] == ""


def test_a_very_long_line_is_shown_by_its_beginning():
    found = unreadable("A.md", ["x" * 5000 + "\n"], 0)
    assert len(found.values["shown"]) == 80


def test_a_template_s_line_is_known_by_its_variable():
    assert is_template_line(["{{date}}\n"], 0)
    assert is_template_line(["a: <% x %>\n"], 0)
    assert not is_template_line(["a: b\n"], 0)
    assert not is_template_line([], 4)
