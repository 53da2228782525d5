"""The page of the week, as people and clients read it: clients.md K1, K9 and K10, attacks.md A14."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.command_line import run_text
from tests.house import ENDINGS, PLAIN, STAGES, surveyed, updated
from vaultkit.cli.session import known_words
from vaultkit.core.across.people import People
from vaultkit.core.across.survey import problems
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.problem import problem
from vaultkit.core.text.sanitize import link, plain
from vaultkit.core.week.review import week_review
from vaultkit.formats.links import note_link
from vaultkit.formats.week_parts import Parts
from vaultkit.formats.week_words import MOST_LISTED, MOST_TOLD
from vaultkit.playbook import load
from vaultkit.work.review_note import review_text
from vaultkit.work.set_up_vault import template

MONDAY = date(2026, 11, 23)
LANGUAGES = pytest.mark.parametrize("language", load.languages())


def note(kind="application", **says):
    return "\n".join(
        ["---", f"type: {kind}", *(f"{name}: {value}" for name, value in says.items()), "---\n"]
    ).encode()


def page(notes, today=MONDAY, language="en", **settings):
    settings = replace(PLAIN, language=language, **settings)
    found = surveyed(updated(notes, today, settings), today, settings)
    return review_text(found, settings, load.phrases(language), today, None)


def headings(text):
    return re.findall(r"(?m)^## (.*)$", text)


def part(text, title):
    """Return the lines under a heading of the second level."""
    return (
        text.split(f"## {title}\n")[1]
        .split("\n## ")[0]
        .split("<!-- vaultkit")[0]
        .strip()
        .split("\n")
    )


def no(company, day, **more):
    return note(
        company=company,
        status="rejected",
        applied="2026-10-05",
        decided=f"2026-11-{day:02}",
        **more,
    )


def full_vault():
    return {
        "Larkfield.md": note(
            company="Larkfield",
            role="Data Analyst",
            status="interview",
            applied="2026-11-02",
            interviewed='[{date: "2026-11-24 10:30", with: "[[Marta Rossi]]"}, 2026-11-30]',
        ),
        "Juniper.md": note(
            company="Juniper", role="Dev", status="applied", applied="2026-11-13", contact="Ann"
        ),
        "Silent.md": note(company="Silent", status="applied", applied="2026-10-01"),
        "Acme.md": no("Acme", 16, interviewed="2026-11-09", interviewers="[Luca]")
        + b"- [x] Reflect \xf0\x9f\x93\x85 2026-11-19 ^vk-reflect\n  - What would I do better? Ask about the budget\n",
        "Bad.md": note(status="acepted"),
        "Marta Rossi.md": note("person", email="marta@example.com"),
        **{
            f"More{place}.md": note(company=f"More {place}", status="applied", applied="2026-11-20")
            for place in range(8)
        },
    }


@LANGUAGES
def test_the_parts_stand_in_the_order_of_the_format_and_the_letters_last(language):
    """format.md section 3; issue 11: interviews first, what keeps coming up before the numbers."""
    names = (
        "meetings",
        "contacts",
        "to-do",
        "waiting",
        "since",
        "lessons",
        "pipeline",
        "attention",
        "letters",
        "own",
    )
    titles = [load.phrases(language).say(f"week.{name}.title") for name in names]
    assert headings(page(full_vault(), language=language)) == titles


def test_an_interview_has_its_day_hour_people_and_what_was_learned():
    lines = part(page(full_vault()), "Interviews")
    assert (
        lines[0]
        == "- **Tue 24 Nov, 10:30** · [[Larkfield|Larkfield, Data Analyst]] · with [[Marta Rossi]]"
    )
    assert lines[1] == "  - from your reflections: Ask about the budget · [[Acme#^vk-reflect|Acme]]"
    assert lines[2] == "- **Mon 30 Nov** · [[Larkfield|Larkfield, Data Analyst]]"


def test_an_interview_of_this_week_that_is_over_says_so():
    text = page(full_vault(), date(2026, 11, 25))
    assert part(text, "Interviews")[0].endswith("· with [[Marta Rossi]] · held")


@LANGUAGES
def test_all_charts_stand_at_the_end_of_the_numbers_and_none_where_the_vault_says_so(language):
    text, title = (
        page(full_vault(), language=language),
        load.phrases(language).say("week.pipeline.title"),
    )
    lines = part(text, title)
    first = lines.index("```mermaid")
    assert [line[:1] for line in lines[first:] if line[:1] in ("|", "-", "#")] == []
    assert text.count("```mermaid") == lines.count("```mermaid") == 2
    without = page(full_vault(), language=language, review_charts=False)
    assert "mermaid" not in without
    assert part(without, title) == "\n".join(lines[:first]).strip().split("\n")


def test_a_letter_stands_as_text_under_a_heading_that_the_list_links_to():
    notes = full_vault() | {"Ann.md": note("person", email="ann@example.com")}
    text = page(notes)
    [target] = re.findall(r"Check in\]\]: Juniper.*\[\[#(.*?)\|letter\]\]", text)
    letters = text.split("## Letters\n")[1]
    below = letters.split(f"### {target}\n")[1]
    assert below.index("Dear Ann") < below.index("](mailto:ann@example.com?subject=")
    assert "mailto:" not in text.split("## Letters\n")[0]
    without = page(notes, review_letters=False)
    assert "mailto:" not in without
    assert "Letters" not in headings(without)
    assert "|letter]]" not in without


@LANGUAGES
def test_no_line_of_the_lists_is_long(language):
    """issue 11: lists that read as raw text in any editor."""
    deep = f"Applications/{'A folder of a long name/' * 2}"
    notes = {
        f"{deep}Company {place}.md": no(
            f"A Company of a Long Name {place}",
            16,
            role="Senior Engineer of Platforms",
            recruiter='"[[Jane Doe]]"',
        )
        for place in range(4)
    }
    notes["People/Jane Doe.md"] = note(
        "person", email="jane@example.com", role="Talent partner for the whole of Europe"
    )
    notes["Bad.md"] = note(status="acepted " * 20)
    text = page(notes, language=language).split("```text")[0]
    # Mermaid's first line of a chart must be one line, and is no list.
    lines = [line for line in text.split("\n") if not line.startswith(("%%{", "[Open", "[Apri"))]
    assert max(map(len, lines)) <= 200


def test_what_is_coming_is_listed_by_day():
    """clients.md K1: "Tue 24 Nov · Juniper: check in" says more than a chart, in less room."""
    notes = {
        "Larkfield.md": note(
            company="Larkfield",
            status="rejected",
            interviewed="2026-11-16",
            decided=MONDAY,
            interviewers="[Tom, Ann]",
        ),
        "Juniper.md": note(
            company="Juniper", status="applied", applied="2026-11-13", contact="Ann"
        ),
        "Oakham.md": note(company="Oakham", status="applied", applied="2026-12-02", contact="Eve"),
    }
    text = page(notes)
    listed = text.split("### The coming four weeks\n\n")[1].split("\n\n")[0].split("\n")
    assert listed == [
        "- Tue 24 Nov · Juniper: [[Juniper#^vk-check-in-ann|check in]]",
        "- Thu 26 Nov · Larkfield: [[Larkfield#^vk-reflect|reflect]]",
        "- Mon 7 Dec · Larkfield: [[Larkfield#^vk-follow-up-tom|follow up after the no]]",
        "- Fri 11 Dec · Oakham: [[Oakham#^vk-check-in-eve|check in]]",
    ]
    assert "The coming four weeks" not in text.split("## Pipeline")[1]


def test_the_week_says_its_days():
    """clients.md K10."""
    assert page({}).startswith("# Week 2026-W48, 23 November to 29 November 2026\n")
    assert page({}, language="it").startswith(
        "# Settimana 2026-W48, 23 novembre – 29 novembre 2026\n"
    )


def test_a_person_without_a_role_leaves_no_empty_place():
    """clients.md K10: ``**Jane Doe** ·  ·``."""
    notes = {
        "Acme.md": no("Acme", 16, recruiter='"[[Jane Doe]]"'),
        "Jane Doe.md": note("person", role='"**"', email="jane@example.com"),
    }
    assert "- **[[Jane Doe]]** · jane@example.com\n" in page(notes)


@pytest.mark.parametrize("name", ["Acme #", "Acme ##", "Acme #^", "# "])
def test_a_hash_at_the_end_of_a_name_makes_no_tag_of_what_follows(name):
    """clients.md K10: ``[[People/Acme|Acme #]]`` is a tag to Tasks."""
    shown = (plain(name), link("People/Acme", name), note_link("People/Acme.md", name))
    assert not any(re.search(r"(?:^|\s)#\S", text) or text.endswith("#") for text in shown)


def test_a_sharp_that_belongs_to_a_word_stays():
    assert plain("C# developer in F#") == "C# developer in F#"


def test_every_list_has_an_end_that_says_how_many_there_are_and_where():
    """attacks.md A14; clients.md K10: a review never grows beyond what may be read back."""
    many = 10_000
    item = Item(
        "A.md", 9, "vk-reflect", "reflect", "Reflect", " ", "Acme", None, None, None, MONDAY, None
    )
    found = surveyed(
        {f"A{place}.md": note(status="applied", applied="2026-10-01") for place in range(30)},
        MONDAY,
    )
    base = week_review(found.entries, People(), (), MONDAY, PLAIN)
    week = replace(
        base,
        to_do=(item,) * many,
        silences=base.silences * 400,
        done=(replace(item, status="x", done_on=MONDAY),) * many,
        new=(found.entries[0].application,) * many,
        problems=tuple(problem(f"B{place}.md", 1, "missing") for place in range(many)),
    )
    text = "\n".join(line for lines in Parts(week, load.phrases("en"), {}).all() for line in lines)
    assert f"- and {many - MOST_LISTED:,} more: `vaultkit due`\n" in text
    assert f"- and {30 * 400 - MOST_TOLD:,} more: `vaultkit stats`\n" in text
    assert f"- and {many - MOST_TOLD:,} more: `vaultkit check`\n" in text
    assert len(text) < 50_000


def test_a_person_of_many_applications_has_an_end_too():
    notes = {f"A{place}.md": no(f"A{place}", 16, recruiter="Jane") for place in range(40)}
    lines = part(page(notes), "Pending contacts")
    assert sum("^vk-feedback-jane|" in line for line in lines) == 10
    assert "  - and 30 more: `vaultkit contacts`" in lines


@LANGUAGES
def test_after_an_acceptance_the_first_line_is_glad_and_the_rest_is_quiet(language):
    """Issue 11."""
    phrases = load.phrases(language)
    won = note(
        company="Won",
        role="Lead",
        status="accepted",
        applied="2026-11-01",
        accepted="2026-11-20",
        recruiter="Eve",
    )
    notes = (
        full_vault()
        | {f"No{day}.md": no("N", day, recruiter="Eve") for day in (3, 5, 9, 17)}
        | {"Won.md": won}
    )
    text = page(notes, language=language)
    first = text.split("begin v1 -->\n\n")[1].split("\n")[0]
    assert first == phrases.say("week.summary.accepted", job="[[Won|Won, Lead]]")
    assert "paused = true" in text
    assert phrases.say("week.waiting.title") not in headings(text)
    assert phrases.say("week.lessons.title") not in headings(text)
    assert phrases.say("week.when.overdue") not in text
    assert phrases.count("week.due.late", 5, day="2026-11-18") not in text
    assert "mermaid" not in text
    assert "^vk-accept-thanks-eve" in text


@LANGUAGES
def test_after_an_acceptance_what_is_past_is_not_due_and_no_other_offer_asks_for_an_answer(
    language,
):
    phrases = load.phrases(language)
    notes = {
        "Won.md": note(company="Won", status="accepted", accepted="2026-11-10", recruiter="Eve"),
        "Other.md": note(company="Other", status="offer", offered="2026-11-09", recruiter="Ann"),
    }
    text = page(notes, language=language)
    assert phrases.say("week.due.past", day="2026-11-11") in text
    assert phrases.say("week.due.day", day="2026-11-11") not in text
    assert phrases.say("week.offer.title") not in text
    assert "^vk-withdraw-ann" in text


def test_with_nothing_left_to_do_a_job_is_still_what_the_page_begins_with():
    text = page(
        {
            "Won.md": note(
                company="Won",
                status="accepted",
                applied="2026-11-01",
                accepted="2026-11-02",
                follow_up="off",
            )
        }
    )
    assert text.split("begin v1 -->\n\n")[1].startswith(
        "Congratulations, the job is yours: [[Won|Won]]!\n\nNothing is due.\n"
    )


@LANGUAGES
def test_a_pause_is_told_and_no_longer_proposed(language):
    """advice.md section 3: the review says so."""
    week = replace(week_review((), People(), (), MONDAY, PLAIN), is_paused=True)
    lines = [line for lines in Parts(week, load.phrases(language), {}).all() for line in lines]
    assert load.phrases(language).say("week.summary.paused") in lines
    assert load.phrases(language).say("week.summary.pause") not in lines


@LANGUAGES
def test_the_fourth_no_of_a_month_is_met_with_facts_and_never_cheerfully(language):
    """Issue 11: how far they got, answers against silence, in one sentence."""
    phrases = load.phrases(language)
    met = {"interviewed": "2026-10-20"}
    three = {f"N{day}.md": no("N", day, **met if day < 5 else {}) for day in (3, 9, 16)}
    four = three | {
        "N17.md": no("N", 17),
        "S.md": note(company="S", status="ghosted", applied="2026-10-01"),
    }
    told = phrases.say(
        "week.nos.sentence",
        number=4,
        met=phrases.count("week.nos.met", 1),
        answers=phrases.count("week.nos.answered", 4, sent=5, silent=1),
    )
    assert f"\n\n{told}\n\n" in page(four, language=language)
    assert told.count(".") == 1
    assert "!" not in told
    assert told[2:12] not in page(three, language=language)


def test_nobody_who_said_no_has_met_you_is_a_fact_too():
    text = page({f"N{day}.md": no("N", day) for day in (3, 9, 16, 17)})
    assert (
        "4 nos in a month: none of them came from anybody who has met you, and none of the 4 applications you sent met with silence."
        in text
    )


@LANGUAGES
def test_a_page_with_a_no_wishes_no_nice_week(language):
    phrases = load.phrases(language)
    text = page({"N.md": no("N", 16, follow_up="off")}, language=language)
    assert phrases.say("week.summary.nothing") not in text
    assert phrases.say("week.summary.nothing-after-no") in text
    assert phrases.say("week.summary.nothing") in page({}, language=language)


@LANGUAGES
def test_a_no_stands_under_no_words_of_progress(language):
    """Issue 11: nothing that mocks under a no ("Passi avanti", "Moved on")."""
    title = load.phrases(language).say("week.since.moved").casefold()
    assert not any(word in title for word in ("avanti", "moved", "progress"))
    assert f"### {load.phrases(language).say('week.since.moved')}\n" in page(
        {"N.md": no("N", 20, interviewed="2026-11-10")}, language=language
    )


def test_one_offer_shows_its_deadline_and_two_stand_side_by_side():
    """Issue 11: the deadline of an offer."""
    one = {
        "A.md": note(company="A", status="offer", offered="2026-11-18", offer_deadline="2026-11-27")
    }
    assert "- [[A|A]] · answer by 2026-11-27 (4 days left)\n" in page(one)
    for day, left in (
        ("2026-11-23", "today"),
        ("2026-11-20", "that day is past"),
        ("2026-11-24", "1 day left"),
    ):
        [line] = [
            line
            for line in page({"A.md": note(status="offer", offer_deadline=day)}).split("\n")
            if "answer by" in line
        ]
        assert line.endswith(f"answer by {day} ({left})")
    two = page(one | {"B.md": note(company="B", status="offer", offered="2026-11-19")})
    assert "| [[A\\|A]] | 2026-11-27 (4 days left) |\n| [[B\\|B]] | no day named |\n" in two
    assert "- [[B|B]] · no day named\n" in page(
        {"B.md": note(company="B", status="offer", offered="2026-11-19")}
    )


def test_a_problem_that_is_long_goes_on_in_the_next_line():
    lines = part(page({"A.md": note(status="acepted " * 20)}), "Needs attention")
    assert lines[0].startswith("- [[A|A.md]], line 3: ")
    assert len(lines) > 1
    assert all(line.startswith("  ") for line in lines[1:])


def test_the_same_page_twice_changes_no_byte():
    settings, notes = PLAIN, full_vault()
    found = surveyed(updated(notes, MONDAY), MONDAY)
    first = review_text(found, settings, load.phrases("en"), MONDAY, None)
    assert review_text(found, settings, load.phrases("en"), MONDAY, first) == first
    assert problems(found)


TEMPLATE = Path(str(template()))
PLAYBOOK = Path(load.__file__).parent
DOCUMENTED = set(
    re.findall(
        "[a-zA-Z]+",
        "if list date today lower join replace trim contains filter isEmpty relative inFolder hasTag",
    )
)
"""Of the functions on the help pages of Obsidian Bases, those that are used."""


def base(name):
    return yaml.safe_load((TEMPLATE / name).read_text("utf-8"))


def stage_in_base(text):
    """Read a stage as the base does: by the replacements and the lists of its own formulas."""
    replacements, lists = stage_formulas()
    word = text.lower()
    for pattern, flags, other in replacements:
        word = re.sub(pattern, other, word, count=0 if flags else 1)
    for listed, shown in lists:
        if word.strip() in re.findall(r'"(.*?)"', listed):
            return shown
    return f"? {word.strip()}"


@cache
def stage_formulas():
    formulas = base("Applications.base")["formulas"]
    return (
        re.findall(r'\.replace\(/(.*?)/(g?), "(.*?)"\)', formulas["word"]),
        re.findall(r'if\(\[(.*?)\]\.contains\(formula\.word\), "(.*?)"', formulas["stage"]),
    )


def spellings(tables):
    for value in tables.values():
        yield from value if isinstance(value, list) else spellings(value)


def test_the_base_knows_every_spelling_of_every_stage():
    """clients.md K9: ``Rejected`` and ``Rifiutata`` fell out, or were "still open"."""
    known = known_words(PLAIN)
    tables = tomllib.loads((PLAYBOOK / "stages.toml").read_text("utf-8"))
    del tables["stage"]  # what each stage means
    for text in spellings(tables):
        stage = known.stage(text)
        for written in (
            text,
            text.title(),
            text.replace(" ", "_"),
            f"1. {text}",
            f"{text} (by mail)",
        ):
            assert stage_in_base(written)[2:] == stage.title(), (
                f"{written}: add it to vault_template/Applications.base"
            )
    assert stage_in_base("Rejected – no feedback") == "7 Rejected"
    assert stage_in_base("Interview 2") == "4 Interview"
    assert stage_in_base("acepted") == "? acepted"


def test_the_stages_of_the_base_stand_in_their_order():
    """clients.md K9: by the alphabet, accepted came before applied."""
    shown = [stage_in_base(stage) for stage in (*STAGES, "rejected")]
    assert shown == sorted(shown)
    [by_stage] = [view for view in base("Applications.base")["views"] if view["name"] == "By stage"]
    assert by_stage["groupBy"]["property"] == "formula.stage"


def test_every_view_asks_for_stages_that_there_are():
    views = base("Applications.base")["views"]
    asked = set(re.findall(r'"(\d \w+)"', str(views)))
    assert asked == {stage_in_base(stage) for stage in (*STAGES, *ENDINGS)} - {"1 Saved", "5 Offer"}
    assert "Waiting" in [view["name"] for view in views]


@pytest.mark.parametrize("name", ["Applications.base", "Contacts.base"])
def test_a_base_uses_functions_that_are_documented(name):
    text = (TEMPLATE / name).read_text("utf-8")
    assert set(re.findall(r"\b([a-zA-Z]+)\(", re.sub(r"/[^/\n]*/g?,", "", text))) <= DOCUMENTED


def test_interviews_show_under_every_name_that_the_readme_uses():
    """clients.md K9: ``interviews`` where README says ``interviewed``."""
    formula = base("Applications.base")["formulas"]["interviews"]
    for name in ("interviewed", "interviews", "interview", "colloquio", "colloqui"):
        assert f"note.{name}" in formula


def test_the_first_page_shows_two_tables():
    home = (TEMPLATE / "Home.md").read_text("utf-8")
    views = [view["name"] for view in base("Applications.base")["views"]]
    embedded = re.findall(r"!\[\[Applications\.base#(.*?)\]\]", home)
    assert embedded == ["Next follow-ups", "Waiting"]
    assert set(embedded) <= set(views)


def vaultkit(root, *arguments, today="2026-11-23"):
    done = run_text(*arguments, "--vault", root, "--today", today)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_settings_leave_charts_and_letters_out_and_a_second_review_writes_nothing(tmp_path):
    """format.md sections 3 and 5."""
    for name, text in full_vault().items():
        (tmp_path / name).write_bytes(text)
    settings = tmp_path / "vaultkit.toml"
    settings.write_text("schema = 1\n", encoding="utf-8")
    vaultkit(tmp_path, "update")
    path = tmp_path / vaultkit(tmp_path, "review").strip()
    first = path.read_bytes()
    assert b"```mermaid" in first
    assert b"\n## Letters\n" in first
    vaultkit(tmp_path, "review")
    assert path.read_bytes() == first
    settings.write_text("schema = 1\n[review]\ncharts = false\nletters = false\n", encoding="utf-8")
    path.write_bytes(first + b"- mine\n")
    vaultkit(tmp_path, "review")
    again = path.read_bytes()
    assert b"mermaid" not in again
    assert b"\n## Letters\n" not in again
    assert again.endswith(b"- mine\n")


def test_an_invitation_is_told_once_as_a_reply_that_names_the_day(tmp_path):
    """Issue 11: an invitation is a reply."""
    head = {
        "company": "Larkfield",
        "status": "interview",
        "applied": "2026-11-02",
        "interviewed": "2026-12-01",
    }
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (tmp_path / "Larkfield.md").write_bytes(note(**head))

    def review(today):
        return (tmp_path / vaultkit(tmp_path, "review", today=today).strip()).read_text("utf-8")

    told = "### Replied\n\n- [[Larkfield|Larkfield]] · invited to an interview on Tue 1 Dec\n"
    assert told in review("2026-11-20")
    assert told in review("2026-11-21"), "the same week tells it again"
    assert "Replied" not in review("2026-11-27")
    later = review("2026-12-02")
    assert "Replied" not in later
    assert "### What changed\n\n- 2026-12-01: [[Larkfield|Larkfield]] · interview held\n" in later
