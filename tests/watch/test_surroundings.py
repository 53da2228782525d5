"""Which file systems tell of changes, and what the kernel watches."""

import sys
from pathlib import Path

import pytest

from vaultkit.disk.file_systems import remote_kind, tells_nothing
from vaultkit.disk.system.mounts import kind_of
from vaultkit.watch.surroundings import count_folders, kernel_watches

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /home rw shared:2 - btrfs /dev/sdb rw
40 30 0:40 / /home/ada/My\\040Drive rw shared:9 - fuse.rclone remote: rw
41 30 0:41 / /home/ada/NAS rw - nfs4 nas:/vol rw
42 41 0:42 / /home/ada/NAS rw - cifs //nas/vol rw
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/srv/vault", "ext4"),
        ("/home", "btrfs"),
        ("/home/ada/vault", "btrfs"),
        ("/home/ada/My Drive/vault", "fuse.rclone"),
        ("/home/ada/My Driver", "btrfs"),
        ("/home/ada/NAS/vault", "cifs"),
    ],
)
def test_the_nearest_mount_says_what_kind_a_place_is(place, kind):
    assert kind_of(Path(place), MOUNTS) == kind


def test_a_table_that_cannot_be_read_tells_no_kind():
    assert kind_of(Path("/x"), "") == ""
    assert kind_of(Path("/x"), "a line of something else\n") == ""


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse", "fuse.sshfs", "fuseblk", "drvfs"]
)
def test_a_network_drive_tells_nothing(kind):
    assert tells_nothing(kind)


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "xfs", "tmpfs", "overlay", "apfs", "zfs", ""])
def test_a_local_disk_tells_of_changes(kind):
    assert not tells_nothing(kind)


def test_a_local_folder_is_not_remote(tmp_path):
    assert remote_kind(tmp_path) is None


def test_folders_are_counted_as_they_are_watched_without_hidden_ones_and_links(tmp_path):
    (tmp_path / "a/.b/c").mkdir(parents=True)
    (tmp_path / "a/d").mkdir()
    (tmp_path / ".git/objects").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "note.md").write_text("")
    assert count_folders(tmp_path) == 3
    assert count_folders(tmp_path / "none") == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's figure is Linux's")
def test_the_kernel_tells_how_many_places_it_watches():
    assert kernel_watches() is not None
