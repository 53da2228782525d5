"""The command line called in this process, as a shell would call it: Python starts once, not at every call."""

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from tests.json_forms import check_form
from vaultkit.__main__ import main


def run(
    *arguments: object,
    cwd: Path | str | None = None,
    env: Mapping[str, str] | None = None,
    input: bytes = b"",  # noqa: A002 - as for subprocess.run
) -> "CompletedProcess[bytes]":
    """Return the exit code and what was printed, as bytes. No stream is a terminal.

    ``env`` is laid over the environment. A traceback fails the test: it is no answer to a person.
    So does JSON that has not the form that its schema promises.
    """
    words = ["vaultkit", *map(str, arguments)]
    environ = {"COLUMNS": "80", **(env or {})}
    encoding = environ.get("PYTHONIOENCODING", "utf-8")
    out, err = _stream(encoding), _stream(encoding)
    with (
        _folder(cwd),
        patch.dict(os.environ, environ),
        patch.multiple(sys, argv=words, stdin=_stream(encoding, input), stdout=out, stderr=err),
    ):
        code = _exit_code()
    told = _told(out)
    if "--json" in words:
        check_form(told)
    return CompletedProcess(words, code, told, _told(err))


def run_text(*arguments: object, cwd: Path | str | None = None) -> "CompletedProcess[str]":
    """Return what ``run`` does, with what was printed as text."""
    done = run(*arguments, cwd=cwd)
    told, beside = done.stdout.decode(), done.stderr.decode()
    return CompletedProcess(done.args, done.returncode, told, beside)


def _exit_code() -> int:
    try:
        main()
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    return 0


def _stream(encoding: str, data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")


def _told(stream: io.TextIOWrapper) -> bytes:
    if stream.closed:
        return b""
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


@contextmanager
def _folder(cwd: Path | str | None) -> Iterator[None]:
    before = Path.cwd()
    if cwd is not None:
        os.chdir(cwd)
    try:
        yield
    finally:
        os.chdir(before)
