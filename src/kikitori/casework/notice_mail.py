"""Notices by e-mail お知らせメール: how many wait and of which kind; never a name, never a word of a complaint.

Whether its reader still sees a complaint, still works here and has read nothing of it meanwhile is asked at the moment
of sending. Sending twice does no harm, and one mail that cannot be sent keeps back no other.
"""

from datetime import datetime, timedelta
from email.message import EmailMessage

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from kikitori.casework.house import House
from kikitori.foundation import jobs
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.records.access.visibility import visible_to
from kikitori.records.letters.files_in_mail import NotSent
from kikitori.records.letters.post import put_on_the_road
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.together.mail_text import Line, as_mail
from kikitori.records.together.models import NoticeMail
from kikitori.records.together.pause_text import pause_as_mail
from kikitori.records.together.terms import NoticeMailState

JOB = "send_notice_mail"
#: Waits between tries: a day in all. Whoever looks into the desk has read it by then.
_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
_GRACE = timedelta(minutes=2)
_TRIED = ("state", "tries", "sent_at", "next_try_at", "last_error")


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
        mail.tries += 1
        try:
            _send(mail, message)
        except NotSent as trouble:
            return _put_back(mail, trouble, now)
        mail.sent_at, mail.last_error = now, ""
        return _end(mail, NoticeMailState.SENT)


def lines_for(mail: NoticeMail) -> list[Line]:
    """Of which kind and how many, of complaints its reader sees now and has not read of; none for who has left."""
    reader: Staff = mail.recipient
    if not reader.is_active:
        return []
    unread = mail.notices.filter(read_at__isnull=True, complaint__in=visible_to(actor_for(reader)))
    counted = unread.order_by().values("kind", "complaint__reference", "complaint__confidentiality")
    return Line.of(counted.annotate(number=Count("id")).order_by("kind", "complaint__reference"))


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


def _send(mail: NoticeMail, message: EmailMessage) -> None:
    try:
        to = mail_address(mail.recipient.email).sendable
    except BadMailAddress as bad:
        raise NotSent("bad_address", for_good=True) from bad
    if not to.isascii():
        raise NotSent("address_not_ascii", for_good=True)
    sender = settings.ENVIRONMENT.sender
    for name, value in (("From", sender), ("To", to), ("Message-ID", mail.message_id)):
        message[name] = value
    message["Date"] = mail.made_at
    put_on_the_road(message, to, name=f"notice-{mail.pk:08d}")


def _end(mail: NoticeMail, state: NoticeMailState) -> NoticeMailState:
    mail.state, mail.next_try_at = state.value, None
    mail.save(update_fields=_TRIED)
    return state


def _put_back(mail: NoticeMail, trouble: NotSent, now: datetime) -> NoticeMailState:
    """Try again later, or give up where trying again cannot help: what it says stands in the desk."""
    mail.last_error = trouble.word
    if trouble.for_good or mail.tries > len(_WAITS):
        return _end(mail, NoticeMailState.FAILED)
    mail.next_try_at = now + _WAITS[mail.tries - 1]
    mail.save(update_fields=_TRIED)
    jobs.defer(JOB, queueing_lock=f"notice-mail:{mail.pk}", schedule_at=mail.next_try_at, number=mail.pk)
    return NoticeMailState.WAITING


def mails_left_behind(now: datetime, limit: int = 500) -> list[int]:
    """Mails that wait well past their time, for the sweep: a job may have been lost."""
    waiting = NoticeMail.objects.filter(state=NoticeMailState.WAITING.value, next_try_at__lte=now - _GRACE)
    return list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:limit])


def last_trouble(staff: int) -> NoticeMail | None:
    """The newest mail to this person, where it could not be sent; None where it could. One query."""
    newest = NoticeMail.objects.filter(recipient=staff).order_by("-made_at", "-pk").first()
    return newest if newest and newest.state == NoticeMailState.FAILED.value else None
