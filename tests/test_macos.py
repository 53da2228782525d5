"""macOS, played: its calls answer here as Apple's pages say, its file systems find a name in every form.

Nothing of this was run on a Mac. What is played: rename(2), fcntl(2), copyfile(3), stat(2),
statfs(2); names in NFD as HFS+ keeps them, and as they were given, as APFS does.
"""

import ctypes
import errno
import os
import stat
import struct
import sys
import time
import unicodedata
from contextlib import suppress
from types import SimpleNamespace

import pytest

from tests.command_line import run
from tests.systems import put_system

if sys.platform != "linux":
    pytest.skip("a Mac is played on Linux only", allow_module_level=True)

from vaultkit.core.text.problem import Problem
from vaultkit.disk import vault as vaults
from vaultkit.disk.folder import Folder
from vaultkit.disk.journal import Journal
from vaultkit.disk.system import macos, posix
from vaultkit.disk.system.macos import MacOS
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import Replacement, write
from vaultkit.watch.events import Events, is_left_out

NFC, NFD = (unicodedata.normalize(form, "Città di Perù") for form in ("NFC", "NFD"))
OLD = "---\ntype: application\nstatus: applied\n---\n# Acme\nGià.\n".encode()
NEW = OLD.replace(b"# Acme\n", b"# Acme\n- [ ] an item\n")
DAY = ("--today", "2026-11-20")


class Libc:
    """The calls that Python does not offer. ``refuses`` maps a call, or a flag of it, to the errno it fails with."""

    def __init__(self) -> None:
        self.refuses: dict[object, int] = {}
        self.calls: list[tuple[object, ...]] = []
        self.kept = Names(None).kept

    def renameatx_np(self, one_folder, one, other_folder, other, flags) -> int:
        self.calls.append(("renameatx_np", one, other, flags.value))
        if self._fails("renameatx_np") or self._fails(flags.value):
            return -1
        one = self.kept(os.fsdecode(one), one_folder)
        other = self.kept(os.fsdecode(other), other_folder)
        if flags.value == 0x4:  # RENAME_EXCL
            try:
                os.link(one, other, src_dir_fd=one_folder, dst_dir_fd=other_folder)
            except FileExistsError:
                ctypes.set_errno(errno.EEXIST)
                return -1
            os.unlink(one, dir_fd=one_folder)
            return 0
        aside = ".aside"
        os.rename(one, aside, src_dir_fd=one_folder, dst_dir_fd=one_folder)
        os.rename(other, one, src_dir_fd=other_folder, dst_dir_fd=one_folder)
        os.rename(aside, other, src_dir_fd=one_folder, dst_dir_fd=other_folder)
        return 0

    def fcopyfile(self, like, fd, state, flags) -> int:
        self.calls.append(("fcopyfile", flags.value))
        if self._fails("fcopyfile"):
            return -1
        for name in os.listxattr(like):
            os.setxattr(fd, name, os.getxattr(like, name))
        return 0

    def fchflags(self, fd, flags) -> int:
        self.calls.append(("fchflags", flags.value))
        return 0

    def fsetattrlist(self, fd, what, value, size, options) -> int:
        self.calls.append(("fsetattrlist", what[4:8], struct.unpack("=qq", value), size.value))
        return 0

    def statfs(self, path, answer) -> int:
        kind = getattr(self, "kind", b"apfs")
        ctypes.memmove(ctypes.addressof(answer) + 72, kind + b"\0", len(kind) + 1)
        return 0

    def _fails(self, what: object) -> bool:
        if what in self.refuses:
            ctypes.set_errno(self.refuses[what])
        return what in self.refuses


