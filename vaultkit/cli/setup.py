"""The commands that set a vault up."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from vaultkit.cli.answer import Answer, Warned
from vaultkit.cli.parameters import Argument, Flag
from vaultkit.cli.session import Session, known_words
from vaultkit.core.across.survey import UNREAD, problems
from vaultkit.core.settings.values import Settings
from vaultkit.disk.vault import Vault
from vaultkit.errors import BusyError, UsageError
from vaultkit.work import refresh as refreshing
from vaultkit.work import set_up_vault
from vaultkit.work.review_note import write_review


def init(
    session: Session,
    folder: Annotated[
        Path | None, Argument(metavar="DIR", help="Where. (Default: this folder.)")
    ] = None,
    no_samples: Annotated[
        bool, Flag("--no-samples", help="Begin a new vault without the sample notes.")
    ] = False,
) -> Answer:
    """Make a new vault from the template; in an existing one, write vaultkit.toml and nothing else."""
    root = (folder or session.options.vault or Path.cwd()).absolute()
    if (root / "vaultkit.toml").exists():
        raise UsageError("already-a-vault", folder=root)
    if root.exists() and not root.is_dir():
        raise UsageError("not-a-folder", folder=root)
    session.options = replace(session.options, vault=root)
    return (
        _adopt(session, root)
        if set_up_vault.holds_something(root)
        else _make(session, root, not no_samples)
    )


def _make(session: Session, root: Path, with_samples: bool) -> Answer:
    """Copy the template, move its dates to now, and bring it up to date."""
    if operation := Vault(root).git_is_busy():
        raise BusyError("git-busy", operation=operation)
    set_up_vault.make_vault(root, session.today, with_samples=with_samples)
    settings, phrases = session.settings, session.console.phrases
    with session.writing("init") as run:
        refreshing.refresh(session.index, session.desk, session.today, run)
        found = session.survey()
        review, _ = write_review(session.vault, found, settings, phrases, session.today, run)
    key = "init.made" if with_samples else "init.made-empty"
    return Answer(
        {"vault": str(root), "review": review},
        shown=(str(root),),
        beside=(phrases.say(key, review=review),),
        problems=problems(found),
    )


def _adopt(session: Session, root: Path) -> Answer:
    """Survey an existing vault, and write what was found as its settings."""
    proposal = set_up_vault.adopt_vault(root, known_words(Settings()), session.today)
    console = session.console
    unread = tuple(one for one in problems(session.survey()) if one.code in UNREAD)
    return Answer(
        proposal.as_data(root),
        shown=(str(root / "vaultkit.toml"),),
        beside=(
            *(console.phrases.say(key, **values) for key, values in proposal.told),
            *(Warned(console.problem(one)) for one in unread),
        ),
        problems=unread,
    )
