"""Whose a line is, what is remembered of it, and that none hides: cases from the field and from real clients."""

import json
import re
from pathlib import Path

import pytest

from tests.test_cli import out, run

ACME = """---
type: application
company: Acme
role: Data Engineer
status: rejected
interviewed: 2026-10-20
decided: 2026-10-22
recruiter: "[[Jane Doe]]"
interviewers:
  - "[[Marta Rossi]]"
---

# Acme
"""
MARTA = "^vk-follow-up-marta-rossi"


@pytest.fixture
def base(tmp_path):
    """The vault that each case starts from, after its first update."""
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    (root / "Applications").mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    for name in ("Jane Doe", "Marta Rossi"):
        address = f"{name.split()[0].lower()}@example.com"
        person = f"---\ntype: person\nemail: {address}\n---\n"
        (root / "People" / f"{name}.md").write_text(person, encoding="utf-8")
    write(root, ACME)
    update(root, "2026-10-23")
    return root


def note(root: Path) -> Path:
    return root / "Applications" / "Acme.md"


def read(root: Path) -> str:
    return note(root).read_text(encoding="utf-8")


def write(root: Path, text: str) -> None:
    note(root).write_text(text, encoding="utf-8", newline="")


def change(root: Path, old: str, new: str) -> None:
    text = read(root)
    assert old in text
    write(root, text.replace(old, new))


def update(root: Path, day: str):
    return run("update", "--vault", root, "--today", day)


def vk(root: Path, *arguments: str) -> str:
    done = run(*arguments, "--vault", root)
    return out(done) + done.stderr.decode()


def items(root: Path) -> list[str]:
    """The checklist lines with an id, in order."""
    return [line for line in read(root).split("\n") if re.search(r"\[.\].*\^vk-", line)]


def of_rule(root: Path, rule: str) -> list[str]:
    return [line for line in items(root) if f"^vk-{rule}" in line]


def listed(root: Path, command: str, day: str) -> dict[str, str]:
    """The ids that a command lists as data, with their due days."""
    found = json.loads(out(run(command, "--json", "--vault", root, "--today", day)))["data"]
    rows = found if command == "due" else [item for contact in found for item in contact["items"]]
    return {row["id"]: row["due"] for row in rows}


def rename_marta(root: Path) -> None:
    """As Obsidian does it: the file, and each link to it, but not the words."""
    (root / "People" / "Marta Rossi.md").rename(root / "People" / "Marta Verdi.md")
    change(root, "[[Marta Rossi]]", "[[Marta Verdi]]")


def is_settled(root: Path, day: str) -> bool:
    before = read(root)
    update(root, day)
    return read(root) == before


def test_somebody_whose_note_was_renamed_after_the_mail_is_not_written_to_again(base):
    """field.md A"""
    vk(base, "done", "marta", "--today", "2026-11-05")
    rename_marta(base)
    before = read(base)
    update(base, "2026-11-06")
    assert of_rule(base, "follow-up") == [
        "- [x] Write to [[Marta Verdi]] and ask to be kept in mind 🛫 2026-11-03 📅 2026-11-10 ✅ 2026-11-05 "
        + MARTA
    ]
    assert read(base) == before


def test_somebody_whose_note_was_renamed_keeps_the_open_line(base):
    """field.md A, without the tick: the line still follows, and goes when its rule does."""
    rename_marta(base)
    assert is_settled(base, "2026-11-06")
    assert len(of_rule(base, "follow-up")) == 1
    assert "vk-follow-up-marta-rossi" in listed(base, "contacts", "2026-11-06")
    change(base, "decided: 2026-10-22", "decided: 2026-11-05")
    update(base, "2026-11-06")
    assert of_rule(base, "follow-up") == [
        "- [ ] Write to [[Marta Verdi]] and ask to be kept in mind 🛫 2026-11-06 📅 2026-11-12 "
        + MARTA
    ]
    assert "To: marta@example.com" in vk(base, "draft", "follow-up", "--today", "2026-11-06")
    change(base, "status: rejected", "status: ghosted")
    update(base, "2026-11-06")
    assert items(base) == []