class Names:
    """``os`` on a disk that finds a name in every form; ``form`` is the one in which it keeps a new one."""

    def __init__(self, form: str | None) -> None:
        self.form = form

    def __getattr__(self, name: str):
        return getattr(os, name)

    def kept(self, path, dir_fd=None):
        """Return a path as the disk has it."""
        if not isinstance(path, str):
            return path
        *above, name = path.split("/")
        if dir_fd is None and above:
            folder = self.kept("/".join(above)) if any(above) else "/"
            return f"{folder.rstrip('/')}/{self._kept_in(folder, name)}"
        return self._kept_in(dir_fd if dir_fd is not None else ".", name)

    def _kept_in(self, folder, name: str) -> str:
        known = []
        with suppress(
            OSError
        ):  # opened anew: to list a descriptor moves whoever else is listing it
            fd = os.open(
                folder if isinstance(folder, str) else f"/proc/self/fd/{folder}", os.O_RDONLY
            )
            known = os.listdir(fd)  # noqa: PTH208 - by descriptor
            os.close(fd)
        for other in known:
            if unicodedata.normalize("NFC", other) == unicodedata.normalize("NFC", name):
                return other
        return unicodedata.normalize(self.form, name) if self.form else name

    def open(self, path, flags, mode=0o777, *, dir_fd=None):
        return os.open(self.kept(path, dir_fd), flags, mode, dir_fd=dir_fd)

    def stat(self, path, *, dir_fd=None, follow_symlinks=True):
        return os.stat(self.kept(path, dir_fd), dir_fd=dir_fd, follow_symlinks=follow_symlinks)

    def mkdir(self, path, mode=0o777, *, dir_fd=None):
        os.mkdir(self.kept(path, dir_fd), mode, dir_fd=dir_fd)

    def unlink(self, path, *, dir_fd=None):
        os.unlink(self.kept(path, dir_fd), dir_fd=dir_fd)

    def access(self, path, mode, *, dir_fd=None, effective_ids=False):
        return os.access(self.kept(path, dir_fd), mode, dir_fd=dir_fd, effective_ids=effective_ids)

    def link(self, one, other, *, src_dir_fd, dst_dir_fd):
        one, other = self.kept(one, src_dir_fd), self.kept(other, dst_dir_fd)
        os.link(one, other, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    def replace(self, one, other, *, src_dir_fd, dst_dir_fd):
        one, other = self.kept(one, src_dir_fd), self.kept(other, dst_dir_fd)
        os.replace(one, other, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)


class Fcntl:
    """``fcntl`` with a full flush; ``refuses`` is the errno with which a disk fails it."""

    def __init__(self) -> None:
        self.full, self.refuses = 0, 0

    def fcntl(self, fd, command, *rest):
        assert command == 51, "F_FULLFSYNC"
        if self.refuses:
            raise OSError(self.refuses, os.strerror(self.refuses))
        os.fstat(fd)
        self.full += 1


@pytest.fixture
def libc(monkeypatch):
    libc = Libc()
    monkeypatch.setattr(macos, "_LIBC", libc)
    return libc


@pytest.fixture
def fcntl(monkeypatch):
    played = Fcntl()
    monkeypatch.setattr(macos, "fcntl", played)
    return played


@pytest.fixture
def mac(monkeypatch, libc, fcntl):
    """The whole program on macOS: every module that has taken the door is given the other one."""
    here = MacOS()
    put_system(monkeypatch, here)
    return here


@pytest.fixture
def hfs(monkeypatch, mac):
    names(monkeypatch, "NFD")
    return mac


def names(monkeypatch, form: str | None) -> None:
    played = Names(form)
    for module in (macos, posix):
        monkeypatch.setattr(module, "os", played)
    macos._LIBC.kept = played.kept


def make(root, name=NFD, text=OLD):
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text)
    old = time.time() - 60
    os.utime(file, (old, old))
    return file


