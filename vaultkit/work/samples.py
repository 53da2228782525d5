"""The sample notes that ``init`` made: which of them nobody has changed, and taking those away."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from vaultkit.core.across.classify import sort_note
from vaultkit.core.follow_ups.removal import removal
from vaultkit.core.front_matter.vocabulary import Vocabulary, vocabulary
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.disk.journal import Run
from vaultkit.disk.outcome import Outcome
from vaultkit.disk.vault import SETTINGS_FILE, Vault
from vaultkit.disk.write import remove
from vaultkit.errors import NoteLeftError
from vaultkit.playbook import load
from vaultkit.value import frozen
from vaultkit.work.config import read_settings
from vaultkit.work.refresh import edit_note
from vaultkit.work.sample_dates import REFERENCE, is_sample, moved_by_weeks, tour_of, weeks_moved
from vaultkit.work.set_up_vault import template_files, template_languages

_HOME = "Home.md"


@frozen
class Sample:
    """One sample that is still in the vault, with its bytes; untouched but by vaultkit, or not."""

    path: str
    raw: bytes
    is_untouched: bool


@frozen
class _Reader:
    """Reads notes as the template's own settings say, whatever the vault's say by now."""

    settings: Settings
    vocabulary: Vocabulary

    def bare(self, note: Note) -> str:
        """Return a note's text without what vaultkit wrote into it; lines that somebody touched stay."""
        sheet = sort_note(note, self.settings, self.vocabulary).sheet
        edit = removal(sheet) if sheet and not sheet.is_frozen else None
        return edit.wanted.decode() if edit else note.text


def find_samples(vault: Vault) -> tuple[Sample, ...]:
    """Return the samples that are still there, by path.

    Where not one is as it was made there are none: a person's own note may well be called alike.
    Their days were moved to the week of ``init`` all at once: one whose days were moved by
    another number of weeks than most is somebody's.
    """
    return tuple(
        sorted(
            (sample for language in template_languages() for sample in _found(vault, language)),
            key=lambda sample: sample.path,
        )
    )


def _found(vault: Vault, language: str) -> Iterator[Sample]:
    files = template_files(language, REFERENCE)
    reader = _reader(files)
    notes = {path: vault.read(path) for path in files if is_sample(path)}
    here = {path: note for path, note in notes.items() if isinstance(note, Note)}
    pairs = {
        path: (reader.bare(Note(path, files[path])), reader.bare(note))
        for path, note in here.items()
    }
    weeks = _weeks([moved for pair in pairs.values() if (moved := weeks_moved(*pair)) is not None])
    found = [
        Sample(path, here[path].raw, weeks is not None and moved_by_weeks(ours, weeks) == theirs)
        for path, (ours, theirs) in pairs.items()
    ]
    if any(sample.is_untouched for sample in found):
        yield from found


def _reader(files: Mapping[str, bytes]) -> _Reader:
    settings = read_settings(files[SETTINGS_FILE].decode())
    tables = load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml")
    return _Reader(settings, vocabulary(*tables, settings))


def _weeks(moved: Sequence[int]) -> int | None:
    """Return by how many weeks most samples were moved; None where two numbers are as common."""
    first, second = (*Counter(moved).most_common(2), (0, 0), (0, 0))[:2]
    return None if first[1] == second[1] and moved else first[0]


@frozen
class Removed:
    """What became of each untouched sample, and of the tour through them in ``Home.md``.

    ``problem`` is why the tour could not be taken out.
    """

    outcomes: tuple[Outcome, ...] = ()
    tour: bool = False
    problem: Problem | None = None


def remove_samples(vault: Vault, samples: Sequence[Sample], run: Run) -> Removed:
    """Take the untouched samples away, then the tour out of ``Home.md`` where it stands as it was made.

    The tour stays where a sample could not go. Raises StateError, BusyError.
    """
    untouched = [sample for sample in samples if sample.is_untouched]
    outcomes = tuple(remove(vault, sample.path, sample.raw, run) for sample in untouched)
    if not outcomes or any(outcome.kind != "written" for outcome in outcomes):
        return Removed(outcomes)
    try:
        return Removed(outcomes, _without_tour(vault, run))
    except NoteLeftError as error:
        return Removed(outcomes, problem=error.problem)


def _without_tour(vault: Vault, run: Run) -> bool:
    """Take the tour out; tell whether there was one."""
    home = vault.read(_HOME)
    tours = (tour_of(_home(language)) for language in template_languages())
    text = home.text if isinstance(home, Note) else ""
    tour = next((tour for tour in tours if tour and tour in text), None)
    if tour is None:
        return False
    edit_note(vault, run, _HOME, lambda text: text.replace(tour, "", 1))
    return True


def _home(language: str) -> str:
    return template_files(language, REFERENCE)[_HOME].decode()