def test_a_line_that_was_deleted_before_the_rename_stays_away(base):
    """field.md A, of a name that has a part in common: no line says any more whose it was."""
    vk(base, "done", "marta", "--today", "2026-11-05")
    text = read(base)
    gone = re.sub(rf".*\{MARTA}\n.*\n", "", text)
    assert gone != text
    write(base, gone)
    update(base, "2026-11-06")
    rename_marta(base)
    update(base, "2026-11-07")
    assert of_rule(base, "follow-up") == []


def test_an_alias_and_other_spellings_of_a_link_are_one_person(base):
    """An interviewer named four ways gets one line."""
    marta = base / "People" / "Marta Rossi.md"
    marta.write_text(
        "---\ntype: person\naliases: [Martina, M. Rossi]\nemail: m@example.com\n---\n",
        encoding="utf-8",
    )
    change(
        base,
        '  - "[[Marta Rossi]]"\n',
        '  - Martina\n  - "[[Marta Rossi]]"\n  - "[[People/Marta Rossi|Marta]]"\n  - "[[M. Rossi]]"\n',
    )
    update(base, "2026-11-06")
    assert len(of_rule(base, "follow-up")) == 1
    change(
        base, '  - "[[Marta Rossi]]"\n  - "[[People/Marta Rossi|Marta]]"\n  - "[[M. Rossi]]"\n', ""
    )
    assert is_settled(base, "2026-11-06")
    assert of_rule(base, "follow-up")[0].endswith(MARTA)


def test_somebody_else_of_the_same_first_name_gets_a_line(base):
    """Two people with notes of their own are two, however near their names are."""
    vk(base, "done", "marta", "--today", "2026-11-05")
    (base / "People" / "Marta Verdi.md").write_text("---\ntype: person\n---\n", encoding="utf-8")
    change(base, '  - "[[Marta Rossi]]"\n', '  - "[[Marta Verdi]]"\n')
    update(base, "2026-11-06")
    assert [line[:5] for line in of_rule(base, "follow-up")] == ["- [x]", "- [ ]"]
    assert "0 problems" in vk(base, "check", "--today", "2026-11-06")


def test_a_misspelt_name_put_right_gets_no_second_line(base):
    """field.md B"""
    change(base, '  - "[[Marta Rossi]]"\n', "  - Marta Rosi\n")
    update(base, "2026-10-23")
    vk(base, "done", "follow-up", "--today", "2026-11-05")
    change(base, "  - Marta Rosi\n", "  - Marta Rossi\n")
    update(base, "2026-11-06")
    assert is_settled(base, "2026-11-06")
    assert [line[:5] for line in of_rule(base, "follow-up")] == ["- [x]"]
    line = read(base).split("\n").index(of_rule(base, "follow-up")[0]) + 1
    told = vk(base, "check", "--today", "2026-11-06")
    assert (
        f"Applications/Acme.md:{line}: (hint) ^vk-follow-up-marta-rosi is done, and counts as done for Marta Rossi"
        in told
    )
    change(base, "Write to Marta Rosi and", "Write to Marta Rossi and")
    assert "counts as done" not in vk(base, "check", "--today", "2026-11-06")


def test_another_name_is_somebody_new_and_check_says_so(base):
    """field.md B: a name that is not like the old one may be another's."""
    change(base, '  - "[[Marta Rossi]]"\n', "  - Marta Rosi\n")
    update(base, "2026-10-23")
    vk(base, "done", "follow-up", "--today", "2026-11-05")
    change(base, "  - Marta Rosi\n", "  - Luca Bianchi\n")
    update(base, "2026-11-06")
    assert [line[:5] for line in of_rule(base, "follow-up")] == ["- [x]", "- [ ]"]


