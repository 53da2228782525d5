"""``vaultkit lsp``: what an editor is told of its buffer, over a real server's stdin and stdout."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command_line import run
from tests.editor_client import applied, editor
from vaultkit.core.text.note import split_lines
from vaultkit.editor.places import Place, Places

TODAY = "2026-11-20"
ACME = """\
---
type: application
company: Acme
role: Analyst
status: applied
applied: 2026-11-02
recruiter: "[[Ann Lee]]"
---

# 😀 Acme
"""
ANN = "---\ntype: person\ncompany: Acme\nemail: ann@acme.example\n---\n"


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    root = tmp_path_factory.mktemp("lsp") / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text('schema = 1\nlanguage = "en"\n[me]\nname = "Ada"\n')
    (root / "Acme.md").write_text(ACME, encoding="utf-8")
    (root / "Beta.md").write_text(ACME.replace("Acme", "Beta"), encoding="utf-8")
    (root / "Ann Lee.md").write_text(ANN)
    (root / "Notes.md").write_text("# Nothing of ours\n")
    assert run("update", "--vault", root, "--today", TODAY).returncode == 0
    return root


@pytest.fixture(scope="module")
def server(vault):
    with editor(vault, "--today", TODAY) as client:
        yield client


@pytest.fixture(autouse=True)
def untouched(vault):
    """Whatever an editor asks, no byte of the vault changes."""
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    yield
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == before


def place_of(text, words):
    line = next(number for number, line in enumerate(text.split("\n")) if words in line)
    return line, text.split("\n")[line].index(words)


def words_at(text, stretch):
    line = text.split("\n")[stretch["start"]["line"]].encode("utf-16-le")
    assert stretch["start"]["line"] == stretch["end"]["line"]
    start, end = stretch["start"]["character"], stretch["end"]["character"]
    return line[start * 2 : end * 2].decode("utf-16-le")


def test_a_note_that_is_well_has_nothing_said_of_it(server, vault):
    assert server.open(vault / "Acme.md").wrong == []


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "fixes"),
    [
        ("status: applied", "status: 😀 nonsense", "unknown-stage", "😀 nonsense", []),
        ("status: applied", "status: aplied", "unknown-stage-near", "aplied", ["applied"]),
        ("2026-11-02", "03/04/2026", "ambiguous-date", "03/04/2026", ["2026-04-03", "2026-03-04"]),
        ("2026-11-02", "soon", "bad-date", "soon", []),
        ('"[[Ann Lee]]"', "Ann Lee; Bob Ray", "names-in-one", "Ann Lee; Bob Ray", None),
    ],
)
def test_a_problem_stands_at_its_very_words_with_what_puts_it_right(
    server, vault, old, new, code, at, fixes
):
    text = (vault / "Acme.md").read_text("utf-8").replace(old, new, 1)
    note = server.open(vault / "Acme.md", text)
    found = [each for each in note.wrong if each["code"] == code]
    assert [words_at(text, each["range"]) for each in found] == [at]
    assert found[0]["source"] == "vaultkit"
    line = found[0]["range"]["start"]["line"]
    offered = [each for each in note.actions(line, only=["quickfix"]) if each["kind"] == "quickfix"]
    for action in offered:
        (change,) = action["edit"]["documentChanges"]
        mended = applied(text, change["edits"])
        note.change(mended)
        assert code not in [each["code"] for each in note.wrong]
        note.change(text)
        assert code in [each["code"] for each in note.wrong]
    if fixes is not None:
        edits = [each["edit"]["documentChanges"][0]["edits"][0]["newText"] for each in offered]
        assert edits == fixes


def test_the_buffer_is_read_and_not_the_disk(server, vault):
    text = (vault / "Acme.md").read_text("utf-8")
    note = server.open(vault / "Acme.md", text.replace("applied: 2026", "applied: 1626"))
    assert note.wrong
    note.change(text)
    assert note.wrong == []


def test_what_is_closed_has_nothing_said_of_it_any_more(server, vault):
    note = server.open(vault / "Acme.md", ACME.replace("status: applied", "status: aplied"))
    assert note.wrong
    server.tell("textDocument/didClose", textDocument={"uri": note.uri})
    assert server.diagnostics(note.uri, None) == []


def labels(note, line, column):
    return [each["label"] for each in note.at("completion", line, column)]


def test_names_of_properties_are_completed_that_are_not_there_yet(server, vault):
    text = ACME.replace("role: Analyst\n", "ro\n")
    note = server.open(vault / "Acme.md", text)
    offered = note.at("completion", 3, 2)
    names = [each["label"] for each in offered]
    assert "role" in names
    assert "company" not in names
    role = next(each for each in offered if each["label"] == "role")
    assert applied(text, [role["textEdit"]]).split("\n")[3] == "role: "


def test_values_are_completed_by_what_the_property_is(server, vault):
    text = (vault / "Acme.md").read_text("utf-8")
    note = server.open(vault / "Acme.md", text.replace("status: applied", "status: "))
    stages = labels(note, 4, 8)
    assert stages[:4] == ["saved", "applied", "screening", "interview"]
    assert labels(note, 2, len("company: ")) == ["Acme", "Beta"] or "Acme" in labels(note, 2, 9)
    assert "[[Ann Lee]]" in labels(note, 6, len("recruiter: "))
    assert labels(note, 5, len("applied: ")) == [
        "2026-11-20",
        "2026-11-21",
        "2026-11-27",
        "2026-12-04",
    ]
    person = next(
        each for each in note.at("completion", 6, len('recruiter: "[[A')) if "Ann" in each["label"]
    )
    changed = applied(text, [person["textEdit"]])
    assert changed.split("\n")[6].startswith('recruiter: "[[Ann Lee]]"')


def test_an_entry_of_a_list_is_completed_like_its_property(server, vault):
    text = ACME.replace('recruiter: "[[Ann Lee]]"', "interviewers:\n  - ")
    assert "[[Ann Lee]]" in labels(server.open(vault / "Acme.md", text), 7, 4)


def test_below_the_head_and_in_other_notes_nothing_is_offered(server, vault):
    assert labels(server.open(vault / "Acme.md"), 9, 2) == []
    assert labels(server.open(vault / "Notes.md"), 0, 2) == []


def test_a_hover_says_what_explain_says(server, vault):
    text = (vault / "Acme.md").read_text("utf-8")
    note = server.open(vault / "Acme.md")
    told = json.loads(run("explain", "Acme", "--json", "--vault", vault, "--today", TODAY).stdout)
    shown = run("explain", "Acme", "--vault", vault, "--today", TODAY).stdout.decode()
    flat = " ".join(shown.split())
    line, column = place_of(text, "^vk-")
    hover = note.at("hover", line, column)["contents"]["value"]
    assert hover.startswith("check-in")
    assert " ".join(hover.split()) in flat
    stage = note.at("hover", 4, 3)["contents"]["value"]
    assert stage.startswith("Stage: Applied")
    assert " ".join(stage.split()) in flat
    assert "check-in" in note.at("hover", 5, 3)["contents"]["value"]
    assert note.at("hover", 2, 3) is None
    assert told["data"]


def test_a_lens_tells_what_comes_next(server, vault):
    (lens,) = server.open(vault / "Acme.md").ask("codeLens")
    assert lens["command"]["title"].startswith("Next: ")
    assert lens["range"]["start"] == {"line": 0, "character": 0}
    assert server.open(vault / "Notes.md").ask("codeLens") == []


def changed_by(note, text, line, title):
    action = next(each for each in note.actions(line) if each["title"].startswith(title))
    (change,) = action["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": note.uri, "version": note.version}
    return applied(text, change["edits"])


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_line_is_ticked_and_put_off_as_the_commands_do_it(server, vault, tmp_path, ending):
    text = (vault / "Acme.md").read_text("utf-8").replace("\n", ending)
    line, _ = place_of(text, "^vk-")
    note = server.open(vault / "Acme.md", text)
    copy = tmp_path / "vault"
    for words, title in ((("done",), "Done"), (("snooze",), "Put off until 2026-11-27")):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(vault, copy)
        (copy / "Acme.md").write_bytes(text.encode())
        more = ("1w",) if words == ("snooze",) else ()
        done = run(*words, "Acme#check-in", *more, "--vault", copy, "--today", TODAY)
        assert done.returncode == 0, done.stderr
        mine = changed_by(note, text, line, title)
        note.change(mine)
        theirs = (copy / "Acme.md").read_bytes().decode()
        brought = [each for each in note.actions(0) if each["kind"] == "source.vaultkit.update"]
        if brought:
            mine = changed_by(note, mine, 0, "Bring")
        assert mine == theirs
        note.change(text)


def test_a_day_before_the_one_that_an_item_is_due_on_is_not_offered_as_putting_off(server, vault):
    text = (vault / "Acme.md").read_text("utf-8")
    line, _ = place_of(text, "^vk-")
    copy = changed_by(server.open(vault / "Acme.md", text), text, line, "Put off until 2026-12-04")
    titles = [each["title"] for each in server.open(vault / "Acme.md", copy).actions(line)]
    assert "Bring forward to 2026-11-27" in titles
    assert "Put off until 2026-11-27" not in titles


def test_a_note_is_brought_up_to_date_in_the_buffer(server, vault):
    note = server.open(vault / "Acme.md", ACME)
    assert changed_by(note, ACME, 0, "Bring") == (vault / "Acme.md").read_text("utf-8")
    assert server.open(vault / "Beta.md").actions(0) == []


def test_a_letter_is_put_into_a_new_note_by_the_editor(server, vault):
    text = (vault / "Acme.md").read_text("utf-8")
    line, _ = place_of(text, "^vk-")
    note = server.open(vault / "Acme.md")
    action = next(each for each in note.actions(line) if each["title"] == "Draft the letter")
    command = action["command"]
    draft = server.ask(
        "workspace/executeCommand", command=command["command"], arguments=command["arguments"]
    )
    assert draft["to"].endswith("ann@acme.example>") or draft["to"] == "ann@acme.example"
    asked = server.told.get(timeout=30)
    assert asked["method"] == "workspace/applyEdit"
    create, fill = asked["params"]["edit"]["documentChanges"]
    assert create["kind"] == "create"
    assert "/Drafts/" in create["uri"]
    assert draft["body"] in fill["edits"][0]["newText"]
    gone = server.ask(
        "workspace/executeCommand", command="vaultkit.draft", arguments=[note.uri, "vk-nobody"]
    )
    assert gone is None
    assert server.told.get(timeout=30)["method"] == "window/showMessage"


HALF = [
    "---",
    "---\n",
    "---\nsta",
    "---\ntype: application\nsta\n---\n",
    "---\ntype: application\nstatus: [\n---\n",
    '---\ntype: application\ncompany: "Ac\n---\n',
    "---\ntype: application\n\tstatus: x\n---\n",
    "---\ntype: application\nstatus: {{x}}\n---\n",
    "\ufeff---\r\ntype: application\r\nstatus: applied\r\n---\r\n",
    "",
    "\n\n\n",
    "---\ntype: application\n---\n- [ ] x ^vk-reflect\n",
    "---\ntype: application\ncompany: \ud83d\n---\n",
    "<<<<<<< a\n=======\n>>>>>>> b\n",
]


@pytest.mark.parametrize("text", HALF)
def test_half_a_head_hangs_and_breaks_nothing(server, vault, text):
    note = server.open(vault / "Acme.md", text)
    assert isinstance(note.wrong, list)
    for line, column in ((0, 0), (1, 3), (2, 9), (-1, -1), (10**9, 10**9), (2, 10**9)):
        if line >= 0:
            assert isinstance(note.at("completion", line, column), list)
            note.at("hover", line, column)
            assert isinstance(note.actions(line), list)
    assert isinstance(note.ask("codeLens"), list)


NO_PARAMS = [
    None,
    {},
    [],
    "text",
    3,
    {"textDocument": {"uri": "file:///Acme.md"}, "position": {"line": -1, "character": 0}},
    {"textDocument": {"uri": 3}, "position": {"line": "0", "character": None}},
    {"textDocument": {"uri": "file:///Acme.md"}, "position": {"line": 10**12, "character": 0}},
]


@pytest.mark.parametrize("what", ["hover", "completion", "codeLens", "codeAction"])
def test_a_request_with_wrong_parameters_is_answered_with_an_error(server, vault, what):
    for params in NO_PARAMS[: 5 if what.startswith("code") else None]:
        answer = server.ask_with(f"textDocument/{what}", params)
        assert answer["code"] == -32602, params
    assert server.nothing_more()
    assert labels(server.open(vault / "Acme.md"), 4, 8)


def test_a_command_with_wrong_parameters_is_answered(server, vault):
    for params in (None, {}, "text", {"command": 3}, {"command": "vaultkit.nothing"}):
        assert server.ask_with("workspace/executeCommand", params)["code"] in (-32602, -32603)
    for arguments in ([], [3], [{}, {}], ["a", "b", "c"]):
        params = {"command": "vaultkit.draft", "arguments": arguments}
        answer = server.ask_with("workspace/executeCommand", params)
        assert answer is None or "code" in answer, arguments
    assert server.ask_with("no/such-method", {})["code"] == -32601
    assert labels(server.open(vault / "Acme.md"), 4, 8)


@pytest.mark.parametrize("form", [{"jsonrpc": "1.0"}, {"jsonrpc": None}, {}])
def test_a_request_of_another_protocol_is_answered_with_an_error(server, form):
    request = {"id": 77, "method": "textDocument/hover", "params": {}, **form}
    assert server.answer_to(77, json.dumps(request).encode())["code"] in (-32600, -32602)


def test_a_request_after_the_goodbye_is_answered_with_an_error(vault):
    with editor(vault, "--today", TODAY) as client:
        client.ask("shutdown")
        assert client.ask_with("textDocument/hover", {"position": 3})["code"] == -32602
        assert client.ask("shutdown")["code"] == -32600


NO_MESSAGES = [b"[]", b"null", b"3", b'"text"', b"{}", b"\xff\xfe\xfd", b"{", b"[" * 9000]
NO_MESSAGES += [b'{"jsonrpc": "2.0"}', b'{"jsonrpc": "2.0", "method": "textDocument/didOpen"}']
PASSED_OVER = "vaultkit lsp: a message from the editor cannot be read, and is passed over\n"


def test_what_is_no_message_is_a_line_in_the_log_and_the_server_goes_on(vault):
    with editor(vault, "--today", TODAY, log=PASSED_OVER * len(NO_MESSAGES)) as client:
        for data in NO_MESSAGES:
            client.send_bytes(data)
        assert labels(client.open(vault / "Acme.md"), 4, 8)
        assert client.nothing_more()


def test_a_half_typed_name_is_completed_though_the_head_does_not_read(server, vault):
    note = server.open(vault / "Acme.md", "---\ntype: application\nsta\n---\n")
    assert "status" in labels(note, 2, 3)


@pytest.mark.parametrize(
    "typed", ["recruiter: Jo", 'recruiter: "[[', "recruiter: [[", 'recruiter: "']
)
@pytest.mark.parametrize("behind", ["", "\n", "\n---\n", "\n\n# Acme\n\n- [ ] [a](b): c\n"])
def test_people_are_offered_while_the_head_is_being_typed(server, vault, typed, behind):
    before = "---\ntype: application\ncompany: Acme\n"
    note = server.open(vault / "Acme.md", f"{before}{typed}{behind}")
    assert "[[Ann Lee]]" in labels(note, 3, len(typed))
    note.change(f"{before}interviewers:\n  - {typed.partition(' ')[2]}{behind}")
    assert "[[Ann Lee]]" in labels(note, 4, 4 + len(typed.partition(" ")[2]))


def test_notes_outside_of_any_vault_are_left_in_peace(server, tmp_path):
    note = tmp_path / "Elsewhere.md"
    note.write_text(ACME.replace("applied", "aplied"), encoding="utf-8")
    opened = server.open(note)
    assert opened.wrong == []
    assert labels(opened, 4, 8) == []


def test_settings_that_break_and_are_mended_while_the_server_runs(vault, tmp_path):
    root = tmp_path / "vault"
    shutil.copytree(vault, root)
    good = (root / "vaultkit.toml").read_text()
    with editor(root, "--today", TODAY) as client:
        note = client.open(root / "Acme.md")
        assert note.wrong == []
        (root / "vaultkit.toml").write_text("schema = 1\nlanguage = 3\n")
        note.change(ACME)
        assert note.wrong == []
        (root / "vaultkit.toml").write_text(good + '[stages]\napplied = ["sent off"]\n')
        note.change(ACME.replace("status: applied", "status: sent off"))
        assert note.wrong == []
        assert "sent off" in labels(note, 4, 8)


def test_an_editor_that_knows_no_document_changes_gets_plain_ones(vault):
    with editor(vault, "--today", TODAY, can={}) as client:
        note = client.open(vault / "Acme.md", ACME)
        (action,) = note.actions(0)
        assert list(action["edit"]) == ["changes"]


def test_without_its_library_a_sentence_says_how_to_get_it(vault):
    code = "import sys; sys.modules['pygls'] = None; sys.argv = ['vaultkit', 'lsp']; import vaultkit.__main__ as m; m.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=vault, check=False)
    assert done.returncode == 2
    assert b"vaultkit[lsp]" in done.stderr


NVIM = shutil.which("nvim")


@pytest.mark.skipif(not NVIM, reason="needs Neovim (Debian's package neovim)")
def test_a_real_neovim_is_told_and_puts_it_right(vault, tmp_path):
    root = tmp_path / "vault"
    shutil.copytree(vault, root)
    note = root / "Acme.md"
    note.write_text(ACME.replace("status: applied", "status: aplied"), encoding="utf-8")
    script = tmp_path / "try.lua"
    script.write_text(
        f"""
        local client = vim.lsp.start_client({{
          cmd = {{{json.dumps(sys.executable)}, "-m", "vaultkit", "--today", "{TODAY}", "lsp"}},
          root_dir = {json.dumps(str(root))},
        }})
        vim.cmd("edit " .. vim.fn.fnameescape({json.dumps(str(note))}))
        vim.lsp.buf_attach_client(0, client)
        assert(vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50), "nothing told")
        print(vim.diagnostic.get(0)[1].message)
        local params = vim.lsp.util.make_range_params()
        params.range = {{start = {{line = 4, character = 0}}, ["end"] = {{line = 4, character = 9}}}}
        params.context = {{diagnostics = {{}}}}
        local found = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 20000)
        vim.lsp.util.apply_workspace_edit(found[client].result[1].edit, "utf-16")
        assert(vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 50), "not mended")
        vim.cmd("write")
        vim.cmd("qall!")
        """
    )
    done = subprocess.run(
        [NVIM, "--headless", "-u", "NONE", "-i", "NONE", "-c", f"luafile {script}", "-c", "cquit"],
        capture_output=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"is not a stage" in done.stderr
    assert note.read_text("utf-8") == ACME


EMACS = shutil.which("emacs")
EGLOT = Path("/usr/share/emacs/site-lisp/elpa")


@pytest.mark.skipif(
    not (EMACS and any(EGLOT.glob("eglot-*")) and any(EGLOT.glob("markdown-mode-*"))),
    reason="needs Emacs (Debian's packages emacs-nox, elpa-eglot and elpa-markdown-mode)",
)
def test_a_real_emacs_is_told_and_puts_it_right(vault, tmp_path):
    root = tmp_path / "vault"
    shutil.copytree(vault, root)
    note = root / "Acme.md"
    note.write_text(ACME.replace("status: applied", "status: aplied"), encoding="utf-8")
    script = tmp_path / "try.el"
    script.write_text(
        f"""
        (require 'package)
        (setq package-directory-list '("{EGLOT}") user-emacs-directory "{tmp_path}/")
        (package-initialize)
        (require 'eglot)
        (require 'markdown-mode)
        (add-to-list 'eglot-server-programs
          '(markdown-mode . ("{sys.executable}" "-m" "vaultkit" "--today" "{TODAY}" "lsp")))
        (defun until (what is-so)
          (with-timeout (30 (error "not %s" what))
            (while (not (progn (flymake-start) (funcall is-so))) (accept-process-output nil 0.05))))
        (find-file {json.dumps(str(note))})
        (markdown-mode)
        (setq eglot-sync-connect 30)
        (apply #'eglot (eglot--guess-contact))
        (until "told" #'flymake-diagnostics)
        (message "%s" (flymake-diagnostic-text (car (flymake-diagnostics))))
        (goto-char (point-min))
        (search-forward "aplied")
        (eglot--apply-workspace-edit
          (plist-get (elt (eglot-code-actions (line-beginning-position) (point)) 0) :edit))
        (eglot--signal-textDocument/didChange) ; which waits for an idle moment that no batch has
        (until "mended" (lambda () (not (flymake-diagnostics))))
        (save-buffer)
        """
    )
    done = subprocess.run(
        [EMACS, "--batch", "-Q", "-l", str(script)], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert b"is not a stage" in done.stderr
    assert note.read_text("utf-8") == ACME


@settings(max_examples=60)
@given(st.text(st.sampled_from("a😀é\r\n \u2028"), max_size=30), st.integers(0, 40))
def test_a_place_leads_back_to_its_character(text, offset):
    places = Places(text)
    offset = min(offset, len(text))
    line = next((line for line in split_lines(text[:offset] + "x")[-1:]), "")
    place = places.place(offset)
    assert place.line == text[:offset].count("\n")
    assert place.column == len(line[:-1].encode("utf-16-le")) // 2
    ends_line = text[offset : offset + 1] == "\n" and text[offset - 1 : offset] == "\r"
    if not ends_line:
        assert places.offset(place) == offset


@pytest.mark.parametrize("place", [Place(-3, 2), Place(0, 10**9), Place(10**9, 0), Place(1, -4)])
def test_a_place_outside_is_brought_to_the_nearest_end(place):
    places = Places("ab\ncd")
    assert 0 <= places.offset(place) <= 5
