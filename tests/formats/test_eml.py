"""A draft as a file for a mail program; nothing of a note becomes a header."""

from email import message_from_bytes
from email.policy import default

import pytest

from vaultkit.formats.eml import eml
from vaultkit.formats.mail import Draft


def read(draft):
    return message_from_bytes(eml(draft), policy=default)


def body(message):
    return message.get_content().replace("\r\n", "\n")


def test_it_opens_as_a_draft_with_all_that_was_written():
    message = read(Draft("m@example.com", "Grazie è poco", "Buongiorno,\n\nè stato bello.\n"))
    assert (message["X-Unsent"], message["To"], message["Subject"]) == (
        "1",
        "m@example.com",
        "Grazie è poco",
    )
    assert body(message) == "Buongiorno,\n\nè stato bello.\n"


def test_without_an_address_there_is_no_header_for_one():
    assert read(Draft("", "S", "B\n"))["To"] is None


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_subject_of_two_lines_is_refused_and_an_address_of_two_left_out(end):
    with pytest.raises(ValueError):
        eml(Draft("m@example.com", f"a{end}Bcc: x@y.z", "B"))
    message = read(Draft(f"m@example.com{end}Bcc: x@y.z", "a", "B"))
    assert (message["To"], message["Bcc"], message["Subject"]) == (None, None, "a")


def test_a_body_that_looks_like_headers_stays_a_body():
    message = read(Draft("m@example.com", "S", "\nBcc: x@y.z\n\n.\nFrom me\n"))
    assert message["Bcc"] is None
    assert body(message) == "\nBcc: x@y.z\n\n.\nFrom me\n"
