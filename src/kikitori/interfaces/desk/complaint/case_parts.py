"""Which rows stand in the file of a complaint, and what of each: all tables in one statement, made once."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import F, Manager, Model, Q, QuerySet
from django.db.models.functions import Left

from kikitori.casework.other_road import COUNTING
from kikitori.foundation.postgres.stencil import Stencil, columns
from kikitori.records.complaints.breaches import BreachMember
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.report_rows import LegalReport, LegalReportVersion
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
from kikitori.records.prevention.guidelines import GuidelineMark, GuidelinePin, GuidelineVersion
from kikitori.records.referral.models import Referral
from kikitori.records.remedies.authority import Approval
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.together.models import Following, Muting, Task
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.redirections import Redirection
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.models import Verdict
from kikitori.records.voices.petitions import Petition

#: Whose file, while its statement is made: a number no complaint has.
SOME_COMPLAINT = -(2**62)
#: Entries in which we asked whether it is solved, or they said anything.
#: So many of them, the newest: more has been said since the question, then, and it is answered.
_MOST_ENTRIES = 30
#: How many words are kept at hand, and so many characters of each.
_MOST_WORDS, _BEGINNING = 50, 80
#: Of whom it was passed on to, what is shown beside it.
BODY_KEPT = ("kind", "name_ja", "name_en")


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
    Approval: _of_it(Approval.objects, by=F("asked_by__name"), answerer=F("answered_by__name")),
    Promise: _of_it(Promise.objects),
    Clock: _of_it(Clock.objects),
    Letter: _of_it(Letter.objects, without="body"),
    Verdict: _of_it(Verdict.objects),
    Petition: _of_it(Petition.objects),
    Appointment: _of_it(Appointment.objects),
    Referral: _of_it(
        Referral.objects,
        by=F("referred_by__name"),
        body_kind=F("body__kind"),
        body_name_ja=F("body__name_ja"),
        body_name_en=F("body__name_en"),
    ),
    LegalReport: _of_it(LegalReport.objects, by=F("asked_by__name")),
    LegalReportVersion: LegalReportVersion.objects.filter(report__complaint=SOME_COMPLAINT)
    .order_by()
    .values(*columns(LegalReportVersion)),
    Redirection: _of_it(Redirection.objects, by=F("asked_by__name")),
    Escalation: _of_it(
        Escalation.objects,
        holder_name=F("holder__name"),
        deputy_name=F("deputy__name"),
        raised_by_name=F("raised_by__name"),
    ).filter(OPEN),
    Event: _of_it(Event.objects).filter(COUNTING).order_by("-pk")[:_MOST_ENTRIES],
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
    GuidelinePin: _of_it(
        GuidelinePin.objects,
        number=F("version__number"),
        guideline=F("version__guideline_id"),
        words=F("version__words"),
        by=F("pinned_by__name"),
        ended_use_at=F("version__guideline__ended_at"),
    ),
    GuidelineMark: GuidelineMark.objects.filter(pin__complaint=SOME_COMPLAINT)
    .order_by()
    .values(*columns(GuidelineMark), by_name=F("by__name")),
    # Versions after the one by which it goes.
    GuidelineVersion: GuidelineVersion.objects.filter(
        guideline__versions__pins__complaint=SOME_COMPLAINT,
        guideline__versions__pins__ended_at=None,
        number__gt=F("guideline__versions__number"),
    )
    .order_by()
    .values("id", "guideline_id", "number", "in_force_from", "reason"),
    BreachMember: BreachMember.objects.filter(complaint=SOME_COMPLAINT, left_at__isnull=True)
    .order_by()
    .values("incident_id"),
    MassMember: MassMember.objects.filter(complaint=SOME_COMPLAINT, left_at__isnull=True)
    .order_by()
    .values("mass_id", title=F("mass__title"), found=F("mass__found")),
}
