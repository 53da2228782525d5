"""``vaultkit samples``: what ``init`` put there goes, what a person changed stays."""

import json
from datetime import date

import pytest

from tests.command_line import run
from tests.other_user import as_nobody, open_to_all
from vaultkit.core.text.problem import problem
from vaultkit.disk.outcome import Outcome
from vaultkit.work import samples as removing
from vaultkit.work.sample_dates import tour_of
from vaultkit.work.set_up_vault import template_languages

TODAY = "2027-06-16"
NOTES = 13
NAMES = {
    "en": {
        "no": "Applications/Larkfield Energy - Data Analyst.md",
        "silent": "Applications/Bramble Press - Insight Analyst.md",
        "person": "People/Daniel Osei.md",
        "fact": "Facts/Stock forecast for the food bank.md",
    },
    "it": {
        "no": "Candidature/Allodola Energia - Analista dei dati.md",
        "silent": "Candidature/Editrice Rovo - Analista dei dati di vendita.md",
        "person": "Persone/Daniele Greco.md",
        "fact": "Notizie/Le scorte del banco alimentare.md",
    },
}


@pytest.fixture(params=template_languages())
def names(request):
    return NAMES[request.param]


@pytest.fixture
def vault(tmp_path, names):
    language = next(code for code, each in NAMES.items() if each is names)
    root = tmp_path / "vault"
    assert run("init", root, "--lang", language, "--today", TODAY).returncode == 0
    return root


