"""File a mail 振り分け: read it, find where it belongs, and put it there, in one transaction and once.

Where it belongs is decided by the pure table of records/letters/filing.py from what is known here. What a mail says of
itself grants nothing: no word of the file goes to whoever sent it, and letters go to contact points we had before.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import F

from kikitori.casework import mail_facts
from kikitori.casework.errors import Refused
from kikitori.casework.house import House
from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.casework.receive import receive_complaint
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.report import note_report
from kikitori.casework.write import hear
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.foundation.language.text import one_line
from kikitori.foundation.mail.bodies import Attachment as Enclosed
from kikitori.foundation.mail.magic import kind_of
from kikitori.foundation.mail.reading import Reading, read_mail
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Channel
from kikitori.records.deadlines.working_time import add_business_minutes
from kikitori.records.letters.filing import Place, Placed, place_of
from kikitori.records.letters.mail_terms import Held, MailState
from kikitori.records.letters.mails import Attachment, Mail
from kikitori.records.letters.models import Letter, Message
from kikitori.records.letters.raw import raw_of
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import ContactKind

#: Working minutes within which somebody looks at what is held.
LOOK_WITHIN = 240
#: A complaint of more characters is read from the mail itself.
_LONGEST_STORY = 100_000
_MOST_ATTACHMENTS = 500
#: So many workers may die or fail over one mail before a person must look.
MOST_TRIES = 5
_AT_A_TIME = 100
#: What stands in the place of a request's id in the database session.
_REQUEST = "mails"
logger = logging.getLogger(__name__)
_READ = (
    "message_id", "sender", "sender_name", "sender_key", "subject", "charset", "confidence", "flaws",
)  # fmt: skip
_OUTCOME = ("state", "held", "complaint", "word", "letter", "filed_at", "look_by")


def file_mail(actor: Actor, number: int, *, now: datetime) -> MailState | None:
    """File one waiting mail; its outcome. None where it waits no more, or another worker has it in hand.

    Locks its row until commit. Raises Refused; whatever else it raises, nothing is written, and it waits still.
    """
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)
    with transaction.atomic():
        mail = (
            Mail.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("mailbox")
            .filter(pk=number, state=MailState.WAITING.value)
            .first()
        )
        if mail is None:
            return None
        with raw_of(mail) as raw:
            reading = read_mail(raw)
            note_reading(mail, reading)
        house = House()
        facts, letter = mail_facts.facts_of(mail, reading, now)
        placed = place_of(facts, reopen_within=timedelta(days=house.organisation.reopen_days))
        _put(mail, reading, placed, letter, house=house, now=now)
        mail.filed_at = now
        mail.save(update_fields=[*_READ, *_OUTCOME])
    return MailState(mail.state)


def give_up_on_mail(actor: Actor, number: int, *, now: datetime) -> None:
    """It has failed so often that a person must look: held as it is, its bytes untouched. Raises Refused."""
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)
    with transaction.atomic():
        mail = Mail.objects.select_for_update(skip_locked=True).filter(pk=number, state="waiting").first()
        if mail is not None:
            hold(mail, Held.FAILED, House(), now)
            mail.filed_at = now
            mail.save(update_fields=[*_OUTCOME])


def note_reading(mail: Mail, reading: Reading) -> None:
    """What lists show of a mail, and what is enclosed with it. The mail's row is not saved."""
    mail.message_id = reading.message_id[:998]
    mail.sender = reading.sender.address[:500]
    mail.sender_name = one_line(reading.sender.name, 300) if reading.sender.name else ""
    mail.sender_key = sender_key(reading)
    mail.subject = one_line(reading.subject, 500) if reading.subject else ""
    mail.charset, mail.confidence = reading.charset[:40], reading.confidence
    mail.flaws = sorted(flaw.value for flaw in reading.flaws)
    looked_at = dict(Attachment.objects.filter(mail=mail).values_list("number", "scan"))
    Attachment.objects.filter(mail=mail).delete()
    Attachment.objects.bulk_create(
        _attachment(mail, place, each, scan=looked_at.get(place, ""))
        for place, each in enumerate(reading.attachments[:_MOST_ATTACHMENTS])
    )


def _attachment(mail: Mail, number: int, each: Enclosed, *, scan: str) -> Attachment:
    head = next(iter(each.content()), b"")[:4096]
    return Attachment(
        mail=mail,
        number=number,
        name=each.name[:1000],
        declared=each.kind[:200],
        found=kind_of(head),
        size=each.size,
        content_id=each.content_id[:500],
        scan=scan,
    )


def sender_key(reading: Reading) -> str:
    """The folded address of whoever says they have sent it; empty where there is none that can be trusted to be one."""
    if not reading.sender.sure:
        return ""
    try:
        return mail_address(reading.sender.address).canonical[:500]
    except BadMailAddress:
        return ""


