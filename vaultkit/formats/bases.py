"""The tables for Obsidian's Bases, made from a vault's own names, stages and marks.

Only keys and functions of the help pages of Obsidian Bases stand in them;
``tests/formats/test_bases.py`` holds the table of those. A property whose name is no plain word is
written in brackets: ``note["data colloquio"]``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from vaultkit.core.settings.values import Marks
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.stages import ENDS, LIVE, MEETINGS, Stage, Stages
from vaultkit.formats.base_file import Base, View, base_text, scalar
from vaultkit.value import frozen

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNFIT = re.compile(r'["\\\n]')
"""What a text in an expression must not hold: such a name or word is left out."""
_COLUMNS = ("company", "role", "status", "applied", "decided")
_PERSON_COLUMNS = ("role", "company", "email", "last_contact")
_WAITING_DAYS = 14

Names = Mapping[str, tuple[str, ...]]
"""A property to what notes call it, the usual name first; none is empty."""


@frozen
class Kept:
    """What a base is made from.

    ``application`` and ``person`` are the names in use; ``beside`` those that some properties of
    an application may have as well. ``spellings`` are a stage's words as people write them;
    ``template_folders`` are left out of every table. ``has_next`` tells that the notes carry
    ``next_follow_up``.
    """

    application: Names
    person: Names
    beside: Names
    applications: Marks
    people: Marks
    stages: Stages
    spellings: Mapping[str, tuple[str, ...]]
    template_folders: tuple[str, ...] = ()
    has_next: bool = False


def applications_base(kept: Kept, phrases: Phrases) -> str:
    """Return the text of the base of all applications."""
    columns = _Columns(kept.application)
    filters = _filters(kept.applications, kept.template_folders)
    formulas = [*_stage_formulas(kept, phrases), *columns.formulas(_COLUMNS)]
    if kept.has_next:
        formulas.append(
            ("when", 'if(note.next_follow_up, date(note.next_follow_up).relative(), "")')
        )
    shown = {
        "file.name": "application",
        **columns.shown(_COLUMNS),
        "formula.stage": "stage",
        "formula.interviews": "interviews",
        "formula.ahead": "ahead",
    }
    if kept.has_next:
        shown |= {"note.next_follow_up": "next", "formula.when": "when"}
    views = _application_views(kept, columns, phrases)
    return base_text(Base(filters, formulas, shown, views), phrases)


def contacts_base(kept: Kept, phrases: Phrases) -> str:
    """Return the text of the base of all people."""
    columns = _Columns(kept.person)
    last = columns.expression("last_contact")
    formulas = [
        *columns.formulas(_PERSON_COLUMNS),
        ("ago", f'if({last}, date({last}).relative(), "")'),
    ]
    shown = {
        "file.name": "person",
        **columns.shown(_PERSON_COLUMNS),
        "formula.ago": "ago",
    }
    every = [columns.of(name) for name in _PERSON_COLUMNS]
    silent = f"{columns.expression('do_not_contact')} != true"
    views = [
        View("longest-ago", (silent,), ("file.name", *every, "formula.ago"), every[-1]),
        View(
            "by-company",
            (),
            ("file.name", every[0], every[2], every[3]),
            "file.name",
            group=every[1],
        ),
    ]
    filters = _filters(kept.people, kept.template_folders)
    return base_text(Base(filters, formulas, shown, views), phrases)


def _property(name: str) -> str:
    """Return a property in an expression."""
    return f"note.{name}" if _PLAIN_NAME.fullmatch(name) else f'note["{name}"]'


def _first_of(names: Sequence[str]) -> str:
    """Return the expression of the first of some properties that has a value."""
    *others, last = map(_property, names)
    expression = last
    for name in reversed(others):
        expression = f"if({name}, {name}, {expression})"
    return expression


@frozen
class _Columns:
    """The columns that show properties: one that has several names is shown by a formula."""

    names: Names

    def fit(self, name: str) -> tuple[str, ...]:
        """Return the names that can stand in an expression, the property's own where none can."""
        return tuple(each for each in self.names[name] if not _UNFIT.search(each)) or (name,)

    def expression(self, name: str) -> str:
        return _first_of(self.fit(name))

    def of(self, name: str) -> str:
        names = self.fit(name)
        return f"note.{names[0]}" if len(names) == 1 else f"formula.{name}"

    def formulas(self, names: Iterable[str]) -> list[tuple[str, str]]:
        return [
            (name, self.expression(name)) for name in names if self.of(name) == f"formula.{name}"
        ]

    def shown(self, names: Iterable[str]) -> dict[str, str]:
        return {self.of(name): name for name in names}


