"""The words of the help, for whoever needs no others: read line by line, without a pattern.

What reads all phrases takes longer to load than a shell may wait for a word. A test holds these
to what it reads.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PHRASES = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "playbook", "phrases"
)
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_BEGIN = "[help"


def help_texts(environ: "Mapping[str, str]") -> dict[str, str]:
    """Return the texts below ``help.`` in the environment's language, English where we do not speak it."""
    folder = os.path.join(_PHRASES, _language(environ))
    texts: dict[str, str] = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".toml"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                texts.update(_texts(file.read()))
    return texts


def _language(environ: "Mapping[str, str]") -> str:
    named = next((value for name in _VARIABLES if (value := environ.get(name))), "")
    language = named.partition("_")[0].partition(".")[0].lower()
    is_ours = language.isalpha() and os.path.isdir(os.path.join(_PHRASES, language))
    return language if is_ours else "en"


def _texts(text: str) -> "Iterator[tuple[str, str]]":
    """Yield the texts of the tables of the help: each stands on a line of its own."""
    if _BEGIN not in text:
        return
    table = ""
    for line in text.split("\n"):
        if line.startswith("["):
            table = (
                line[1 : line.index("]")] if line.startswith((_BEGIN + ".", _BEGIN + "]")) else ""
            )
        elif table and ' = "' in line:
            key, _, value = line.partition(' = "')
            yield f"{table}.{key}", _unescaped(value[: value.rindex('"')])


def _unescaped(value: str) -> str:
    parts = value.split("\\\\")
    return "\\".join(part.replace("\\n", "\n").replace('\\"', '"') for part in parts)