def test_an_open_line_for_a_misspelt_name_becomes_one_for_the_right_one(base):
    """field.md B, without the tick: one open line, with the right name."""
    change(base, '  - "[[Marta Rossi]]"\n', "  - Marta Rosi\n")
    update(base, "2026-10-23")
    change(base, "  - Marta Rosi\n", "  - Marta Rossi\n")
    update(base, "2026-10-24")
    (line,) = of_rule(base, "follow-up")
    assert "Write to Marta Rossi and" in line


STAY = "stay-in-touch"


def without_done(root: Path) -> None:
    """Delete the done lines with what is nested under them, as tidying up does."""
    kept, skipping = [], False
    for line in read(root).split("\n"):
        skipping = "[x]" in line or (skipping and line.startswith(("  ", "\t")))
        if not skipping:
            kept.append(line)
    write(root, "\n".join(kept))


def test_a_done_line_that_is_deleted_ends_nothing(base):
    """field.md C"""
    vk(base, "done", STAY, "--today", "2027-01-20")
    (done, after) = of_rule(base, STAY)
    assert "📅 2027-04-20" in after
    without_done(base)
    assert is_settled(base, "2027-01-21")
    assert of_rule(base, STAY) == [after]
    assert after.split("^")[1] in listed(base, "due", "2027-05-01")
    vk(base, "done", STAY, "--today", "2027-04-22")
    without_done(base)
    update(base, "2027-04-23")
    (third,) = of_rule(base, STAY)
    assert "📅 2027-07-22" in third
    assert third.endswith("-3")
    assert "[x]" in done


@pytest.mark.parametrize(
    ("rule", "head"),
    [
        ("check-in", "status: applied\napplied: 2026-11-02\nrecruiter: Jane Doe\n"),
        ("ask-news", "status: interview\ninterviewed: 2026-11-02\nrecruiter: Jane Doe\n"),
    ],
)
def test_the_next_line_of_a_rule_outlives_a_done_one(base, rule, head):
    """field.md C, of check-in and ask-news."""
    write(base, f"---\ntype: application\ncompany: Acme\n{head}---\n")
    update(base, "2026-11-02")
    vk(base, "done", rule, "--today", "2026-11-12")
    without_done(base)
    lines = of_rule(base, rule)
    assert len(lines) == 1
    assert is_settled(base, "2026-11-13")
    assert of_rule(base, rule) == lines


def test_a_vault_of_the_first_version_remembers_by_the_line_that_came_next(base):
    """field.md C: its memory has no day of the touch."""
    vk(base, "done", STAY, "--today", "2027-01-25")
    lines = of_rule(base, STAY)[1:]
    write(base, re.sub(r" done=[0-9-]{10}", "", read(base)))
    without_done(base)
    assert is_settled(base, "2027-01-26")
    assert of_rule(base, STAY) == lines


def test_a_done_line_without_a_next_one_does_not_come_back(base):
    """field.md C: `reflect` ends with itself."""
    vk(base, "done", "reflect", "--today", "2026-10-25")
    without_done(base)
    assert is_settled(base, "2026-10-26")
    assert of_rule(base, "reflect") == []


def test_the_last_touch_outlives_the_done_line_that_told_it(base):
    """field.md C: stay-in-touch counts from the mail to the same person, tidied away or not."""
    (base / "Applications" / "Acme.md").write_text(
        ACME.replace('recruiter: "[[Jane Doe]]"\n', ""), encoding="utf-8"
    )
    update(base, "2026-10-23")
    vk(base, "done", "follow-up", "--today", "2026-11-05")
    (before,) = of_rule(base, STAY)
    assert "📅 2027-02-05" in before
    without_done(base)
    assert is_settled(base, "2026-11-06")
    assert of_rule(base, STAY) == [before]


