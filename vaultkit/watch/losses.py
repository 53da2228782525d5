"""What the listeners of Windows and macOS lose, and do not say: told as "look at everything".

A folder in which too much happens at once overflows the system's buffer. watchdog logs that on
Linux only: on Windows an answer without a single event is passed over, on macOS a mark on the
event is. The two names that are used here are no promise of watchdog's;
tests/watch/test_losses.py holds every version to them.
"""

import threading
from collections.abc import Callable
from typing import Any

_MUST_LOOK = 0x01 | 0x02 | 0x04
"""FSEvents.h: MustScanSubDirs, UserDropped, KernelDropped."""


def telling(emitter: type[Any], lost: Callable[[], None]) -> type[Any]:
    """Return a kind of emitter that calls ``lost``, in a thread of its own, when events were lost."""

    class Telling(emitter):  # type: ignore[misc]
        """One that says so."""

        def on_thread_start(self) -> None:
            super().on_thread_start()
            queue = getattr(getattr(self, "_reader", None), "_buf_queue", None)
            if queue is not None:
                queue.put = _telling_put(queue.put, lost)

        def events_callback(self, paths: Any, inodes: Any, flags: list[int], ids: Any) -> None:
            if any(flag & _MUST_LOOK for flag in flags):
                lost()
            super().events_callback(paths, inodes, flags, ids)

    return Telling


def _telling_put(put: Callable[..., None], lost: Callable[[], None]) -> Callable[..., None]:
    """Windows' buffer comes with a word on its form; an empty one has overflowed."""

    def told(item: tuple[bytes, bool]) -> None:
        if not item[0]:
            lost()
        put(item)

    return told


def is_deaf(emitter: Any) -> bool:
    """Tell whether a listener hears nothing any more: on Windows a second thread asks the system."""
    if not emitter.is_alive():
        return True
    thread = getattr(getattr(emitter, "_reader", None), "_reader_thread", None)
    return isinstance(thread, threading.Thread) and not thread.is_alive()
