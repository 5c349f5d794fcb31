"""The demonstration's mailbox: letters that would have gone out by e-mail, readable in the browser.

Only mounted where the demonstration runs and letters go into a folder; a real site has no such pages.
"""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

_PAGE = 50


def _folder() -> Path:
    folder = settings.ENVIRONMENT.mail_way.folder
    if folder is None:
        raise Http404
    return Path(folder)


def _read(file: Path) -> dict[str, Any]:
    """Header facts and text of one letter, as the mail says them."""
    message = cast("EmailMessage", message_from_bytes(file.read_bytes(), policy=default))
    body = message.get_body(("plain",))
    return {
        "number": int(file.stem),
        "to": str(message["To"]),
        "sender": str(message["From"]),
        "subject": str(message["Subject"]),
        "at": parsedate_to_datetime(str(message["Date"])),
        "language": str(message["Content-Language"] or ""),
        "body": body.get_content() if body else "",
        "url": reverse("mailbox_letter", args=[int(file.stem)]),
    }


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest letters; `?before=NUMBER` for older ones."""
    before = request.GET.get("before", "")
    files = sorted(_folder().glob("*.eml"), reverse=True)
    if before.isascii() and before.isdigit():
        files = [file for file in files if int(file.stem) < int(before)]
    letters = [_read(file) for file in files[:_PAGE]]
    older = f"?before={letters[-1]['number']}" if len(files) > _PAGE else ""
    return render(request, "config/mailbox.html", {"letters": letters, "older_url": older})


@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """One letter, as its reader gets it."""
    file = _folder() / f"{number:08d}.eml"
    if not file.is_file():
        raise Http404
    return render(request, "config/mailbox_letter.html", {"letter": _read(file)})


urlpatterns = [
    path("mailbox/", mailbox, name="mailbox"),
    path("mailbox/<int:number>/", letter, name="mailbox_letter"),
]
