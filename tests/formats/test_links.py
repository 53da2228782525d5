"""Links from a review, and back from them."""

from datetime import date

import pytest

from vaultkit.core.follow_ups.item import Item
from vaultkit.formats.links import item_link, linked, note_link
from vaultkit.formats.weekly import told_on


@pytest.mark.parametrize(
    "path", ["Acme.md", "Apps/A b – c.md", "Apps/A#1 [x].md", "A%^b.md", "ù/È.md"]
)
def test_a_link_leads_back_to_its_note_and_its_item(path):
    item = Item(
        path, 1, "vk-reflect", "reflect", "Reflect", "x", "Acme", None, None, None, None, None
    )
    assert linked(f"- 2026-11-20: {item_link(item, 'Reflect')}") == (path, "vk-reflect")
    assert linked(f"- {note_link(path, 'Acme')} · a no") == (path, "")


def test_a_line_without_a_link_leads_nowhere():
    assert linked("- 2026-11-20: words") is None


def test_a_review_tells_what_it_told_of_a_day():
    text = (
        "# W\n\n<!-- vaultkit:review begin v1 -->\n\n- 2026-11-20: [[Acme#^vk-reflect|Reflect]]\n- 2026-11-20: words\n"
        "- 2026-11-19: [[Globex|Globex]]\n- [[Late#^vk-reflect|Reflect]]\n\n<!-- vaultkit:review end -->\n"
        "- 2026-11-20: [[Own|own]]\n"
    )
    assert told_on(date(2026, 11, 20), text, "R.md") == {("Acme.md", "vk-reflect")}