def samples(root, *more):
    done = run("samples", *more, "--vault", root, "--today", TODAY)
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def everything(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def removed(root):
    done = run("samples", "remove", "--json", "--vault", root)
    return json.loads(done.stdout)["data"]


def test_all_of_them_go_with_the_tour_and_come_back(vault):
    before = everything(vault)
    code, listed, _ = samples(vault)
    assert (code, len(listed)) == (0, NOTES)
    assert everything(vault) == before
    code, gone, err = samples(vault, "remove")
    assert (code, gone) == (0, listed)
    assert "2027-W24.md" in err
    after = everything(vault)
    assert set(before) - set(after) == set(gone)
    assert tour_of(before["Home.md"].decode())
    assert not tour_of(after["Home.md"].decode())
    assert run("check", "--vault", vault).returncode == 0
    assert run("undo", "--vault", vault).returncode == 0
    assert everything(vault) == before


def test_a_vault_without_them_and_one_of_somebodys_own_are_told_so(tmp_path):
    run("init", tmp_path / "a", "--no-samples", "--today", TODAY)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    for root in (tmp_path / "a", tmp_path / "b"):
        before = everything(root)
        for words in ([], ["remove"]):
            code, out, err = samples(root, *words)
            assert (code, out) == (0, [])
            assert "no sample" in err
        assert everything(root) == before


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(
    ("which", "old", "new"),
    [
        ("person", "## ", "Mine.\n\n## "),
        ("no", "- [ ]", "- [x]"),
        ("no", "\n\n<!-- vaultkit:end", "\n- [ ] mine\n\n<!-- vaultkit:end"),
        ("fact", "2027-06-05", "2027-06-12"),
        ("silent", "---\n# ", "---\n## "),
        ("fact", "2027-06-05", "9999-99-99"),
    ],
    ids=["a line", "a tick", "a line in the block", "a week later", "a heading", "no day"],
)
def test_what_somebody_changed_stays(vault, names, which, old, new):
    path = vault / names[which]
    change(path, old if old != "---\n# " else "\n# ", new if old != "---\n# " else "\n## ")
    mine = path.read_bytes()
    told = removed(vault)
    assert told["kept"] == [names[which]]
    assert len(told["removed"]) == NOTES - 1
    assert path.read_bytes() == mine


def test_what_vaultkit_itself_did_since_is_no_change(vault):
    run("update", "--vault", vault, "--today", "2027-09-01")
    assert removed(vault)["kept"] == []


def test_whatever_the_settings_say_by_now(vault):
    settings = vault / "vaultkit.toml"
    settings.write_text('schema = 1\nlanguage = "en"\n[applications]\ntags = ["job"]\ntype = "x"\n')
    assert removed(vault)["kept"] == []


def test_one_left_alone_among_those_moved_apart_cannot_be_told(vault, names):
    """Of two samples each was moved by another number of weeks: nobody knows which is as it was made."""
    keep = {names["fact"], names["silent"]}
    for path in samples(vault)[1]:
        if path not in keep:
            (vault / path).unlink()
    change(vault / names["fact"], "2027-06-05", "2027-06-12")
    assert removed(vault) == {"removed": [], "kept": []}
    assert all((vault / path).is_file() for path in keep)


def test_a_home_that_somebody_rewrote_loses_the_tour_only(vault):
    home = vault / "Home.md"
    home.write_text(home.read_text("utf-8") + "\nMine.\n", encoding="utf-8", newline="\n")
    samples(vault, "remove")
    assert home.read_text("utf-8").endswith("\nMine.\n")
    assert not tour_of(home.read_text("utf-8"))


def test_a_tour_that_somebody_rewrote_stays(vault):
    home = vault / "Home.md"
    change(home, "1. ", "1. Mine: ")
    mine = home.read_bytes()
    samples(vault, "remove")
    assert home.read_bytes() == mine


def test_without_a_home_the_samples_go_all_the_same(vault):
    (vault / "Home.md").unlink()
    assert len(removed(vault)["removed"]) == NOTES


def test_a_link_in_the_place_of_a_sample_is_not_followed(vault, names, tmp_path):
    place = vault / names["person"]
    outside = tmp_path / "outside.md"
    place.rename(outside)
    place.symlink_to(outside)
    assert names["person"] not in removed(vault)["removed"]
    assert place.is_symlink()
    assert outside.is_file()


def test_another_word_is_told(vault):
    code, _, err = samples(vault, "delete")
    assert code == 2
    assert "samples remove" in err


def test_the_language_comes_from_the_environment_unless_it_is_named(tmp_path):
    italian = {"LANG": "it_IT.UTF-8"}
    run("init", tmp_path / "a", "--today", TODAY, env=italian)
    assert (tmp_path / "a" / "Candidature.base").is_file()
    run("init", tmp_path / "b", "--lang", "en", "--today", TODAY, env=italian)
    assert (tmp_path / "b" / "Applications.base").is_file()
    run("init", tmp_path / "c", "--today", TODAY, env={"LANG": "xx_XX"})
    assert (tmp_path / "c" / "Applications.base").is_file()
    done = run("init", tmp_path / "d", "--lang", "xx")
    assert done.returncode == 2
    assert b"en, it" in done.stderr
    assert not (tmp_path / "d").exists()


def test_an_existing_vault_takes_the_language_that_is_named(tmp_path):
    (tmp_path / "A.md").write_text("mine\n", encoding="utf-8")
    run("init", tmp_path, "--lang", "it", "--today", str(date(2027, 6, 16)))
    assert 'language = "it"' in (tmp_path / "vaultkit.toml").read_text("utf-8")


def test_one_that_is_open_elsewhere_or_may_not_go_stays_and_is_named(vault, names, monkeypatch):
    kinds = {names["person"]: "busy", names["fact"]: "refused"}

    def refuse(vault, path, raw, run):
        found = problem(path, 1, "read-only") if kinds.get(path) == "refused" else None
        return Outcome(path, kinds.get(path, "written"), found)

    monkeypatch.setattr(removing, "remove", refuse)
    code, gone, err = samples(vault, "remove")
    assert code == 0
    assert set(kinds) & set(gone) == set()
    assert all(path in err for path in kinds)


def test_after_the_next_review_nothing_tells_of_them(vault):
    samples(vault, "remove")
    run("review", "--vault", vault, "--today", TODAY)
    review = next(vault.rglob("2027-W24.md")).read_text("utf-8")
    assert "[[" not in review


def test_in_a_vault_that_may_not_be_written_nothing_goes_and_each_is_told():
    with open_to_all() as folder:
        root = folder / "vault"
        run("init", root, "--lang", "en", "--today", TODAY)
        for path in (root, *root.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = everything(root)

        def work():
            done = run(
                "samples", "remove", "--vault", root, env={"XDG_STATE_HOME": str(folder / "s")}
            )
            return f"{done.returncode} {done.stdout.decode()} {done.stderr.decode()}"

        told = as_nobody(work)
        assert everything(root) == before
        assert "Traceback" not in told
        assert "People/Tom Hollis.md" in told


def test_a_home_that_may_not_be_written_keeps_the_tour_and_is_told():
    with open_to_all() as folder:
        root = folder / "vault"
        run("init", root, "--lang", "en", "--today", TODAY)
        for path in root.rglob("*"):
            path.chmod(0o777 if path.is_dir() else 0o666)
        root.chmod(0o777)
        home = root / "Home.md"
        home.chmod(0o444)
        before = home.read_bytes()

        def work():
            done = run(
                "samples", "remove", "--vault", root, env={"XDG_STATE_HOME": str(folder / "s")}
            )
            return f"{done.returncode} {done.stdout.decode()} {done.stderr.decode()}"

        told = as_nobody(work)
        assert told.startswith("0 ")
        assert "Home.md:1: You may not write this note" in told
        assert "13 samples are gone" in told
        assert home.read_bytes() == before
