"""The command that merges what two machines wrote."""

from pathlib import Path
from typing import Annotated

from vaultkit.cli.answer import Answer
from vaultkit.cli.items import find_note
from vaultkit.cli.parameters import Argument, Option
from vaultkit.cli.session import Session, known_words
from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.core.merge.conflicted import settle_conflict
from vaultkit.core.merge.note import Reader
from vaultkit.core.merge.three_way import Marks, Merge
from vaultkit.core.settings.values import Settings
from vaultkit.disk.vault import Vault
from vaultkit.errors import UsageError
from vaultkit.playbook import load
from vaultkit.work.merge_files import ATTRIBUTE, COMMAND, NAME, merge_files
from vaultkit.work.refresh import edit_note


def merge_driver(
    session: Session,
    files: Annotated[
        list[str] | None,
        Argument(
            help="A note with git's conflict marks, or git's %O %A %B. (Default: say how to set git up.)",
            metavar="FILE",
        ),
    ] = None,
    marker_size: Annotated[int, Option("--marker-size", metavar="N", help="Git's %L.")] = 7,
) -> Answer | int:
    """Merge what two machines wrote in one note: ticks of both, words by whoever wrote them."""
    files = files or []
    if not files:
        return _how_to_set_up(session)
    if len(files) == 1:
        return _settle(session, files[0])
    if len(files) not in (3, 4):
        raise UsageError("merge-what")
    base, ours, theirs = map(Path, files[:3])
    clean = merge_files(base, ours, theirs, _reader(), Marks(size=max(marker_size, 1)))
    return 0 if clean else 1


def _reader() -> Reader:
    """The same on every machine: no settings of a vault, which may be in the middle of a merge itself."""
    return Reader(known_words(Settings()), read_playbook(load.rule_tables(), {}))


def _how_to_set_up(session: Session) -> Answer:
    console = session.console_in(session.language_at_hand)
    commands = (
        f'git config merge.vaultkit.name "{NAME}"',
        f'git config merge.vaultkit.driver "{COMMAND}"',
    )
    return Answer(
        {"commands": commands, "gitattributes": ATTRIBUTE},
        shown=commands,
        beside=(console.phrases.say("merge.set-up", line=ATTRIBUTE),),
    )


def _settle(session: Session, name: str) -> Answer:
    """Settle a note that plain git left in conflict, as far as its block goes."""
    vault = Vault(session.root, in_a_merge=True)
    path, reader = find_note(name, session), _reader()
    found: list[Merge | None] = []
    has_marks = False

    def settled(text: str) -> str:
        nonlocal has_marks
        has_marks = "<<<<<<< " in text
        found.append(settle_conflict(text, reader))
        return found[-1].text if found[-1] else text

    with session.writing("merge-driver", vault) as run:
        edit_note(vault, run, path, settled)
    merged = found[-1]
    if merged is None:
        raise UsageError("nothing-to-settle" if has_marks else "no-conflict", note=path)
    key = "merge.settled" if merged.is_clean else "merge.left"
    return Answer(
        [path],
        shown=(path,),
        beside=(session.console.phrases.say(key, note=path),),
        exit_code=0 if merged.is_clean else 1,
    )
