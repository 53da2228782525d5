"""Events that are lost on Windows and macOS, played by stand-ins that are made as watchdog makes them."""

import inspect
import queue
import threading
import time
from pathlib import Path

import pytest
import watchdog.observers
from watchdog.observers import api

from tests.systems import ON_WINDOWS
from vaultkit.watch import events
from vaultkit.watch.events import Events
from vaultkit.watch.losses import is_deaf, telling

SOURCES = Path(inspect.getfile(watchdog.observers)).parent


class Reader:
    """As watchdog.observers.winapi.DirectoryChangeReader: a thread puts what Windows gives into a queue."""

    def __init__(self) -> None:
        self._buf_queue: queue.Queue = queue.Queue()
        self._reader_thread: threading.Thread | None = None
        self.ends = threading.Event()

    def start(self) -> None:
        self._reader_thread = threading.Thread(target=self._run)
        self._reader_thread.start()
        self._buf_queue.get(timeout=2)

    def _run(self) -> None:
        self._buf_queue.put((b"", True))  # indicates that this thread has started
        self.ends.wait(20)


class Emitter:
    """As WindowsApiEmitter."""

    def __init__(self) -> None:
        self._reader = Reader()

    def on_thread_start(self) -> None:
        self._reader.start()

    def is_alive(self) -> bool:
        return True


@pytest.fixture
def heard():
    return []


def test_an_answer_of_windows_without_events_means_that_some_were_lost(heard):
    emitter = telling(Emitter, lambda: heard.append("lost"))()
    emitter.on_thread_start()
    put = emitter._reader._buf_queue.put
    assert heard == [], "the first one only says that the thread runs"
    put((b"an event", True))
    assert heard == []
    put((b"", True))
    assert heard == ["lost"]
    assert [emitter._reader._buf_queue.get()[0] for _ in range(2)] == [b"an event", b""]
    emitter._reader.ends.set()


def test_a_listener_whose_thread_has_died_is_deaf(heard):
    emitter = telling(Emitter, lambda: None)()
    emitter.on_thread_start()
    assert not is_deaf(emitter)
    emitter._reader.ends.set()
    emitter._reader._reader_thread.join(20)
    assert is_deaf(emitter)


@pytest.mark.parametrize(
    ("flags", "lost"),
    [([0x100], 0), ([], 0), ([0x100, 0x01], 1), ([0x02], 1), ([0x04 | 0x01], 1)],
)
def test_a_mark_of_macos_s_means_that_some_were_lost(heard, flags, lost):
    passed_on = []

    class FSEventsEmitter:
        """As watchdog's of that name."""

        def events_callback(self, paths, inodes, flags, ids) -> None:
            passed_on.append(flags)

    emitter = telling(FSEventsEmitter, lambda: heard.append("lost"))()
    emitter.events_callback([b"x"] * len(flags), [1] * len(flags), flags, [1] * len(flags))
    assert (len(heard), passed_on) == (lost, [flags])


def test_watchdog_is_still_made_as_the_stand_ins_are():
    """Read as texts: neither of the two can be loaded on another system."""
    windows = (SOURCES / "winapi.py").read_text("utf-8")
    assert "self._buf_queue.put((buf, self._extended))" in windows
    assert "if not buf:\n                continue" in windows
    assert "self._reader_thread = threading.Thread(target=self._run)" in windows
    assert "self._reader = reader" in (SOURCES / "read_directory_changes.py").read_text("utf-8")
    mac = (SOURCES / "fsevents.py").read_text("utf-8")
    assert (
        "def events_callback(self, paths: list[bytes], inodes: list[int], flags: list[int]" in mac
    )
    assert "run(self.events_callback" in mac
    assert "emitter = self._emitter_class(" in inspect.getsource(api)


def test_a_loss_is_answered_with_a_look_at_everything(tmp_path):
    listener = Events(tmp_path, time.monotonic)
    try:
        (emitter, *_) = listener._observer.emitters
        assert type(emitter).__name__ == "Telling"
        assert not listener.take().look
        if ON_WINDOWS:
            emitter._reader._buf_queue.put((b"", True))
        else:
            listener._look()
        assert listener.take().look
    finally:
        listener.close()


def test_a_folder_that_windows_cannot_open_any_more_is_gone_and_nothing_worse(
    tmp_path, monkeypatch
):
    (tmp_path / "Jobs").mkdir()

    class Observer(events.BaseObserver):
        """Answers as watchdog's reader does when its thread could not begin."""

        def schedule(self, handler, path, *, recursive=False, event_filter=None):
            if str(path).endswith("Jobs"):
                raise queue.Empty
            return super().schedule(handler, path, recursive=recursive, event_filter=event_filter)

    kind = type(events.Observer())
    monkeypatch.setattr(events, "Observer", type("Standing", (Observer, kind), {}))
    listener = Events(tmp_path, time.monotonic)
    assert listener.is_well()
    listener.close()


@pytest.mark.parametrize(
    ("tells", "name", "looks"),
    [
        (False, "Jobs", True),
        (False, "Acme.md", False),
        (False, ".git", False),
        (True, "Jobs", False),
    ],
)
def test_where_a_folder_that_went_looks_like_a_file_the_vault_is_looked_at(
    tmp_path, monkeypatch, tells, name, looks
):
    monkeypatch.setattr(type(events.system), "tells_what_went", tells)
    listener = Events(tmp_path, time.monotonic)
    try:
        listener._listener.dispatch(events.FileDeletedEvent(str(tmp_path / name)))
        assert listener.take().look == looks
    finally:
        listener.close()
