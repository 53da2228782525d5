"""What a vault's ``vaultkit.toml`` says, as a value. Reading the file is the shell's work."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import Literal

from vaultkit.core.days.dates import Calendar
from vaultkit.value import frozen


@frozen
class Marks:
    """What makes a note an application (or a person): any one of these is enough.

    ``types`` are values of ``type``; ``folders`` run from the root without slashes at the
    ends; ``tags`` stand without ``#``; ``property`` and ``values`` name another property.
    """

    types: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    property: str = ""
    values: tuple[str, ...] = ()

    def is_in_folder(self, path: str) -> bool:
        """Tell whether a note lies in one of the folders, however deep."""
        return path.startswith(self.beginnings)

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """How the paths of notes in the folders begin."""
        return tuple(f"{folder}/" for folder in self.folders)

    @cached_property
    def folded_types(self) -> frozenset[str]:
        """The values of ``type``, casefolded."""
        return frozenset(map(str.casefold, self.types))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What may stand of them in the head of a note, casefolded."""
        return tuple(map(str.casefold, (*self.types, *self.tags, *self.values)))

    @cached_property
    def is_any_value(self) -> bool:
        """Tell whether any value of the other property will do."""
        return bool(self.property and not self.values)


@frozen
class RuleChange:
    """A vault's own numbers for one rule; None keeps the playbook's. Offsets as written."""

    after: str | None = None
    start: str | None = None
    again: str | None = None
    times: int | None = None
    off: bool = False


@frozen
class OwnStage:
    """A stage that a vault adds, treated as the one that it is ``like``.

    ``label`` "" means its name; ``words`` are its spellings beside that.
    """

    like: str
    label: str = ""
    words: tuple[str, ...] = ()


@frozen
class Me:
    """Who signs the letters."""

    name: str = ""
    phone: str = ""
    links: tuple[str, ...] = ()


@frozen
class Settings:
    """Every setting with its default. ``heading`` None means the language's own word."""

    language: str = "en"
    playbooks: tuple[str, ...] = ("vaultkit",)
    """Those in force, in this order."""
    applications: Marks = Marks(types=("application",))
    people: Marks = Marks(types=("person",))
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_aliases: tuple[str, ...] = ()
    """Names of properties that do not count in this vault, though vaultkit knows them."""
    stages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_stages: Mapping[str, OwnStage] = field(default_factory=dict)
    """Those that the playbook does not have, in the order in which they are written down."""
    me: Me = Me()
    since: date | None = None
    paused: bool = False
    heading: str | None = None
    rules: Mapping[str, RuleChange] = field(default_factory=dict)
    task_format: Literal["emoji", "dataview"] = "emoji"
    global_filter: str = ""
    done_symbols: tuple[str, ...] = ()
    """Symbols in a line's box that mean done, beside ``x`` and ``X``."""
    cancelled_symbols: tuple[str, ...] = ()
    """Symbols that close a line without a touch, beside ``-``."""
    calendar: Calendar = Calendar()
    calendar_kind: Literal["events", "todos"] = "events"
    """What an open item is in a calendar file."""
    calendar_zone: str = ""
    """The time zone of the hours in notes, as ``Europe/Rome``; "" leaves them without one."""
    next_follow_up: bool = False
    review_folder: str = "Reviews"
    review_name: str = "GGGG-[W]WW"
    review_letters: bool = True
    review_charts: bool = True
    letters_folder: str = "Letters"
    settle_seconds: float = 10.0
    new_folder: str = "Applications"
    new_template: str = ""
    import_columns: Mapping[str, str] = field(default_factory=dict)
    """What a column of a sheet becomes, by the column's name: a property's name, or ``text``."""
