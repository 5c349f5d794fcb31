"""What a file is, and why it was not taken, in the words of the portal: for people who need not know about files."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.letters.file_rules import LARGEST_FILE, LARGEST_PARCEL, MOST_FILES, FileFlaw

_MEGABYTE = 1_000_000
FILE_FLAW: dict[FileFlaw, Promise | str] = {
    FileFlaw.EMPTY: _("It is empty. Please look whether it opens on your device."),
    FileFlaw.TOO_LARGE: format_lazy(
        _("It is larger than {n} MB. Please choose a smaller one; a photograph of it is enough."),
        n=LARGEST_FILE // _MEGABYTE,
    ),
    FileFlaw.TOO_MUCH: format_lazy(
        _("Together the files would be larger than {n} MB. You can send the rest as a message afterwards."),
        n=LARGEST_PARCEL // _MEGABYTE,
    ),
    FileFlaw.TOO_MANY: format_lazy(
        _("There are {n} files already. You can send the rest as a message afterwards."), n=MOST_FILES
    ),
    FileFlaw.PROGRAM: _("It is a program, which we cannot take. Photographs and documents are fine."),
    FileFlaw.NO_ROOM: _("We could not keep it just now. Please try once more in a moment."),
    FileFlaw.PAGE_SENT: _("What it was to go with has been sent already."),
    FileFlaw.TEXT: _("What it was to go with is too long."),
}
_KINDS: tuple[tuple[str, Promise], ...] = (
    ("image/", pgettext_lazy("file", "Photograph or picture")),
    ("video/", pgettext_lazy("file", "Film")),
    ("audio/", pgettext_lazy("file", "Recording")),
    ("application/pdf", pgettext_lazy("file", "PDF")),
    ("text/", pgettext_lazy("file", "Text")),
)
_DOCUMENT = pgettext_lazy("file", "Document")


def file_kind(found: str) -> str:
    """What it is, by its first bytes."""
    return str(next((word for begins, word in _KINDS if found.startswith(begins)), _DOCUMENT))
