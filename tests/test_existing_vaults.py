"""``vaultkit init`` in vaults that people already have: from nothing to the first review in three commands."""

import errno
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.command_line import run
from tests.habits import HABITS, TODAY, make_vault
from tests.on_terminal import on_terminal
from vaultkit.cli import adopting
from vaultkit.cli.completing import choices
from vaultkit.disk import new_file
from vaultkit.playbook import load

DAY = ("--today", TODAY)
SETTINGS = {
    "typed": {
        "language": "en",
        "applications": {
            "type": "job-application",
            "folder": "Job Applications",
            "template": "Meta/Templates/Job.md",
        },
        "people": {"type": "contact"},
    },
    "tagged": {
        "language": "en",
        "applications": {
            "tags": ["application"],
            "folder": "",
            "template": "_templates/Application.md",
        },
        "people": {"tags": ["recruiters"]},
        "stages": {},
    },
    "in-weeks": {
        "language": "en",
        "applications": {"folders": ["Applications"]},
        "people": {"folders": ["People"]},
        "properties": {"role": ["title"], "not": ["role"], "status": ["Last Round"]},
        "review": {"folder": "Reviews vaultkit"},
    },
    "positions": {"language": "en", "applications": {"folders": ["10 Positions"]}},
    "filled-in": {
        "language": "en",
        "applications": {"folders": ["Job Hunt"]},
        "people": {"folders": ["Contacts"]},
        "stages": {},
    },
    "candidature": {
        "language": "it",
        "applications": {"folders": ["Candidature"]},
        "people": {"folders": ["Persone"]},
        "stages": {},
        "review": {"folder": "Riepiloghi vaultkit"},
    },
    "etichette": {
        "language": "it",
        "applications": {
            "property": "tipo",
            "values": ["candidatura"],
            "folder": "Lavoro",
            "template": "Modelli/Candidatura.md",
        },
        "people": {"property": "tipo", "values": ["contatto"]},
        "review": {"folder": "Riepiloghi"},
    },
}
WRITTEN = {
    "typed": {
        "Job Applications/Acme - Data Engineer.md": {
            "vk-reflect",
            "vk-feedback-jane-doe",
            "vk-stay-in-touch-jane-doe",
        }
    },
    "tagged": {"Pied Piper.md": {"vk-reflect"}},
    "in-weeks": {
        "Applications/2026-W44/Umbrella.md": {"vk-ask-news-ada-king"},
        "Applications/2026-W45/Wayne.md": {"vk-reflect"},
    },
    "positions": {"10 Positions/Zylker.md": {"vk-acknowledge", "vk-decide"}},
    "filled-in": {
        "Job Hunt/Aviato.md": {"vk-check-in-erlich-bach-hr"},
        "Job Hunt/Hooli.md": {"vk-reflect"},
        "Job Hunt/Raviga.md": {"vk-ask-news-monica-raviga-example"},
    },
    "candidature": {"Candidature/Alfa.md": {"vk-reflect", "vk-stay-in-touch-marta-rossi"}},
    "etichette": {"Lavoro/Omega.md": {"vk-ask-news-sara-neri"}},
}
REVIEWED = {
    "typed": ("Jane Doe", "Acme"),
    "tagged": ("Pied Piper",),
    "in-weeks": ("Ada King", "Umbrella", "Wayne"),
    "positions": ("Zylker",),
    "filled-in": ("Hooli", "Erlich Bach", "monica@raviga.example"),
    "candidature": ("Alfa", "Candidature/Gamma.md"),
    "etichette": ("Sara Neri", "Omega"),
}


def bytes_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def settings_of(root: Path) -> dict[str, object]:
    return tomllib.loads((root / "vaultkit.toml").read_text("utf-8"))


def without_block(text: bytes) -> bytes:
    before, _, rest = text.partition(b"<!-- vaultkit:begin")
    return before + rest.partition(b"<!-- vaultkit:end")[2].partition(b"-->")[2]


