"""Name and password for a server: from the environment or the system's keyring, never from a vault."""

from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from vaultkit.errors import UsageError

USER, PASSWORD = "VAULTKIT_CALDAV_USER", "VAULTKIT_CALDAV_PASSWORD"
SERVICE = "vaultkit-caldav"
"""Under which name the keyring has the password; the account is ``user@host``."""


class Login(NamedTuple):
    """Who asks; two None for a server that asks nobody."""

    user: str | None = None
    password: str | None = None


def check_url(url: str, *, plain_is_fine: bool = False) -> None:
    """Raise UsageError for what is no address, holds a password, or would send one for all to read."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError("caldav-url", url=url) from error
    if parts.password is not None:
        raise UsageError("caldav-password-in-url", service=SERVICE, variable=PASSWORD)
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise UsageError("caldav-url", url=url)
    if not url.isascii() or any(char <= " " for char in url):
        raise UsageError("caldav-url", url=url)
    if parts.scheme == "http" and not plain_is_fine and not _is_this_machine(host):
        raise UsageError("caldav-plain", url=url)


def _is_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def login_for(url: str, environ: Mapping[str, str]) -> Login:
    """Return who asks at an address that was checked. Raises UsageError where the password is missing."""
    parts = urlsplit(url)
    user = unquote(parts.username or "") or environ.get(USER)
    if not user:
        return Login()
    account = f"{user}@{parts.hostname}"
    password = environ.get(PASSWORD) or _from_keyring(account)
    if not password:
        raise UsageError("caldav-no-password", account=account, service=SERVICE, variable=PASSWORD)
    return Login(user, password)


def _from_keyring(account: str) -> str | None:
    """Return the password that the system keeps, None where it has none or there is no keyring."""
    try:
        import keyring
    except ImportError:
        return None
    try:
        return keyring.get_password(SERVICE, account)
    except Exception:  # whatever a system's keyring raises, there is no password
        return None
