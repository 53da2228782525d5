"""Work during which Python looks for no circles: what is read holds none, and all of it stays.

Each of its searches goes through everything that is there, and a vault is much. What there is by the
end is left out of later searches too, until the next such work begins.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Have Python look for no circles meanwhile."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
