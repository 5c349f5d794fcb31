"""Notices by e-mail お知らせメール: how many wait and of which kind; never a name, never a word of a complaint.

Whether its reader still sees a complaint, still works here and has read nothing of it meanwhile is asked at the moment
of sending. Sending twice does no harm, and one mail that cannot be sent keeps back no other.
"""

from datetime import datetime
from email.message import EmailMessage

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from kikitori.casework.following import still_seen_by
from kikitori.casework.house import House
from kikitori.casework.mail_to_staff import end, left_behind, try_now
from kikitori.foundation import jobs
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.together.mail_text import Line, as_mail
from kikitori.records.together.models import NoticeMail
from kikitori.records.together.pause_text import pause_as_mail
from kikitori.records.together.terms import NoticeMailState

JOB = "send_notice_mail"


def send_notice_mail(number: int, *, now: datetime) -> NoticeMailState | None:
    """Send one waiting mail. Returns how it stands afterwards; None where there is nothing to do (now).

    Locks its row for the length of the attempt; a second worker skips it.
    """
    with transaction.atomic():
        mail = (
            NoticeMail.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient", "webhook")
            .filter(pk=number, state=NoticeMailState.WAITING.value, next_try_at__lte=now)
            .first()
        )
        if mail is None:
            return None
        message = _message(mail)
        if message is None:
            return _end(mail, NoticeMailState.NEEDLESS)
        went = try_now(mail, message, mail.recipient.email, name=f"notice-{mail.pk:08d}", now=now)
        if went is None:
            lock = f"notice-mail:{mail.pk}"
            jobs.defer(JOB, queueing_lock=lock, schedule_at=mail.next_try_at, number=mail.pk)
            return NoticeMailState.WAITING
        # Where it cannot go at all, what it says stands in the desk.
        return _end(mail, NoticeMailState.SENT if went else NoticeMailState.FAILED)


def _end(mail: NoticeMail, state: NoticeMailState) -> NoticeMailState:
    end(mail, state.value)
    return state


def lines_for(mail: NoticeMail) -> list[Line]:
    """Of which kind and how many, of what its reader sees now and has not read of; none for who has left."""
    reader: Staff = mail.recipient
    if not reader.is_active:
        return []
    unread = mail.notices.filter(still_seen_by(actor_for(reader)), read_at__isnull=True)
    counted = unread.order_by().values("kind", "action", "complaint__reference", "complaint__confidentiality")
    return Line.of(counted.annotate(number=Count("id")).order_by("kind", "action", "complaint__reference"))


def _message(mail: NoticeMail) -> EmailMessage | None:
    """What it says; None where there is nothing to say any more."""
    reader, desk = mail.recipient, f"{settings.ENVIRONMENT.address}/desk"
    organisation = House().organisation.name_in(reader.language)
    if mail.webhook is not None:
        if mail.webhook.paused_at is None or not reader.is_active:
            return None
        return pause_as_mail(mail.webhook, language=reader.language, organisation=organisation, desk=desk)
    lines = lines_for(mail)
    if not lines:
        return None
    return as_mail(lines, language=reader.language, organisation=organisation, desk=desk)


def mails_left_behind(now: datetime, limit: int = 500) -> list[int]:
    """Mails that wait well past their time, for the sweep."""
    return left_behind(NoticeMail.objects.filter(state=NoticeMailState.WAITING.value), now, limit)


def last_trouble(staff: int) -> NoticeMail | None:
    """The newest mail to this person, where it could not be sent; None where it could. One query."""
    newest = NoticeMail.objects.filter(recipient=staff).order_by("-made_at", "-pk").first()
    return newest if newest and newest.state == NoticeMailState.FAILED.value else None
