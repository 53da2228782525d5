"""What a shell is told when somebody presses Tab: the words that may stand there, one a line.

Nothing that a vault holds is run, nothing is said of what is wrong: a vault that cannot be read
completes to nothing. ``vaultkit completion`` prints the scripts that ask: ``vaultkit --complete
bash LINE WORD``, of the other shells ``vaultkit --complete fish WORDS…``; PowerShell puts ``=``
before the last word.
"""

from __future__ import annotations

import os
import sys
import unicodedata

from vaultkit.cli.commands import COMMANDS
from vaultkit.cli.option_table import BEFORE, COMMON, TABLE, Opened, Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vaultkit.cli.option_table import Kind

SHELLS = ("bash", "zsh", "fish", "powershell")
_COLORS = ("auto", "always", "never")
_OF_NOTES = ("item", "note", "path", "note or person", "company", "person")
_WHEN = ("1d", "3d", "1w", "2w", "1mo")
_STEERING = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS = "@><=;|&(:"
"""Where bash breaks a word for Readline: ``--company=Acme`` is three of them."""

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+,=")
_ESCAPED_IN_QUOTES = '$`"\\\n'


class Choice:
    """A word that may stand there, and what it means. Without a word: ``file`` or ``folder``, of the disk."""

    __slots__ = ("about", "word")

    def __init__(self, word: str, about: str = "") -> None:
        self.word, self.about = word, about


class _Place:
    """Where the cursor is: the words before it taken apart.

    ``prefix`` stands before a value in the same word: ``--stage=``. ``vault`` and ``today`` are
    what the line says of them.
    """

    __slots__ = ("command", "is_literal", "kind", "prefix", "today", "typed", "used", "vault")

    def __init__(self, command: str | None, kind: Kind | None, typed: str, prefix: str) -> None:
        self.command, self.kind, self.typed, self.prefix = command, kind, typed, prefix
        self.used: frozenset[str] = frozenset()
        self.vault: str | None = None
        self.today: str | None = None
        self.is_literal = False


