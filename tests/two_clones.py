"""The model's two machines as real clones of a bare repository, merged by git with vaultkit's driver."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.properties.test_histories import TwoMachines
from tests.two_machines import History

DRIVER = f'"{sys.executable}" -m vaultkit merge-driver --marker-size %L -- %O %A %B'
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}


def git(folder, *arguments, may_fail=False):
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **QUIET},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert may_fail or done.returncode == 0, done.stderr.decode()
    return done


class Clones:
    """A bare repository and two clones of it; ``driver`` tells whether they know vaultkit's."""

    def __init__(self, folder, notes, *, driver=True):
        self.bare = Path(folder) / "bare.git"
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.bare))
        self.folders = [Path(folder) / name for name in ("one", "two")]
        for number, clone in enumerate(self.folders):
            git(folder, "clone", "--quiet", str(self.bare), clone.name)
            git(clone, "config", "user.name", clone.name)
            git(clone, "config", "user.email", f"{clone.name}@example.org")
            if driver:
                git(clone, "config", "merge.vaultkit.driver", DRIVER)
            if number == 0:
                self.write(
                    clone,
                    {
                        **notes,
                        "vaultkit.toml": "schema = 1\n",
                        ".gitattributes": "*.md merge=vaultkit\n",
                    },
                )
                git(clone, "checkout", "--quiet", "-b", "main")
                self.commit(clone)
                git(clone, "push", "--quiet", "origin", "main")

    @staticmethod
    def write(clone, notes):
        for name, text in notes.items():
            (clone / name).write_bytes(text.encode())

    @staticmethod
    def read(clone, names):
        return {name: (clone / name).read_bytes().decode() for name in names}

    @staticmethod
    def commit(clone):
        git(clone, "add", "--all")
        git(clone, "commit", "--quiet", "--allow-empty", "--message", "work")

    def merge(self, clone, other):
        """Push the other clone's work, fetch it here, and merge it; tell whether git was content."""
        git(other, "push", "--quiet", "origin", f"HEAD:refs/heads/{other.name}")
        git(clone, "fetch", "--quiet", "origin")
        return (
            git(
                clone, "merge", "--quiet", "--no-edit", f"origin/{other.name}", may_fail=True
            ).returncode
            == 0
        )


class ClonedHistory(History):
    """A history in which every merge is git's own, and has to give what the model says."""

    def __init__(self, folder, figures=None):
        super().__init__("driver", figures)
        self.clones = Clones(folder, self.machines[0].notes)

    def clone_of(self, machine):
        return self.clones.folders[0 if machine is self.machines[0] else 1]

    def pull(self, machine):
        other = self.other(machine)
        for each in (machine, other):
            self.clones.write(self.clone_of(each), each.notes)
            self.clones.commit(self.clone_of(each))
        clone = self.clone_of(machine)
        content = self.clones.merge(clone, self.clone_of(other))
        found = self.clones.read(clone, machine.notes)
        self.left = {}
        super().pull(machine)
        assert content == (not self.left)
        assert found == {**machine.notes, **self.left}
        self.clones.write(clone, machine.notes)
        self.clones.commit(clone)

    def resolved(self, texts, merge, note, machine, other):
        self.left[note] = merge.text
        return super().resolved(texts, merge, note, machine, other)


class RealMachines(TwoMachines):
    """The random histories, on real clones."""

    def new_history(self):
        self.folder = tempfile.TemporaryDirectory()
        return ClonedHistory(self.folder.name, self.figures)

    def teardown(self):
        super().teardown()
        if hasattr(self, "folder"):
            self.folder.cleanup()