def test_a_tick_that_brings_nothing_leaves_the_memory_as_it_is(base):
    """format.md, the memory."""
    end = read(base).split("\n")[-2]
    assert end.startswith("<!-- vaultkit:end ")
    vk(base, "done", "reflect", "--today", "2026-10-25")
    vk(base, "done", "feedback", "--today", "2026-10-26")
    assert read(base).split("\n")[-2] == end


REMARKS = [
    f"{MARTA} (away until 9 November)",
    f"away until 9 November {MARTA}",
    f"{MARTA} #later ok",
    f"{MARTA} ⏫",
]


@pytest.mark.parametrize("ending", REMARKS)
def test_a_remark_at_the_end_of_a_line_hides_it_from_nobody(base, ending):
    """field.md D and E"""
    change(base, MARTA, ending)
    (line,) = of_rule(base, "follow-up")
    assert is_settled(base, "2026-11-12")
    for command in ("due", "contacts"):
        assert listed(base, command, "2026-11-12")["vk-follow-up-marta-rossi"] == "2026-11-10"
    assert "#^vk-follow-up-marta-rossi" in vk(base, "review", "--stdout", "--today", "2026-11-12")
    assert "deleted" not in vk(base, "explain", "Acme", "--today", "2026-11-12")
    number = read(base).split("\n").index(line) + 1
    told = vk(base, "check", "--today", "2026-11-12")
    assert (
        f"Applications/Acme.md:{number}: (hint) words after the date or the id of ^vk-follow-up-marta-rossi"
        in told
    )


@pytest.mark.parametrize("ending", REMARKS[:2])
def test_a_line_with_a_remark_can_be_put_off_and_done(base, ending):
    """field.md D and E, the other commands."""
    change(base, MARTA, ending)
    vk(base, "snooze", "marta", "2026-11-20", "--today", "2026-11-12")
    assert listed(base, "due", "2026-11-12")["vk-follow-up-marta-rossi"] == "2026-11-20"
    vk(base, "done", "marta", "--today", "2026-11-13")
    assert "vk-follow-up-marta-rossi" not in listed(base, "due", "2026-11-30")
    assert is_settled(base, "2026-11-14")
    assert "away until 9 November" in of_rule(base, "follow-up")[0]
    assert "words behind" not in vk(base, "check", "--today", "2026-11-14")


@pytest.mark.parametrize("indent", ["\t", "    ", "   "])
def test_the_indent_of_a_child_line_is_no_word(base, indent):
    """field.md F"""
    head, body = read(base).split("# Acme")
    write(base, head + "# Acme" + re.sub(r"(?m)^  - ", f"{indent}- ", body))
    child = next(line for line in read(base).split("\n") if "To Jane Doe" in line)
    change(base, "decided: 2026-10-22", "decided: 2026-10-29")
    update(base, "2026-10-30")
    assert "📅 2026-11-01" in of_rule(base, "reflect")[0]
    assert "📅 2026-11-02" in of_rule(base, "feedback")[0]
    assert child in read(base)
    assert run("remove", "--yes", "--vault", base).returncode == 0
    assert read(base) == ACME.replace("10-22", "10-29")


@pytest.mark.parametrize(
    "blank", ["\n<!-- vaultkit:begin v1 -->\n\n", "<!-- vaultkit:begin v1 -->\n\n\n"]
)
def test_after_a_formatter_the_bold_line_goes_too(base, blank):
    """field.md K"""
    change(base, "<!-- vaultkit:begin v1 -->\n", blank)
    change(base, "\n<!-- vaultkit:end", "\n\n<!-- vaultkit:end")
    told = vk(base, "remove", "--yes")
    assert "1 note is as it was without vaultkit" in told
    assert "Follow-up" not in read(base)
    assert "vaultkit" not in read(base)


