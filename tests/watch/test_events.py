"""What is told of changes: real files, real events."""

import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.watch.events import Events
from vaultkit.watch.inotify import Inotify
from vaultkit.watch.surroundings import kernel_watches
from vaultkit.watch.told import is_left_out

LONGEST_SECONDS = 20
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs inotify")


class Ear:
    """Collects what is told, and follows new folders as the watcher does."""

    def __init__(self, root: Path, kind: type[Events] | type[Inotify] = Inotify) -> None:
        self.events = kind(root, time.monotonic)
        self.told: set[str] = set()
        self.looks = 0

    def listen(self) -> None:
        told = self.events.take()
        self.told |= told.changed.keys()
        if told.look:
            self.looks += 1
            self.events.follow_folders()

    def hears(self, question: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < deadline:
            self.listen()
            if question():
                return True
            time.sleep(0.01)
        return False

    def hears_of(self, *paths: str) -> bool:
        return self.hears(lambda: self.told.issuperset(paths))


@pytest.fixture
def root(tmp_path):
    for folder in ("Applications/2026", ".git/objects", ".obsidian", ".trash", "node_modules"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "Applications/Acme.md").write_text("old")
    return tmp_path


KINDS = (Events, Inotify) if sys.platform.startswith("linux") else (Events,)


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def ear(root, kind):
    ear = Ear(root, kind)
    yield ear
    ear.events.close()


def save_in_place(file: Path) -> None:
    file.write_text("new")


def save_by_renaming(file: Path) -> None:
    file.with_name(".tmp").write_text("new")
    file.with_name(".tmp").replace(file)


def save_like_vim(file: Path) -> None:
    file.rename(file.with_name("Acme.md~"))
    file.write_text("new")
    file.with_name("Acme.md~").unlink()


def save_by_appending(file: Path) -> None:
    with file.open("a") as end:
        end.write("more")


@pytest.mark.parametrize(
    "save", [save_in_place, save_by_renaming, save_like_vim, save_by_appending]
)
def test_a_save_is_told(root, ear, save):
    save(root / "Applications/Acme.md")
    assert ear.hears_of("Applications/Acme.md")


def test_both_names_of_a_renamed_note_are_told(root, ear):
    (root / "Applications/Acme.md").rename(root / "Applications/2026/Acme SpA.md")
    assert ear.hears_of("Applications/Acme.md", "Applications/2026/Acme SpA.md")


def test_a_note_at_the_top_is_told(root, ear):
    (root / "Home.md").write_text("x")
    assert ear.hears_of("Home.md")


def test_the_settings_are_told_and_other_files_are_not(root, ear):
    (root / "data.csv").write_text("x")
    (root / "vaultkit.toml").write_text("x")
    assert ear.hears_of("vaultkit.toml")
    assert ear.told == {"vaultkit.toml"}


def test_a_note_in_a_folder_made_this_moment_is_told_or_looked_for(root, ear):
    for number in range(100):
        (root / f"Applications/{number}/a/b").mkdir(parents=True)
        (root / f"Applications/{number}/a/b/Note.md").write_text("x")
    assert ear.hears_of(*(f"Applications/{number}/a/b/Note.md" for number in range(100)))


def test_a_folder_made_at_the_top_is_followed(root, ear):
    (root / "People").mkdir()
    assert ear.hears(lambda: ear.looks > 0)
    (root / "People/Marta.md").write_text("x")
    assert ear.hears_of("People/Marta.md")


def test_a_folder_made_again_at_the_top_is_followed(root, ear):
    for _ in range(5):
        shutil.rmtree(root / "Applications")
        (root / "Applications").mkdir()
        before = ear.looks
        assert ear.hears(lambda before=before: ear.looks > before)
    deadline = time.monotonic() + LONGEST_SECONDS
    while "Applications/Acme.md" not in ear.told and time.monotonic() < deadline:
        (root / "Applications/Acme.md").write_text("x")
        ear.events.follow_folders()
        ear.listen()
    assert "Applications/Acme.md" in ear.told
    assert ear.events.is_well()


def test_every_note_of_a_copied_folder_is_told(root, ear, tmp_path_factory):
    source = tmp_path_factory.mktemp("source")
    for number in range(300):
        (source / f"{number % 30}").mkdir(exist_ok=True)
        (source / f"{number % 30}/{number}.md").write_text("x")
    shutil.copytree(source, root / "Applications/copied")
    assert ear.hears_of(
        *(f"Applications/copied/{number % 30}/{number}.md" for number in range(300))
    )


def test_a_folder_moved_in_is_followed(root, ear, tmp_path_factory):
    source = tmp_path_factory.mktemp("source") / "in"
    (source / "deep").mkdir(parents=True)
    (source / "deep/Note.md").write_text("x")
    source.rename(root / "Applications/in")
    assert ear.hears(lambda: ear.looks > 0)
    (root / "Applications/in/deep/Note.md").write_text("y")
    assert ear.hears_of("Applications/in/deep/Note.md")


def test_a_folder_moved_out_is_told_as_a_reason_to_look(root, ear, tmp_path_factory):
    (root / "Applications/2026").rename(tmp_path_factory.mktemp("away") / "2026")
    assert ear.hears(lambda: ear.looks > 0)


def test_folders_that_are_left_out_are_silent(root, ear):
    for folder in (".git/objects", ".obsidian", ".trash", "node_modules"):
        (root / folder / "x.md").write_text("x")
        (root / folder / "new").mkdir()
    (root / "Applications/.hidden").mkdir()
    (root / "Applications/.hidden/x.md").write_text("x")
    (root / "Home.md").write_text("x")
    assert ear.hears_of("Home.md")
    assert ear.told == {"Home.md"}
    assert ear.looks == 0


@linux
def test_git_is_not_watched_at_all(root, kind):
    before = kernel_watches()
    ear = Ear(root, kind)
    assert kernel_watches() - before == 3 == ear.events.count_folders()
    ear.events.close()
    assert kernel_watches() == before


@linux
def test_a_vault_with_very_many_folders_is_watched_as_a_whole(tmp_path, kind):
    for number in range(150):
        (tmp_path / f"{number}").mkdir()
    ear, threads = Ear(tmp_path, kind), threading.active_count()
    assert threads < 20
    (tmp_path / "149/x.md").write_text("x")
    assert ear.hears_of("149/x.md")
    assert kernel_watches() >= ear.events.count_folders()
    ear.events.close()


def test_a_name_that_is_not_utf_8_is_told(root, ear):
    with open(os.fsencode(root) + b"/Applications/\xff.md", "w") as file:
        file.write("x")
    assert ear.hears_of("Applications/\udcff.md")


def test_reading_the_vault_is_not_told(root, ear):
    for _ in range(200):
        (root / "Applications/Acme.md").read_text()
    (root / "Home.md").write_text("x")
    assert ear.hears_of("Home.md")
    assert ear.told == {"Home.md"}


@pytest.mark.parametrize("kind", [Events])
def test_lost_events_are_a_reason_to_look_and_not_shown(ear, capfd):
    logging.getLogger("watchdog.observers.inotify_c").warning(
        "Inotify queue overflowed; events were lost"
    )
    assert ear.events.take().look
    assert not ear.events.take().look
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", [Events])
def test_an_ear_that_fell_asleep_is_noticed(ear):
    assert ear.events.is_well()
    emitter = next(iter(ear.events._observer.emitters))
    emitter.stop()
    emitter.join()
    assert not ear.events.is_well()


def test_after_the_end_no_thread_is_left(root, kind):
    before = threading.active_count()
    Ear(root, kind).events.close()
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("folder", "left_out"), [("", False), ("a/b", False), ("a/.b", True), (".git", True)]
)
def test_a_folder_is_left_out_for_any_hidden_part(folder, left_out):
    assert is_left_out(folder) is left_out
