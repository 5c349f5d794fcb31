"""Letters on their way into the outbox: to whom, by which road, in which language.

Called by step.py alone, inside the step's transaction, so that a letter exists exactly if its step does.
Sending is deliver.py's; a letter is put into the outbox here and a job is deferred in the same transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.translation import override

from kikitori.casework import on_paper, promising
from kikitori.casework.house import House
from kikitori.casework.referral_letters import ReferralWords, bodies_named, tells_where
from kikitori.foundation import jobs
from kikitori.foundation.crypto import new_token
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import Channel, PartyRole
from kikitori.records.deadlines.models import Promise
from kikitori.records.letters.compose import Reader, compose
from kikitori.records.letters.dress import JIS, UTF8
from kikitori.records.letters.kinds import LetterKind, LetterState, Medium
from kikitori.records.letters.mails import Mail
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.models import Person
from kikitori.records.people.terms import ContactKind
from kikitori.records.remedies.labels import REMEDY_KIND
from kikitori.records.remedies.terms import RemedyKind


class RemedyWords(Protocol):
    """What a letter needs to know of a remedy; a row has it, and so has one just read from a form."""

    @property
    def kind(self) -> str:
        """A RemedyKind."""

    @property
    def text(self) -> str:
        """What is done."""

    @property
    def amount(self) -> int | None:
        """In the smallest units of `currency`, where it is money."""

    @property
    def currency(self) -> str:
        """Of the amount (ISO 4217)."""

    @property
    def due_on(self) -> date:
        """By when."""


#: Letters go out in the charset in which the last mail of their reader came in.
AS_RECEIVED = "as-received"
#: Whom we write to, the first before the second.
_WRITTEN_TO = (PartyRole.REPRESENTATIVE.value, PartyRole.COMPLAINANT.value)
#: A job's row costs the database as much as a complaint; a reply that waits behind such a job waits this many letters.
LETTERS_IN_A_JOB = 10
#: Contact points a letter can travel to, the best first.
_MEDIUM_OF: dict[str | None, Medium] = {
    ContactKind.EMAIL.value: Medium.EMAIL,
    ContactKind.POST.value: Medium.PRINT,
}
_STATE_OF = {
    Medium.EMAIL: LetterState.WAITING,
    Medium.PRINT: LetterState.TO_PRINT,
    Medium.PORTAL: LetterState.SHOWN,
}


@dataclass(frozen=True)
class Wanted:
    """A letter a verb asks for; `values` are what its template may use beside the standing facts.

    `word`: what was said in it, whose files go with it.
    """

    kind: LetterKind
    values: dict[str, Any]
    word: Message | None = None


@dataclass(frozen=True)
class Addressee:
    """Who gets it, and by which road."""

    person: Person | None
    medium: Medium
    address: str
    #: In which language, where that is not the complaint's.
    language: str = ""


def key_of_address(address: str) -> str:
    """Folded, for finding letters to the same mailbox; empty for what is no address."""
    try:
        return mail_address(address).canonical[:500]
    except BadMailAddress:
        return ""


def addressee_of(complaint: Complaint) -> Addressee:
    """To whom and by which road a letter about this complaint goes now. One query."""
    written_to = complaint.parties.filter(role__in=_WRITTEN_TO)
    needed = ("name", "kind", "honorific", "accommodation", "do_not_contact", "language")
    parties = written_to.only("complaint", "role", "mandate", *(f"person__{each}" for each in needed))
    return addressee_among(with_roads(parties), sealed=complaint.is_sealed)


def with_roads(parties: QuerySet[Party]) -> QuerySet[Party]:
    """Parties with their persons: a row for each contact point (`road`, `address`), and one for who has none."""
    return (
        parties.select_related("person")
        .annotate(road=F("person__contact_points__kind"), address=F("person__contact_points__value"))
        .order_by("id", "-person__contact_points__preferred", "person__contact_points__id")
    )


def addressee_among(rows: Iterable[Any], *, sealed: bool = False) -> Addressee:
    """The representative, else the complainant; each by e-mail, else on paper. Where neither road is known, the portal.

    One who was appointed comes before one who complained for them. Who is represented has asked that we speak to
    somebody else: their own address comes last. Who has asked not to be contacted gets nothing: their letters wait in
    the portal; and so do all letters about what is sealed, for a mail or an envelope in the wrong hands tells who has
    spoken. `rows`: `with_roads`.
    """
    roads = [party for party in rows if party.role in _WRITTEN_TO]
    roads.sort(
        key=lambda party: (_WRITTEN_TO.index(party.role), not party.mandate, party.pk, _wish(party.road))
    )
    for party in roads:
        if party.road in _MEDIUM_OF and not party.person.do_not_contact and not sealed:
            return Addressee(party.person, _MEDIUM_OF[party.road], party.address, _language_of(party))
    # Appointed without a road of their own: letters wait where they always did, for the complainant.
    roads = [party for party in roads if not party.mandate]
    return Addressee(roads[0].person if roads else None, Medium.PORTAL, "")


def _language_of(party: Any) -> str:
    """Of whom the complainant has appointed, their own; everybody else has that of the complaint."""
    return party.person.language if party.mandate else ""


def _wish(road: str | None) -> int:
    """E-mail before paper, and both before what carries no letter."""
    return list(_MEDIUM_OF).index(road) if road in _MEDIUM_OF else len(_MEDIUM_OF)


@dataclass(frozen=True)
class RemedyLine:
    """A remedy as a letter names it, in the letter's language."""

    kind: str
    label: str
    text: str
    amount: int | None
    due_on: date
    currency: str = "JPY"


