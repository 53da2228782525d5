"""``--redact`` on the command line: a vault full of words of its own, and none of them in any output."""

import re

import pytest

from tests.command_line import run

TODAY = ("--today", "2026-11-20")
SECRETS = (
    "qacme",
    "qjane",
    "qrole",
    "qsource",
    "qlink",
    "qbody",
    "qfile",
    "qfolder",
    "qstage",
    "qlabel",
    "qme",
    "qrule",
    "qproperty",
    "qreflect",
)
FILES = {
    "vaultkit.toml": (
        'schema = 1\n[me]\nname = "Qme Byron"\n[properties]\nsource = ["qproperty"]\n'
        '[stages.qstage]\nlike = "interview"\nlabel = "Qlabel"\nwords = ["qstaged"]\n'
    ),
    "Playbook/rules/qrule.toml": (
        '[[rule]]\nname = "qrule"\nsource = "mine"\n[[rule.case]]\nstages = ["applied", "interview"]\n'
        'from = ["applied"]\nafter = "3d"\n'
    ),
    "Playbook/phrases/en/qrule.toml": '[item.qrule]\ntext = "Qrule for {company}"\nchild = "Qrule hint"\n[why]\nqrule = "Qrule why"\n',
    "qfolder/Qfile.md": (
        "---\ntype: application\ncompany: Qacme\nrole: Qrole\nstatus: qstaged\napplied: 2026-11-02\n"
        "interviewed: 2026-11-10\nrecruiter: '[[Qjane Doe]]'\nqproperty: Qsource\nurl: https://qlink.example\n---\n"
        "Qbody\n"
    ),
    "qfolder/Qno.md": (
        "---\ntype: application\ncompany: Qacme three\nrole: Qrole\nstatus: rejected\ninterviewed: 2026-11-12\n"
        "decided: 2026-11-18\ncontact: { name: Qjane Two, email: qjane@qlink.example }\n---\nQbody\n"
    ),
    "qfolder/Qwrong.md": "---\ntype: application\ncompany: Qacme two\nstatus: qfrobnicated\n---\nQbody\n",
    "People/Qjane Doe.md": "---\ntype: person\nemail: qjane@qlink.example\n---\n## Log\n- 2026-11-12: Qbody\n",
}  # fmt: skip


@pytest.fixture
def vault(tmp_path):
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    done = run("update", "--yes", *TODAY, "--vault", tmp_path)
    assert done.returncode == 0, done.stderr
    note = tmp_path / "qfolder/Qno.md"
    text = note.read_text("utf-8")
    assert "vk-reflect" in text
    note.write_text(text.replace("<!-- vaultkit:end", "  - Qreflect\n<!-- vaultkit:end"), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["review", "--redact"],
        ["review", "--redact", "--html", "-"],
        ["review", "--redact", "--week", "2026-W46"],
        ["stats", "--redact"],
        ["export", "csv", "--redact"],
        ["export", "json", "--redact"],
        ["export", "search-log", "--redact"],
        ["export", "search-log", "--redact", "--as", "html", "--lang", "it"],
        ["export", "search-log", "--redact", "--as", "csv"],
        ["calendar", "--redact", "-"],
        ["calendar", "--redact", "jobs.ics"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("json", [(), ("--json",)], ids=["", "json"])
def test_no_word_of_the_vault_is_in_any_output(vault, words, json):
    done = run(*words, *json, *TODAY, "--vault", vault, cwd=vault)
    assert done.returncode == 0, done.stderr
    out = done.stdout.decode()
    assert len(out) > 20 or out == "jobs.ics\n"
    assert (
        "Company 1" in out
        or "Azienda 1" in out
        or "Sou" in out
        or words[0] in ("stats", "calendar")
    )
    told = (out + done.stderr.decode()).casefold()
    assert [secret for secret in SECRETS if secret in told] == []


def test_without_redact_the_words_are_there(vault):
    done = run("review", "--stdout", *TODAY, "--vault", vault)
    assert re.search("Qacme", done.stdout.decode())


def test_a_redacted_review_writes_no_note(vault):
    before = sorted(vault.rglob("*"))
    run("review", "--redact", *TODAY, "--vault", vault)
    assert sorted(vault.rglob("*")) == before


def test_a_redacted_page_is_a_file(vault, tmp_path):
    done = run("review", "--redact", "--html", tmp_path / "page.html", *TODAY, "--vault", vault)
    assert done.stdout.decode().strip() == str(tmp_path / "page.html")
    assert "Company 1" in (tmp_path / "page.html").read_text("utf-8")


def test_an_empty_vault_has_nothing_to_hide(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n")
    for words in (["review"], ["stats"], ["export", "json"], ["export", "search-log"]):
        assert run(*words, "--redact", *TODAY, "--vault", tmp_path).returncode == 0


def test_walking_and_redacting_go_not_together(vault):
    assert run("review", "--walk", "--redact", *TODAY, "--vault", vault).returncode == 2
