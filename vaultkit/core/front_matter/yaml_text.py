"""YAML without types: a head's properties, every scalar as the text that was written; and new properties as YAML.

The one door to python-frontmatter and PyYAML, which are loaded where a head is not plain or a note is
made: hardly any is the first. What could grow without bound, run, or be read
in two ways is refused before it is read, or as soon as it is seen.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import frontmatter
from frontmatter.default_handlers import BaseHandler, YAMLHandler
from yaml import SafeDumper, YAMLError
from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from vaultkit.core.front_matter.head_values import (
    DEEPEST,
    FIRST_LINE,
    LARGEST_BYTES,
    MOST_VALUES,
    NULLS,
    Property,
    Refused,
    Unreadable,
    Value,
    Written,
    check_text,
)

_BLANKS = re.compile(r"[ \t]*")
_BLANK_LINE = re.compile(r"[ \t]*(?:[\r\n#]|\0)")

_NUMBER_OF_1_2 = re.compile(
    r"[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)
"""What Obsidian takes for a number; PyYAML knows YAML 1.1, whose numbers are a few others."""


class Entry(NamedTuple):
    """A property, and the indices in the head at which its name and its value end."""

    name: str
    value: Value
    value_end: int
    line: int
    name_end: int


def read_properties(head: str, head_start: int = 0) -> list[Property] | None:
    r"""Return the properties of a head in their order; None when it is not made of properties.

    ``head`` is the text between the ``---`` lines, and begins at ``head_start`` of the text in which
    the properties stand, with each ``\r\n`` as one character. Raises Refused and Unreadable.
    """
    check_text(head)
    try:
        found = frontmatter.parse(f"---\n{head}---", handler=_Handler())[0][_Handler.ROOT]
    except YAMLError as error:
        raise Unreadable(_line_index(error)) from error
    head = head.replace("\r\n", "\n")
    return [_placed(one, head, head_start) for one in found] if isinstance(found, list) else None


def _placed(entry: Entry, head: str, head_start: int) -> Property:
    """Return a property with its place in the text."""
    start = _after_colon(head, entry.name_end)
    behind, place = head[start : entry.value_end].rstrip(), head_start + start
    written = behind.lstrip()
    comment = "" if written else head[start : head.find("\n", start)].strip()
    span = (place, place + len(behind) if written else place)
    return Property(entry.name, entry.value, entry.line, span, written, comment)


def _after_colon(head: str, name_end: int) -> int:
    """Return the index behind a property's colon; behind the name of one that has none."""
    colon = head.find(":", name_end)
    return colon + 1 if colon >= 0 and not head[name_end:colon].strip() else name_end


def _line_index(error: YAMLError) -> int:
    """Return the index of the line that a person must mend: where what is not closed was opened."""
    if not isinstance(error, MarkedYAMLError):
        return 0
    inside_block = (error.context or "").startswith("while parsing a block")
    mark = error.problem_mark if inside_block or not error.context_mark else error.context_mark
    return mark.line if mark else 0


class _Handler(BaseHandler):
    """What python-frontmatter asks for: the head is split off already, and read by ``_Events``."""

    FM_BOUNDARY = re.compile(r"^---$", re.MULTILINE)
    ROOT = "head"

    def split(self, text: str) -> tuple[str, str]:
        return text[4:-3], ""

    def load(self, fm: str) -> dict[str, Any]:
        return {self.ROOT: _Events(fm).read()}


