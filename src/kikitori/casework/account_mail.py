"""Mails about accounts, and to administrators: made where something is done, sent by a job.

Links of accounts are good once and for three days. Such a link says which row it is of and carries a keyed fingerprint
of what must not have changed since: the address, and the password it is to replace. So it ends by itself once it was
used, and nothing secret lies in the table. It is made when the mail goes: one that was taken back before is not sent.
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

from django.conf import settings
from django.db import transaction

from kikitori.casework.barring import undecidable_told_to
from kikitori.casework.house import House
from kikitori.casework.mail_to_staff import end, left_behind, try_now
from kikitori.casework.outgoing import new_message_id
from kikitori.foundation import crypto, jobs
from kikitori.records.people.account_text import account_mail
from kikitori.records.people.accounts import GOOD_FOR, AccountMail, MailAbout, MailStands
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for

JOB = "send_account_mail"
_DIGITS = 18
_PAGE = {MailAbout.CONFIRM: "address", MailAbout.PASSWORD: "password"}
#: Pages of the desk itself, for whoever is signed in.
_DESK_PAGE = {MailAbout.UNDECIDED: "settings"}


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


def take_back_links(staff: Staff, now: datetime, *about: MailAbout) -> None:
    """Links of these kinds that somebody has and has not used are good no more. Needs their account locked."""
    unused = AccountMail.objects.filter(staff=staff, used_at__isnull=True)
    unused.filter(about__in=[each.value for each in about]).update(used_at=now)


def link_of(mail: AccountMail) -> str:
    """The address of the page that this mail opens; empty for one without."""
    about = MailAbout(mail.about)
    if about in _DESK_PAGE:
        return f"{settings.ENVIRONMENT.address}/desk/{_DESK_PAGE[about]}/"
    page = _PAGE.get(about)
    return f"{settings.ENVIRONMENT.address}/desk/account/{page}/{token_of(mail)}/" if page else ""


def token_of(mail: AccountMail) -> str:
    """What its link carries."""
    return f"{mail.pk}-{_mark(mail)}"


def mail_of(token: str, about: MailAbout, *, now: datetime, locked: bool = False) -> AccountMail | None:
    """The mail to which this link belongs, while it is good; None for any other text.

    `locked`: the account is, as with whoever takes links back; needs a transaction.
    """
    number, _dash, mark = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return None
    rows = AccountMail.objects.filter(pk=int(number), about=about.value)
    if locked:
        Staff.objects.select_for_update().filter(pk__in=rows.values("staff")).first()
    good = rows.filter(used_at__isnull=True, made_at__gt=now - GOOD_FOR, staff__is_active=True)
    found = good.select_related("staff").first()
    if found is None or not crypto.same(mark, _mark(found)):
        return None
    return found


def _mark(mail: AccountMail) -> str:
    staff = mail.staff
    held = staff.email if mail.about == MailAbout.CONFIRM.value else f"{staff.email} {staff.password}"
    return crypto.fingerprint(f"account {mail.about}", f"{mail.pk} {mail.to} {held}", settings.SECRET_KEY)


def send_account_mail(number: int, *, now: datetime) -> MailStands | None:
    """Send one waiting mail, unless its link is over. How it stands afterwards; None where nothing is to be done (now).

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
        if mail.used_at is not None or _is_needless(mail):
            mail.last_error = "link_over"
            end(mail, MailStands.FAILED.value)
            return MailStands.FAILED
        went = try_now(mail, _message(mail), mail.to, name=f"account-{mail.pk:08d}", now=now)
        if went is None:
            lock = f"account-mail:{mail.pk}"
            jobs.defer(JOB, queueing_lock=lock, schedule_at=mail.next_try_at, number=mail.pk)
            return MailStands.WAITING
        state = MailStands.SENT if went else MailStands.FAILED
        end(mail, state.value)
        return state


def _is_needless(mail: AccountMail) -> bool:
    """Is there nothing to tell its reader any more? Somebody has decided, or they may not be told now."""
    if mail.about != MailAbout.UNDECIDED.value:
        return False
    return not (mail.staff.is_active and undecidable_told_to(actor_for(mail.staff)).exists())


def mails_left_behind(now: datetime, limit: int = 100) -> list[int]:
    """Mails that wait well past their time, for the sweep."""
    return left_behind(AccountMail.objects.filter(state=MailStands.WAITING.value), now, limit)


def _message(mail: AccountMail) -> EmailMessage:
    language = mail.staff.language
    return account_mail(
        MailAbout(mail.about),
        language=language,
        organisation=House().organisation.name_in(language),
        name=mail.staff.name,
        link=link_of(mail),
    )
