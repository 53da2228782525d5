"""What an import of any kind does and says: making the notes, and telling of those that could not be made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from vaultkit.cli.answer import Answer, Beside, Warned
from vaultkit.cli.session import Session
from vaultkit.core.tables.plan import Differs
from vaultkit.core.text.problem import Problem, problem
from vaultkit.core.text.sanitize import cut
from vaultkit.disk.create import NewFile, create_all
from vaultkit.disk.journal import Run
from vaultkit.disk.outcome import Outcome
from vaultkit.errors import BusyError, NotesLeftError, UsageError

MOST_TOLD = 20
MOST_SHOWN = 20
_cut = partial(cut, most=80)


def written(session: Session, files: Sequence[NewFile], run: Run) -> Sequence[Outcome]:
    """Make the notes; who stops it on the way is told what was made by then."""
    outcomes = list[Outcome]()
    try:
        for outcome in create_all(session.vault, files, run):
            outcomes.append(outcome)
            session.console.progress(len(outcomes), "import.progress")
    except KeyboardInterrupt:
        # The batch that was under way came to its end, too.
        made = sum(1 for file in files if session.vault.signature(file.path))
        session.console.message(session.console.phrases.count("import.stopped", made))
        raise
    return outcomes


def is_agreed(
    session: Session,
    preview: Iterable[str],
    told: Sequence[Problem],
    beside: Iterable[str],
    count: int,
) -> bool:
    """Show what would be made and ask. Raises UsageError where nobody can be asked."""
    console = session.console
    if not console.can_ask:
        raise UsageError("import-needs-yes")
    for line in preview:
        console.error_line(line)
    for found in told[:MOST_TOLD]:
        console.error_line(console.problem(found))
    for said in beside:
        console.error_line(said)
    return bool(console.is_sure(console.phrases.count("import.question", count)))


def paths_made(outcomes: Iterable[Outcome]) -> Sequence[str]:
    """Return the paths of the notes that were made."""
    return [outcome.path for outcome in outcomes if outcome.kind == "written"]


def all_left(outcomes: Iterable[Outcome]) -> Iterator[Problem]:
    """Yield why each of the other notes was not made."""
    return (left(outcome) for outcome in outcomes if outcome.kind != "written")


def count_of_notes(session: Session, new: int, made: Sequence[str] | None) -> str:
    """Return how many notes were made; where none was to be made yet (None), how many would be."""
    phrases = session.console.phrases
    if made is None:
        return phrases.count("import.would", new) if new else phrases.say("import.nothing-new")
    return phrases.count("import.made", len(made)) if made else phrases.say("import.none-made")


def left(outcome: Outcome) -> Problem:
    """Return why a note was not made."""
    code = "import-git-busy" if outcome.kind == "busy" else "import-name-taken"
    return outcome.problem or problem(outcome.path, 1, code)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Return 1 where some notes could not be made; where none could, what ``new`` ends in."""
    kinds = {outcome.kind for outcome in outcomes}
    if "busy" in kinds:
        return BusyError.exit_code
    if "written" not in kinds:
        return UsageError.exit_code
    return 0 if kinds == {"written"} else 1


def strictly(answer: Answer) -> Answer:
    """Return the answer of an import that fails where a row or a card was left out; which one is told in it."""
    is_whole = all(row["state"] != "left" for row in answer.data["rows"])
    if is_whole or answer.exit_code > 1:
        return answer
    return replace(answer, exit_code=NotesLeftError.exit_code)


def shortened(session: Session, told: Sequence[Problem]) -> tuple[Beside, ...]:
    """Return the first of the findings, and how many more there are."""
    more = len(told) - MOST_TOLD
    if more <= 0:
        return tuple(told)
    return (*told[:MOST_TOLD], session.console.phrases.count("import.more-findings", more))


def lines(numbers: Iterable[int]) -> str:
    """Return the numbers of lines for a sentence, the first of many."""
    listed = list(numbers)
    told = ", ".join(map(str, listed[:MOST_SHOWN]))
    return told if len(listed) <= MOST_SHOWN else f"{told}, …"


def differing(session: Session, found: Sequence[tuple[int, str, Differs]]) -> Iterator[Beside]:
    """Yield what a line says otherwise than its note, which was left as it is; of many, the first."""
    phrases = session.console.phrases
    for line, path, one in found[:MOST_TOLD]:
        told = {"line": line, "path": path, "property": one.property, "said": _cut(one.said)}
        if one.property == "status":
            stage = phrases.say(f"stage.{one.there}")
            yield Warned(phrases.say("import.differs-stage", **told, there=stage))
        elif one.there:
            yield Warned(phrases.say("import.differs", **told, there=_cut(one.there)))
        else:
            yield Warned(phrases.say("import.says-more", **told))
    if len(found) > MOST_TOLD:
        yield Warned(phrases.count("import.more-differences", len(found) - MOST_TOLD))