def _filters(marks: Marks, template_folders: Iterable[str]) -> list[str]:
    """Return the lines below ``filters:``: what is marked in any way, no template."""
    either = [_holds(_property("type"), kind) for kind in marks.types if not _UNFIT.search(kind)]
    either += [f'file.inFolder("{path}")' for path in marks.folders if not _UNFIT.search(path)]
    either += [f'file.hasTag("{tag}")' for tag in marks.tags if not _UNFIT.search(tag)]
    if marks.property and not _UNFIT.search(marks.property):
        own = _property(marks.property)
        either += [_holds(own, value) for value in marks.values if not _UNFIT.search(value)] or [
            own
        ]
    lines = ["  and:", '    - file.ext == "md"', "    - or:"]
    lines += [f"        - {scalar(one)}" for one in either]
    templates = [path for path in template_folders if not _UNFIT.search(path)]
    if templates:
        lines.append("    - not:")
        inside = (f'file.inFolder("{path}")' for path in templates)
        lines += [f"        - {scalar(each)}" for each in inside]
    return lines


def _holds(expression: str, word: str) -> str:
    """Return the test whether a property, a text or a list, names a word; capitals make no difference."""
    return f'(" " + list({expression}).join(" ").lower() + " ").contains(" {word.lower()} ")'


def _labels(kept: Kept, phrases: Phrases) -> Mapping[str, str]:
    """Return what each stage is called, with a number in front by which they sort in their order.

    An own stage comes behind the one that it is like; ends of one meaning share a number.
    """
    on_the_way = [stage for stage in kept.stages.on_the_way if stage.like is None]
    numbers = {stage.name: str(place) for place, stage in enumerate(on_the_way, start=1)}
    first_end = len(on_the_way) + 1
    groups = {kind: first_end + min(place, 2) for place, kind in enumerate(ENDS)}
    numbers |= {
        stage.name: str(groups[stage.kind]) for stage in kept.stages.ends if stage.like is None
    }
    behind: dict[str, int] = {}
    for stage in kept.stages.all:
        if stage.like is not None:
            behind[stage.like] = behind.get(stage.like, 0) + 1
            numbers[stage.name] = f"{numbers[stage.like]}.{behind[stage.like]}"
    named = {name: phrases.say(f"stage.{name}") for name in kept.stages.names}
    return {name: f"{numbers[name]} {_UNFIT.sub(' ', named[name])}" for name in kept.stages.names}


def _stage_formulas(kept: Kept, phrases: Phrases) -> list[tuple[str, str]]:
    labels = _labels(kept, phrases)
    lines = []
    for stage in kept.stages.all:
        words = ", ".join(f'"{word}"' for word in _as_it_reads(kept.spellings[stage.name]))
        lines.append(f'if([{words}].contains(formula.word), "{labels[stage.name]}",')
    lines.append(f'if(formula.written, "? " + formula.word, formula.dated){")" * len(lines)}')
    every = _Columns({name: _with(kept, name) for name in ("status", MEETINGS)})
    return [
        ("written", every.expression("status")),
        ("word", _WORD),
        ("interviews", every.expression(MEETINGS)),
        ("dated", _furthest(kept, labels)),
        ("stage", "\n".join(lines)),
        (
            "ahead",
            "if(formula.interviews, "
            'list(formula.interviews).filter(date(value) >= today()).join(", "), "")',
        ),
    ]


