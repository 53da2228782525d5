"""What a survey of a vault found, in words and a table, for somebody who sees it for the first time."""

from collections.abc import Iterator, Sequence

from vaultkit.core.adoption.own_marks import OwnMark
from vaultkit.core.adoption.own_names import FoundName
from vaultkit.core.adoption.proposal import BodyFound, Found, Proposal
from vaultkit.core.adoption.stage_words import StageWord
from vaultkit.core.front_matter.vocabulary import fold
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line

_MOST_NAMES = 12
_MOST_WORDS = 8
"""Of one stage: the others are counted."""
_MOST_PATHS = 5


def proposal_lines(proposal: Proposal, phrases: Phrases) -> tuple[str, ...]:
    """Return the lines, messages without a heading of their own."""
    return (
        phrases.count("adoption.notes", proposal.notes),
        *_kind("applications", proposal.applications, phrases),
        *_names(proposal.names, phrases),
        *_stages(proposal.stages, phrases),
        *_kind("people", proposal.people, phrases),
        *(line for found in proposal.bodies for line in _body(found, phrases)),
    )


def _kind(kind: str, found: Found, phrases: Phrases) -> Iterator[str]:
    if not found.count:
        yield phrases.say(f"adoption.{kind}.none")
        return
    where = phrases.say("adoption.where", folder=_shown(found.folder)) if found.folder else ""
    marks = ", ".join(mark_words(mark, phrases) for mark in found.marks)
    told = phrases.count(f"adoption.{kind}", found.count, where=where)
    yield f"{told} {phrases.say('adoption.marked', marks=marks)}" if marks else told
    if found.left:
        paths = _listed(list(map(_shown, found.left)), _MOST_PATHS)
        yield "  " + phrases.count("adoption.left", len(found.left), notes=paths)


def mark_words(mark: OwnMark, phrases: Phrases) -> str:
    """Return how a mark stands in a note."""
    values = {"value": _shown(mark.value), "name": _shown(mark.name)}
    return phrases.say(f"adoption.mark.{mark.kind}", **values)


def _names(names: Sequence[FoundName], phrases: Phrases) -> Iterator[str]:
    """Yield a row for each name of the vault's own: that, vaultkit's, and a value; then the other names."""
    own = [one for one in names if fold(one.name) != fold(one.property)]
    rows = [
        (_shown(one.name), one.property.replace("_", " "), _shown(one.example))
        for one in own[:_MOST_NAMES]
    ]
    width = max((len(name) for name, _, _ in rows), default=0)
    meant_width = max((len(meant) for _, meant, _ in rows), default=0)
    for name, meant, example in rows:
        yield f"  {name:{width}} → {meant:{meant_width}}  {example}".rstrip()
    if len(own) > _MOST_NAMES:
        yield "  " + phrases.count("adoption.more", len(own) - _MOST_NAMES)
    usual = dict.fromkeys(_shown(one.name) for one in names if one not in own)
    if usual:
        yield "  " + phrases.say("adoption.usual-names", names=", ".join(usual))


def _stages(words: Sequence[StageWord], phrases: Phrases) -> Iterator[str]:
    """Yield a row for each stage with the words that stand for it, and one for those that are unknown."""
    for stage in dict.fromkeys(one.stage for one in words):
        own = [f"{_shown(one.word)} ({one.count})" for one in words if one.stage == stage]
        label = phrases.say(f"stage.{stage}") if stage else phrases.say("adoption.stage-unknown")
        yield f"  {label}: {_listed(own, _MOST_WORDS)}"


def _body(found: BodyFound, phrases: Phrases) -> Iterator[str]:
    folder = _shown(found.folder)
    if found.rows:
        note = _shown(found.paths[0])
        yield phrases.count("adoption.body-table", found.rows, note=note)
        return
    where = phrases.say("adoption.where", folder=folder) if folder else ""
    if found.example is None:
        yield phrases.count("adoption.body-silent", len(found.paths), where=where)
        return
    value = found.example
    told = {"where": where, "name": _shown(value.name), "value": _shown(value.value)}
    yield phrases.count(f"adoption.body-{value.form}", len(found.paths), **told)
    if not found.has_heads:
        yield "  " + phrases.say("adoption.body-adopt", folder=folder or ".")


def _listed(texts: Sequence[str], most: int) -> str:
    more = [f"+{len(texts) - most}"] if len(texts) > most else []
    return ", ".join([*texts[:most], *more])


def _shown(text: str) -> str:
    return one_line(text)
