"""The text of a ``vaultkit.toml`` for a vault that is there: each setting below its reason."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from vaultkit.core.adoption.suggestion import Suggestion
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line

_TABLES = ("applications", "people", "properties", "stages", "tasks", "review", "follow_ups")
"""In the order of the file; a table of another name comes last."""


def settings_draft(
    language: str, suggestions: Sequence[Suggestion], since: date, phrases: Phrases
) -> str:
    """Return the text of the file. What is not sure stands in it as a comment."""
    lines = [
        *_comment(phrases.say("adoption.reason.top")),
        "schema = 1",
        f"language = {toml_text(language)}",
    ]
    tables = dict.fromkeys((*_TABLES, *(one.table for one in suggestions)))
    for table in tables:
        inside = [one for one in suggestions if one.table == table]
        body = list(_table(inside, phrases))
        if table == "follow_ups":
            told = phrases.say("adoption.reason.since")
            body.append(f"since = {since}  # {told}")
        if body:
            lines += ["", *_headed(table, body)]
    return "".join(f"{line}\n" for line in lines)


def _headed(table: str, body: Sequence[str]) -> list[str]:
    """Return a table with its first reasons above its name."""
    first = next((place for place, line in enumerate(body) if not line.startswith("#")), 0)
    return [*body[:first], f"[{table}]", *body[first:]]


def _table(suggestions: Sequence[Suggestion], phrases: Phrases) -> Iterator[str]:
    """Yield a table's lines: what is sure first, values of one name together, so that none stands twice."""
    for is_sure in (True, False):
        alike = [one for one in suggestions if one.is_sure == is_sure]
        for name in dict.fromkeys(one.name for one in alike):
            of_name = [one for one in alike if one.name == name]
            for one in of_name:
                yield from _comment(reason_of(one, phrases))
            values = [value for one in of_name for value in one.values]
            if name:
                yield ("" if is_sure else "# ") + _pair(name, values, of_name[0].is_list)


def reason_of(one: Suggestion, phrases: Phrases) -> str:
    """Return why a setting is suggested."""
    return say(f"adoption.reason.{one.reason}", one, phrases)


def say(key: str, one: Suggestion, phrases: Phrases) -> str:
    """Return a phrase about a suggestion, which may know how many notes it is about."""
    values = {name: one_line(str(value)) for name, value in one.told.items()}
    number = one.told.get("n")
    if isinstance(number, int):
        values.pop("n")
        return phrases.count(key, number, **values)
    return phrases.say(key, **values)


def _pair(name: str, values: Iterable[str], is_list: bool) -> str:
    texts = [toml_text(value) for value in dict.fromkeys(values)]
    return f"{name} = [{', '.join(texts)}]" if is_list else f"{name} = {texts[0]}"


def _comment(text: str) -> list[str]:
    return [f"# {text}"]


def toml_text(text: str) -> str:
    """Return a text in quotation marks: JSON's are TOML's as well."""
    return json.dumps(text, ensure_ascii=False)
