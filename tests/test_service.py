"""``vaultkit service``: what each system is told, twice is once, and what a person changed is left."""

import io
import os
import plistlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.command_line import run
from vaultkit.cli import watching
from vaultkit.cli.session import Options, Session
from vaultkit.disk.programs import Ended, find_program, windows_words
from vaultkit.disk.system import system
from vaultkit.errors import UsageError
from vaultkit.formats.service_files import Service, launchd_job, scheduled_task, systemd_unit
from vaultkit.work import service as services

GOLDEN = Path(__file__).parent / "golden" / "service"
PLAIN = Service(
    "vaultkit-0123456789ab",
    "vaultkit watch: my-search",
    ("/opt/vaultkit/bin/python", "-P", "-m", "vaultkit", "--vault", "/home/ada/my-search", "watch"),
    {"LANG": "it_IT.UTF-8", "XDG_STATE_HOME": "/home/ada/state"},
    "/home/ada/Library/Logs/vaultkit-0123456789ab.log",
)
ODD = PLAIN._replace(
    title='vaultkit watch: a "b" %h $HOME <&> è\nExecStart=/bin/sh',
    words=("/opt/py thon", "--vault", 'C:\\è "b"\\%h $HOME <&>\\', "watch\nExecStart=/bin/sh"),
    environ={"TZ": 'Europe/"Rome" %h $HOME\n[Service]'},
)
KINDS = {
    "systemd": ("service", systemd_unit),
    "launchd": ("plist", launchd_job),
    "task": ("xml", lambda it: scheduled_task(it, "HOME\\ada", windows_words(it.words[1:]))),
}


