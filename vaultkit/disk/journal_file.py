"""The lines of a run's file: what was planned, begun and ended, with both texts of each note.

One JSON object a line; the texts are packed, and checked when they are unpacked.
"""

import base64
import json
import os
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from vaultkit.disk.digests import sha256
from vaultkit.disk.system import system
from vaultkit.value import frozen

_BEGINNING = b'{"'
"""What every line begins with, also one that was cut short."""


@frozen
class Planned:
    """One note about to be written. ``old`` is None for one that is made, ``new`` for one that goes."""

    path: str
    old: bytes | None
    new: bytes | None


@frozen
class Record:
    """What a run's file says about one write. ``ended`` is None when nobody saw its end."""

    number: int
    planned: Planned
    begun: bool
    ended: str | None


@frozen
class MadeFolder:
    """A folder that a run made: its path from the vault's root, and what another one of that name would not have.

    ``made`` is the moment of its making, in nanoseconds.
    """

    path: str
    inode: int
    made: int


@frozen
class PastRun:
    """One run as its file tells it. ``records`` and ``folders`` stand as they were planned and made.

    ``took_back`` are the writes (run, number) that this run undid. ``clock`` is what the clock
    said when it began, in seconds since 1970; the order of runs is that of their ids.
    ``is_damaged`` where something is missing that a crash does not take away.
    """

    id: str
    command: str
    file: Path
    records: tuple[Record, ...]
    took_back: frozenset[tuple[str, int]] = frozenset()
    clock: float | None = None
    is_damaged: bool = False
    folders: tuple[MadeFolder, ...] = ()

    @property
    def second(self) -> str:
        """When it began, as ``2026-11-20T10:00:00``."""
        return f"{datetime.fromtimestamp(self.started):%Y-%m-%dT%H:%M:%S}"

    @property
    def started(self) -> float:
        """Seconds since 1970, as the clock had them."""
        return ordinal(self.id) / 1e9 if self.clock is None else self.clock


def ordinal(run: str) -> int:
    """Return the number that a run's id begins with: a later run has a higher one."""
    number = run.partition("-")[0]
    return int(number) if number.isdecimal() else 0


def names_of(runs: Iterable[PastRun]) -> Mapping[str, str]:
    """Return the names that a person calls runs by, by their ids: the second in which each began.

    The later ones of one second have ``-2``, ``-3`` and so on behind it. A run keeps its name,
    whatever is run or taken back after it, where ``runs`` are all that there are.
    """
    names, count = dict[str, str](), Counter[str]()
    for run in sorted(runs, key=lambda run: run.id):
        count[run.second] += 1
        nth = count[run.second]
        names[run.id] = run.second if nth == 1 else f"{run.second}-{nth}"
    return names


def plan_line(number: int, plan: Planned) -> str:
    """Return the line that keeps both texts of one planned write."""
    shas = {"old_sha": _sha(plan.old), "new_sha": _sha(plan.new)}
    texts = {"old": _packed(plan.old), "new": _packed(plan.new)}
    return json.dumps({"plan": number, "path": plan.path, **shas, **texts})


def _sha(data: bytes | None) -> str | None:
    return None if data is None else sha256(data).hexdigest()


def _packed(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(zlib.compress(data, 1)).decode()


def _unpacked(text: str | None, sha: str | None) -> bytes | None:
    """Raises ValueError when the text is not the one that was kept."""
    if text is None:
        return None
    try:
        data = zlib.decompress(base64.b64decode(text, validate=True))
    except zlib.error as error:
        raise ValueError("packed") from error
    if _sha(data) != sha:
        raise ValueError("sha256")
    return data


@dataclass
class _Reading:
    """A run's file as far as it has been read."""

    command: str | None = None
    clock: float | None = None
    plans: dict[int, Planned] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    ended: dict[int, str] = field(default_factory=dict)
    took_back: set[tuple[str, int]] = field(default_factory=set)
    folders: list[MadeFolder] = field(default_factory=list)
    has_garbage: bool = False

    @property
    def is_damaged(self) -> bool:
        """A plan is on the disk whole before its write begins, and what ran before any plan."""
        lost = (self.begun | self.ended.keys()) - self.plans.keys()
        return self.command is None or self.has_garbage or bool(lost)

    def take(self, line: dict[str, Any]) -> None:
        """Take in one line. Raises ValueError and KeyError for one that no run writes."""
        if "plan" in line:
            old = _unpacked(line["old"], line["old_sha"])
            self.plans[line["plan"]] = Planned(
                line["path"], old, _unpacked(line["new"], line["new_sha"])
            )
        elif "begin" in line:
            self.begun.add(line["begin"])
        elif "end" in line:
            self.ended[line["end"]] = line["how"]
        elif "took_back" in line:
            self.took_back.add((line["took_back"], line["number"]))
        elif "folder" in line:
            self.folders.append(MadeFolder(line["folder"], line["inode"], line["made"]))
        else:
            self.command = line["command"]
            self.clock = float(line["at"]) if "at" in line else None


def read_run(file: Path) -> PastRun | None:
    """Return what a run's file tells, or None where it is gone.

    A line that a crash cut short, or that the disk spoilt, is passed over. One that cannot be
    read at all is a damaged run without records.
    """
    reading = _Reading()
    try:
        with os.fdopen(system.open_own(file, "read"), "rb") as opened:
            lines = opened.read().split(b"\n")
    except FileNotFoundError:
        return None
    except OSError:
        return PastRun(file.stem, "", file, (), is_damaged=True)
    for line in filter(None, lines):
        try:
            reading.take(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            reading.has_garbage |= not _BEGINNING.startswith(line[: len(_BEGINNING)])
    records = tuple(
        Record(number, plan, number in reading.begun, reading.ended.get(number))
        for number, plan in sorted(reading.plans.items())
    )
    took_back = frozenset(reading.took_back)
    return PastRun(
        file.stem,
        reading.command or "",
        file,
        records,
        took_back,
        reading.clock,
        reading.is_damaged,
        tuple(reading.folders),
    )
