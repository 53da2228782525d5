"""The settings by name: which there are, and from a parsed ``vaultkit.toml`` to Settings."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches
from operator import attrgetter
from typing import Any

from vaultkit.core.days.dates import is_longer, parse_offset
from vaultkit.core.days.moment_format import TokenRefused, format_moment
from vaultkit.core.settings import parsers
from vaultkit.core.settings.parsers import Reader, ValueRefused
from vaultkit.core.settings.values import OwnStage, RuleChange, Settings
from vaultkit.core.text.phrases import Phrases
from vaultkit.value import frozen

SCHEMA = 1

Path = tuple[str, ...]
"""Where a setting stands: ``("review", "folder")``."""


@frozen
class Key:
    """One setting: how its value is read, and the field of Settings that it fills ("" for none)."""

    field: str
    read: Reader


class SettingWrong(ValueError):
    """A setting that cannot be used. ``code`` and ``values`` make the phrase ``error.settings-<code>``."""

    def __init__(self, path: Path, code: str, values: Mapping[str, str]) -> None:
        self.path, self.code, self.values = path, code, values
        super().__init__(".".join(path))


_MARKS = {
    "type": ("types", parsers.texts),
    "folders": ("folders", parsers.folders),
    "tags": ("tags", parsers.tags),
    "property": ("property", parsers.text),
    "values": ("values", parsers.texts),
}
_RULE = {
    "after": parsers.offset,
    "start": parsers.offset,
    "again": parsers.offset_ahead,
    "times": parsers.times,
    "off": parsers.yes_or_no,
}
_FIXED: Mapping[str, Key] = {
    "properties.not": Key("not_aliases", parsers.texts),
    "me.name": Key("me.name", parsers.text),
    "me.phone": Key("me.phone", parsers.text),
    "me.links": Key("me.links", parsers.texts),
    "follow_ups.since": Key("since", parsers.day),
    "follow_ups.paused": Key("paused", parsers.yes_or_no),
    "follow_ups.heading": Key("heading", parsers.heading),
    "tasks.format": Key("task_format", parsers.one_of(("emoji", "dataview"))),
    "tasks.global_filter": Key("global_filter", parsers.global_filter),
    "tasks.done": Key("done_symbols", parsers.symbols),
    "tasks.cancelled": Key("cancelled_symbols", parsers.symbols),
    "calendar.closed": Key("calendar", parsers.calendar),
    "calendar.kind": Key("calendar_kind", parsers.one_of(("events", "todos"))),
    "calendar.zone": Key("calendar_zone", parsers.zone),
    "front_matter.next_follow_up": Key("next_follow_up", parsers.yes_or_no),
    "review.folder": Key("review_folder", parsers.folder),
    "review.name": Key("review_name", parsers.text),
    "review.letters": Key("review_letters", parsers.yes_or_no),
    "review.charts": Key("review_charts", parsers.yes_or_no),
    "letters.folder": Key("letters_folder", parsers.folder),
    "import.columns": Key("import_columns", parsers.pairs),
    "watch.settle": Key("settle_seconds", parsers.seconds),
    "applications.folder": Key("new_folder", parsers.folder),
    "applications.template": Key("new_template", parsers.template),
}
_REVIEW_NAME = ("review", "name")
_LONGEST_NAME = 200
"""In characters. No system takes a longer one, and seven years of it would take long to try."""
_MONDAYS = tuple(date(2024, 1, 1) + timedelta(weeks=number) for number in range(7 * 53))
_STAGE_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
"""What a note's memory can hold."""
_UNKNOWN = {
    ("follow_ups", "rules"): "unknown-rule",
    ("properties",): "unknown-property",
    ("stages",): "unknown-stage",
}


