"""One flag rewrites the golden files; a missing one is written, and then fails."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import left_out_on_windows

# A build server tells of the change that it builds, not of its luck or its load; examples that
# nobody has seen before are drawn on a developer's machine and by the long commands.
settings.register_profile(
    "server", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("server" if os.environ.get("CI") else "default")


UNCOUNTED = (
    *("tests/test_fuzz.py", "tests/test_growth.py", "tests/test_year.py"),
    *("tests/properties/test_render.py", "tests/properties/test_promises.py"),
    *("tests/properties/test_known.py", "tests/properties/test_person_wins.py"),
    "tests/properties/test_redacted.py",
)
"""Each runs the same lines thousands of times, which other tests have covered: to count them
takes longer than to run them."""


def pytest_collection_modifyitems(items):
    for item in items:
        if _place(item.path) in UNCOUNTED:
            item.add_marker(pytest.mark.no_cover)
        why = sys.platform == "win32" and left_out_on_windows.reason(_place(item.path), item.name)
        if why:
            item.add_marker(pytest.mark.skip(reason=why))


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write what the program gives now"
    )


if left_out_on_windows.is_wine():

    def _no_links(*_, **__):
        """Wine makes none, and says nothing. pytest makes one, too, and does without."""
        if Path(sys._getframe(1).f_code.co_filename).is_relative_to(Path(__file__).parent):
            pytest.skip(left_out_on_windows.LINKS)

    Path.symlink_to = _no_links

    _start = subprocess.Popen.__init__

    def _start_what_is_there(self, words, *rest, **named):
        """What the tests themselves start and this machine has for its own system alone."""
        asker = sys._getframe(1)
        while asker.f_globals.get("__name__") == "subprocess":
            asker = asker.f_back
        is_of_a_test = Path(asker.f_code.co_filename).is_relative_to(Path(__file__).parent)
        if is_of_a_test and words[0] in ("git", "sh", "bash"):
            pytest.skip(left_out_on_windows.GIT)
        _start(self, words, *rest, **named)

    subprocess.Popen.__init__ = _start_what_is_there


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that itself asks for what Windows has not is left out there; what the program asks for must be there."""
    report = (yield).get_result()
    missing = _posix_only(call.excinfo) if sys.platform == "win32" and call.excinfo else None
    if missing:
        report.outcome = "skipped"
        report.longrepr = (str(item.path), item.location[1], f"Skipped: Windows has no {missing}")


def _posix_only(found):
    """Return what a test asked of Python that only POSIX has, None where the program asked."""
    error, asker = found.value, Path(str(found.traceback[-1].path))
    is_of_the_test = asker.is_relative_to(Path(__file__).parent)
    if not is_of_the_test or getattr(error, "obj", None) not in (os, signal, time):
        return None
    return f"{error.obj.__name__}.{error.name}"


def _place(path):
    return path.relative_to(Path(__file__).parent.parent).as_posix()


@pytest.fixture
def golden(request):
    """Compare bytes with a file; ``golden(path, got)``."""

    def compare(path: Path, got: bytes) -> None:
        if request.config.getoption("--rewrite-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(got)
        elif not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(got)
            pytest.fail(f"{path} was missing; it has been written, read it")
        assert got.decode() == path.read_bytes().decode()

    return compare


@pytest.fixture(autouse=True)
def state_home(tmp_path_factory, monkeypatch):
    """No test writes into a real home."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    if sys.platform == "win32":  # where a person's own settings are there
        monkeypatch.setenv("APPDATA", str(tmp_path_factory.mktemp("config")))
    for name in ("VAULTKIT_VAULT", "NO_COLOR", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
