"""``python -m vaultkit``, and what the installed command runs."""

import io
import os
import sys

import vaultkit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from _typeshed import ReadableBuffer


def main() -> None:
    """Run the command line; an interrupt, or too little memory, ends it without a traceback, however early."""
    try:
        settle_streams()
        if sys.argv[1:] == ["--version"] and _print_version():
            return
        if sys.argv[1:2] == ["--complete"]:
            from vaultkit.cli.completing import answer

            answer(sys.argv[2:])
            return
        from vaultkit.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)
    except MemoryError:  # there may be none left for the phrases of a language
        sys.stderr.write(
            "vaultkit: There is not enough memory. Close other programs, and try again.\n"
        )
        sys.exit(2)


def settle_streams() -> None:
    """Have what is printed be UTF-8 whose lines end in LF, whatever the console, its code page and the pipe are.

    Windows would give a pipe its own code page and CRLF: other bytes than those that would be
    written into a note. An encoding that the person asked Python for stays; what it cannot say
    becomes a question mark, and a byte of an answer that is none of its letters does too.

    What is printed without a buffer is printed whole, or its writer is told (``_Whole``); a message
    comes behind what was printed before it, and is no error where nobody hears it (``_Said``). A
    stream that was closed by whoever called takes everything, and keeps nothing.
    """
    if isinstance(getattr(sys.stdout, "buffer", None), io.RawIOBase):
        sys.stdout = _through(_Whole, sys.stdout, line_buffering=False)
    if isinstance(_raw(sys.stderr), io.RawIOBase):
        sys.stderr = _through(_Said, sys.stderr, line_buffering=True)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    encoding = None if os.environ.get("PYTHONIOENCODING") else "utf-8"
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding, errors="replace", newline="\n")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


class _Whole(io.BufferedWriter):
    """What takes the bytes of a stdout that Python was asked to leave without a buffer: at once, and all of them.

    Python's own way loses, without a word, what a disk that is nearly full does not take.
    """

    def write(self, data: "ReadableBuffer") -> int:
        count = super().write(data)
        self.flush()
        return count


class _Said(io.BufferedWriter):
    """What takes the bytes of stderr, behind all that was printed before: in one pipe both keep their order.

    What cannot be written is lost: no command may end halfway, or otherwise, since nobody hears its messages.
    """

    def __init__(self, raw: "io.RawIOBase") -> None:
        super().__init__(raw)
        self._process = os.getpid()

    def write(self, data: "ReadableBuffer") -> int:
        is_copy = os.getpid() != self._process  # its stdout holds what we shall print
        if sys.stdout is not None and not is_copy:
            _tried(sys.stdout.flush)  # where it fails, whoever prints there next is told
        _tried(lambda: super(_Said, self).write(data))
        self.flush()
        return len(memoryview(data))

    def flush(self) -> None:
        _tried(super().flush)


def _tried(act: "Callable[[], object]") -> None:
    """Do something to a stream that may be closed, full, read by nobody any more, or in the middle of a write.

    A signal may come in the middle, and whoever hears it may write, too.
    """
    try:
        act()
    except (OSError, ValueError, RuntimeError):
        return


def _through(
    taker: "Callable[[io.RawIOBase], io.BufferedWriter]", stream: "TextIO", *, line_buffering: bool
) -> "TextIO":
    """Return a stream that writes through another taker of bytes to where the first one writes."""
    bytes_taker = taker(_raw(stream))
    bytes_taker.before = stream  # type: ignore[attr-defined] # which closes what is behind both when it goes
    return io.TextIOWrapper(
        bytes_taker,
        encoding=stream.encoding,
        line_buffering=line_buffering,
        write_through=not line_buffering,
    )


def _raw(stream: "TextIO") -> "io.RawIOBase":
    """Return what stands behind the buffers of a stream."""
    buffer = getattr(stream, "buffer", None)
    return getattr(buffer, "raw", buffer)  # type: ignore[return-value]


def _print_version() -> bool:
    """Print the version without loading what only commands need. False where it cannot be printed."""
    try:
        sys.stdout.write(f"vaultkit {vaultkit.__version__}\n")
        sys.stdout.flush()
    except OSError as error:
        from vaultkit.cli.cut_off import nobody_reads

        if not nobody_reads(error, sys.stdout):
            return False  # full: the command line says so
        sys.stdout = None  # the reader has seen enough
    return True


if __name__ == "__main__":
    main()
