"""`vaultkit stats` from outside: one sentence, tables that fit, counts before rates, nothing raw."""

import json

import pytest

from tests.test_cli import data_of, out, run

TODAY = ("--today", "2026-11-20")
HOSTILE = "Evil \\e[2J\\a [bold red]co[/bold] [/x] [link=http://y]z[/link] \u202erts"


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    return tmp_path


def fill(vault, count, **more):
    for place in range(count):
        status = ("applied", "rejected", "ghosted", "interview")[place % 4]
        facts = {
            "type": "application",
            "status": status,
            "applied": "2026-11-01",
            "role": "Data Engineer",
            **more,
        }
        if status == "rejected":
            facts["decided"] = "2026-11-11"
        head = "".join(f"{key}: {value}\n" for key, value in facts.items())
        (vault / f"Company {place:02}.md").write_text(f"---\n{head}---\n", encoding="utf-8")


def stats(vault, *options, language="en", **env):
    (vault / "vaultkit.toml").write_text(f'schema = 1\nlanguage = "{language}"\n', encoding="utf-8")
    done = run("stats", "--vault", vault, *TODAY, *options, env=env)
    assert done.returncode == 0, done.stderr.decode()
    return out(done)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "No applications yet."), ("it", "Ancora nessuna candidatura.")]
)
def test_without_an_application_there_is_one_sentence(vault, language, word):
    told = stats(vault, language=language)
    assert told.startswith(word)
    assert told.count("\n") == 1


@pytest.mark.parametrize("language", ["en", "it"])
def test_below_ten_there_are_counts_and_no_rates(vault, language):
    fill(vault, 9)
    told = stats(vault, language=language)
    assert "%" not in told
    assert ("Response time" in told, "Tempo di risposta" in told) == (False, False)


def test_from_ten_on_a_rate_says_what_it_is_a_part_of(vault):
    fill(vault, 12)
    told = stats(vault)
    assert "Interview    3             3  ██████                    3 of 12, 25%" in told.split(
        "\n"
    )
    assert "6 of 12 sent have had an answer (50%) · 3 are still waiting for their first" in told
    assert (
        "of 3 answers whose day is known, half came within 10 days; 3 applications are still waiting"
        in " ".join(told.split())
    )
    assert "3 su 12, 25%" in stats(vault, language="it")


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("language", ["en", "it"])
def test_it_fits_the_terminal_and_breaks_no_word_of_a_stage(vault, language, width):
    fill(vault, 12, source="a newsletter with quite a long name that somebody reads")
    told = stats(vault, language=language, COLUMNS=str(width))
    assert max(map(len, told.split("\n"))) <= width
    assert "\nInterview  " in told or "\nColloquio  " in told


def test_nothing_raw_of_a_note_reaches_the_terminal(vault):
    fill(vault, 3, company=f'"{HOSTILE}"', source=f'"{HOSTILE}"')
    (vault / "named \x1b[2J\x07 [bold]so.md").write_text(
        "---\ntype: application\nstatus: applied\n---\n", encoding="utf-8"
    )
    for width in ("40", "80"):
        told = stats(vault, COLUMNS=width)
        assert "\x1b" not in told
        assert "\x07" not in told
        assert "\u202e" not in told
        assert "[bold red]co[/bold]" in " ".join(told.split())
        assert "[bold]so" in " ".join(told.split())
        colored = stats(vault, "--color", "always", COLUMNS=width)
        assert "\x1b[2J" not in colored
        assert "\x1b]8" not in colored


def test_colors_are_asked_for(vault):
    fill(vault, 3)
    assert "\x1b[" not in stats(vault, FORCE_COLOR="1")
    assert "\x1b[1m" in stats(vault, "--color", "always", NO_COLOR="1")
    assert "\x1b[" not in stats(vault, "--color", "never")


def test_a_terminal_without_blocks_gets_bars_of_hashes(vault):
    fill(vault, 3)
    assert "########################" in stats(vault, PYTHONIOENCODING="ascii")


def test_the_json_has_the_numbers(vault):
    fill(vault, 4, source="LinkedIn")
    data = data_of(run("stats", "--json", "--vault", vault, *TODAY))
    assert {key: data[key] for key in ("applications", "sent", "answered", "waiting", "ghosted", "withdrawn")} == {
        "applications": 4, "sent": 4, "answered": 2, "waiting": 1, "ghosted": 1, "withdrawn": 0,
    }  # fmt: skip
    assert data["response"] == {"answers": 1, "median_days": None, "waiting": 1}
    assert {"stage": "interview", "now": 1, "reached": 1} in data["stages"]
    assert {"stage": "ghosted", "now": 1, "reached": None} in data["stages"]
    assert data["sources"] == [{"source": "LinkedIn", "sent": 4, "answered": 2}]
    assert data["open"][0] == {
        "note": "Company 00.md", "company": "Company 00", "role": "Data Engineer", "stage": "applied",
        "days_in_stage": 19, "days_quiet": 19,
    }  # fmt: skip


def test_the_json_of_an_empty_vault_is_whole(vault):
    data = json.loads(run("stats", "--json", "--vault", vault, *TODAY).stdout)["data"]
    assert (data["applications"], data["stages"], data["open"]) == (0, [], [])
