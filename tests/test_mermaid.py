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
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit import words
from vaultkit.core.application import ENDINGS, STAGES
from vaultkit.core.funnel import Funnel, Row
from vaultkit.core.item import Item
from vaultkit.formats.mermaid import coming_chart, funnel_chart, label, stage_chart

PACKED = sorted((Path(__file__).parent / "mermaid").glob("mermaid-*.tgz"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
TODAY = date(2026, 11, 20)
NAMES = [
    "Acme", "Società Généralè & Söhne", "click", "section", "end", "title", "gantt", "graph TD", "%%", "%%{init: {}}%%",
    "A: B", "A; B", "#tag", "a, b, c", "“quoted” \"q\" 'q' `q`", "🚀 Rocket 👩‍🚀", "שלום עולם", "مرحبا", "\u202eevil", "<b>x</b>",
    "<script>alert(1)</script>", "```", "---", "done, crit, active", "2026-11-20, 3d", "a | b", "[x] {y} (z)", "\\n", "x" * 300,
    "after a", "todayMarker on", "日本語の会社", "C++ && C#", "$$x$$", "href url", "call f()", "e\u0301" * 40, "１２３", "~~~", "/*x*/",
]  # fmt: skip


def item(company, due=TODAY, start=None, rule="follow-up"):
    return Item("A.md", 1, f"vk-{rule}", rule, "words", " ", company, None, None, start, due, None)


def funnel(number=3):
    rows = [Row(stage, number + place, number * 2) for place, stage in enumerate(STAGES)]
    return Funnel(rows=(*rows, *(Row(stage, 1, None) for stage in ENDINGS)), sent=number)


def gantt(names, phrases):
    items = [item(name, TODAY + timedelta(days=place % 27), TODAY) for place, name in enumerate(names)]
    return coming_chart(items, TODAY, phrases)


def all_charts():
    for language in words.languages():
        phrases = words.phrases(language)
        for number in (1, 7, 65, 400, 40_000):
            yield stage_chart(funnel(number), phrases)
            yield funnel_chart(funnel(number), phrases)
        for name in NAMES:
            yield gantt([name], phrases)
            yield coming_chart([item(name, rule="a-rule-of-a-vault")], TODAY, phrases)
        for first in range(0, len(NAMES), 15):
            yield gantt(NAMES[first : first + 15], phrases)


def body_of(chart):
    first, *lines, last = chart.split("\n")
    assert (first, last) == ("```mermaid", "```")
    return "\n".join(lines)


PAGE = """<!doctype html><meta charset="utf-8"><body><script src="mermaid.js"></script><div id="drawn"></div><pre id="told"></pre>
<script>
const charts = %s;
(async () => {
  mermaid.initialize({startOnLoad: false});
  const told = [];
  for (const [place, text] of charts.entries()) {
    try {
      const {svg} = await mermaid.render("chart" + place, text);
      const box = document.createElement("div");
      box.innerHTML = svg;
      document.getElementById("drawn").replaceChildren(box);
      const bars = box.querySelectorAll("rect.task").length;
      const texts = [...box.querySelectorAll("text.taskText, text.taskTextOutsideRight, text.taskTextOutsideLeft")];
      told.push({bars, words: texts.map(text => text.textContent.trim()), title: box.querySelector(".titleText")?.textContent});
    } catch (error) {
      told.push({error: String(error), text});
    }
  }
  document.getElementById("drawn").replaceChildren();
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


def page_of(charts, packed, folder):
    with tarfile.open(packed) as package, open(folder / "mermaid.js", "wb") as script:
        script.write(package.extractfile("package/dist/mermaid.min.js").read())
    page = folder / "charts.html"
    # In a script "</script>" would end it, whatever it stands in.
    page.write_text(PAGE.replace("%s", json.dumps(charts).replace("<", "\\u003c"), 1), "utf-8")
    return page


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.skipif(not PACKED, reason="no Mermaid is there; tests/mermaid/README.md says how to get it")
@pytest.mark.parametrize("packed", PACKED or [None], ids=lambda path: path.stem if path else "none")
def test_every_version_draws_every_chart(packed, tmp_path):
    charts = [body_of(chart) for chart in all_charts()]
    shown = browse(page_of(charts, packed, tmp_path), "--dump-dom")
    told = json.loads(html.unescape(re.search(r'<pre id="told">(.*?)</pre>', shown, re.DOTALL)[1]))
    assert len(told) == len(charts)
    for chart, drawn in zip(charts, told, strict=True):
        bars = [line for line in chart.split("\n") if " :" in line]
        assert "error" not in drawn, drawn
        assert drawn["bars"] == len(bars), chart
        assert drawn["words"] == [line.rpartition(" :")[0].strip() for line in bars], chart
        assert drawn["title"], chart


@given(st.text(max_size=80))
def test_a_name_is_nothing_but_a_label(name):
    made = gantt([name], words.phrases("en")).split("\n")
    assert re.fullmatch(r"    Follow-up after the no[^:;#%\"`,\n\r]* :2026-11-20, 1d", made[-2])
    assert len(made) == len(gantt(["Acme"], words.phrases("en")).split("\n"))


def test_a_name_that_is_all_marks_leaves_the_rule_s_words():
    assert label("%%{}") == "()" or label(":;#%") == ""


def test_bars_that_look_alike_are_one():
    assert gantt(["Acme"], words.phrases("en")) == coming_chart(
        [item("Acme"), item("Acme")], TODAY, words.phrases("en")
    )


def test_at_zero_there_is_no_chart():
    phrases = words.phrases("en")
    assert stage_chart(Funnel(), phrases) == ""
    assert funnel_chart(Funnel(rows=(Row("saved", 2, 2),)), phrases) == ""
    assert coming_chart([], TODAY, phrases) == ""
    assert coming_chart([item("Acme", TODAY + timedelta(weeks=4)), item("Acme", TODAY - timedelta(days=1))], TODAY, phrases) == ""
