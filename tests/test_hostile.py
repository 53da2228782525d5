"""A vault may come from anybody: nothing in it steers a terminal, leads out, or is waited for."""

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.posix import pty, resource
from tests.test_cli import TODAY, run

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(r"\x1b\[(?:0|1|2|31|32|33)m")
EVIL = "E\x1b]0;owned\x07\x1b[2J\x1b[31mvil\u202egnp"
YAML = '"E\\e]0;owned\\a\\e[2J\\e[31mvil\\u202egnp"'


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    (root / ".obsidian").mkdir(parents=True)
    (root / "vaultkit.toml").write_text(
        "schema = 1\n[front_matter]\nnext_follow_up = true\n", encoding="utf-8"
    )
    return root


def application(root, name, more="", body=""):
    text = f"---\ntype: application\ncompany: {YAML}\nrole: {YAML}\nstatus: rejected\ndecided: 2026-11-02\n{more}---\n{body}"
    (root / f"{name}.md").write_text(text, encoding="utf-8")


def nothing_steers(done, *, styled=False):
    text = (done.stdout + done.stderr).decode()
    text = OURS.sub("", text) if styled else text
    assert STEERING.search(text) is None, repr(text)


@pytest.mark.parametrize("color", ["never", "always"])
def test_no_command_lets_a_note_s_words_or_name_steer_the_terminal(vault, color):
    application(vault, EVIL, f"recruiter: {YAML}\ncontact: {YAML}\n", f"# {EVIL}\n")
    (vault / f"{EVIL} 2.md").write_text(
        f"---\ntype: application\nstatus: {YAML}\napplied: {YAML}\n---\n", encoding="utf-8"
    )
    person = f"---\ntype: person\nname: {YAML}\nemail: {YAML}\n---\n"
    (vault / f"P {EVIL}.md").write_text(person, encoding="utf-8")
    common = ("--vault", vault, *TODAY, "--color", color)
    assert run("update", *common).returncode == 0
    note = vault / f"{EVIL}.md"
    touched = note.read_text("utf-8").replace("- [ ] ", f"- [ ] {EVIL} \x1b[1m", 1)
    note.write_text(touched, encoding="utf-8")
    for command in (
        ("due",), ("contacts",), ("check",), ("explain", EVIL), ("explain", f"{EVIL} 2"), ("review", "--stdout"), ("review",),
        ("update", "-v"), ("update", "--check"), ("draft", "feedback"), ("draft", "reflect"), ("done", EVIL), ("snooze", "reflect", EVIL),
        ("explain", f"{EVIL} none"), ("new", EVIL, EVIL), ("log", EVIL, EVIL), ("done", "--person", EVIL), ("remove", "--yes"), ("undo",),
    ):  # fmt: skip
        for json in (
            ((), ("--json",))
            if color == "never" and command[0] in ("due", "check", "explain")
            else ((),)
        ):
            nothing_steers(run(*command, *json, *common), styled=color == "always")


def test_wrong_settings_and_a_wrong_week_do_not_steer_it_either(vault):
    for toml in (
        f'schema = 1\n"{EVIL}" = 1\n',
        f"schema = 1\n[review]\nname = '{EVIL}'\n",
        f"{EVIL}\n",
        YAML,
    ):
        (vault / "vaultkit.toml").write_text(toml, encoding="utf-8")
        done = run("due", "--vault", vault)
        assert done.returncode == 2
        nothing_steers(done)
    (vault / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    for arguments in (("--week", EVIL), ("--today", EVIL)):
        nothing_steers(run("review", *arguments, "--vault", vault))
    nothing_steers(run("due", "--vault", vault / EVIL))


def test_a_patch_is_exact_for_a_program_and_harmless_on_a_terminal(vault):
    application(vault, "Acme", "", f"# A\n{EVIL}\n")
    command = [
        sys.executable,
        "-m",
        "vaultkit",
        "update",
        "--dry-run",
        "--vault",
        str(vault),
        *TODAY,
    ]
    piped = subprocess.run(command, capture_output=True, check=False)
    assert EVIL.encode() in piped.stdout
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how Linux tells that the other side is closed
            pass
        process.wait(30)
    os.close(ours)
    assert "E<U+001B>]0;owned<U+0007><U+001B>[2J<U+001B>[31mvil<U+202E>gnp" in shown.decode()
    assert STEERING.search(shown.decode().replace("\r\n", "\n")) is None


@pytest.mark.parametrize(
    "name",
    ["../../out", "/etc/out", "a/../../out", "con", "..", "x" * 400, "\x00", "Caffè\u202e/.."],
)
def test_no_name_of_a_company_leads_out_of_the_vault(vault, tmp_path, name):
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(vault)}
    if "\0" not in name:
        nothing_steers(run("new", name, "Dev", "--vault", vault))
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(vault)} == before


