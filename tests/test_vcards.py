"""People in and out as vCards: on the disk, by the command line; nothing lost, nothing written over."""

import json
import shutil
from pathlib import Path

import pytest
import vobject

from tests.command_line import run
from vaultkit.core.vcards.vcard_text import read_vcards
from vaultkit.formats.people_vcf import render

VAULT = Path(__file__).parent / "transcripts" / "vault"
TODAY = ("--today", "2026-11-20")
ADA = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Keller\r\nORG:Globex\r\nTITLE:Recruiter\r\n"
    "EMAIL:ada@globex.example\r\nTEL:06 1234\r\nUID:5f2a\r\nBDAY:1990-01-01\r\n"
    "NOTE:private\r\nPHOTO;ENCODING=b:AAAA\r\nEND:VCARD\r\n"
)
DENTIST = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dentist\r\nEND:VCARD\r\n"


@pytest.fixture
def vault(tmp_path):
    shutil.copytree(VAULT, tmp_path / "vault")
    return tmp_path / "vault"


@pytest.fixture
def contacts(tmp_path):
    def written(text=ADA + DENTIST, name="contacts.vcf"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return written


def bring(vault, file, *words):
    done = run("import", file, *words, *TODAY, "--vault", vault)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def notes(vault):
    return {
        path.relative_to(vault).as_posix(): path.read_bytes()
        for path in vault.rglob("*")
        if path.is_file()
    }


def exported(vault, *words):
    done = run("export", "vcf", *words, *TODAY, "--vault", vault)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_who_works_where_one_applied_becomes_a_note_and_the_dentist_does_not(vault, contacts):
    before = notes(vault)
    code, out, err = bring(vault, contacts(), "--yes")
    assert (code, out) == (0, "People/Ada Keller.md\n")
    assert "1 card is of somebody of whom your notes do not speak" in err
    after = notes(vault)
    assert {path: after[path] for path in before} == before
    text = after["People/Ada Keller.md"].decode()
    assert text == (
        "---\ntype: person\nrole: Recruiter\ncompany: Globex\nemail: ada@globex.example\n"
        "phone: 06 1234\nuid: 5f2a\n---\n\n# Ada Keller\n"
    )
    assert run("undo", *TODAY, "--vault", vault).returncode == 0
    assert notes(vault) == before


def test_a_person_made_of_a_card_is_one_for_every_command(vault, contacts):
    bring(vault, contacts(), "--yes")
    assert run("log", "ada", "called", *TODAY, "--vault", vault).returncode == 0
    assert b"2026-11-20: called" in notes(vault)["People/Ada Keller.md"]


def test_the_second_import_adds_only_what_is_new(vault, contacts):
    bring(vault, contacts(), "--yes")
    before = notes(vault)
    code, out, err = bring(vault, contacts(), "--yes")
    assert (code, out, notes(vault)) == (0, "", before)
    assert "Nothing in it is new" in err
    assert bring(vault, contacts(), "--all", "--yes")[1] == "People/Dentist.md\n"
    assert bring(vault, contacts(), "--all", "--yes")[1] == ""


def test_what_a_card_says_otherwise_by_now_is_told_and_the_note_stays(vault, contacts):
    bring(vault, contacts(), "--yes")
    before = notes(vault)
    later = ADA.replace("Recruiter", "Manager").replace("06 1234", "06 9999")
    _, _, err = bring(vault, contacts(later), "--yes")
    assert 'role is "Manager" here and "Recruiter" in People/Ada Keller.md' in err
    assert 'phone is "06 9999" here and "06 1234"' in err
    assert notes(vault) == before


def test_a_dry_run_writes_nothing_and_json_tells_every_card(vault, contacts):
    before = notes(vault)
    done = run("import", contacts(), "--dry-run", "--json", *TODAY, "--vault", vault)
    data = json.loads(done.stdout)["data"]
    assert (done.returncode, notes(vault)) == (1, before)
    assert [(row["name"], row["state"]) for row in data["rows"]] == [
        ("Ada Keller", "new"),
        ("Dentist", "aside"),
    ]


@pytest.mark.parametrize(("answer", "is_made"), [(b"y\n", True), (b"n\n", False)])
def test_on_a_terminal_it_is_shown_and_asked(vault, contacts, answer, is_made):
    from tests.on_terminal import on_terminal  # of POSIX alone

    assert "There is nobody to ask" in bring(vault, contacts())[2]
    code, shown = on_terminal(
        vault, "import", contacts(), *TODAY, keys=[("Make 1 note?", answer)], width=200
    )
    assert code == 0
    assert "line 1 → People/Ada Keller.md" in shown
    assert "was left aside" in shown
    assert (vault / "People/Ada Keller.md").exists() is is_made


HOSTILE = [
    ("FN:../../../etc/passwd", "etc-passwd"),
    ("FN:a\\nb\\n---\\ntype: application", "a b --- type application"),
    ("FN:[[Acme]] and #tag", "Acme and tag"),
    ("FN:<% tp.system.exec('x') %> {{date}}", "tp-system-exec-x date"),
    ("FN:x: {y: [z", "x y z"),
    ("FN:con", "con-"),
    ("FN:\u202egnp.exe\x07", "gnp-exe"),
    ("FN:\"quoted\" & 'more' \\\\", "quoted more"),
]


@pytest.mark.parametrize(("line", "name"), HOSTILE)
def test_a_hostile_name_gives_a_safe_file_and_a_head_that_reads(vault, contacts, line, name):
    before = notes(vault)
    code, _, err = bring(vault, contacts(f"BEGIN:VCARD\n{line}\nEND:VCARD\n"), "--yes")
    made = {*notes(vault)} - {*before}
    assert (code, made) == (0, {f"People/{name}.md"}), err
    found = run("check", "--json", *TODAY, "--vault", vault)
    told = [one for one in json.loads(found.stdout)["problems"] if one["note"] in made]
    assert [one["code"] for one in told] == ["person-without-address"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (ADA.replace("FN:Ada Keller", "FN:???"), "1 card makes no note (line 1)"),
        (ADA.replace("FN:Ada Keller", "FN:♥"), 'contacts.vcf:1: "♥" gives no name for a file'),
        (ADA.removesuffix("END:VCARD\r\n"), "contacts.vcf:1: the card begins here and never ends"),
        (ADA.replace("ORG:Globex", "ORG Globex"), "contacts.vcf:4: this line of the card"),
        (ADA.replace("TITLE:", "TITLE:" + "x" * 9000), "contacts.vcf:5: this line of the card is longer"),
        (ADA.replace("ada@", "ada at "), '"ada at globex.example" is no mail address'),
        (ADA + ADA.replace("5f2a", "6").replace("ada@", "other@"), "contacts.vcf:13: Ada Keller is the name on the card of line 1"),
        (DENTIST.replace("FN:Dentist", "FN:"), "1 card makes no note (line 1)"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_told_by_its_line(vault, contacts, text, sentence):
    _, _, err = bring(vault, contacts(text), "--all", "--yes")
    assert sentence in err


def test_a_note_that_would_be_no_person_s_is_not_made_and_told(vault, contacts):
    (vault / "T").mkdir()
    template = "---\ntype: person\n---\n<<<<<<< mine\n=======\n>>>>>>> theirs\n"
    (vault / "T/Person.md").write_text(template, "utf-8")
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian/templates.json").write_text('{"folder": "T"}', "utf-8")
    before = notes(vault)
    _, out, err = bring(vault, contacts(ADA), "--yes")
    assert (out, notes(vault)) == ("", before)
    assert "People/Ada Keller.md that it makes would not be read as a person" in err


def test_a_name_that_another_file_has_is_told(vault, contacts):
    (vault / "People/Ada Keller.md").write_text("Mine.\n", "utf-8")
    _, out, err = bring(vault, contacts(), "--yes")
    assert (out, "where another file stands" in err) == ("", True)
    assert (vault / "People/Ada Keller.md").read_text("utf-8") == "Mine.\n"


def test_a_folder_of_people_that_is_a_link_is_told_as_that(vault, contacts, tmp_path):
    (vault / "People").rename(tmp_path / "elsewhere")
    (vault / "People").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    code, out, err = bring(vault, contacts(ADA), "--yes")
    assert (code, out) == (2, "")
    assert "People/Ada Keller.md:1: The note was not made: a folder on the way is a link" in err
    assert not (tmp_path / "elsewhere/Ada Keller.md").exists()


def test_a_file_name_that_another_card_has_is_told_with_the_line_of_that(vault, contacts):
    cards = (DENTIST.replace("Dentist", name) for name in ("Ann One", "Ann: One"))
    _, out, err = bring(vault, contacts("".join(cards)), "--all", "--yes")
    assert out == "People/Ann One.md\n"
    said = "Ann: One would be People/Ann One.md, which the card of line 1 makes already"
    assert f"contacts.vcf:5: {said}" in err
    assert "another file" not in err


@pytest.mark.parametrize("text", ["Company,Role\nA,B\n", "", b"PK\x03\x04", b"\x81\xff\n"])
def test_a_file_that_is_named_so_and_holds_no_contacts_is_refused(vault, contacts, text):
    code, _, err = bring(vault, contacts(text), "--yes")
    assert (code, "this is no file of contacts" in err) == (2, True)


def test_contacts_are_known_whatever_their_file_is_called(vault, contacts):
    assert bring(vault, contacts(name="phone.txt"), "--yes")[1] == "People/Ada Keller.md\n"


@pytest.mark.parametrize("words", [("--map", "ORG=company"), ("--dates", "dmy")])
def test_what_is_said_of_columns_is_refused_for_contacts(vault, contacts, words):
    code, _, err = bring(vault, contacts(), *words)
    assert (code, f"{words[0]} is for the columns of a sheet" in err) == (2, True)


@pytest.mark.parametrize("words", [("--only", "acme"), ("--all",)])
def test_what_is_said_of_contacts_is_refused_for_a_sheet(vault, contacts, words):
    code, _, err = bring(vault, contacts("Company,Role\nA,B\n", "a.csv"), *words)
    assert (code, f"{words[0]} is for contacts" in err) == (2, True)


def test_latin_1_of_an_old_phone_is_read_and_said(vault, contacts):
    text = ADA.replace("Ada Keller", "Renée Ève").encode("latin-1")
    _, out, _ = bring(vault, contacts(text), "--dry-run")
    assert "People/Renée Ève.md" in out
    assert "it was read as Windows-1252" in out


def test_a_phone_full_of_people_is_read_at_once(vault, contacts):
    many = "".join(DENTIST.replace("Dentist", f"Person {number}") for number in range(2000))
    _, out, err = bring(vault, contacts(many + ADA), "--yes")
    assert out == "People/Ada Keller.md\n"
    assert "2000 cards are of people of whom your notes do not speak" in err


@pytest.fixture
def italian(tmp_path):
    assert run("init", tmp_path / "it", "--lang", "it", *TODAY).returncode == 0
    return tmp_path / "it"


def test_an_italian_vault_has_notes_of_its_own_names_and_form(italian, contacts):
    code, out, _ = bring(italian, contacts(), "--all", "--yes")
    assert (code, out.splitlines()) == (0, ["Persone/Ada Keller.md", "Persone/Dentist.md"])
    text = (italian / "Persone/Ada Keller.md").read_text("utf-8")
    assert text.startswith(
        "---\ntype: persona\nruolo: Recruiter\nazienda: Globex\nemail: ada@globex.example\n"
    )
    assert "telefono: 06 1234\n" in text
    assert "## Diario" in text


def test_what_differs_goes_by_the_names_of_the_vault(italian, contacts):
    bring(italian, contacts(), "--all", "--yes")
    _, _, err = bring(italian, contacts(ADA.replace("Recruiter", "Direttrice")), "--yes")
    assert 'ruolo qui è "Direttrice", in Persone/Ada Keller.md "Recruiter"' in err


@pytest.mark.parametrize(
    ("settings", "folder"), [("", "Persone"), ('[people]\nfolders = ["Rubrica"]\n', "Rubrica")]
)
def test_the_first_person_of_a_vault_goes_where_people_are(tmp_path, contacts, settings, folder):
    (tmp_path / "vaultkit.toml").write_text(f'schema = 1\nlanguage = "it"\n{settings}', "utf-8")
    assert bring(tmp_path, contacts(ADA), "--yes")[1] == f"{folder}/Ada Keller.md\n"
    assert run("log", "Bea Neri", "chiamata", *TODAY, "--vault", tmp_path).returncode == 0
    assert (tmp_path / folder / "Bea Neri.md").exists()


def test_a_template_that_only_its_plugin_can_fill_is_none_for_many_people(vault, contacts):
    (vault / "T").mkdir()
    (vault / "T/Person.md").write_text("---\ntype: person\n---\n<% tp.user.x() %>\n", "utf-8")
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian/templates.json").write_text('{"folder": "T"}', "utf-8")
    bring(vault, contacts(), "--yes")
    assert "tp.user" not in (vault / "People/Ada Keller.md").read_text("utf-8")


def test_a_vault_that_marks_people_by_a_tag_gets_notes_with_it(vault, contacts):
    (vault / "vaultkit.toml").write_text(
        'schema = 1\n[people]\ntype = []\ntags = ["person"]\n', "utf-8"
    )
    for path in (vault / "People").iterdir():
        path.unlink()
    _, out, _ = bring(vault, contacts(), "--yes")
    assert out == "People/Ada Keller.md\n"
    assert "tags: person\n" in (vault / "People/Ada Keller.md").read_text("utf-8")


# Out.

RICH = """---
type: person
name: "Renée; Ève, \\\\ Ltd"
company: "Acme, Inc."
role: HR
email: [r@acme.example, ève@x.example]
cellulare: +39 06 1234
linkedin: "[me](https://l.example/a,b)"
tags: [recruiting, "a,b"]
birthday: 1990-01-01
uid: abc
---
Secret words.
"""


def test_a_card_says_what_the_head_says_and_nothing_of_the_text(vault):
    (vault / "People/Renée.md").write_text(RICH, "utf-8")
    data = exported(vault)
    assert b"Secret" not in data
    assert b"1990" not in data
    card = next(one for one in vobject.readComponents(data.decode()) if one.uid.value == "abc")
    assert card.version.value == "3.0"
    assert card.fn.value == "Renée; Ève, \\ Ltd"
    assert card.org.value == ["Acme, Inc."]
    assert card.title.value == "HR"
    assert card.email.value == "r@acme.example"
    assert card.tel.value == "+39 06 1234"
    assert [one.value for one in card.contents["url"]] == [
        "https://l.example/a%2Cb",
        "obsidian://open?vault=vault&file=People%2FRen%C3%A9e",
    ]
    assert card.categories.value == ["recruiting", "a", "b"]


def test_the_same_vault_gives_the_same_bytes_and_a_moved_note_the_same_person(vault):
    before = exported(vault)
    assert exported(vault) == before
    uid = [line for line in before.splitlines() if line.startswith(b"UID")]
    (vault / "Elsewhere").mkdir()
    (vault / "People/Jane Doe.md").rename(vault / "Elsewhere/Jane Doe.md")
    assert {line for line in exported(vault).splitlines() if line.startswith(b"UID")} == {*uid}


def test_two_notes_of_one_uid_are_two_people(vault):
    for name in ("A", "B"):
        (vault / f"People/{name}.md").write_text("---\ntype: person\nuid: same\n---\n", "utf-8")
    lines = [line for line in exported(vault).splitlines() if line.startswith(b"UID")]
    assert len(lines) == len({*lines}) == 4
    assert b"UID:same" not in lines


def test_what_goes_out_comes_in_as_nobody_new(vault, tmp_path):
    (vault / "People/Renée.md").write_text(RICH, "utf-8")
    file = tmp_path / "out.vcf"
    exported(vault, "--output", file)
    _, out, err = bring(vault, file, "--all", "--yes")
    assert out == ""
    assert "3 cards are of people who have notes" in err
    assert " here and " not in err


def test_lines_are_folded_at_75_bytes_and_never_inside_of_a_character():
    row = {
        "uid": "1",
        "name": "é" * 200,
        "company": "a" * 75,
        "role": "🙂" * 60,
        "emails": (),
        "phones": (),
        "links": (),
        "tags": (),
        "obsidian": "obsidian://x",
    }
    data = render([row])
    assert data.endswith(b"END:VCARD\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    (card,) = read_vcards(data.decode())
    assert (card.texts("fn"), card.texts("title")) == (("é" * 200,), ("🙂" * 60,))
    assert render([]) == b""


def test_json_holds_the_cards(vault):
    told = json.loads(run("export", "vcf", "--json", *TODAY, "--vault", vault).stdout)
    assert told["data"]["text"].encode() == exported(vault)


def test_a_vault_without_people_gives_no_card(vault):
    shutil.rmtree(vault / "People")
    assert exported(vault) == b""


def test_a_card_is_never_made_without_names(vault):
    done = run("export", "vcf", "--redact", *TODAY, "--vault", vault)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"nothing would be left of it with --redact" in done.stderr


def test_what_only_fills_a_place_is_no_name_and_no_company(vault, contacts):
    text = (
        "BEGIN:VCARD\nFN:TBD\nEMAIL:a@example.com\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Ada Keller\nORG:n/a\nTITLE:-\nEND:VCARD\n"
    )
    code, out, err = bring(vault, contacts(text), "--all", "--yes")
    assert (code, out) == (0, "People/Ada Keller.md\n")
    assert "1" in err
    note = (vault / "People/Ada Keller.md").read_text(encoding="utf-8")
    assert "company" not in note
    assert "n/a" not in note
