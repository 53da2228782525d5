"""What is told of notes that a running watcher will write again, though a command has just taken that out of them."""

from collections.abc import Collection

from vaultkit.cli.answer import Warned
from vaultkit.cli.session import Session
from vaultkit.core.text.problem import Problem, hint
from vaultkit.disk.watch_lock import watching_process

Told = tuple[tuple[Warned, ...], tuple[Problem, ...]]


def brought_back(command: str, paths: Collection[str], session: Session) -> Told:
    """Return one line for a person, and a hint for each note; nothing where no watcher runs, or none has to do.

    ``command`` is the one that has written the notes.
    """
    process = watching_process(session.root, session.environ) if paths else None
    if not process:
        return (), ()
    from vaultkit.work.refresh import plan_refresh  # loads all that plans are made of

    planned = plan_refresh(session.index, session.desk, session.today, frozenset(paths))
    notes = [edit.path for edit in planned.edits]
    if not notes:
        return (), ()
    line = session.console.phrases.count(
        f"brought-back.{command}", len(notes), note=notes[0], process=process
    )
    found = (hint(path, 1, "brought-back", process=process) for path in notes)
    return (Warned(line),), tuple(found)
