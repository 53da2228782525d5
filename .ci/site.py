"""Lay out, in build/site, what the documentation's site is built from: the pages of docs/site.toml and the files
that they link to, where they lie in the repository. Needs nothing but Python; `.ci/docs` calls it.
"""

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "build/site"
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
SEVERAL = re.compile(r'"([^"]*\*[^"]*)"')
FENCED = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)


def configuration() -> str:
    """Return docs/site.toml with the pages that each pattern in it stands for."""
    text = (ROOT / "docs/site.toml").read_text("utf-8")
    return SEVERAL.sub(lambda found: ", ".join(f'"{page}"' for page in _matching(found[1])), text)


def _matching(pattern: str) -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))


def pages() -> list[str]:
    """Return the pages of the navigation, from the repository's root, in its order."""
    return list(_leaves(tomllib.loads(configuration())["project"]["nav"]))


def _leaves(entry: object) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
        return
    for one in entry.values() if isinstance(entry, dict) else entry:  # type: ignore[attr-defined]
        yield from _leaves(one)


def linked_files() -> set[str]:
    """Return the files that the pages link to and that are no pages. One that is missing stops it all."""
    found = set()
    for page in pages():
        text = FENCED.sub("", (ROOT / page).read_text("utf-8"))
        for link in LINK.findall(text):
            target = ((ROOT / page).parent / link).resolve()
            if not target.is_file():
                raise SystemExit(f"{page} links to {link}, and there is no such file.")
            found.add(target.relative_to(ROOT).as_posix())
    return {file for file in found if not file.endswith(".md")}


def lay_out() -> None:
    """Copy all of it. A link to a page outside the navigation is left for the strict build to find."""
    shutil.rmtree(MADE, ignore_errors=True)
    for file in (*pages(), *linked_files()):
        target = MADE / "source" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, target)
    (MADE / "zensical.toml").write_text(configuration(), "utf-8")


if __name__ == "__main__":
    lay_out()