def test_folders_that_are_links_out_take_no_review_draft_or_new_note(vault, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    application(vault, "Acme", "recruiter: Ann\n")
    for folder in ("Reviews", "Drafts", "Applications", "People"):
        (vault / folder).symlink_to(outside)
    common = ("--vault", vault, *TODAY)
    run("update", *common)
    for command in (
        ("review",),
        ("draft", "feedback", "--note"),
        ("new", "A", "B"),
        ("log", "Ann", "x"),
    ):
        assert run(*command, *common).returncode == 2, command
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "folder", ["../../../..", "/", "..", "Templates/../../x", "a\\u0000b", "~", "Links"]
)
def test_template_settings_that_lead_out_are_none(vault, tmp_path, folder):
    secret = tmp_path / "x"
    secret.mkdir()
    (secret / "t.md").write_text("---\ntype: application\nsecret: 1\n---\n", encoding="utf-8")
    (vault / "Links").symlink_to(secret)
    (vault / ".obsidian" / "templates.json").write_text(
        f'{{"folder": "{folder}"}}'.replace("\\\\", "\\"), encoding="utf-8"
    )
    done = run("new", "Acme", "Dev", "--vault", vault)
    assert "secret" not in "".join(
        path.read_text("utf-8") for path in vault.rglob("*.md") if "Links" not in path.parts
    )
    assert done.returncode in (0, 2)
    assert run("check", "--vault", vault).returncode == 0


def test_a_pipe_a_device_a_folder_and_links_called_like_notes_are_passed_over(vault, tmp_path):
    os.mkfifo(vault / "pipe.md")
    (vault / "folder.md").mkdir()
    (vault / "out.md").symlink_to("/etc/passwd")
    (vault / "zero.md").symlink_to("/dev/zero")
    (vault / "loop").symlink_to(vault)
    application(vault, "Acme")
    done = run("update", "--vault", vault, *TODAY)
    assert done.stdout.decode().split() == ["Acme.md"]


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/passwd"])
def test_settings_and_template_settings_that_are_links_are_not_read(vault, target):
    (vault / ".obsidian" / "templates.json").symlink_to(target)
    assert run("check", "--vault", vault).returncode == 0
    (vault / "vaultkit.toml").unlink()
    (vault / "vaultkit.toml").symlink_to(target)
    assert run("check", "--vault", vault).returncode == 2


def test_names_that_are_not_utf_8_or_differ_in_form_only_are_told_or_done(vault):
    application(vault, unicodedata.normalize("NFC", "Caffè"))
    application(vault, unicodedata.normalize("NFD", "Caffè"))
    application(vault, "CAFFE")
    application(vault, "aux")
    with open(os.fsencode(vault) + b"/\xff.md", "wb") as file:
        file.write(b"---\ntype: application\n---\n")
    done = run("update", "--vault", vault, *TODAY)
    assert len(done.stdout.decode().split("\n")) == 5
    assert b"\\xff.md:1:" in done.stderr


def test_a_hostile_vault_is_read_in_little_memory_and_time(vault):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefg", "bcdefgh", strict=True)
    )
    heads = {
        "bomb": bomb, "deep": "a: " + "[" * 30_000, "tag": "a: !!python/object/apply:os.system [touch owned]", "nul": "a: \0",
        "huge": "a: x\n" * 400_000, "keys": "\n".join(f"k{number}: 1" for number in range(9000)),
    }  # fmt: skip
    for name, head in heads.items():
        (vault / f"{name}.md").write_text(
            f"---\ntype: application\n{head}\n---\n", encoding="utf-8"
        )
    with open(vault / "100 MB.md", "wb") as file:
        file.write(b"---\ntype: application\n")
        file.truncate(100 * 1024 * 1024)

    def limits():
        resource.setrlimit(resource.RLIMIT_AS, (400 * 1024 * 1024, 400 * 1024 * 1024))
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))

    done = subprocess.run(
        [sys.executable, "-m", "vaultkit", "update", "--vault", str(vault), *TODAY],
        capture_output=True, preexec_fn=limits, check=False, cwd=vault,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == b""
    told = {line.split(":")[0] for line in done.stderr.decode().split("\n") if ".md:" in line}
    assert told == {*(f"{name}.md" for name in heads), "100 MB.md"}
    assert not (vault / "owned").exists()


def test_what_a_vault_calls_its_notes_is_no_setting(tmp_path):
    root = tmp_path / "theirs"
    (root / 'a"]\nsettle = 0').mkdir(parents=True)
    for number in range(3):
        note = root / 'a"]\nsettle = 0' / f"{number}.md"
        note.write_text(
            '---\ntype: "x\\"\\n[watch]\\nsettle = 0"\nstatus: applied\ncompany: A\n---\n',
            encoding="utf-8",
        )
    assert run("init", root).returncode == 0
    assert "settle" not in (root / "vaultkit.toml").read_text("utf-8")
    assert run("due", "--vault", root).returncode == 0


def test_what_is_kept_outside_of_the_vault_is_the_person_s_alone(vault):
    application(vault, "Acme", "recruiter: Ann\n")
    old = os.umask(0)
    try:
        run("update", "--vault", vault, *TODAY)
    finally:
        os.umask(old)
    state = Path(os.environ["XDG_STATE_HOME"])
    inside = [path for path in state.rglob("*") if path != state]
    assert [path for path in inside if path.is_file()]
    for path in inside:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
