"""Random changes of a vault and of its git history, and the same reviews by two who answer.

One remembers, the other has never been here. For the suite and for ``python -m bench.known --reviews``.
"""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from unittest.mock import patch

from tests.known_steps import DAYS, GRAIN_SECONDS, Steps
from tests.word_steps import Pair
from vaultkit.work import index as indexing

LINES: tuple[tuple[str, ...], ...] = (
    *(("review", "--stdout"),) * 3,
    ("review", "--stdout", "--json"),
    ("review", "--stdout", "--week", "2026-W07"),
    ("review", "--stdout", "--verbose"),
    *(("review",),) * 2,
    ("review", "--json"),
    ("review", "--week", "2026-W08"),
    ("review", "--html", "-"),
    ("review", "--stdout", "--redact"),
)
REVIEWS = ("2026-W06", "2026-W07", "2026-W08", "2026-W10", "2026-W11")
COMMITTED = ("2026-01-20", "2026-02-01", "2026-02-05", "2026-02-12", "2026-02-27")


class Committed(Steps):
    """A vault in a repository, and what is done to both."""

    def __init__(self, root: Path, random: Random) -> None:
        super().__init__(root, random)
        self.home = root.parent / "home"
        self.home.mkdir()
        (self.home / ".gitconfig").write_text(
            "[user]\n\tname = A\n\temail = a@example.com\n[init]\n\tdefaultBranch = main\n"
        )
        self.top = root.parent if random.random() < 0.2 else root
        self.git("init", "-q")
        self.vaults_own = self.doings
        self.of_git: tuple[Callable[[], object], ...] = (
            *(self.commit,) * 10,
            *(self.review_note,) * 6,
            *(self.amend, self.branch, self.switch, self.detach, self.back),
            *(self.pack, self.gc, self.setting, self.own_setting, self.mailmap),
            *(self.replace_commit, self.graft, self.shallow, self.lend, self.lose_object),
            *(self.hide_git, self.working_tree, self.begin_merge, self.status, self.drop_branch),
            *(self.empty_folder,),
        )

    def step(self) -> str:
        if self.random.random() < 0.45:
            return super().step()
        if self.random.random() < 0.4:
            self.wait()
            return "wait"
        doing = self.random.choice(self.of_git)
        doing()
        return doing.__name__

    def git(self, *words: str, day: str = "2026-02-01") -> str:
        """Run git; what it refuses is left as it is."""
        day = f"{day}T12:00:00Z"
        environ = {
            **os.environ,
            "HOME": str(self.home),
            "GIT_AUTHOR_DATE": day,
            "GIT_COMMITTER_DATE": day,
        }
        line = ["git", "-c", "gc.auto=0", *words]
        done = subprocess.run(
            line, cwd=self.top, env=environ, check=False, capture_output=True, text=True
        )
        return done.stdout.strip()

    @property
    def folder(self) -> Path:
        return self.top / ".git"

    def _inside(self, name: str, text: str) -> None:
        """Put a file into git's folder, or take it away again."""
        file = self.folder / name
        if file.exists():
            file.unlink()
        elif self.folder.is_dir():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x", day=self.random.choice(COMMITTED))

    def amend(self) -> None:
        self.git("commit", "-q", "--amend", "-a", "-m", "y", day=self.random.choice(COMMITTED))

    def branch(self) -> None:
        self.git("checkout", "-q", "-f", "-b", self.random.choice(("a", "b/c", "d")))

    def switch(self) -> None:
        self.git("checkout", "-q", "-f", self.random.choice(("a", "b/c", "d", "main")))

    def drop_branch(self) -> None:
        self.git("branch", "-q", "-D", self.random.choice(("a", "b/c", "d", "main")))

    def detach(self) -> None:
        self.git("checkout", "-q", "-f", "--detach")

    def back(self) -> None:
        self.git("reset", "-q", "--soft", "HEAD~1")

    def pack(self) -> None:
        self.git("pack-refs", "--all")

    def gc(self) -> None:
        self.git("gc", "-q", self.random.choice(("--prune=now", "--auto", "--aggressive")))

    def status(self) -> None:
        self.git("status")

    def setting(self) -> None:
        if self.git("config", "--get", "include.path"):
            self.git("config", "--unset", "include.path")
            return
        names = ("core.quotePath", "log.showSignature", "core.commitGraph", "include.path")
        self.git("config", self.random.choice(names), self.random.choice(("true", "false")))

    def own_setting(self) -> None:
        self.git("config", "--global", "log.date", self.random.choice(("iso", "raw")))

    def mailmap(self) -> None:
        (self.root / ".mailmap").write_text(
            f"B <b@example.com> <{self.random.random()}@example.com>\n"
        )

    def replace_commit(self) -> None:
        self.git("replace", "-f", "HEAD", "HEAD~1")

    def graft(self) -> None:
        head = self.git("rev-parse", "HEAD~1")
        self._inside("info/grafts", f"{self.git('rev-parse', 'HEAD')} {head}\n")

    def shallow(self) -> None:
        self._inside("shallow", f"{self.git('rev-parse', 'HEAD')}\n")

    def lend(self) -> None:
        self._inside("objects/info/alternates", f"{self.home}\n")

    def lose_object(self) -> None:
        objects = sorted((self.folder / "objects").glob("??/*"))
        if objects:
            self.random.choice(objects).unlink()

    def hide_git(self) -> None:
        hidden = self.top / "git-hidden"
        if hidden.exists() and not self.folder.exists():
            hidden.rename(self.folder)
        elif self.folder.exists() and not hidden.exists():
            self.folder.rename(hidden)

    def working_tree(self) -> None:
        """``.git`` is a file that names the folder, or the folder itself again."""
        elsewhere = self.home / "git"
        if self.folder.is_file():
            self.folder.unlink()
            elsewhere.rename(self.folder)
        elif self.folder.is_dir() and not elsewhere.exists():
            self.folder.rename(elsewhere)
            self.folder.write_text(f"gitdir: {elsewhere}\n")

    def begin_merge(self) -> None:
        self._inside("MERGE_HEAD", "")

    def empty_folder(self) -> None:
        """A folder that is no repository, between the vault and one above it."""
        if self.top != self.root:
            nested = self.root / ".git"
            if nested.exists():
                shutil.rmtree(nested)
            else:
                nested.mkdir()

    def review_note(self) -> None:
        """An earlier review or one of a later week comes, goes, is edited, or cannot be read."""
        file = self.root / "Reviews" / f"{self.random.choice(REVIEWS)}.md"
        if file.is_symlink() or (file.exists() and self.random.random() < 0.3):
            file.unlink()
        elif file.exists():
            file.write_text(file.read_text().replace("2026-02", "2026-01") + "mine\n")
        else:
            file.parent.mkdir(exist_ok=True)
            if self.random.random() < 0.1:
                file.symlink_to("elsewhere.md")
            else:
                file.write_text(
                    f"---\ntype: review\n---\n<!-- vaultkit:review begin v1 -->\n# Week {file.stem}\n"
                    f"<!-- vaultkit:review end as-of=2026-02-0{self.random.randint(1, 9)} -->\n"
                )


def interleave_reviews(folder: Path, seed: int, steps: int) -> Counter[str]:
    """Take so many steps, and ask after each. Return how the answers were known; raise AssertionError."""
    random = Random(seed)
    folder = folder.resolve()
    vault = Committed(folder / "vault", random)
    pair = Pair(vault.root, folder)
    done: list[str] = []
    home = {"HOME": str(vault.home), "XDG_STATE_HOME": str(folder / "state")}
    with patch.dict(os.environ, home), patch.object(indexing, "_GRAIN_SECONDS", GRAIN_SECONDS):
        for number in range(steps):
            if number % 10 == 0:
                lines = [(*random.choice(LINES), "--today", random.choice(DAYS)) for _ in range(2)]
            done.append(vault.step() if random.random() < 0.6 else "ask")
            words = random.choice(lines)
            differs = pair.disagree(words, {})
            assert not differs, f"seed {seed}, after {len(done)}: {done[-8:]}: {words} {differs}"
    return pair.ways
