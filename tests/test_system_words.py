"""What the system says of a failure is told in the reader's language."""

import errno
import os
import sys

import pytest

from tests.command_line import run
from vaultkit.playbook import load

USUAL = (
    errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE,
    errno.ENFILE, errno.ENAMETOOLONG, errno.EFBIG, errno.ELOOP, errno.EISDIR, errno.ENOTDIR,
    errno.ENOENT, errno.EEXIST, errno.ENOTEMPTY, errno.EBUSY, errno.EAGAIN, errno.ENOMEM,
    errno.ESTALE, errno.EPIPE, errno.ECONNREFUSED, errno.ETIMEDOUT, errno.EHOSTUNREACH,
)  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="the words of another system")
@pytest.mark.parametrize("number", USUAL, ids=errno.errorcode.get)
def test_a_usual_reason_is_told_in_italian_and_stays_in_english(number):
    said = os.strerror(number)
    told = load.phrases("it").say("error.settings-unreadable", reason=said)
    assert said not in told
    assert said in load.phrases("en").say("error.settings-unreadable", reason=said)


def test_a_reason_that_is_no_system_s_stays_as_it_is():
    told = load.phrases("it").say("error.settings-unreadable", reason="Frobbed {text}")
    assert "Frobbed {text}" in told


def test_a_command_tells_it_so(tmp_path):
    (tmp_path / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n')
    done = run("export", "csv", "-o", tmp_path / "missing" / "x" / "y.csv", cwd=tmp_path)
    assert b"No such file" not in done.stderr
    assert done.returncode == 2
