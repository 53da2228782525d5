"""On Windows: editors save a note while vaultkit writes into it, and vaultkit is killed at each call of a write.

    python -m bench.windows hammer [--saves 10000] [--editors node,code,notepad,rename,vim] [--naive]
    python -m bench.windows kill

``hammer`` prints, for each kind of editor, how many saves were lost, how often a note was torn, how many errors
the editor met (and how many of these between two steps of one save), and how vaultkit's writes ended. The editor
is a process of its own; one that meets an error keeps its text and saves again, as its person would. ``--naive``
writes the note without a thought, to show that losses would be seen.
``kill`` ends the process at each call that opens, writes, cuts, flushes, closes or renames, and at each write half
way through; the next start mends, and the note must be the old one or the new one. Both end with 1 when anything
was lost, torn or left behind.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if sys.platform != "win32":
    raise SystemExit(
        "bench.windows: this is for Windows; elsewhere there are bench.hammer and bench.kill."
    )

from vaultkit.disk.journal import Journal
from vaultkit.disk.recovery import recover
from vaultkit.disk.system import system
from vaultkit.disk.system import windows_calls as calls
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import Outcome, Replacement, write

HEAD = b"---\r\ntype: application\r\n---\r\n# Acme\r\n"
BEGIN, END = b"<!-- begin -->\r\n", b"<!-- end -->\r\n"
BODY = b"".join(b"A line of the person's own, number %03d.\r\n" % number for number in range(60))
ROUND_SAVES = 250
SHARE_ALL, SHARE_READING = 7, 1
READING, WRITING = calls.READING, calls.WRITING
ROOT = str(Path(__file__).resolve().parent.parent)
_LONGEST_SECONDS = 60.0


def is_whole(text: bytes) -> bool:
    """Head, at most one block, the body, and then the saves in their order."""
    if not text.startswith(HEAD):
        return False
    rest = text[len(HEAD) :]
    if rest.startswith(BEGIN):
        _, ended, rest = rest.partition(END)
        if not ended:
            return False
    if not rest.startswith(BODY):
        return False
    return re.fullmatch(rb"(?:save \d{6}\r\n)*", rest[len(BODY) :]) is not None


def saved_in(text: bytes) -> list[int]:
    return [int(number) for number in re.findall(rb"save (\d{6})\r\n", text)]


# The editors. Each saves a whole text in its own steps; OSError where it is refused.


def _node(note: str, text: bytes, _: list[str]) -> None:
    """Node's writeFile, so Obsidian's: all sharing, emptied by the opening itself."""
    _written(calls.open_handle(note, WRITING, SHARE_ALL, calls.CREATE_ALWAYS), text)


def _code(note: str, text: bytes, steps: list[str]) -> None:
    """VS Code: empty it by its path, close; open again, write."""
    fd = calls.as_fd(calls.open_handle(note, READING | WRITING, SHARE_ALL), os.O_RDWR)
    calls.set_end(fd, 0)
    os.close(fd)
    steps.append("between two steps")
    _written(calls.open_handle(note, READING | WRITING, SHARE_ALL), text)


def _notepad(note: str, text: bytes, _: list[str]) -> None:
    """Others may read meanwhile, and no more."""
    fd = calls.as_fd(calls.open_handle(note, READING | WRITING, SHARE_READING), os.O_RDWR)
    try:
        os.write(fd, text)
        calls.set_end(fd, len(text))
    finally:
        os.close(fd)


def _rename(note: str, text: bytes, _: list[str]) -> None:
    """A new file, moved over the note."""
    beside = Path(f"{note}.tmp")
    beside.write_bytes(text)
    beside.replace(note)


def _vim(note: str, text: bytes, steps: list[str]) -> None:
    """Move the note away, write a new one, remove the old one."""
    away = Path(f"{note}~")
    if Path(note).exists():
        Path(note).replace(away)
        steps.append("between two steps")
    _written(calls.open_handle(note, WRITING, SHARE_READING | 2, calls.CREATE_ALWAYS), text)
    away.unlink(missing_ok=True)


def _written(handle: int, text: bytes) -> None:
    fd = calls.as_fd(handle, os.O_WRONLY)
    try:
        rest = memoryview(text)
        while rest:
            rest = rest[os.write(fd, rest) :]
    finally:
        os.close(fd)


EDITORS = {"node": _node, "code": _code, "notepad": _notepad, "rename": _rename, "vim": _vim}


def edit(name: str, note: str, first: int, last: int) -> dict[str, object]:
    """Save ``first`` to ``last`` - 1, each on top of what is read; tell what was met."""
    met: Counter[str] = Counter()
    done: list[int] = []
    for number in range(first, last):
        text = _read(note)
        met["torn"] += not is_whole(text)
        met["missing"] += len(set(done) - set(saved_in(text)))
        _save(EDITORS[name], note, text + b"save %06d\r\n" % number, met)
        done.append(number)
    return {"saved": done, **met}


def _read(note: str) -> bytes:
    return _again(lambda: Path(note).read_bytes())


def _save(
    way: Callable[[str, bytes, list[str]], None], note: str, text: bytes, met: Counter[str]
) -> None:
    def once() -> bytes:
        steps: list[str] = []
        try:
            way(note, text, steps)
        except OSError:
            met["errors"] += 1
            met.update(steps)
            raise
        return text

    _again(once)


def _again(work: Callable[[], bytes]) -> bytes:
    deadline = time.monotonic() + _LONGEST_SECONDS
    while True:
        try:
            return work()
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.001)


def replanned(text: bytes, turn: int) -> bytes:
    """The note with a block of another length, or without one."""
    rest = text[len(HEAD) :]
    if rest.startswith(BEGIN):
        rest = rest.partition(END)[2]
    items = b"- [ ] an item\r\n" * (turn % 5)
    return HEAD + (BEGIN + items + END if turn % 4 else b"") + rest


def _naive(vault: Vault, change: Replacement, _: object) -> Outcome:
    try:
        (vault.root / change.path).write_bytes(change.wanted)
    except OSError:
        return Outcome(change.path, "busy")
    return Outcome(change.path, "written")


def hammered(name: str, first: int, last: int, put: Callable[..., Outcome]) -> Counter[str]:
    """One editor's saves, while this process writes without a pause."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        note = Path(made, "vault", "Città.md")
        note.parent.mkdir()
        note.write_bytes(HEAD + BODY)
        vault = Vault(note.parent)
        counts: Counter[str] = Counter()
        words = [sys.executable, __file__, "edit", name, str(note), str(first), str(last)]
        editor = subprocess.Popen(
            words, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": ROOT}
        )
        with Journal(vault.root, {"XDG_STATE_HOME": str(Path(made, "state"))}).run("hammer") as run:
            turn = 0
            while editor.poll() is None:
                turn += 1
                raw = vault.read_bytes(note.name)
                if not isinstance(raw, bytes) or not is_whole(raw):
                    counts["not whole"] += 1  # somebody is in the middle of a save
                    continue
                counts[put(vault, Replacement(note.name, raw, replanned(raw, turn)), run).kind] += 1
        assert editor.stdout is not None
        told = json.loads(editor.stdout.read())
        text = note.read_bytes()
        saved = told.pop("saved")
        left = [entry.name for entry in note.parent.iterdir() if entry != note]
        return counts + Counter(
            {
                **told,
                "saves": len(saved),
                "lost": len(set(saved) - set(saved_in(text))),
                "torn": told.get("torn", 0) + (not is_whole(text)),
                "left behind": len(left),
            }
        )


