"""What is known of a mail when it is filed: its thread, its sender, how many came before it. Reads, writes nothing."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet

from kikitori.casework.goes_on import joined_in, where_it_goes_on
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import Reading
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import OPEN, State, Step
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.letters.filing import Facts, Thread
from kikitori.records.letters.kinds import LetterKind, LetterState, Medium
from kikitori.records.letters.mails import Mail, Mailbox
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import ContactKind, Mandate

_NUMBER = re.compile(r"(?<![A-Za-z0-9-])K-(\d{4})-(\d{6,9})(?!\d)")
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
#: Whose word a mail may be: nobody learns anything by it, but it stands in the file as theirs.
_SPEAK = (PartyRole.COMPLAINANT.value, PartyRole.REPRESENTATIVE.value)
#: The newest ids of a thread say where it is now; hundreds of older ones add nothing.
_MOST_IDS = 40


def facts_of(mail: Mail, reading: Reading, now: datetime) -> tuple[Facts, Letter | None]:
    """Everything the table asks, and the letter a report is about. Some six queries."""
    answered = (*reading.references[-_MOST_IDS:], reading.in_reply_to)
    complaint = _by_ids(answered)
    letter = _reported(reading)
    lately = Mail.objects.filter(arrived_at__gt=now - _HOUR).exclude(pk=mail.pk)
    facts = Facts(
        at=now,
        size=mail.size,
        sender=mail.sender_key,
        sender_is_ours=mail.sender_key in own_addresses(),
        by_machine=reading.is_auto_reply,
        is_report=reading.is_bounce,
        reported_letter=letter.pk if letter else None,
        has_words=bool(reading.text.strip() or reading.attachments),
        confidence=reading.confidence,
        is_encrypted=Flaw.ENCRYPTED in reading.flaws,
        of_sender=lately.filter(sender_key=mail.sender_key).count() if mail.sender_key else 0,
        of_thread=lately.filter(complaint=complaint).count() if complaint else 0,
        by_thread=_thread(complaint, mail.sender_key),
        by_number=_thread(_by_number(reading.subject), mail.sender_key),
    )
    return facts, letter


def is_ours(key: str) -> bool:
    """Is this folded address one from which we write ourselves?"""
    return bool(key) and key in own_addresses()


def part_known_by(complaint: Complaint, key: str) -> Party | None:
    """Whose address it is, of those who may speak in this complaint and in all that go on in it. None: nobody's.

    An address that several write from is that of whoever may do most: the complainant's own comes first.
    """
    if not key:
        return None
    known = Party.objects.filter(
        complaint__in=joined_in(complaint),
        role__in=_SPEAK,
        person__contact_points__kind=ContactKind.EMAIL.value,
        person__contact_points__key=key,
    )
    by_power = {"": 0, Mandate.ACT.value: 1, Mandate.SPEAK.value: 2}
    return min(known.order_by("id"), key=lambda party: by_power[party.mandate], default=None)


def actor_of(complaint: Complaint, party: Party | None) -> Actor:
    """Whoever has this part, as they write into this complaint; whom the complainant has appointed does no more."""
    if party is None or not party.mandate:
        return Actor.complainant(complaint.pk, party.person_id if party else None)
    return Actor.representative(complaint.pk, party.pk, Mandate(party.mandate), person_id=party.person_id)


def is_plain(reading: Reading) -> bool:
    """Does it answer nothing, name no complaint, and come from a person? Then no thread has to be looked for."""
    answers = reading.references or reading.in_reply_to or _NUMBER.search(reading.subject)
    return not (answers or reading.is_auto_reply or reading.is_bounce)


def plain_facts(
    mail: Mail, reading: Reading, now: datetime, *, own: Collection[str], of_sender: int
) -> Facts:
    """As facts_of has them for a plain mail, of which everything that must be asked for is at hand."""
    return Facts(
        at=now,
        size=mail.size,
        sender=mail.sender_key,
        sender_is_ours=mail.sender_key in own,
        has_words=bool(reading.text.strip() or reading.attachments),
        confidence=reading.confidence,
        is_encrypted=Flaw.ENCRYPTED in reading.flaws,
        of_sender=of_sender,
    )


def of_senders(keys: Collection[str], now: datetime) -> Counter[str]:
    """How many mails each of these addresses has sent within the hour that have been read. One query."""
    lately = Mail.objects.filter(arrived_at__gt=now - _HOUR, sender_key__in=[key for key in keys if key])
    counted = lately.order_by().values("sender_key").annotate(number=Count("pk"))
    return Counter({row["sender_key"]: row["number"] for row in counted})


def told_lately(keys: Collection[str], now: datetime) -> set[str]:
    """To which of these addresses a machine of ours has written within a day. One query."""
    told = _acknowledged(now).filter(to_key__in=[key for key in keys if key])
    return set(told.values_list("to_key", flat=True))


def was_told_lately(key: str, now: datetime) -> bool:
    """Did a machine of ours write to this address within a day? Then it does not again.

    Else whoever writes under somebody else's address could fill their mailbox through us.
    """
    return bool(key) and _acknowledged(now).filter(to_key=key).exists()


def _acknowledged(now: datetime) -> QuerySet[Letter]:
    letters = Letter.objects.filter(medium=Medium.EMAIL.value, kind=LetterKind.ACKNOWLEDGEMENT.value)
    return letters.filter(written_at__gt=now - _DAY).exclude(state=LetterState.SHOWN.value)


def _thread(complaint: Complaint | None, key: str) -> Thread | None:
    """`complaint`: where what was answered to goes on."""
    if complaint is None:
        return None
    party = part_known_by(complaint, key)
    return Thread(
        complaint.pk,
        knows_sender=party is not None,
        is_open=State(complaint.state) in OPEN,
        closed_at=complaint.closed_at,
        may_reopen=may(actor_of(complaint, party), NEEDED[Step.REOPEN]).allowed,
    )


def _by_ids(ids: Iterable[str]) -> Complaint | None:
    """The complaint of the newest letter or mail that is answered to."""
    wanted = [one for one in dict.fromkeys(ids) if one]
    if not wanted:
        return None
    known: dict[str, int] = {}
    filed = Mail.objects.filter(message_id__in=wanted, complaint__isnull=False, state="filed").order_by("id")
    for rows in (filed, Letter.objects.filter(message_id__in=wanted)):
        known.update((str(name), number) for name, number in rows.values_list("message_id", "complaint_id"))
    newest = next((known[one] for one in reversed(wanted) if one in known), None)
    return _onward(Complaint.objects.filter(pk=newest).first() if newest else None)


def _onward(complaint: Complaint | None) -> Complaint | None:
    """A mail to a joined complaint belongs to the one it goes on in."""
    return where_it_goes_on(complaint) if complaint else None


def _by_number(subject: str) -> Complaint | None:
    found = _NUMBER.search(subject)
    return _onward(Complaint.objects.filter(reference=f"K-{found[1]}-{found[2]}").first() if found else None)


def _reported(reading: Reading) -> Letter | None:
    """The letter a report is about: by its id alone, which nobody else knows."""
    about = [one for one in (reading.report.about, reading.in_reply_to, *reading.references) if one]
    if not reading.is_bounce or not about:
        return None
    return Letter.objects.select_related("complaint").filter(message_id__in=about).first()


def own_addresses() -> set[str]:
    """Addresses from which we write ourselves. One query."""
    named = [*Mailbox.objects.values_list("address", flat=True), settings.ENVIRONMENT.sender]
    own = set()
    for each in named:
        try:
            own.add(mail_address(each.rpartition("<")[2].rstrip(">")).canonical)
        except BadMailAddress:
            continue
    return own