@pytest.mark.parametrize("habit", SETTINGS)
def test_three_commands_lead_to_the_first_review(tmp_path, habit):
    root = make_vault(tmp_path, habit)
    before = bytes_of(root)
    surveyed = run("init", root, *DAY)
    assert (surveyed.returncode, surveyed.stdout.decode()) == (
        0,
        f"{root / 'vaultkit.toml'}\n",
    )
    found = settings_of(root)
    assert (found.pop("schema"), str(found.pop("follow_ups")["since"])) == (1, TODAY)
    assert found == SETTINGS[habit]
    assert {
        name: data for name, data in bytes_of(root).items() if name != "vaultkit.toml"
    } == before
    told = surveyed.stderr.decode()

    planned = run("update", "--dry-run", "--vault", root, *DAY).stdout.decode()
    updated = run("update", "--vault", root, *DAY)
    assert updated.returncode == 0
    items = {
        note: {item["id"] for item in _items(root) if item["note"] == note}
        for note in updated.stdout.decode().splitlines()
    }
    assert items == WRITTEN[habit]
    lines = sum(map(len, items.values()))
    assert planned.count("^vk-") == lines
    assert any(f"{lines} {word}" in told for word in ("line", "lines", "riga", "righe")), told
    after = bytes_of(root)
    for name, data in before.items():
        kept = after[name] if name not in items else without_block(after[name])
        assert kept.split() == data.split()

    review = run("review", "--vault", root, *DAY)
    assert review.returncode == 0
    page = (root / review.stdout.decode().strip()).read_text("utf-8")
    assert [name for name in REVIEWED[habit] if name not in page] == []


def _items(root: Path) -> list[dict[str, str]]:
    due = json.loads(run("due", "--json", "--vault", root, "--today", "2028-01-01").stdout)
    return due["data"]


def test_data_in_bodies_alone_is_adopted_and_taken_back(tmp_path):
    root = make_vault(tmp_path, "bodies")
    before = bytes_of(root)
    surveyed = run("init", root, *DAY).stderr.decode()
    assert "3 notes in trackers/ keep their data in their text (**Status:** applied)" in surveyed
    assert 'vaultkit init --adopt "trackers"' in surveyed
    assert "trackers/All.md holds a table of 2 applications" in surveyed

    shown = run("init", "--adopt", "trackers/", "--vault", root, *DAY)
    assert shown.returncode == 0
    assert "3 notes would get front matter; nothing was written" in shown.stderr.decode()
    settings = {"vaultkit.toml": bytes_of(root)["vaultkit.toml"]}
    assert bytes_of(root) == {**before, **settings}

    patch = tmp_path.parent / "heads.patch"
    patch.write_bytes(shown.stdout)
    subprocess.run(["git", "init", "-q", root], check=True)
    subprocess.run(["git", "apply", "--check", patch], check=True, cwd=root)

    added = run("init", root, "--adopt", "trackers", "--yes", *DAY)
    *heads, settings = added.stdout.decode().split()
    assert heads == [f"trackers/{n}.md" for n in ("Soylent", "Tyrell", "Wonka")]
    assert settings == "vaultkit.toml"
    assert settings_of(root)["applications"] == {"folder": "trackers"}
    assert "New applications go to trackers/ too" in added.stderr.decode()
    assert "See them with: vaultkit update --dry-run" in added.stderr.decode()
    for name in heads:
        body = before[name].removeprefix(b"\xef\xbb\xbf")
        assert (root / name).read_bytes().endswith(body)
    tyrell = (root / "trackers/Tyrell.md").read_bytes()
    assert tyrell.startswith(b"\xef\xbb\xbf---\r\ntype: application\r\nstatus: Rejected\r\n")
    assert tyrell.count(b"\n") == tyrell.count(b"\r\n")
    assert run("update", "--vault", root, *DAY).stdout == b"trackers/Tyrell.md\n"
    assert run("review", "--vault", root, *DAY).returncode == 0
    for _ in range(2):
        run("undo", "--vault", root)
    run("undo", "--vault", root)
    assert {name: bytes_of(root)[name] for name in before} == before


