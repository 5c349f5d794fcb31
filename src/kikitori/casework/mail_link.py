"""Mail link メールのリンク: a letter leads to the page of its complaint; the button on that page signs its reader in.

Only the mail itself holds the link. Its token says which letter it went with and carries a keyed fingerprint of that
and of the address it was sent to. A slip that is newer than the letter ends it; nothing in our tables opens anything,
and staff who read the letter at the desk read it without. It opens the page once: whoever finds the mail later, or
has it passed on, finds a link that is over. What comes back to us, quoted or enclosed, is over before the desk reads
it. Programs that look into mails follow links and press no buttons (invariant 9). No link goes to who is anonymous,
nor in a confidential complaint.

Who has no link that is good asks for one. What they type is written down alike for anybody; a job looks whether it is
right, and the answer is a mail to an address that we had of whoever speaks in this complaint, or nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kikitori.casework import outgoing
from kikitori.casework.step import Taken, taking
from kikitori.foundation import crypto, jobs
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint, Party, Receipt
from kikitori.records.complaints.terms import Confidentiality, PartyRole
from kikitori.records.letters.kinds import LetterKind, Medium
from kikitori.records.letters.mail_links import GOOD_FOR, LinkAsked, MailLink
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.people.terms import ContactKind

JOB = "send_asked_link"
#: Where links lead; the portal has this page.
PATH = "/follow/link/"
#: Who presses the button twice meets the page both times.
_TWICE = timedelta(minutes=2)
#: A new link at most so often, and so many in a day: nobody fills anybody's mailbox.
_AGAIN_AFTER, _A_DAY = timedelta(minutes=5), 5
#: A job comes within seconds; the sweep looks for those whose job never came.
_GRACE = timedelta(minutes=2)
_MARK, _DIGITS = 32, 18
_TOKEN = re.compile(rf"(?a:\d){{1,{_DIGITS}}}-[0-9a-f]{{{_MARK}}}")
#: However a program on its way has written the address around it.
_IN_TEXT = re.compile(rf"(?<!\d){_TOKEN.pattern}(?![0-9a-f])")
#: Where a mail program has broken a line within an address it quotes.
_BROKEN = re.compile(r"\n[>\s]*")
_MOST_TOKENS = 200
_SPEAKERS = (PartyRole.REPRESENTATIVE.value, PartyRole.COMPLAINANT.value)


@dataclass(frozen=True, slots=True)
class Opened:
    """Who comes in by a link, and with which slip they are as good as."""

    receipt: Receipt
    person: Person


def link_in(letter: Letter) -> MailLink | None:
    """The link that goes with a letter by mail; None for one that must open nothing. No query with its slip at hand."""
    if letter.medium != Medium.EMAIL.value or not letter.to_key or not _may_open(letter.complaint):
        return None
    if letter.complaint.receipt.issued_at > letter.written_at:
        return None
    return MailLink(f"{settings.ENVIRONMENT.address}{PATH}{token_of(letter)}/")


def token_of(letter: Letter) -> str:
    """What the link in this letter carries."""
    return f"{letter.pk}-{_mark(letter)}"


def open_by_link(token: str, *, now: datetime) -> Opened | None:
    """Let in whoever pressed the button behind this link; None where it is none of ours, or over.

    Locks its letter: of several at one moment all are let in, within two minutes; afterwards nobody is.
    """
    with transaction.atomic():
        letter = _letter_of(token, locked=True)
        if letter is None or letter.written_at <= now - GOOD_FOR or not _may_open(letter.complaint):
            return None
        if letter.link_used_at is not None and letter.link_used_at <= now - _TWICE:
            return None
        party = _reader_of(letter)
        receipt = _slip_of(party, letter) if party else None
        if party is None or receipt is None:
            return None
        if letter.link_used_at is None:
            letter.link_used_at = now
            letter.save(update_fields=["link_used_at"])
        return Opened(receipt, party.person)


def end_links_in(texts: Iterable[str], *, now: datetime) -> int:
    """A mail that has come in holds links of ours: they are over. How many were. Two queries where there are any.

    `texts`: everything it says, for the desk reads it.
    """
    tokens: dict[str, None] = {}
    for text in texts:
        for shown in (text, _BROKEN.sub("", text)):
            tokens |= dict.fromkeys(found.group() for found in _IN_TEXT.finditer(shown))
    numbers = [int(token.partition("-")[0]) for token in list(tokens)[:_MOST_TOKENS]]
    if not numbers:
        return 0
    letters = Letter.objects.filter(pk__in=numbers).only("to_key")
    return end_links([each.pk for each in letters if token_of(each) in tokens], now=now)


def end_links(letters: list[int], *, now: datetime) -> int:
    """The links in these letters open nothing any more, neither now nor within the two minutes of a second press."""
    unused = Letter.objects.filter(pk__in=letters, link_used_at__isnull=True)
    return unused.update(link_used_at=now - _TWICE)


def ask_for_link(code: str, address: str, *, now: datetime) -> None:
    """Write down that somebody asks for a link, by the number on their slip or of their complaint, and their address.

    With a token in place of the number and no address: a new one to where that link went. Alike for right and wrong.
    """
    asked = LinkAsked.objects.create(code=code[:120], address=address[:254], at=now)
    jobs.defer(JOB, number=asked.pk)


def send_asked_link(actor: Actor, number: int, *, now: datetime) -> bool:
    """Look at what somebody asked, forget it, and send them a link if it was right; whether one was sent.

    Locks the row and, where there is one, the complaint.
    """
    with transaction.atomic():
        asked = LinkAsked.objects.select_for_update(skip_locked=True).filter(pk=number).first()
        if asked is None:
            return False
        asked.delete()
        complaint, key = _meant(asked)
        if complaint is None or not key:
            return False
        with taking(actor, complaint, Step.SEND_LINK, now=now) as step:
            route = _route_to(step, key) if _may_open(step.complaint) else None
            if route is None or _had_enough(step, key):
                step.let_be()
                return False
            step.route = route
            step.letter(LetterKind.LINK)
        return True


def links_left_behind(now: datetime, limit: int = 100) -> list[int]:
    """What was asked well before now and looked at by no job, for the sweep."""
    waiting = LinkAsked.objects.filter(at__lte=now - _GRACE).order_by("id")
    return list(waiting.values_list("pk", flat=True)[:limit])


def _may_open(complaint: Complaint) -> bool:
    """An identified complainant, of a complaint that says what it is about in its mails."""
    return not complaint.anonymous and complaint.confidentiality == Confidentiality.ORDINARY.value


def _letter_of(token: str, *, locked: bool = False) -> Letter | None:
    """The letter this token went with, whether its link is good still or over; None for any other text. One query."""
    if not _TOKEN.fullmatch(token):
        return None
    number, _dash, mark = token.partition("-")
    rows = Letter.objects.select_related("complaint__receipt").filter(pk=int(number))
    letter = (rows.select_for_update(of=("self",)) if locked else rows).first()
    return letter if letter is not None and crypto.same(mark, _mark(letter)) else None


def _mark(letter: Letter) -> str:
    held = f"{letter.pk} {letter.to_key}"
    return crypto.fingerprint("mail-link", held, settings.SECRET_KEY)[:_MARK]


def _reader_of(letter: Letter) -> Party | None:
    """Whose address it went to, if it still is that of somebody who speaks in this complaint. One query.

    Of several who share a mailbox, the one who was written to by name.
    """
    found = _at_address(letter.complaint, letter.to_key)
    return next((party for party in found if party.person.name == letter.to_name), next(iter(found), None))


def _at_address(complaint: Complaint, key: str) -> list[Party]:
    """Who speaks in this complaint and has this address, the representative first. One query."""
    parties = Party.objects.filter(
        complaint=complaint,
        role__in=_SPEAKERS,
        person__do_not_contact=False,
        person__contact_points__kind=ContactKind.EMAIL.value,
        person__contact_points__key=key,
    ).select_related("person", "receipt")
    return sorted(parties, key=lambda party: (_SPEAKERS.index(party.role), party.pk))


def _slip_of(party: Party, letter: Letter) -> Receipt | None:
    """The slip with which they are as good as, of somebody appointed their own; None where it is newer."""
    own: Receipt | None = getattr(party, "receipt", None) if party.mandate else letter.complaint.receipt
    return own if own is not None and own.issued_at <= letter.written_at else None


def _meant(asked: LinkAsked) -> tuple[Complaint | None, str]:
    """The complaint somebody means, and the folded address it has to be that of. Up to three queries."""
    if not asked.address:
        letter = _letter_of(asked.code)
        return (letter.complaint, letter.to_key) if letter else (None, "")
    found = Complaint.objects.filter(reference=asked.code).first()
    if found is None:
        slip = Receipt.objects.select_related("party").filter(locator=asked.code).first()
        found = Complaint.objects.filter(pk=slip.opens).first() if slip else None
    return found, outgoing.key_of_address(asked.address)


def _route_to(step: Taken, key: str) -> outgoing.Route | None:
    """To whoever has this address and speaks in this complaint, wherever our other letters go. Up to two queries."""
    for party in _at_address(step.complaint, key):
        points = party.person.contact_points.filter(kind=ContactKind.EMAIL.value, key=key)
        address = points.values_list("value", flat=True).first() or ""
        language = party.person.language if party.mandate else ""
        to = outgoing.Addressee(party.person, Medium.EMAIL, address, language)
        return outgoing.Route(to, outgoing.mail_road(step.complaint, to, step.house))
    return None


def _had_enough(step: Taken, key: str) -> bool:
    """Was one sent there just now, or so many today? One query."""
    sent = step.complaint.letters.filter(
        kind=LetterKind.LINK.value, to_key=key, written_at__gt=step.now - timedelta(days=1)
    )
    times = list(sent.order_by("-written_at").values_list("written_at", flat=True)[:_A_DAY])
    return len(times) == _A_DAY or any(at > step.now - _AGAIN_AFTER for at in times)
