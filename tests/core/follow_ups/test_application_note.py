"""An application note, read; and what only the day can tell, stamped once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import TODAY, desk, surveyed, update_one, updated
from vaultkit.core.across.classify import conflict
from vaultkit.core.follow_ups.application_note import _items, bare_sheet, entry
from vaultkit.core.follow_ups.block import BlockDamage, find_block
from vaultkit.core.follow_ups.first_look import is_only_first_look
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.notes.directory import Directory
from vaultkit.core.text.note import Note

HEAD = "---\ntype: application\n"


def sheet_of(text, today=date(2026, 11, 20)):
    found = surveyed({"Acme.md": text.encode()}, today)
    return found.sheets[0] if found.sheets else None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", 2),
        ("---\n<<<<<<< HEAD\na: $$\n=======\n>>>>>>> x\n---\n", 2),
        ("---\na: b$$\n---\n<<<<<<< HEAD\n=======\n>>>>>>> x\n", 4),
        ("```\n<<<<<<< HEAD\n>>>>>>> x\n```\n", None),
        ("<<<<<<< HEAD\n", None),
        ("words\n", None),
    ],
)
def test_a_conflict_is_told_with_its_line_whatever_the_head_holds(text, line):
    found = conflict(Note("A.md", text.encode()))
    assert (found.line if found else None) == line


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{HEAD}kanban-plugin: board\n---\n", "foreign-note"),
        (f"{HEAD}---\n```\nopen\n", "open-at-end"),
        (f"{HEAD}---\n<!-- vaultkit:begin v1 -->\n", "marker-without-end"),
        (f"{HEAD}applied: 2026-02-30\n---\n", "bad-date"),
    ],
)
def test_a_note_with_a_problem_is_frozen(text, code):
    sheet = sheet_of(text)
    assert sheet.is_frozen
    assert code in [found.code for found in sheet.problems]


def test_a_template_is_nobody_s_note():
    assert sheet_of(f"{HEAD}company: {{{{title}}}}\n---\n") is None


def test_a_stage_without_its_day_is_stamped_where_it_is_recent_and_stays_so():
    text = f"{HEAD}status: rejected\napplied: 2026-10-05\nrecruiter: Ann\n---\n"
    assert sheet_of(text).application.decided == date(2026, 11, 20)
    written = update_one(text.encode()).decode()
    assert sheet_of(written, date(2026, 12, 24)).application.decided == date(2026, 11, 20)
    assert sheet_of(text, date(2027, 11, 20)).application.decided is None


def test_an_item_is_for_whom_its_line_links_to_when_the_note_names_them_no_longer():
    written = update_one(
        f'{HEAD}status: rejected\ndecided: 2026-11-02\nrecruiter: "[[P/Ann|Annie]]"\n---\n'.encode()
    )
    ticked = written.decode().replace("[ ]", "[x]").replace('recruiter: "[[P/Ann|Annie]]"\n', "")
    items = entry(sheet_of(ticked), desk().terms.playbook, Directory(())).items
    assert {item.rule: item.person and (item.person.text, item.person.target) for item in items} == {
        "reflect": None, "feedback": ("Annie", "P/Ann"), "stay-in-touch": ("Annie", "P/Ann"),
    }  # fmt: skip


def test_an_item_elsewhere_in_the_note_counts_as_done():
    written = update_one(
        f"{HEAD}status: applied\napplied: 2026-11-02\nrecruiter: Ann\n---\n".encode()
    ).decode()
    line = next(line for line in written.split("\n") if line.startswith("- [ ]"))
    moved = written.replace(f"{line}\n", "") + f"\n## Done\n{line.replace('[ ]', '[x]')}\n"
    assert list(sheet_of(moved).done) == ["check-in-ann"]


def test_a_stage_that_stood_so_at_the_first_look_tells_of_no_answer():
    raw = b"---\ntype: application\nstatus: rejected\napplied: 2026-10-05\n---\n"
    (found,) = surveyed({"A.md": raw}).entries
    assert is_only_first_look(found)
    written = updated({"A.md": raw})
    assert b"first-seen=rejected:2026-11-20 already=rejected" in written["A.md"]
    (found,) = surveyed(written, date(2026, 12, 1)).entries
    assert is_only_first_look(found)
    dated = written["A.md"].replace(b"applied:", b"decided: 2026-11-10\napplied:")
    (found,) = surveyed({"A.md": dated}).entries
    assert not is_only_first_look(found)


def test_a_stage_that_was_seen_to_change_tells_of_an_answer():
    live = b"---\ntype: application\nstatus: applied\napplied: 2026-10-05\nrecruiter: Ann\n---\n"
    after = updated({"A.md": live})["A.md"].replace(b"status: applied", b"status: rejected")
    (found,) = surveyed(updated({"A.md": after})).entries
    assert found.memory.first_seen == {"rejected": TODAY}
    assert found.memory.already == ()
    assert not is_only_first_look(found)


BEGIN = "<!-- vaultkit:begin v1 -->\n"
ITEM = "- [ ] Write to [[Ann]] 📅 2026-11-10 ^vk-check-in-ann\n"
HINT = "  - a hint\n"
END = "<!-- vaultkit:end stage=applied; check-in-ann 2026-11-10 8f3a; call 2026-11-10 8f3a -->\n"
BLOCK = (BEGIN, ITEM, HINT, END)
LINES = (
    *(
        "words\n",
        "\n",
        "  deeper\n",
        "- [x] Reflect ✅ 2026-11-09 ^vk-reflect\n",
        "    - [ ] q ^vk-reflect-2\n",
    ),
    *("```\n", "> ```\n", "- ~~~\n", "`a` %%\n", "$$ x\n", "<!-- b\n", "-->\n", "5 % < 6 ^ 2\n"),
    *("about vaultkit: words\n", "last", "\r\n", "  📅 2026-11-10 ^vk-call\n", *BLOCK),
)


@given(
    st.lists(st.sampled_from(LINES), max_size=8),
    st.booleans(),
    st.lists(st.sampled_from(LINES), max_size=8),
)
def test_a_note_of_which_the_top_is_read_says_what_all_of_it_says(above, has_block, below):
    text = "".join([HEAD, "---\n", *above, *(BLOCK if has_block else ()), *below])
    sheet, read = sheet_of(text), ReadText.of(text)
    try:
        block, damage = find_block(read.lines, read.outline), []
    except BlockDamage as found:
        block, damage = None, [found.code]
    healed, *items = _items(read, block, {})
    assert (sheet.block, [*sheet.lines]) == (block, [*(healed or read.lines)])
    assert [sheet.pieces, sheet.strays, sheet.wrapped] == items
    mark, _ = read.outline.open_end or ("$$", 0)
    told = [found.code for found in sheet.problems if not found.code.startswith("item-")]
    assert told == [*(["open-at-end"] if mark not in ("$$", "%%") else []), *damage]


def test_a_block_above_the_line_that_ends_a_broken_head_has_its_items():
    text = "".join([HEAD, "no property\n", *BLOCK, "\n---\n"])
    sheet = bare_sheet(Note("Acme.md", text.encode()), ())
    assert [piece.id for piece in sheet.pieces] == ["check-in-ann"]