def test_a_vault_with_its_data_in_italian_texts_alone_gets_to_its_first_review(tmp_path):
    root = make_vault(tmp_path, "testi")
    before = bytes_of(root)
    surveyed = run("init", root, *DAY).stderr.decode()
    assert settings_of(root)["language"] == "it"
    assert "3 note in Cerco lavoro/ tengono i loro dati nel testo" in surveyed
    added = run("init", root, "--adopt", "Cerco lavoro", "--yes", *DAY)
    assert "non lo prendo" not in added.stderr.decode()
    heads = {
        name: (root / f"Cerco lavoro/{name}.md").read_text("utf-8").split("---\n")[1]
        for name in ("Alfa", "Beta", "Gamma")
    }
    assert "data candidatura: 2026-10-05\ndata colloquio:\n  - 2026-11-06 15:00\n" in heads["Alfa"]
    assert "inviata il: 2026-11-14\n" in heads["Beta"]
    assert "data candidatura: 2026-11-01\n" in heads["Gamma"]
    made = run("new", "Delta", "Cuoca", "--vault", root, *DAY)
    assert made.stdout.decode() == "Cerco lavoro/Delta - Cuoca.md\n"
    assert "azienda: Delta\nruolo: Cuoca\nstato: da inviare\n" in (
        root / made.stdout.decode().strip()
    ).read_text("utf-8")
    assert run("update", "--vault", root, *DAY).stdout.decode() == "Cerco lavoro/Alfa.md\n"
    assert [item["id"] for item in _items(root)] == ["vk-reflect"], "da definire is nobody"
    review = run("review", "--vault", root, *DAY)
    assert "Rifletti sul colloquio con Alfa" in (root / review.stdout.decode().strip()).read_text(
        "utf-8"
    )
    for _ in range(4):
        assert run("undo", "--vault", root).returncode == 0
    after = bytes_of(root)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    ("settings", "others", "expected"),
    [
        ("schema = 1\n", {}, "[applications]\n# {}\nfolder = \"Jobs\"\n"),
        ("schema = 1", {}, "schema = 1\n[applications]\n# {}\nfolder = \"Jobs\"\n"),
        (
            "\ufeffschema = 1\r\n\r\n# Mine.\r\n[me]\r\nname = \"A\"\r\n",
            {},
            "[applications]\r\n# {}\r\nfolder = \"Jobs\"\r\n\r\n# Mine.\r\n[me]",
        ),
        (
            'schema = 1\n[applications] # x\ntype = "job"\n',
            {},
            '[applications] # x\n# {}\nfolder = "Jobs"\ntype = "job"\n',
        ),
        ('schema = 1\n[applications]\nfolder = "Mine"\n', {}, None),
        ('schema = 1\napplications.type = "job"\n', {}, None),
        ('schema = 1\napplications = {type = "job"}\n', {}, None),
        ('schema = 1\n[applications]\nfolders = ["Jobs"]\n', {}, None),
        ("schema = 1\n", {"Applications/Z.md": "---\ntype: application\n---\n"}, None),
        ("schema = 1\n", {"B.md": "status:: applied\n", "x/C.md": "status:: applied\n"}, None),
    ],
)  # fmt: skip
def test_new_notes_follow_the_adopted_ones_where_the_settings_say_nothing_else(
    tmp_path, settings, others, expected
):
    (tmp_path / "Jobs").mkdir()
    for name, text in {"Jobs/A.md": "status:: applied\n", **others}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "vaultkit.toml").write_bytes(settings.encode())
    done = run("init", "--adopt", ".", "--yes", *DAY, cwd=tmp_path)
    assert b"Jobs/A.md" in done.stdout
    now = (tmp_path / "vaultkit.toml").read_bytes().decode()
    if expected is None:
        assert now == settings
        return
    reason = "The notes that got front matter lie in Jobs/, so new ones go there."
    assert expected.format(reason) in now
    assert run("new", "N", "r", *DAY, cwd=tmp_path).stdout == b"Jobs/N - r.md\n"
    run("undo", cwd=tmp_path)
    run("undo", cwd=tmp_path)
    assert (tmp_path / "vaultkit.toml").read_bytes().decode() == settings


