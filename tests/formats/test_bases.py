"""The bases are made from a vault's own names, and of nothing but what Obsidian documents."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from vaultkit.cli.session import known_words
from vaultkit.core.front_matter.read import read_head, split_head
from vaultkit.core.settings.values import Marks, OwnStage, Settings
from vaultkit.formats.base_file import is_untouched
from vaultkit.playbook import load
from vaultkit.work.bases import base_texts, kept_of
from vaultkit.work.config import read_settings

TABLE = json.loads((Path(__file__).parent.parent / "oracles/obsidian-bases.json").read_text())
FUNCTIONS = {name for names in TABLE["functions"].values() for name in names}
ODD = """schema = 1
language = "it"
[applications]
type = "Job application"
folders = ["Lavoro/Candidature"]
tags = ["lavoro"]
property = "Job Status"
[people]
property = "persona"
values = ["sì", "Yes"]
[properties]
company = "Nome dell'azienda"
status = ["Job Status", "a\\"b"]
[stages]
applied = ["Mandata-via (io)", "say \\"hi\\""]
[stages.homework]
like = "screening"
label = "Prova a casa"
[stages.second-homework]
like = "screening"
[front_matter]
next_follow_up = true
"""


def head(text):
    whole = f"---\n{text}---\n"
    return read_head("A.md", whole, split_head(whole))


def made(settings=None, applications=(), people=(), templates=()):
    settings = settings or Settings(next_follow_up=True)
    phrases = load.phrases(settings.language)
    own = {name: stage.label or name for name, stage in settings.own_stages.items()}
    kept = kept_of(settings, known_words(settings), map(head, applications), map(head, people))
    kept = replace(kept, template_folders=templates)
    return tuple(base_texts(kept, phrases.named(own)).values())


def odd():
    return made(read_settings(ODD.replace("\\\\", "\\")))


EVERY = {
    "english": made(templates=("Templates", 'a"b')),
    "italian": made(Settings(language="it", next_follow_up=True)),
    "without the next one": made(Settings()),
    "odd names": odd(),
    "names in use": made(
        applications=["job-status: x\nEmployer: Acme\n", "Employer: B\ncompany: C\n"],
        people=["Last Contact: 2026-01-01\n"],
    ),
}
BASES = [
    pytest.param(text, id=f"{name}, {kind}")
    for name, texts in EVERY.items()
    for kind, text in zip(("applications", "contacts"), texts, strict=True)
]


def expressions(base):
    """Yield every expression of a base."""

    def filters(part):
        if isinstance(part, str):
            yield part
        for key, entries in part.items() if isinstance(part, dict) else ():
            assert key in TABLE["keys"]["filter"]
            for entry in entries:
                yield from filters(entry)

    yield from base["formulas"].values()
    for part in (base, *base["views"]):
        yield from filters(part.get("filters", {}))


def without_texts(expression):
    """Return an expression without its texts and patterns: what is left are names and signs."""
    return re.sub(r'"[^"]*"|(?<=[(])/.*?/g?(?=, )', '""', expression)


@pytest.mark.parametrize("text", BASES)
def test_only_documented_keys_and_functions_stand_in_a_base(text):
    base = yaml.safe_load(text)
    assert set(base) <= set(TABLE["keys"]["base"])
    for shown in base["properties"].values():
        assert set(shown) <= set(TABLE["keys"]["property"])
    for view in base["views"]:
        assert set(view) <= set(TABLE["keys"]["view"])
        assert view["type"] in TABLE["view_types"]
        for part in (*view["sort"], *([view["groupBy"]] if "groupBy" in view else [])):
            assert set(part) == set(TABLE["keys"]["direction"])
            assert part["direction"] in TABLE["directions"]
    for expression in expressions(base):
        bare = without_texts(expression)
        assert set(re.findall(r"(\w+)\(", bare)) <= FUNCTIONS
        named = set(re.findall(r"\bfile\.(\w+)", bare))
        assert named <= {*TABLE["file"], *TABLE["functions"]["file"]}
        assert bare.count("(") == bare.count(")")
        # Whatever else is a word is a property behind its prefix, or the value of a list.
        words = set(re.findall(r"(?<![.\w])[a-z_]\w*", bare))
        assert words <= {*FUNCTIONS, "note", "formula", "file", "value", "true"}


@pytest.mark.parametrize("text", BASES)
def test_every_formula_and_column_is_known(text):
    base = yaml.safe_load(text)
    known = {f"formula.{name}" for name in base["formulas"]}
    named = set(re.findall(r"\bformula\.\w+", " ".join(expressions(base))))
    columns = {column for view in base["views"] for column in view["order"]}
    columns |= {view["groupBy"]["property"] for view in base["views"] if "groupBy" in view}
    columns |= {view["sort"][0]["property"] for view in base["views"]}
    assert named | {one for one in columns if one.startswith("formula.")} <= known
    assert columns <= set(base["properties"])


@pytest.mark.parametrize("text", BASES)
def test_a_base_is_known_until_somebody_changes_it(text):
    assert is_untouched(text)
    assert is_untouched(text.replace("\n", "\r\n"))
    assert not is_untouched(text.replace("ASC", "DESC"))
    assert not is_untouched(text.partition("\n")[2])
    assert not is_untouched("")


def test_a_name_that_is_no_plain_word_stands_in_brackets():
    applications, contacts = map(yaml.safe_load, odd())
    assert applications["formulas"]["written"].startswith(
        'if(note["Job Status"], note["Job Status"]'
    )
    assert "note.Nome dell'azienda" in applications["properties"]
    filters = applications["filters"]["and"][1]["or"]
    assert filters == [
        '(" " + list(note.type).join(" ").lower() + " ").contains(" job application ")',
        'file.inFolder("Lavoro/Candidature")',
        'file.hasTag("lavoro")',
        'note["Job Status"]',
    ]
    assert contacts["filters"]["and"][1]["or"][1:] == [
        f'(" " + list(note.persona).join(" ").lower() + " ").contains(" {word} ")'
        for word in ("sì", "yes")
    ]


def test_a_name_or_word_that_would_break_an_expression_is_left_out():
    assert 'a"b' not in odd()[0]
    assert "hi" not in yaml.safe_load(odd()[0])["formulas"]["stage"].split()
    marks = Marks(("x",), ('a"b',), ('c"d',), 'e"f', ())
    base = yaml.safe_load(made(Settings(applications=marks))[0])
    assert base["filters"]["and"][1]["or"] == [
        '(" " + list(note.type).join(" ").lower() + " ").contains(" x ")'
    ]


def test_stages_sort_in_their_order_with_a_vaults_own_among_them():
    stage = yaml.safe_load(odd()[0])["formulas"]["stage"]
    labels = re.findall(r'contains\(formula\.word\), "(.*?)"', stage)
    assert labels == [
        "1 Da inviare", "2 Inviata", "3 Preselezione", "3.1 Prova a casa", "3.2 second-homework",
        "4 Colloquio", "5 Offerta", "6 Accettata", "7 Non selezionata", "8 Ritirata",
        "8 Declinata", "9 Senza risposta", "9 Chiusa",
    ]  # fmt: skip
    assert sorted(labels[:9]) == labels[:9]
    assert '"mandata via (io)"' in stage


def test_a_word_that_a_vault_took_for_another_stage_counts_there_only():
    settings = Settings(stages={"screening": ("waiting",)})
    lines = made(settings)[0].split("\n")
    assert [line.split('"')[-2] for line in lines if '"waiting"' in line] == ["3 Screening"]


def test_a_property_with_two_names_in_use_shows_as_one_column():
    applications, contacts = map(yaml.safe_load, EVERY["names in use"])
    assert applications["formulas"]["company"] == "if(note.Employer, note.Employer, note.company)"
    assert applications["formulas"]["written"].startswith('if(note["job-status"], ')
    assert "note.job-status" in applications["properties"]
    assert 'date(note["Last Contact"])' in contacts["formulas"]["ago"]


def test_names_that_differ_in_capitals_only_are_one():
    text = made(
        applications=["Company: A\n", "company: B\n", "Company: C\n", "title: x\nrole: y\n"]
    )[0]
    base = yaml.safe_load(text)
    assert "note.Company" in base["properties"]
    assert "note.role" in base["properties"]


def test_without_the_property_nothing_asks_for_what_comes_next():
    text = EVERY["without the next one"][0]
    assert "next_follow_up" not in text
    assert yaml.safe_load(text)["views"][0]["name"] == "Interviews ahead"


def test_own_stages_are_given_without_words():
    settings = Settings(own_stages={"homework": OwnStage("screening")})
    assert '["homework"]' in made(settings)[0]
