"""`vaultkit draft` from outside: the right letter for the right person, and never a blank in a mail."""

import email
import os
from email import policy

import pytest

from tests.systems import is_private
from tests.test_cli import data_of, out, run

TODAY = ("--today", "2026-11-20")
ACME = """---
type: application
company: Acme
role: Data Engineer
status: rejected
applied: 2026-08-01
interviewed: 2026-08-12
decided: 2026-08-20
contact: "[[Marta Rossi]]"
interviewers: "[[Luca Bianchi]]"
---
"""


@pytest.fixture
def vault(tmp_path):
    write(tmp_path, "vaultkit.toml", "schema = 1\n")
    write(tmp_path, "Acme.md", ACME)
    write(tmp_path, "People/Marta Rossi.md", "---\ntype: person\nemail: marta@acme.example\n---\n")
    run("update", "--vault", tmp_path, *TODAY)
    return tmp_path


def write(vault, name, text):
    path = vault / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def draft(vault, item, *options):
    done = run("draft", item, "--vault", vault, *TODAY, *options)
    assert done.returncode == 0, done.stderr.decode()
    return out(done)


def refused(vault, item, *options):
    done = run("draft", item, "--vault", vault, *TODAY, *options)
    assert (done.returncode, done.stdout) == (2, b""), done.stdout
    return done.stderr.decode()


def fact(vault, name, kind, day, **more):
    facts = {"type": kind, "date": day, **more}
    write(
        vault,
        f"Facts/{name}.md",
        "---\n" + "".join(f"{key}: {value}\n" for key, value in facts.items()) + "---\n",
    )


def test_stay_in_touch_tells_what_is_new_since_the_last_time(vault):
    fact(vault, "Old course", "skill", "2026-08-12")
    told = refused(vault, "stay-in-touch")
    assert "nothing new to tell Marta Rossi since 2026-08-12" in told
    assert 'type experience, skill or achievement with a "date: " after that day' in told
    fact(vault, "Next year's prize", "achievement", "2027-01-01")
    assert refused(vault, "stay-in-touch") == told
    fact(vault, "Why models drift", "article", "2026-01-01", url="https://news.example/drift")
    assert "interesting: Why models drift, at https://news.example/drift\n" in draft(
        vault, "stay-in-touch"
    )
    fact(vault, "dbt for large warehouses", "skill", "2026-09-01")
    assert "Since then I've learned something new: dbt for large warehouses.\n" in draft(
        vault, "stay-in-touch"
    )
    write(vault, "People/Marta Rossi.md", "---\ntype: person\nlast_contact: 2026-09-02\n---\n")
    assert "Why models drift" in draft(vault, "stay-in-touch")


def test_an_empty_name_is_told_with_the_property_and_the_note(vault):
    write(
        vault,
        "Acme.md",
        (vault / "Acme.md").read_text("utf-8").replace("role: Data Engineer\n", ""),
    )
    told = refused(vault, "follow-up")
    assert told == 'vaultkit: Acme.md: the letter needs the role. Add "role: " to this note.\n'
    assert 'Aggiungi "ruolo: " a questa nota' in refused_in_italian(vault, "follow-up")


def refused_in_italian(vault, item):
    write(vault, "vaultkit.toml", 'schema = 1\nlanguage = "it"\n')
    return refused(vault, item)


def test_a_line_for_nobody_known_says_whom_to_name(vault):
    write(
        vault,
        "Globex.md",
        "---\ntype: application\nrole: Analyst\nstatus: offer\noffered: 2026-11-18\n---\n",
    )
    run("update", "--vault", vault, *TODAY)
    assert 'Globex.md: Globex#acknowledge names nobody to write to. Add "recruiter: "' in refused(
        vault, "acknowledge"
    )
    assert "for yourself" in refused(vault, "decide")


