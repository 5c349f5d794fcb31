"""Which rows stand in the file of a complaint, and what of each: all tables in one statement, made once."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import F, Manager, Model, Q, QuerySet
from django.db.models.functions import Left

from kikitori.casework.close import SPOKEN
from kikitori.foundation.postgres.stencil import Stencil, columns
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.escalation.models import OPEN, Escalation
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.evidence import CustodyEntry, Evidence, EvidenceBearing
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.inquiry.models import CauseTerm, Finding, FoundCause, Inquiry
from kikitori.records.inquiry.plan import InquiryLine
from kikitori.records.letters.drafts import PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.kinds import PENDING_SEEN
from kikitori.records.letters.mails import Attachment, Mail
from kikitori.records.letters.models import Letter, Message
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.together.models import Following, Muting, Task
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.models import Verdict
from kikitori.records.voices.petitions import Petition

#: Whose file, while its statement is made: a number no complaint has.
SOME_COMPLAINT = -(2**62)
#: Entries in which we asked whether it is solved, or they said anything.
_WORDS = (*SPOKEN, EventKind.SOLUTION_ASKED.value)
#: How many words are kept at hand, and so many characters of each.
_MOST_WORDS, _BEGINNING = 50, 80


@cache
def statement() -> Stencil:
    """Asks for all parts; with the number of a complaint instead of SOME_COMPLAINT."""
    return Stencil.of(PARTS.values())


def _of_it(rows: Manager[Any] | QuerySet[Any, Any], *, without: str = "", **more: Any) -> QuerySet[Any, Any]:
    """What belongs to one complaint, in no order: that is made when the rows are here."""
    values = columns(rows.model, without=without)
    return rows.filter(complaint=SOME_COMPLAINT).order_by().values(*values, **more)


#: Of each table what is read. A part's number in the statement is its place here.
PARTS: dict[type[Model], QuerySet[Any, Any]] = {
    Allegation: _of_it(Allegation.objects),
    Finding: Finding.objects.filter(allegation__complaint=SOME_COMPLAINT)
    .order_by()
    .values(*columns(Finding)),
    FoundCause: FoundCause.objects.filter(allegation__complaint=SOME_COMPLAINT)
    .order_by()
    .values(*columns(FoundCause)),
    CauseTerm: CauseTerm.objects.order_by().values(*columns(CauseTerm)),
    SafetyAnswer: _of_it(SafetyAnswer.objects),
    Inquiry: _of_it(Inquiry.objects, by=F("asked_by__name")),
    InquiryLine: _of_it(InquiryLine.objects, by=F("ended_by__name")),
    Evidence: _of_it(Evidence.objects, by=F("taken_by__name")),
    EvidenceBearing: EvidenceBearing.objects.filter(evidence__complaint=SOME_COMPLAINT)
    .order_by()
    .values(*columns(EvidenceBearing)),
    CustodyEntry: CustodyEntry.objects.filter(evidence__complaint=SOME_COMPLAINT)
    .order_by()
    .values(*columns(CustodyEntry), by=F("noted_by__name")),
    FactNote: _of_it(FactNote.objects, by=F("noted_by__name")),
    Conversation: _of_it(Conversation.objects, without="answers", by=F("staff__name")).filter(
        ended_at__isnull=False
    ),
    Proposal: _of_it(Proposal.objects),
    Remedy: _of_it(Remedy.objects, by=F("done_by__name")),
    Promise: _of_it(Promise.objects),
    Clock: _of_it(Clock.objects),
    Letter: _of_it(Letter.objects, without="body"),
    Verdict: _of_it(Verdict.objects),
    Petition: _of_it(Petition.objects),
    Appointment: _of_it(Appointment.objects),
    Escalation: _of_it(
        Escalation.objects,
        holder_name=F("holder__name"),
        deputy_name=F("deputy__name"),
        raised_by_name=F("raised_by__name"),
    ).filter(OPEN),
    Event: _of_it(Event.objects).filter(kind__in=_WORDS).order_by("-pk")[:1],
    Message: Message.objects.filter(
        Q(from_complainant=True) | Q(mail__isnull=False), complaint=SOME_COMPLAINT
    )
    .order_by("-pk")
    .values("id", "from_complainant", beginning=Left("body", _BEGINNING))[:_MOST_WORDS],
    PendingReply: _of_it(PendingReply.objects, author_name=F("author__name")).filter(
        state__in=sorted(PENDING_SEEN)
    ),
    Mail: _of_it(Mail.objects, without="raw"),
    Task: _of_it(Task.objects, assignee_name=F("assignee__name")),
    Following: _of_it(Following.objects.filter(staff__is_active=True), staff_name=F("staff__name")),
    Muting: _of_it(Muting.objects),
    Enclosure: _of_it(Enclosure.objects, without="raw"),
    WayIn: _of_it(WayIn.objects, branch_ja=F("branch__name_ja"), branch_en=F("branch__name_en")),
    Attachment: Attachment.objects.filter(mail__complaint=SOME_COMPLAINT)
    .order_by()
    .values(*columns(Attachment)),
    Link: Link.objects.filter(Q(one=SOME_COMPLAINT) | Q(other=SOME_COMPLAINT))
    .order_by()
    .values(*columns(Link)),
    Complaint: Complaint.objects.filter(merged_into=SOME_COMPLAINT).order_by().values("id"),
    MassMember: MassMember.objects.filter(complaint=SOME_COMPLAINT, left_at__isnull=True)
    .order_by()
    .values("mass_id", title=F("mass__title"), found=F("mass__found")),
}
