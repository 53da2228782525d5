"""The commands that set a vault up."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from vaultkit.cli.answer import Answer, Warned
from vaultkit.cli.bases import base_rows, base_words, made_bases, renew_bases
from vaultkit.cli.command import Argument, Flag, Option
from vaultkit.cli.session import Session, known_words
from vaultkit.cli.spoken import environment_language
from vaultkit.core.across.survey import UNREAD, problems
from vaultkit.core.settings.values import Settings
from vaultkit.disk.vault import Vault
from vaultkit.errors import BusyError, UsageError
from vaultkit.playbook import load
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
    bases: Annotated[
        bool, Flag("--bases", help="In an existing vault, write the tables for Obsidian too.")
    ] = False,
    lang: Annotated[
        str | None,
        Option("--lang", metavar="en|it", help="The vault's language (else the environment's)."),
    ] = None,
) -> Answer:
    """Make a new vault from the template; in an existing one, write vaultkit.toml and nothing else."""
    root = (folder or session.options.vault or Path.cwd()).absolute()
    if (root / "vaultkit.toml").exists():
        raise UsageError("already-a-vault", folder=root)
    if root.exists() and not root.is_dir():
        raise UsageError("not-a-folder", folder=root)
    if lang is not None and lang not in load.languages():
        raise UsageError("unknown-language", text=lang, known=", ".join(load.languages()))
    session.options = replace(session.options, vault=root)
    if set_up_vault.holds_something(root):
        return _adopt(session, root, bases, lang)
    return _make(session, root, not no_samples, lang or environment_language(session.environ))


def _make(session: Session, root: Path, with_samples: bool, language: str) -> Answer:
    """Copy the template, move its dates to now, and bring it up to date."""
    if operation := Vault(root).git_is_busy():
        raise BusyError("git-busy", operation=operation)
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


def _adopt(session: Session, root: Path, with_bases: bool, language: str | None) -> Answer:
    """Survey an existing vault, and write what was found as its settings."""
    proposal = set_up_vault.adopt_vault(root, known_words(Settings()), session.today, language)
    console = session.console
    unread = tuple(one for one in problems(session.survey()) if one.code in UNREAD)
    tables = renew_bases(session) if with_bases else ()
    rows = {"bases": base_rows(tables)} if with_bases else {}
    return Answer(
        {**proposal.as_data(root), **rows},
        shown=(str(root / "vaultkit.toml"), *made_bases(tables)),
        beside=(
            *(console.phrases.say(key, **values) for key, values in proposal.told),
            *(base_words(session, tables) if with_bases else ()),
            *(Warned(console.problem(one)) for one in unread),
        ),
        problems=unread,
    )