@pytest.mark.parametrize(
    ("person", "application", "vault_s", "greeting"),
    [
        ("", "", "en", "Dear Marta,"),
        ("", "", "it", "Gentile Marta Rossi,"),
        ("formality: informal\n", "", "it", "Ciao Marta,"),
        ("formality: lei\n", "", "it", "Gentile Marta Rossi,"),
        ("language: it\nformality: tu\n", "", "en", "Ciao Marta,"),
        ("language: it\n", "language: en\n", "en", "Gentile Marta Rossi,"),
        ("", "language: it\n", "en", "Gentile Marta Rossi,"),
        ("language: en\n", "language: it\n", "it", "Dear Marta,"),
    ],
)
def test_language_and_form_are_the_person_s_else_the_application_s_else_the_vault_s(
    vault, person, application, vault_s, greeting
):
    fact(vault, "A course", "skill", "2026-09-01")
    write(vault, "People/Marta Rossi.md", f"---\ntype: person\n{person}---\n")
    acme = (vault / "Acme.md").read_text("utf-8")
    write(vault, "Acme.md", acme.replace("status:", f"{application}status:", 1))
    write(vault, "vaultkit.toml", f'schema = 1\nlanguage = "{vault_s}"\n')
    assert draft(vault, "stay-in-touch").split("\n")[3] == greeting


def test_a_promised_reply_is_asked_for_by_its_day(vault):
    note = "---\ntype: application\nrole: Analyst\nstatus: applied\napplied: 2026-11-01\nreply_by: 2026-11-13\ncontact: Ann Lee\n---\n"
    write(vault, "Globex.md", note)
    run("update", "--vault", vault, *TODAY)
    assert "position at Globex by Friday 13 November." in draft(vault, "ask-news")


def test_a_no_without_an_interview_is_asked_about_without_one(vault):
    asked = ACME.replace("contact:", "recruiter:")
    for interview, words in (
        ("interviewed: 2026-08-12\n", "the interview"),
        ("", "what I sent you"),
    ):
        write(vault, "Acme.md", asked.replace("interviewed: 2026-08-12\n", interview))
        run("update", "--vault", vault, *TODAY)
        assert f"something in {words}," in draft(vault, "feedback")


def test_a_draft_is_a_file_a_link_a_note_or_json(vault):
    fact(vault, "Città & caffè", "skill", "2026-09-01")
    file = vault.parent / "mail.eml"
    assert draft(vault, "stay-in-touch", "--eml", file).strip() == str(file)
    read = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (read["X-Unsent"], read["To"], read["Subject"]) == (
        "1",
        "marta@acme.example",
        "Acme: staying in touch",
    )
    assert "Città & caffè" in read.get_content()
    assert is_private(file)
    assert draft(vault, "stay-in-touch", "--mailto").startswith(
        "mailto:marta@acme.example?subject=Acme%3A%20staying"
    )
    assert (
        draft(vault, "stay-in-touch", "--note").strip()
        == "Drafts/2026-11-20 Acme staying in touch.md"
    )
    note = (vault / "Drafts" / "2026-11-20 Acme staying in touch.md").read_text("utf-8")
    assert note == draft(vault, "stay-in-touch")
    data = data_of(run("draft", "stay-in-touch", "--json", "--vault", vault, *TODAY))
    assert note == f"To: {data['to']}\nSubject: {data['subject']}\n\n{data['body']}"
    linked = data_of(run("draft", "stay-in-touch", "--json", "--mailto", "--vault", vault, *TODAY))
    assert linked.pop("mailto").startswith("mailto:")
    assert linked == data


def test_without_an_address_the_letter_is_there_and_says_where_one_goes(vault):
    done = run("draft", "follow-up", "--vault", vault, *TODAY)
    assert (done.returncode, out(done).split("\n")[0]) == (0, "To: ")
    assert "No address of Luca Bianchi is known. Make a note of that name" in done.stderr.decode()
    assert "No address of Luca Bianchi" in refused(vault, "follow-up", "--mailto")
    write(vault, "People/Luca Bianchi.md", "---\ntype: person\n---\n")
    assert 'Add "email: " to the head of People/Luca Bianchi.md.' in refused(
        vault, "follow-up", "--mailto"
    )