COLUMNS = (
    "saves",
    "lost",
    "missing",
    "torn",
    "left behind",
    "errors",
    "between two steps",
    "written",
)


def hammer(options: argparse.Namespace) -> int:
    calls.flush_handle = os.fsync = lambda _: None  # type: ignore[assignment]
    put = _naive if options.naive else write
    names, bad = options.editors.split(","), 0
    each = -(-options.saves // len(names))
    sys.stdout.write(" " * 10 + "".join(f"{column:>19}" for column in COLUMNS) + "\n")
    for name in names:
        total: Counter[str] = Counter()
        for first in range(0, each, ROUND_SAVES):
            total += hammered(name, first, min(first + ROUND_SAVES, each), put)
            if options.progress:
                sys.stderr.write(f"{name} {dict(total)}\n")
                sys.stderr.flush()
        others = "  ".join(
            f"{what} {n}" for what, n in sorted(total.items()) if what not in COLUMNS
        )
        sys.stdout.write(
            f"{name:10}" + "".join(f"{total[column]:>19,}" for column in COLUMNS) + f"  {others}\n"
        )
        sys.stdout.flush()
        bad += total["lost"] + total["missing"] + total["torn"] + total["left behind"]
    return 1 if bad else 0


# Killing

SHAPES = {
    "grow": (HEAD + BODY, HEAD + b"- [ ] an item\r\n" * 300 + BODY),
    "shrink": (HEAD + b"- [ ] an item\r\n" * 300 + BODY, HEAD + BODY),
    "same length": (HEAD + b"- [ ] one\r\n" + BODY, HEAD + b"- [x] one\r\n" + BODY),
}
COUNTED: Sequence[tuple[object, str]] = (
    (calls, "open_handle"),
    (calls, "close_handle"),
    (calls, "set_end"),
    (calls, "allocate"),
    (calls, "flush_handle"),
    (calls, "mark_for_removal"),
    (system, "replace_own"),
    (system, "move_new"),
    (system, "lock"),
    (os, "write"),
    (os, "close"),
    (os, "fsync"),
)
DEEDS = ("grow", "shrink", "same length", "make", "take away")


def write_and_die(folder: str, deed: str, last: int, half: bool) -> None:
    """Do one thing, and die at the ``last`` call. With 0 it comes to its end, and tells its calls."""
    from vaultkit.disk.write import create, remove

    vault, journal = doors(Path(folder))
    called: list[str] = []

    def wrapped(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            called.append(name)
            if len(called) == last:
                if half and name == "write":
                    data = given[1]
                    assert isinstance(data, bytes | memoryview)
                    call(given[0], data[: len(data) // 2])
                os.kill(os.getpid(), 9)
            return call(*given, **named)

        return counted

    for owner, name in COUNTED:
        setattr(owner, name, wrapped(name, getattr(owner, name)))
    with journal.run("kill") as run:
        if deed == "make":
            create(vault, "new.md", BODY, run)
        elif deed == "take away":
            remove(vault, "note.md", SHAPES["grow"][0], run)
        else:
            write(vault, Replacement("note.md", *SHAPES[deed]), run)
    sys.stdout.write(json.dumps(called))


def doors(folder: Path) -> tuple[Vault, Journal]:
    vault = Vault(folder / "vault")
    return vault, Journal(vault.root, {"XDG_STATE_HOME": str(folder / "state")})


def killed(deed: str, last: int, half: bool) -> tuple[bytes, int]:
    """Return what the process said before it ended, and how much is wrong after the next start."""
    old, new = SHAPES.get(deed, (SHAPES["grow"][0], b""))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        note = Path(made, "vault", "note.md")
        note.parent.mkdir()
        note.write_bytes(old)
        words = [sys.executable, __file__, "die", made, deed, str(last), str(int(half))]
        environ = {**os.environ, "PYTHONPATH": ROOT}
        ran = subprocess.run(words, stdout=subprocess.PIPE, env=environ, check=False)
        return ran.stdout, faults(Path(made), deed, old, new)


def faults(folder: Path, deed: str, old: bytes, new: bytes) -> int:
    vault, journal = doors(folder)
    recover(vault, journal)
    again = recover(vault, journal)
    texts = {entry.name: entry.read_bytes() for entry in (folder / "vault").iterdir()}
    if deed == "make":
        good: Sequence[dict[str, bytes]] = ({"note.md": old}, {"note.md": old, "new.md": BODY})
        texts = {name: text for name, text in texts.items() if not name.startswith(".vaultkit-")}
    elif deed == "take away":
        good = ({"note.md": old}, {})
    else:
        good = ({"note.md": old}, {"note.md": new})
    return (texts not in good) + len(again)


def kill(options: argparse.Namespace) -> int:
    total = 0
    for deed in options.deeds.split(","):
        said, wrong = killed(deed, 0, False)
        called = json.loads(said)
        total += wrong
        for half, numbers in (
            (False, range(1, len(called) + 1)),
            (True, [at for at, name in enumerate(called, start=1) if name == "write"]),
        ):
            bad = 0
            for last in numbers:
                said, wrong = killed(deed, last, half)
                bad += wrong + (said != b"")
            total += bad
            how = "half way through a write" if half else "before a call"
            sys.stdout.write(
                f"{deed:12} killed {len(numbers):3} times, {how}: {bad} torn or left behind\n"
            )
            sys.stdout.flush()
    return 1 if total else 0


def main() -> int:
    if sys.argv[1:2] == ["edit"]:
        name, note, first, last = sys.argv[2:]
        sys.stdout.write(json.dumps(edit(name, note, int(first), int(last))))
        return 0
    if sys.argv[1:2] == ["die"]:
        folder, deed, last, half = sys.argv[2:]
        write_and_die(folder, deed, int(last), half == "1")
        return 0
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["hammer", "kill"])
    parser.add_argument("--saves", type=int, default=10_000)
    parser.add_argument("--editors", default=",".join(EDITORS))
    parser.add_argument("--deeds", default=",".join(DEEDS))
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("--progress", action="store_true", help="tell on stderr after each round")
    options = parser.parse_args()
    return hammer(options) if options.what == "hammer" else kill(options)


if __name__ == "__main__":
    sys.exit(main())
