"""Notices whose time has come: one mail for each person, of all that has become due for them.

Making is apart from sending (notice_mail.py), so that either may run twice: a notice stands in one mail at most.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q

from kikitori.casework.house import House
from kikitori.casework.notice_choices import choices_of
from kikitori.casework.notice_mail import JOB
from kikitori.casework.outgoing import new_message_id
from kikitori.foundation import jobs
from kikitori.records.together.choices import Choices
from kikitori.records.together.hours import HOUR, MOST_IN_AN_HOUR, Hours
from kikitori.records.together.models import Notice, NoticeMail
from kikitori.records.together.terms import ByMail, NoticeMailState

_UNMAILED = Q(mail__isnull=True) & ~Q(by_mail=ByMail.NO.value)


def make_due_mails(now: datetime) -> int:
    """Make a mail of what has become due for each person, and have it sent. Returns how many."""
    house = House()
    hours = Hours(house.zone, house.calendar.is_business_day)
    waiting = Notice.objects.filter(_UNMAILED).order_by().values("recipient").annotate(first=Min("id"))
    people = waiting.order_by("first").values_list("recipient", flat=True)
    return sum(_make(number, hours, now) for number in list(people))


def _make(recipient: int, hours: Hours, now: datetime) -> bool:
    """Locks this person's notices that were never mailed; those another worker holds are left to it."""
    with transaction.atomic():
        rows = list(
            Notice.objects.select_for_update(skip_locked=True)
            .filter(_UNMAILED, recipient=recipient)
            .order_by("id")
        )
        choices = choices_of(recipient).own
        due = [row for row in rows if _has_come(row, choices, hours, now)]
        if not due or (not any(row.urgent for row in due) and _had_enough(recipient, now)):
            return False
        mail = NoticeMail.objects.create(
            recipient_id=recipient, message_id=new_message_id(), made_at=now, next_try_at=now
        )
        Notice.objects.filter(pk__in=[row.pk for row in due]).update(mail=mail)
        jobs.defer(JOB, number=mail.pk)
        return True


def _has_come(row: Notice, choices: Choices, hours: Hours, now: datetime) -> bool:
    return hours.has_come(choices, ByMail(row.by_mail), at=row.at, now=now, urgent=row.urgent)


def _had_enough(recipient: int, now: datetime) -> bool:
    made = NoticeMail.objects.filter(recipient=recipient, made_at__gt=now - HOUR)
    return made.exclude(state=NoticeMailState.NEEDLESS.value).count() >= MOST_IN_AN_HOUR
