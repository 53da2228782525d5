"""One command's surroundings: the vault that it works on, the words, the day."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from vaultkit.cli import clock
from vaultkit.cli.console import Color, Console
from vaultkit.cli.spoken import environment_language
from vaultkit.disk.in_doubt import unreadable_unfinished
from vaultkit.disk.journal import Journal
from vaultkit.disk.playbook_folder import is_of_own, own_bundle
from vaultkit.disk.vault import Vault
from vaultkit.errors import SettingsError, StateError, VaultkitError
from vaultkit.playbook import load
from vaultkit.playbook.bundles import guests
from vaultkit.value import frozen
from vaultkit.work import run
from vaultkit.work.config import find_vault
from vaultkit.work.last_settings import last_language, last_text, settings_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vaultkit.cli.again import Overheard
    from vaultkit.core.across.survey import Survey
    from vaultkit.core.follow_ups.update import Desk
    from vaultkit.core.front_matter.vocabulary import Vocabulary
    from vaultkit.core.settings.values import Settings
    from vaultkit.core.text.phrases import Phrases
    from vaultkit.core.text.problem import Problem
    from vaultkit.disk.cache_folder import Cache
    from vaultkit.disk.journal import Run
    from vaultkit.disk.kept_texts import Kept
    from vaultkit.disk.roll import Roll
    from vaultkit.disk.walk import Walk
    from vaultkit.playbook.bundles import Bundle
    from vaultkit.playbook.in_force import InForce
    from vaultkit.work.index import Index

T = TypeVar("T")


def known_words(settings: Settings) -> Vocabulary:
    """Return the playbook's words with a vault's own."""
    from vaultkit.core.front_matter.vocabulary import vocabulary

    return vocabulary(
        load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml"), settings
    )


@frozen
class Options:
    """The options that every command takes; None where the person said nothing."""

    vault: Path | None = None
    today: str | None = None
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    color: str | None = None

    def over(self, earlier: Options) -> Options:
        """Return these options laid over those that stood before the command's name."""
        return Options(
            earlier.vault if self.vault is None else self.vault,
            earlier.today if self.today is None else self.today,
            self.json or earlier.json,
            self.quiet or earlier.quiet,
            self.verbose or earlier.verbose,
            earlier.color if self.color is None else self.color,
        )


