"""The command that lists the sample notes of a new vault, and takes them away."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from vaultkit.cli.answer import Answer, Beside, Warned
from vaultkit.cli.parameters import Argument
from vaultkit.cli.session import Session
from vaultkit.disk.outcome import Outcome
from vaultkit.errors import UsageError
from vaultkit.work.review_note import review_path
from vaultkit.work.samples import Sample, find_samples, remove_samples

_REMOVE = "remove"


def samples(
    session: Session,
    action: Annotated[
        str | None,
        Argument(metavar="remove", help="Take away those that nobody changed. (Default: list.)"),
    ] = None,
) -> Answer:
    """List the sample notes of a new vault, or take away those that you did not change."""
    if action not in (None, _REMOVE):
        raise UsageError("samples-what", text=action)
    return _remove(session) if action else _list(session)


def _list(session: Session) -> Answer:
    found, say = find_samples(session.vault), session.console.phrases.say
    return Answer(
        [{"note": sample.path, "changed": not sample.is_untouched} for sample in found],
        shown=tuple(sample.path for sample in found),
        beside=(*_kept(session, found), say("samples.next" if found else "samples.none")),
    )


def _remove(session: Session) -> Answer:
    with session.writing("samples remove") as run:
        found = find_samples(session.vault)
        removed = remove_samples(session.vault, found, run)
    phrases = session.console.phrases
    gone = [outcome.path for outcome in removed.outcomes if outcome.kind == "written"]
    kept = [sample.path for sample in found if sample.path not in gone]
    left = [outcome for outcome in removed.outcomes if outcome.kind != "written"]
    return Answer(
        {"removed": gone, "kept": kept},
        shown=(*gone,),
        beside=(
            *_why(session, left),
            *_kept(session, found),
            *([phrases.say("samples.tour")] if removed.tour else ()),
            *([removed.problem] if removed.problem else ()),
            *(_review_still_names(session) if gone else ()),
            phrases.count("samples.removed", len(gone)) if gone else phrases.say("samples.none"),
        ),
        problems=tuple(filter(None, (removed.problem, *(outcome.problem for outcome in left)))),
    )


def _review_still_names(session: Session) -> Iterator[str]:
    """Yield a word about this week's review, which was written of the samples."""
    path = review_path(session.today, session.settings)
    if session.vault.signature(path):
        yield session.console.phrases.say("samples.review", review=path)


def _kept(session: Session, found: Iterable[Sample]) -> Iterator[str]:
    for sample in found:
        if not sample.is_untouched:
            yield session.console.phrases.say("samples.kept", note=sample.path)


def _why(session: Session, left: Iterable[Outcome]) -> Iterator[Beside]:
    """Yield why samples could not be taken away."""
    console = session.console
    for outcome in left:
        if outcome.problem:
            yield Warned(console.problem(outcome.problem))
        else:
            yield Warned(console.phrases.say("remove.busy", note=outcome.path))
