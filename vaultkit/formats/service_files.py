"""What tells a system to start the watcher at login: a systemd unit, a launchd job, a scheduled task.

Sources: systemd.service(5) and systemd.syntax(7); launchd.plist(5); the Task Scheduler's schema
of tasks, version 1.2.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

SUCCESS_SIGNALS = (130, 143)
"""How the watcher ends when it is told to: that is no failure."""
AGAIN_SECONDS = 300
"""How long the system waits before it starts a watcher again that could not go on."""


class Service(NamedTuple):
    """A watcher as the system starts it.

    ``words`` is the whole command line, its program with its path. ``environ`` holds what the
    watcher must see as the person's shell does. ``log`` is a file, for systems that keep none.
    """

    name: str
    title: str
    words: tuple[str, ...]
    environ: Mapping[str, str]
    log: str


def systemd_unit(service: Service) -> str:
    """Return a unit of the person's own systemd."""
    environment = [
        f"Environment={_quoted(f'{name}={value}', specifiers_only=True)}"
        for name, value in sorted(service.environ.items())
    ]
    lines = [
        "[Unit]",
        f"Description={_one_line(service.title).replace('%', '%%')}",
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        f"ExecStart={' '.join(map(_quoted, service.words))}",
        *environment,
        "Restart=on-failure",
        f"RestartSec={AGAIN_SECONDS}",
        f"SuccessExitStatus={' '.join(map(str, SUCCESS_SIGNALS))}",
        "Nice=5",
        "",
        "[Install]",
        "WantedBy=default.target",
        "",
    ]
    return "\n".join(lines)


def _quoted(word: str, *, specifiers_only: bool = False) -> str:
    """Return a word that systemd reads as one, whatever is in it; where it stands for a value, ``$`` is itself."""
    told = "".join(_escaped(character) for character in word).replace("%", "%%")
    return f'"{told if specifiers_only else told.replace("$", "$$")}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogateescape"))


def _one_line(text: str) -> str:
    """Return a text for people with what would break its line left out."""
    return "".join(character if character.isprintable() else " " for character in text).strip("\\ ")


def launchd_job(service: Service) -> str:
    """Return a job of the person's own launchd. A name that is no text raises UnicodeError."""
    import plistlib  # of one system, and slow to load for a command that only asks whether there is a service

    job = {
        "Label": service.name,
        "ProgramArguments": list(service.words),
        "EnvironmentVariables": dict(service.environ),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": AGAIN_SECONDS,
        "ProcessType": "Background",
        "StandardOutPath": service.log,
        "StandardErrorPath": service.log,
    }
    try:
        return plistlib.dumps(job).decode("utf-8")
    except ValueError as error:  # a control character has no place in its XML
        raise UnicodeError(str(error)) from error


_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{title}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>{user}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT{minutes}M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def scheduled_task(service: Service, user: str, arguments: str) -> str:
    """Return a task of the Task Scheduler for a user. A name that is no text raises UnicodeError.

    ``arguments`` is the command line behind the program, quoted as Windows wants it. A task has
    no environment of its own: it sees the user's.
    """
    from xml.sax.saxutils import escape

    if _NOT_IN_XML.search("".join((*service.words, service.title, user))):
        raise UnicodeError(service.title)
    return _TASK.format(
        title=escape(service.title),
        user=escape(user),
        minutes=AGAIN_SECONDS // 60,
        program=escape(service.words[0]),
        arguments=escape(arguments),
    )