def test_a_value_that_contradicts_one_above_is_told(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    (tmp_path / "A.md").write_text("status:: rejected\n\n**Stage:** applied\n", "utf-8")
    done = run("init", "--adopt", ".", *DAY, cwd=tmp_path)
    assert "since another value stands above it: Stage: applied" in done.stderr.decode()


def test_a_day_that_could_be_two_is_left_and_both_are_told(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    (tmp_path / "A.md").write_bytes(b"status:: applied\napplied:: 03/04/2026\n")
    done = run("init", "--adopt", ".", *DAY, cwd=tmp_path)
    assert "it could be 2026-04-03 or 2026-03-04: applied: 03/04/2026" in done.stderr.decode()
    (tmp_path / "B.md").write_text("status:: applied\napplied:: 24/11/2026\n", "utf-8")
    done = run("init", "--adopt", ".", *DAY, cwd=tmp_path)
    assert "+applied: 2026-04-03\n" in done.stdout.decode()


def test_where_the_notes_show_no_language_it_is_that_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    (tmp_path / "it").mkdir()
    (tmp_path / "it/Diario.md").write_text("Oggi nulla.\n", "utf-8")
    run("init", tmp_path / "it", *DAY)
    assert settings_of(tmp_path / "it")["language"] == "it"
    root = make_vault(tmp_path / "en", "typed")
    run("init", root, *DAY)
    assert settings_of(root)["language"] == "en"


def test_how_far_a_survey_is_it_says_in_the_environments_language(tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    said, real = [], adopting.survey_vault

    def survey(root, words, progress, *others):
        said.append(progress.__self__.phrases.say("reading.progress", n=1))
        return real(root, words, progress, *others)

    monkeypatch.setattr(adopting, "survey_vault", survey)
    run("init", make_vault(tmp_path, "typed"), *DAY)
    assert said == [load.phrases("it").say("reading.progress", n=1)]


def test_adopting_asks_on_a_terminal(tmp_path):
    root = make_vault(tmp_path / "v", "bodies")
    run("init", root, *DAY)
    before = bytes_of(root)
    code, shown = on_terminal(root, "init", "--adopt", ".", keys=[("3 notes?", b"n\n")])
    assert (code, bytes_of(root)) == (0, before)
    assert "+status: applied" in shown
    code, _ = on_terminal(root, "init", "--adopt", ".", keys=[("3 notes?", b"y\n")])
    assert b"type: application" in (root / "trackers/Soylent.md").read_bytes()


def test_adopting_says_what_it_does_not_take(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    text = "company:: A\nrole:: x\nstatus:: sunny\napplied:: 1/2/2026\n"
    (tmp_path / "A.md").write_text(text, "utf-8")
    (tmp_path / "Rule.md").write_text(f"---\n\n{text}", "utf-8")
    done = run("init", "--adopt", ".", "--json", "--yes", "--vault", tmp_path)
    data = json.loads(done.stdout)["data"]
    assert data["written"] == data["notes"] == ["A.md"]
    assert [one["value"] for one in data["left"]] == ["sunny", "1/2/2026"]
    assert (
        (tmp_path / "A.md")
        .read_text("utf-8")
        .startswith("---\ntype: application\ncompany: A\nrole: x\n---\ncompany::")
    )
    again = run("init", "--adopt", ".", "--vault", tmp_path)
    assert "No note there keeps" in again.stderr.decode()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--adopt", "nowhere"), "There is no folder nowhere"),
        (("--adopt", "../x"), '../x" is not a place inside this vault'),
        (("--yes",), "--yes goes with --adopt"),
        (("--adopt", ".", "--lang", "it"), "go with init itself"),
        (("--adopt", ".", "--bases"), "go with init itself"),
        (("--adopt", ".", "--no-samples"), "go with init itself"),
    ],
)
def test_adopting_nothing_is_told(tmp_path, words, told):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    done = run("init", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr.decode()
    (tmp_path / "vaultkit.toml").unlink()
    (tmp_path / ".obsidian").mkdir()
    assert "First: vaultkit init" in run("init", "--adopt", ".", cwd=tmp_path).stderr.decode()


def test_on_a_terminal_the_unknown_words_are_mapped_in_one_go(tmp_path):
    root = make_vault(tmp_path, "candidature")
    for name, word in (
        ("Epsilon", "Sentiti al telefono"),
        ("Zeta", "In stand by"),
        ("Eta", "Da sentire"),
        ("Theta", "TBD"),
    ):
        note = f"---\nazienda: {name}\nruolo: x\nstato: {word}\ndata candidatura: 2026-11-02\n---\n"
        (root / f"Candidature/{name}.md").write_text(note, "utf-8")
    code, shown = on_terminal(
        root, "init", ".", *DAY, keys=[("per dopo:", b"mah 1=preselezione, 2 = in sospeso 3=zzz\n")]
    )
    assert code == 0
    assert "1  Sentiti al telefono  (2 note)" in shown
    assert '"zzz" non si capisce' in shown
    assert '"mah" non si capisce' in shown
    assert settings_of(root)["stages"] == {
        "screening": ["Sentiti al telefono"],
        "closed": ["Da sentire"],
    }
    assert '"In stand by"' in (root / "vaultkit.toml").read_text("utf-8")
    assert "Candidature/Zeta.md" in run("check", "--vault", root, *DAY).stdout.decode()


@pytest.mark.parametrize("answer", ["y", "n"])
def test_on_a_terminal_what_is_not_sure_is_asked(tmp_path, answer):
    note = "---\ntype: application\ncompany: A\ndate: 2026-11-02\nstatus: applied\n---\n"
    (tmp_path / "A.md").write_text(note, "utf-8")
    keys = [("on which you applied?", f"{answer}\n".encode())]
    assert on_terminal(tmp_path, "init", ".", *DAY, keys=keys)[0] == 0
    expected = {"applied": ["date"]} if answer == "y" else {}
    assert settings_of(tmp_path).get("properties", {}) == expected


def test_where_nobody_can_be_asked_it_is_a_comment(tmp_path):
    note = "---\ntype: application\ncompany: A\ndate: 2026-11-02\nstatus: Kickoff\n---\n"
    (tmp_path / "A.md").write_text(note, "utf-8")
    done = run("init", tmp_path, *DAY, input=b"y\n")
    text = (tmp_path / "vaultkit.toml").read_text("utf-8")
    assert '# applied = ["date"]\n' in text
    assert 'says "Kickoff", which is no stage that is known' in text
    assert "stands in vaultkit.toml as a comment" in done.stderr.decode()
    assert "1 note needs attention" in done.stderr.decode()


def test_who_wants_quiet_is_asked_nothing(tmp_path):
    root = make_vault(tmp_path, "tagged")
    code, shown = on_terminal(root, "init", ".", "-q", *DAY)
    assert (code, shown) == (0, f"{root}/vaultkit.toml\n")


def test_json_tells_all_of_it_and_asks_nothing(tmp_path):
    root = make_vault(tmp_path, "tagged")
    done = run("init", root, "--json", *DAY)
    whole = json.loads(done.stdout)
    assert done.stderr == b""
    data = whole["data"]
    assert (whole["command"], data["vault"], data["applications"], data["people"]) == (
        "init",
        str(root),
        3,
        1,
    )
    assert data["marks"] == {"applications": ["#application"], "people": ["#recruiters"]}
    assert {"word": "Reject", "notes": 1, "stage": "rejected", "guess": None} in data["stages"]
    assert data["properties"][0] == {
        "name": "App-Stage",
        "property": "status",
        "notes": 3,
        "example": "Recruiter_Screen",
    }
    assert data["would_write"] == {"lines": 1, "notes": 1}
    assert any(one["sure"] is False for one in data["suggestions"])


# Bad input: each a clear sentence, and nothing written but what was said.


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"folder": 5}', "null", "x" * (1024 * 1024 + 1), "\ud800", "{" * 100_000]
)
@pytest.mark.parametrize(
    "file", [".obsidian/templates.json", ".obsidian/plugins/periodic-notes/data.json"]
)
def test_broken_settings_of_plugins_are_told_and_harm_nothing(tmp_path, text, file):
    root = make_vault(tmp_path, "positions")
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_bytes(text.encode("utf-8", "surrogatepass"))
    before = bytes_of(root)
    done = run("init", root, *DAY)
    assert done.returncode == 0
    assert (f"{file} is not read" in done.stderr.decode()) == (text != '{"folder": 5}')
    assert {name: bytes_of(root)[name] for name in before} == before
    assert run("new", "Acme", "Analyst", "--vault", root, *DAY).returncode == 0


def test_an_empty_vault_and_one_without_obsidian(tmp_path):
    (tmp_path / "empty/.obsidian").mkdir(parents=True)
    done = run("init", tmp_path / "empty", *DAY)
    assert done.returncode == 0
    assert "0 notes were read." in done.stderr.decode()
    assert "No note looks like an application." in done.stderr.decode()
    assert settings_of(tmp_path / "empty")["schema"] == 1
    assert run("new", "Acme", "Analyst", "--vault", tmp_path / "empty", *DAY).returncode == 0


def test_a_template_folder_that_is_a_link_is_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "Job.md").write_text("---\ntype: application\ncompany:\n---\nSecret\n", "utf-8")
    root = make_vault(tmp_path / "v", "positions")
    (root / ".obsidian").mkdir()
    (root / ".obsidian/templates.json").write_text('{"folder": "Templates"}', "utf-8")
    (root / "Templates").symlink_to(outside)
    told = run("init", root, *DAY).stderr.decode()
    assert "Templates/, the template folder, is a link, which is not followed." in told
    made = run("new", "Acme", "Analyst", "--vault", root, *DAY)
    assert (made.returncode, made.stdout.decode()) == (0, "10 Positions/Acme - Analyst.md\n")
    assert "Templates/, the template folder, is a link" in made.stderr.decode()
    assert "Secret" not in (root / "10 Positions/Acme - Analyst.md").read_text("utf-8")
    assert [path.name for path in outside.iterdir()] == ["Job.md"]


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_vault_that_may_not_be_written_is_told(tmp_path, number):
    root = make_vault(tmp_path / "v", "positions")
    before = bytes_of(root)
    with patch.object(new_file, "put", side_effect=OSError(number, os.strerror(number))):
        for words in (("init", root), ("new", "Acme", "Analyst", "--vault", root)):
            (root / ".obsidian").mkdir(exist_ok=True)
            done = run(*words, *DAY)
            assert done.returncode == 2
            assert done.stderr.decode().splitlines()[-1].startswith("vaultkit: ")
    assert bytes_of(root) == before