def remedy_lines(remedies: Sequence[RemedyWords], language: str) -> list[RemedyLine]:
    """Remedies, offered or owed, as lines of a letter."""
    with override(language):
        return [
            RemedyLine(r.kind, str(REMEDY_KIND[RemedyKind(r.kind)]), r.text, r.amount, r.due_on, r.currency)
            for r in remedies
        ]


@dataclass(frozen=True, slots=True)
class MailRoad:
    """How a letter fits into a conversation by mail."""

    reply_to: str = ""
    in_reply_to: str = ""
    charset: str = "utf-8"


def mail_road(complaint: Complaint, to: Addressee, house: House) -> MailRoad:
    """Where answers are read, which mail is answered to, and what the reader's program understands.

    Of a complaint that came by mail, one query. All others answer to our own address, which is that of a mailbox, too.
    """
    wanted = house.organisation.letter_charset
    if complaint.channel != Channel.EMAIL.value:
        return MailRoad(charset=UTF8 if wanted == AS_RECEIVED else wanted)
    mails = complaint.mails.filter(sender_key=key_of_address(to.address), state="filed")
    last = mails.select_related("mailbox").defer("raw").order_by("-id").first()
    if last is None:
        return MailRoad(charset=UTF8 if wanted == AS_RECEIVED else wanted)
    return road_after(last, wanted)


def road_after(mail: Mail, wanted: str) -> MailRoad:
    """The road of an answer to this mail. `wanted`: the charset the house has chosen."""
    box = mail.mailbox
    if wanted == AS_RECEIVED:
        wanted = JIS if mail.charset.startswith("iso2022_jp") else UTF8
    return MailRoad(
        reply_to=box.address if box is not None and box.is_active else "",
        in_reply_to=mail.message_id if mail.message_id.startswith("<") else "",
        charset=wanted,
    )


def new_message_id() -> str:
    """A name for a letter that no other has: stable over retries, and ours (RFC 5322 §3.6.4)."""
    return f"<{new_token()}@{_domain()}>"


def _domain() -> str:
    """Whose names our Message-IDs are: the domain of our address."""
    domain = settings.ENVIRONMENT.sender.rpartition("@")[2].rstrip("> ")
    return domain if domain.isascii() and domain else "letters.kikitori.invalid"


@dataclass(frozen=True, slots=True)
class Route:
    """To whom a letter goes, and how it fits into their conversation."""

    to: Addressee
    road: MailRoad


