"""What an editor sends, taken as it is: each request is answered, and what cannot be read is one line of the log.

The library tells of a message that it cannot read with a window in the editor and a traceback of
its own; a request among them it never answers, so that the editor would wait for ever.
"""

import logging
import sys
from typing import Any

from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams, JsonRpcInvalidRequest
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

_EXIT = "exit"


class Unreadable(Exception):
    """A message that is not to be worked on. ``id`` is a request's, which waits for an answer."""

    def __init__(
        self, id_: object = None, answer: type[JsonRpcException] = JsonRpcInvalidRequest
    ) -> None:
        super().__init__(id_)
        self.id, self.answer = id_, answer


class Protocol(LanguageServerProtocol):
    """The library's, with a message that it would pass over named by its id."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Raises Unreadable. Called for every object of a message, from the innermost."""
        try:
            return super().structure_message(data)
        except Exception as error:
            waits = data.get("id") if "method" in data else None
            raise Unreadable(waits, JsonRpcInvalidParams) from error

    def handle_message(self, message: Any) -> None:
        """Raises Unreadable for what is JSON and no message, and for a request after the goodbye."""
        if isinstance(message, dict):
            raise Unreadable(message.get("id") if "method" in message else None)
        method = getattr(message, "method", None)
        is_of_ours = getattr(message, "jsonrpc", None) == self.VERSION
        if not is_of_ours or (self._shutdown and method not in (None, _EXIT)):
            raise Unreadable(getattr(message, "id", None) if method else None)
        super().handle_message(message)


class Server(LanguageServer):
    """The library's, which answers what it cannot read, and opens no window for it."""

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Answer a request that is not worked on; any other such message is a line in the log."""
        if isinstance(error, Unreadable) and isinstance(error.id, (int, str)):
            self.protocol._send_response(error.id, error=error.answer().to_response_error())
        elif source is JsonRpcException:
            say("a message from the editor cannot be read, and is passed over")


def say(words: str) -> None:
    """Put a line into the server's log."""
    print(f"vaultkit lsp: {words}", file=sys.stderr, flush=True)  # noqa: T201


def hush() -> None:
    """Keep the library's tracebacks out of the log: what goes wrong is told in a line of ours."""
    logging.getLogger("pygls").addHandler(logging.NullHandler())
    logging.getLogger("pygls").propagate = False
