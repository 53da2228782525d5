"""The vault's calendar: what is to stand in it now, and the file that holds it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from vaultkit.core.across.copies import listed
from vaultkit.core.across.survey import Survey
from vaultkit.core.follow_ups.item import told_entries
from vaultkit.core.settings.values import Settings
from vaultkit.core.week.due import still_open
from vaultkit.disk.page_file import read_page, write_page
from vaultkit.errors import UsageError
from vaultkit.formats.appointment import Keys, Style, appointments, done_identities, key_of
from vaultkit.formats.appointment_changes import Changes, Published, changes
from vaultkit.formats.calendar_file import NotOurs, calendar_bytes, read_calendar
from vaultkit.value import frozen


@frozen
class Feed:
    """What a calendar is made from."""

    found: Survey
    settings: Settings
    style: Style
    today: date

    def changes(self, old: Mapping[str, Published]) -> Changes:
        """Return the calendar as it is to be, where ``old`` is how it stands."""
        entries, style = listed(self.found.entries, self.found.copies), self.style
        unread = self._unclear()
        keys = Keys([*(entry.application.path for entry in entries), *unread])
        # A to-do for an interview that is past would stay overdue for ever; an event is just past.
        day = self.today if style.items_are_todos else date.min
        items = still_open(entries, self.found.people, day)
        before = {uid: one.appointment for uid, one in old.items()}
        wanted = appointments(entries, items, keys, before, style)
        unclear = {keys.of(path) for path in unread}

        def is_doubtful(uid: str) -> bool:
            # Where no identity tells whose it is, one note that cannot be read keeps everything.
            return bool(unclear) if style.is_redacted else key_of(uid) in unclear

        return changes(old, wanted, self.today, is_doubtful, done_identities(entries, keys))

    def _unclear(self) -> tuple[str, ...]:
        """Return the notes that cannot be read, or not all of them, at present: what came of them stays."""
        look, entries = self.found.look, self.found.entries
        told = {entry.application.path for entry in told_entries(entries)}
        unclear = (
            entry.application.path for entry in entries if entry.application.path not in told
        )
        unread = (path for several in look.unread.values() for path in several)
        return (*(found.note for found in look.problems), *unread, *unclear)


def write_calendar(path: Path, feed: Feed) -> Changes:
    """Bring a calendar file up to date; what does not change is not written.

    Raises UsageError for a file that is not ours or was changed, and when the disk refuses.
    """
    if path.name.casefold().endswith(".md"):
        raise UsageError("calendar-note", path=path)
    data = read_page(path, "calendar-foreign")
    try:
        old = {} if data is None else read_calendar(data, is_redacted=feed.style.is_redacted)
    except NotOurs as error:
        raise UsageError(f"calendar-{error.why}", path=path) from error
    now = feed.changes(old)
    if data is None or not now.is_none:
        text = calendar_text(now, feed)
        write_page(path, text, text[:40] if data is None else data)
    return now


def calendar_text(now: Changes, feed: Feed) -> bytes:
    """Return the calendar as the bytes of a file."""
    name = feed.style.phrases.say("calendar-file.name")
    return calendar_bytes(now.published, name, is_redacted=feed.style.is_redacted)
