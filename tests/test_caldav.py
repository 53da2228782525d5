"""``vaultkit calendar --caldav``: a real Radicale on this machine, and servers that misbehave.

Needs the extra ``vaultkit[caldav]``, and Radicale for the first part.
"""

import json
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from xml.sax.saxutils import escape

import icalendar
import pytest

from tests.command_line import run
from tests.test_calendar import ZONE, edit, make_vault
from vaultkit.cli import calendaring
from vaultkit.net import credentials

pytestmark = pytest.mark.skipif(
    find_spec("caldav") is None, reason="vaultkit[caldav] is not installed"
)
RADICALE = pytest.mark.skipif(find_spec("radicale") is None, reason="Radicale is not installed")

TODAY = ("--today", "2026-11-20")
LOGIN = {"VAULTKIT_CALDAV_USER": "ann", "VAULTKIT_CALDAV_PASSWORD": "se:cret"}
THEIRS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:mine@x\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261201\r\nSUMMARY:Dentist\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture(autouse=True)
def no_proxy_and_no_keyring(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(credentials, "_from_keyring", lambda account: None)


@pytest.fixture
def vault(tmp_path):
    return make_vault(tmp_path / "search")


def publish(root, url, *more, env=LOGIN):
    done = run("calendar", "--caldav", url, *more, *TODAY, cwd=root, env=env)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture(scope="module")
def radicale(tmp_path_factory):
    """One server for all of them; each test makes a calendar of its own."""
    folder = tmp_path_factory.mktemp("radicale")
    (folder / "users").write_text("ann:se:cret\n", encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    options = {
        "server-hosts": f"127.0.0.1:{port}",
        "auth-type": "htpasswd",
        "auth-htpasswd-filename": folder / "users",
        "auth-htpasswd-encryption": "plain",
        "auth-delay": 0,
        "storage-filesystem-folder": folder / "data",
        "logging-level": "error",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    server = subprocess.Popen([sys.executable, "-m", "radicale", "--config", "", *words])
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("Radicale did not start")


class Client:
    """A calendar on Radicale, looked at without vaultkit."""

    made = 0

    def __init__(self, port, name="jobs"):
        Client.made += 1
        self.port, self.path = port, f"/ann/{name}{Client.made}/"
        self.url = f"http://127.0.0.1:{port}{self.path}"
        assert self.ask("MKCALENDAR", self.path)[0] == 201

    def ask(self, method, path, body="", **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        login = b64encode(b"ann:se:cret").decode()
        connection.request(method, path, body, {"Authorization": f"Basic {login}", **headers})
        answer = connection.getresponse()
        found = answer.status, answer.read().decode(), answer.headers.get("ETag")
        connection.close()
        return found

    def objects(self):
        """Return every object by its name: its text and its ETag."""
        body = self.ask("PROPFIND", self.path, Depth="1")[1]
        names = [part.partition("<")[0] for part in body.split("<href>")[1:]]
        paths = [name for name in names if name.endswith(".ics")]
        return {path: self.ask("GET", path)[1:] for path in paths}

    def events(self):
        return {
            str(event["SUMMARY"]): event
            for text, _ in self.objects().values()
            for event in icalendar.Calendar.from_ical(text).walk()
            if event.name in ("VEVENT", "VTODO")
        }

    def path_of(self, summary):
        return next(path for path, (text, _) in self.objects().items() if summary in text)


@pytest.fixture
def calendar(radicale):
    return Client(radicale)


@RADICALE
def test_what_is_due_is_there_and_a_second_time_nothing_is_sent(vault, calendar):
    code, out, err = publish(vault, calendar.url)
    assert (code, out) == (0, f"{calendar.url}\n")
    before = calendar.objects()
    assert f"{len(before)} new, 0 changed, 0 gone." in err
    meeting = calendar.events()["Interview: Acme, Analyst"]
    assert meeting["DTSTART"].dt.isoformat() == "2026-11-26T09:30:00+01:00"
    code, _, err = publish(vault, calendar.url, "--today", "2026-11-28")
    assert code == 0
    assert "is up to date" in err
    assert calendar.objects() == before


@RADICALE
def test_an_address_with_marks_in_it_is_asked_as_it_was_given(vault, radicale):
    calendar = Client(radicale, "my%20jobs%20@%C3%A8")
    assert publish(vault, calendar.url)[0] == 0
    code, _, err = publish(vault, calendar.url)
    assert code == 0
    assert "is up to date" in err
    (vault / "Acme.md").unlink()
    assert publish(vault, calendar.url.rstrip("/"))[0] == 0
    assert "Interview: Acme, Analyst" not in calendar.events()


@RADICALE
def test_only_what_changed_is_sent_and_what_is_gone_is_taken_away(vault, calendar):
    publish(vault, calendar.url)
    before = calendar.objects()
    edit(vault, "Acme.md", "2026-11-26 9:30", "2026-11-27 10:00")
    assert run("done", "feedback", *TODAY, cwd=vault).returncode == 0
    told = json.loads(publish(vault, calendar.url, "--json")[1])["data"]
    assert (told["changed"] >= 1, told["gone"], told["left"]) == (True, 1, 0)
    after = calendar.objects()
    assert "Ask Jane Doe why Globex said no" not in calendar.events()
    meeting = calendar.events()["Interview: Acme, Analyst"]
    assert (int(meeting["SEQUENCE"]), meeting["DTSTART"].dt.day) == (1, 27)
    same = [path for path in after if after[path] == before.get(path)]
    assert len(same) == len(after) - told["changed"] - told["new"]


@RADICALE
def test_what_it_did_not_make_is_not_touched(vault, calendar):
    theirs = f"{calendar.path}mine.ics"
    assert calendar.ask("PUT", theirs, THEIRS)[0] == 201
    before = calendar.objects()[theirs]
    publish(vault, calendar.url)
    for name in ("Acme.md", "Globex.md"):
        (vault / name).unlink()
    publish(vault, calendar.url)
    assert calendar.objects() == {theirs: before}


@RADICALE
def test_another_vault_s_and_the_one_without_names_are_not_its_own(vault, calendar, tmp_path):
    publish(vault, calendar.url)
    before = calendar.objects()
    other = tmp_path / "other"
    other.mkdir()
    (other / "vaultkit.toml").write_text(ZONE, encoding="utf-8")
    assert publish(other, calendar.url)[0] == 0
    assert calendar.objects() == before
    assert publish(vault, calendar.url, "--redact")[0] == 0
    after = calendar.objects()
    assert {path: after[path] for path in before} == before
    added = "".join(text for path, (text, _) in after.items() if path not in before)
    assert added.count("BEGIN:VEVENT") == len(before)
    for word in ("Acme", "Jane", "obsidian", "search"):
        assert word not in added


@RADICALE
def test_the_same_identity_of_another_vault_is_not_written_over(vault, calendar, tmp_path):
    publish(vault, calendar.url)
    before = calendar.objects()
    moved = vault.rename(tmp_path / "moved")
    code, _, err = publish(moved, calendar.url)
    assert code == 3
    assert '"Interview: Acme, Analyst" was not taken' in err
    assert calendar.objects() == before


@RADICALE
def test_what_somebody_changed_on_the_phone_is_left_and_told(vault, calendar):
    publish(vault, calendar.url)
    path = calendar.path_of("Interview: Acme")
    text, _ = calendar.objects()[path]
    mine = text.replace("With: Marta Rossi", "Bring the portfolio!").replace("T0930", "T1130")
    assert mine != text
    assert calendar.ask("PUT", path, mine)[0] in (201, 204)
    before = calendar.objects()[path]
    code, _, err = publish(vault, calendar.url)
    assert code == 0
    assert '"Interview: Acme, Analyst" was changed in that calendar' in err
    (vault / "Acme.md").unlink()
    code, _, err = publish(vault, calendar.url)
    assert code == 0
    assert calendar.objects()[path] == before


@RADICALE
def test_one_that_changes_between_the_look_and_the_write_is_left(vault, calendar, monkeypatch):
    """The ETag that was read no longer fits: the server refuses, and the person's stays."""
    from vaultkit.net.caldav_server import CalendarServer

    publish(vault, calendar.url)
    path = calendar.path_of("Interview: Acme")
    look = CalendarServer.objects

    def looked(server):
        found = look(server)
        text = calendar.objects()[path][0]
        calendar.ask("PUT", path, text.replace("SUMMARY:Interview", "SUMMARY:Mine"))
        return found

    monkeypatch.setattr(CalendarServer, "objects", looked)
    edit(vault, "Acme.md", "9:30", "10:30")
    code, _, err = publish(vault, calendar.url)
    assert code == 3
    assert "changed at this very moment" in err
    assert "SUMMARY:Mine: Acme" in calendar.objects()[path][0]


@RADICALE
def test_a_wrong_password_and_a_calendar_that_is_not_there_get_a_sentence(vault, calendar):
    code, out, err = publish(vault, calendar.url, env={**LOGIN, "VAULTKIT_CALDAV_PASSWORD": "x"})
    assert (code, out) == (2, "")
    assert "does not let you in" in err
    code, _, err = publish(vault, calendar.url.replace("jobs", "nowhere"))
    assert code == 2
    assert "There is no calendar at" in err
    assert calendar.objects() == {}


@contextmanager
def server_that(answer):
    """A server of a few lines; ``answer(handler)`` does what it likes. Yields its address and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self):
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append((self.command, self.path, dict(self.headers)))
            answer(self)

        def tell(self, status, text="", **headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def hang_up(self):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/cal/", asked
    finally:
        server.shutdown()
        server.server_close()


def multistatus(*objects):
    rows = "".join(
        f"<d:response><d:href>{path}</d:href><d:propstat><d:prop><d:getetag>{etag}</d:getetag>"
        f"<c:calendar-data>{text}</c:calendar-data></d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
        for path, etag, text in objects
    )
    return (
        '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
        f"{rows}</d:multistatus>"
    )


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda one: one.tell(401, WWW_Authenticate='Basic realm="x"'), "does not let you in"),
        (lambda one: one.tell(401), "does not let you in"),
        (lambda one: one.tell(401, WWW_Authenticate="Magic"), "does not"),
        (lambda one: one.tell(403), "does not let you in"),
        (lambda one: one.tell(404), "There is no calendar"),
        (lambda one: one.tell(500, "<html>"), "error 500"),
        (lambda one: one.tell(503, Retry_After="3600"), "error 503"),
        (lambda one: one.tell(301, Location="http://192.0.2.1/"), "another address"),
        (lambda one: one.tell(200, "<html><p>Welcome"), "not answer as a calendar"),
        (lambda one: one.tell(207, "<a><b"), "not answer as a calendar"),
        (lambda one: one.tell(207, "\x00\xff"), "not answer as a calendar"),
        (lambda one: one.hang_up(), "broke the connection off"),
    ],
)
def test_a_server_that_fails_gets_a_sentence_and_nothing_is_sent(vault, answer, told):
    with server_that(answer) as (url, asked):
        code, out, err = publish(vault, url)
    assert (code, out) == (2, ""), err
    assert told in err
    assert {method for method, *_ in asked} == {"REPORT"}
    assert len(asked) <= 3
    assert "Traceback" not in err


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(vault, monkeypatch):
    monkeypatch.setattr(calendaring, "_PATIENCE_SECONDS", 1)
    end = threading.Event()
    with server_that(lambda one: end.wait(20)) as (url, _):
        began = time.monotonic()
        code, _, err = publish(vault, url)
        assert time.monotonic() - began < 10
        end.set()
    assert code == 2
    assert "did not answer in time" in err


def test_an_answer_that_never_ends_is_not_waited_for(vault, monkeypatch):
    monkeypatch.setattr(calendaring, "_PATIENCE_SECONDS", 1)
    end = threading.Event()

    def drip(one):
        one.send_response(207)
        one.send_header("Content-Length", "100000")
        one.end_headers()
        while not end.wait(0.2):
            one.wfile.write(b" ")

    with server_that(drip) as (url, _):
        began = time.monotonic()
        code, _, err = publish(vault, url)
        assert time.monotonic() - began < 10
        end.set()
    assert code == 2
    assert "did not answer in time" in err


def test_a_server_that_is_not_there(vault):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    code, _, err = publish(vault, f"http://127.0.0.1:{port}/cal/")
    assert code == 2
    assert "cannot be reached: Connection refused" in err


@pytest.mark.parametrize("status", [412, 409])
def test_a_server_that_always_says_no_is_asked_once_for_each(vault, status):
    def answer(one):
        one.tell(207, multistatus()) if one.command == "REPORT" else one.tell(status)

    with server_that(answer) as (url, asked):
        code, _, err = publish(vault, url)
    assert code == 3
    assert "was not taken" in err
    puts = [path for method, path, _ in asked if method == "PUT"]
    assert len(puts) == len({*puts})


def test_a_server_that_fails_half_way_is_told_and_the_rest_comes_next_time(vault):
    def answer(one):
        puts = sum(method == "PUT" for method, *_ in asked)
        one.tell(207, multistatus()) if one.command == "REPORT" else one.tell(
            201 if puts < 3 else 500
        )

    with server_that(answer) as (url, asked):
        code, _, err = publish(vault, url)
    assert code == 2
    assert "error 500" in err
    assert sum(method == "PUT" for method, *_ in asked) == 3


@RADICALE
def test_a_server_that_lies_about_etags_loses_nothing(vault, calendar):
    """It gives none, or a stranger's: without one nothing is written, with a wrong one the server refuses."""
    publish(vault, calendar.url)
    objects = calendar.objects()
    (vault / "Acme.md").unlink()
    for etag in ("", '"wrong"'):
        rows = [
            (path.replace(calendar.path, "/cal/"), etag, escape(text))
            for path, (text, _) in objects.items()
        ]

        def answer(one, rows=rows):
            known = one.headers.get("If-Match") == '"right"'
            one.tell(207, multistatus(*rows)) if one.command == "REPORT" else one.tell(
                204 if known else 412
            )

        with server_that(answer) as (url, asked):
            code, _, err = publish(vault, url)
        assert code == 3
        assert "was not taken" in err
        writes = [headers for method, _, headers in asked if method != "REPORT"]
        assert all(headers["If-Match"] == etag for headers in writes)
        assert bool(writes) == bool(etag)


def test_what_lies_elsewhere_is_never_written_to(vault):
    """A server names objects outside of the calendar, or on another host: they are not ours to touch."""
    ours = "X-VAULTKIT-VAULT"
    rows = [
        ("http://192.0.2.1/cal/x.ics", '"1"', ours),
        ("/other/x.ics", '"1"', ours),
        ("/cal/../x.ics", '"1"', ours),
        ("/cal/", '"1"', ours),
    ]

    def answer(one):
        one.tell(207, multistatus(*rows)) if one.command == "REPORT" else one.tell(201)

    with server_that(answer) as (url, asked):
        assert publish(vault, url)[0] == 0
    assert all(path.startswith("/cal/") and ".." not in path for _, path, _ in asked)
    assert {headers.get("If-None-Match") for method, _, headers in asked if method == "PUT"} == {
        "*"
    }


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://cal.example.com/x/", "has no https"),
        ("http://127.0.0.1.example.com/x/", "has no https"),
        ("http://0.0.0.0/x/", "has no https"),
        ("https://ann:pw@cal.example.com/x/", "Keep the password out"),
        ("ftp://cal.example.com/", "cannot be the address"),
        ("cal.example.com", "cannot be the address"),
        ("https://", "cannot be the address"),
        ("https://cal.example.com:x/", "cannot be the address"),
        ("https://[::1/", "cannot be the address"),
        ("https://cal.example.com/?x=1", "cannot be the address"),
        ("https://cal.example.com/a\nb", "cannot be the address"),
    ],
)
def test_an_address_that_is_none_or_not_safe_is_not_asked(vault, url, told):
    code, out, err = publish(vault, url)
    assert (code, out) == (2, "")
    assert told in err
    assert "pw" not in err


def test_this_machine_needs_no_https():
    for url in ("http://localhost:5232/a/", "http://127.8.9.1/a/", "http://[::1]:80/a/"):
        credentials.check_url(url)
    credentials.check_url("http://nas.local/a/", plain_is_fine=True)


def test_without_a_password_for_a_name_nothing_is_asked(vault):
    with server_that(lambda one: one.tell(500)) as (url, asked):
        code, _, err = publish(vault, url.replace("//", "//ann@"), env={})
    assert code == 2
    assert "keyring set vaultkit-caldav ann@127.0.0.1" in err
    assert asked == []


def test_the_system_s_keyring_is_asked_by_name_and_host(monkeypatch):
    monkeypatch.setattr(credentials, "_from_keyring", lambda account: f"of {account}")
    login = credentials.login_for("https://a%40b@cal.example.com/x/", {})
    assert login == ("a@b", "of a@b@cal.example.com")
    env = {"VAULTKIT_CALDAV_PASSWORD": "p"}
    assert credentials.login_for("https://ann@cal.example.com/x/", env) == ("ann", "p")
    assert credentials.login_for("https://cal.example.com/x/", env) == (None, None)


def test_a_keyring_that_fails_or_is_missing_has_no_password(monkeypatch):
    monkeypatch.undo()
    keyring = pytest.importorskip("keyring")

    def broken(service, account):
        assert service == "vaultkit-caldav"
        raise RuntimeError("locked")

    monkeypatch.setattr(keyring, "get_password", broken)
    assert credentials._from_keyring("ann@x") is None
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert credentials._from_keyring("ann@x") is None


def test_without_the_extra_it_says_what_to_install(vault, monkeypatch):
    monkeypatch.setitem(sys.modules, "vaultkit.net.caldav_server", None)
    monkeypatch.delitem(sys.modules, "vaultkit.work.calendar_publish", raising=False)
    code, _, err = publish(vault, "http://127.0.0.1:9/cal/")
    assert code == 2
    assert "pip install 'vaultkit[caldav]'" in err


@pytest.mark.parametrize("words", [(), ("jobs.ics", "--caldav", "https://x.example/")])
def test_there_is_one_place_for_it(vault, words):
    done = run("calendar", *words, *TODAY, cwd=vault)
    assert done.returncode == 2
    assert b"Say where the calendar goes" in done.stderr


def test_only_this_and_only_asked_speaks_to_anybody(vault, monkeypatch):
    def never(*_):
        raise AssertionError("somebody was spoken to")

    monkeypatch.setattr(socket.socket, "connect", never)
    for words in (("calendar", "jobs.ics"), ("due",), ("review", "--stdout"), ("check",)):
        assert run(*words, *TODAY, cwd=vault).returncode in (0, 1)
