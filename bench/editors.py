"""Editors that save a note again and again: simulated ones, and vim, nano and Node as they are.

Each adds a numbered line at the end of a note, and saves. What an editor reads it saves again, so that a
line that was lost once is missing for good, and a torn text stays torn.
"""

import json
import os
import pty
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HEAD = b"""---
type: application
company: Acme
status: rejected
interviewed: 2026-10-20
decided: 2026-10-22
interviewers: ["[[Marta Rossi]]", Luca Bianchi]
---
# Acme
"""
BEGIN, END = b"<!-- vaultkit:begin", b"<!-- vaultkit:end"
BODY = (
    b"".join(b"A line of the person's own, number %03d.\n" % number for number in range(60))
    + b"Log\n"
)
HELD_SAVES = 20

Save = Callable[[Path, Callable[[bytes], bytes]], int]


@dataclass(frozen=True)
class Job:
    """Saves ``first`` to ``last`` - 1, spread over the notes, with a pause of up to ``pause`` seconds."""

    notes: Sequence[Path]
    first: int
    last: int
    pause: float

    def note(self, number: int) -> Path:
        return self.notes[number % len(self.notes)]


@dataclass(frozen=True)
class Done:
    """The numbers that were saved, and those that were seen to be missing or in a torn note meanwhile."""

    saved: list[int]
    missing: list[int]
    torn: int


def line(number: int) -> bytes:
    return b"save %06d\n" % number


def is_whole(text: bytes) -> bool:
    """Head, at most one block, and the body, in this order."""
    if not text.startswith(HEAD):
        return False
    rest = text[len(HEAD) :]
    if rest.startswith(BEGIN):
        _, ended, rest = rest.partition(END)
        _, ended, rest = rest.partition(b"\n") if ended else (b"", b"", b"")
        if not ended:
            return False
    return rest.startswith(BODY) and BEGIN not in rest and END not in rest


def saved_in(text: bytes) -> set[int]:
    return {int(number) for number in re.findall(rb"^save (\d{6})$", text, re.MULTILINE)}