def test_ten_thousand_notes_are_surveyed(tmp_path):
    root = make_vault(tmp_path, "candidature")
    for number in range(10_000):
        folder = root / f"Zettel/{number % 50}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.md").write_text(
            f"---\ntags: [zettel, n{number % 7}]\ncreated: 2026-01-01\nstatus: seed\n---\n\n**Idea:** {number}\n",
            "utf-8",
        )
    done = run("init", root, *DAY)
    assert done.returncode == 0
    assert "10009" in done.stderr.decode().replace(".", "")
    assert settings_of(root)["applications"] == {"folders": ["Candidature"]}
    before = sum(1 for _ in root.rglob("*"))
    for words in (("doctor",), ("config",), ("init", "--adopt", "."), ("samples", "remove")):
        assert run(*words, "--vault", root).returncode == 0, words
    assert [one.word for one in choices(("list", "--vault", str(root), "--company", "A"))] == [
        "Alfa"
    ]
    assert sum(1 for _ in root.rglob("*")) == before
    made = run("new", "Omega", "Cuoca", "--vault", root, *DAY)
    assert made.stdout.decode() == "Candidature/Omega - Cuoca.md\n"
    assert run("update", "--vault", root, *DAY).stdout.decode() == "Candidature/Alfa.md\n"
    assert run("bases", "--vault", root).returncode == 0
    assert run("review", "--vault", root, *DAY).returncode == 0