class _Events(Reader, Scanner, Parser):
    """PyYAML's reader, scanner and parser, and in the place of its loader one without types.

    No composer: there are no anchors, aliases, tags or merge keys, so nothing can grow or run.
    """

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        self.values = 0

    def read(self) -> list[Entry] | None:
        """Return the properties; None for a head that is no mapping."""
        try:
            return self._read()
        except (ValueError, OverflowError) as error:
            # An escape such as "\UFFFFFFFF" that is no character.
            raise Unreadable(self.line, "head-not-yaml") from error

    def _read(self) -> list[Entry] | None:
        self._next()
        if self.check_event(StreamEndEvent):
            return []
        self._next()
        if not self.check_event(MappingStartEvent):
            return self._no_mapping()
        self._checked(self._next())
        entries, _ = self._entries(0)
        self._next()
        if not self.check_event(StreamEndEvent):
            raise Unreadable(self._ahead().start_mark.line, "head-not-yaml")
        return entries

    def _no_mapping(self) -> list[Entry] | None:
        """Tell an empty head from a text between two rules, and both from a head with a stray line."""
        is_nothing = self.check_event(ScalarEvent) and self._ahead().value in NULLS
        while not self.check_event(StreamEndEvent):
            self._checked(self._next())
        return [] if is_nothing else None

    def _entries(self, depth: int) -> tuple[list[Entry], int]:
        """Read what follows the start of a mapping; return it with the index of its end."""
        entries: dict[str, Entry] = {}
        while not self.check_event(MappingEndEvent):
            index = self._ahead().start_mark.line
            name, name_end = self._name(depth + 1)
            if name == "<<":
                raise Unreadable(index, "head-alias")
            if name in entries:
                raise Refused("head-duplicate-key", index, name=name, first=entries[name].line)
            entries[name] = Entry(name, *self._value(depth + 1), index + FIRST_LINE, name_end)
        return list(entries.values()), self._next().end_mark.index

    def _name(self, depth: int) -> tuple[str, int]:
        """Return a key of any kind as text, and the index of its end."""
        if self.check_event(ScalarEvent):
            event = self._checked(self._next())
            return event.value, event.end_mark.index
        value, end = self._value(depth)
        return _name_of(value), end

    def _next(self) -> Any:
        return self.get_event()  # type: ignore[no-untyped-call]

    def _ahead(self) -> Any:
        return self.peek_event()  # type: ignore[no-untyped-call]

    def _value(self, depth: int) -> tuple[Value, int]:
        """Return the next value and the index at which it ends."""
        event = self._checked(self._next())
        line = event.start_mark.line + FIRST_LINE
        if _is_scalar(event):
            return Value("scalar", line, _text_of(event)), event.end_mark.index
        if depth > DEEPEST:
            raise Refused("head-too-deep", event.start_mark.line, levels=DEEPEST)
        if isinstance(event, SequenceStartEvent):
            items = []
            while not self.check_event(SequenceEndEvent):
                items.append(self._value(depth + 1)[0])
            return Value("list", line, items=tuple(items)), self._next().end_mark.index
        entries, end = self._entries(depth)
        return Value(
            "mapping", line, pairs=tuple((entry.name, entry.value) for entry in entries)
        ), end

    def _checked(self, event: Any) -> Any:
        """Refuse what Obsidian reads and we do not: it could grow without bound, or name a type."""
        self.values += 1
        line = event.start_mark.line
        if self.values > MOST_VALUES:
            raise Refused("head-too-large", line, kilobytes=LARGEST_BYTES // 1024)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            raise Unreadable(line, "head-alias")
        if getattr(event, "tag", None) is not None:
            raise Unreadable(line, "head-tag")
        return event

    def scan_to_next_token(self) -> None:
        """Skip tabs between tokens too, as YAML has it; one that indents a line is an error."""
        super().scan_to_next_token()
        while self.peek() == "\t" and not self._is_indent():
            run = _BLANKS.match(self.buffer, self.pointer)
            self.forward(len(run.group()) if run else 1)
            super().scan_to_next_token()

    def _is_indent(self) -> bool:
        before = self.buffer[self.pointer - self.column : self.pointer]
        return not (
            self.flow_level or before.strip() or _BLANK_LINE.match(self.buffer, self.pointer)
        )

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> Any:
        """Take a tab within or behind a plain scalar for the blank that it is."""
        run = _BLANKS.match(self.buffer, self.pointer)
        if run is None or "\t" not in run.group():
            return super().scan_plain_spaces(indent, start_mark)
        self.forward(len(run.group()))
        return (
            super().scan_plain_spaces(indent, start_mark)
            if self.peek() in "\r\n"
            else [run.group()]
        )


def _is_scalar(event: Any) -> bool:
    return isinstance(event, ScalarEvent)


def _text_of(event: Any) -> str | None:
    text: str = event.value
    if event.style is None and text in NULLS:
        return None
    # JSON's "\ud83d\ude00" comes as two halves of one character.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _name_of(key: Value) -> str:
    if key.kind == "scalar":
        return key.text or ""
    inner = ", ".join(map(_name_of, key.items)) or ", ".join(name for name, _ in key.pairs)
    return f"[ {inner} ]" if key.kind == "list" else f"{{ {inner} }}"


def write_properties(properties: Mapping[str, Written]) -> str:
    """Return new properties as the lines of a head, each with its line end."""
    values = {name: _plain_value(value) for name, value in properties.items()}
    made = YAMLHandler().export(
        values, Dumper=_Writer, sort_keys=False, width=float("inf"), default_flow_style=False
    )
    return f"{made}\n" if properties else ""


def write_note(properties: Mapping[str, Written], body: str) -> str:
    """Return the text of a new note, whose body ends in one line end."""
    values = {name: _plain_value(value) for name, value in properties.items()}
    post = frontmatter.Post(body)
    post.metadata = values
    made = frontmatter.dumps(
        post, Dumper=_Writer, sort_keys=False, width=float("inf"), default_flow_style=False
    )
    return f"{made}\n"


def write_value(value: Written) -> str:
    """Return one value as it stands behind ``name: ``, on one line; a list in brackets."""
    if isinstance(value, tuple):
        made = YAMLHandler().export(
            _plain_value(value), Dumper=_Writer, width=float("inf"), default_flow_style=True
        )
        return str(made).strip()
    return write_properties({"x": value}).removeprefix("x:").strip()


def _plain_value(value: Written) -> Any:
    return list(value) if isinstance(value, tuple) else value


class _Writer(SafeDumper):
    """Writes as Obsidian does: double quotes, lists indented, nothing for null."""

    def choose_scalar_style(self) -> Any:
        style = super().choose_scalar_style()
        return '"' if style == "'" else style

    def ignore_aliases(self, _: Any) -> bool:
        """A day that two properties hold is written twice: nobody wants ``*id001`` in a note."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, indentless and flow)


def _nothing(writer: _Writer, _: None) -> Any:
    return writer.represent_scalar("tag:yaml.org,2002:null", "")


def _text(writer: _Writer, text: str) -> Any:
    style = '"' if _NUMBER_OF_1_2.fullmatch(text) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(type(None), _nothing)
_Writer.add_representer(str, _text)
