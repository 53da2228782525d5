"""The site of the documentation: `.ci/docs` builds it; here its navigation is held to the pages that there are."""

import importlib.util
import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
LARGEST = 200_000
"""Of a picture, in bytes."""


def site():
    spec = importlib.util.spec_from_file_location("site_pages", ROOT / ".ci/site.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_page_of_the_docs_stands_in_the_navigation_once():
    there = [path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md")]
    shown = [page for page in site().pages() if page.startswith("docs/")]
    assert sorted(shown) == sorted(there)


def test_every_entry_of_the_navigation_has_its_page():
    pages = site().pages()
    assert [page for page in pages if not (ROOT / page).is_file()] == []
    assert len(set(pages)) == len(pages)


def test_every_picture_is_shown_and_small():
    pictures = sorted((DOCS / "pictures").glob("*.png"))
    assert pictures
    for picture in pictures:
        raw = picture.read_bytes()
        assert len(raw) < LARGEST
        width, height = struct.unpack(">II", raw[16:24])
        assert min(width, height) > 300
        assert picture.relative_to(ROOT).as_posix() in site().linked_files()


def test_a_link_to_a_file_that_is_missing_stops_the_build(tmp_path, monkeypatch):
    made = site()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/site.toml").write_text('[project]\nnav = ["A.md", {"B" = ["docs/*.md"]}]\n')
    (tmp_path / "A.md").write_text("[x](docs/one.md#part) and [y](gone.json)\n")
    (tmp_path / "docs/one.md").write_text("```md\n[only shown](nowhere.md)\n```\n")
    monkeypatch.setattr(made, "ROOT", tmp_path)
    assert made.pages() == ["A.md", "docs/one.md"]
    with pytest.raises(SystemExit, match=r"A\.md links to gone\.json, and there is no such file"):
        made.linked_files()
