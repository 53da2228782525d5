"""What the settings have to say so that the Tasks plugin and vaultkit read a line alike."""

from collections.abc import Iterator, Mapping
from dataclasses import field

from vaultkit.core.settings.parsers import ValueRefused, global_filter
from vaultkit.core.settings.values import Settings
from vaultkit.value import frozen

_CLOSED = ("CANCELLED", "NON_TASK")
"""The plugin leaves a line of either kind out of what is to be done."""
_KNOWN = {"done": " xX", "cancelled": " xX-"}
"""Symbols that need no setting: what they mean is known, or not to be changed."""


@frozen
class TasksSetting:
    """One setting of ``[tasks]`` and why: ``reason`` is a phrase below ``adoption.reason``.

    ``is_usable`` is False for what the plugin asks for and vaultkit cannot write.
    """

    name: str
    values: tuple[str, ...]
    reason: str
    told: Mapping[str, str] = field(default_factory=dict)
    is_list: bool = False
    is_usable: bool = True


def tasks_settings(form: str, tag: str, statuses: Mapping[str, str]) -> tuple[TasksSetting, ...]:
    """Return the settings that the plugin asks for, beside the defaults, in the order of the table."""
    return tuple(_wanted(form, tag, statuses))


def _wanted(form: str, tag: str, statuses: Mapping[str, str]) -> Iterator[TasksSetting]:
    if form != Settings().task_format:
        yield TasksSetting("format", (form,), "tasks-format", {"format": form})
    if tag:
        is_usable = is_tag(tag)
        reason = "tasks-filter" if is_usable else "tasks-filter-unfit"
        told = {"filter": tag}
        yield TasksSetting("global_filter", (tag,), reason, told, is_usable=is_usable)
    for name, kinds in (("done", ("DONE",)), ("cancelled", _CLOSED)):
        symbols = tuple(
            sorted(
                symbol
                for symbol, kind in statuses.items()
                if kind in kinds and symbol not in _KNOWN[name]
            )
        )
        if symbols:
            told = {"symbols": " ".join(f"[{symbol}]" for symbol in symbols)}
            yield TasksSetting(name, symbols, f"tasks-{name}", told, is_list=True)


def is_tag(text: str) -> bool:
    """Tell whether a text can be the tag that ``tasks.global_filter`` holds."""
    try:
        return bool(global_filter(text))
    except ValueRefused:
        return False