def known_keys(
    languages: Iterable[str],
    rules: Iterable[str],
    properties: Iterable[str],
    stages: Iterable[str],
) -> Mapping[Path, Key]:
    """Return every setting that there can be, those of each rule and property too."""
    keys: dict[Path, Key] = {
        ("schema",): Key("", _schema),
        ("language",): Key("language", parsers.one_of(languages)),
        ("playbooks",): Key("playbooks", parsers.texts),
    }
    for group in ("applications", "people"):
        keys |= {
            (group, name): Key(f"{group}.{field}", read) for name, (field, read) in _MARKS.items()
        }
    keys |= {("properties", name): Key("properties", parsers.texts) for name in properties}
    keys |= {("stages", name): Key("stages", parsers.texts) for name in stages}
    for rule in rules:
        keys |= {
            ("follow_ups", "rules", rule, name): Key("rules", read) for name, read in _RULE.items()
        }
    return keys | {tuple(name.split(".")): key for name, key in _FIXED.items()}


def is_stage_name(name: str) -> bool:
    """Tell whether a stage can be called so: it must fit into the memory of a note."""
    return bool(_STAGE_NAME.fullmatch(name))


def with_own_stages(table: Mapping[str, Any], keys: Mapping[Path, Key]) -> Mapping[Path, Key]:
    """Return the keys with those of the stages that a parsed file adds: ``[stages.assessment]``.

    Raises SettingWrong for a name that cannot be one, or a stage that is like no other.
    """
    stages = table.get("stages")
    known = tuple(path[1] for path in keys if path[0] == "stages")
    own: dict[Path, Key] = {}
    for name, value in stages.items() if isinstance(stages, dict) else ():
        if not isinstance(value, dict) or name in known:
            continue
        path = ("stages", name)
        if not is_stage_name(name):
            raise SettingWrong(path, "stage-name", {"value": parsers.shown(name)})
        if "like" not in value:
            raise SettingWrong(path, "stage-like-none", {"known": ", ".join(known)})
        own |= {
            (*path, "like"): Key("own_stages", parsers.one_of(known)),
            (*path, "label"): Key("own_stages", parsers.label),
            (*path, "words"): Key("own_stages", parsers.texts),
        }
    return {**keys, **own}


