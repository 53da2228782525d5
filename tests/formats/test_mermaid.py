"""Charts that no name can break, and none where there is nothing to show."""

from datetime import date

from vaultkit import words
from vaultkit.core.application import Application
from vaultkit.core.funnel import funnel
from vaultkit.core.item import Entry, Item
from vaultkit.core.memory import Memory
from vaultkit.formats.mermaid import coming_chart, label, stage_chart

TODAY, EN = date(2026, 11, 20), words.phrases("en")


def item(day, company="Acme"):
    return Item("A.md", 9, "vk-x", "check-in", "W", " ", company, None, None, None, date(2026, 11, day), None)


def test_without_anything_to_show_there_is_no_chart():
    assert stage_chart(funnel([], TODAY), EN) == ""
    assert coming_chart([], TODAY, EN) == ""
    assert coming_chart([item(19)], TODAY, EN) == ""


def test_a_label_holds_nothing_that_means_something_to_mermaid():
    assert label('A: "B"; `C` #1 %% {x}') == "A B C 1 (x)"
    chart = coming_chart([item(24, 'A: x;\n"click"')], TODAY, EN)
    assert "%%{init" in chart
    bars = [line for line in chart.split("\n") if ":" in line and not line.startswith("%%{init")]
    assert len(bars) == 1
    assert bars[0].count(":") == 1


def test_a_bar_shows_each_stage_as_it_stands():
    entries = [Entry(Application("A.md", "A", "applied"), (), Memory())]
    assert f"    {EN.say('stage.applied')} 1 :0, 1" in stage_chart(funnel(entries, TODAY), EN).split("\n")
