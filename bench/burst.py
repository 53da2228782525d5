"""Save notes in a burst beside a watcher, and count those that it missed.

    python bench/burst.py [--saves 20000] [--notes 5000] [--settle 0.5] [--suspend] [--idle 10] [--folders 10000]

The notes are saved in five ways, in folders some of which are made on the way. Prints how many notes the
watcher had not handled in their last text 60 seconds after the last save, and how long the last one took;
ends with 1 when one was missed. ``--suspend`` stops the watcher while the notes are saved, so that the
kernel's queue runs over. ``--idle`` measures, afterwards, what the watcher costs when nothing happens.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from vaultkit.disk.vault import Vault
from vaultkit.playbook import load
from vaultkit.watch import Attempt, watch

LONGEST_SECONDS = 60.0
NOTES_A_FOLDER = 50


def _in_place(file: Path, text: str) -> None:
    file.write_text(text)


def _in_pieces(file: Path, text: str) -> None:
    with file.open("w", buffering=1) as out:
        out.write(text[:1] + "\n")
        out.flush()
        out.seek(0)
        out.write(text + "\n")
        out.truncate()


def _replace(file: Path, text: str) -> None:
    beside = file.with_name(".swap")
    beside.write_text(text)
    beside.replace(file)


def _vim(file: Path, text: str) -> None:
    backup = file.with_name(file.name + "~")
    if file.exists():
        file.rename(backup)
    file.write_text(text)
    backup.unlink(missing_ok=True)


def _append(file: Path, text: str) -> None:
    with file.open("a") as out:
        out.write("\n" + text)


WAYS: tuple[Callable[[Path, str], None], ...] = (_in_place, _in_pieces, _replace, _vim, _append)


def last_line(text: str) -> str:
    return text.rstrip("\n").rpartition("\n")[2]


def watching(root: Path, seen_file: Path, settle_seconds: float) -> None:
    """Keep in ``seen_file`` what each note said when it was handed over last."""
    vault, seen, known, passes = Vault(root), {}, {}, 0

    def on_ready(paths: frozenset[str], held: frozenset[str]) -> Attempt:
        nonlocal passes
        passes += 1
        for ref in vault.walk():
            is_meant = ref.path not in held and (not paths or ref.path in paths)
            if is_meant and known.get(ref.path) != ref.signature:
                known[ref.path] = ref.signature
                seen[ref.path] = last_line((root / ref.path).read_text())
        beside = seen_file.with_suffix(".tmp")
        beside.write_text(json.dumps({"passes": passes, "notes": seen}))
        beside.replace(seen_file)
        return Attempt()

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    words_ = load.phrases("en")
    watch(root, on_ready, settle_seconds=settle_seconds, say=_tell, stop=stop, phrases=words_)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def save(root: Path, saves: int, notes: int) -> dict[str, str]:
    """Save, and return what each note says at the end."""
    wanted = {}
    for number in range(saves):
        note = number * 7919 % notes
        folder = root / f"{note // NOTES_A_FOLDER % 10}" / f"{note // NOTES_A_FOLDER}"
        folder.mkdir(parents=True, exist_ok=True)
        path, text = folder / f"{note}.md", f"save {number}"
        WAYS[number % len(WAYS)](path, text)
        wanted[path.relative_to(root).as_posix()] = text
    return wanted


def seen_in(file: Path) -> dict[str, object]:
    try:
        return json.loads(file.read_text())
    except FileNotFoundError:
        return {"passes": 0, "notes": {}}


def missed(file: Path, wanted: dict[str, str]) -> list[str]:
    seen = seen_in(file)["notes"]
    return [path for path, text in wanted.items() if seen.get(path) != text]


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(options: argparse.Namespace, folder: Path) -> int:
    root, seen_file = folder / "vault", folder / "seen.json"
    root.mkdir()
    (root / "Home.md").write_text("Home")
    for number in range(options.folders):
        (root / f"more/{number % 100}/{number}").mkdir(parents=True)
    command = [
        sys.executable,
        __file__,
        "--settle",
        str(options.settle),
        "--watch",
        str(root),
        str(seen_file),
    ]
    with subprocess.Popen(command) as watcher:
        try:
            return burst(options, root, seen_file, watcher)
        finally:
            watcher.terminate()


def burst(
    options: argparse.Namespace, root: Path, seen_file: Path, watcher: "subprocess.Popen[bytes]"
) -> int:
    while not seen_file.exists():
        time.sleep(0.05)
    if options.suspend:
        watcher.send_signal(signal.SIGSTOP)
    started = time.monotonic()
    wanted = save(root, options.saves, options.notes)
    ended = time.monotonic()
    watcher.send_signal(signal.SIGCONT)
    while missed(seen_file, wanted) and time.monotonic() < ended + LONGEST_SECONDS:
        time.sleep(0.1)
    handled, left = time.monotonic() - ended, missed(seen_file, wanted)
    print(
        f"{options.saves} saves of {len(wanted)} notes in {ended - started:.1f} s, settle {options.settle} s: "
        f"{len(left)} missed; all handled {handled:.1f} s after the last save, "
        f"in {seen_in(seen_file)['passes']} attempts"
    )
    if options.idle:
        time.sleep(10)  # what the burst left to do comes first
        before = cpu_seconds(watcher.pid)
        time.sleep(options.idle)
        share = (cpu_seconds(watcher.pid) - before) / options.idle
        print(f"idle for {options.idle:.0f} s: {share:.2%} of one processor")
    return 1 if left else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--saves", type=int, default=20_000)
    parser.add_argument("--notes", type=int, default=5_000)
    parser.add_argument("--settle", type=float, default=0.5)
    parser.add_argument("--suspend", action="store_true")
    parser.add_argument("--idle", type=float, default=0.0)
    parser.add_argument("--folders", type=int, default=0, help="empty ones that are there besides")
    parser.add_argument("--watch", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.watch:
        watching(*options.watch, options.settle)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return measure(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
