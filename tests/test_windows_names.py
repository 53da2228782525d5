"""Names, paths and folders as Windows reads them: rules that hold on any system, tested on any system."""

import struct

import pytest

from vaultkit.disk.system.windows_folder import Listed, entries
from vaultkit.disk.system.windows_names import is_name, is_path, leads_elsewhere, whole

LINK, JUNCTION, CLOUD, PACKED = 0xA000000C, 0xA0000003, 0x9000101A, 0x80000017


@pytest.mark.parametrize(
    "name",
    ["Acme.md", "Città è.md", ".hidden", "a b.md", "console.md", "com.md", "nul-2.md", "COM10.md", "日本.md"],
)  # fmt: skip
def test_a_name_means_one_file(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "Home.md.", "Home.md ", "Home.md. .", "..", "."),
        *("a:b.md", "Home.md:stream", "C:", "a\\b.md", "..\\b", "a*.md", "a?.md"),
        *('a".md', "a<b.md", "a>b.md", "a|b.md", "a\x1fb.md", "a\0.md", "a\n.md"),
        *("con", "CON.md", "Aux.md", "nul.tar.gz", "prn .md", "COM1.md", "lpt9", "com².md"),
        *("GIT~1", "git~2"),
        *("CONIN$", "conout$.md"),
    ],
)
def test_a_name_that_means_something_else_is_none(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize("path", ["a/b/Home.md", "../a.md", "a//b.md", "./a.md"])
def test_what_leads_nowhere_is_told_by_others(path: str) -> None:
    assert is_path(path)


@pytest.mark.parametrize("path", ["a./b.md", "nul/b.md", "a/b:c/d.md", "C:/a.md", "a\\b/c.md"])
def test_each_part_of_a_path_must_be_a_name(path: str) -> None:
    assert not is_path(path)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("C:\\a\\b.md", "\\\\?\\C:\\a\\b.md"),
        ("C:\\a/b\\..\\c.md", "\\\\?\\C:\\a\\c.md"),
        ("C:\\a\\b. ", "\\\\?\\C:\\a\\b. "),
        ("\\\\server\\share\\a.md", "\\\\?\\UNC\\server\\share\\a.md"),
        ("\\\\?\\C:\\a", "\\\\?\\C:\\a"),
    ],
)
def test_a_whole_path_has_no_limit_and_no_name_in_it_is_changed(path: str, there: str) -> None:
    assert whole(path) == there


def test_links_and_junctions_lead_elsewhere_and_files_in_a_cloud_do_not() -> None:
    assert [leads_elsewhere(tag) for tag in (LINK, JUNCTION, CLOUD, PACKED, 0)] == [
        *(True, True, False, False, False),
    ]


def entry(name: str, *, attributes: int = 0x20, tag: int = 0, inode: int | None = 7) -> bytes:
    """One entry as the system packs it; without an inode, as a disk that has none."""
    text = name.encode("utf-16-le", "surrogatepass")
    seconds = (1_700_000_000 + 11_644_473_600) * 10**7
    fixed = struct.pack(
        "<IIqqqqqqIII", 0, 0, 1, 2, seconds, seconds + 5, 42, 64, attributes, len(text), tag
    )
    short = b"\0\0" + b"\0" * 24
    rest = short if inode is None else short + b"\0\0" + struct.pack("<Q", inode)
    return fixed + rest + text


def chained(*parts: bytes) -> bytes:
    """Entries one after the other, each of which knows where the next one begins."""
    packed = b""
    for number, part in enumerate(parts, start=1):
        padded = part + b"\0" * (-len(part) % 8)
        further = len(padded) if number < len(parts) else 0
        packed += struct.pack("<I", further) + padded[4:]
    return packed


def test_a_folder_tells_its_entries_with_numbers_and_times() -> None:
    data = chained(
        entry("."), entry(".."), entry("Città.md", inode=9), entry("sub", attributes=0x10)
    )
    file, folder = entries(data, with_id=True)
    assert file == Listed(
        "Città.md", 0x20, 0, 9, 42, 1_700_000_000 * 10**9, 1_700_000_000 * 10**9 + 500
    )
    assert (file.is_file(), file.is_dir(), file.stat()) == (True, False, file)
    assert (folder.name, folder.is_file(), folder.is_dir()) == ("sub", False, True)


def test_a_disk_without_numbers_for_its_files_tells_the_rest() -> None:
    (found,) = entries(entry("a.md", inode=None), with_id=False)
    assert (found.name, found.st_ino, found.st_size) == ("a.md", 0, 42)


@pytest.mark.parametrize("tag", [LINK, JUNCTION])
@pytest.mark.parametrize("attributes", [0x400, 0x410])
def test_what_leads_elsewhere_is_neither_a_file_nor_a_folder(tag: int, attributes: int) -> None:
    (found,) = entries(entry("a.md", attributes=attributes, tag=tag), with_id=True)
    assert (found.is_file(), found.is_dir()) == (False, False)


def test_a_file_in_a_cloud_is_a_file() -> None:
    (found,) = entries(entry("a.md", attributes=0x400, tag=CLOUD), with_id=True)
    assert found.is_file()


def test_a_name_that_is_no_text_is_told_as_one_that_is_not_utf_8() -> None:
    (found,) = entries(entry("a\ud800.md"), with_id=True)
    with pytest.raises(UnicodeEncodeError):
        found.name.encode()
    assert found.name.encode("utf-8", "surrogateescape") == b"a\xff.md"
