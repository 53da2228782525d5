"""An editor for the tests: it speaks the Language Server Protocol to ``vaultkit lsp`` over its stdin and stdout."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from tests.systems import PATIENCE_SECONDS

LONGEST_SECONDS = PATIENCE_SECONDS


class Editor:
    """Sends requests and waits for their answers; what the server asks or tells of itself is kept."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process, self.told = process, Queue[Mapping[str, Any]]()
        self._answers: dict[int, Queue[Any]] = {}
        self._diagnostics: Queue[Mapping[str, Any]] = Queue()
        self._number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, method: str, **params: Any) -> Any:
        """Return what the server answers."""
        return self.ask_with(method, params)

    def tell(self, method: str, **params: Any) -> None:
        self.send({"method": method, "params": params})

    def ask_with(self, method: str, params: Any) -> Any:
        """Return what the server answers to parameters of any form."""
        self._number += 1
        answers = self._answers[self._number] = Queue()
        self.send({"id": self._number, "method": method, "params": params})
        return answers.get(timeout=LONGEST_SECONDS)

    def answer_to(self, number: int, data: bytes) -> Any:
        """Return what the server answers to a request as it is written, with this number."""
        answers = self._answers[number] = Queue()
        self.send_bytes(data)
        return answers.get(timeout=LONGEST_SECONDS)

    def send(self, message: Mapping[str, Any]) -> None:
        self.send_bytes(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def open(self, file: Path, text: str | None = None) -> "Document":
        document = Document(self, file.as_uri())
        shown = file.read_text("utf-8") if text is None else text
        named = {"uri": document.uri, "languageId": "markdown", "version": 1, "text": shown}
        self.tell("textDocument/didOpen", textDocument=named)
        return document

    def diagnostics(self, uri: str, version: int | None) -> Any:
        """Return what is told to be wrong with a version of a document, once it is told."""
        while True:
            told = self._diagnostics.get(timeout=LONGEST_SECONDS)
            if told["uri"] == uri and told.get("version") == version:
                return told["diagnostics"]

    def _listen(self) -> None:
        for message in self._messages():
            if message.get("method") == "textDocument/publishDiagnostics":
                self._diagnostics.put(message["params"])
            elif "method" in message:
                self.told.put(message)
                if "id" in message:
                    self.send({"id": message["id"], "result": {"applied": True}})
            else:
                self._answers[message["id"]].put(message.get("result", message.get("error")))

    def _messages(self) -> Iterator[Mapping[str, Any]]:
        assert self.process.stdout
        while header := self.process.stdout.readline():
            length = int(header.partition(b":")[2])
            while self.process.stdout.readline().strip():
                pass
            yield json.loads(self.process.stdout.read(length))

    def nothing_more(self) -> bool:
        """Tell whether the server told nothing else so far."""
        try:
            self.told.get_nowait()
        except Empty:
            return True
        return False


class Document:
    """A note in the editor."""

    def __init__(self, editor: Editor, uri: str) -> None:
        self.editor, self.uri, self.version = editor, uri, 1

    def change(self, text: str) -> None:
        self.version += 1
        named = {"uri": self.uri, "version": self.version}
        self.editor.tell(
            "textDocument/didChange", textDocument=named, contentChanges=[{"text": text}]
        )

    def ask(self, what: str, **params: Any) -> Any:
        return self.editor.ask(f"textDocument/{what}", textDocument={"uri": self.uri}, **params)

    def at(self, what: str, line: int, column: int) -> Any:
        return self.ask(what, position={"line": line, "character": column})

    def actions(self, line: int, **context: Any) -> Any:
        place = {"line": line, "character": 0}
        context = {"diagnostics": [], **context}
        return self.ask("codeAction", range={"start": place, "end": place}, context=context)

    @property
    def wrong(self) -> Any:
        return self.editor.diagnostics(self.uri, self.version)


@contextmanager
def editor(
    root: Path, *options: str, can: Mapping[str, Any] | None = None, log: str = ""
) -> Iterator[Editor]:
    """Start a server as an editor would, and let it go as an editor does; its log must be as told."""
    words = [sys.executable, "-m", "vaultkit", *options, "lsp"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, cwd=root) as process:
        client = Editor(process)
        workspace = {"workspaceEdit": {"documentChanges": True}} if can is None else can
        capabilities = {"workspace": workspace}
        client.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities=capabilities)
        client.tell("initialized")
        try:
            yield client
            client.ask("shutdown")
            client.tell("exit")
            assert process.wait(LONGEST_SECONDS) == 0
            assert process.stderr
            assert process.stderr.read().decode() == log
        finally:
            process.kill()


def applied(text: str, edits: list[Mapping[str, Any]]) -> str:
    """Return a text with edits made as an editor makes them: places in UTF-16 units, the last one first."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode("utf-16-le")) // 2 + 1)
    units = text.encode("utf-16-le")

    def place(at: Mapping[str, int]) -> int:
        return (starts[at["line"]] + at["character"]) * 2

    for edit in sorted(edits, key=lambda each: place(each["range"]["start"]), reverse=True):
        start, end = place(edit["range"]["start"]), place(edit["range"]["end"])
        units = units[:start] + edit["newText"].encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le")