def _in_place(pieces: int) -> Save:
    def save(path: Path, edited: Callable[[bytes], bytes]) -> int:
        text = edited(path.read_bytes())
        step = -(-len(text) // pieces)
        with path.open("wb", buffering=0) as file:
            for at in range(0, len(text), step):
                file.write(text[at : at + step])
        return 1

    return save


def _replace(path: Path, edited: Callable[[bytes], bytes]) -> int:
    text = edited(path.read_bytes())
    beside = path.with_name(f".{path.name}.swap")
    beside.write_bytes(text)
    beside.replace(path)
    return 1


def _vim_style(path: Path, edited: Callable[[bytes], bytes]) -> int:
    text = edited(path.read_bytes())
    backup = path.with_name(f"{path.name}~")
    path.replace(backup)
    path.write_bytes(text)
    backup.unlink()
    return 1


def _append(path: Path, edited: Callable[[bytes], bytes]) -> int:
    old = path.read_bytes()
    with path.open("ab", buffering=0) as file:
        file.write(edited(old)[len(old) :])
    return 1


def _held_append(path: Path, edited: Callable[[bytes], bytes]) -> int:
    with path.open("r+b", buffering=0) as file:
        text = file.read()
        for _ in range(HELD_SAVES):
            longer = edited(text)
            file.write(longer[len(text) :])
            text = longer
    return HELD_SAVES


def _held_rewrite(path: Path, edited: Callable[[bytes], bytes]) -> int:
    with path.open("r+b", buffering=0) as file:
        text = file.read()
        for _ in range(HELD_SAVES):
            text = edited(text)
            file.seek(0)
            file.write(text)
            file.truncate()
    return HELD_SAVES


class _Simulated:
    """Looks, with each save, whether its earlier lines are still there."""

    def __init__(self, job: Job, save: Save) -> None:
        self.job, self.save, self.number = job, save, job.first
        self.saved: dict[Path, set[int]] = {}
        self.missing: set[int] = set()
        self.torn = 0

    def run(self) -> Done:
        while self.number < self.job.last:
            path = self.job.note(self.number)
            saves = self.save(path, lambda text, path=path: self.edited(path, text))
            time.sleep(random.random() * self.job.pause * saves)
        return Done(sorted(set().union(*self.saved.values())), sorted(self.missing), self.torn)

    def edited(self, path: Path, text: bytes) -> bytes:
        mine = self.saved.setdefault(path, set())
        self.torn += not is_whole(text)
        self.missing |= mine - saved_in(text)
        mine.add(self.number)
        self.number += 1
        return text + line(self.number - 1)


def _simulated(save: Save) -> Callable[[Job], Done]:
    return lambda job: _Simulated(job, save).run()


_VIM = """
let saved = []
for number in range({first}, {last} - 1)
  execute 'silent! edit! ' . {notes}[number % {count}]
  call append(line('$'), printf('save %06d', number))
  let v:errmsg = ''
  silent! write!
  if v:errmsg == ''
    call add(saved, string(number))
  endif
  sleep {milliseconds}m
endfor
call writefile(saved, '{answer}')
qall!
"""


def _vim(backup_by: str) -> Callable[[Job], Done]:
    def run(job: Job) -> Done:
        with tempfile.TemporaryDirectory() as folder:
            script, answer = Path(folder, "script.vim"), Path(folder, "answer")
            notes = json.dumps([str(note) for note in job.notes])
            words = {"first": job.first, "last": job.last, "notes": notes, "count": len(job.notes)}
            text = _VIM.format(**words, milliseconds=max(1, round(job.pause * 500)), answer=answer)
            script.write_text(f"set writebackup nobackup backupcopy={backup_by}\n{text}")
            command = ["vim", "-N", "-u", "NONE", "-i", "NONE", "-es", "-S", str(script)]
            with subprocess.Popen(
                ["yes"], stdout=subprocess.PIPE
            ) as yes:  # "changed since reading it: write?"
                subprocess.run(command, check=False, stdin=yes.stdout)
                yes.terminate()
            return Done([int(number) for number in answer.read_text().split()], [], 0)

    return run


_NODE = """
const fs = require('fs').promises;
const [notes, first, last, pause, way, answer] = JSON.parse(process.argv[1]);
(async () => {
  const saved = [];
  for (let number = first; number < last; number++) {
    const note = notes[number % notes.length];
    const text = await fs.readFile(note, 'utf8') + `save ${String(number).padStart(6, '0')}\\n`;
    if (way === 'in place') {
      await fs.writeFile(note, text);
    } else {
      await fs.writeFile(note + '.tmp', text);
      await fs.rename(note + '.tmp', note);
    }
    saved.push(number);
    await new Promise(done => setTimeout(done, Math.random() * pause * 1000));
  }
  await fs.writeFile(answer, JSON.stringify(saved));
})();
"""


def _node(way: str) -> Callable[[Job], Done]:
    def run(job: Job) -> Done:
        with tempfile.TemporaryDirectory() as folder:
            answer = Path(folder, "answer")
            given = [
                [str(note) for note in job.notes],
                job.first,
                job.last,
                job.pause,
                way,
                str(answer),
            ]
            subprocess.run(["node", "-e", _NODE, json.dumps(given)], check=True)
            return Done(json.loads(answer.read_text()), [], 0)

    return run


def _nano(job: Job) -> Done:
    """A session a save: nano keeps its text, and would hide in the next save what the last one lost."""
    numbers = range(job.first, job.last)
    return Done([number for number in numbers if _nano_saves(job.note(number), number)], [], 0)


def _nano_saves(note: Path, number: int) -> bool:
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm"
        os.execvp("nano", ["nano", "--ignorercfiles", str(note)])
    seen = _until(terminal, b"", b"Help")
    os.write(terminal, b"\x1b/" + line(number).rstrip() + b"\r\x13")
    seen = _until(terminal, b"", b"Wrote", b"changed")
    if b"changed" in seen and b"Wrote" not in seen:
        os.write(terminal, b"y")
        seen = _until(terminal, b"", b"Wrote")
    os.write(terminal, b"\x18")
    while _heard(terminal):
        pass
    os.close(terminal)
    os.waitpid(child, 0)
    return b"Wrote" in seen


def _until(terminal: int, seen: bytes, *words: bytes) -> bytes:
    while not any(word in seen for word in words) and (heard := _heard(terminal)):
        seen += heard
    return seen


def _heard(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux tells that the program at the other end is gone
        return b""


SIMULATED: dict[str, Callable[[Job], Done]] = {
    "in place, 1 write": _simulated(_in_place(1)),
    "in place, 3 writes": _simulated(_in_place(3)),
    "replace": _simulated(_replace),
    "vim style": _simulated(_vim_style),
    "append": _simulated(_append),
    "held open, append": _simulated(_held_append),
    "held open, rewrite": _simulated(_held_rewrite),
}
REAL: dict[str, Callable[[Job], Done]] = {
    "vim, by renaming": _vim("no"),
    "vim, in place": _vim("yes"),
    "node, writeFile": _node("in place"),
    "node, temp + rename": _node("replace"),
    "nano": _nano,
}


def missing_programs() -> list[str]:
    return [name for name in ("vim", "node", "nano") if shutil.which(name) is None]
