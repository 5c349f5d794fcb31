"""What the portal reads: by locator when a slip is shown, and the public half of one complaint afterwards.

The number of queries does not grow with the length of the story. Nothing internal leaves this module: events and
messages are filtered by `visibilities_for`; of an assessment the points alone appear, as we have understood them.
"""

from functools import cached_property

from django.db.models import Q, QuerySet

from kikitori.casework.along import ASKED_IN
from kikitori.casework.goes_on import where_it_goes_on
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visibilities_for
from kikitori.records.complaints.lifecycle import State, Step, is_possible
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Allegation, Complaint, Party, Receipt
from kikitori.records.complaints.second_stage import is_reviewed
from kikitori.records.complaints.terms import EventKind, PartyRole
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import SECOND_CONTACT, PromiseState
from kikitori.records.inquiry.models import Finding, Inquiry
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.referral.models import Referral
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import RECEIVED, ProposalState, RemedyState
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.models import Verdict
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.silence import ASKED, SPOKEN
from kikitori.records.voices.terms import PetitionKind

#: `Inquiry.asked_of` for what we asked the complainant; questions to others are never shown here.
_OWN = "complainant"
#: Steps of the complainant that are taken where a joined complaint goes on.
_APPOINTING = frozenset({Step.APPOINT, Step.END_APPOINTMENT})
_GOING_ON = frozenset({Step.HEAR, Step.PETITION, Step.CONFIDE}) | _APPOINTING


def receipt_of(locator: str) -> Receipt | None:
    """The slip with this locator, if there is one, with whose it is. One statement, whatever is found."""
    return Receipt.objects.filter(locator=locator).select_related("party__person").first()


def speaker_of(receipt: Receipt) -> Person | None:
    """Who speaks when this slip is shown.

    Its own holder, where it is of somebody appointed; else who complained for somebody else, else the complainant.
    """
    if receipt.party is not None:
        return receipt.party.person
    parties = Party.objects.filter(
        complaint=receipt.complaint_id,
        role__in=(PartyRole.COMPLAINANT.value, PartyRole.REPRESENTATIVE.value),
        mandate="",
    ).select_related("person")
    by_role = {party.role: party.person for party in parties}
    return by_role.get(PartyRole.REPRESENTATIVE.value) or by_role.get(PartyRole.COMPLAINANT.value)


def files_for(actor: Actor, complaint: Complaint) -> QuerySet[Enclosure]:
    """Files with what was said to this actor, and those that came with the complaint; not those of drafts and notes.

    What entitles somebody to speak for the complainant is the complainant's own.
    """
    said = Q(message__visibility__in=visibilities_for(actor)) | Q(parcel__isnull=False)
    if actor.party_id is None:
        said |= Q(appointment__isnull=False)
    return complaint.enclosures.filter(said).order_by("pk")


#: What is said, on either side, on whether it is solved.
_ON_WHETHER_SOLVED = frozenset({*SPOKEN, ASKED})


