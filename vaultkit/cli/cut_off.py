"""What it means that a write to a stream failed."""

import os
import stat
from errno import EINVAL, EPIPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def nobody_reads(error: OSError, stream: "TextIO | None") -> bool:
    """Tell whether a write to a stream failed because nobody reads on. Windows calls that EINVAL, behind a pipe."""
    if isinstance(error, BrokenPipeError) or error.errno == EPIPE:
        return True
    return error.errno == EINVAL and error.filename is None and _is_pipe(stream)


def _is_pipe(stream: "TextIO | None") -> bool:
    try:
        return stream is not None and stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # no file of the system's behind it
        return False
