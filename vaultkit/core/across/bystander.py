"""Which notes are bystanders, by their bytes: told before anything of a note is decoded or taken apart.

Four notes in five are, so this is asked of every note. Where it is not sure it says so, and
``sort_note`` has the last word.
"""

from itertools import chain

from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.notes.marks import marking_words
from vaultkit.core.settings.values import Settings
from vaultkit.value import frozen

_SIGN = ord("<")
"""As a number: that is found three times as fast as a text of one character."""

_OF_A_BLOCK, _OF_A_CONFLICT = b"vaultkit:", b"<<<<<<<"
_OPENINGS = (b"---", b"\xef\xbb\xbf---")
_CLOSING, _WIDE_CLOSING = b"\n---\n", b"\n---\r\n"


@frozen
class Signs:
    """What makes a note one of ours in a vault.

    ``folders`` are beginnings of paths, ``words`` stand in a head, casefolded. ``has_tags`` tells
    that a tag in the text does, ``is_any_head`` that any head may.
    """

    folders: tuple[str, ...]
    words: tuple[str, ...]
    has_tags: bool
    is_any_head: bool

    def may_be_in(self, path: str, raw: bytes) -> bool:
        """Tell whether a note needs a closer look. Where not, it is UTF-8, and ``sort_note`` finds NOTHING."""
        if path.startswith(self.folders) or (self.has_tags and b"#" in raw):
            return True
        if _SIGN in raw and (_OF_A_CONFLICT in raw or _OF_A_BLOCK in raw):
            return True
        try:
            if raw.startswith(_OPENINGS) and self._may_be_in_head(raw):
                return True
            raw.decode()
        except UnicodeDecodeError:
            return True
        return False

    def _may_be_in_head(self, raw: bytes) -> bool:
        """A head seems to go on where blanks stand behind its last line, or none was opened: then too much is asked."""
        end = raw.find(_CLOSING, len(_OPENINGS[0]))
        if end < 0:
            end = raw.find(_WIDE_CLOSING, len(_OPENINGS[0]))
        if end < 0 or self.is_any_head:
            return True
        head = raw[:end].decode().casefold()
        for word in self.words:  # noqa: SIM110 - any() takes twice as long, in nearly every note
            if word in head:
                return True
        return False


def signs_of(settings: Settings, vocabulary: Vocabulary) -> Signs:
    """Return what makes a note one of ours, as a vault has it."""
    marks = settings.applications, settings.people
    return Signs(
        folders=tuple(chain(*(each.beginnings for each in marks))),
        words=marking_words(settings, vocabulary),
        has_tags=any(each.tags for each in marks),
        is_any_head=any(each.is_any_value for each in marks),
    )
