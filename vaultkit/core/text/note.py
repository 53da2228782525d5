"""A note: its path and the very bytes that were read."""

from vaultkit.core.text.once import once
from vaultkit.value import frozen


@frozen
class Note:
    """A note as it stood when it was read.

    ``path`` runs from the vault's root with ``/`` between folders and ends in ``.md``.
    """

    path: str
    raw: bytes

    @once
    def text(self) -> str:
        """The text, a BOM and every line ending included. Raises UnicodeDecodeError.

        Strict UTF-8 in and out is the identity on bytes, so whatever is cut from this text
        and put back encodes to the bytes that were read.
        """
        return self.raw.decode("utf-8")

    def let_text_go(self) -> None:
        """Forget the decoded text until it is asked for again: one emoji makes it four times the bytes."""
        self.__dict__.pop("text", None)

    @property
    def name(self) -> str:
        """The file's name without folder and ``.md``."""
        return self.path.rpartition("/")[2].removesuffix(".md")


def split_lines(text: str) -> list[str]:
    r"""Return the lines with their endings; only ``\n`` ends a line.

    A lone ``\r``, U+2028 or a form feed is text that the person wrote, as it is for git and
    for every Markdown editor. ``"".join`` of the answer is the text.
    """
    lines = text.splitlines(keepends=True)  # three times as fast
    most = text.count("\n") + (not text.endswith("\n"))
    if len(lines) <= most:  # nothing else has ended a line, as in nearly every text
        return lines
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def lines_of(raw: bytes) -> list[str]:
    """Return the lines of a text in UTF-8, as ``split_lines`` does.

    Bytes are split first: where an emoji makes each character four bytes wide, that takes half the time.
    """
    if b"\r" in raw:  # alone it would end a line of bytes
        return split_lines(raw.decode())
    return [*map(bytes.decode, raw.splitlines(keepends=True))]


def bare(line: str) -> str:
    """Return the line without its ending."""
    return line.removesuffix("\n").removesuffix("\r")


def ending(line: str) -> str:
    r"""Return ``\r\n``, ``\n`` or "" (the last line of a text without a final newline)."""
    return "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""
