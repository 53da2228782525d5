"""What a file of contacts would become, as lines for a person and as rows for a program."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import cut
from vaultkit.core.vcards.plan import CardPlan

_cut = partial(cut, most=60)


def preview_lines(
    rows: Sequence[CardPlan], phrases: Phrases, most: int | None = None
) -> Iterator[str]:
    """Yield what each card becomes, ``most`` of them; those left aside are only counted."""
    listed = [row for row in rows if row.state != "aside"]
    for row in listed[:most]:
        yield f"{phrases.say('import.line', line=row.who.line)}{_becomes(row, phrases)}"
    if most is not None and len(listed) > most:
        yield phrases.count("vcard.more-cards", len(listed) - most)


def _becomes(row: CardPlan, phrases: Phrases) -> str:
    who = row.who
    if row.state == "new":
        told = (f" → {row.path}", *map(_cut, (who.company, who.role, *who.emails[:1])))
        return " · ".join(filter(None, told))
    if row.state == "there":
        return f": {phrases.say('vcard.state.there', name=_cut(who.name), path=row.path)}"
    if row.state == "double":
        said = phrases.say("vcard.state.double", name=_cut(who.name), other=row.of_line)
        return f": {said}"
    key = "left" if who.name else "nobody"
    return f": {phrases.say(f'vcard.state.{key}', name=_cut(who.name))}"


def card_rows(rows: Sequence[CardPlan]) -> Sequence[Mapping[str, Any]]:
    """Return what each card does; ``note`` is the one that it makes, or that is there."""
    return [
        {
            "line": row.who.line,
            "state": row.state,
            "note": row.path,
            "same_as_line": row.of_line or None,
            "company": row.who.company or None,
            "role": row.who.role or None,
            "name": row.who.name or None,
        }
        for row in rows
    ]
