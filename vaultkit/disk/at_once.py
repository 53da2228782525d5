"""Two waits for the disk at once: it keeps both in one turn, where one after the other would wait for two."""

import threading
from collections.abc import Callable


def both(first: Callable[[], None], second: Callable[[], None]) -> None:
    """Call both at once, the second in a thread that is over when this returns. Raises what either raises.

    Where no more threads can be had, one comes after the other.
    """
    failed: list[Exception] = []

    def beside() -> None:
        try:
            second()
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=beside)
    try:
        thread.start()
    except RuntimeError:
        first()
        second()
        return
    try:
        first()
    finally:
        thread.join()
    if failed:
        raise failed[0]