def _schema(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > SCHEMA:
        raise ValueRefused("newer", value=value)
    if value != SCHEMA or isinstance(value, bool | float):
        raise ValueRefused("no-schema")
    return SCHEMA


def check_schema(table: Mapping[str, Any]) -> None:
    """Raise SettingWrong for a parsed file that does not say its schema, or is of a newer one."""
    path = ("schema",)
    read_leaf(path, table.get("schema"), {path: Key("", _schema)})


def read_table(
    table: Mapping[str, Any], keys: Mapping[Path, Key], phrases: Callable[[str], Phrases]
) -> Settings:
    """Return the settings of a parsed file. Raises SettingWrong for the first that is wrong.

    The schema is looked at first: a newer file may hold anything.
    """
    check_schema(table)
    keys = with_own_stages(table, keys)
    found = {path: read_leaf(path, value, keys) for path, value in leaves(table, keys)}
    settings = _settings(found, keys)
    _check_marks(settings)
    _check_starts(settings)
    _check_symbols(settings)
    _check_review(settings, phrases)
    return settings


def leaves(
    table: Mapping[str, Any], keys: Mapping[Path, Key], above: Path = ()
) -> Iterator[tuple[Path, Any]]:
    """Yield every setting of a parsed file, its value as parsed. Raises SettingWrong for an unknown one."""
    for name, value in table.items():
        path = (*above, name)
        if path in keys:
            yield path, value
        elif not any(key[: len(path)] == path for key in keys):
            raise _unknown(path, keys)
        elif isinstance(value, dict):
            yield from leaves(value, keys, path)
        else:
            raise SettingWrong(path, "not-a-table", {"table": ".".join(path)})


def _unknown(path: Path, keys: Mapping[Path, Key]) -> SettingWrong:
    code = _UNKNOWN.get(path[:-1], "unknown")
    return SettingWrong(path, code, {"nearest": _nearest(path, keys)})


def _nearest(path: Path, keys: Mapping[Path, Key]) -> str:
    """Return a close name of the same table, else where this name belongs, else what is least far."""
    above, name = path[:-1], path[-1]
    beside = sorted({key[len(above)] for key in keys if key[: len(above)] == above})
    if get_close_matches(name.casefold(), beside, 1):
        return parsers.nearest(name, beside)
    elsewhere = (".".join(key) for key in keys if key[-1] == name and above not in _UNKNOWN)
    return next(elsewhere, None) or parsers.nearest(name, beside)


def read_leaf(path: Path, value: Any, keys: Mapping[Path, Key]) -> Any:
    """Return the typed value of one setting. Raises SettingWrong."""
    try:
        return keys[path].read(value)
    except ValueRefused as error:
        raise SettingWrong(path, error.code, error.values) from error


def _settings(found: Mapping[Path, Any], keys: Mapping[Path, Key]) -> Settings:
    plain: dict[str, Any] = {}
    tables: dict[str, dict[str, Any]] = {
        name: {} for name in ("properties", "stages", "applications", "people", "me")
    }
    rules: dict[str, dict[str, Any]] = {}
    own_stages: dict[str, dict[str, Any]] = {}
    for path, value in found.items():
        field, _, part = keys[path].field.partition(".")
        if field == "rules":
            rules.setdefault(path[2], {})[path[3]] = value
        elif field == "own_stages":
            own_stages.setdefault(path[1], {})[path[2]] = value
        elif field in tables:
            tables[field][part or path[1]] = value
        elif field:
            plain[field] = value
    default = Settings()
    return replace(
        default,
        **plain,
        properties=tables["properties"],
        stages=tables["stages"],
        own_stages={name: OwnStage(**parts) for name, parts in own_stages.items()},
        applications=replace(default.applications, **tables["applications"]),
        people=replace(default.people, **tables["people"]),
        me=replace(default.me, **tables["me"]),
        rules={rule: RuleChange(**changes) for rule, changes in rules.items()},
    )


def _check_marks(settings: Settings) -> None:
    for group in ("applications", "people"):
        marks = getattr(settings, group)
        if marks.values and not marks.property:
            raise SettingWrong((group, "values"), "property-alone", {"table": group})


def _check_starts(settings: Settings) -> None:
    """Only where a table says both: a start of the playbook's may go with a shorter distance."""
    for rule, change in settings.rules.items():
        start, after = change.start, change.after
        if start and after and is_longer(parse_offset(start), parse_offset(after)):
            told = {"value": start, "after": after}
            raise SettingWrong(("follow_ups", "rules", rule, "start"), "start-late", told)


def _check_symbols(settings: Settings) -> None:
    for symbol in settings.cancelled_symbols:
        if symbol in settings.done_symbols:
            raise SettingWrong(("tasks", "cancelled"), "symbol-twice", {"value": symbol})


def _check_review(settings: Settings, phrases: Callable[[str], Phrases]) -> None:
    """A name must lead to a place in the vault, and be another one every week.

    Seven years hold every way in which a year can begin: ``YYYY-[W]WW`` calls the last days
    of 2024 and its first ones alike.
    """
    name = settings.review_name
    if name == Settings.review_name:
        return
    if len(name) > _LONGEST_NAME:
        raise SettingWrong(_REVIEW_NAME, "not-a-name", {"value": parsers.shown(name)})
    words = phrases(settings.language)
    try:
        names = Counter(format_moment(name, day, words) for day in _MONDAYS)
    except TokenRefused as error:
        raise SettingWrong(_REVIEW_NAME, "token", {"token": str(error)}) from error
    if not all(map(parsers.is_inside, names)):
        raise SettingWrong(_REVIEW_NAME, "not-a-name", {"value": parsers.shown(name)})
    for twice, count in names.items():
        if count > 1:
            raise SettingWrong(_REVIEW_NAME, "name-twice", {"review": parsers.shown(twice)})


def has_field(path: Path, keys: Mapping[Path, Key]) -> bool:
    """Tell whether a setting has a field of its own, and so a value where nobody says one."""
    return keys[path].field not in ("", "properties", "stages", "own_stages", "rules")


def value_of(path: Path, settings: Settings, keys: Mapping[Path, Key]) -> Any:
    """Return what a setting with a field of its own is; None where it is not set."""
    return attrgetter(keys[path].field)(settings)
