"""The vault's calendar on a server: only what changed is sent, and only what is ours is touched."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from vaultkit.formats.appointment_changes import Published
from vaultkit.formats.calendar_file import object_text, read_object
from vaultkit.net.caldav_server import CalendarServer, Stored
from vaultkit.value import frozen
from vaultkit.work.calendar_feed import Feed


@dataclass
class Sent:
    """What was done: how many of each, and in words what was left.

    ``touched`` are those that somebody has changed in the calendar, ``refused`` those that the
    server did not take since something else stood there.
    """

    total: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    touched: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@frozen
class _Ours:
    """An object of this vault's on the server. ``is_touched`` tells that it is not as it was sent."""

    stored: Stored
    published: Published
    is_touched: bool


def publish(feed: Feed, server: CalendarServer) -> Sent:
    """Bring the calendar on a server up to date. Raises ServerError; what was sent until then is there."""
    mark = _mark(feed)
    old = {one.published.appointment.uid: one for one in _ours(server, mark)}
    wanted = feed.changes({uid: one.published for uid, one in old.items()}).published
    sent = Sent(total=sum(one.appointment.status != "cancelled" for one in wanted))
    for published in wanted:
        known = old.get(published.appointment.uid)
        if known is None or known.published != published:
            _send(published, known, server, mark, sent)
    return sent


def _send(
    published: Published, known: _Ours | None, server: CalendarServer, mark: str, sent: Sent
) -> None:
    words = published.appointment.summary
    if known and known.is_touched:
        sent.touched.append(words)
        return
    if known and not known.stored.etag:
        sent.refused.append(words)
        return
    text = object_text(published, mark)
    if known is None:
        name = published.appointment.uid.partition("@")[0]
        is_done, count = server.create(f"{name}.ics", text), "new"
    elif published.appointment.status == "cancelled":
        is_done, count = server.delete(known.stored), "gone"
    else:
        is_done, count = server.replace(known.stored, text), "changed"
    if is_done:
        setattr(sent, count, getattr(sent, count) + 1)
    else:
        sent.refused.append(words)


def _ours(server: CalendarServer, mark: str) -> Iterator[_Ours]:
    for stored in server.objects():
        found = read_object(stored.text, mark)
        if found:
            yield _Ours(stored, *found)


def _mark(feed: Feed) -> str:
    """Return what tells this vault's objects from another vault's in the same calendar."""
    whose = f"{feed.style.is_redacted}/{feed.style.vault}"
    return hashlib.sha256(whose.encode()).hexdigest()[:12]
