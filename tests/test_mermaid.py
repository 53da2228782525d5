"""The review's charts are drawn by every Mermaid that an Obsidian of the last years brings along.

Needs Chromium, and the packed versions beside tests/mermaid/README.md, which says how to get them.
"""

import html
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import ENDINGS, STAGES, Application
from vaultkit.core.week.funnel import Funnel, Row
from vaultkit.core.week.quiet import Standing
from vaultkit.formats.mermaid import LONGEST_LABEL, MOST_BARS, label, quiet_chart, stage_chart
from vaultkit.playbook import load

PACKED = sorted((Path(__file__).parent / "mermaid").glob("mermaid-*.tgz"))
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
WIDTHS = (390, 360)
"""Of phones, in pixels."""

NAMES = [
    "Acme", "Società Généralè & Söhne", "click", "section", "end", "title", "gantt", "graph TD", "%%", "%%{init: {}}%%",
    "A: B", "A; B", "#tag", "a, b, c", "“quoted” \"q\" 'q' `q`", "🚀 Rocket 👩‍🚀", "שלום עולם", "مرحبا", "\u202eevil", "<b>x</b>",
    "<script>alert(1)</script>", "```", "---", "done, crit, active", "2026-11-20, 3d", "a | b", "[x] {y} (z)", "\\n", "x" * 300,
    "after a", "todayMarker on", "日本語の会社", "C++ && C#", "$$x$$", "href url", "call f()", "e\u0301" * 40, "１２３", "~~~", "/*x*/",
]  # fmt: skip


def funnel(number=3):
    rows = [Row(stage, number + place, number * 2) for place, stage in enumerate(STAGES)]
    return Funnel(rows=(*rows, *(Row(stage, 1, None) for stage in ENDINGS)), sent=number)


def standing(company, days=10):
    return Standing(Application("A.md", company, "applied"), None, days)


def quiet(names, phrases):
    return quiet_chart(
        [standing(name, 7 * (place + 1)) for place, name in enumerate(names)], phrases
    )


def all_charts():
    for language in load.languages():
        phrases = load.phrases(language)
        for number in (1, 7, 65, 400, 40_000):
            yield stage_chart(funnel(number), phrases)
        for name in NAMES:
            yield quiet([name], phrases)
        for first in range(0, len(NAMES), 10):
            yield quiet(NAMES[first : first + 10], phrases)
        # The widest words there are, beside bars of every length.
        yield quiet_chart([standing("W" * length, days) for length, days in WIDEST], phrases)


WIDEST = [
    (LONGEST_LABEL, 365),
    (LONGEST_LABEL - 1, 180),
    (LONGEST_LABEL, 90),
    (12, 40),
    (LONGEST_LABEL, 1),
    (400, 2),
]


def body_of(chart):
    first, *lines, last = chart.split("\n")
    assert (first, last) == ("```mermaid", "```")
    return "\n".join(lines)


PAGE = """<!doctype html><meta charset="utf-8"><body style="margin: 0"><script src="mermaid.js"></script>
<div id="drawn" style="width: WIDTHpx"></div><pre id="told"></pre>
<script>
const charts = %s;
const drawn = document.getElementById("drawn");
(async () => {
  mermaid.initialize({startOnLoad: false});
  const told = [];
  for (const [place, text] of charts.entries()) {
    try {
      const box = document.createElement("div");
      drawn.replaceChildren(box);
      box.innerHTML = (await mermaid.render("chart" + place, text, box)).svg;
      const find = (names) => [...box.querySelectorAll(names)].map(text => text.textContent.trim());
      const frame = box.querySelector("svg").getBoundingClientRect();
      const cut = [...box.querySelectorAll("text")].filter(text => {
        const own = text.getBoundingClientRect();
        return own.width && (own.left < frame.left - 1 || own.right > frame.right + 1);
      });
      told.push({
        bars: box.querySelectorAll("rect.task").length,
        numbers: find("text.taskText, text.taskTextOutsideRight, text.taskTextOutsideLeft"),
        names: find("text.sectionTitle"),
        title: box.querySelector(".titleText")?.textContent,
        width: Math.round(frame.width),
        cut: cut.map(text => text.textContent),
      });
    } catch (error) {
      told.push({error: String(error), text});
    }
  }
  drawn.replaceChildren();
  document.getElementById("told").textContent = JSON.stringify(told);
})();
</script>"""


