"""The log of a search: what its rows say, and its three forms."""

import csv
from datetime import date

import pytest

from tests.house import Application
from vaultkit.core.notes.application import Name
from vaultkit.core.week.efforts import Effort, Efforts
from vaultkit.formats import search_log
from vaultkit.formats.search_log_rows import search_log as made_log
from vaultkit.playbook import load

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
WAYS = {way: tuple(names) for way, names in load.playbook_toml("search_log.toml")["ways"].items()}


def log(*efforts, language="en", name="Ada | Byron"):
    return made_log(Efforts(FIRST, LAST, efforts), WAYS, load.phrases(language), name)


def effort(kind="applied", **more):
    said = Application(
        **{"path": "A.md", "company": "Acme", "stage": "applied", "role": "Cook", **more}
    )
    return Effort(date(2026, 11, 3), kind, said, (Name("Bo"),), company="Acme")


def row(*words, **more):
    (found,) = log(effort(*words, **more))["rows"]
    return found


def test_a_row_says_what_an_office_asks_for():
    assert row(source="LinkedIn") == {
        "day": "2026-11-03",
        "what": "Application",
        "employer": "Acme",
        "position": "Cook",
        "contact": "Bo",
        "way": "Online (LinkedIn)",
        "result": "No answer yet",
        "note": "A.md",
    }


@pytest.mark.parametrize(
    ("source", "way"),
    [
        ("their website", "Online (their website)"),
        ("https://x.example", "Online (https://x.example)"),
        ("E-mail", "E-mail"),
        ("per posta elettronica", "E-mail (per posta elettronica)"),
        ("Career day", "In person (Career day)"),
        ("Fairway Talent", "Fairway Talent"),
        ("agenzia Rossi", "Agency (agenzia Rossi)"),
        ("telefono", "Phone (telefono)"),
        ("", ""),
    ],
)
def test_the_way_is_told_by_the_source(source, way):
    assert row(source=source)["way"] == way


def test_a_referral_and_a_link_tell_the_way_too():
    assert row(referral="Zoe", source="LinkedIn")["way"] == "Referral"
    assert row(url="https://x.example")["way"] == "Online"
    assert row("screened")["way"] == "Phone"
    assert row("interviewed")["way"] == ""
    assert row("written")["way"] == ""
    (written,) = log(Effort(FIRST, "written", None, rule="thank-you", has_address=True))["rows"]
    assert (written["way"], written["what"], written["employer"]) == ("E-mail", "Thank you", "")


def test_an_application_that_nobody_names_has_no_way():
    (found,) = log(Effort(FIRST, "applied", None))["rows"]
    assert (found["way"], found["result"], found["position"]) == ("", "", "")


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ({"stage": "rejected", "decided": date(2026, 11, 9)}, "Rejected, 2026-11-09"),
        ({"stage": "ghosted"}, "Ghosted"),
        ({"stage": "interview", "decided": date(2026, 11, 9)}, "Interview"),
        ({"stage": "offer", "offered": date(2026, 11, 9)}, "Offer, 2026-11-09"),
    ],
)
def test_the_result_is_the_stage_with_its_day(said, result):
    assert row(**said)["result"] == result


def test_markdown_is_a_table_with_totals():
    text = search_log.render(log(effort(role="Cook | chef", source="x"))).decode()
    assert text.startswith(
        "# Job search log\n\nFrom 2026-11-01 to 2026-11-30\n\nName: Ada / Byron\n\n| Date |"
    )
    assert "| 2026-11-03 | Application | Acme | Cook / chef | Bo | x | No answer yet |" in text
    assert text.endswith(
        "\n1 application · 0 interviews and calls · 0 follow-ups and contacts · 1 employer · on 1 day\n"
    )
    assert "| – |" in search_log.render(log(effort())).decode()


def test_italian_is_written_as_well():
    text = search_log.render(log(effort(), language="it", name="")).decode()
    assert "Diario della ricerca di lavoro" in text
    assert "Ancora nessuna risposta" in text
    assert "Nome" not in text


def test_an_empty_period_is_a_sentence():
    text = search_log.render(log()).decode()
    assert "From 2026-11-01 to 2026-11-30 the notes tell of nothing that was done." in text
    assert "|" not in text.replace("Ada / Byron", "")
    assert b"the notes tell of nothing" in search_log.render(log(), "html")


def test_a_table_for_a_spreadsheet_holds_no_formula():
    data = search_log.render(log(effort(role="=2+5", source="\t=1")), "csv")
    (read,) = csv.DictReader(data.decode("utf-8-sig").splitlines())
    assert read["Position"] == "'=2+5"
    assert read["Method"] == "'=1"
    assert list(read) == [
        "Date",
        "Activity",
        "Employer",
        "Position",
        "Contact person",
        "Method",
        "Result",
    ]


def test_a_page_to_print_obeys_nothing_that_a_note_says():
    page = search_log.render(log(effort(role="<script>x</script>")), "html").decode()
    assert "<table>" in page
    assert "<script>" not in page
    assert "Date and signature:" in page
    assert "landscape" in page