def test_a_letter_of_the_vault_s_own_takes_the_place_of_the_package_s(vault):
    done = run("draft", "follow-up", "--template", "--vault", vault, *TODAY)
    assert "save this as Letters/en/follow-up.md" in done.stderr.decode()
    write(vault, "Letters/en/follow-up.md", out(done).replace("Kind regards", "Warmly,\nAda"))
    assert draft(vault, "follow-up").endswith("\n\nWarmly,\nAda\n")
    assert "{{interview_day}}" in draft(vault, "follow-up", "--template")
    write(vault, "vaultkit.toml", 'schema = 1\n[letters]\nfolder = "My/Mails"\n')
    assert draft(vault, "follow-up").endswith("Kind regards\n")
    write(
        vault,
        "My/Mails/en/follow-up.formal.md",
        "---\ntags: mail\n---\nSubject: {{role}}\n\nHi {{first_name}}\n",
    )
    assert draft(vault, "follow-up") == "To: \nSubject: Data Engineer\n\nHi Luca\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dear {{first_name}}\n", "Letters/en/follow-up.md:1: the letter does not begin with a subject · Write"),
        ("Subject: x\n\nDear {{frist_name}}\n", ':3: no letter knows the name "frist_name" in double braces · Did you mean "first_name"?'),
        ("Subject: x\n\nDear {{first_name\n", "Letters/en/follow-up.md:3: double braces are not closed"),
        ("Subject: x\n\n" + "word " * 20_000, "Letters/en/follow-up.md:1: the letter is larger than 64 KiB"),
    ],
)  # fmt: skip
def test_a_typing_error_is_told_by_draft_check_and_review_and_stops_no_other_letter(
    vault, text, told
):
    fact(vault, "A course", "skill", "2026-09-01")
    write(vault, "Letters/en/follow-up.md", text)
    assert told in refused(vault, "follow-up")
    assert draft(vault, "stay-in-touch")
    checked = run("check", "--vault", vault, *TODAY)
    assert (checked.returncode, told in out(checked)) == (1, True)
    assert "[[Letters/en/follow-up|Letters/en/follow-up.md]], line" in out(
        run("review", "--stdout", "--vault", vault, *TODAY)
    )


def test_a_letter_that_no_item_asks_for_is_a_hint(vault):
    write(vault, "Letters/en/folow-up.md", "Subject: x\n\ny\n")
    checked = run("check", "--vault", vault, *TODAY)
    assert (checked.returncode, 'Did you mean "follow-up.md"?' in out(checked)) == (0, True)


def test_no_link_pipe_or_path_leads_out_of_the_vault(vault, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    write(outside, "follow-up.md", "Subject: secret\n\nsecret\n")
    (vault / "Letters").mkdir()
    (vault / "Letters" / "en").symlink_to(outside)
    assert "secret" not in draft(vault, "follow-up")
    (vault / "Letters" / "en").unlink()
    (vault / "Letters" / "en").mkdir()
    (vault / "Letters" / "en" / "follow-up.md").symlink_to(outside / "follow-up.md")
    assert "Letters/en/follow-up.md:1:" in refused(vault, "follow-up")
    (vault / "Letters" / "en" / "follow-up.md").unlink()
    os.mkfifo(vault / "Letters" / "en" / "follow-up.md")
    assert "Letters/en/follow-up.md:1:" in refused(vault, "follow-up")
    write(vault, "vaultkit.toml", f'schema = 1\n[letters]\nfolder = "../{outside.name}"\n')
    assert "cannot be a folder of this vault" in refused(vault, "follow-up")


def test_nothing_raw_of_a_letter_or_an_address_reaches_the_terminal(vault):
    write(vault, "Letters/en/follow-up.md", "Subject: \x1b[2Jx\n\n\x1b]0;y\x07 {{role}} \u202ez\n")
    write(vault, "People/Luca Bianchi.md", '---\ntype: person\nemail: "a\\e]0;x\\a@b.it"\n---\n')
    for options in ((), ("--template",)):
        done = run("draft", "follow-up", "--vault", vault, *TODAY, *options)
        assert done.returncode == 0
        assert not {*"\x1b\x07\u202e"} & {*(out(done) + done.stderr.decode())}


def test_a_draft_writes_nothing_into_the_vault(vault):
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    draft(vault, "follow-up")
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == before
