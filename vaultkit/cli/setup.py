"""The commands that set a vault up."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from vaultkit.cli.adopting import adopt
from vaultkit.cli.adopting_bodies import adopt_bodies
from vaultkit.cli.command import Argument, Flag, Option, command
from vaultkit.cli.session import Options, Session
from vaultkit.disk.vault import Vault
from vaultkit.errors import BusyError, UsageError
from vaultkit.work import refresh as refreshing
from vaultkit.work import set_up_vault
from vaultkit.work.review_note import write_review

SET_UP = "Set up"


@command("init", SET_UP)
def init(
    session: Session,
    folder: Annotated[
        Path | None, Argument(metavar="DIR", help="Where. (Default: this folder.)")
    ] = None,
    no_samples: Annotated[
        bool, Flag("--no-samples", help="Begin a new vault without the sample notes.")
    ] = False,
    adopt_: Annotated[
        str | None,
        Option(
            "--adopt",
            metavar="FOLDER",
            help="Show the front matter for notes that keep their data in their text; add it when you agree.",
        ),
    ] = None,
    yes: Annotated[bool, Flag("--yes", help="With --adopt: add it without a question.")] = False,
) -> int:
    """Make a new vault from the template; in an existing one, write vaultkit.toml and nothing else."""
    if adopt_ is not None:
        if folder:
            session = Session(replace(session.options, vault=folder), session.environ)
        return adopt_bodies(session, adopt_, yes=yes)
    if yes:
        raise UsageError("yes-needs-adopt")
    root = (folder or session.options.vault or Path.cwd()).absolute()
    if (root / "vaultkit.toml").exists():
        raise UsageError("already-a-vault", folder=root)
    if root.exists() and not root.is_dir():
        raise UsageError("not-a-folder", folder=root)
    return (
        adopt(session, root)
        if set_up_vault.holds_something(root)
        else _make(session, root, not no_samples)
    )


def _make(session: Session, root: Path, with_samples: bool) -> int:
    """Copy the template, move its dates to now, and bring it up to date."""
    inside = Session(
        Options(root, session.options.today, quiet=session.options.quiet), session.environ
    )
    if operation := Vault(root).git_is_busy():
        raise BusyError("git-busy", operation=operation)
    set_up_vault.make_vault(root, session.today, with_samples=with_samples)
    settings, phrases = inside.settings, inside.console.phrases
    with inside.writing("init") as run:
        refreshing.refresh(inside.index, inside.desk, inside.today, run)
        found = refreshing.look(inside.index, inside.desk, inside.today)
        review, _ = write_review(inside.vault, found, settings, phrases, inside.today, run)
    console = inside.console
    if session.options.json:
        console.json("init", {"vault": str(root), "review": review}, [])
        return 0
    console.data(str(root))
    console.tell("init.made" if with_samples else "init.made-empty", review=review)
    return 0
