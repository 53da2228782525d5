"""``vaultkit import``: what a sheet becomes, on the disk; and that nothing is lost on the way, or written over."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.command_line import run
from tests.on_terminal import on_terminal
from vaultkit.disk import create as creating

VAULT = Path(__file__).parent / "transcripts" / "vault"
TODAY = ("--today", "2026-11-20")
SHEET = """Company,Job Title,List,Date Applied,Job URL,Notes,Location
Umbrella,Cook,Applied,2026-08-01,https://u.example/1,Referred by Ana,Rome
Hooli,Chef,Interview,13/09/2026,,"two
lines",
Soylent,,Wishlist,,,,
"""


@pytest.fixture
def vault(tmp_path):
    shutil.copytree(VAULT, tmp_path / "vault")
    return tmp_path / "vault"


@pytest.fixture
def sheet(tmp_path):
    def written(text=SHEET, name="jobs.csv"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return written


def bring(vault, file, *words, lang=None):
    done = run("import", file, *words, *TODAY, "--vault", vault)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def notes(vault):
    return {
        path.relative_to(vault).as_posix(): path.read_bytes()
        for path in vault.rglob("*")
        if path.is_file()
    }


def test_each_row_becomes_a_note_that_is_read_as_an_application(vault, sheet):
    before = notes(vault)
    code, out, err = bring(vault, sheet(), "--yes")
    assert (code, out.splitlines()) == (
        0,
        [
            "Applications/Umbrella - Cook.md",
            "Applications/Hooli - Chef.md",
            "Applications/Soylent.md",
        ],
    )
    assert "3 notes made" in err
    after = notes(vault)
    assert {path: after[path] for path in before} == before
    rows = json.loads(run("list", "--json", *TODAY, "--vault", vault).stdout)["data"]
    made = {row["company"]: (row["role"], row["stage"]) for row in rows}
    assert made["Umbrella"] == ("Cook", "applied")
    assert made["Hooli"] == ("Chef", "interview")
    assert made["Soylent"] == (None, "saved")


def test_every_cell_stands_in_its_note(vault, sheet):
    bring(vault, sheet(), "--yes")
    text = (vault / "Applications/Umbrella - Cook.md").read_text("utf-8")
    for word in (
        "Umbrella",
        "Cook",
        "Applied",
        "2026-08-01",
        "https://u.example/1",
        "Referred by Ana",
        "Location: Rome",
    ):
        assert word in text
    assert "applied: 2026-09-13" in (vault / "Applications/Hooli - Chef.md").read_text("utf-8")


def test_a_dry_run_shows_the_plan_and_writes_nothing(vault, sheet):
    before = notes(vault)
    code, out, err = bring(vault, sheet(), "--dry-run")
    assert (code, notes(vault)) == (1, before)
    assert "  List → status" in out
    assert "line 2 → Applications/Umbrella - Cook.md · Applied · 2026-08-01" in out
    assert "3 notes would be made. Nothing was written." in err


def test_the_second_import_adds_only_what_is_new(vault, sheet):
    bring(vault, sheet(), "--yes")
    before = notes(vault)
    code, _, err = bring(vault, sheet(), "--yes")
    assert (code, notes(vault)) == (0, before)
    assert "Nothing in it is new" in err
    more = SHEET + "Initrode,Baker,Applied,2026-09-01,,,\n"
    assert bring(vault, sheet(more), "--yes")[1].split("\n")[:-1] == [
        "Applications/Initrode - Baker.md"
    ]
    after = notes(vault)
    assert {path: after[path] for path in before} == before
    assert run("undo", *TODAY, "--vault", vault).returncode == 0
    assert notes(vault) == before


NOBODY = """company,role,status,applied
,Nobody,Applied,
TBD,Baker,Applied,
N/A,Baker,Applied,2026-08-01
N/A,Baker,Applied,2026-08-02
,Baker,Applied,
TBD,N/A,Applied,
TBD,,Applied,
Acme,N/A,Applied,
Acme,TBD,Applied,
Acme,Yes,Applied,
No,True,Applied,
Unknown,Ünïcode/Cook,Applied,
"""


def test_rows_without_a_company_or_a_role_are_found_again_whatever_stands_in_their_place(
    vault, sheet
):
    long = f"TBD,{'Ä' * 199},Applied,\nTBD,{'Ä' * 198},Applied,\n"
    file = sheet(NOBODY + long)
    _, out, err = bring(vault, file, "--yes")
    assert len(out.splitlines()) == 11
    assert "3 rows name no company and no role, and were left out (lines 2, 7, 8)" in err
    before = notes(vault)
    for _ in range(2):
        assert "11 rows are there already" in bring(vault, file, "--yes")[2]
    assert notes(vault) == before


def test_a_place_that_is_filled_otherwise_by_now_is_still_nobody(vault, sheet):
    bring(vault, sheet("company,role\nN/A,Baker\n,Smith\n"), "--yes")
    _, out, _ = bring(vault, sheet("company,role\n,Baker\ntbd,Smith\n,Baker\n"), "--yes")
    assert out == ""


def test_a_row_without_a_company_is_not_what_only_has_its_name(vault, sheet):
    bring(vault, sheet("company,role\nBaker,Chef\nBaker 2,Cook\nBaker,Help\n"), "--yes")
    _, out, _ = bring(vault, sheet("company,role\nTBD,Chef\n,Baker\nBaker,Cook\n"), "--yes")
    assert len(out.splitlines()) == 3


def test_undo_takes_all_of_an_import_back(vault, sheet):
    before = notes(vault)
    bring(vault, sheet(SHEET.replace("Company", "Firma")), "--yes", "--map", "Firma=company")
    assert "[import.columns]" in (vault / "vaultkit.toml").read_text("utf-8")
    assert run("undo", *TODAY, "--vault", vault).returncode == 0
    assert notes(vault) == before


def test_a_note_that_somebody_changed_since_is_left_by_undo(vault, sheet):
    bring(vault, sheet(), "--yes")
    mine = vault / "Applications/Soylent.md"
    mine.write_text(mine.read_text("utf-8") + "Mine.\n", "utf-8")
    assert "Soylent" in run("undo", *TODAY, "--vault", vault).stderr.decode()
    assert mine.read_text("utf-8").endswith("Mine.\n")
    assert not (vault / "Applications/Umbrella - Cook.md").exists()


def test_a_changed_stage_is_told_and_the_note_stays(vault, sheet):
    bring(vault, sheet(), "--yes")
    before = notes(vault)
    _, _, err = bring(vault, sheet(SHEET.replace("Cook,Applied", "Cook,Rejected")), "--yes")
    assert 'Line 2 says "Rejected", Applications/Umbrella - Cook.md says Applied' in err
    assert notes(vault) == before


def test_a_note_of_the_same_name_that_is_another_application_keeps_its_name(vault, sheet):
    (vault / "Applications/Umbrella - Cook.md").write_text("Mine alone.\n", "utf-8")
    _, out, _ = bring(vault, sheet(), "--yes")
    assert "Applications/Umbrella - Cook 2.md" in out
    assert (vault / "Applications/Umbrella - Cook.md").read_text("utf-8") == "Mine alone.\n"


def test_who_applied_twice_has_two_notes_and_a_row_that_stands_twice_has_one(vault, sheet):
    text = "Company,Role,Applied\nA,B,2026-01-01\nA,B,2026-06-01\nA,B,2026-06-01\n"
    _, out, err = bring(vault, sheet(text), "--yes")
    assert out.splitlines() == ["Applications/A - B.md", "Applications/A - B 2.md"]
    assert "(line 4)" in err
    code, out, err = bring(vault, sheet(text), "--yes")
    assert (code, out) == (0, "")
    assert "3 rows are there already" in err


def test_names_that_some_system_takes_for_one_get_two_files(vault, sheet):
    _, out, _ = bring(vault, sheet("Company,Role\nACME!,x y\nacme?,X Y\n"), "--yes")
    assert len({line.casefold() for line in out.splitlines()}) == 2


def test_very_long_names_get_files_of_their_own(vault, sheet):
    long = "Ä" * 5000
    rows = "".join(f"{long},Cook,2026-0{month}-01\n" for month in range(1, 4))
    _, out, _ = bring(vault, sheet(f"Company,Role,Applied\n{rows}"), "--yes")
    assert len(set(out.splitlines())) == 3
    assert all(long in (vault / path).read_text("utf-8") for path in out.splitlines())
    assert (
        "3 rows are there already"
        in bring(vault, sheet(f"Company,Role,Applied\n{rows}"), "--yes")[2]
    )


def test_a_name_without_any_letter_gives_the_note_the_sheets_name(vault, sheet):
    assert bring(vault, sheet("Company,Role,Url\n!!1!,,\n"), "--yes")[1] == "Applications/1.md\n"


HOSTILE = [
    "../../../etc/passwd",
    "a\nb: c",
    "---\ntype: person",
    "[[x]] #tag ^id",
    "{{title}} <%* app.x %>",
    "- [ ] Thank Bo ^vk-thank-you-bo",
    "<!-- vaultkit:follow-ups v1 -->",
    '=HYPERLINK("http://x")',
    "\x00\x1b[31m\x07\u202e",
    "x" * 5000,
    "```dataviewjs\n1\n```",
    "%% comment",
    ": - ? & * ! | > ' \" % @ `",
    "~",
    "null",
    "true",
    "2026-02-30",
    "'",
    "\\",
    "&anchor *alias !!python/object:os.system",
]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_harms_a_note_or_the_vault(vault, sheet, cell):
    quoted = '"' + cell.replace('"', '""') + '"'
    names = "Company,Role,Status,Applied,Interview,Url,Contact,Notes,Salary,Type"
    file = sheet(f"{names}\nSafe,Cook,{','.join([quoted] * 8)}\n{quoted},Chef,,,,,,,,\n")
    before = notes(vault)
    code, out, err = bring(vault, file, "--yes")
    assert code == 0
    after = notes(vault)
    new = [path for path in after if path not in before]
    assert {path: after[path] for path in before} == before
    assert all(path.startswith("Applications/") and path.count("/") == 1 for path in new)
    assert f"{len(new)} note" in err
    assert len(new) == (2 if any(map(str.isalnum, cell)) else 1) or "Chef" in out
    rows = json.loads(run("list", "--json", *TODAY, "--vault", vault).stdout)
    known = {row["note"] for row in rows["data"]} | {row["note"] for row in rows["problems"]}
    assert set(new) <= known
    for path in new:
        assert b"<%" not in after[path]
    assert run("update", "--yes", "-q", *TODAY, "--vault", vault).returncode == 0
    for path in new:
        assert b"^vk-thank-you-bo" not in (vault / path).read_bytes().replace(
            b"- [ ] Thank Bo ^vk-thank-you-bo", b""
        )
    assert bring(vault, file, "--yes")[2].count("notes made") == 0


def test_what_was_hostile_is_still_there_to_be_read(vault, sheet):
    bring(vault, sheet('Company,Role,Notes\nA,B,"- [ ] x ^vk-reflect\n[[y]] <% z %>"\n'), "--yes")
    text = (vault / "Applications/A - B.md").read_text("utf-8")
    assert "```text\n- [ ] x ^vk-reflect\n[[y]] < % z %>\n```" in text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings(vault, sheet, separator, codec):
    text = (
        f"Azienda{separator}Ruolo{separator}Stato\nCaffè Più{separator}Perché{separator}Rifiutata\n"
    )
    _, out, _ = bring(vault, sheet(text.encode(codec)), "--yes")
    assert out == "Applications/Caffè Più - Perché.md\n"


def test_a_sheet_of_an_old_mac_keeps_its_letters_and_says_how_it_was_read(vault, sheet):
    file = sheet(b"company,role\rPerch\x8e,Caff\x8f\r")
    assert "read as Mac OS Roman" in bring(vault, file, "--dry-run")[1]
    assert bring(vault, file, "--yes")[1] == "Applications/Perché - Caffè.md\n"


@pytest.mark.parametrize(
    ("lang", "sentence"), [("en", "jobs.csv:2: the file is not UTF-8"), ("it", "in Windows-1252")]
)
def test_a_sheet_whose_letters_nobody_knows_is_refused_by_its_line(vault, sheet, lang, sentence):
    settings = vault / "vaultkit.toml"
    settings.write_text(f'language = "{lang}"\n' + settings.read_text("utf-8"), "utf-8")
    before = notes(vault)
    code, _, err = bring(vault, sheet(b"company,role\nPerch\x8e,Caff\x8f\n"), "--yes")
    assert (code, notes(vault)) == (2, before)
    assert sentence in err
    assert "0x8F" in err
    assert "CSV (UTF-8)" in err


@pytest.mark.parametrize("column", ["company", "Status", "Applied", "Contact", "Salary", "Notes"])
def test_control_characters_go_nowhere_unseen(vault, sheet, column):
    cells = {"company": "Acme", "role": "Cook", column: "Caf\x8f \x1b[0m 5\x85"}
    file = sheet(f"{','.join(cells)}\n{','.join(cells.values())}\n")
    _, out, err = bring(vault, file, "--yes")
    text = (vault / out.strip()).read_text("utf-8")
    assert "```text\n" in text
    assert r"Caf\x8f \x1b[0m 5\x85" in text
    assert f'jobs.csv:2: column "{column}" holds control characters: \\x8f \\x1b \\x85' in err
    assert not {"\x8f", "\x1b", "\x85"} & {*text, *err}
    assert "1 row is there already" in bring(vault, file, "--yes")[2]


def test_a_column_s_name_shows_its_control_characters(vault, sheet):
    _, out, _ = bring(vault, sheet("company,role,Caf\x8f\nAcme,Cook,seen\n"), "--yes")
    assert "Caf x8f: seen" in (vault / out.strip()).read_text("utf-8")


def test_signs_that_are_no_letters_are_kept_and_a_dash_is_nothing(vault, sheet):
    file = sheet("company,role,Rating,Status,Other\nAcme,Cook,★★☆,✅,-\n")
    text = (vault / bring(vault, file, "--yes")[1].strip()).read_text("utf-8")
    assert "- Rating: ★★☆\n" in text
    assert "✅" in text
    assert "Other" not in text


def test_what_was_assumed_of_the_encoding_is_said(vault, sheet):
    _, out, _ = bring(vault, sheet("Company,Role\nCafé,x\n".encode("cp1252")), "--dry-run")
    assert "read as Windows-1252" in out


@pytest.mark.parametrize(
    ("rows", "said", "day"),
    [
        (
            "A,B,03/04/2026\nC,D,13/04/2026",
            "03/04 is 3 April (other cells of the column show it)",
            "2026-04-03",
        ),
        (
            "A,B,03/04/2026\nC,D,04/13/2026",
            "03/04 is 4 March (other cells of the column show it)",
            "2026-03-04",
        ),
        (
            "A,B,03/04/2026",
            "03/04 is 3 April (nothing in the sheet tells; if not, say --dates mdy)",
            "2026-04-03",
        ),
        (
            "A,B,03/04/2026\nC,D,13/04/2026\nE,F,04/13/2026",
            "is not read (the cells contradict one another",
            "03/04/2026",
        ),
    ],
)
def test_one_rule_holds_for_a_column_and_is_said(vault, sheet, rows, said, day):
    file = sheet(f"Company,Role,Applied\n{rows}\n")
    assert said in bring(vault, file, "--dry-run")[1]
    bring(vault, file, "--yes")
    assert f"applied: {day}" in (vault / "Applications/A - B.md").read_text("utf-8")


def test_other_columns_tell_the_order_and_a_person_does_so_first(vault, sheet):
    file = sheet("Company,Role,Applied,Deadline\nA,B,03/04/2026,04/28/2026\n")
    assert "03/04 is 4 March (other columns show it)" in bring(vault, file, "--dry-run")[1]
    assert "03/04 is 3 April (as you said)" in bring(vault, file, "--dry-run", "--dates", "DMY")[1]


def test_a_program_is_known_and_writes_the_month_first(vault, sheet):
    text = (
        "Job Title,Company Name,Job URL,Applied Date,Status,Status Date\nA,B,,03/04/2026,Applied,\n"
    )
    _, out, _ = bring(vault, sheet(text), "--dry-run")
    assert "The columns are those of Simplify." in out
    assert "03/04 is 4 March (as Simplify writes it)" in out


def test_the_stage_of_a_row_without_one_is_told_by_its_days(vault, sheet):
    bring(
        vault,
        sheet("Company,Role,Applied,Interview\nA,B,2026-01-01,2026-02-01\nC,D,2026-01-01,\n"),
        "--yes",
    )
    rows = json.loads(run("list", "--json", *TODAY, "--vault", vault).stdout)["data"]
    stages = {row["company"]: row["stage"] for row in rows}
    assert (stages["A"], stages["C"]) == ("interview", "applied")


def test_people_who_have_notes_are_linked(vault, sheet):
    bring(
        vault,
        sheet("Company,Role,Recruiter,Interviewers\nA,B,Jane Doe,Marta Rossi; Zoe\n"),
        "--yes",
    )
    text = (vault / "Applications/A - B.md").read_text("utf-8")
    assert 'recruiter: "[[Jane Doe]]"' in text
    assert '"[[Marta Rossi]]"' in text
    assert "Zoe" in text


def test_a_mapping_is_used_and_remembered_for_the_next_sheet(vault, sheet):
    file = sheet("Firma;Stelle\nA;B\n")
    code, out, err = bring(vault, file, "--yes", "--map", "Firma=company", "--map", "Stelle=ruolo")
    assert (code, out) == (0, "Applications/A - B.md\n")
    assert "stands in vaultkit.toml now" in err
    text = (vault / "vaultkit.toml").read_text("utf-8")
    assert '[import.columns]\n"Firma" = "company"\n"Stelle" = "ruolo"\n' in text
    assert bring(vault, sheet("Stelle;Firma\nD;C\n"), "--yes")[1] == "Applications/C - D.md\n"
    assert bring(vault, sheet(), "--yes")[0] == 0
    before = (vault / "vaultkit.toml").read_bytes()
    _, _, err = bring(vault, sheet("Firma;Was\nE;F\n"), "--yes", "--map", "Was=role")
    assert '"Was" = "role"' in err
    assert (vault / "vaultkit.toml").read_bytes() == before


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_no_line_of_the_settings_is_changed(vault, sheet, end):
    file = vault / "vaultkit.toml"
    text = file.read_bytes().rstrip(b"\n").replace(b"\n", end.encode() or b"\n") + end.encode()
    file.write_bytes(text)
    bring(vault, sheet("Firma,Role\nA,B\n"), "--yes", "--map", "Firma=company")
    assert file.read_bytes().startswith(text)
    assert b"[import.columns]" in file.read_bytes()
    assert run("config", *TODAY, "--vault", vault).returncode == 0


def test_a_vault_without_settings_is_told_what_to_write(vault, sheet):
    (vault / "vaultkit.toml").unlink()
    (vault / ".obsidian").mkdir()
    _, _, err = bring(vault, sheet("Firma,Role\nA,B\n"), "--yes", "--map", "Firma=company")
    assert '[import.columns]\n"Firma" = "company"' in err
    assert not (vault / "vaultkit.toml").exists()


def test_what_is_known_already_is_not_written_again(vault, sheet):
    words = ("--yes", "--map", "Firma=company")
    bring(vault, sheet("Firma,Role\nA,B\n"), *words)
    before = (vault / "vaultkit.toml").read_bytes()
    assert "vaultkit.toml" not in bring(vault, sheet("Firma,Role\nC,D\n"), *words)[2].replace(
        "in vaultkit.toml.", ""
    )
    assert (vault / "vaultkit.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "holds no row"),
        (b"PK\x03\x04", "save it as CSV"),
        (b"a\0b", "is no text"),
        (b"\xef\xbb\xbf\xe9", "says that it is UTF-8 and is not"),
        (b'Company,Role\nA,"B\n', "jobs.csv:2: a quotation mark opens a cell"),
        (b"Company,Role\nA," + b"x" * 200_000, "jobs.csv:2: a cell is longer"),
        (b"Foo,Bar\n1,2\n", "No column is known as the company"),
    ],
)
def test_a_file_that_is_no_sheet_is_told_in_a_sentence(vault, sheet, data, sentence):
    before = notes(vault)
    code, _, err = bring(vault, sheet(data), "--yes")
    assert code == 2
    assert sentence in err
    assert notes(vault) == before


def test_what_is_no_file_is_told_in_a_sentence(vault, tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    assert "There is no file" in bring(vault, tmp_path / "no.csv")[2]
    assert "is a folder" in bring(vault, tmp_path)[2]
    assert "is no file that can be read in whole" in bring(vault, tmp_path / "pipe")[2]
    assert "cannot be read" in bring(vault, "x" * 5000)[2]
    monkeypatch.setattr("vaultkit.cli.importing._LARGEST_BYTES", 3)
    (tmp_path / "large.csv").write_text("Company")
    assert "is larger than" in bring(vault, tmp_path / "large.csv")[2]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--map", "nonsense"], "Write column=name"),
        (["--map", "=company"], "Write column=name"),
        (["--map", "Company="], "Write column=name"),
        (["--map", "Nope=company"], 'There is no column "Nope"'),
        (["--map", "Company=cmpany"], '"cmpany" is nothing that a column can become'),
        (["--dates", "ymd"], "Write dmy where 03/04 is 3 April"),
        ([], "There is nobody to ask"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(vault, sheet, words, sentence):
    before = notes(vault)
    code, _, err = bring(vault, sheet(), *words)
    assert (code, notes(vault)) == (2, before)
    assert sentence in err


def test_json_tells_each_row_and_each_finding(vault, sheet):
    text = SHEET.replace("Cook,Applied", "Cook,Frobnicated") + ",,,,,lost,\n"
    done = run("import", sheet(text), "--yes", "--json", *TODAY, "--vault", vault)
    told = json.loads(done.stdout)
    assert [row["state"] for row in told["data"]["rows"]] == ["new", "new", "new", "left"]
    assert len(told["data"]["made"]) == 3
    (found,) = [one for one in told["problems"] if one["code"].startswith("import")]
    assert (found["note"], found["line"], found["code"]) == ("jobs.csv", 2, "import-stage")


def test_many_findings_are_told_in_part_and_all_in_json(vault, sheet):
    rows = "".join(f"C{number},R,Frobnicated\n" for number in range(40))
    _, out, err = bring(vault, sheet(f"Company,Role,Status\n{rows}"), "--dry-run")
    assert err.count("is no stage") == 20
    assert "and 20 more that were not understood" in err
    assert out.count("line ") == 40


def test_a_note_that_came_meanwhile_is_left_and_told(vault, sheet, monkeypatch):
    real = creating.create_all

    def late(at, files, run_):
        (vault / "Applications/Hooli - Chef.md").write_text("Mine.\n", "utf-8")
        return real(at, files, run_)

    monkeypatch.setattr("vaultkit.cli.import_told.create_all", late)
    _, out, err = bring(vault, sheet(), "--yes")
    assert "Hooli" not in out
    assert "a note of that name came meanwhile" in err
    assert (vault / "Applications/Hooli - Chef.md").read_text("utf-8") == "Mine.\n"


def test_a_stop_on_the_way_leaves_whole_notes_and_says_how_many(vault, sheet, monkeypatch):
    monkeypatch.setattr(creating, "_BATCH_NOTES", 2)
    real, batches = creating._made, []

    def stopped(*words):
        if batches:
            raise KeyboardInterrupt
        batches.append(1)
        return real(*words)

    monkeypatch.setattr(creating, "_made", stopped)
    before = notes(vault)
    code, _, err = bring(vault, sheet(), "--yes")
    assert code == 130
    assert "2 notes were made before you stopped" in err
    monkeypatch.setattr(creating, "_made", real)
    assert bring(vault, sheet(), "--yes")[1] == "Applications/Soylent.md\n"
    run("undo", *TODAY, "--vault", vault)
    run("undo", *TODAY, "--vault", vault)
    assert notes(vault) == before


def test_a_full_disk_is_told_by_its_note_and_the_others_are_made(vault, sheet, monkeypatch):
    real = creating.new_file.put

    def full(folder, name, data, *, sync=True):
        if "Hooli" in name:
            raise OSError(28, "No space left on device")
        real(folder, name, data, sync=sync)

    monkeypatch.setattr(creating.new_file, "put", full)
    _, out, err = bring(vault, sheet(), "--yes")
    assert len(out.splitlines()) == 2
    assert (
        "Applications/Hooli - Chef.md:1: The note was not made: there is no room left on the disk."
        in err
    )
    assert "as it was" not in err


def test_a_linked_folder_gets_no_note_and_nothing_is_called_made(vault, sheet, tmp_path):
    (vault / "Applications").rename(tmp_path / "elsewhere")
    (vault / "Applications").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    before = notes(vault), notes(tmp_path / "elsewhere")
    code, out, err = bring(vault, sheet(), "--yes")
    assert (code, out) == (2, "")
    assert (notes(vault), notes(tmp_path / "elsewhere")) == before
    assert "No note was made." in err
    assert "undo" not in err
    said = "The note was not made: a folder on the way is a link or a file, and vaultkit follows no link."
    assert f"Applications/Umbrella - Cook.md:1: {said}" in err
    assert "as it was" not in err
    assert "disk" not in err
    done = run("import", sheet(), "--yes", "--json", *TODAY, "--vault", vault)
    assert (done.returncode, json.loads(done.stdout)["data"]["made"]) == (2, [])


def test_where_only_some_notes_were_made_the_exit_code_says_so(vault, sheet, monkeypatch):
    real = creating.new_file.put

    def full(folder, name, data, *, sync=True):
        if "Hooli" in name:
            raise OSError(28, "No space left on device")
        real(folder, name, data, sync=sync)

    monkeypatch.setattr(creating.new_file, "put", full)
    code, _, err = bring(vault, sheet(), "--yes")
    assert code == 1
    assert "2 notes made" in err


def test_where_git_begins_meanwhile_that_is_the_reason_that_is_told(vault, sheet, monkeypatch):
    monkeypatch.setattr("vaultkit.disk.vault.Vault.git_is_busy", lambda _: None)
    real = creating.create_all

    def late(at, files, run_):
        monkeypatch.setattr("vaultkit.disk.vault.Vault.git_is_busy", lambda _: "merge")
        return real(at, files, run_)

    monkeypatch.setattr("vaultkit.cli.import_told.create_all", late)
    code, out, err = bring(vault, sheet(), "--yes")
    assert (code, out) == (3, "")
    assert "came meanwhile" not in err
    assert "git" in err


def test_italian_is_understood_and_spoken(vault, sheet):
    toml = vault / "vaultkit.toml"
    toml.write_text(
        toml.read_text("utf-8").replace("schema = 1", 'schema = 1\nlanguage = "it"'), "utf-8"
    )
    text = "Azienda;Ruolo;Stato;Data candidatura;Colloquio;Note\nÈ;Cuoca;Colloquio;3 aprile 2026;9 apr 2026;ok\n"
    _, out, err = bring(vault, sheet(text), "--yes")
    assert out == "Applications/È - Cuoca.md\n"
    assert "1 nota creata" in err
    made = (vault / out.strip()).read_text("utf-8")
    assert "applied: 2026-04-03" in made
    assert "## Da jobs.csv, riga 2\n\n**Note**\n\nok\n" in made


def test_two_properties_of_one_day_are_written_twice(vault, sheet):
    bring(vault, sheet("Company,Role,Applied\nA,B,2026-04-03\n"), "--yes")
    text = (vault / "Applications/A - B.md").read_text("utf-8")
    assert "added: 2026-04-03\napplied: 2026-04-03\n" in text


@pytest.mark.parametrize(("answer", "is_made"), [(b"y\n", True), (b"n\n", False)])
def test_on_a_terminal_the_plan_is_shown_and_asked_about(vault, sheet, answer, is_made):
    code, shown = on_terminal(
        vault, "import", sheet(), *TODAY, keys=[("Make 3 notes?", answer)], width=200
    )
    assert code == 0
    assert "line 2 → Applications/Umbrella - Cook.md" in shown
    assert (vault / "Applications/Umbrella - Cook.md").exists() is is_made


def test_the_columns_of_the_settings_are_shown_by_config_and_checked(vault, sheet):
    toml = vault / "vaultkit.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text + '[import]\ncolumns = { "Firma" = "company" }\n', "utf-8")
    shown = run("config", "--vault", vault).stdout.decode()
    assert 'import.columns = { "Firma" = "company" }' in shown
    toml.write_text(text + "[import]\ncolumns = 1\n", "utf-8")
    done = run("config", "--vault", vault)
    assert done.returncode == 2
    assert "must be a table of names" in done.stderr.decode()
    toml.write_text(text + '[import.columns]\n"Company" = "nonsense"\n', "utf-8")
    code, _, err = bring(vault, sheet(), "--yes")
    assert code == 2
    assert '"nonsense" is nothing that a column can become' in err


def test_while_git_is_busy_nothing_is_made(vault, sheet):
    (vault / ".git").mkdir()
    (vault / ".git" / "MERGE_HEAD").write_text("x")
    before = notes(vault)
    code, _, _ = bring(vault, sheet(), "--yes")
    assert (code, notes(vault)) == (3, before)


def test_a_template_whose_notes_are_not_read_is_told_by_each_row_before_anything_is_made(
    vault, sheet
):
    (vault / "Templates").mkdir()
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian/templates.json").write_text('{"folder": "Templates"}', "utf-8")
    head = "---\ntype: application\ncompany:\nrole:\nsource: <% tp.user.x() %>\n---\n"
    (vault / "Templates/Application.md").write_text(head, "utf-8")
    _, _, err = bring(vault, sheet(), "--dry-run")
    assert err.count("cannot be read as an application") == 3


def test_a_row_that_adds_up_the_others_makes_no_note_and_is_told(vault, sheet):
    text = "Company,Role,Status,Salary\nUmbrella,Cook,Applied,100\nTotal,,,100\n,Totale: 1,,\n"
    _, out, err = bring(vault, sheet(text), "--yes")
    assert out == "Applications/Umbrella - Cook.md\n"
    assert "2 rows add up the others, and were left out (lines 3, 4)." in err
    _, out, _ = bring(vault, sheet(text), "--dry-run")
    assert "line 3: adds up the others; not made" in out


def test_a_firm_called_total_is_one(vault, sheet):
    assert bring(vault, sheet("Company,Role\nTotal,Engineer\n"), "--yes")[1] == (
        "Applications/Total - Engineer.md\n"
    )


def test_every_value_that_a_row_says_otherwise_is_told_and_the_note_stays(vault, sheet):
    bring(vault, sheet(), "--yes")
    before = notes(vault)
    later = SHEET.replace("2026-08-01", "").replace("u.example/1", "u.example/2")
    _, _, err = bring(vault, sheet(later.replace("Rome", "Milan")), "--yes")
    told = [line for line in err.splitlines() if line.startswith("Line 2:")]
    assert told == [
        'Line 2: url is "https://u.example/2" here and "https://u.example/1" in'
        " Applications/Umbrella - Cook.md: the note was left as it is.",
        'Line 2: Location is "Milan" here and "Rome" in'
        " Applications/Umbrella - Cook.md: the note was left as it is.",
    ]
    assert notes(vault) == before


def test_of_many_values_that_differ_the_first_are_told(vault, sheet):
    rows = "".join(f"A{number},B,{{}}\n" for number in range(30))
    head = "Company,Role,Salary\n"
    bring(vault, sheet(head + rows.replace("{}", "1")), "--yes")
    _, _, err = bring(vault, sheet(head + rows.replace("{}", "2")), "--yes")
    assert err.count('Salary is "2" here and "1" in') == 20
    assert "and 10 more values that differ" in err


def test_what_a_note_says_nothing_of_is_told_as_that(vault, sheet):
    bring(vault, sheet("Company,Role\nA,B\n"), "--yes")
    _, _, err = bring(vault, sheet("Company,Role,Recruiter\nA,B,Ana Ruiz\n"), "--yes")
    assert 'Line 2: recruiter is "Ana Ruiz" here, and Applications/A - B.md says nothing' in err


def test_a_row_without_a_company_is_told_with_its_note(vault, sheet):
    _, out, err = bring(vault, sheet("Company,Role\n,Baker\n"), "--yes")
    assert out == "Applications/Baker.md\n"
    assert "jobs.csv:2: the row names no company; its note is Applications/Baker.md" in err
    assert "\ncompany:\n" in (vault / "Applications/Baker.md").read_text("utf-8")


@pytest.mark.parametrize("row", ["N/A,Analyst", "TBD,Cook"])
def test_a_row_whose_company_only_fills_a_place_is_told_with_its_note(vault, sheet, row):
    _, out, err = bring(vault, sheet(f"Company,Role\n{row}\nZorg,TBD\n"), "--yes")
    made, of_zorg = out.splitlines()
    assert (made, of_zorg) == (f"Applications/{row.split(',')[1]}.md", "Applications/Zorg.md")
    assert f"jobs.csv:2: the row names no company; its note is {made}" in err
    assert "jobs.csv:3" not in err
    assert "\ncompany:\n" in (vault / made).read_text("utf-8")
    assert "\nrole:\n" in (vault / of_zorg).read_text("utf-8")


def test_notes_that_an_earlier_import_named_by_a_filler_are_found_again(vault, sheet):
    """An import of version 0.1 made ``TBD - Cook.md`` with ``company: TBD``."""
    for name, company, role in (("TBD - Cook", "TBD", "Cook"), ("Acme - N-A", "Acme", "N/A")):
        note = f"---\ntype: application\ncompany: {company}\nrole: {role}\nstatus: applied\n---\n"
        (vault / f"Applications/{name}.md").write_text(note, "utf-8")
    before = notes(vault)
    code, out, err = bring(
        vault, sheet("Company,Role,Status\nTBD,Cook,Applied\nAcme,N/A,Applied\n"), "--yes"
    )
    assert (code, out, notes(vault)) == (0, "", before)
    assert "2 rows are there already" in err


@pytest.mark.parametrize("nothing", ["TBD", "n/a", "-", "?", "unknown", "da definire", ""])
def test_a_row_in_which_nothing_stands_for_company_and_role_is_told_and_left_out(
    vault, sheet, nothing
):
    before = notes(vault)
    _, out, err = bring(vault, sheet(f"Company,Role,Status\n{nothing},N/A,Applied\n"), "--yes")
    assert (out, notes(vault)) == ("", before)
    assert "1 row names no company and no role, and was left out (line 2)" in err


@pytest.mark.parametrize(
    ("name", "whole", "more"),
    [
        ("jobs.csv", "Company,Role\nZorg,Cook\n", "TBD,n/a\n"),
        (
            "people.vcf",
            "BEGIN:VCARD\nVERSION:3.0\nFN:Ann One\nEND:VCARD\n",
            "BEGIN:VCARD\nVERSION:3.0\nFN:\nEND:VCARD\n",
        ),
    ],
)
def test_what_is_left_out_is_told_and_fails_the_import_with_strict_alone(
    vault, tmp_path, name, whole, more
):
    file = tmp_path / name
    words = ("--yes", "--all") if name.endswith(".vcf") else ("--yes",)

    def code(text, *others):
        file.write_text(text, "utf-8")
        return bring(vault, file, *words, *others)[0]

    assert code(whole, "--strict") == 0
    assert code(whole + more) == 0
    assert code(whole + more, "--strict") == 4
    assert run("undo", *TODAY, "--vault", vault).returncode == 0
    assert code(whole + more, "--strict") == 4
    assert code(whole + more, "--strict", "--dry-run") == 4
    file.write_text("Nothing\n" if name.endswith(".csv") else "nothing", "utf-8")
    assert bring(vault, file, *words, "--strict")[0] == 2


TWICE_A_DAY = """Company,Role,Status,Applied,Salary
Acme,Engineer,Applied,2026-11-03,50000
Acme,Engineer,Rejected,2026-11-03,51000
"""


@pytest.mark.parametrize("turned", [False, True])
def test_two_rows_of_one_company_role_and_day_find_their_own_notes_again(vault, sheet, turned):
    bring(vault, sheet(TWICE_A_DAY), "--yes")
    before = notes(vault)
    head, *rows = TWICE_A_DAY.splitlines()
    again = "\n".join((head, *(reversed(rows) if turned else rows), ""))
    code, out, err = bring(vault, sheet(again), "--yes")
    assert (code, out, notes(vault)) == (0, "", before)
    assert "Line 2" not in err
    assert "Line 3" not in err


def test_of_two_such_rows_one_that_changed_is_held_against_its_own_note(vault, sheet):
    bring(vault, sheet(TWICE_A_DAY), "--yes")
    _, _, err = bring(
        vault, sheet(TWICE_A_DAY.replace("Engineer,Applied", "Engineer,Offer")), "--yes"
    )
    assert 'Line 2 says "Offer", Applications/Acme - Engineer.md says Applied' in err
    assert "Engineer 2.md" not in err
    assert "Line 3" not in err
