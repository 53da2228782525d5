"""``review --html``: a page for those who read it in a browser, and nobody's file is lost for it."""

import json
import os

import pytest

from tests.command_line import run
from tests.systems import is_private
from vaultkit.disk import page_file
from vaultkit.formats.page import SIGN

TODAY = ("--today", "2026-11-20")
NOTE = "---\ntype: application\ncompany: Acme\nstatus: applied\napplied: 2026-10-05\ncontact: <b>Eve</b>\n---\n"


@pytest.fixture
def vault(tmp_path):
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    (folder / "Acme.md").write_text(NOTE, "utf-8")
    assert run("update", "--vault", folder, *TODAY).returncode == 0
    return folder


def make(vault, file, *more):
    return run("review", "--html", file, "--vault", vault, *TODAY, *more)


def everything(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_page_is_written_and_no_note(vault, tmp_path):
    before, file = everything(vault), tmp_path / "week.html"
    made = make(vault, file)
    assert (made.returncode, made.stdout.decode()) == (0, f"{file}\n")
    assert everything(vault) == before
    text = file.read_text("utf-8")
    assert text.startswith(SIGN)
    assert "Week 2026-W47" in text
    assert "<b>" not in text
    assert '<rect x="0"' in text, "a chart is drawn"
    assert is_private(file)


def test_a_page_of_ours_is_written_anew(vault, tmp_path):
    file = tmp_path / "week.html"
    make(vault, file)
    first = file.read_bytes()
    file.write_bytes(first + b"more")
    assert make(vault, file).returncode == 0
    assert file.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "theirs", [b"", b"mine", b"<!doctype html>\n<p>mine", b"x" + SIGN.encode()]
)
def test_a_file_of_somebody_elses_is_left_as_it_is(vault, tmp_path, theirs):
    file = tmp_path / "week.html"
    file.write_bytes(theirs)
    made = make(vault, file)
    assert made.returncode == 2
    assert b"no page of vaultkit's" in made.stderr
    assert file.read_bytes() == theirs


def test_a_link_is_not_followed_and_not_replaced(vault, tmp_path):
    make(vault, tmp_path / "ours.html")
    link = tmp_path / "week.html"
    link.symlink_to("ours.html")
    assert make(vault, link).returncode == 2
    link.unlink()
    link.symlink_to("nowhere.html")
    assert make(vault, link).returncode == 2
    assert not (tmp_path / "nowhere.html").exists()


def test_what_the_person_wrote_below_the_markers_is_on_the_page(vault, tmp_path):
    assert run("review", "--vault", vault, *TODAY).returncode == 0
    note = vault / "Reviews" / "2026-W47.md"
    note.write_text(note.read_text("utf-8") + "\nA walk every <i>morning</i>.\n", "utf-8")
    file = tmp_path / "week.html"
    make(vault, file)
    assert "A walk every &lt;i&gt;morning&lt;/i&gt;." in file.read_text("utf-8")


def test_a_review_with_damaged_markers_is_told_and_the_page_made_without_it(vault, tmp_path):
    run("review", "--vault", vault, *TODAY)
    note = vault / "Reviews" / "2026-W47.md"
    note.write_text(
        note.read_text("utf-8").replace("review end", "review fin") + "own words\n", "utf-8"
    )
    file = tmp_path / "week.html"
    made = make(vault, file)
    assert made.returncode == 0
    assert b"markers of the review" in made.stderr
    assert "own words" not in file.read_text("utf-8")
    told = json.loads(make(vault, file, "--json").stdout)
    assert told["data"] == {"note": None, "page": str(file)}
    assert [problem["code"] for problem in told["problems"]] == ["review-markers"]


def test_one_way_at_a_time(vault, tmp_path):
    made = make(vault, tmp_path / "week.html", "--stdout")
    assert made.returncode == 2
    assert not (tmp_path / "week.html").exists()


def test_what_the_disk_refuses_is_told(vault, tmp_path):
    made = make(vault, tmp_path / "no such folder" / "week.html")
    assert made.returncode == 2
    assert b"could not be made" in made.stderr


@pytest.mark.parametrize("there", [False, True])
def test_a_disk_that_fails_leaves_nothing_by_half(tmp_path, monkeypatch, there):
    file = tmp_path / "week.html"
    if there:
        file.write_bytes(b"sign: old")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(page_file, "open", _FullDisk.open, raising=False)
    with pytest.raises(page_file.UsageError):
        page_file.write_page(file, b"sign: new", b"sign:")
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == (["week.html"] if there else [])
    if there:
        assert file.read_bytes() == b"sign: old"
        monkeypatch.setattr(page_file.Path, "replace", refuse)
        with pytest.raises(page_file.UsageError):
            page_file.write_page(file, b"sign: new", b"sign:")
        assert [path.name for path in tmp_path.iterdir()] == ["week.html"]


class _FullDisk:
    """A file that takes nothing."""

    @staticmethod
    def open(path, mode, opener=None):
        file = open(path, mode, opener=opener)  # noqa: SIM115 - the caller closes it
        return file if mode == "rb" else _FullDisk(file)

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, _):
        raise OSError(28, os.strerror(28))
