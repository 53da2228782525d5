"""The week's page for a terminal."""

from vaultkit.formats.week_on_terminal import Shown, shown_lines

PAGE = """# Week

<!-- vaultkit:review begin v1 -->
- **[[People/Ann|Ann]]** · 3 days
  - [[A#^vk-x|Write]]: Acme · [[#Ann, Acme|letter]]

| Stage | Now |
| --- | --: |
| A \\| B | 1 |

```mermaid
gantt
```

## Letters

```text
Dear Ann
```

[Open](mailto:ann@example.com)

## Your notes
See [there](https://example.com).
"""


def test_marks_links_charts_and_letters_are_left_out_and_no_word_of_the_week_is():
    lines, left_out = shown_lines(PAGE, "Letters")
    assert left_out
    assert [line for line in lines if line != Shown()] == [
        Shown("Week", is_heading=True),
        Shown("- Ann · 3 days"),
        Shown("- Write: Acme", indent=2),
        Shown(cells=("Stage", "Now")),
        Shown(cells=("A | B", "1")),
        Shown("Your notes", is_heading=True),
        Shown("See there."),
    ]


def test_a_page_without_charts_and_letters_is_told_whole():
    assert shown_lines("# Week\n\nNothing.\n", "Letters") == (
        (Shown("Week", is_heading=True), Shown(), Shown("Nothing.")),
        False,
    )
