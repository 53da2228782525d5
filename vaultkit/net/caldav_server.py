"""One calendar on a CalDAV server: its objects read, written and taken away, each over the very state that was read."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from caldav.davclient import DAVClient
from caldav.lib.error import AuthorizationError, DAVError, RateLimitError

from vaultkit.errors import ServerError
from vaultkit.value import frozen

_QUERY = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    "<d:prop><d:getetag/><c:calendar-data/></d:prop>"
    '<c:filter><c:comp-filter name="VCALENDAR"/></c:filter></c:calendar-query>'
)
_WHOLE_ANSWER = 3
"""How many times as long as it may be silent a server may take for a whole answer."""
_IN_A_PATH = "/@:!$&'()*+,;=~"
"""What stands in the path of an address as it is. Source: RFC 3986, section 3.3."""
_OK = (200, 201, 204)
_CHANGED_MEANWHILE = (409, 412)


@frozen
class Stored:
    """One object as the server has it. ``etag`` "" is one that the server does not give."""

    path: str
    etag: str
    text: str


class CalendarServer:
    """A calendar at an address. Every method raises ServerError for what is not as it should be."""

    def __init__(self, url: str, user: str | None, password: str | None, seconds: int) -> None:
        parts = urlsplit(url)
        self._origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._seconds = seconds
        self._folder = unquote(parts.path).rstrip("/") + "/"
        with self._told():
            self._client: Any = DAVClient(
                url=self._address(self._folder),
                username=user,
                password=password,
                timeout=seconds,
                enable_rfc6764=False,
                require_tls=False,
                rate_limit_handle=False,
            )
            # What is meant for this address is sent to no other.
            self._client.session.max_redirects = 0

    def objects(self) -> tuple[Stored, ...]:
        """Return everything that stands in the calendar, in the server's order."""
        with self._told():
            response = self._ask("REPORT", self._folder, _QUERY, {"Depth": "1"})
            if response.status not in (200, 207):
                raise self._error(response.status)
            # A page for people answers everything, and an answer that is cut off looks empty.
            if getattr(response.tree, "tag", None) != "{DAV:}multistatus":
                raise ServerError("caldav-no-calendar", url=self._address(self._folder))
            found = response.parse_calendar_query()
        return tuple(
            Stored(one.href, one.etag or "", one.calendar_data or "")
            for one in found
            if one.status == 200 and self._is_inside(one.href) and one.calendar_data
        )

    def create(self, name: str, text: str) -> bool:
        """Put in a new object; False where one of that name is there already."""
        return self._changed("PUT", self._folder + name, text, {"If-None-Match": "*"})

    def replace(self, old: Stored, text: str) -> bool:
        """Put a text in the place of what was read; False where it has changed since."""
        return self._changed("PUT", old.path, text, {"If-Match": old.etag})

    def delete(self, old: Stored) -> bool:
        """Take away what was read; False where it has changed since. One that is gone is gone."""
        return self._changed("DELETE", old.path, "", {"If-Match": old.etag}, gone=(404, 410))

    def close(self) -> None:
        self._client.close()

    def _changed(
        self, method: str, path: str, text: str, only: dict[str, str], gone: tuple[int, ...] = ()
    ) -> bool:
        headers = {**only, "Content-Type": "text/calendar; charset=utf-8"} if text else only
        with self._told():
            response = self._ask(method, path, text, headers)
        if response.status in _CHANGED_MEANWHILE:
            return False
        if response.status not in (*_OK, *gone):
            raise self._error(response.status)
        return True

    def _ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> Any:
        """Return the response. Raises TimeoutError, also for one that comes byte by byte and never ends."""
        came: list[Any] = []

        def ask() -> None:
            try:
                came.append(self._client.request(self._address(path), method, body, headers))
            except BaseException as error:  # told where it is waited for
                came.append(error)

        asking = Thread(target=ask, daemon=True)
        asking.start()
        asking.join(_WHOLE_ANSWER * self._seconds)
        if not came:
            raise TimeoutError
        if isinstance(came[0], BaseException):
            raise came[0]
        return came[0]

    def _address(self, path: str) -> str:
        return self._origin + quote(path, safe=_IN_A_PATH)

    def _is_inside(self, path: str) -> bool:
        """Tell whether an object lies in this very calendar: a server may say anything."""
        name = path.removeprefix(self._folder)
        return path.startswith(self._folder) and bool(name) and "/" not in name

    def _error(self, status: int) -> ServerError:
        key = {404: "caldav-missing", 405: "caldav-no-calendar"}.get(status, "caldav-status")
        return ServerError(key, url=self._address(self._folder), status=status)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the library raises into a sentence."""
        url = self._address(self._folder)
        try:
            yield
        except AuthorizationError as error:
            raise ServerError("caldav-login", url=url) from error
        except RateLimitError as error:
            raise ServerError("caldav-status", url=url, status=error.status or 503) from error
        except (DAVError, SyntaxError, NotImplementedError, ValueError) as error:
            raise ServerError("caldav-no-calendar", url=url) from error
        except OSError as error:
            reason = _reason(error)
            key = _key(error) if reason else _key(error, "caldav-cut-off")
            raise ServerError(key, url=url, reason=reason) from error


def _key(error: OSError, otherwise: str = "caldav-unreachable") -> str:
    """Return what kind of failure it is: whichever library speaks HTTP, it names the class so."""
    names = " ".join(kind.__name__ for kind in type(error).__mro__)
    if "Timeout" in names:
        return "caldav-silent"
    if "TooManyRedirects" in names:
        return "caldav-redirected"
    return otherwise


def _reason(error: OSError) -> str:
    """Return what the system said, "" where it said nothing.

    The library wraps it several times, and its own words hold an address in memory.
    """
    inner: BaseException | None = error
    while inner:
        if isinstance(inner, OSError) and inner.strerror:
            return inner.strerror
        inner = inner.__cause__ or inner.__context__
    return ""
