"""The demonstration's mailbox: letters that would have gone out by e-mail, readable in the browser.

Only mounted where the demonstration runs and letters go into a folder; a real site has no such pages.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from kikitori.foundation.language.text import storable

_PAGE = 50
#: Names of the files: the numbers of the letters (records/letters/post.py).
_NUMBER = re.compile(r"[0-9]{1,18}")


def _folder() -> Path:
    folder = settings.ENVIRONMENT.mail_way.folder
    if folder is None:
        raise Http404
    return Path(folder)


def _files(folder: Path) -> list[Path]:
    """The letters of the folder, newest first; whatever else lies there is none."""
    letters = (file for file in folder.glob("*.eml") if _NUMBER.fullmatch(file.stem))
    return sorted(letters, key=lambda file: int(file.stem), reverse=True)


def _read(file: Path) -> dict[str, Any]:
    """Header facts and text of one letter, as the mail says them. What it does not say is left empty."""
    message = message_from_bytes(file.read_bytes(), policy=default)
    return {
        "number": int(file.stem),
        "to": _header(message, "To"),
        "sender": _header(message, "From"),
        "subject": _header(message, "Subject"),
        "at": _moment(_header(message, "Date")),
        "language": _header(message, "Content-Language"),
        "body": _text(message),
        "url": reverse("mailbox_letter", args=[int(file.stem)]),
    }


def _header(message: EmailMessage, name: str) -> str:
    return storable(str(message[name] or "")).strip()


def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(message: EmailMessage) -> str:
    """The plain text, also where its charset is unknown or its bytes are broken."""
    body = message.get_body(("plain",))
    if body is None:
        return ""
    try:
        return storable(str(body.get_content()))
    except (LookupError, ValueError):
        payload = body.get_payload(decode=True)
        return storable(payload.decode("utf-8", "replace")) if isinstance(payload, bytes) else ""


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest letters; `?before=NUMBER` for older ones."""
    before = request.GET.get("before", "")
    files = _files(_folder())
    if _NUMBER.fullmatch(before):
        files = [file for file in files if int(file.stem) < int(before)]
    letters = [_read(file) for file in files[:_PAGE]]
    older = f"?before={letters[-1]['number']}" if len(files) > _PAGE else ""
    return render(request, "config/demo_letters.html", {"letters": letters, "older_url": older})


@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """One letter, as its reader gets it."""
    file = _folder() / f"{number:08d}.eml"
    if not file.is_file():
        raise Http404
    return render(request, "config/demo_letter.html", {"letter": _read(file)})


urlpatterns = [
    path("mailbox/", mailbox, name="mailbox"),
    path("mailbox/<int:number>/", letter, name="mailbox_letter"),
]
