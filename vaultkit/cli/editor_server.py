"""The language server: what an editor asks, answered from its buffer. It writes no file; edits go to the editor.

Every answer is made of values of ``vaultkit.editor``; here they become the protocol's. Whatever
fails becomes one line of the server's log and an empty answer, so that an editor goes on.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from vaultkit import __version__
from vaultkit.cli.drafting import draft_of, letter_of
from vaultkit.cli.editor_protocol import Protocol, Server, hush, say
from vaultkit.cli.session import Options, Session, known_words
from vaultkit.core.text.problem import Problem
from vaultkit.disk.file_names import safe_file_name
from vaultkit.disk.note_file import readable
from vaultkit.disk.vault import refusal
from vaultkit.editor import actions
from vaultkit.editor.actions import Change
from vaultkit.editor.buffer import Buffer, open_buffer
from vaultkit.editor.completion import offers
from vaultkit.editor.findings import findings, remedies
from vaultkit.editor.places import Place, Stretch
from vaultkit.editor.reading import comes_next, told_at
from vaultkit.errors import UsageError, VaultkitError
from vaultkit.work.config import find_vault

DRAFT = "vaultkit.draft"
UPDATE = "source.vaultkit.update"

_QUIET_SECONDS = 0.2
"""After a key stroke nothing is looked up for so long: the next one comes soon."""
_FRESH_SECONDS = 1.0
"""For so long the notes on the disk are taken to be as they were."""

_T = TypeVar("_T")


class _Looked(NamedTuple):
    source: str
    at: float
    buffer: Buffer
    session: Session


class Rooms:
    """The vaults that an editor has notes of open, each with the session that knows it."""

    def __init__(self, session: Session) -> None:
        self._given, self._sessions = session, dict[Path, Session]()

    def session_of(self, file: Path) -> Session:
        """Return the session of the vault around a file. Raises VaultkitError where there is none."""
        options, environ = self._given.options, self._given.environ
        root = find_vault(options.vault, environ if options.vault else {}, file.parent).resolve()
        fresh = Session(_at(options, root), environ)
        fresh.announces = False
        known = self._sessions.get(root)
        is_same = known is not None and (known.own_playbook, known.settings, known.today) == (
            fresh.own_playbook,
            fresh.settings,
            fresh.today,
        )
        if known is None or not is_same:
            self._sessions[root] = known = fresh
        return known


def _at(options: Options, root: Path) -> Options:
    return replace(options, vault=root, quiet=True)


class Desk:
    """The notes that are open in the editor, and what was found in them last."""

    def __init__(self, session: Session, server: LanguageServer) -> None:
        self.server, self._rooms = server, Rooms(session)
        self._looked: dict[str, _Looked] = {}
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def open(self, uri: str) -> tuple[Buffer, Session]:
        """Return a buffer among the notes of its vault. Raises VaultkitError where it is no note of one."""
        document = self.server.workspace.get_text_document(uri)
        before = self._looked.get(uri)
        now = time.monotonic()
        if before and before.source == document.source and now - before.at < _FRESH_SECONDS:
            return before.buffer, before.session
        session = self._session(uri)
        path = _path_in(session.vault.root, uri)
        note = readable(path, document.source.encode("utf-8", "replace"))
        if isinstance(note, Problem):
            raise UsageError("note-left", told=note.code)
        look = session.index.look()
        words = known_words(session.settings)
        buffer = open_buffer(note, look, session.desk, words, session.today)
        self._looked[uri] = _Looked(document.source, now, buffer, session)
        return buffer, session

    def _session(self, uri: str) -> Session:
        file = to_fs_path(uri)
        if file is None:
            raise UsageError("outside-vault", path=uri)
        session = self._rooms.session_of(Path(file))
        path = _path_in(session.vault.root, uri)
        if session.vault.passes_by(path) or refusal(path):
            raise UsageError("outside-vault", path=path)
        return session

    def check_soon(self, uri: str) -> None:
        """Look the buffer over once nobody has typed for a moment."""
        if before := self._waiting.pop(uri, None):
            before.cancel()
        loop = asyncio.get_running_loop()
        self._waiting[uri] = loop.call_later(_QUIET_SECONDS, partial(self.check, uri))

    def check(self, uri: str) -> None:
        """Tell the editor what is wrong in a buffer."""
        document = self.server.workspace.get_text_document(uri)
        nothing: list[lsp.Diagnostic] = []
        found = _safely(lambda: self._diagnostics(uri), nothing)
        self.server.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri, found, document.version)
        )

    def _diagnostics(self, uri: str) -> list[lsp.Diagnostic]:
        buffer, session = self.open(uri)
        return [
            lsp.Diagnostic(
                range=_range(one.at),
                message=one.text,
                severity=lsp.DiagnosticSeverity.Information
                if one.is_mild
                else lsp.DiagnosticSeverity.Error,
                code=one.code,
                source="vaultkit",
            )
            for one in findings(buffer, session.console.phrases)
        ]

    def close(self, uri: str) -> None:
        """Forget a buffer, and take what was told of it out of the editor."""
        if waiting := self._waiting.pop(uri, None):
            waiting.cancel()
        self._looked.pop(uri, None)
        self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    def hover(self, uri: str, at: Place) -> lsp.Hover | None:
        buffer, session = self.open(uri)
        told = told_at(buffer, at, session.console.phrases)
        if told is None:
            return None
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.PlainText, told[1]), _range(told[0]))

    def completion(self, uri: str, at: Place) -> list[lsp.CompletionItem]:
        buffer, session = self.open(uri)
        return [
            lsp.CompletionItem(
                label=offer.label,
                detail=offer.about or None,
                filter_text=offer.words,
                sort_text=f"{number:04}",
                text_edit=lsp.TextEdit(_range(offer.at), offer.words),
            )
            for number, offer in enumerate(offers(buffer, at, session.console.phrases))
        ]

    def lenses(self, uri: str) -> list[lsp.CodeLens]:
        buffer, session = self.open(uri)
        told = comes_next(buffer, session.console.phrases)
        first = _range(Stretch(Place(0, 0), Place(0, 0)))
        return [lsp.CodeLens(first, lsp.Command(told, ""))] if told else []

    def actions(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri, only = params.text_document.uri, params.context.only
        buffer, session = self.open(uri)
        say = session.console.phrases.say
        start, end = params.range.start.line, params.range.end.line
        made = [
            self._action(uri, say("lsp.write", words=one.words), "quickfix", [(one.at, one.words)])
            for one in remedies(buffer)
            if one.at.start.line <= end and one.at.end.line >= start
        ]
        if item := buffer.item_at(start):
            offered = [(say("lsp.done"), actions.tick(buffer, item))]
            for days in actions.SNOOZES:
                changes, day = actions.put_off(buffer, item, days)
                key = "snooze-earlier" if item.due and day < item.due else "snooze"
                offered.append((say(f"lsp.{key}", day=day), changes))
            made += [self._action(uri, title, "refactor", each) for title, each in offered if each]
            draft = lsp.Command(say("lsp.draft"), DRAFT, arguments=[uri, item.id])
            made.append(lsp.CodeAction(draft.title, "refactor", command=draft))
        if changes := actions.bring_up_to_date(buffer):
            made.append(self._action(uri, say("lsp.update"), UPDATE, changes))
        return [one for one in made if not only or any(_is_of(one.kind, kind) for kind in only)]

    def _action(
        self, uri: str, title: str, kind: str, changes: Sequence[Change | tuple[Stretch, str]]
    ) -> lsp.CodeAction:
        edits = [lsp.TextEdit(_range(at), words) for at, words in changes]
        version = self.server.workspace.get_text_document(uri).version
        named = lsp.OptionalVersionedTextDocumentIdentifier(uri, version)
        if _can(self.server, "document_changes"):
            edit = lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(named, edits)])
        else:
            edit = lsp.WorkspaceEdit(changes={uri: edits})
        return lsp.CodeAction(title, kind, edit=edit)

    def draft(self, uri: str, item_id: str) -> Mapping[str, str] | None:
        """Have the editor open a new note with the letter that an item asks for; it is not saved."""
        buffer, session = self.open(uri)
        phrases = session.console.phrases
        item = next((each for each in buffer.items if each.id == item_id), None)
        if item is None:
            self._tell(phrases.say("lsp.no-item"))
            return None
        try:
            made = draft_of(session, item, buffer.found)
        except UsageError as error:
            self._tell(phrases.say(f"error.{error.key}", **error.values))
            return None
        name = f"{session.today} {safe_file_name(made.subject)}.md"
        file = session.vault.root / phrases.say("draft.folder") / name
        self._put_into_a_new_note(str(file), letter_of(made))
        return {"to": made.to, "subject": made.subject, "body": made.body}

    def _put_into_a_new_note(self, file: str, text: str) -> None:
        uri = from_fs_path(file) or ""
        start = _range(Stretch(Place(0, 0), Place(0, 0)))
        new = lsp.OptionalVersionedTextDocumentIdentifier(uri)
        edit = lsp.WorkspaceEdit(
            document_changes=[
                lsp.CreateFile(uri, options=lsp.CreateFileOptions(ignore_if_exists=False)),
                lsp.TextDocumentEdit(new, [lsp.TextEdit(start, text)]),
            ]
        )
        if _can(self.server, "document_changes"):
            self.server.workspace_apply_edit(lsp.ApplyWorkspaceEditParams(edit))
        else:
            self._tell(text)

    def _tell(self, text: str) -> None:
        self.server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, text))


def make_server(session: Session) -> LanguageServer:
    """Return a server that is ready to be started."""
    # The whole text at each change: a difference that was counted wrongly would be told of for ever.
    hush()
    server = Server("vaultkit", __version__, lsp.TextDocumentSyncKind.Full, protocol_cls=Protocol)
    desk = Desk(session, server)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        desk.check(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        desk.check_soon(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        desk.check_soon(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        desk.close(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        return _safely(lambda: desk.hover(params.text_document.uri, _place(params.position)), None)

    options = lsp.CompletionOptions(trigger_characters=[":", " ", "[", "-"])

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, options)
    def completion(params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        uri, at = params.text_document.uri, _place(params.position)
        return _safely(lambda: desk.completion(uri, at), [])

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        return _safely(lambda: desk.lenses(params.text_document.uri), [])

    kinds = lsp.CodeActionOptions(["quickfix", "refactor", UPDATE])

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def code_actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        return _safely(lambda: desk.actions(params), [])

    @server.command(DRAFT)
    def draft(uri: str, item_id: str) -> Mapping[str, str] | None:
        return _safely(lambda: desk.draft(uri, item_id), None)

    return server


def _safely(work: Callable[[], _T], otherwise: _T) -> _T:
    """Return what is asked for; whatever is wrong with it is a line in the log, and the editor goes on."""
    try:
        return work()
    except VaultkitError:  # no note of a vault, or settings that do not read: `check` says so
        return otherwise
    except Exception as error:
        say(f"{type(error).__name__}: {error}")
        return otherwise


def _path_in(root: Path, uri: str) -> str:
    """Return a note's path from the vault's root. Raises UsageError for one outside."""
    file = Path(to_fs_path(uri) or "")
    for place in (file, file.parent.resolve() / file.name):
        if place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    raise UsageError("outside-vault", path=uri)


def _can(server: LanguageServer, what: str) -> bool:
    workspace = server.client_capabilities.workspace
    return bool(workspace and workspace.workspace_edit and getattr(workspace.workspace_edit, what))


def _is_of(kind: str | lsp.CodeActionKind | None, wanted: str | lsp.CodeActionKind) -> bool:
    own, asked = str(getattr(kind, "value", kind)), str(getattr(wanted, "value", wanted))
    return own == asked or own.startswith(f"{asked}.")


def _place(position: lsp.Position) -> Place:
    return Place(position.line, position.character)


def _range(at: Stretch) -> lsp.Range:
    return lsp.Range(lsp.Position(*at.start), lsp.Position(*at.end))
