"""Two real Syncthing instances that share a folder over loopback, and ask nobody else."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

LONGEST_SECONDS = 120.0
KEY, FOLDER = "key-of-a-test", "vault"
CONFIG = """<configuration version="36">
  <folder id="{folder}" label="" path="{path}" type="sendreceive" rescanIntervalS="3600" fsWatcherEnabled="true"
          fsWatcherDelayS="1">
    <device id="{own}"/><device id="{other}"/>
    <maxConflicts>-1</maxConflicts>
  </folder>
  <device id="{own}" name="own"><address>tcp://127.0.0.1:{port}</address></device>
  <device id="{other}" name="other"><address>tcp://127.0.0.1:{other_port}</address></device>
  <gui enabled="true" tls="false"><address>127.0.0.1:{api_port}</address><apikey>{key}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <stunServer></stunServer>
    <stunKeepaliveStartS>0</stunKeepaliveStartS>
    <urAccepted>-1</urAccepted>
    <crashReportingEnabled>false</crashReportingEnabled>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <startBrowser>false</startBrowser>
    <reconnectionIntervalS>1</reconnectionIntervalS>
    <setLowPriority>false</setLowPriority>
  </options>
</configuration>
"""


def is_installed() -> bool:
    return shutil.which("syncthing") is not None


class Syncthing:
    """One instance: its home, the folder that it keeps, and what it answers."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder = home, folder
        self.port, self.api_port = free_ports(2)
        self._environ = {
            **os.environ,
            "HOME": str(home),
            "STNOUPGRADE": "1",
            "STNORESTART": "1",
            "GOMAXPROCS": "1",
        }
        self._run("generate", "--no-default-folder", "--skip-port-probing")
        self.id = self._run("--device-id").strip()
        self._seen = 0

    def _run(self, *arguments: str) -> str:
        command = ["syncthing", *arguments, f"--home={self.home}"]
        return subprocess.run(
            command, env=self._environ, capture_output=True, text=True, check=True
        ).stdout

    def share_with(self, other: "Syncthing") -> None:
        names = {
            "folder": FOLDER,
            "path": self.folder,
            "own": self.id,
            "other": other.id,
            "key": KEY,
        }
        ports = {"port": self.port, "other_port": other.port, "api_port": self.api_port}
        (self.home / "config.xml").write_text(CONFIG.format(**names, **ports))

    @contextmanager
    def running(self) -> Iterator[None]:
        command = [
            "syncthing",
            "serve",
            f"--home={self.home}",
            "--no-browser",
            f"--logfile={self.home / 'log'}",
        ]
        with subprocess.Popen(
            command, env=self._environ, stdout=subprocess.DEVNULL
        ) as self._process:
            try:
                yield
            finally:
                self._process.terminate()

    def log(self) -> str:
        return (self.home / "log").read_text()

    def is_running(self) -> bool:
        return self._process.poll() is None

    def ask(self, path: str, *, post: bool = False, seconds: float = 10.0) -> Any:
        """Return its answer, None while it does not listen yet."""
        headers = {"X-API-Key": KEY}
        url = f"http://127.0.0.1:{self.api_port}/rest/{path}"
        request = urllib.request.Request(url, headers=headers, method="POST" if post else "GET")
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                request, timeout=seconds
            ) as answer:
                return json.loads(answer.read() or b"null")
        except (urllib.error.URLError, ConnectionError):
            return None

    def await_event(self, seconds: int = 1) -> None:
        """Return when it tells of something new, or after a while."""
        events = self.ask(f"events?since={self._seen}&timeout={seconds}", seconds=seconds + 10)
        if events is None:
            time.sleep(0.05)
        elif events:
            self._seen = events[-1]["id"]

    def has_everything(self) -> bool:
        """Look at the folder, and tell whether nothing is missing: what was saved just now may not be known yet."""
        self.ask(f"db/scan?folder={FOLDER}", post=True)
        status = self.ask(f"db/status?folder={FOLDER}")
        return bool(status) and status["state"] == "idle" and status["needTotalItems"] == 0

    def knows_the_other(self, other: "Syncthing") -> bool:
        found = self.ask("system/connections")
        return bool(found) and found["connections"].get(other.id, {}).get("connected", False)

    def part_from(self, other: "Syncthing") -> None:
        self.ask(f"system/pause?device={other.id}", post=True)
        until(self, lambda: not self.knows_the_other(other))

    def meet(self, other: "Syncthing") -> None:
        self.ask(f"system/resume?device={other.id}", post=True)
        until(self, lambda: self.knows_the_other(other))


def free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def until(instance: Syncthing, question: Callable[[], bool]) -> None:
    """Ask again whenever the instance tells of something."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while not question():
        assert instance.is_running(), instance.log()[-3000:]
        assert time.monotonic() < deadline, instance.log()[-3000:]
        instance.await_event()


@contextmanager
def a_pair(
    one: tuple[Path, Path], other: tuple[Path, Path]
) -> Iterator[tuple[Syncthing, Syncthing]]:
    """Run two instances, each of (home, folder), until they know each other."""
    first, second = Syncthing(*one), Syncthing(*other)
    first.share_with(second)
    second.share_with(first)
    with first.running(), second.running():
        until(first, lambda: first.knows_the_other(second))
        yield first, second
