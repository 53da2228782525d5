"""What the table of `bench.table` compares with: the floor, and what people use today.

python -m bench.rivals scandir FOLDER
python -m bench.rivals head FOLDER
python -m bench.rivals open FOLDER
python -m bench.rivals frontmatter FOLDER
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HEAD_BYTES = 4096


def notes(root: str) -> Iterator["os.DirEntry[str]"]:
    """Yield every note, as a script would look for them."""
    waiting = [root]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.name.endswith(".md"):
                    yield entry


def scandir(root: str) -> int:
    """Stat every note."""
    return sum(entry.stat(follow_symlinks=False).st_size for entry in notes(root))


def head(root: str) -> int:
    """Read the first 4 KB of every note, by the system's own calls."""
    size = 0
    for entry in notes(root):
        fd = os.open(entry.path, os.O_RDONLY)
        size += len(os.read(fd, HEAD_BYTES))
        os.close(fd)
    return size


def opened(root: str) -> int:
    """Read the same as a script would, which takes half as long again."""
    size = 0
    for entry in notes(root):
        with open(entry.path, "rb") as file:
            size += len(file.read(HEAD_BYTES))
    return size


def frontmatter(root: str) -> int:
    """Load every note with python-frontmatter, and count those of our type: the loop that a user would write."""
    import frontmatter as library

    found = 0
    for entry in notes(root):
        try:
            found += library.load(entry.path).get("type") == "application"
        except Exception:  # whatever a strange note raises, the loop goes on
            continue
    return found


LOOPS = {"scandir": scandir, "head": head, "open": opened, "frontmatter": frontmatter}


def c_walk(folder: Path) -> list[str] | None:
    """Build the C program that walks and stats; None without a compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    program = folder / "walk"
    source = Path(__file__).with_name("walk.c")
    subprocess.run([compiler, "-O2", "-o", str(program), str(source)], check=True)
    return [str(program)]


def bare_python(folder: Path) -> list[str]:
    """Return a Python in an empty environment."""
    place = folder / "bare"
    words = [sys.executable, "-m", "venv", "--without-pip", str(place)]
    subprocess.run(words, check=True)
    return [str(place / "bin" / "python")]


def git_status(root: Path) -> list[str] | None:
    """Commit the vault to a repository of its own; return how to ask it for changes. None without git."""
    git = shutil.which("git")
    if git is None:
        return None
    here = [git, "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-C", str(root)]
    if not (root / ".git" / "index").exists():
        shutil.rmtree(root / ".git", ignore_errors=True)  # the maker's decoy
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
            subprocess.run([*here, *words], check=True, stdout=subprocess.DEVNULL)
    return [*here, "status", "-uno", "--porcelain"]


if __name__ == "__main__":
    print(LOOPS[sys.argv[1]](sys.argv[2]))
