"""The Web Clipper's templates: what the Clipper takes, and the note that it makes, read as an application.

What it takes is what its importer checks (``validateImportedTemplate``) and its documentation
says; how a note is put together is as its note creator does it, and its sanitiser of names.
"""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.command_line import run
from vaultkit.work.set_up_vault import template, template_languages

ROOTS = {language: Path(str(template(language))) for language in template_languages()}
FILES = {language: next(root.rglob("*-clipper.json")) for language, root in ROOTS.items()}
REQUIRED = {
    "schemaVersion",
    "name",
    "behavior",
    "noteContentFormat",
    "properties",
    "triggers",
    "noteNameFormat",
    "path",
}
TYPES = {"text", "multitext", "number", "checkbox", "date", "datetime"}
BEHAVIORS = {
    "create",
    "append-specific",
    "append-daily",
    "prepend-specific",
    "prepend-daily",
    "overwrite",
}
FILTERS = {"safe_name", "date", "markdown"}
VARIABLE = re.compile(r"\{\{([^{}]+)\}\}")
PAGE = {
    "url": "https://jobs.umbrella.example/42",
    "domain": "umbrella.example",
    "date": "2026-11-20T09:12:00+01:00",
    "schema:@JobPosting:title": 'Data "Wizard" / Analyst',
    "schema:@JobPosting:hiringOrganization.name": "Umbrella: Corp",
    "schema:@JobPosting:validThrough": "2026-12-31T23:59:00Z",
    "schema:@JobPosting:jobLocation.address.addressLocality": "Trento",
    "schema:@JobPosting:description": "<p>We look for somebody.</p><ul><li>SQL</li><li>Patience</li></ul>",
}
TODAY = ("--today", "2026-11-20")


@pytest.fixture(params=FILES)
def language(request):
    return request.param


def read(language):
    return json.loads(FILES[language].read_text("utf-8"))


def filled(text, page):
    """Return a text with its variables as the Clipper fills them: what a page lacks is empty."""

    def value(match):
        name, *filters = match[1].split("|")
        found = page.get(name.strip(), "")
        for each in filters:
            what = each.partition(":")[0].strip()
            assert what in FILTERS, what
            if what == "safe_name":
                found = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "", found)
            elif what == "date":
                found = found[:10]
            else:
                found = unescape(re.sub(r"<li>", "\n- ", found))
                found = re.sub(r"</p>", "\n", found)
                found = re.sub(r"<[^>]+>", "", found)
        return found

    return VARIABLE.sub(value, text)


def note(made, page):
    """Return path and text of the note that the Clipper makes."""
    lines = ["---"]
    for one in made["properties"]:
        value = filled(one["value"], page)
        quoted = value.replace('"', '\\"')
        lines.append(f'{one["name"]}: "{quoted}"' if value.strip() else f"{one['name']}:")
    body = filled(made["noteContentFormat"], page)
    name = re.sub(r'[\\/:*?"<>|#^\[\]]', "", filled(made["noteNameFormat"], page)).strip()
    return f"{made['path']}/{name}.md", "\n".join([*lines, "---", body])


def test_it_has_what_the_clipper_asks_for_and_nothing_else(language):
    made = read(language)
    assert set(made) == REQUIRED
    assert made["schemaVersion"] == "0.1.0"
    assert made["behavior"] in BEHAVIORS
    assert made["triggers"] == ["schema:@JobPosting"]
    for one in made["properties"]:
        assert set(one) == {"name", "value", "type"}
        assert one["type"] in TYPES
        assert all(isinstance(value, str) for value in one.values())


def test_every_variable_is_one_that_the_clipper_knows(language):
    text = json.dumps(read(language), ensure_ascii=False)
    names = {match.split("|")[0].strip() for match in VARIABLE.findall(text)}
    known = {"url", "domain", "date"}
    assert {name for name in names - known if not name.startswith("schema:@JobPosting:")} == set()


@pytest.fixture
def vault(language, tmp_path):
    assert run("init", tmp_path / "v", "--no-samples", "--lang", language, *TODAY).returncode == 0
    return tmp_path / "v"


def clipped(vault, language, page):
    path, text = note(read(language), page)
    (vault / path).write_text(text, "utf-8")
    return path


def test_the_template_comes_with_a_new_vault(vault, language):
    assert (vault / FILES[language].relative_to(ROOTS[language])).read_bytes() == FILES[
        language
    ].read_bytes()


def test_the_note_of_a_job_page_is_read_as_an_application(vault, language):
    path = clipped(vault, language, PAGE)
    assert path.endswith("/Umbrella Corp - Data Wizard  Analyst.md")
    listed = json.loads(run("list", "--json", *TODAY, "--vault", vault).stdout)
    (row,) = listed["data"]
    assert (row["note"], row["company"], row["stage"]) == (path, "Umbrella: Corp", "saved")
    assert row["role"] == 'Data "Wizard" / Analyst'
    assert listed["problems"] == []
    exported = json.loads(run("export", "json", *TODAY, "--vault", vault).stdout)[0]
    assert (exported["added"], exported["closes"]) == ("2026-11-20", "2026-12-31")
    assert (exported["url"], exported["source"]) == (PAGE["url"], PAGE["domain"])


def test_the_text_of_the_posting_stays_in_the_note_whatever_vaultkit_writes(vault, language):
    path = clipped(vault, language, PAGE)
    before = (vault / path).read_text("utf-8")
    assert "We look for somebody.\n\n- SQL\n- Patience" in before
    text = before.replace('"saved"', '"rejected"').replace("da inviare", "rifiutata")
    (vault / path).write_text(text, "utf-8")
    assert run("update", "-q", *TODAY, "--vault", vault).returncode == 0
    after = (vault / path).read_text("utf-8")
    assert "vaultkit:begin" in after
    assert "We look for somebody.\n\n- SQL\n- Patience" in after
    assert after.index("vaultkit:end") < after.index("We look for somebody.")


def test_a_page_that_says_little_makes_a_note_that_is_read_as_well(vault, language):
    page = {name: PAGE[name] for name in ("url", "domain", "date", "schema:@JobPosting:title")}
    path = clipped(vault, language, page)
    listed = json.loads(run("list", "--json", *TODAY, "--vault", vault).stdout)
    assert [row["note"] for row in listed["data"]] == [path]
    assert listed["problems"] == []


def test_a_clipped_job_is_there_already_for_an_import(vault, language, tmp_path):
    clipped(vault, language, PAGE)
    sheet = tmp_path / "jobs.csv"
    sheet.write_text(f"Company,Role,Link\nUmbrella,Analyst,{PAGE['url']}\n", "utf-8")
    done = run("import", sheet, "--dry-run", *TODAY, "--vault", vault)
    assert done.returncode == 0, done.stdout