@pytest.mark.parametrize("name", ["plain", "odd"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_file_is_as_its_system_reads_it(kind, name, golden):
    ending, render = KINDS[kind]
    service = {"plain": PLAIN, "odd": ODD}[name]
    if (kind, name) == ("task", "odd"):
        service = service._replace(words=service.words[:-1], title=service.title.split("\n")[0])
    golden(GOLDEN / f"{kind}-{name}.{ending}", render(service).encode())


def test_launchd_reads_back_the_very_words():
    job = plistlib.loads(launchd_job(ODD).encode())
    assert tuple(job["ProgramArguments"]) == ODD.words
    assert job["EnvironmentVariables"] == ODD.environ


def test_the_task_scheduler_reads_back_the_very_words():
    tree = ElementTree.fromstring(KINDS["task"][1](ODD).split("\n", 1)[1])
    told = {part.tag.rpartition("}")[2]: part.text for part in tree.iter()}
    assert told["Command"] == ODD.words[0]
    assert told["Arguments"] == windows_words(ODD.words[1:])
    assert told["Description"] == ODD.title


def test_no_word_becomes_a_line_of_its_own_in_a_unit():
    lines = systemd_unit(ODD).splitlines()
    assert sum(line.startswith("ExecStart=") for line in lines) == 1
    assert lines.count("[Service]") == 1


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize("service", [PLAIN, ODD], ids=["plain", "odd"])
def test_systemd_itself_finds_nothing_wrong(service, tmp_path):
    program = tmp_path / 'a "b" $HOME %h'
    program.symlink_to(sys.executable)
    unit = tmp_path / "vaultkit-test.service"
    unit.write_text(systemd_unit(service._replace(words=(str(program), *service.words[1:]))))
    words = ["systemd-analyze", "--user", "verify", "--man=no", str(unit)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert unit.name not in done.stderr
    assert str(program) not in done.stderr


@pytest.mark.parametrize("render", [launchd_job, KINDS["task"][1]], ids=["launchd", "task"])
@pytest.mark.parametrize("name", ["\x01", "\udce9"])
def test_a_name_that_is_no_text_is_refused_where_the_file_is_text(render, name):
    with pytest.raises(UnicodeError):
        render(PLAIN._replace(words=("/bin/python", name)))


def test_a_name_that_is_no_text_is_written_byte_by_byte_for_systemd():
    assert r'"/v\xe9"' in systemd_unit(PLAIN._replace(words=("/v\udce9",)))


class Told:
    """Stands in for a system's manager: it keeps what it was told, and refuses what it shall refuse."""

    def __init__(self, refused=(), is_there=True):
        self.words, self.refused, self.is_there = [], refused, is_there

    def __call__(self, words, root, environ):
        self.words.append(" ".join(words))
        if not self.is_there:
            return None
        return Ended(int(any(word in words for word in self.refused)), "no such bus")


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    return {"HOME": str(tmp_path / "home"), "LOCALAPPDATA": str(tmp_path / "home" / "local")}


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n")
    return root


def manager(system, vault, home):
    return services.manager_of(system, services.service_of(vault, "/bin/python", home), home)


SYSTEMS = ("systemd", "launchd", "task-scheduler")


def shown(told, manager):
    for long, short in ((str(manager.file), "FILE"), (manager.file.stem, "NAME")):
        told = [line.replace(long, short) for line in told]
    return [line.replace(f"gui/{os.getuid()}", "gui/UID") for line in told]


@pytest.mark.parametrize(
    ("system", "first", "again", "gone"),
    [
        (
            "systemd",
            ["daemon-reload", "enable NAME.service", "restart NAME.service"],
            ["enable --now NAME.service"],
            ["disable --now NAME.service", "daemon-reload"],
        ),
        (
            "launchd",
            ["bootout gui/UID/NAME", "bootstrap gui/UID FILE"],
            ["bootstrap gui/UID FILE"],
            ["bootout gui/UID/NAME"],
        ),
        (
            "task-scheduler",
            ["/Create /F /TN \\vaultkit\\NAME /XML FILE", "/Run /TN \\vaultkit\\NAME"],
            ["/Run /TN \\vaultkit\\NAME"],
            ["/End /TN \\vaultkit\\NAME", "/Delete /F /TN \\vaultkit\\NAME"],
        ),
    ],
)
def test_each_manager_is_told_what_it_needs(system, first, again, gone, vault, home):
    made, program = (
        manager(system, vault, home),
        {"systemd": "systemctl --user ", "launchd": "launchctl "},
    )
    for act, outcome, expected in (
        (services.install, "installed", first),
        (services.install, "same", again),
        (services.uninstall, "removed", gone),
        (services.uninstall, "none", []),
    ):
        told = Told()
        assert act(made, vault, home, told) == outcome
        begin = program.get(system, "schtasks ")
        assert shown(told.words, made) == [f"{begin}{words}" for words in expected]
    assert not made.file.exists()


@pytest.mark.parametrize("system", SYSTEMS)
def test_twice_writes_once(system, vault, home):
    made = manager(system, vault, home)
    services.install(made, vault, home, Told())
    before = made.file.stat().st_mtime_ns, made.file.stat().st_ino
    services.install(made, vault, home, Told())
    assert (made.file.stat().st_mtime_ns, made.file.stat().st_ino) == before


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_file_that_a_person_changed_is_left(system, vault, home):
    made = manager(system, vault, home)
    services.install(made, vault, home, Told())
    made.file.write_bytes(made.file.read_bytes() + b"# mine\n")
    theirs = made.file.read_bytes()
    for act in (services.install, services.uninstall):
        told = Told()
        with pytest.raises(UsageError) as caught:
            act(made, vault, home, told)
        assert caught.value.key == "service-changed"
        assert told.words == []
    assert made.file.read_bytes() == theirs


@pytest.mark.parametrize("system", SYSTEMS)
def test_one_that_an_earlier_vaultkit_wrote_is_renewed(system, vault, home):
    services.install(manager(system, vault, home), vault, home, Told())
    newer = services.service_of(vault, "/opt/newer/python", home)
    made = services.manager_of(system, newer, home)
    assert services.install(made, vault, home, Told()) == "renewed"
    assert made.file.read_bytes() == made.data


def test_a_vault_that_was_moved_keeps_its_service(vault, home):
    before = manager("systemd", vault, home)
    services.install(before, vault, home, Told())
    moved = vault.rename(vault.with_name("moved"))
    after = manager("systemd", moved, home)
    assert after.file == before.file
    assert services.install(after, moved, home, Told()) == "renewed"
    assert b"moved" in after.file.read_bytes()


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("is_there", [True, False])
def test_a_manager_that_refuses_is_told_in_its_own_words(system, is_there, vault, home):
    made = manager(system, vault, home)
    told = Told(refused=("enable", "bootstrap", "/Create"), is_there=is_there)
    with pytest.raises(UsageError) as caught:
        services.install(made, vault, home, told)
    assert caught.value.key == ("service-refused" if is_there else "service-no-program")
    assert not is_there or caught.value.values["said"] == "no such bus"
    assert not made.file.exists()


@pytest.mark.parametrize("system", ["systemd", "launchd"])  # they read the file at each login
def test_a_service_goes_though_its_manager_is_not_there_any_more(system, vault, home):
    made = manager(system, vault, home)
    services.install(made, vault, home, Told())
    assert services.uninstall(made, vault, home, Told(is_there=False)) == "removed"
    assert not made.file.exists()


def test_a_system_that_is_unknown_is_named(vault, home):
    with pytest.raises(UsageError) as caught:
        manager("plan9", vault, home)
    assert caught.value.key == "service-no-manager"


@pytest.mark.skipif(os.name == "nt", reason="programs are not made by a mode there")
def test_a_program_is_taken_from_absolute_folders_alone(tmp_path, monkeypatch):
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        program = tmp_path / folder / "systemctl"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.chdir(tmp_path / "here")
    path = os.pathsep.join([".", "", "../here", str(tmp_path / "there")])
    assert (
        find_program("systemctl", tmp_path / "v", {"PATH": path})
        == tmp_path / "there" / "systemctl"
    )
    assert find_program("systemctl", tmp_path / "v", {"PATH": "."}) is None


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="a unit is systemd's")


@ON_LINUX
def test_the_command_installs_says_so_and_takes_it_back(vault, tmp_path):
    fake, log = tmp_path / "bin" / "systemctl", tmp_path / "log"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\necho "$@" >> "{log}"\n')
    fake.chmod(0o755)
    env = {"PATH": f"{fake.parent}", "XDG_CONFIG_HOME": str(tmp_path / "config")}

    def told(*words):
        done = run("service", *words, "--vault", vault, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()

    assert "does not start at login" in told()
    assert not log.exists()
    assert "starts at every login" in told("install")
    (unit,) = (tmp_path / "config" / "systemd" / "user").iterdir()
    assert str(vault) in unit.read_text()
    assert "The watcher starts at login." in told("status")
    removed = run("remove", "--yes", "--vault", vault, env=env)
    assert b"vaultkit service uninstall" in removed.stderr
    assert "is gone" in told("uninstall")
    assert b"service" not in run("remove", "--yes", "--vault", vault, env=env).stderr
    assert not unit.exists()
    assert "There was no service" in told("uninstall")
    assert log.read_text().splitlines()[-2:] == [
        f"--user disable --now {unit.name}",
        "--user daemon-reload",
    ]


@ON_LINUX
def test_where_nothing_can_be_started_a_sentence_says_so(vault, tmp_path):
    env = {"PATH": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    done = run("service", "install", "--vault", vault, env=env)
    assert done.returncode == 2
    assert b"could not be run" in done.stderr


def test_what_it_does_not_know_is_named(vault):
    done = run("service", "begin", "--vault", vault)
    assert done.returncode == 2
    assert b"status, install, uninstall" in done.stderr


@pytest.mark.skipif(
    os.environ.get("VAULTKIT_TEST_SYSTEMD") != "1",
    reason="VAULTKIT_TEST_SYSTEMD=1 has it install a real service for a moment",
)
def test_a_real_systemd_starts_the_watcher_and_forgets_it(vault):
    def state(unit):
        words = ["systemctl", "--user", "show", "-p", "ActiveState,UnitFileState", unit]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()

    assert run("service", "install", "--vault", vault).returncode == 0
    unit = services.service_of(vault, sys.executable, os.environ).name + ".service"
    try:
        assert state(unit) == ["ActiveState=active", "UnitFileState=enabled"]
    finally:
        assert run("service", "uninstall", "--vault", vault).returncode == 0
    assert "ActiveState=inactive" in state(unit)


def test_a_watcher_without_any_stream_says_it_into_a_file_where_no_log_is_kept(
    vault, home, monkeypatch
):
    session = Session(Options(vault), {**os.environ, **home})
    monkeypatch.setattr(sys, "__stderr__", None)
    monkeypatch.setattr(sys, "stderr", before := io.StringIO())
    for manager_here, said in (("systemd", ""), ("task-scheduler", "hello\n")):
        monkeypatch.setattr(type(system), "service_manager", lambda _, kind=manager_here: kind)
        log = services.log_of(vault, session.environ)
        log.parent.mkdir(parents=True, exist_ok=True)
        sys.stderr = before
        with watching._with_a_log(session):
            sys.stderr.write("hello\n")
        assert (log.read_text() if log.exists() else "") == said