def route_of(complaint: Complaint, house: House) -> Route:
    """To whom and how a letter about this complaint goes now. One query, or two for a mail."""
    to = addressee_of(complaint)
    return Route(to, mail_road(complaint, to, house) if to.medium is Medium.EMAIL else MailRoad())


def letters_of(
    complaint: Complaint,
    letters: Sequence[Wanted],
    house: House,
    promises: list[Promise],
    *,
    key: str,
    now: datetime,
    route: Route | None = None,
) -> list[Letter]:
    """Compose the letters of one step, not saved; the same `key` never makes them twice.

    `promises`: what stands promised after the step, soonest first. `route`: where it is at hand.
    """
    route = route or route_of(complaint, house)
    to, road = route.to, route.road
    language = to.language or complaint.language
    why = promising.reasons(promises, language)
    state = _STATE_OF[to.medium]
    made = []
    for number, wanted in enumerate(letters):
        composed = compose(
            wanted.kind,
            language,
            complaint=complaint,
            organisation=house.organisation,
            reader=Reader.of(to.person, anonymous=complaint.anonymous),
            promises=promises,
            why=why,
            now=now,
            values=_values(wanted, language, house, to.medium),
        )
        made.append(
            Letter(
                complaint=complaint,
                key=f"{key}:{number}",
                kind=wanted.kind.value,
                medium=to.medium.value,
                state=state.value,
                to_name=to.person.name if to.person else "",
                to_address=to.address,
                to_key=key_of_address(to.address) if to.medium is Medium.EMAIL else "",
                language=language,
                subject=composed.subject,
                body=composed.body,
                reply_to=road.reply_to,
                in_reply_to=road.in_reply_to,
                charset=road.charset,
                word=wanted.word,
                tells_route=tells_where(wanted.kind, wanted.values, house, language),
                message_id=new_message_id(),
                written_at=now,
                next_try_at=now if state is LetterState.WAITING else None,
            )
        )
        if to.medium is Medium.PRINT:
            on_paper.lay_out(made[-1], to.person, house, promises)
    return made


def keep_at_portal(complaint: Complaint) -> None:
    """Mails about it that have not left yet are read at the portal alone. One that is leaving this very moment leaves.

    Its row is skipped, not waited for: whoever sends it waits for the complaint, which the caller has locked.
    """
    waiting = Letter.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        complaint=complaint,
        medium=Medium.EMAIL.value,
        state__in=[LetterState.WAITING.value, LetterState.FAILED.value],
    )
    for letter in waiting:
        letter.medium, letter.state, letter.next_try_at = (
            Medium.PORTAL.value,
            _STATE_OF[Medium.PORTAL].value,
            None,
        )
        letter.to_address, letter.to_key = "", ""
        letter.save(update_fields=["medium", "state", "next_try_at", "to_address", "to_key"])


def _values(wanted: Wanted, language: str, house: House, medium: Medium) -> dict[str, Any]:
    """All that its template may use beside the standing facts."""
    named = bodies_named(wanted.kind, wanted.values, house, language)
    return {**in_language(language, wanted.values), **named, "medium": medium.value}


def in_language(language: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a verb has put into words for the complainant, in the language of whoever reads it."""
    said, referral = values.get("remedies"), values.get("referral")
    return {
        **values,
        **({"remedies": remedy_lines(said, language)} if said else {}),
        **({"referral": referral.in_(language)} if isinstance(referral, ReferralWords) else {}),
    }


def send_off(letters: Sequence[Letter], house: House) -> None:
    """Put them into the outbox: those on paper with numbers, those by mail with jobs of up to `LETTERS_IN_A_JOB`."""
    if not letters:
        return
    Letter.objects.bulk_create(letters)
    on_paper.register(letters, house)
    waiting = [letter.pk for letter in letters if letter.state == LetterState.WAITING.value]
    if len(waiting) == 1:
        jobs.defer("deliver_letter", letter_id=waiting[0])
    elif waiting:
        starts = range(0, len(waiting), LETTERS_IN_A_JOB)
        jobs.defer_all(
            "deliver_letters",
            [{"letter_ids": waiting[start : start + LETTERS_IN_A_JOB]} for start in starts],
        )