def test_a_named_language_goes_before_the_one_that_the_notes_show(tmp_path):
    root = make_vault(tmp_path, "typed")
    tasks = root / ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    tasks.parent.mkdir(parents=True)
    tasks.write_text('{"globalFilter": "#task"}', "utf-8")
    done = run("init", root, "--lang", "it", "--bases", *DAY)
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == [
        str(root / "vaultkit.toml"),
        *sorted(path.name for path in root.glob("*.base")),
    ]
    settings, text = settings_of(root), (root / "vaultkit.toml").read_text("utf-8")
    assert settings["language"] == "it"
    assert settings["applications"] == SETTINGS["typed"]["applications"]
    assert settings["review"] == {"folder": "Riepiloghi"}
    assert settings["tasks"] == {"global_filter": "#task"}
    assert "# Scritto da vaultkit init." in text
    assert "sembrano candidature" in done.stderr.decode()


HOSTILE = ["a\x1b[2J", "]]", '"', "\\", "#x", "x = 1", "'''", "a\u202eb", "{n}", "../..", "𝔘" * 60]


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_leave_the_settings_readable(tmp_path, word):
    quoted = json.dumps(word)
    note = f"---\ntype: {quoted}\ncompany: {quoted}\nstatus: {quoted}\n{quoted}: applied\nrole: x\napplied: 2026-11-01\n---\n"
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(note, "utf-8")
    done = run("init", tmp_path, *DAY)
    assert done.returncode == 0, done.stderr.decode()
    assert settings_of(tmp_path)["schema"] == 1
    assert run("update", "--check", "--vault", tmp_path, *DAY).returncode in (0, 1)
    assert "\x1b" not in done.stderr.decode()


def test_every_habit_is_tried():
    assert {*SETTINGS, "bodies", "testi"} == set(HABITS)
    assert sys.version_info >= (3, 11)