def test_remove_says_what_stays_and_where(base):
    """field.md K: a ticked line is the person's, so the note is not as it was."""
    vk(base, "done", "reflect", "--today", "2026-10-25")
    told = vk(base, "remove", "--yes")
    assert "as it was" not in told
    number = read(base).split("\n").index(of_rule(base, "reflect")[0]) + 1
    assert (
        f"Applications/Acme.md:{number}: (hint) 6 lines of your own, or changed by you, stay here"
        in told
    )


def test_remove_counts_clean_notes_and_others_apart(base):
    """field.md K: two notes, one of which was ticked, with the tool's line in the head."""
    (base / "vaultkit.toml").write_text(
        "schema = 1\n[front_matter]\nnext_follow_up = true\n", encoding="utf-8"
    )
    (base / "Applications" / "Beta.md").write_text(ACME.replace("Acme", "Beta"), encoding="utf-8")
    update(base, "2026-10-23")
    vk(base, "done", "Acme#reflect", "--today", "2026-10-25")
    change(base, "\n# Acme", "\nMine.\n\n# Acme")
    told = vk(base, "remove", "--yes")
    assert "1 note is as it was without vaultkit" in told
    number = read(base).split("\n").index(of_rule(base, "reflect")[0]) + 1
    assert (
        f"Applications/Acme.md:{number}: (hint) 6 lines of your own, or changed by you, stay here"
        in told
    )


@pytest.mark.parametrize(
    "names",
    [
        ("Иван Б.", "Иван"),
        ("Олег А.", "Олег"),
        ("Jane م", "Jane"),
        ("Panel 2", "Panel"),
        ("Panel", "Panel 12"),
    ],
)
def test_no_id_is_taken_for_the_repeat_of_another(base, names):
    """clients.md K2 and K7"""
    head = "type: application\ncompany: Acme\nstatus: interview\ninterviewed: 2026-11-10\n"
    listed_names = "".join(f'  - "{name}"\n' for name in names)
    write(base, f"---\n{head}interviewers:\n{listed_names}---\n")
    update(base, "2026-11-09")
    assert len(of_rule(base, "thank-you")) == 2
    assert is_settled(base, "2026-11-09")


def test_people_are_told_apart_by_their_numbers(base):
    """clients.md K7, and the form of <person>."""
    names = "Interviewer 1, Interviewer 2, Panel 2, Иван"
    head = f"type: application\ncompany: Acme\nstatus: interview\ninterviewed: 2026-11-10\ninterviewers: [{names}]\n"
    write(base, f"---\n{head}---\n")
    update(base, "2026-11-09")
    ids = [line.split("^vk-")[1] for line in of_rule(base, "thank-you")]
    people = ("interviewer-n1", "interviewer-n2", "panel-n2", "x438x432x430x43d")
    assert ids == [f"thank-you-{person}" for person in people]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Иван", "43843243043d"),
        ("Иван Б.", "43843243043d-431"),
        ("Łukasz 2", "142ukasz"),
        ("王伟", "738b4f1f"),
    ],
)
@pytest.mark.parametrize("how", ["open", "done"])
def test_an_id_of_the_first_version_stays_the_same_person_s(base, name, first, how):
    """clients.md K2: neither doubled, nor orphaned, nor renamed in place."""
    head = "type: application\ncompany: Acme\nstatus: interview\ninterviewed: 2026-11-10\n"
    write(base, f'---\n{head}interviewers: ["{name}"]\n---\n')
    update(base, "2026-11-09")
    (line,) = of_rule(base, "thank-you")
    new = line.split("^vk-thank-you-")[1]
    change(base, f"thank-you-{new}", f"thank-you-{first}")
    change(base, f"ask-news-{new}", f"ask-news-{first}")
    if how == "done":
        vk(base, "done", "thank-you", "--today", "2026-11-11")
    before = items(base)
    assert is_settled(base, "2026-11-12")
    assert items(base) == before
    if how == "open":
        change(base, "interviewed: 2026-11-10", "interviewed: 2026-11-11")
        update(base, "2026-11-12")
        assert of_rule(base, "thank-you") == [
            line.replace(new, first).replace("2026-11-11", "2026-11-12")
        ]