def _with(kept: Kept, name: str) -> tuple[str, ...]:
    """Return the names of a property: those in use that few know first, then what many know, in their order."""
    beside = kept.beside[name]
    few = [each for each in kept.application[name] if each not in beside]
    return (*few, *beside)


_WORD = (
    'list(formula.written).join(" ").lower()'
    '.replace(/ +[-–—(:,;].*$/, "")'
    '.replace(/[_-]+/g, " ")'
    '.replace(/^([0-9]+([.)] *| +))+/, "")'
    '.replace(/ +[0-9]+$/, "").trim()'
)
"""The stage as it is written, without capitals, numbers, and what stands behind it."""


def _as_it_reads(spellings: Iterable[str]) -> tuple[str, ...]:
    """Return the words as the formula ``word`` makes them, each once."""
    words = (" ".join(re.sub("[_-]+", " ", word.lower()).split()) for word in spellings)
    words = (re.sub(r" +[0-9]+$", "", re.sub(r"^([0-9]+([.)] *| +))+", "", word)) for word in words)
    return tuple(dict.fromkeys(word for word in words if word and not _UNFIT.search(word)))


def _furthest(kept: Kept, labels: Mapping[str, str]) -> str:
    """Return the furthest stage that a day tells, where none is written."""
    columns = _Columns(kept.application)
    stages = [stage for stage in kept.stages.on_the_way if stage.like is None]
    expression = f'"{labels[stages[0].name]}"'
    for stage in stages:
        if stage.day and (stage.kind != "talking" or stage.day == MEETINGS):
            day = "formula.interviews" if stage.day == MEETINGS else columns.expression(stage.day)
            expression = f'if({day}, "{labels[stage.name]}", {expression})'
    return expression


def _application_views(kept: Kept, columns: _Columns, phrases: Phrases) -> list[View]:
    labels = _labels(kept, phrases)
    company, role, status, applied, decided = map(columns.of, _COLUMNS)
    following = ("note.next_follow_up",) if kept.has_next else ()
    by_next = following[0] if following else "file.name"
    head = ("file.name", "formula.stage")
    next_ones = View(
        "next", ("!note.next_follow_up.isEmpty()",), (*head, *following, "formula.when"), by_next
    )
    views = [next_ones] if kept.has_next else []
    return [
        *views,
        View(
            "interviews", ("formula.ahead",), (*head, "formula.ahead", *following), "formula.ahead"
        ),
        View(
            "waiting",
            _waits(kept, columns, labels),
            (*head, applied, "formula.interviews", *following),
            applied,
        ),
        View(
            "by-stage",
            (),
            (
                "file.name",
                company,
                role,
                status,
                *following,
                applied,
                "formula.interviews",
                decided,
            ),
            by_next,
            group="formula.stage",
        ),
        View(
            "open",
            (
                _among(
                    [stage for stage in kept.stages.all if stage.is_end or stage.kind == "won"],
                    labels,
                ),
            ),
            (*head, *following, applied, "formula.interviews"),
            by_next,
            conjunction="not",
        ),
    ]


def _waits(kept: Kept, columns: _Columns, labels: Mapping[str, str]) -> tuple[str, ...]:
    applied = columns.expression("applied")
    before = f'today() - "{_WAITING_DAYS}d"'
    return (
        _among([stage for stage in kept.stages.all if stage.kind in LIVE], labels),
        f"if({applied}, date({applied}) < {before}, true)",
        f"if(formula.interviews, list(formula.interviews).filter(date(value) > {before}).isEmpty(), true)",
    )


def _among(stages: Iterable[Stage], labels: Mapping[str, str]) -> str:
    listed = ", ".join(f'"{labels[stage.name]}"' for stage in stages)
    return f"[{listed}].contains(formula.stage)"
