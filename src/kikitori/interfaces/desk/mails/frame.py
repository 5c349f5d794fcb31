"""The document that stands in the frame: the HTML of a mail, cleaned, with the pictures that came with it."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import unquote

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.foundation.language.text import guess_language
from kikitori.foundation.mail.contents import Attachment as Enclosed
from kikitori.foundation.mail.metadata import without_metadata
from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.mail.safe_html import safe_html
from kikitori.interfaces.desk.mails.opened import RASTER, Opened, found_kind, scan_warning
from kikitori.interfaces.look.markup import filled
from kikitori.records.letters.raw import raw_of

#: Bytes of one picture, and of all of them: a frame is no album.
_LARGEST, _ALL = 1_000_000, 4_000_000
_DOCUMENT = (
    '<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{}</title></head><body>{}</body></html>"
)


def framed(opened: Opened) -> SafeString:
    """The whole document. Raises NotStored where its bytes are gone."""
    with raw_of(opened.mail) as raw:  # pictures are read while it is open
        reading = read_mail(raw, charset=opened.mail.read_as)
        pictures = _Pictures(opened, reading.attachments)
        body = safe_html(reading.html, pictures.address)
    language = guess_language(reading.text, get_language() or "ja")
    return filled(_DOCUMENT, language, _("HTML of the mail"), SafeString(body))


class _Pictures:
    """Pictures that came with the mail, as data: addresses; each once, as many as fit."""

    def __init__(self, opened: Opened, enclosed: tuple[Enclosed, ...]) -> None:
        self._opened = opened
        self._by_id = {each.content_id: each for each in enclosed if each.content_id}
        self._kept_back = {file.row.content_id for file in opened.files if scan_warning(file.row)}
        self._made: dict[str, str] = {}
        self._left = _ALL

    def address(self, cid: str) -> str:
        """Content-ID → its data: address; empty where there is no such picture, or none that may be shown."""
        name = unquote(cid)
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> str:
        found = self._by_id.get(name)
        if found is None or name in self._kept_back or found.size > min(_LARGEST, self._left):
            return ""
        data: bytes | None = b"".join(found.content())
        kind = found_kind(data or b"")
        if kind not in RASTER:
            return ""
        if self._opened.is_anonymous:
            data = without_metadata(kind, data or b"")
        if not data:
            return ""
        self._left -= len(data)
        return f"data:{kind};base64,{b64encode(data).decode()}"