class File:
    """The public half of one complaint, as its complainant may read it. Each part is read once, when asked for."""

    def __init__(self, actor: Actor, complaint: Complaint) -> None:
        self.complaint = complaint
        self._actor = actor

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.complaint.state)

    def can(self, step: Step) -> bool:
        """Does the state allow this step? For buttons; the verb asks again under lock.

        A word to a joined complaint is heard where it goes on, and what is asked for is asked there. Whoever was
        appointed is offered what they may do. One person is named at a time, and ended where there is one.
        """
        if not may(self._actor, NEEDED[step]).allowed:
            return False
        if step is Step.VERIFY_REMEDY and not self.has_something_done:
            return False
        if step is Step.END_APPOINTMENT and self.appointment is None:
            return False
        if step is Step.APPOINT and self.is_named_there:
            return False
        return is_possible(State(self.goes_on.state) if step in _GOING_ON else self.state, step)

    @property
    def is_represented(self) -> bool:
        """Is this somebody who was appointed, and not the complainant?"""
        return self._actor.party_id is not None

    @property
    def can_decide(self) -> bool:
        """May this person answer what we offer?"""
        return may(self._actor, NEEDED[Step.ACCEPT]).allowed

    @property
    def can_rate(self) -> bool:
        """Is it theirs to say how they were treated?"""
        return may(self._actor, NEEDED[Step.RATE]).allowed

    @cached_property
    def appointments(self) -> list[Appointment]:
        """Whom the complainant has named, oldest first, wherever it is answered; for their own eyes."""
        if self._actor.party_id is not None:
            return []
        own = Q(complaint=self.complaint) | Q(complaint=self.goes_on)
        return list(Appointment.objects.filter(own))

    @property
    def appointment(self) -> Appointment | None:
        """Who speaks for them, or is to."""
        return next((row for row in self.appointments if row.stands), None)

    @property
    def is_named_there(self) -> bool:
        """Is somebody to be confirmed, or does somebody speak where the complaint goes on?

        Who was confirmed before it was joined speaks in what was joined, and can be named there as well.
        """
        return any(row.is_open or self.speaks_there(row) for row in self.appointments)

    def speaks_there(self, row: Appointment) -> bool:
        """Do they speak in the complaint in which this one is worked on, and get its letters?"""
        return row.is_confirmed and row.complaint_id == self.goes_on.pk

    @cached_property
    def said_for_them(self) -> set[int]:
        """Messages that were written by somebody appointed."""
        return {event.data.get("message", 0) for event in self.events if "representative" in event.data}

    @cached_property
    def goes_on(self) -> Complaint:
        """The complaint in which this one is worked on: itself, where it is joined with none."""
        return where_it_goes_on(self.complaint)

    @property
    def is_joined(self) -> bool:
        """Does it go on in another one?"""
        return self.goes_on.pk != self.complaint.pk

    @cached_property
    def events(self) -> list[Event]:
        """What happened, oldest first."""
        return list(self.complaint.events.filter(visibility__in=visibilities_for(self._actor)))

    @cached_property
    def messages(self) -> list[Message]:
        """What was said on either side, oldest first."""
        return list(self.complaint.messages.filter(visibility__in=visibilities_for(self._actor)))

    @cached_property
    def files(self) -> dict[int, list[Enclosure]]:
        """Message → files that came with it, as they were added, without their bytes; 0: with the complaint itself.

        Under its number below zero: what came with an appointment.
        """
        found: dict[int, list[Enclosure]] = {}
        for row in files_for(self._actor, self.complaint).defer("raw"):
            if row.appointment_id is None:
                found.setdefault(row.message_id or 0, []).append(row)
            else:
                found.setdefault(-row.appointment_id, []).append(row)
        return found

    @cached_property
    def promises(self) -> list[Promise]:
        """Every date we told, soonest first; those that nobody waits for any more are left out."""
        return list(self.complaint.promises.exclude(state=PromiseState.CANCELLED.value))

    @cached_property
    def open_promises(self) -> list[Promise]:
        """What may still be expected, soonest first: open, or past its day and not made good.

        Not what lapsed with the end of the complaint: nobody waits for it any more.
        """
        return [promise for promise in self.promises if promise.is_unkept and not promise.lapsed]

    @cached_property
    def others_of_one_cause(self) -> int:
        """How many others have told us of the same cause, where the organisation lets that be known. Two queries."""
        own = MassMember.objects.filter(
            complaint=self.complaint, left_at__isnull=True, mass__tells_number=True
        )
        mass = own.values_list("mass", flat=True).first()
        if mass is None:
            return 0
        return MassMember.objects.filter(mass=mass, left_at__isnull=True).count() - 1

    @cached_property
    def promised_there(self) -> list[Promise]:
        """What may be expected where a joined complaint goes on, soonest first."""
        return File(self._actor, self.goes_on).open_promises if self.is_joined else []

    @cached_property
    def letters(self) -> list[Letter]:
        """Every letter written to the complainant, oldest first; who speaks for them is written to them alone."""
        letters = self.complaint.letters.all()
        if self._actor.party_id is not None:
            letters = letters.exclude(kind=LetterKind.REPRESENTATIVE.value)
        return list(letters)

    @cached_property
    def proposals(self) -> list[Proposal]:
        """What we offered, round by round."""
        return list(self.complaint.proposals.all())

    @property
    def open_proposal(self) -> Proposal | None:
        """The offer that waits for an answer."""
        return next((p for p in reversed(self.proposals) if p.state == ProposalState.OFFERED.value), None)

    @cached_property
    def _every_remedy(self) -> list[Remedy]:
        return list(self.complaint.remedies.all())

    def remedies_in(self, proposal: Proposal) -> list[Remedy]:
        """What was offered in one round, in its order."""
        return [remedy for remedy in self._every_remedy if remedy.proposal_id == proposal.pk]

    @property
    def remedies(self) -> list[Remedy]:
        """What is owed or has been done, in the order of its days."""
        states = (RemedyState.DUE.value, *(state.value for state in RECEIVED))
        settled = [remedy for remedy in self._every_remedy if remedy.state in states]
        return sorted(settled, key=lambda remedy: (remedy.due_on, remedy.pk))

    @property
    def remedies_told(self) -> list[Remedy]:
        """The same, and then what was owed and is not done any more."""
        return [*self.remedies, *(remedy for remedy in self._every_remedy if remedy.drop_reason)]

    @property
    def has_something_done(self) -> bool:
        """Has anything been carried out that nobody has confirmed yet?"""
        return any(remedy.state == RemedyState.DONE.value for remedy in self.remedies)

    @property
    def owes(self) -> bool:
        """Is anything agreed or decided still to be done?"""
        return any(remedy.state == RemedyState.DUE.value for remedy in self.remedies)

    @cached_property
    def points(self) -> list[Finding]:
        """The newest finding on each point; points without one stand in `understood` alone."""
        findings = Finding.objects.filter(allegation__complaint=self.complaint)
        newest = {
            finding.allegation_id: finding
            for finding in findings.select_related("allegation").order_by("allegation__number", "id")
        }
        return list(newest.values())

    @cached_property
    def understood(self) -> list[Allegation]:
        """What we have understood: every point as it reads now, by number; none from before they could read them."""
        return list(self.complaint.allegations.filter(told=True))

    @cached_property
    def petitions(self) -> list[Petition]:
        """What was asked for beside the matter itself, oldest first, wherever it is answered."""
        own = Q(complaint=self.complaint)
        if self.is_joined:
            own |= Q(complaint=self.goes_on, **{f"chosen__{ASKED_IN}": self.complaint.pk})
        rows = Petition.objects.filter(own)
        if self._actor.party_id is not None:
            rows = rows.exclude(kind=PetitionKind.BAR.value)
        return list(rows)

    @cached_property
    def questions(self) -> list[Inquiry]:
        """What we asked the complainant, oldest first."""
        return list(self.complaint.inquiries.filter(asked_of=_OWN))

    @property
    def open_question(self) -> Inquiry | None:
        """The last question that has no answer yet."""
        return next((q for q in reversed(self.questions) if q.answered_at is None), None)

    @cached_property
    def referrals(self) -> list[Referral]:
        """To whom it was passed on or brought, oldest first."""
        return list(self.complaint.referrals.select_related("body", "leaflet").defer("leaflet__raw"))

    @property
    def open_referral(self) -> Referral | None:
        """The last that waits for an answer."""
        return next((row for row in reversed(self.referrals) if row.is_open), None)

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """What the complainant said about how it was solved and handled."""
        return list(self.complaint.verdicts.all())

    @property
    def is_asked_again(self) -> bool:
        """Have we asked whether it holds, and not heard since?"""
        kinds = (EventKind.ASKED_AGAIN, EventKind.HOLDS, EventKind.CLOSED, EventKind.REOPENED)
        newest = [event.kind for event in self.events if event.kind in kinds]
        return newest[-1:] == [EventKind.ASKED_AGAIN.value]

    @property
    def will_be_asked(self) -> bool:
        """Have we promised to ask once more whether it holds?"""
        return any(promise.rule == SECOND_CONTACT for promise in self.open_promises)

    @property
    def has_left_it(self) -> bool:
        """Is their newest word that it is not solved, and that they leave it at that?"""
        words = [event.kind for event in self.events if event.kind in _ON_WHETHER_SOLVED]
        return words[-1:] == [EventKind.LEFT_AT_THAT.value]

    @property
    def is_reviewed(self) -> bool:
        """Has the result been looked at a second time already?"""
        return is_reviewed(event.kind for event in self.events)

    @property
    def has_reviewer(self) -> bool:
        """Has somebody begun the review that was asked for last?"""
        asked, begun = (
            self.last_event.get(kind.value) for kind in (EventKind.REVIEW_ASKED, EventKind.REVIEW_BEGUN)
        )
        return begun is not None and (asked is None or begun.pk > asked.pk)

    @property
    def last_event(self) -> dict[str, Event]:
        """The newest event of each kind."""
        return {event.kind: event for event in self.events}

    def answers_written_down(self) -> set[int]:
        """Questions whose answer staff wrote down for the complainant; the others were answered by a message."""
        kind = EventKind.ANSWER_RECORDED.value
        return {event.data.get("inquiry", 0) for event in self.events if event.kind == kind}
