"""What a person reads on a terminal: tables that fit, the person first, days in words; a program's lines stay."""

import re

import pytest
from rich.cells import cell_len

from tests.command_line import run
from tests.on_terminal import STYLE, on_terminal

TODAY = ("--today", "2026-11-20")
LONG = "Anna Karenina " * 14 + "Z"
NOTES = {
    "Apps/Acme.md": 'company: Acme\nrole: Analyst\ninterviewed: 2026-10-20\nrecruiter: "[[Marta Rossi]]"\n'
    "status: rejected\ndecided: 2026-11-05\n",
    "Apps/Wide.md": 'company: 株式会社とても長い会社名 🚀\nrecruiter: "אורי לוי 👩‍💻"\n'
    "applied: 2026-10-20\nstatus: applied\n",
    "Apps/Long.md": f'company: Sea\nrole: Engineer\nrecruiter: "{LONG}"\napplied: 2026-10-25\nstatus: applied\n',
    "Apps/Alone.md": "company: Nobody\nstatus: saved\n",
}


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (tmp_path / "People").mkdir()
    (tmp_path / "People" / "Marta Rossi.md").write_text(
        "---\ntype: person\nemail: marta@example.com\n---\n", encoding="utf-8"
    )
    (tmp_path / "Apps").mkdir()
    for path, head in NOTES.items():
        (tmp_path / path).write_text(f"---\ntype: application\n{head}---\n", encoding="utf-8")
    assert run("update", "--vault", tmp_path, *TODAY).returncode == 0
    return tmp_path


def shown(vault, *command, **more):
    code, told = on_terminal(vault, *command, *TODAY, **more)
    assert code == 0, told
    return told


def squeezed(text):
    return re.sub(r"\s+", "", STYLE.sub("", text))


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("command", [(), ("due",), ("contacts",), ("list",), ("stats",)])
def test_it_fits_the_terminal(vault, command, width):
    told = STYLE.sub("", shown(vault, *command, "-q", width=width))
    widths = {line: cell_len(line) for line in told.split("\n")}
    least = 40 if command == ("stats",) else width
    assert {line for line in widths if widths[line] > max(width, least)} == set()
    assert "Traceback" not in told


@pytest.mark.parametrize("width", [40, 120])
def test_the_person_and_the_employer_come_first_and_nothing_is_cut(vault, width):
    told = shown(vault, "due", width=width)
    assert "22 days late" in told
    assert "2026-" not in told
    assert "[[" not in told
    if width == 40:
        for words in (LONG, "Marta Rossi, Acme", "株式会社とても長い会社名 🚀", "אורי לוי 👩‍💻"):
            assert squeezed(words) in squeezed(told)
    else:
        assert squeezed(told).count("Karenina") >= 2 * LONG.count("Karenina")
        assert re.search(r"Marta Rossi +Acme +.*11 days late", told)
        assert re.search(r"– +Acme +.*12 days late", told)


def test_wide_characters_stand_in_their_columns(vault):
    lines = STYLE.sub("", shown(vault, "due", width=120)).split("\n")
    places = {
        cell_len(line[: line.index("days late")].rstrip(" 0123456789"))
        for line in lines
        if "days late" in line
    }
    assert cell_len(lines[0][: lines[0].index("When")].rstrip()) <= max(places)
    starts = {
        cell_len(line[: re.search(r"\d+ days late", line).start()])
        for line in lines
        if "days late" in line
    }
    assert starts == {cell_len(lines[0][: lines[0].index("When")])}


def test_the_color_only_repeats_the_words(vault):
    told = shown(vault, "due")
    assert "\x1b[31m22 days late\x1b[0m" in told
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = shown(vault, "due", env=env)
        assert "\x1b" not in plain
        assert plain == STYLE.sub("", plain)
        assert "22 days late" in plain


def test_without_a_width_and_in_the_c_locale_it_is_whole_as_well(vault):
    for env in ({"LANG": "C", "LC_ALL": "C"}, {"COLUMNS": "0"}):
        told = shown(vault, "due", width=None, env=env)
        assert "株式会社" in told
        assert "22 days late" in told