class Session:
    """What a command works with. Each part is made, and what makes it loaded, when it is first asked for."""

    def __init__(self, options: Options, environ: Mapping[str, str] = os.environ) -> None:
        self.options, self.environ = options, environ
        self.announces = True
        self._announced: list[Problem] = []
        self._unseen: list[Kept] = []
        self.overheard: Overheard | None = None
        self.has_answered = False
        self.answered_of: Roll | None = None
        self.answered_without: Sequence[str] = ()
        self.has_all_in_question = False
        self.walked: Walk | None = None

    @cached_property
    def today(self) -> date:
        """The day of this command, which stays the same while it runs."""
        return self.day()

    def day(self) -> date:
        """Return the day that the person named, else the clock's."""
        return clock.day(self.options.today)

    @cached_property
    def root(self) -> Path:
        return find_vault(
            self.options.vault,
            self.environ,
            Path.cwd(),
            was_vault=lambda folder: last_text(folder, self.environ) is not None,
        )

    @cached_property
    def own_playbook(self) -> Bundle | None:
        """The vault's own playbook, None where it has none. Raises SettingsError."""
        return own_bundle(self.root)

    def spare_own_playbook(self) -> None:
        """Go on without the vault's own playbook where that is wrong, and say so.

        For commands that need no rule of it.
        """
        try:
            self.words  # noqa: B018 - with which all of it is read and checked
        except SettingsError as error:
            if not is_of_own(error):
                raise
            self.__dict__ |= {"own_playbook": None}
            self.__dict__.pop("_beside", None)
            self.console.tell(f"error.{error.key}", **error.values)

    @cached_property
    def settings(self) -> Settings:
        return settings_in_force(self.root, self.environ, self.own_playbook)

    @cached_property
    def language(self) -> str:
        return self.settings.language

    @property
    def language_at_hand(self) -> str:
        """The vault's language where it is known, now or from before; else the environment's."""
        try:
            return self.language
        except SettingsError:
            return last_language(self.root, self.environ) or environment_language(self.environ)
        except VaultkitError:
            return environment_language(self.environ)

    @cached_property
    def console(self) -> Console:
        return self.console_in(self.language, self.words[self.language])

    @property
    def console_at_hand(self) -> Console:
        """The console; where the settings do not read, in the language that is known all the same."""
        try:
            return self.console
        except VaultkitError:
            return self.console_in(self.language_at_hand)

    @property
    def is_interactive(self) -> bool:
        """Tell whether a person sits at a terminal, reads there and types there."""
        return not self.options.json and all(
            stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)
        )

    @cached_property
    def words(self) -> Mapping[str, Phrases]:
        """The words of every language, with the vault's own labels."""
        own = self.settings.own_stages
        labels = {name: stage.label or name for name, stage in own.items()}
        every = load.all_phrases()
        if labels:
            every = {code: phrases.named(labels) for code, phrases in every.items()}
        return self.in_force.over(every) if self._beside else every

    @cached_property
    def _beside(self) -> tuple[Bundle, ...]:
        """The playbooks beside ours: those that the settings name, then the vault's own. Raises SettingsError."""
        own = self.own_playbook
        return (*guests(self.settings.playbooks), *([own] if own else []))

    @property
    def has_playbooks_beside(self) -> bool:
        """Tell whether any playbook beside ours is in force. Raises SettingsError."""
        return bool(self._beside)

    @cached_property
    def in_force(self) -> InForce:
        """The playbooks in force, in their order. Raises SettingsError."""
        from vaultkit.playbook.in_force import InForce, known_of, order_of, read_in_force

        names = self.settings.playbooks
        if not self._beside:
            return InForce(order_of(names))
        return read_in_force(names, self._beside, known_of(known_words(self.settings).order))

    def console_in(self, language: str, words: Phrases | None = None) -> Console:
        """Return the console in a language, for what happens before the settings are known."""
        options = self.options
        no_color = bool(self.environ.get("NO_COLOR")) or self.environ.get("TERM") == "dumb"
        return Console(
            phrases=words or load.phrases(language),
            quiet=options.quiet,
            verbose=options.verbose,
            color=cast(Color, options.color or "auto"),
            no_color=no_color,
            is_json=options.json,
            announced=self._announced,
        )

    @cached_property
    def vault(self) -> Vault:
        found = Vault(self.root)
        found.walked = self.walked
        return found

    @cached_property
    def journal(self) -> Journal:
        return Journal(self.root, self.environ)

    @cached_property
    def index(self) -> Index:
        from vaultkit.work.index import Index

        if self.announces:
            self.announce(self.broken_off().values())
        return Index(
            self.vault,
            self.settings,
            known_words(self.settings),
            self.console.progress,
            self.broken_off,
            self.cache,
        )

    @cached_property
    def cache(self) -> Cache | None:
        """What earlier runs have learned of this vault; None on a disk that others may change unseen."""
        from vaultkit.disk.cache_folder import Cache
        from vaultkit.disk.file_systems import remote_kind
        from vaultkit.disk.state_folder import identity
        from vaultkit.work.readers import cache_key

        if remote_kind(self.root):
            return None
        root = self.vault.root
        try:
            playbooks = (self.own_playbook, guests(self.settings.playbooks))
            key = cache_key(os.fsencode(root), identity(root), self.settings, playbooks)
        except SettingsError:  # told by whoever needs what is wrong
            return None
        return Cache(root, self.environ, key) if key else None

    @cached_property
    def desk(self) -> Desk:
        from vaultkit.core.follow_ups.plan import Terms
        from vaultkit.core.follow_ups.rules import read_playbook
        from vaultkit.core.follow_ups.update import Desk

        settings = self.settings
        playbook = read_playbook(self.in_force.rule_tables(), settings.rules)
        return Desk(
            settings,
            Terms(playbook, settings.calendar, settings.since, settings.paused),
            self.words,
        )

    def answer(self, name: str, kind: type[T], compute: Callable[[Survey], T]) -> T:
        """Return what ``compute`` makes of the vault as of today; what is known of it need not be read again."""
        from vaultkit.work.answers import answer

        found, roll = answer(self.index, self.desk, self.today, name, kind, compute)
        self.answered_of = roll
        return found

    def survey(self) -> Survey:
        """Read the whole vault as of today; nothing is written. Guests' commands begin here."""
        from vaultkit.work import refresh as refreshing

        return refreshing.read_all(self.index, self.desk, self.today)

    def survey_to_tell(self) -> Survey:
        """Read the whole vault for an answer that depends on it, and on what ``known_lines`` says, alone."""
        from vaultkit.work import refresh as refreshing

        roll, _ = self.index.glance()
        found = refreshing.read_all(self.index, self.desk, self.today, roll)
        self.answered_of = roll if self.cache and self.index.state else None
        return found

    @property
    def can_be_known(self) -> bool:
        """Tell whether what was answered may be said again while all is as it was."""
        return self.answered_of is not None or self.has_all_in_question

    @contextmanager
    def writing(self, command: str, vault: Vault | None = None) -> Iterator[Run]:
        """Begin to write, and tell what a crash had left. Raises BusyError, StateError."""
        with run.writing(vault or self.vault, self.journal, command) as begun:
            self.announce(begun.told)
            yield begun.run

    def announce(self, found: Iterable[Problem] = ()) -> None:
        """Tell of what a crash left, and of texts that were put aside: every command does, until it was seen."""
        unreadable: tuple[Problem, ...] = ()
        with suppress(StateError):
            self._unseen = [kept for kept in self.journal.kept() if kept.seen is None]
            unreadable = unreadable_unfinished(self.journal)
        self.console.announce([*found, *unreadable, *(kept.told for kept in self._unseen)])

    def hide_notes(self) -> str:
        """Tell of no note from now on, and return what is said instead: findings name notes, and what they say."""
        self.announces = False
        return load.phrases(self.language).say("redacted.told")

    def broken_off(self) -> Mapping[str, Problem]:
        """Return the notes that a crash left in doubt and that nobody has mended yet."""
        return run.broken_off(self.vault, self.journal)

    def kept_aside(self) -> tuple[Problem, ...]:
        """Return what there is to say of texts that were put aside, whether somebody has seen it or not.

        With it, the runs that broke off and cannot be read.
        """
        try:
            kept = self.journal.kept()
            unreadable = unreadable_unfinished(self.journal)
        except StateError:
            return ()
        self._unseen = [each for each in kept if each.seen is None]
        return (*unreadable, *(each.told for each in kept))

    def count_as_seen(self) -> None:
        """Note that what was announced has reached a person: on a terminal, or as ``--json``."""
        if self._unseen and (self.options.json or sys.stderr.isatty()):
            self.journal.mark_seen(self._unseen)
