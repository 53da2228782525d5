"""A plain command line is read without the library, and to the very same values; all else is the library's."""

from functools import wraps
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.cli import guarded
from vaultkit.cli.command import built
from vaultkit.cli.commands import COMMANDS
from vaultkit.cli.parameters import about, common_parameters, own_parameters
from vaultkit.cli.plain_call import function_of, plain_call

TEXTS = ("Acme", "Acme.md", "3", "2026-11-20", "auto", "-", "--", "-x", "-qv", "", " ", "à", "a=b")


def words_of(name):
    """What a person may write behind a command's name, and what they should not."""
    parameters = [*own_parameters(function_of(name)), *common_parameters()]
    names = [option for one in parameters for option in about(one).names]
    one = st.sampled_from([*names, *names, *(f"{option}=b" for option in names), *TEXTS])
    return st.lists(one, max_size=5)


CALLS = st.sampled_from(sorted(COMMANDS)).flatmap(
    lambda name: st.tuples(st.just(name), words_of(name))
)


def by_the_library(name, words):
    """Return the values that a command's function gets from the library."""
    function, got = function_of(name), []

    @wraps(function)
    def record(session, **values):
        got.append({**values, **vars(session.options)})
        return 0

    library = built(name, "", record)
    library.main(words, standalone_mode=False)
    return got[0]


@settings(max_examples=400, deadline=None)
@given(CALLS)
def test_what_is_read_plainly_is_what_the_library_reads(call):
    name, words = call
    plain = plain_call([name, *words])
    if plain is None:
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(guarded, "_check_common", lambda session: None)
        library = by_the_library(name, words)
    assert plain.function is function_of(name)
    assert {key: value or None for key, value in plain.values.items()} == {
        key: value or None for key, value in library.items()
    }


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["due", "--json"], {"json": True}),
        (["due", "-q", "--vault", "there"], {"quiet": True, "vault": Path("there")}),
        (["done", "3"], {"item": "3"}),
        (["done", "--person=Ada"], {"person": "Ada"}),
        (["update", "a.md", "--check", "b.md"], {"notes": ["a.md", "b.md"], "check": True}),
        (["snooze", "3", "1w"], {"item": "3", "when": ["1w"]}),
        ([], {}),
    ],
)  # fmt: skip
def test_a_plain_call_has_its_values(words, values):
    call = plain_call(words)
    assert call is not None
    assert {key: value for key, value in call.values.items() if value} == values


@pytest.mark.parametrize(
    "words",
    [
        ["--json", "due"],
        ["due", "--help"],
        ["due", "-qv"],
        ["due", "surplus"],
        ["due", "--vault"],
        ["due", "--vault", "--json"],
        ["due", "--vault", ""],
        ["due", "--json=yes"],
        ["due", "--json", "--json"],
        ["new", "Acme"],
        ["merge-driver", "--marker-size", "7", "a", "b", "c"],
        ["applause"],
    ],
    ids=" ".join,
)
def test_all_else_is_left_to_the_library(words):
    assert plain_call(words) is None
