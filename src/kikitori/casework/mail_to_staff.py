"""Mails to staff 職員あてのメール: how one goes, and what becomes of one that cannot go now.

Rows of several tables are such mails (notice_mail.py, account_mail.py): what each says is its own; that it is tried
again, for a day in all, and when it is given up is the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet

from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.records.letters.files_in_mail import NotSent
from kikitori.records.letters.post import put_on_the_road

#: Waits between tries.
_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
_GRACE = timedelta(minutes=2)
_TRIED = ("state", "tries", "sent_at", "next_try_at", "last_error")


class Row(Protocol):
    """A mail as it is kept."""

    state: str
    tries: int
    sent_at: datetime | None
    next_try_at: datetime | None
    last_error: str
    message_id: str
    made_at: datetime

    def save(self, *, update_fields: Any) -> None:
        """Keep these of its fields."""


def try_now(mail: Row, message: EmailMessage, to: str, *, name: str, now: datetime) -> bool | None:
    """Send it. True: it is on the road. None: it is to be tried again at its `next_try_at`. False: it never will.

    Its state stays as it was; `end` gives it another. Needs the row locked.
    """
    mail.tries += 1
    try:
        _put_out(mail, message, to, name)
    except NotSent as trouble:
        mail.last_error = trouble.word
        if trouble.for_good or mail.tries > len(_WAITS):
            return False
        mail.next_try_at = now + _WAITS[mail.tries - 1]
        mail.save(update_fields=_TRIED)
        return None
    mail.sent_at, mail.last_error = now, ""
    return True


def end(mail: Row, state: str) -> None:
    """It stands so from now on, and is not tried again."""
    mail.state, mail.next_try_at = state, None
    mail.save(update_fields=_TRIED)


def left_behind(waiting: QuerySet[Any], now: datetime, limit: int) -> list[int]:
    """Of those that wait, the numbers of those well past their time, for the sweep: a job may have been lost."""
    late = waiting.filter(next_try_at__lte=now - _GRACE)
    return list(late.order_by("next_try_at").values_list("pk", flat=True)[:limit])


def _put_out(mail: Row, message: EmailMessage, written: str, name: str) -> None:
    try:
        to = mail_address(written).sendable
    except BadMailAddress as bad:
        raise NotSent("bad_address", for_good=True) from bad
    if not to.isascii():
        raise NotSent("address_not_ascii", for_good=True)
    for field, value in (("From", settings.ENVIRONMENT.sender), ("To", to), ("Message-ID", mail.message_id)):
        message[field] = value
    message["Date"] = mail.made_at
    put_on_the_road(message, to, name=name)
