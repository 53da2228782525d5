"""A draft as a file that a mail program opens to be finished and sent."""

from email.message import EmailMessage
from email.policy import SMTP

from vaultkit.formats.mail import Draft, is_address

_UNFOLDED = SMTP.clone(max_line_length=900)
"""The library loses a blank where it folds a subject between two words that it must encode."""


def eml(draft: Draft) -> bytes:
    """Return the draft as a message that was not sent. Raises ValueError for a header of two lines.

    An address that is none is left out: the library's parser stumbles over some of them.
    """
    message = EmailMessage(policy=_UNFOLDED)
    message["X-Unsent"] = "1"
    if is_address(draft.to):
        message["To"] = draft.to
    message["Subject"] = draft.subject
    message.set_content(draft.body)
    return message.as_bytes()
