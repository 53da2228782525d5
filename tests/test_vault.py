"""Walking a vault and opening its notes."""

import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.other_user import as_nobody, open_to_all
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.disk import roll
from vaultkit.disk.system import system
from vaultkit.disk.system.listing import Listed
from vaultkit.disk.vault import LARGEST_NOTE, Vault
from vaultkit.errors import UsageError


def write(root: Path, path: str, data: bytes = b"x\n") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def walked(root: Path) -> list[str]:
    return [ref.path for ref in Vault(root).walk()]


def code(vault: Vault, path: str) -> str:
    found = vault.read(path)
    assert isinstance(found, Problem)
    return found.code


class TestWalk:
    def test_notes_come_before_folders_and_both_by_name(self, tmp_path: Path) -> None:
        for path in ["b/2.md", "b/1.md", "a/c/x.md", "a/z.md", "z.md", "B.md"]:
            write(tmp_path, path)
        assert walked(tmp_path) == ["B.md", "z.md", "a/z.md", "a/c/x.md", "b/1.md", "b/2.md"]

    def test_only_markdown_is_a_note(self, tmp_path: Path) -> None:
        for path in ["note.md", "note.md~", ".note.md.swp", "4913", "note.txt", "note.md.tmp"]:
            write(tmp_path, path)
        assert walked(tmp_path) == ["note.md"]

    def test_hidden_folders_and_packages_are_passed_over(self, tmp_path: Path) -> None:
        for folder in [
            ".obsidian",
            ".git",
            ".trash",
            ".stversions",
            "node_modules",
            "deep/.hidden",
        ]:
            write(tmp_path, f"{folder}/x.md")
        assert walked(tmp_path) == []

    @pytest.mark.parametrize(
        ("settings", "key"),
        [
            (".obsidian/templates.json", "folder"),
            (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
        ],
    )
    def test_template_folders_are_passed_over(
        self, tmp_path: Path, settings: str, key: str
    ) -> None:
        write(tmp_path, settings, b'{"%s": "/Extras/Templates/"}' % key.encode())
        write(tmp_path, "Extras/Templates/application.md")
        write(tmp_path, "Extras/note.md")
        assert walked(tmp_path) == ["Extras/note.md"]

    @pytest.mark.parametrize(
        "settings", [b"{", b"[]", b'{"folder": 3}', b'{"folder": ""}', b"\xff", b"[" * 100_000]
    )
    def test_broken_template_settings_hide_nothing(self, tmp_path: Path, settings: bytes) -> None:
        write(tmp_path, ".obsidian/templates.json", settings)
        write(tmp_path, "note.md")
        assert walked(tmp_path) == ["note.md"]

    def test_links_are_never_followed(self, tmp_path: Path) -> None:
        outside = write(tmp_path, "outside/secret.md")
        root = tmp_path / "vault"
        root.mkdir()
        (root / "link.md").symlink_to(outside)
        (root / "folder").symlink_to(outside.parent)
        (root / "loop").symlink_to("..")
        assert walked(root) == []

    def test_a_pipe_that_is_called_like_a_note_is_passed_over(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "x.md")
        assert walked(tmp_path) == []

    def test_a_signature_changes_with_a_save_that_keeps_size_and_mtime(
        self, tmp_path: Path
    ) -> None:
        file = write(tmp_path, "x.md", b"one\n")
        vault = Vault(tmp_path)
        (before,) = vault.walk()
        assert vault.signature("x.md") == before.signature
        file.write_bytes(b"two\n")
        os.utime(file, ns=(before.signature.mtime_ns, before.signature.mtime_ns))
        assert vault.signature("x.md") != before.signature
        assert vault.signature("y.md") is None

    def test_a_name_that_is_not_utf_8_is_named_and_not_read(self, tmp_path: Path) -> None:
        try:
            (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))).write_bytes(b"x")
        except OSError:
            pytest.skip("this disk takes only UTF-8")
        vault = Vault(tmp_path)
        (ref,) = vault.walk()
        found = vault.read(ref.path)
        assert isinstance(found, Problem)
        assert (found.code, found.note) == ("name-not-utf-8", "caf\\xe9.md")

    @pytest.mark.parametrize("lister", [None, system.listed], ids=["by us", "by the system"])
    @pytest.mark.parametrize("rights", [0o000, 0o444, 0o600, 0o666], ids=oct)
    def test_a_folder_that_may_not_be_entered_is_named(
        self, rights: int, lister: Listed | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(roll, "_lister", lambda: lister)
        with open_to_all() as root:
            write(root, "Private/x.md")
            write(root, "Private/Deep/y.md")
            (root / "Private").chmod(rights)
            vault = Vault(root)

            def told() -> str:
                return " ".join(f"{ref.path} {code(vault, ref.path)}" for ref in vault.walk())

            assert as_nobody(told) == "Private unreadable"


class TestRead:
    def test_a_note_is_its_very_bytes(self, tmp_path: Path) -> None:
        raw = "\ufeff---\r\ntype: application\n---\nè \u2028 \0 end".encode()
        write(tmp_path, "a/b.md", raw)
        assert Vault(tmp_path).read("a/b.md") == Note("a/b.md", raw)

    def test_a_missing_note_is_a_problem(self, tmp_path: Path) -> None:
        assert code(Vault(tmp_path), "a/b.md") == "missing"

    @pytest.mark.parametrize(
        "name",
        [
            "Acme.sync-conflict-20261120-101500-ABCDEFG.md",
            "Acme (Marta's conflicted copy 2026-11-20).md",
            "Acme (Copia in conflitto di Marta 2026-11-20).md",
        ],
    )
    def test_a_conflict_copy_is_named(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, f"a/{name}")
        assert code(Vault(tmp_path), f"a/{name}") == "conflict-copy"

    def test_links_pipes_and_folders_are_not_opened(self, tmp_path: Path) -> None:
        write(tmp_path, "real.md")
        (tmp_path / "link.md").symlink_to("real.md")
        os.mkfifo(tmp_path / "pipe.md")
        (tmp_path / "folder.md").mkdir()
        vault = Vault(tmp_path)
        assert {code(vault, name) for name in ["link.md", "pipe.md", "folder.md"]} == {"not-a-file"}

    def test_a_folder_that_is_a_link_leads_nowhere(self, tmp_path: Path) -> None:
        write(tmp_path, "outside/x.md")
        (tmp_path / "vault").mkdir()
        (tmp_path / "vault" / "in").symlink_to(tmp_path / "outside")
        assert isinstance(Vault(tmp_path / "vault").read("in/x.md"), Problem)

    @pytest.mark.parametrize(
        "path",
        ["../x.md", "/etc/x.md", "a/../../x.md", "", "a//x.md", "./x.md", "a\0.md", ".GIT/x"],
    )
    def test_a_path_that_leads_out_is_refused(self, tmp_path: Path, path: str) -> None:
        vault = Vault(tmp_path)
        for door in (vault.read, vault.resolve_inside, lambda path: vault.create(path, b"")):
            with pytest.raises(UsageError, match="outside-vault"):
                door(path)

    def test_a_place_behind_a_link_is_not_inside(self, tmp_path: Path) -> None:
        (tmp_path / "vault").mkdir()
        (tmp_path / "vault" / "out").symlink_to(tmp_path)
        vault = Vault(tmp_path / "vault")
        assert vault.resolve_inside("a/x.md") == vault.root / "a/x.md"
        with pytest.raises(UsageError):
            vault.resolve_inside("out/x.md")

    def test_the_largest_note_is_read_and_a_larger_one_is_not(self, tmp_path: Path) -> None:
        write(tmp_path, "fits.md", b"x" * LARGEST_NOTE)
        write(tmp_path, "larger.md", b"x" * (LARGEST_NOTE + 1))
        vault = Vault(tmp_path)
        assert isinstance(vault.read("fits.md"), Note)
        assert code(vault, "larger.md") == "too-large"

    def test_a_note_without_text_on_this_disk_is_not_read(self, tmp_path: Path) -> None:
        with (tmp_path / "cloud.md").open("wb") as file:
            file.truncate(4096)
        found = Vault(tmp_path).read("cloud.md")
        if (tmp_path / "cloud.md").stat().st_blocks:
            pytest.skip("this disk has no holes")
        assert isinstance(found, Problem)
        assert (found.code, found.severity) == ("not-downloaded", "hint")

    @pytest.mark.parametrize(
        ("raw", "line", "severity"),
        [
            (b"---\ntype: application\ncompany: caf\xe9\n---\n", 3, "problem"),
            ("---\ntype: application\n---\n".encode("utf-16"), 1, "problem"),
            ("---\ntype: application\n---\nè".encode("utf-16-be"), 4, "problem"),
            (b"just an old note: caf\xe9\n", 1, "hint"),
        ],
    )
    def test_a_note_that_is_not_utf_8_is_named_with_its_line(
        self, tmp_path: Path, raw: bytes, line: int, severity: str
    ) -> None:
        write(tmp_path, "x.md", raw)
        found = Vault(tmp_path).read("x.md")
        assert isinstance(found, Problem)
        assert (found.code, found.severity) == ("not-utf-8", severity)
        assert found.line == line


class TestReadEach:
    def told(self, vault: Vault, paths: list[str]) -> list[object]:
        with vault.in_order():
            return list(vault.read_each(paths))

    def test_each_note_is_read_as_it_is_alone_whatever_stands_beside_it(
        self, tmp_path: Path
    ) -> None:
        for path in (
            "a.md",
            "f/b.md",
            "f/c d è.md",
            "f/in/d.md",
            "f/x.sync-conflict-1.md",
            "g/e.md",
        ):
            write(tmp_path, path, path.encode())
        (tmp_path / "g/link.md").symlink_to("e.md")
        (tmp_path / "linked").symlink_to("g")
        os.mkfifo(tmp_path / "g/pipe.md")
        write(tmp_path, "g/long.md", b"x" * (LARGEST_NOTE + 1))
        vault = Vault(tmp_path)
        paths = ["a.md", "f/b.md", "f/c d è.md", "f/in/d.md", "g/e.md", "g/link.md", "g/pipe.md"]
        paths += ["g/long.md", "g/missing.md", "gone/x.md", "linked/e.md", "a.md"]
        alone = [vault.read_bytes(path) for path in paths]
        assert self.told(vault, paths) == alone == list(vault.read_each(paths))
        for odd in ("f/x.sync-conflict-1.md", "f/\udce9.md", ".hidden.md"):
            assert self.told(vault, [*paths, odd]) == [*alone, vault.read_bytes(odd)]

    @pytest.mark.parametrize(
        "path", ["../x.md", "/x.md", "a/../x.md", "", "a//x.md", "./x.md", "a\0.md", ".GIT/x", "a/"]
    )
    def test_a_path_that_leads_out_is_refused_among_others(self, tmp_path: Path, path: str) -> None:
        for name in ("a.md", "b.md"):
            write(tmp_path, name)
        for paths in ([path], ["a.md", path], [path, "a.md"], ["a.md", path, "b.md"]):
            with pytest.raises(UsageError, match="outside-vault"):
                self.told(Vault(tmp_path), paths)

    def test_a_note_that_another_vaultkit_holds_is_waited_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path, "a.md")
        real, refused = system.open, iter([True, True, False])

        def held(*where: Any, **how: Any) -> int:
            if next(refused):
                raise BlockingIOError
            return real(*where, **how)

        monkeypatch.setattr(system, "open", held)
        assert self.told(Vault(tmp_path), ["a.md"]) == [b"x\n"]

    def test_a_note_that_grows_while_it_is_read_is_read_whole(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = write(tmp_path, "a.md")
        real = os.fstat

        def then_it_grows(fd: int) -> os.stat_result:
            info = real(fd)
            file.write_bytes(b"y" * 9000)
            return info

        monkeypatch.setattr("vaultkit.disk.note_file.os.fstat", then_it_grows)
        assert self.told(Vault(tmp_path), ["a.md"]) == [b"y" * 9000]


class TestCreate:
    def test_a_note_is_made_with_the_folders_on_the_way(self, tmp_path: Path) -> None:
        Vault(tmp_path).create("a/b/c.md", b"new\n")
        assert (tmp_path / "a/b/c.md").read_bytes() == b"new\n"
        assert [entry.name for entry in (tmp_path / "a/b").iterdir()] == ["c.md"]

    def test_one_that_exists_is_never_touched(self, tmp_path: Path) -> None:
        write(tmp_path, "x.md", b"old")
        with pytest.raises(UsageError, match="note-exists"):
            Vault(tmp_path).create("x.md", b"new")
        assert (tmp_path / "x.md").read_bytes() == b"old"

    @pytest.mark.parametrize(
        "twin", ["acme.md", "ACME.md", unicodedata.normalize("NFD", "Caffè.md")]
    )
    def test_a_twin_in_capitals_or_accents_is_named(self, tmp_path: Path, twin: str) -> None:
        write(tmp_path, "Acme.md")
        write(tmp_path, "Caffè.md")
        with pytest.raises(UsageError, match=r"name-clash|note-exists"):
            Vault(tmp_path).create(twin, b"new")

    def test_a_folder_that_is_a_link_is_not_entered(self, tmp_path: Path) -> None:
        (tmp_path / "outside").mkdir()
        (tmp_path / "vault").mkdir()
        (tmp_path / "vault" / "in").symlink_to(tmp_path / "outside")
        with pytest.raises(UsageError, match="not-created"):
            Vault(tmp_path / "vault").create("in/x.md", b"new")
        assert not list((tmp_path / "outside").iterdir())

    @pytest.mark.parametrize("links", [True, False])
    def test_without_nameless_files_nothing_is_left_beside_either(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
    ) -> None:
        def unsupported(*_: object, **__: object) -> None:
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr("vaultkit.disk.folder.Folder.open_nameless", unsupported)
        if not links:
            monkeypatch.setattr(os, "link", unsupported)
        Vault(tmp_path).create("x.md", b"new")
        assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [
            ("x.md", b"new")
        ]

    def test_a_disk_that_refuses_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(system, "write_at", full)
        with pytest.raises(UsageError, match="not-created"):
            Vault(tmp_path).create("x.md", b"new")
        assert not list(tmp_path.iterdir())


def test_the_notes_below_a_folder_are_those_that_a_walk_comes_by(tmp_path: Path) -> None:
    for path in ("a.md", "R/b.md", "R/x.txt", "R/in/c.md", "R/.hidden/d.md", "R/T/e.md", "S/f.md"):
        write(tmp_path, path)
    write(tmp_path, "R/other/vaultkit.toml")
    write(tmp_path, "R/other/g.md")
    write(tmp_path, ".obsidian/templates.json", b'{"folder": "R/T"}')
    vault = Vault(tmp_path)
    for folder in ("", "R", "R/in", "R/T", "R/other", "R/.hidden", "S", "missing", "r"):
        start = f"{folder}/" if folder else ""
        wanted = [path for path in walked(tmp_path) if path.startswith(start)]
        assert vault.notes_below(folder) == wanted
    assert vault.notes_below("R") == ["R/b.md", "R/in/c.md"]


@pytest.mark.skipif(os.name != "posix", reason="links need no right there")
def test_no_notes_are_below_a_folder_that_is_a_link(tmp_path: Path) -> None:
    write(tmp_path, "real/a.md")
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    assert Vault(tmp_path).notes_below("linked") == []