def answer(question: Sequence[str]) -> None:
    """Print the choices to a shell's question; nothing where anything at all is wrong."""
    try:
        lines = "".join(f"{line}\n" for line in _lines(question))
        sys.stdout.buffer.write(lines.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except (Exception, SystemExit, KeyboardInterrupt):
        return


def _lines(question: Sequence[str]) -> Iterator[str]:
    shell, *words = question
    if shell == "bash":
        line, word = words
        yield from _lines_for_bash(tokens(line)[1:], word)
        return
    if shell == "powershell":
        # The last word comes with a sign in front: an empty one would not come at all.
        words[-1] = words[-1].removeprefix("=")
    for choice in choices(words, with_help=True):
        yield f"{choice.word}\t{choice.about}"


def _lines_for_bash(words: Sequence[str], word: str) -> Iterator[str]:
    """Yield the choices as they are to be typed, without what bash leaves as it stands in the last word.

    Bash puts quotes round nothing that is not the name of a file, and takes a part of a word for
    the whole: what stands before a colon, or before a quote that is open, stays as it is typed.
    """
    quote, begun = _taken_for_the_word(word)
    kept = words[-1][: max(0, len(words[-1]) - len(begun))]
    for choice in choices(words):
        rest = choice.word[len(kept) :]
        if not choice.word:
            yield f"\t{choice.about}"
        elif choice.word.startswith(kept) and rest and not (quote == '"' and "!" in rest):
            # Between double quotes an exclamation mark brings something back from the history.
            yield f"{_QUOTED[quote](rest)}\t{choice.about}"


def _plainly_quoted(word: str) -> str:
    return "".join(char if char in _PLAIN or ord(char) > 127 else f"\\{char}" for char in word)


def _in_double_quotes(word: str) -> str:
    return "".join(f"\\{char}" if char in '$`"\\' else char for char in word)


def _in_single_quotes(word: str) -> str:
    return word.replace("'", "'\\''")


_QUOTED: Mapping[str, Callable[[str], str]] = {
    "": _plainly_quoted,
    '"': _in_double_quotes,
    "'": _in_single_quotes,
}
"""How bash wants a word to be typed, by the quote that is open."""


def choices(words: Sequence[str], *, with_help: bool = False) -> list[Choice]:
    """Return what may stand in the place of the last word, which may be empty. ``words`` come without ``vaultkit``."""
    place = _place(words)
    if place.kind in ("file", "folder"):
        return [Choice("", place.kind)]
    found = _options(place, with_help) if place.kind == "flag" else _values(place, with_help)
    return _fitting([one for one in found if _can_be_typed(one.word)], place)


def _place(words: Sequence[str]) -> _Place:
    command: str | None = None
    words_of, count, value_of, is_literal = Words(BEFORE), 0, "", False
    said: dict[str, str] = {}
    *before, typed = words
    for word in before:
        if value_of:
            said[value_of], value_of = word, ""
        elif not is_literal and word == "--":
            is_literal = True
        elif not is_literal and word.startswith("-") and word != "-":
            name, sign, value = word.partition("=")
            said[name] = value
            value_of = name if not sign and _kind(words_of, name) not in ("flag", None) else ""
        elif command is None:
            command, words_of = word, TABLE.get(word, Words())
        else:
            count += 1
    kind, prefix = _argument(words_of, count) if command else "command", ""
    if value_of:
        kind = _kind(words_of, value_of)
    elif not is_literal and typed.startswith("-"):
        name, sign, value = typed.partition("=")
        kind = (
            _kind(words_of, name) if sign else "dash" if kind == "dash" and typed == "-" else "flag"
        )
        prefix, typed = (f"{name}=", value) if sign else ("", typed)
    place = _Place(command, kind, typed, prefix)
    place.vault, place.today = said.get("--vault"), said.get("--today")
    place.used = frozenset(said) - {"--vault", "--today"}
    place.is_literal = is_literal or bool(value_of or prefix)
    return place


def _kind(words: Words, name: str) -> Kind | None:
    found = words.options.get(name) or COMMON.get(name)
    return found.kind if found else None


def _argument(words: Words, count: int) -> Kind | None:
    if count < len(words.arguments):
        return words.arguments[count]
    return words.arguments[-1] if words.repeats else None


def _options(place: _Place, with_help: bool) -> Iterator[Choice]:
    """Yield the options that the line does not have yet; a short one only where that is asked for."""
    own = TABLE.get(place.command or "", Words()).options
    options = {**own, **COMMON} if place.command else BEFORE
    texts = _help() if with_help else None
    taken = {options[name].phrase for name in place.used if name in options}
    for name, opened in options.items():
        is_asked = name.startswith("--") or place.typed == "-"
        if is_asked and opened.phrase not in taken:
            yield Choice(name, _about_option(place.command, opened, texts) if texts else "")


def _values(place: _Place, with_help: bool) -> Iterable[Choice]:
    match place.kind:
        case "command":
            texts = _help() if with_help else {}
            return [Choice(name, texts.get(f"help.{name}.about", "")) for name in COMMANDS]
        case "color":
            return [Choice(word) for word in _COLORS]
        case "shell":
            return [Choice(word) for word in SHELLS]
        case "when":
            return [Choice(word) for word in _WHEN]
        case "dash":
            return [Choice("-")]
        case "remove":
            return [Choice("remove")]
        case "service":
            return [Choice("status"), Choice("install"), Choice("uninstall")]
        case "language":
            from vaultkit.playbook import load

            return [Choice(word) for word in load.languages()]
        case None | "text" | "flag":
            return []
    return [Choice(*pair) for pair in _of_the_vault(place)]


def _of_the_vault(place: _Place) -> Sequence[tuple[str, str]]:
    """Return the words that a vault has of a kind, as they are known, or by reading it."""
    from vaultkit.cli import again

    kind = place.kind
    assert kind
    asked = again.asked_of_choices(kind, place.vault, place.today) if kind in _OF_NOTES else None
    pairs = again.known_pairs(asked) if asked else None
    if pairs is not None:
        return pairs
    from vaultkit.cli.choices import of_the_vault  # all that reads a vault is slow to load

    return of_the_vault(kind, place.vault, place.today, asked)


def _help() -> Mapping[str, str]:
    from vaultkit.cli.help_texts import help_texts

    return help_texts(os.environ)


def _about_option(command: str | None, opened: Opened, texts: Mapping[str, str]) -> str:
    common = texts.get(f"help.common.{opened.phrase}")
    return texts.get(f"help.{command}.{opened.phrase}", "") if common is None else common


def _can_be_typed(word: str) -> bool:
    """Tell whether a word can stand on a command line as it is: nothing that steers a terminal, or ends a line."""
    kinds = {unicodedata.category(char) for char in word}
    return kinds.isdisjoint(_STEERING) and not any(char in _TURNING for char in word)


def _fitting(found: Sequence[Choice], place: _Place) -> list[Choice]:
    """Return the choices that begin as what is typed; where none does, the one that holds it, if there is but one.

    What would be taken for an option is left out, where one may stand.
    """
    typed = _folded(place.typed)
    if place.kind not in ("flag", "dash") and not place.is_literal:
        found = [one for one in found if not one.word.startswith("-")]
    fitting = [one for one in found if _folded(one.word).startswith(typed)]
    if not fitting:
        fitting = [one for one in found if typed in _folded(f"{one.word} {one.about}")]
        fitting = fitting if len(fitting) == 1 else []
    return [Choice(place.prefix + one.word, one.about) for one in fitting]


def _folded(text: str) -> str:
    """Return a text without capitals and accents; the commands' own way to do so is slow to load."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in letters if not unicodedata.combining(char))


def tokens(line: str) -> list[str]:
    """Return the words of a command line up to the cursor, without their quotes; the last one may be empty.

    Nothing is expanded. A quote may still be open.
    """
    return _taken_apart(line)[0]


def _taken_apart(line: str) -> tuple[list[str], str, int]:
    """Return the words, the quote that is open at the end, and how much of the last word stands before it."""
    words, word, quote, has_begun, before = list[str](), "", "", False, 0
    rest = iter(line)
    for char in rest:
        if char == quote:
            quote, before = "", 0
        elif char == "\\" and quote != "'":
            after = next(rest, "")
            word += after if not quote or after in _ESCAPED_IN_QUOTES else char + after
            has_begun = True
        elif quote:
            word += char
        elif char in "'\"":
            quote, has_begun, before = char, True, len(word)
        elif char in " \t\n":
            words += [word] if has_begun else []
            word, has_begun = "", False
        else:
            word, has_begun = word + char, True
    return [*words, word], quote, before


def _taken_for_the_word(word: str) -> tuple[str, str]:
    """Return the quote that is open, and what bash replaces of a word that it has broken apart."""
    if not word.strip(_BREAKS):
        return "", ""
    words, quote, before = _taken_apart(word)
    return quote, words[-1][before:]
