"""What the system says of a failure is told in the reader's language."""

import errno
import io
import os
import sys

import pytest

from tests.command_line import run
from tests.other_user import as_nobody, open_to_all
from vaultkit import cli
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


def test_a_vault_that_may_not_be_entered_is_told_as_that_and_not_as_none():
    with open_to_all() as folder:
        vault = folder / "vault"
        vault.mkdir()
        (vault / "vaultkit.toml").write_text("schema = 1\n")
        vault.chmod(0)

        def asked():
            return run("due", "--vault", vault, cwd=folder).stderr.decode()

        told = as_nobody(asked)
    assert "cannot be read: Permission denied" in told
    assert "init" not in told


def test_a_full_disk_under_the_help_is_told_in_the_reader_s_language(monkeypatch, capsys):
    class Full(io.StringIO):
        """A stream that can be written to and not be flushed."""

        def flush(self):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(cli, "_run", lambda _: sys.stdout.write("Help"))
    monkeypatch.setattr(sys, "stdout", Full())
    monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("vaultkit: Non è stato possibile scrivere l'output:")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.EIO, "Input/output error"), "Something could not be read or written: "),
        (OSError(errno.EINVAL, "Invalid"), "Something could not be read or written: Invalid."),
        (OSError(errno.EBADF, "Bad file", 4), "Something could not be read or written: Bad file."),
        (OSError(errno.EACCES, "Permission denied", "a.md"), "a.md could not be opened: "),
        (OSError(errno.EACCES, "Permission denied", b"b.md"), "b.md could not be opened: "),
        (OSError(errno.EMFILE, "Too many open files"), "Too many files are open at once."),
    ],
)
def test_an_error_that_no_command_cares_for_is_told_as_what_it_is_known_to_be(
    monkeypatch, capsys, error, told
):
    def failing(_words):
        raise error

    monkeypatch.setattr(cli, "_run", failing)
    monkeypatch.setenv("LC_ALL", "C")
    reading, writing = os.pipe()
    with open(reading), open(writing, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        with pytest.raises(SystemExit) as stopped:
            cli.main()
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith(f"vaultkit: {told}")


def test_the_stages_that_may_be_said_are_named_in_the_language_of_the_vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n')
    told = run("new", "Acme", "Cuoco", "--status", "boh", cwd=tmp_path).stderr.decode()
    assert "colloquio, offerta" in told
    assert "applied" not in told