def test_a_number_is_done_and_one_sentence_says_what_and_what_comes_next(vault):
    rows = STYLE.sub("", shown(vault, "due", width=120)).split("\n")
    number = next(line.split()[0] for line in rows if "Reflect on" in line)
    told = shown(vault, "done", number, width=200)
    assert told == (
        "Ticked: Reflect on the interview with Acme. Next: Ask Marta Rossi why Acme said no, "
        "11 days late.\n"
    )
    number = next(line.split()[0] for line in rows if "Check in with אורי" in line)
    told = shown(vault, "snooze", number, "friday", width=200)
    assert told.startswith("Put off until Friday 27 November: Check in with אורי")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "Brought forward to Friday 27 November: Check in with Luca Bianchi about "
            "the application to Globex. It was due on Wednesday 2 December.",
        ),
        (
            "it",
            "Anticipato a venerdì 27 novembre: Chiedi a Luca Bianchi notizie della "
            "candidatura presso Globex. La scadenza era mercoledì 2 dicembre.",
        ),
    ],
)
def test_a_snooze_to_an_earlier_day_is_not_called_putting_off(tmp_path, language, words):
    settings = f'schema = 1\nlanguage = "{language}"\n'
    (tmp_path / "vaultkit.toml").write_text(settings, encoding="utf-8")
    note = '---\ntype: application\ncompany: Globex\nrecruiter: "[[Luca Bianchi]]"\n'
    note += "applied: 2026-11-20\nstatus: applied\n---\n"
    (tmp_path / "Globex.md").write_text(note, encoding="utf-8")
    assert run("update", "--vault", tmp_path, *TODAY).returncode == 0
    shown(tmp_path, "snooze", "luca", "2026-12-02", width=200)
    assert shown(tmp_path, "snooze", "luca", "2026-11-27", width=200).startswith(words)
    assert "2026-11-27" in (tmp_path / "Globex.md").read_text("utf-8")


def test_a_number_of_the_list_names_a_note_and_no_item(vault):
    rows = STYLE.sub("", shown(vault, "list", width=120)).split("\n")
    number = next(line.split()[0] for line in rows if "Acme, Analyst" in line)
    assert "the decision (2026-11-05)" in shown(vault, "explain", number, width=200)
    code, told = on_terminal(vault, "done", number, *TODAY, width=200)
    assert code == 2
    assert f"`vaultkit explain {number}`" in told
    assert "Nothing was" not in shown(vault, "due")


def test_the_status_is_one_line(vault):
    assert shown(vault).startswith("4 items are due: vaultkit due")
    assert shown(vault, width=200).count("\n") == 1


def test_a_program_gets_the_same_lines_as_ever(vault):
    lines = run("due", "--vault", vault, *TODAY).stdout.decode().split("\n")
    assert any(re.match(r"\d  2026-11-08  Acme#reflect  Reflect on the", line) for line in lines)


def test_an_empty_vault_has_no_table(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    for command, told in (("due", "Nothing is due.\n"), ("contacts", "0 people are pending.\n"), ("list", "0 applications.\n")):  # fmt: skip
        assert shown(tmp_path, command) == told
    assert shown(tmp_path) == "Nothing is due.\n"


def test_it_speaks_italian(vault):
    (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n', encoding="utf-8")
    assert "in ritardo di 22 giorni" in shown(vault, "due")


@pytest.mark.parametrize("width", [40, 80])
def test_a_review_is_rendered_for_a_person_and_is_the_note_s_own_text_for_a_program(vault, width):
    told = shown(vault, "review", "--stdout", "-q", width=width)
    for mark in ("[[", "](", "mailto:", "Dear ", "```", "<!--", "**", "| ---"):
        assert mark not in told
    assert "Marta Rossi" in told
    assert "Charts and letters" in told
    assert max(cell_len(line) for line in STYLE.sub("", told).split("\n")) <= width
    assert (
        "[[People/Marta Rossi"
        in run("review", "--stdout", "--vault", vault, *TODAY).stdout.decode()
    )
