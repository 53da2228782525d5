"""A plain head is read to the very properties that YAML has for it; of any other the plain reader knows nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.core.front_matter.head_values import LONGEST_NAME, Refused, Unreadable
from vaultkit.core.front_matter.plain_yaml import plain_properties
from vaultkit.core.front_matter.yaml_text import read_properties

VALUES = (
    *(
        "Acme",
        "Acme & Sons, Ltd.",
        "2026-05-01",
        "10:30",
        "https://x.org/a?b=c",
        "null",
        "~",
        "é ü",
    ),
    *("", '""', '"a: b # c"', "''", "'it is'", "'[[Ann Lee]]'", '"[[Ann|A]], [[Bo]]"', "a'b\"c"),
    *(
        "[]",
        "[ ]",
        "[a]",
        "[a, b c,  d ]",
        "[\"[[Ann]]\", 'b', c]",
        "[null]",
        "[a,]",
        "[a, ]",
        "[,]",
    ),
    *("[a: b]", "[[a]]", "[a, [b]]", "{a: b}", "[a", "a]", '["a" b]', "[a # b]", "[-]", "[a?b]"),
    *(
        "a: b",
        "a:",
        "a #b",
        "a#b",
        "# a",
        "- a",
        "-5",
        "? a",
        "&a b",
        "*a",
        "!t a",
        "| ",
        ">",
        "%a",
    ),
    *(
        "@a",
        "`a`",
        '"a',
        "'a",
        '"a\\n"',
        "'it''s'",
        '"a" b',
        "a  ",
        "  a",
        "a\tb",
        "\ta",
        "=",
        "<<",
    ),
    *(">-", "|-", ">- ", ">", "|+", ">-2", "''''", "'a'''", "['it''s', b]", "'a''"),
    *(
        "(a)",
        "€ 5",
        "...",
        "---",
        "x" * 300,
        "a\u00a0",
        "\u00a0a",
        "a b\u00a0",
        "\ufeff",
        "💼 Job",
        "\ud800",
    ),
)
NAMES = ("company", "Date applied", "città", "a-b", "_x", "true", "null", "role", "tags", "x y-z")
LINES = (
    *(
        "",
        "  ",
        "# a",
        "- a",
        "  - a",
        "  - [[a]]",
        '  - "[[a]]"',
        "  - 'b'",
        "   - c",
        "-",
        "- ",
        "- - a",
    ),
    *("  one", "  two three.", " four", "  five ", "  s\u2028ix", "  - 'it''s'", "  # seven"),
    *(
        "  - a: b",
        "  b: c",
        "  c",
        "key",
        "key :",
        ": a",
        "<<: a",
        "? a",
        "---",
        "...",
        "- null",
        "- a #b",
    ),
    *("\ta: b", "a:b", "a  b: c", "1a: b", '"a": b', "[a]: b", "a, b: c", "n" * 201 + ": a"),
)
LINE = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(NAMES), st.sampled_from(VALUES)),
    st.builds("{}:".format, st.sampled_from(NAMES)),
    st.sampled_from(LINES),
)


def as_yaml(head: str) -> object:
    try:
        return read_properties(head)
    except (Refused, Unreadable) as error:
        return repr(error)


def check(head: str) -> None:
    found = plainly(head)
    if found is not None:
        assert found == as_yaml(head)


def plainly(head: str) -> object:
    try:
        return plain_properties(head)
    except Refused as refused:
        return repr(refused)


@settings(max_examples=500)
@given(st.lists(LINE, max_size=6), st.sampled_from(("\n", "\n\n", "\r\n")))
def test_what_is_read_is_what_yaml_reads(lines: list[str], newline: str) -> None:
    check("".join(line + newline for line in lines))


@settings(max_examples=500)
@given(st.text(alphabet="ab:-#[]{},'\"|>&*!?%@ \n\t\\é"))
def test_any_text_is_read_as_yaml_reads_it_or_not_at_all(text: str) -> None:
    check(f"a: {text}\n")
    check(text)


@pytest.mark.parametrize("value", VALUES)
def test_every_kind_of_value(value: str) -> None:
    check(f"a: {value}\nb: c\n")
    check(f"a:\n  - {value}\nb: c\n")
    check(f"a: {value}\n")
    check(f"a: {value}\n  # b\n\nc: d\n")
    check(f"a:\n# b\n  - {value}\n  # c\n\n")
    check(f"a:\n- {value}\n\n- b\n")
    check(f"a: {value}\r\nb:\r\n  - {value}\r\n\r\nc: d\r\n")


@pytest.mark.parametrize(
    "head",
    [
        "type: application\ncompany: Acme\napplied: 2026-05-01\n",
        "a:\nb:\n",
        "a:\n- b\n- c\n\nd: [e, 'f']\n\n",
        "a:\n\n  - b\n\n  - c\n",
        'a: "b"  \n',
        "a: b \r\nc:\r\n- d\r\n",
        "a: 'it''s'\nb: ['it''s', c]\n",
        "a: >-\n  b c: d\n  # e\nf: |-\n - g\n - h\n",
        "a: >-\r\n  b\r\n  c\r\n",
        f"{'n' * LONGEST_NAME}: b\n",
    ],
)
def test_a_plain_head_is_known(head: str) -> None:
    assert plain_properties(head) == read_properties(head) != None  # noqa: E711 - both, and something


@pytest.mark.parametrize(
    "head",
    [
        "",
        "\n",
        "a: b",
        "a: 1\na: 2\n",
        "a: [b\n",
        "a:\n  - b\n - c\n",
        "a: b\n" * 2,
        f"{'n' * (LONGEST_NAME + 1)}: b\n",
    ],
)
def test_another_kind_is_not(head: str) -> None:
    assert plain_properties(head) is None


@pytest.mark.parametrize(
    "head",
    [
        "".join(f"a{number}: b\n" for number in range(600)),
        "a:\n" + "- b\n" * 11_000,
        f"a: [{', '.join('b' * 11_000)}]\n",
    ],
)
def test_a_very_long_head_is_left_to_yaml(head: str) -> None:
    assert plain_properties(head) is None


@pytest.mark.parametrize("below", ["", "b: c\n", "  b\n   c\n", "  b\n c\n", "  b\n\n", "  b \n"])
def test_a_text_of_uneven_lines_is_left_to_yaml(below: str) -> None:
    assert plain_properties(f"a: >-\n{below}") is None
