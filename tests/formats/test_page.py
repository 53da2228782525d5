"""A page holds all it needs, and shows what notes say without obeying it."""

import re
from html.parser import HTMLParser

import pytest

from vaultkit.formats.mermaid import read_bars
from vaultkit.formats.page import SIGN, page

REVIEW = """\
# Week 2026-W47, 16 November to 22 November 2026

<!-- vaultkit:review begin v1 -->

1 interview ahead

- **[[People/Marta Rossi|Marta Rossi]]** · [[#Marta Rossi, Globex (check in)|letter]]
- [[Applications/Globex]] · [a note](Applications/My%20note.md) · [site](https://example.com/)

| Stage | Now |
| --- | --: |
| [[Acme\\|the job]] | 2 |

### Marta Rossi, Globex (check in)

```text
Subject: x

Dear Marta <b>,
```

[Open](mailto:marta@example.com?subject=A%20B)

<!-- vaultkit:review end as-of=2026-11-20 check=8c37 -->
"""


class Seen(HTMLParser):
    """The tags of a page with their attributes, and its ids."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def values(self, tag, name):
        return [value for one, named, value in self.attributes if (one, named) == (tag, name)]


def body(note):
    return page(note, "en").split("<main>\n")[1].split("</main>")[0]


def test_a_page_says_its_language_and_title_and_hides_the_markers():
    text = page("---\na: b\n---\n" + REVIEW, "it")
    assert text.startswith(SIGN)
    assert '<html lang="it">' in text
    assert "<title>Week 2026-W47, 16 November to 22 November 2026</title>" in text
    assert "vaultkit:review" not in text
    assert "a: b" not in text


def test_a_page_without_a_heading_has_a_title_all_the_same():
    assert "<title>vaultkit</title>" in page("\ufeffonly words\n", "en")


def test_links_within_the_page_and_to_the_web_can_be_clicked_and_no_others():
    seen = Seen(body(REVIEW))
    letter = "h-marta-rossi-globex-check-in"
    assert seen.values("a", "href") == [
        f"#{letter}",
        "https://example.com/",
        "mailto:marta@example.com?subject=A%20B",
    ]
    assert letter in seen.values("h3", "id")
    shown = body(REVIEW)
    for words in ("Marta Rossi", "Applications/Globex", "a note", "the job"):
        assert f'<span class="note">{words}</span>' in shown


def test_a_link_within_a_link_is_no_second_one():
    shown = body("[one <https://example.org/> three](https://example.com/)\n")
    assert Seen(shown).values("a", "href") == ["https://example.com/"]
    assert '<span class="note">https://example.org/</span> three</a>' in shown


def test_a_note_named_within_a_link_is_what_it_is():
    assert '<span class="note">two</span>' in body("[one [[two]] three](https://example.com/)\n")


def test_a_day_is_marked_as_one_and_keeps_its_title_and_its_link_plain():
    made = page("# Week of 2026-11-20\n\nBy 2026-11-20 <b>, `2026-11-21`, 12026-11-200.\n", "en")
    assert "<title>Week of 2026-11-20</title>" in made
    assert 'id="h-week-of-2026-11-20"' in made
    assert "By <time>2026-11-20</time> " in made
    assert made.count("<time>") == 2


def test_a_heading_that_comes_twice_is_found_once():
    assert Seen(body("## Twice\n\n## Twice\n\n[x](#Twice)\n")).values("h2", "id") == ["h-twice"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "words <img src=x onerror=alert(1)> words",
        "<!-- x --><script>alert(1)</script>",
        "a <!-- x --><script>alert(1)</script>",
        '# "><script>alert(1)</script>',
        "[x](javascript:alert(1))",
        "[x](http://[)",
        "[[javascript:alert(1)|x]]",
        '[[#"><script>|"><script>alert(1)</script>]]',
        '![x"><script>](https://example.com/a.png)',
        "![[https://example.com/a.png|<script>]]",
        "<svg onload=alert(1)>",
        "```<script>\n<script>alert(1)</script>\n```",
        "    <script>alert(1)</script>",
        "`<script>`",
        '[x](https://example.com/"onclick="alert)',
        "<style>@import 'https://example.com';</style>",
        '<https://example.com/"onmouseover=x>',
        "| <script> |\n| --- |\n| <img src=x> |",
    ],
)
def test_words_of_a_note_are_shown_and_never_obeyed(hostile):
    seen = Seen(body(f"# Week\n\n{hostile}\n"))
    assert not {*seen.tags} & {"script", "img", "svg", "style", "iframe", "link", "b"}
    assert {name for _, name, _ in seen.attributes} <= {"id", "href", "rel", "class"}
    assert all(re.match(r"#|https?:|mailto:", href) for href in seen.values("a", "href"))


def test_a_page_loads_nothing_and_runs_nothing():
    text = page(REVIEW, "en")
    seen = Seen(text)
    assert not {*seen.tags} & {"script", "img", "link", "iframe", "object"}
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'; style-src 'unsafe-inline'" in seen.values("meta", "content")


def test_a_comment_stays_hidden():
    assert "secret" not in body("# W\n\n<!-- secret -->\n\nwords <!-- secret --> words\n")


def test_a_chart_of_ours_is_drawn_with_its_numbers(golden_bars):
    shown = body(f"# W\n\n{golden_bars}\n")
    seen = Seen(shown)
    assert seen.tags.count("rect") == 2
    assert seen.values("rect", "width") == ["86.0%", "43.0%"]
    assert seen.values("svg", "aria-label") == ["Silent <Ltd>: 50, Globex: 25"]
    assert "<figcaption>Days quiet</figcaption>" in shown
    assert "mermaid" not in shown


@pytest.fixture
def golden_bars(monkeypatch):
    monkeypatch.setattr("vaultkit.formats.mermaid._INIT", "%%{init}%%")
    return (
        "```mermaid\n%%{init}%%\ngantt\n    title Days quiet\n    dateFormat X\n"
        "    section Silent <Ltd>\n    50 :0, 50\n    section Globex\n    25 :0, 25\n```"
    )


@pytest.mark.parametrize("broken", ["0 :0, 0", "9999999 :0, 1", "x :0, 1"])
def test_a_chart_of_somebody_elses_is_shown_as_its_text(golden_bars, broken):
    other = golden_bars.replace("25 :0, 25", broken)
    assert "section Globex" in body(other)
    assert read_bars("gantt\n") is None
