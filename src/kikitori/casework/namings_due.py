"""Namings left undecided 未決の申入れ: the day has come by which a complainant was to read whom they need not meet.

Nothing of it is a promise that a handler could read (ADR 0029), so no other sweep looks at that day. Those who were
confided in are told once more, and so is whoever has become a lead since. Where no lead may decide, administrators are
told that something waits, and nothing else of it: they can make somebody a lead, who is told of it then.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db.models import QuerySet

from kikitori.casework.account_mail import make_mail
from kikitori.casework.barring import ADMINISTERING, confided_to, open_namings, undecidable
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.noticing import notice_confided
from kikitori.casework.singly import done_singly
from kikitori.records.people.accounts import AccountMail, MailAbout
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.voices.petitions import Petition

_AT_MOST = 500
#: So long no second mail goes to an administrator: how much waits stands in their settings.
_REST = timedelta(days=1)
#: In `Petition.chosen`: when those confided in were told once more, and when those were told who can name a lead.
_TOLD_AGAIN, _TOLD_ABOVE = "told_again", "told_above"


def tell_of_undecided_namings(actor: Actor, *, now: datetime) -> int:
    """Tell those confided in once more, once, where the day has passed; administrators where no lead may decide.

    And leads of what nobody could decide before. Returns how often something was told.
    """
    told = _each(actor, lambda: _overdue(now), _tell_again, now)
    told += _each(actor, lambda: undecidable().exclude(chosen__has_key=_TOLD_ABOVE), _tell_above, now)
    return told + _each(actor, _decidable_now, _tell_below, now)


def _overdue(now: datetime) -> QuerySet[Petition]:
    return open_namings().filter(due_at__lt=now).exclude(chosen__has_key=_TOLD_AGAIN)


def _decidable_now() -> QuerySet[Petition]:
    return open_namings().filter(chosen__has_key=_TOLD_ABOVE).exclude(pk__in=undecidable())


def _each(
    actor: Actor,
    rows: Callable[[], QuerySet[Petition]],
    tell: Callable[[Actor, Petition, datetime], None],
    now: datetime,
) -> int:
    numbers = list(rows().order_by("due_at", "id").values_list("pk", flat=True)[:_AT_MOST])

    def one(number: int) -> None:
        """Two sweepers at once tell it once: the row is looked at again under its lock."""
        locked = rows().select_for_update(of=("self",)).select_related("complaint")
        row = locked.filter(pk=number).first()
        if row is None:
            raise NotNow(Obstacle.PETITION_NOT_OPEN)
        tell(actor, row, now)
        row.save(update_fields=["chosen"])

    return sum(done_singly(actor, partial(one, number)) for number in numbers)


def _tell_again(actor: Actor, row: Petition, now: datetime) -> None:
    """Where no lead may decide, those who can name one are told once more, too."""
    kept = {name: value for name, value in row.chosen.items() if name != _TOLD_ABOVE}
    row.chosen = {**kept, _TOLD_AGAIN: now.isoformat()}
    notice_confided(actor, row.complaint, confided_to(row.complaint, row.hidden_from), now=now)


def _tell_above(_actor: Actor, row: Petition, now: datetime) -> None:
    """By mail, at most one a day; without a word of it, not even its number. Nobody of whom it speaks."""
    row.chosen = {**row.chosen, _TOLD_ABOVE: now.isoformat()}
    unseen = {*row.hidden_from, *row.complaint.barred}
    lately = AccountMail.objects.filter(about=MailAbout.UNDECIDED.value, made_at__gt=now - _REST)
    above = Staff.objects.filter(is_active=True, role__in=ADMINISTERING).exclude(email="")
    for staff in above.exclude(pk__in=unseen).exclude(account_mails__in=lately).order_by("pk"):
        make_mail(staff, MailAbout.UNDECIDED, staff.email, now)


def _tell_below(actor: Actor, row: Petition, now: datetime) -> None:
    """Somebody may decide it again: a new lead, or one who has come back."""
    row.chosen = {name: value for name, value in row.chosen.items() if name != _TOLD_ABOVE}
    notice_confided(actor, row.complaint, confided_to(row.complaint, row.hidden_from), now=now)