def _put(
    mail: Mail, reading: Reading, placed: Placed, letter: Letter | None, *, house: House, now: datetime
) -> None:
    complaint = Complaint.objects.filter(pk=placed.complaint).first() if placed.complaint else None
    match placed.place:
        case Place.HOLD:
            mail.complaint = complaint
            hold(mail, placed.held or Held.FAILED, house, now)
        case Place.REPORT:
            mail.state, mail.letter = MailState.NOTED.value, letter
            if letter is not None:
                mail.complaint = letter.complaint
                note_report(Actor.system("mail"), letter, reading.report, now=now)
        case Place.AUTOMATIC:
            mail.state, mail.complaint = MailState.NOTED.value, complaint
        case Place.NEW:
            mail.complaint = begin_complaint(mail, reading, now)
            mail.state = MailState.FILED.value
        case Place.FOLLOWS:
            mail.complaint = begin_complaint(mail, reading, now, follows=complaint)
            mail.state = MailState.FILED.value
        case Place.WORD | Place.REOPENS:
            if complaint is None:
                raise ValueError("a word without a complaint")
            add_word(mail, reading, complaint, now, reopens=placed.place is Place.REOPENS)


def hold(mail: Mail, why: Held, house: House, now: datetime) -> None:
    """Into quarantine, with a moment by which somebody has looked. Not saved."""
    mail.state, mail.held = MailState.HELD.value, why.value
    mail.look_by = add_business_minutes(house.calendar, now, LOOK_WITHIN)


def begin_complaint(
    mail: Mail,
    reading: Reading,
    now: datetime,
    *,
    follows: Complaint | None = None,
    actor: Actor | None = None,
    tell: bool = True,
) -> Complaint:
    """A complaint from a mail, acknowledged at once where its sender has not been written to by a machine today.

    `actor`: the member of staff who says that it is one; without them it came in by itself.
    """
    person = PersonGiven(
        name=mail.sender_name, contact_points=(ContactGiven(kind=ContactKind.EMAIL.value, value=mail.sender),)
    )
    given = Intake(
        channel=Channel.EMAIL.value,
        story=story_of(reading) or mail.subject or "–",
        title=one_line(mail.subject, 200) if mail.subject else "",
        received_at=min(mail.arrived_at, now),
        complainant=person if mail.sender_key else None,
    )
    received = receive_complaint(
        actor or Actor.newcomer(),
        given,
        token=f"mail:{mail.source}",
        now=now,
        tell=tell and not mail_facts.was_told_lately(mail.sender_key, now),
        follows=follows,
    )
    return received.complaint


def add_word(mail: Mail, reading: Reading, complaint: Complaint, now: datetime, *, reopens: bool) -> Message:
    """A further word from somebody who is known there."""
    person = mail_facts.person_known_by(complaint, mail.sender_key)
    actor = Actor.complainant(complaint.pk, person)
    said = said_in(mail, reading)
    if reopens:
        reopen_complaint(actor, complaint, reason=one_line(said, 1000), now=now)
    message = hear(
        actor, complaint, body=said, now=now, channel=Channel.EMAIL.value, token=f"mail:{mail.source}"
    )
    mail.complaint, mail.word, mail.state = complaint, message, MailState.FILED.value
    return message


def story_of(reading: Reading) -> str:
    """What somebody tells us who begins a complaint: all of it, for what is quoted may be what it is about."""
    return reading.text[:_LONGEST_STORY].strip()


def word_of(reading: Reading) -> str:
    """What is new in an answer; all of it where nothing is."""
    return (reading.reply_text or reading.text)[:_LONGEST_STORY].strip()


def said_in(mail: Mail, reading: Reading, *, whole: bool = False) -> str:
    """What a mail says as one more word in a file, or all of it; never nothing."""
    return (story_of(reading) if whole else word_of(reading)) or mail.subject or "–"


def file_waiting(actor: Actor, *, now: Callable[[], datetime], careful: bool = False) -> dict[str, int]:
    """File what waits, the longest waiting first, each in a transaction of its own; how many had which outcome.

    `careful`: a worker has died lately. Then each mail's trying is written down before it is begun, and one over which
    several have died is held for a person; else a single mail could keep all others from being read for ever.
    """
    done: Counter[str] = Counter()
    last = 0
    while numbers := _waiting(last, careful=careful):
        for number in numbers:
            last = number
            done[_file_or_hold(actor, number, now(), careful=careful)] += 1
    return done


def _file_or_hold(actor: Actor, number: int, now: datetime, *, careful: bool) -> str:
    """The outcome in a word. What fails is tried again later, some times; nobody else waits for it."""
    if careful:
        Mail.objects.filter(pk=number, state=MailState.WAITING.value).update(tries=F("tries") + 1)
    try:
        with signed_transaction(actor.signature, _REQUEST):
            if careful and Mail.objects.filter(pk=number, tries__gt=MOST_TRIES).exists():
                give_up_on_mail(actor, number, now=now)
                return Held.FAILED.value
            outcome = file_mail(actor, number, now=now)
    except OperationalError:
        raise  # the database is gone: so it will be for the others
    except Exception:
        logger.exception("mail not filed")
        Mail.objects.filter(pk=number, state=MailState.WAITING.value).update(tries=F("tries") + 1)
        return "failed"
    return outcome.value if outcome else "passed"


def _waiting(after: int, *, careful: bool) -> list[int]:
    """Mails that nobody has filed. Those over which somebody died are for the careful alone. One query."""
    waiting = Mail.objects.filter(state=MailState.WAITING.value, pk__gt=after).order_by("id")
    if not careful:
        waiting = waiting.filter(tries=0)
    return list(waiting.values_list("pk", flat=True)[:_AT_A_TIME])
