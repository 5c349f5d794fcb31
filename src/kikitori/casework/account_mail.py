"""Mails about accounts: made where something is done, sent by a job; their links are good once and for three days.

A link says which row it is of and carries a keyed fingerprint of what must not have changed since: the password it is
to replace, or the address. So it ends by itself once it was used, and nothing secret lies in the table.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kikitori.casework.house import House
from kikitori.casework.outgoing import new_message_id
from kikitori.foundation import crypto, jobs
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.records.letters.files_in_mail import NotSent
from kikitori.records.letters.post import put_on_the_road
from kikitori.records.people.account_text import account_mail
from kikitori.records.people.accounts import GOOD_FOR, AccountMail, MailAbout, MailStands
from kikitori.records.people.models import Staff

JOB = "send_account_mail"
#: Waits between tries; a link that comes later is of no use any more.
_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
_GRACE = timedelta(minutes=2)
_TRIED = ("state", "tries", "sent_at", "next_try_at", "last_error")
_DIGITS = 18
_PAGE = {MailAbout.CONFIRM: "address", MailAbout.PASSWORD: "password"}


def make_mail(staff: Staff, about: MailAbout, to: str, now: datetime) -> AccountMail:
    """One mail, to be sent once this is committed; with no address it is only kept, so that its link can be shown."""
    state = MailStands.WAITING if to else MailStands.SHOWN
    mail = AccountMail.objects.create(
        staff=staff,
        about=about.value,
        to=to,
        state=state.value,
        message_id=new_message_id(),
        made_at=now,
        next_try_at=now if to else None,
    )
    if to:
        jobs.defer(JOB, number=mail.pk)
    return mail


def link_of(mail: AccountMail) -> str:
    """The address of the page that this mail opens; empty for one without."""
    page = _PAGE.get(MailAbout(mail.about))
    return f"{settings.ENVIRONMENT.address}/desk/account/{page}/{token_of(mail)}/" if page else ""


def token_of(mail: AccountMail) -> str:
    """What its link carries."""
    return f"{mail.pk}-{_mark(mail)}"


def mail_of(token: str, about: MailAbout, *, now: datetime, locked: bool = False) -> AccountMail | None:
    """The mail to which this link belongs, while it is good; None for any other text. `locked`: in a transaction."""
    number, _dash, mark = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return None
    rows = AccountMail.objects.select_related("staff").filter(pk=int(number), about=about.value)
    rows = rows.select_for_update(of=("self", "staff")) if locked else rows
    found = rows.filter(used_at__isnull=True, made_at__gt=now - GOOD_FOR, staff__is_active=True).first()
    if found is None or not crypto.same(mark, _mark(found)):
        return None
    return found


def _mark(mail: AccountMail) -> str:
    staff = mail.staff
    held = staff.email if mail.about == MailAbout.CONFIRM.value else staff.password
    return crypto.fingerprint(f"account {mail.about}", f"{mail.pk} {mail.to} {held}", settings.SECRET_KEY)


def send_account_mail(number: int, *, now: datetime) -> MailStands | None:
    """Send one waiting mail. Returns how it stands afterwards; None where there is nothing to do (now).

    Locks its row for the length of the attempt; a second worker skips it.
    """
    with transaction.atomic():
        mail = (
            AccountMail.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("staff")
            .filter(pk=number, state=MailStands.WAITING.value, next_try_at__lte=now)
            .first()
        )
        if mail is None:
            return None
        mail.tries += 1
        try:
            _send(mail)
        except NotSent as trouble:
            return _put_back(mail, trouble, now)
        mail.sent_at, mail.last_error = now, ""
        return _end(mail, MailStands.SENT)


def mails_left_behind(now: datetime, limit: int = 100) -> list[int]:
    """Mails that wait well past their time, for the sweep: a job may have been lost."""
    waiting = AccountMail.objects.filter(state=MailStands.WAITING.value, next_try_at__lte=now - _GRACE)
    return list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:limit])


def _send(mail: AccountMail) -> None:
    try:
        to = mail_address(mail.to).sendable
    except BadMailAddress as bad:
        raise NotSent("bad_address", for_good=True) from bad
    if not to.isascii():
        raise NotSent("address_not_ascii", for_good=True)
    language = mail.staff.language
    message = account_mail(
        MailAbout(mail.about),
        language=language,
        organisation=House().organisation.name_in(language),
        name=mail.staff.name,
        link=link_of(mail),
    )
    sender = settings.ENVIRONMENT.sender
    for name, value in (("From", sender), ("To", to), ("Message-ID", mail.message_id)):
        message[name] = value
    message["Date"] = mail.made_at
    put_on_the_road(message, to, name=f"account-{mail.pk:08d}")


def _end(mail: AccountMail, state: MailStands) -> MailStands:
    mail.state, mail.next_try_at = state.value, None
    mail.save(update_fields=_TRIED)
    return state


def _put_back(mail: AccountMail, trouble: NotSent, now: datetime) -> MailStands:
    mail.last_error = trouble.word
    if trouble.for_good or mail.tries > len(_WAITS):
        return _end(mail, MailStands.FAILED)
    mail.next_try_at = now + _WAITS[mail.tries - 1]
    mail.save(update_fields=_TRIED)
    jobs.defer(JOB, queueing_lock=f"account-mail:{mail.pk}", schedule_at=mail.next_try_at, number=mail.pk)
    return MailStands.WAITING
