"""File a mail 振り分け: read it, find where it belongs, and put it there, in one transaction and once.

Where it belongs is decided by the pure table of records/letters/filing.py from what is known here. What a mail says of
itself grants nothing: no word of the file goes to whoever sent it, and letters go to contact points we had before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kikitori.casework import mail_facts, mail_link
from kikitori.casework.errors import Refused
from kikitori.casework.house import House
from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.casework.receive import receive_complaint
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.report import note_report
from kikitori.casework.write import hear
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.foundation.language.text import one_line
from kikitori.foundation.mail.contents import Attachment as Enclosed
from kikitori.foundation.mail.magic import kind_of
from kikitori.foundation.mail.reading import Reading, read_mail
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
#: A mail of ours with its files is smaller, when somebody sends it back whole.
_LARGEST_ENCLOSED = 30 * 1024 * 1024
READ = (
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
            mail_link.end_links_in(texts_in(reading), now=now)
        house = House()
        facts, letter = mail_facts.facts_of(mail, reading, now)
        placed = place_of(facts, reopen_within=timedelta(days=house.organisation.reopen_days))
        _Filing(mail, reading, house, now).put(placed, letter)
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


def texts_in(reading: Reading, deep: int = 3) -> Iterator[str]:
    """What it says, with what the mails enclosed in it say, and those in them: not deeper than anybody forwards."""
    yield from (reading.text, reading.html)
    for each in reading.attachments if deep else ():
        is_mail = each.kind == "message/rfc822" or each.name.lower().endswith(".eml")
        if is_mail and each.size <= _LARGEST_ENCLOSED:
            yield from texts_in(read_mail(b"".join(each.content())), deep - 1)


def note_reading(mail: Mail, reading: Reading) -> None:
    """What lists show of a mail, and what is enclosed with it. The mail's row is not saved."""
    put_reading(mail, reading)
    looked_at = dict(Attachment.objects.filter(mail=mail).values_list("number", "scan"))
    Attachment.objects.filter(mail=mail).delete()
    Attachment.objects.bulk_create(enclosed_with(mail, reading, looked_at))


def put_reading(mail: Mail, reading: Reading) -> None:
    """What lists show of a mail. Nothing is written."""
    mail.message_id = reading.message_id[:998]
    mail.sender = reading.sender.address[:500]
    mail.sender_name = one_line(reading.sender.name, 300) if reading.sender.name else ""
    mail.sender_key = sender_key(reading)
    mail.subject = one_line(reading.subject, 500) if reading.subject else ""
    mail.charset, mail.confidence = reading.charset[:40], reading.confidence
    mail.flaws = sorted(flaw.value for flaw in reading.flaws)


def enclosed_with(
    mail: Mail, reading: Reading, looked_at: Mapping[int, str] | None = None
) -> list[Attachment]:
    """Rows of what is enclosed, not saved. `looked_at`: what a scanner has said of each before, by its place."""
    known = looked_at or {}
    return [
        _attachment(mail, place, each, scan=known.get(place, ""))
        for place, each in enumerate(reading.attachments[:_MOST_ATTACHMENTS])
    ]


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


def hold(mail: Mail, why: Held, house: House, now: datetime) -> None:
    """Into quarantine, with a moment by which somebody has looked."""
    mail.held = why.value
    mail.look_by = add_business_minutes(house.calendar, now, LOOK_WITHIN)
    conclude(mail, MailState.HELD, now)


def conclude(mail: Mail, state: MailState, now: datetime) -> None:
    """Write down the one outcome of a mail, and what was read of it."""
    mail.state, mail.filed_at = state.value, now
    mail.save(update_fields=[*READ, *_OUTCOME])


@dataclass(frozen=True, slots=True)
class _Filing:
    """One mail being put where it belongs; its row is locked."""

    mail: Mail
    reading: Reading
    house: House
    now: datetime

    def put(self, placed: Placed, letter: Letter | None) -> None:
        """The outcome. `letter`: what a report is about."""
        complaint = Complaint.objects.filter(pk=placed.complaint).first() if placed.complaint else None
        self.mail.complaint = complaint
        match placed.place:
            case Place.NEW | Place.FOLLOWS:
                begin_complaint(self.mail, self.reading, self.now, follows=complaint)
            case Place.WORD | Place.REOPENS if complaint is not None:
                reopens = placed.place is Place.REOPENS
                add_word(self.mail, self.reading, complaint, self.now, reopens=reopens)
            case Place.REPORT if letter is not None:
                self.mail.letter, self.mail.complaint = letter, letter.complaint
                note_report(Actor.system("mail"), letter, self.reading.report, now=self.now)
                conclude(self.mail, MailState.NOTED, self.now)
            case Place.AUTOMATIC:
                conclude(self.mail, MailState.NOTED, self.now)
            case _:
                hold(self.mail, placed.held or Held.FAILED, self.house, self.now)


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

    `actor`: the member of staff who says that it is one; without them it came in by itself. Without `tell` no letter.
    """

    def born(complaint: Complaint) -> None:
        # Before the acknowledgement is written, for that answers the mail.
        mail.complaint = complaint
        conclude(mail, MailState.FILED, now)

    received = receive_complaint(
        actor or Actor.newcomer(),
        intake_of(mail, reading, now),
        token=token_of(mail),
        now=now,
        tell=tell and not mail_facts.was_told_lately(mail.sender_key, now),
        follows=follows,
        born=born,
        slip=False,
    )
    if received.repeated:
        # The same mail had been taken in before its row was lost: it belongs where it belonged.
        born(received.complaint)
    return received.complaint


def token_of(mail: Mail) -> str:
    """What the same item is known by, however often it is brought."""
    return f"mail:{mail.source}"


def intake_of(mail: Mail, reading: Reading, now: datetime) -> Intake:
    """A complaint as a mail tells it."""
    person = PersonGiven(
        name=mail.sender_name,
        contact_points=(ContactGiven(kind=ContactKind.EMAIL.value, value=mail.sender),),
    )
    return Intake(
        channel=Channel.EMAIL.value,
        story=story_of(reading) or mail.subject or "–",
        title=one_line(mail.subject, 200) if mail.subject else "",
        received_at=min(mail.arrived_at, now),
        complainant=person if mail.sender_key else None,
    )


def add_word(mail: Mail, reading: Reading, complaint: Complaint, now: datetime, *, reopens: bool) -> Message:
    """A further word from somebody who is known there."""
    actor = mail_facts.actor_of(complaint, mail_facts.part_known_by(complaint, mail.sender_key))
    said = said_in(mail, reading)
    if reopens:
        reopen_complaint(actor, complaint, reason=one_line(said, 1000), now=now)
    message = hear(actor, complaint, body=said, now=now, channel=Channel.EMAIL.value, token=token_of(mail))
    mail.complaint, mail.word = complaint, message
    conclude(mail, MailState.FILED, now)
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
