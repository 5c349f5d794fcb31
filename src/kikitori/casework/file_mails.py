"""File mails 振り分け: everything that waits; those that begin complaints together, all others one by one.

What becomes of a mail does not depend on which way it went: file_mail.py has the rules for both.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import OperationalError, connection
from django.db.models import F
from psycopg.types.json import Json

from kikitori.casework import mail_facts
from kikitori.casework.errors import Refused
from kikitori.casework.file_mail import (
    READ,
    enclosed_with,
    file_mail,
    give_up_on_mail,
    intake_of,
    put_reading,
    token_of,
)
from kikitori.casework.house import House
from kikitori.casework.intake import Joined
from kikitori.casework.outgoing import Addressee, Route, road_after
from kikitori.casework.receive_at_once import Arrival, receive_at_once
from kikitori.foundation.mail.reading import Reading, read_mail
from kikitori.foundation.postgres.session import comes_back, is_lost, signed_transaction
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.filing import Place, place_of
from kikitori.records.letters.kinds import Medium
from kikitori.records.letters.mail_terms import Held, MailState
from kikitori.records.letters.mails import Attachment, Mail
from kikitori.records.letters.raw import raw_of
from kikitori.records.people.actor import Actor

#: So many workers may die or fail over one mail before a person must look.
MOST_TRIES = 8
#: Seconds that a database which has gone away is waited for. Whoever waits could do nothing else meanwhile.
_PATIENCE = 30.0
_AT_A_TIME = 50
#: What stands in the place of a request's id in the database session.
_REQUEST = "mails"
logger = logging.getLogger(__name__)


def file_waiting(actor: Actor, *, now: Callable[[], datetime], careful: bool = False) -> dict[str, int]:
    """File what waits, the longest waiting first, each in a transaction of its own; how many had which outcome.

    `careful`: a worker has died lately. Then each mail's trying is written down before it is begun, and one over which
    several have died is held for a person; else a single mail could keep all others from being read for ever. A try
    that the database broke off is taken back: nobody has died over the mail. Raises Refused, and what a database in
    trouble raises: at once, or with care when it has not come back within half a minute.
    """
    done: Counter[str] = Counter()
    last = 0
    while numbers := _waiting(last, careful=careful):
        last = numbers[-1]
        begun, others = ([], numbers) if careful else _begin_together(actor, numbers, now())
        done[MailState.FILED.value] += len(begun)
        for number in others:
            done[_file_or_hold(actor, number, now(), careful=careful)] += 1
    return +done


def _begin_together(actor: Actor, numbers: list[int], now: datetime) -> tuple[list[int], list[int]]:
    """File those that plainly begin complaints, in one transaction: the numbers of those, and of those left to file.

    Where anything is wrong with one of them, none is, and each is filed alone. What another worker has in hand is its.
    """
    try:
        with signed_transaction(actor.signature, _REQUEST):
            return _begun(actor, numbers, now)
    except Exception as failure:
        if _is_of_the_database(failure):
            raise
        logger.exception("mails not filed together")
        return [], numbers


def _begun(actor: Actor, numbers: list[int], now: datetime) -> tuple[list[int], list[int]]:
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)
    waiting = Mail.objects.filter(pk__in=numbers, state=MailState.WAITING.value, tries=0)
    locked = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("mailbox")
    in_hand = [(mail, _read(mail)) for mail in locked.order_by("id")]
    newcomers = _plain_newcomers(in_hand, now)
    begun = {mail.pk for mail, _ in newcomers}
    others = [mail.pk for mail, _ in in_hand if mail.pk not in begun]
    if not newcomers:
        return [], others
    house, told = House(), mail_facts.told_lately({mail.sender_key for mail, _ in newcomers}, now)
    arrivals = []
    for mail, reading in newcomers:
        tell = mail.sender_key not in told
        told |= {mail.sender_key} - {""}
        route = partial(_route, mail, house)
        arrivals.append(
            Arrival(given=intake_of(mail, reading, now), token=token_of(mail), tell=tell, route=route)
        )

    def born(complaints: Sequence[Complaint]) -> None:
        for (mail, _reading), complaint in zip(newcomers, complaints, strict=True):
            mail.complaint, mail.state, mail.filed_at = complaint, MailState.FILED.value, now
        _conclude_all([mail for mail, _ in newcomers])

    receive_at_once(Actor.newcomer(), arrivals, now=now, house=house, born=born)
    Attachment.objects.bulk_create([row for each in newcomers for row in enclosed_with(*each)])
    return [mail.pk for mail, _ in newcomers], others


def _read(mail: Mail) -> Reading:
    with raw_of(mail) as raw:
        reading = read_mail(raw)
        put_reading(mail, reading)
    return reading


def _plain_newcomers(several: list[tuple[Mail, Reading]], now: datetime) -> list[tuple[Mail, Reading]]:
    """Those that answer nothing, name nothing and were written by a person; three queries for any number."""
    plain = [each for each in several if mail_facts.is_plain(each[1])]
    if not plain:
        return []
    own = mail_facts.own_addresses()
    lately = mail_facts.of_senders({mail.sender_key for mail, _ in plain}, now)
    found = []
    for mail, reading in plain:
        facts = mail_facts.plain_facts(mail, reading, now, own=own, of_sender=lately[mail.sender_key])
        lately[mail.sender_key] += 1 if mail.sender_key else 0
        if place_of(facts, reopen_within=timedelta()).place is Place.NEW:
            found.append((mail, reading))
    return found


def _route(mail: Mail, house: House, people: Sequence[Joined]) -> Route | None:
    """An acknowledgement answers the mail; where nobody could be made out, by whatever road there is."""
    if not mail.sender_key or not people or people[0][1].do_not_contact:
        return None
    to = Addressee(people[0][1], Medium.EMAIL, mail.sender)
    return Route(to, road_after(mail, house.organisation.letter_charset))


def _conclude_all(mails: Sequence[Mail]) -> None:
    """Write down what was read of them and their outcome, on one way to the database."""
    columns = (*READ, "state", "complaint_id", "filed_at")
    assignments = ", ".join(f"{name} = %s" for name in columns)
    rows = [[*(_stored(getattr(mail, name)) for name in columns), mail.pk] for mail in mails]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"update records_mail set {assignments} where id = %s",  # noqa: S608 - our own names of columns
            rows,
        )


def _stored(value: object) -> Any:
    return Json(value) if isinstance(value, list) else value


def _file_or_hold(actor: Actor, number: int, now: datetime, *, careful: bool) -> str:
    """The outcome in a word. What fails is tried again later, some times; nobody else waits for it."""
    if careful:
        _note_try(number, 1)
    try:
        with signed_transaction(actor.signature, _REQUEST):
            if careful and Mail.objects.filter(pk=number, tries__gt=MOST_TRIES).exists():
                give_up_on_mail(actor, number, now=now)
                return Held.FAILED.value
            outcome = file_mail(actor, number, now=now)
    except Exception as failure:
        if _is_of_the_database(failure):
            if not careful or not comes_back(connection, within=_PATIENCE):
                raise
            logger.warning("the database broke off the filing of a mail", extra={"mail": number})
            _note_try(number, -1)
            return "broken_off"
        logger.exception("mail not filed")
        if not careful:
            _note_try(number, 1)
        return "failed"
    if careful and outcome is None:
        _note_try(number, -1)  # somebody else has it in hand, or had
    return outcome.value if outcome else "passed"


def _is_of_the_database(failure: Exception) -> bool:
    """Is it the database that is in trouble, not the mail? Where it is gone, failures have many names."""
    return isinstance(failure, OperationalError) or is_lost(connection)


def _note_try(number: int, more: int) -> None:
    """Count a try over a mail that waits, or take one back."""
    waiting = Mail.objects.filter(pk=number, state=MailState.WAITING.value, tries__gte=-more)
    waiting.update(tries=F("tries") + more)


def _waiting(after: int, *, careful: bool) -> list[int]:
    """Mails that nobody has filed. Those over which somebody died are for the careful alone. One query."""
    waiting = Mail.objects.filter(state=MailState.WAITING.value, pk__gt=after).order_by("id")
    if not careful:
        waiting = waiting.filter(tries=0)
    return list(waiting.values_list("pk", flat=True)[:_AT_A_TIME])
