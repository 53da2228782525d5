"""``render`` knows one note. Whatever stands in the others, it does not work against ``update``, which knows them all."""

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.house import rendered, surveyed, update_one, updated
from tests.properties.test_promises import DAYS, heads, notes

BOX = re.compile(r"- \[ \] (?=.*\^vk-)")


@st.composite
def others(draw):
    """Other notes of a vault: people, some of them with other names or not to be contacted, and applications."""
    found = {}
    for name, aliases in (
        ("Marta Rossi", "[Luca Bianchi]"),
        ("Luca Bianchi", "[]"),
        ("李四", "[]"),
    ):
        if draw(st.booleans()):
            lines = ["---", "type: person", f"aliases: {aliases if draw(st.booleans()) else '[]'}"]
            lines += ["do_not_contact: true"] if draw(st.booleans()) else []
            lines += ["company: Agency Ltd"] if draw(st.booleans()) else []
            lines += [f"last_contact: {draw(DAYS)}"] if draw(st.booleans()) else []
            found[f"People/{name}.md"] = "\n".join([*lines, "---", ""]).encode()
    for number in range(draw(st.integers(0, 2))):
        head = ["---", *draw(heads()), "---", ""]
        found[f"Other {number}.md"] = "\n".join(head).encode()
    return found


@st.composite
def by_hand(draw, raw):
    """The note as a person leaves it: another head perhaps, some lines ticked, some deleted."""
    text = raw.decode()
    if draw(st.booleans()):
        newline = "\r\n" if "\r\n" in text else "\n"
        _, _, rest = text.partition(f"{newline}---{newline}")
        text = newline.join(["---", *draw(heads()), "---", rest])
    found = []
    for line in text.split("\n"):
        if BOX.match(line):
            choice = draw(st.integers(0, 9))
            if choice == 0:
                continue
            line = line.replace("[ ]", "[x]", 1) if choice < 4 else line
        found.append(line)
    return "\n".join(found).encode()


def sheet_of(raw, vault=None):
    found = surveyed({**(vault or {}), "Acme.md": raw})
    return next((one for one in found.sheets if one.note.path == "Acme.md"), None)


def days(raw):
    """Return the days of the untouched lines of a note's block, by id."""
    sheet = sheet_of(raw)
    given_ = sheet.memory.given
    return {
        piece.id: (piece.task.start, piece.task.due)
        for piece in sheet.pieces
        if piece.is_untouched(given_.get(piece.id))
    }


@settings(max_examples=100, deadline=None)
@given(notes(), others(), st.data())
def test_after_an_update_render_changes_nothing_in_a_note_that_has_a_block(raw, vault, data):
    after = updated({**vault, "Acme.md": raw})
    ticked = {**after, "Acme.md": data.draw(by_hand(after["Acme.md"]))}
    for path, text in updated(ticked).items():
        if b"<!-- vaultkit:begin" in text:
            assert rendered(text, path=path) == text


@settings(max_examples=100, deadline=None)
@given(notes(), others(), st.data())
def test_what_render_writes_where_an_update_has_been_is_what_the_next_update_would(
    raw, vault, data
):
    first = updated({**vault, "Acme.md": raw})
    edited = data.draw(by_hand(first["Acme.md"]))
    before = sheet_of(edited)
    assume(before is not None and before.block is not None and not before.is_frozen)
    after = rendered(edited)
    assert rendered(after) == after
    wanted = days(updated({**first, "Acme.md": edited})["Acme.md"])
    old, new = days(edited), days(after)
    kept = updated({**first, "Acme.md": after})["Acme.md"]
    for item_id in {*old, *new}:
        if old.get(item_id) == new.get(item_id):
            continue  # left as it was
        if item_id not in new:
            assert item_id not in wanted, "render took away what an update keeps"
        elif item_id in old:
            assert wanted.get(item_id, new[item_id]) == new[item_id], "and what moves, moves there"
        elif before.memory.stage == before.application.stage:
            assert wanted[item_id] == new[item_id]
            assert days(kept)[item_id] == new[item_id]


@settings(max_examples=100, deadline=None)
@given(notes())
def test_a_first_render_is_the_update_of_a_vault_of_one_note_but_for_what_touches_move(raw):
    alone, whole = rendered(raw), update_one(raw)
    sheet = sheet_of(raw)
    if sheet is None or sheet.is_frozen:
        assert alone == whole == raw
        return
    wanted = {name: day for name, day in days(whole).items() if "stay-in-touch" not in name}
    assert days(alone) == wanted
    assert rendered(alone) == alone
