"""A walk whose notes are asked for by this process and a copy of it finds what a walk alone does, whatever becomes of the copy.

A copy is made while one thread runs only, and the suite's own processes may have more: so each of
these is a Python of its own.
"""

import signal
import sys
from pathlib import Path

import pytest

from tests.test_copies import has_ended, printed, python

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")

_PATIENCE_SECONDS = 30

WALKS = """
import errno, os, shutil, sys
from pathlib import Path
from tests.shared_walk import *
from vaultkit.disk import fork, helper, stands
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One folder that holds nearly all notes, and a few other folders."""
    root = tmp_path / "vault"
    for folder, count in (("", 3), ("All", 40), ("All/Below", 2), ("Else/Where", 4)):
        (root / folder).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            (root / folder / f"Note {number}.md").write_text("Text.\n", encoding="utf-8")
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    return root


def test_two_find_in_any_vault_what_one_finds(tmp_path: Path) -> None:
    """In vaults that Hypothesis makes, with a copy that has time, has none, and dies wherever it does."""
    assert printed(WALKS + "find_alike(sys.argv[1])\n", tmp_path) == ["alike"]


def test_a_folder_that_holds_nearly_all_is_shared_too(root: Path) -> None:
    """A copy that is left all the work: the queue holds each piece of two notes."""
    told = printed(
        WALKS + "with copy_does_all(): print(told(walk(sys.argv[1], ())), by_copy())\n", root
    )
    alone = printed(WALKS + "with unshared(): print(told(walk(sys.argv[1], ())), 25)\n", root)
    assert told == alone


@pytest.mark.parametrize(
    "refusal",
    [
        "fork.processors = lambda: 1",
        "fork.is_alone = lambda: False",
        "fork.is_alone = refused",
        "fork.start = refused",
        "helper._queue = refused",
        "os.pipe = refused",
    ],
)
def test_where_no_copy_can_be_made_all_is_asked_for_here(root: Path, refusal: str) -> None:
    code = f"{refusal}\nbefore = opened()\nprint(told(walk(sys.argv[1], ())), by_copy(), opened() == before)\n"
    alone = "with unshared(): print(told(walk(sys.argv[1], ())), 0, True)\n"
    assert printed(WALKS + code, root) == printed(WALKS + alone, root)


def test_nothing_is_left_of_a_copy(root: Path) -> None:
    """No descriptor, and nobody to wait for."""
    code = """
before = opened()
walk(sys.argv[1], ())
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print(opened() == before)
"""
    assert printed(WALKS + code, root) == ["True"]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ("(root / 'All' / 'Note 7.md').unlink()", 48),
        ("(root / 'All').rename(root / 'Every')", 7),
        ("shutil.rmtree(root / 'All'); (root / 'All').symlink_to(root / 'Else')", 7),
        ("(root / 'All').rename(root / 'Every'); shutil.copytree(root / 'Every', root / 'All')", 7),
    ],
    ids=["note", "renamed", "link", "another"],
)
def test_what_is_gone_before_it_is_asked_for_is_not_there(
    root: Path, change: str, left: int
) -> None:
    """The names were listed; each of the numbers that are found has its name."""
    code = f"""
root = Path(sys.argv[1])
with between_listing_and_asking(lambda: exec({change!r})):
    found = walk(sys.argv[1], ())
print(len(found.paths()), len(found.stands) // 4, 0 in found.stands, found.digest is None)
"""
    assert printed(WALKS + code, root) == [f"{left} {left} False False"]


def test_a_folder_that_cannot_be_opened_again_is_told_as_one_that_cannot_be_read(
    root: Path,
) -> None:
    code = """
def refuse():
    def refused(root, folder):
        raise PermissionError(errno.EACCES, "no")
    stands.open_folder = refused
with between_listing_and_asking(refuse):
    found = walk(sys.argv[1], ())
print(len(found.paths()), {*found.stands}, found.digest)
"""
    assert printed(WALKS + code, root) == ["49 {0} None"]


COMMAND = """
from vaultkit.__main__ import main
sys.argv = ["vaultkit", *sys.argv[1:]]
main()
"""
NO_GRAIN = "from vaultkit.work import index\nindex._GRAIN_SECONDS = -1e9\n"
STUCK = "have_copies(stuck)\nkept = copy_does_all()\nkept.__enter__()\n"


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "new"])
def test_a_command_that_is_asked_to_stop_while_a_copy_walks_ends_with_it(
    root: Path, asked: signal.Signals, is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an answer may be known, the walk comes before any handler is set: there SIGTERM ends it as it is."""
    for kind in ("STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", f"{root}.{kind}")
    words = ("due", "--vault", root, "--today", "2026-03-02")
    for _ in range(2 * is_known):
        with python(WALKS + NO_GRAIN + COMMAND, *words) as program:
            assert program.wait(_PATIENCE_SECONDS) == 0
    with python(WALKS + STUCK + COMMAND, *words) as program:
        assert program.stdout
        copy = int(program.stdout.readline())
        program.send_signal(asked)
        is_heard = asked == signal.SIGINT or (asked == signal.SIGTERM and not is_known)
        wanted = 128 + asked if is_heard else -asked
        assert program.wait(_PATIENCE_SECONDS) == wanted, program.communicate()[1]
        assert has_ended(copy)
