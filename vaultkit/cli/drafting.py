"""The command that writes the mail an item asks for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from vaultkit.cli.answer import Answer, FileData, Raw
from vaultkit.cli.items import ItemNames, find_item
from vaultkit.cli.new_file import is_stdout, refuse_note, write_new
from vaultkit.cli.parameters import Argument, Flag, Option
from vaultkit.cli.session import Session
from vaultkit.core.across.people import Contact, contact_of
from vaultkit.core.across.people import pending as pending_contacts
from vaultkit.core.across.survey import Survey, problems
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.disk.file_names import safe_file_name
from vaultkit.disk.journal import Run
from vaultkit.disk.playbook_folder import NAME as PLAYBOOK
from vaultkit.disk.write import create
from vaultkit.errors import UsageError
from vaultkit.formats.eml import eml as as_eml
from vaultkit.formats.letter import NameMissing, Template
from vaultkit.formats.letter_choice import Occasion, is_settled
from vaultkit.formats.letter_values import last_time
from vaultkit.formats.mail import (
    Draft,
    LetterWrong,
    Stationery,
    is_address,
    item_draft,
    item_letter,
    letter_language,
    mailto,
    one_mail,
)
from vaultkit.value import frozen
from vaultkit.work.own_letters import letter_folders, letter_path, own_letters

_PERSONAL = ("why", "talked_about", "offer_deadline", "my_name")
"""The optional names of a letter that are worth a word when the notes do not give them."""


@frozen
class _Addressed:
    """An item with whom it is for, and what a letter about it is made of."""

    occasion: Occasion
    also: tuple[Item, ...]
    stationery: Stationery
    phrases: Phrases

    @property
    def item(self) -> Item:
        return self.occasion.item

    @property
    def contact(self) -> Contact:
        return self.occasion.contact


def draft(
    session: Session,
    item: Annotated[
        str,
        Argument(
            help="Its number in `due`, or a part of its note, id, person or company.",
            metavar="ITEM",
        ),
    ],
    eml: Annotated[
        Path | None,
        Option("--eml", metavar="FILE", help="Write a file for a mail program; - prints it."),
    ] = None,
    link: Annotated[bool, Flag("--mailto", help="Print a mailto: link.")] = False,
    note: Annotated[
        bool, Flag("--note", help="Write a note in the folder Drafts (Bozze in Italian).")
    ] = False,
    template: Annotated[
        bool, Flag("--template", help="Print the letter with its names unfilled.")
    ] = False,
) -> Answer:
    """Write the mail that an item asks for. Nothing is ever sent."""
    if sum((eml is not None, link, note, template)) > 1:
        raise UsageError("draft-one-way")
    if not note:
        return _answer(session, item, eml, link, template, None)
    with session.writing("draft") as run:
        return _answer(session, item, eml, link, template, run)


def _answer(
    session: Session, item: str, eml: Path | None, link: bool, template: bool, run: Run | None
) -> Answer:
    """Draft the mail. With a run it becomes a note."""
    found = session.survey() if run or eml else session.survey_to_tell()
    session.answered_without = letter_folders(session.vault, session.settings)
    to = _addressed(session, find_item(item, found, session), found)
    with _refusals(session, to, found):
        if template:
            letter = item_letter(to.occasion, to.stationery, to.phrases.language)
            return _template_answer(session, letter, problems(found))
        made = _draft(session, to, found)
    written = _written(session, made, to, eml, link, run)
    row = {"to": made.to, "subject": made.subject, "body": made.body}
    return Answer(
        {**row, **_in_json(written)},
        shown=(written[1] if written else Raw(letter_of(made)),),
        beside=tuple(_messages(session, made, to)),
        problems=problems(found),
    )


def _in_json(written: tuple[str, str | FileData] | None) -> Mapping[str, str]:
    if written is None:
        return {}
    name, what = written
    return {name: what if isinstance(what, str) else what.data.decode()}


def draft_of(session: Session, item: Item, found: Survey) -> Draft:
    """Return the letter that an item asks for. Raises UsageError where there is none to write."""
    to = _addressed(session, item, found)
    with _refusals(session, to, found):
        return _draft(session, to, found)


@contextmanager
def _refusals(session: Session, to: _Addressed, found: Survey) -> Iterator[None]:
    """Raise UsageError in the place of what a letter cannot be made of."""
    try:
        yield
    except LetterWrong as wrong:
        raise UsageError("letter-wrong", told=session.console.problem(wrong.problem)) from wrong
    except KeyError as error:
        raise _no_letter(session, to, ItemNames(found.entries).of(to.item)) from error


def _no_letter(session: Session, to: _Addressed, item: str) -> UsageError:
    """Return what to raise for an item whose rule brings no letter in a language: it says where one would stand."""
    rule, language = to.item.rule, to.phrases.language
    if session.desk.terms.playbook.named(rule) is None:
        return UsageError("letter-no-rule", item=item)
    is_own = session.in_force.owners.get(rule) == f"{PLAYBOOK}/"
    key = f"{language}/{rule}"
    path = f"{PLAYBOOK}/letters/{key}.md" if is_own else letter_path(key, session.settings)
    return UsageError("letter-none", item=item, rule=rule, language=language, path=path)


def _addressed(session: Session, item: Item, found: Survey) -> _Addressed:
    """Raises UsageError for an item with nobody to write to."""
    contact = contact_of(item, found.entries, found.people, session.today, session.settings)
    playbook = session.desk.terms.playbook
    if contact is None:
        rule = playbook.named(item.rule)
        key = "letter-nobody" if rule and rule.has_addressee else "nobody-to-write-to"
        raise UsageError(key, item=ItemNames(found.entries).of(item), note=item.path)
    own = own_letters(session.vault, session.settings, playbook.letter_names)
    stationery = Stationery((own, session.in_force.letters()), playbook, session.settings.me)
    application = next(
        entry.application for entry in found.entries if entry.application.path == item.path
    )
    language = letter_language(contact, application, session.settings.language)
    phrases = session.words.get(language) or session.console.phrases
    pending = pending_contacts(found.listed, found.people, session.today, session.settings)
    everything = next((each for each in pending if each.identity == contact.identity), contact)
    applications = {entry.application.path: entry.application for entry in found.entries}
    occasion = Occasion(
        item, contact, application, is_settled(applications.values(), session.today)
    )
    also = one_mail(
        replace(occasion, contact=everything),
        applications,
        stationery.playbook,
        session.today,
    )
    return _Addressed(occasion, also, stationery, phrases)


def _draft(session: Session, to: _Addressed, found: Survey) -> Draft:
    """Raises UsageError that names what to fill, and where; LetterWrong, KeyError."""
    facts = [fact for fact in found.look.facts if fact.day <= session.today]
    paths = [item.path for item in to.also]
    also = [entry.application for entry in found.entries if entry.application.path in paths]
    try:
        return item_draft(to.occasion, also, facts, to.stationery, to.phrases, session.today)
    except NameMissing as missing:
        if missing.property == "news":
            since = last_time(to.contact, to.occasion.application)
            key = "letter-no-news" if since else "letter-no-news-ever"
            raise UsageError(key, name=to.contact.name, day=since) from missing
        what = session.console.phrases.say(f"letter.missing.{missing.property}")
        raise UsageError("letter-missing", note=to.item.path, what=what) from missing


def _written(
    session: Session, made: Draft, to: _Addressed, eml: Path | None, link: bool, run: Run | None
) -> tuple[str, str | FileData] | None:
    """Write or make what was asked for; return its name in ``--json``, and what to print."""
    if eml:
        if is_stdout(eml):
            return "eml", FileData(as_eml(made))
        refuse_note(eml, session.vault.root, ".eml")
        write_new(eml, as_eml(made))
        return "file", str(eml)
    if link:
        if not is_address(made.to):
            raise UsageError("no-address", told=_no_address(session, to))
        return "mailto", mailto(made)
    if run:
        folder = session.console.phrases.say("draft.folder")
        path = f"{folder}/{session.today} {safe_file_name(made.subject)}.md"
        create(session.vault, path, letter_of(made).encode(), run)
        return "note", path
    return None


def _messages(session: Session, made: Draft, to: _Addressed) -> Iterator[str]:
    """Yield what is worth a word beside the letter: what it lacks, and what else it answers."""
    say = session.console.phrases.say
    if not is_address(made.to):
        yield say("draft.no-address", told=_no_address(session, to))
    if to.also:
        yield say("draft.also", items=", ".join(f"{item.path}#{item.id}" for item in to.also))
    for name in made.left_out:
        if name in _PERSONAL:
            yield say(f"draft.personal-{name}", note=to.item.path)


def _template_answer(session: Session, template: Template, told: tuple[Problem, ...]) -> Answer:
    """Return the letter with its names unfilled, and where a vault's own would stand."""
    key = template.file.removesuffix(".md").split("/")[-2:]
    path = letter_path("/".join(key), session.settings)
    where = "draft.own" if template.file == path else "draft.template"
    return Answer(
        {"template": template.text, "file": path},
        shown=tuple(template.text.splitlines()),
        beside=(session.console.phrases.say(where, path=path),),
        problems=told,
    )


def _no_address(session: Session, to: _Addressed) -> str:
    person, phrases = to.contact.person, session.console.phrases
    if person:
        return phrases.say("draft.add-address", name=to.contact.name, note=person.path)
    return phrases.say("draft.add-person", name=to.contact.name)


def letter_of(made: Draft) -> str:
    """Return a letter as it is read: to whom, about what, and its words."""
    return f"To: {made.to}\nSubject: {made.subject}\n\n{made.body}"