def browse(page, *options):
    """Return what headless Chromium says of a page; on its own profile, and off the network."""
    profile = page.parent / "profile"
    command = [
        CHROMIUM, "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-extensions", f"--user-data-dir={profile}",
        "--virtual-time-budget=60000", "--window-size=500,900", *options, page.as_uri(),
    ]  # fmt: skip
    if os.geteuid() == 0:
        command.insert(1, "--no-sandbox")
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def page_of(charts, packed, folder, width=WIDTHS[0]):
    with tarfile.open(packed) as package, open(folder / "mermaid.js", "wb") as script:
        script.write(package.extractfile("package/dist/mermaid.min.js").read())
    page = folder / "charts.html"
    # In a script "</script>" would end it, whatever it stands in.
    sized = PAGE.replace("WIDTH", str(width), 1)
    page.write_text(sized.replace("%s", json.dumps(charts).replace("<", "\\u003c"), 1), "utf-8")
    return page


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.skipif(
    not PACKED, reason="no Mermaid is there; tests/mermaid/README.md says how to get it"
)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("packed", PACKED or [None], ids=lambda path: path.stem if path else "none")
def test_every_version_draws_every_chart_and_cuts_no_word(packed, width, tmp_path):
    """clients.md K1: each text is measured against its chart, at the width of a phone."""
    charts = [body_of(chart) for chart in all_charts()]
    shown = browse(page_of(charts, packed, tmp_path, width), "--dump-dom")
    told = json.loads(html.unescape(re.search(r'<pre id="told">(.*?)</pre>', shown, re.DOTALL)[1]))
    assert len(told) == len(charts)
    for chart, drawn in zip(charts, told, strict=True):
        assert "error" not in drawn, drawn
        lines = [line.strip() for line in chart.split("\n")]
        numbers = [line.partition(" :")[0] for line in lines if " :0, " in line]
        names = [line.removeprefix("section ") for line in lines if line.startswith("section ")]
        assert (drawn["bars"], drawn["numbers"]) == (len(numbers), numbers), chart
        assert drawn["names"] == names, chart
        assert drawn["title"], chart
        assert (drawn["width"], drawn["cut"]) == (width, []), chart


@given(st.text(max_size=80))
def test_a_name_is_nothing_but_a_label(name):
    made = quiet([name], load.phrases("en")).split("\n")
    assert re.fullmatch(r"    section [^:;#%\"`,\n\r]{1,20}", made[-3])
    assert made[-2] == "    7 :0, 7"
    assert len(made) == len(quiet(["Acme"], load.phrases("en")).split("\n"))


def test_a_name_that_is_all_marks_leaves_a_dash():
    assert label(":;#%") == ""
    assert "    section –\n" in quiet([":;#%"], load.phrases("en"))


def test_two_bars_of_one_name_are_told_apart():
    made = quiet(
        ["A company of long name", "A company of long name", "Acme", "Acme", "Acme"],
        load.phrases("en"),
    )
    names = [
        line.removeprefix("    section ")
        for line in made.split("\n")
        if "section " in line and "%%" not in line
    ]
    assert names == ["A company of long n…", "A company of long 2", "Acme", "Acme 2", "Acme 3"]


def test_a_chart_has_an_end():
    assert quiet(["Acme"] * (MOST_BARS + 5), load.phrases("en")).count("    section ") == MOST_BARS


def test_without_anything_to_show_there_is_no_chart():
    phrases = load.phrases("en")
    assert stage_chart(Funnel(), phrases) == ""
    assert quiet_chart([], phrases) == ""
    assert quiet_chart([standing("Acme", None), standing("Acme", 0)], phrases) == ""


def test_a_few_applications_need_no_chart_of_their_stages():
    few = Funnel(rows=(Row("applied", 7, 7),), sent=7)
    assert stage_chart(few, load.phrases("en")) == ""
    assert "    8 :0, 8" in stage_chart(
        Funnel(rows=(Row("applied", 8, 8),), sent=8), load.phrases("en")
    )