def written(root, path, tmp_path_factory, monkeypatch, wanted=NEW):
    from vaultkit.disk import write_exchange

    monkeypatch.setattr(write_exchange, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(write_exchange, "LINGER_SECONDS", 0.0)
    vault = Vault(root)
    journal = Journal(vault.root, {"XDG_STATE_HOME": str(tmp_path_factory.mktemp("state"))})
    with journal.run("test") as opened:
        return write(vault, Replacement(path, OLD, wanted), opened)


def test_a_note_is_swapped_in_one_step_and_what_the_finder_knows_of_it_stays(
    mac, libc, fcntl, tmp_path, tmp_path_factory, monkeypatch
):
    note = make(tmp_path, "Acme.md")
    tags = ("user.com.apple.metadata:_kMDItemUserTags", b"bplist00 red")
    try:
        os.setxattr(note, *tags)
    except OSError:
        pytest.skip("this disk keeps no extended attributes")
    note.chmod(0o640)
    outcome = written(tmp_path, "Acme.md", tmp_path_factory, monkeypatch)
    assert outcome.kind == "written"
    assert note.read_bytes() == NEW
    assert os.getxattr(note, tags[0]) == tags[1]
    assert stat.S_IMODE(note.stat().st_mode) == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["Acme.md"]
    swaps = [call for call in libc.calls if call[0] == "renameatx_np"]
    assert [call[2:] for call in swaps] == [(b"Acme.md", 0x2)]
    assert ("fcopyfile", 5) in libc.calls
    assert fcntl.full >= 3, "the journal, the note and its folder outlive a power cut"


def test_marks_and_the_day_of_a_note_s_making_are_carried_over(mac, libc, tmp_path, monkeypatch):
    like, fd = (os.open(tmp_path / name, os.O_RDWR | os.O_CREAT) for name in ("one", "two"))
    told = SimpleNamespace(st_mode=0o644, st_flags=0x40008020, st_birthtime=1_700_000_000.5)
    played = Names(None)
    played.fstat = lambda _: told
    monkeypatch.setattr(macos, "os", played)
    mac.copy_attributes(like, fd)
    assert ("fchflags", 0x8000) in libc.calls, "UF_HIDDEN, but not what the disk sees to itself"
    wanted = ("fsetattrlist", struct.pack("=I", 0x200), (1_700_000_000, 500_000_000), 16)
    assert wanted in libc.calls
    for each in (like, fd):
        os.close(each)


@pytest.mark.parametrize("error", [errno.ENOTSUP, errno.EINVAL])
def test_a_disk_that_knows_no_swap_is_written_on_by_a_rename(
    mac, libc, tmp_path, tmp_path_factory, monkeypatch, error
):
    """As rename(2) says of exFAT and of network drives."""
    libc.refuses["renameatx_np"] = error
    note = make(tmp_path, "Acme.md")
    assert written(tmp_path, "Acme.md", tmp_path_factory, monkeypatch).kind == "written"
    assert note.read_bytes() == NEW
    assert [entry.name for entry in tmp_path.iterdir()] == ["Acme.md"]


def test_a_swap_or_a_copy_of_attributes_that_fails_leaves_the_note_as_it_was(
    mac, libc, tmp_path, tmp_path_factory, monkeypatch
):
    note = make(tmp_path, "Acme.md")
    for call, error in (("fcopyfile", errno.EIO), (0x2, errno.EIO)):
        libc.refuses = {call: error}
        assert written(tmp_path, "Acme.md", tmp_path_factory, monkeypatch).kind != "written"
        assert note.read_bytes() == OLD
        assert [entry.name for entry in tmp_path.iterdir()] == ["Acme.md"]


@pytest.mark.parametrize("error", [errno.ENOTSUP, errno.ENOTTY, errno.EINVAL])
def test_a_disk_without_a_full_flush_is_flushed_as_well_as_it_can_be(mac, fcntl, tmp_path, error):
    fcntl.refuses = error
    with open(tmp_path / "x", "wb") as file:
        mac.flush(file.fileno())


def test_a_full_flush_that_fails_is_no_success(mac, fcntl, tmp_path):
    fcntl.refuses = errno.EIO
    with open(tmp_path / "x", "wb") as file, pytest.raises(OSError):
        mac.flush(file.fileno())


@pytest.mark.parametrize("form", ["NFD", None], ids=["HFS+", "APFS"])
@pytest.mark.parametrize("stored", [NFC, NFD], ids=["in NFC", "in NFD"])
def test_a_note_has_one_name_and_is_found_in_either_form(mac, monkeypatch, tmp_path, form, stored):
    names(monkeypatch, form)
    make(tmp_path, f"{stored}/{stored}.md")
    vault = Vault(tmp_path)
    assert [ref.path for ref in vault.walk()] == [f"{NFC}/{NFC}.md"]
    assert vault.roll().digest is not None
    for asked in (NFC, NFD):
        path = f"{asked}/{asked}.md"
        assert vault.read_bytes(path) == OLD
        assert vault.signature(path) == next(iter(vault.roll().signatures()))
        assert vault.as_listed(path) == f"{NFC}/{NFC}.md"


def test_on_a_disk_that_tells_the_forms_apart_both_notes_are_what_they_are(mac, tmp_path):
    """A network drive of another system's, say."""
    make(tmp_path, f"{NFC}.md")
    make(tmp_path, f"{NFD}.md", NEW)
    vault = Vault(tmp_path)
    assert {ref.path: vault.read_bytes(ref.path) for ref in vault.walk()} == {
        f"{NFC}.md": OLD,
        f"{NFD}.md": NEW,
    }


def test_no_second_note_is_made_beside_one_in_the_other_form(hfs, tmp_path):
    make(tmp_path, f"{NFD}.md")
    with pytest.raises(vaults.UsageError, match=r"note-exists|name-clash"):
        Vault(tmp_path).create(f"{NFC}.md", NEW)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [OLD]


def test_a_new_note_is_never_put_over_one_that_appears_in_that_moment(mac, libc, tmp_path):
    Vault(tmp_path).create("Acme.md", NEW)
    assert ("renameatx_np", b"Acme.md", 0x4) in [(c[0], *c[2:]) for c in libc.calls]
    with Folder.root(tmp_path) as folder:
        make(tmp_path, "beside")
        with pytest.raises(FileExistsError):
            folder.move_new("beside", "Acme.md")
    assert (tmp_path / "Acme.md").read_bytes() == NEW


def test_commands_write_one_note_whose_name_is_in_nfd(hfs, tmp_path, monkeypatch):
    from vaultkit.disk import write_exchange

    monkeypatch.setattr(write_exchange, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(write_exchange, "LINGER_SECONDS", 0.0)
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    head = "---\ntype: application\nstatus: rejected\ninterviewed: 2026-11-02\ndecided: 2026-11-15\n---\n"
    note = make(tmp_path, f"{NFD}.md", head.encode())
    done = run("update", "-v", *DAY, "--vault", tmp_path)
    assert (done.returncode, b"vaultkit:begin" in note.read_bytes()) == (0, True), done
    for asked in (NFC, NFD):
        told = run("explain", asked, *DAY, "--vault", tmp_path)
        assert told.returncode == 0, told.stderr.decode()
    done = run("done", f"{NFC}#reflect", *DAY, "--vault", tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert b"- [x]" in note.read_bytes()
    assert run("undo", "--vault", tmp_path).returncode == 0
    assert b"- [x]" not in note.read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        [f"{NFD}.md", "vaultkit.toml"]
    )


def test_an_event_under_either_form_is_of_the_same_note(mac, tmp_path):
    listener = Events(tmp_path, time.monotonic)
    try:
        for name in (NFC, NFD):
            listener._note(str(tmp_path / f"{name}.md"), False)
        assert [*listener.take().changed] == [f"{NFC}.md"]
    finally:
        listener.close()


def test_a_note_that_lies_in_icloud_alone_is_neither_read_nor_fetched(mac, tmp_path, monkeypatch):
    """stat(2): SF_DATALESS. A compressed file has no blocks either, and is read."""
    make(tmp_path, "Acme.md")
    told = SimpleNamespace(
        st_mode=stat.S_IFREG | 0o644, st_size=3, st_blocks=0, st_flags=0x40000000
    )
    assert mac.is_placeholder(told)
    assert not mac.is_placeholder(SimpleNamespace(st_size=3, st_blocks=0, st_flags=0x20))
    read = []
    monkeypatch.setattr(MacOS, "is_placeholder", lambda *_: True)
    with monkeypatch.context() as watched:
        watched.setattr(os, "read", lambda *_: read.append(1))
        found = Vault(tmp_path).read("Acme.md")
    assert isinstance(found, Problem)
    assert found.code == "not-downloaded"
    assert read == []


@pytest.mark.parametrize("name", [".DS_Store", "._Acme.md", ".Acme.md.icloud", ".Spotlight-V100"])
def test_what_macos_leaves_in_a_folder_is_no_note(mac, tmp_path, name):
    make(tmp_path, name)
    make(tmp_path, "Acme.md")
    assert [ref.path for ref in Vault(tmp_path).walk()] == ["Acme.md"]
    assert is_left_out(name)


@pytest.mark.parametrize(
    ("told", "kind"), [(b"apfs", "apfs"), (b"hfs", "hfs"), (b"smbfs", "smb3"), (b"webdav", "davfs")]
)
def test_the_kind_of_disk_is_told_in_the_words_that_the_rest_knows(mac, libc, tmp_path, told, kind):
    libc.kind = told
    assert mac.file_system(tmp_path) == kind


def test_a_path_in_other_capitals_means_the_note_that_is_there(mac, tmp_path, monkeypatch):
    """As on APFS and NTFS; the disk of this test is told to find both."""
    make(tmp_path, "Acme.md")
    monkeypatch.setattr(
        MacOS, "stat", lambda self, folder, name: os.stat("Acme.md", dir_fd=folder.handle)
    )
    assert Vault(tmp_path).as_listed("ACME.md") == "Acme.md"
    assert Vault(tmp_path).as_listed("Globex.md") == "Globex.md"
