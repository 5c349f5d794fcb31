"""The mails of the demonstration, taken in and filed by the real verbs, each at its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kikitori.casework.file_mail import file_mail
from kikitori.casework.keep_mail import keep_mail
from kikitori.config.demo_texts.mails import Thread, demo_mails
from kikitori.records.complaints.lifecycle import OPEN
from kikitori.records.letters.kinds import LetterKind, LetterState
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor

_MINUTE = timedelta(minutes=1)


def bring_mails(house: str, now: datetime) -> int:
    """Bring what has not been brought before; how many. Those that answer are about the newest open complaints."""
    post, threads, brought = Actor.system("mail"), _threads(), 0
    for one in sorted(demo_mails(house), key=lambda one: -one.hours):
        thread = threads.pop() if one.answers and threads else None
        at = now - timedelta(hours=one.hours)
        with transaction.atomic():
            kept = keep_mail(
                post, [one.raw(thread)], mailbox=None, source=f"demo:{house}:{one.key}", arrived_at=at
            )
            if not kept.repeated:
                file_mail(post, kept.mail.pk, now=at + _MINUTE)
                brought += 1
    return brought


def _threads() -> list[Thread]:
    """Confirmations of receipt that went out by mail, of open complaints, the newest last."""
    letters = Letter.objects.filter(
        kind=LetterKind.ACKNOWLEDGEMENT.value,
        state=LetterState.SENT.value,
        to_key__gt="",
        complaint__state__in=[state.value for state in OPEN],
    ).order_by("-id")[:20]
    return [Thread(letter.message_id, letter.to_address) for letter in reversed(letters)]
