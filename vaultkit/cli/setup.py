"""The commands that set a vault up."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from vaultkit.cli.adopting import adopt
from vaultkit.cli.adopting_bodies import adopt_bodies
from vaultkit.cli.answer import Answer
from vaultkit.cli.parameters import Argument, Flag, Option
from vaultkit.cli.session import Session
from vaultkit.cli.spoken import environment_language
from vaultkit.core.across.survey import problems
from vaultkit.disk.vault import Vault
from vaultkit.errors import UsageError
from vaultkit.playbook import load
from vaultkit.work import refresh as refreshing
from vaultkit.work import set_up_vault
from vaultkit.work.review_note import write_review
from vaultkit.work.run import need_quiet_git


def init(
    session: Session,
    folder: Annotated[
        Path | None, Argument(metavar="DIR", help="Where. (Default: this folder.)")
    ] = None,
    no_samples: Annotated[
        bool, Flag("--no-samples", help="Begin a new vault without the sample notes.")
    ] = False,
    bases: Annotated[
        bool, Flag("--bases", help="In an existing vault, write the tables for Obsidian too.")
    ] = False,
    lang: Annotated[
        str | None,
        Option(
            "--lang", metavar="en|it", help="The vault's language. (Default: the environment's.)"
        ),
    ] = None,
    adopt_: Annotated[
        str | None,
        Option(
            "--adopt",
            metavar="FOLDER",
            help="Show the front matter for notes that keep their data in their text; add it when you agree.",
        ),
    ] = None,
    yes: Annotated[bool, Flag("--yes", help="With --adopt: add it without a question.")] = False,
) -> Answer:
    """Make a new vault from the template; in an existing one, write vaultkit.toml and nothing else."""
    if adopt_ is not None:
        if bases or no_samples or lang is not None:
            raise UsageError("adopt-alone")
        session.options = replace(session.options, vault=folder or session.options.vault)
        return adopt_bodies(session, adopt_, yes=yes)
    if yes:
        raise UsageError("yes-needs-adopt")
    root = (folder or session.options.vault or Path.cwd()).absolute()
    if (root / "vaultkit.toml").exists():
        raise UsageError("already-a-vault", folder=root)
    if root.exists() and not root.is_dir():
        raise UsageError("not-a-folder", folder=root)
    if lang is not None and lang not in load.languages():
        raise UsageError("unknown-language", text=lang, known=", ".join(load.languages()))
    session.options = replace(session.options, vault=root)
    if set_up_vault.holds_something(root):
        return adopt(session, root, with_bases=bases, language=lang)
    return _make(session, root, not no_samples, lang or environment_language(session.environ))


def _make(session: Session, root: Path, with_samples: bool, language: str) -> Answer:
    """Copy the template, move its dates to now, and bring it up to date."""
    need_quiet_git(Vault(root))
    set_up_vault.make_vault(root, session.today, with_samples=with_samples, language=language)
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
