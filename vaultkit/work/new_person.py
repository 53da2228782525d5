"""A new person's note: from the vault's own template, where its people are, with its names and mark."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, time

from vaultkit.core.front_matter.head_values import Written
from vaultkit.core.front_matter.yaml_text import write_note
from vaultkit.core.notes.new_head import NewValue, with_properties
from vaultkit.core.notes.new_mark import marked
from vaultkit.core.notes.person import Person
from vaultkit.core.notes.template_text import Filling, fill
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import plain
from vaultkit.core.vcards.details import Details, Words, names_in
from vaultkit.disk.vault import Vault
from vaultkit.value import frozen
from vaultkit.work.new_note import Habits, template_head, template_of


@frozen
class PersonForm:
    """What new notes of people are made from. ``names`` are the vault's own of their properties."""

    folder: str
    template: Note | None = None
    names: Mapping[str, str] = field(default_factory=dict)


def folder_of_people(people: Sequence[Person], settings: Settings, phrases: Phrases) -> str:
    """Return where most people's notes are; without any, the folder that marks them, or the language's word."""
    folders = Counter(known.path.rpartition("/")[0] for known in people)
    if folders:
        return min(folders, key=lambda folder: (-folders[folder], folder))
    return next(iter(settings.people.folders), phrases.say("vcard.folder"))


def names_of_people(
    used: Sequence[Mapping[str, str]], template: Mapping[str, str], habits: Habits
) -> Mapping[str, str]:
    """Return the vault's own names of a person's properties: the template's, then those of most notes.

    Where neither tells, those of applications, then the language's. ``used`` are the names in each person's note.
    """
    phrases = habits.phrases
    counts = Counter(pair for names in used for pair in names.items())
    usual = {
        name: own
        for name, own in habits.names.items()
        if habits.vocabulary.property(own, "person") == name
    }
    spoken = {name: phrases.say(f"vcard.property.{name}") for name in ("phone", "links")}
    most_used = {
        name: own for (name, own), _ in sorted(counts.items(), key=lambda one: (one[1], one[0]))
    }
    return {**usual, **spoken, **most_used, **template}


def person_form(vault: Vault, habits: Habits, known: Sequence[Details], words: Words) -> PersonForm:
    """Return what new notes of people are made from in a vault. ``known`` are those who have one."""
    settings, vocabulary = habits.settings, habits.vocabulary
    people = [one.person for one in known]
    template = template_of(vault, replace(settings.people, folders=()), vocabulary)
    found = template_head(template) if template else None
    of_template = names_in(found[0], vocabulary, words) if found else {}
    return PersonForm(
        folder_of_people(people, settings, habits.phrases),
        template,
        names_of_people([one.names for one in known], of_template, habits),
    )


def person_note(
    form: PersonForm,
    habits: Habits,
    name: str,
    properties: Mapping[str, Written],
    today: date,
    clock: time,
) -> tuple[str, bytes]:
    """Return path and bytes of a new person's note; ``name`` is its file's, without ``.md``.

    A template whose head does not read, or that only its plugin can fill, is as good as none.
    """
    path = f"{form.folder}/{name}.md".removeprefix("/")
    title = str(properties.get("name") or name)
    text = _from_template(form, habits, name, properties, today, clock)
    if text is None:
        heading, head = f"# {plain(title)}\n", _in_own_names(properties, form)
        text = write_note(head, heading) if head else heading
    return path, marked(path, text, habits.settings.people, habits.vocabulary).encode()


def _in_own_names(properties: Mapping[str, Written], form: PersonForm) -> Mapping[str, Written]:
    return {form.names.get(name, name): value for name, value in properties.items()}


def _from_template(
    form: PersonForm,
    habits: Habits,
    name: str,
    properties: Mapping[str, Written],
    today: date,
    clock: time,
) -> str | None:
    if form.template is None:
        return None
    company, role = (str(properties.get(key) or "") for key in ("company", "role"))
    folder = form.folder.rpartition("/")[2]
    filling = Filling(name, folder, company, role, today, clock, habits.phrases)
    filled = fill(form.template.text, filling)
    if filled.left:
        return None
    values = {form.names.get(key, key): NewValue(value) for key, value in properties.items()}
    return with_properties(filled.text, values, {}, habits.vocabulary, "person")