def test_of_two_that_the_first_version_took_for_one_the_words_say_whose_the_line_is(base):
    """clients.md K7, in an old vault: "Interviewer 2" had the line; "Interviewer 1" gets one."""
    head = "type: application\ncompany: Acme\nstatus: interview\ninterviewed: 2026-11-10\n"
    write(base, f"---\n{head}interviewers: [Interviewer 2]\n---\n")
    update(base, "2026-11-09")
    write(
        base,
        read(base)
        .replace("-interviewer-n2", "-interviewer")
        .replace("[Inter", "[Interviewer 1, Inter"),
    )
    update(base, "2026-11-09")
    one, two = of_rule(base, "thank-you")
    assert one.endswith("^vk-thank-you-interviewer")
    assert two.endswith("^vk-thank-you-interviewer-n1")


@pytest.mark.parametrize("company", ["➕", "***", '"  "'])
def test_a_company_of_which_nothing_is_left_is_called_as_the_file(base, company):
    """clients.md K3"""
    write(base, ACME.replace("company: Acme", f'company: "{company}"'.replace('""', '"')))
    update(base, "2026-10-23")
    assert "Reflect on the interview with Acme 📅" in of_rule(base, "reflect")[0]
    change(base, "decided: 2026-10-22", "decided: 2026-10-29")
    update(base, "2026-10-30")
    assert "📅 2026-11-01" in of_rule(base, "reflect")[0]


def test_a_note_without_any_name_has_a_word_for_the_company(base):
    """clients.md K3"""
    other = base / "Applications" / "***.md"
    other.write_text(ACME.replace("company: Acme\n", ""), encoding="utf-8")
    update(base, "2026-10-23")
    assert "Reflect on the interview with an unnamed company 📅" in other.read_text(
        encoding="utf-8"
    )


def test_a_name_that_ends_in_a_colon_makes_no_field(base):
    """clients.md K4"""
    write(base, ACME.replace('"[[Jane Doe]]"', '"Jane Doe (HR):"'))
    update(base, "2026-10-23")
    block = read(base).partition("vaultkit:begin")[2].partition("vaultkit:end")[0]
    assert "Jane Doe (HR):" in block
    assert "::" not in block


def test_a_promise_that_is_taken_back_takes_its_words_along(base):
    """life.md 12"""
    head = "type: application\ncompany: Acme\nstatus: interview\ninterviewed: 2026-11-02\nrecruiter: Jane Doe\n"
    write(base, f"---\n{head}reply_by: 2026-11-20\n---\n")
    update(base, "2026-11-03")
    (promised,) = of_rule(base, "ask-news")
    change(base, "reply_by: 2026-11-20\n", "")
    update(base, "2026-11-03")
    (plain,) = of_rule(base, "ask-news")
    assert plain.endswith("📅 2026-11-09 ^vk-ask-news-jane-doe")
    assert plain.partition("📅")[0] != promised.partition("📅")[0]
    assert is_settled(base, "2026-11-03")
    change(base, "recruiter:", "reply_by: 2026-11-20\nrecruiter:")
    update(base, "2026-11-03")
    assert of_rule(base, "ask-news") == [promised]


def test_answers_keep_the_line_that_they_stand_under(base):
    """life.md 12: the person has written under it, so it stays with its words."""
    head = "type: application\ncompany: Acme\nstatus: rejected\ndecided: 2026-11-02\n"
    write(base, f"---\n{head}---\n")
    update(base, "2026-11-03")
    child = read(base).split("\n").index(of_rule(base, "reflect")[0]) + 1
    question = read(base).split("\n")[child]
    change(base, question, f"{question} Perhaps.")
    lines = of_rule(base, "reflect")
    change(base, "decided:", "interviewed: 2026-10-20\ndecided:")
    update(base, "2026-11-03")
    assert of_rule(base, "reflect") == lines
