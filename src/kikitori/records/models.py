"""Table of contents of the archive: every room's models, listed here so that Django finds them. No code."""

from kikitori.records.access.openings import Opening
from kikitori.records.access.refusals import Refusal
from kikitori.records.access.seals import Grant, Receiver, Seal, SealedReading
from kikitori.records.automation.models import (
    Automation,
    AutomationVersion,
    AutomationWatch,
    CausedEvent,
    Firing,
    Timer,
)
from kikitori.records.complaints.breaches import AffectedPerson, BreachChange, BreachIncident, BreachMember
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.mass import CommonItem, CommonReply, MassChange, MassComplaint, MassMember
from kikitori.records.complaints.models import Allegation, Complaint, Party, Receipt, ReferenceCounter
from kikitori.records.complaints.timeline import Event
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.deadlines.breach_rows import BreachClock, BreachReport, BreachReportVersion
from kikitori.records.deadlines.models import Clock, Closure, Promise, RulePack
from kikitori.records.deadlines.officers import LegalOfficer
from kikitori.records.deadlines.report_rows import LegalReport, LegalReportVersion
from kikitori.records.escalation.models import Escalation, Level
from kikitori.records.inquiry.conversations import Conversation, QuestionSetVersion
from kikitori.records.inquiry.evidence import CustodyEntry, Evidence, EvidenceBearing
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.inquiry.models import CauseTerm, Finding, FoundCause, Inquiry
from kikitori.records.inquiry.plan import InquiryLine, UsualInquiryLine
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.mail_links import LinkAsked
from kikitori.records.letters.mails import Attachment, Mail, Mailbox
from kikitori.records.letters.models import Letter, Message
from kikitori.records.letters.parcels import Parcel
from kikitori.records.letters.postings import LetterCounter, Posting
from kikitori.records.letters.templates_kept import ReplyTemplate, Signature, TemplateVersion, WordingEntry
from kikitori.records.people.absences import Absence
from kikitori.records.people.accounts import AccountMail
from kikitori.records.people.branches import Branch
from kikitori.records.people.customer_types import GivenType, Protocol
from kikitori.records.people.logos import Logo
from kikitori.records.people.models import ContactPoint, Organisation, Person, SettingChange, Staff, Team
from kikitori.records.people.ties import Membership, PersonChange, PersonPair
from kikitori.records.prevention.actions import (
    ActionCounter,
    ActionCycle,
    ActionEvent,
    ActionSource,
    CorrectiveAction,
    FishboneHead,
    NoAction,
)
from kikitori.records.prevention.guidelines import (
    Guideline,
    GuidelineMark,
    GuidelinePin,
    GuidelineRead,
    GuidelineVersion,
)
from kikitori.records.prevention.models import Improvement
from kikitori.records.referral.leaflets import Leaflet
from kikitori.records.referral.models import Body, Referral
from kikitori.records.remedies.agreements import Agreement
from kikitori.records.remedies.authority import Approval, Authority
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.selection.models import PinnedView, SavedView
from kikitori.records.selection.rounds import Round, RoundItem
from kikitori.records.together.hand_overs import HandOver
from kikitori.records.together.macros import Macro, MacroVersion
from kikitori.records.together.models import (
    Following,
    Muting,
    Notice,
    NoticeChoices,
    NoticeMail,
    Presence,
    Task,
)
from kikitori.records.together.webhooks import Webhook, WebhookAttempt, WebhookCall, WebhookTest
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.redirections import Redirection
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.models import Verdict
from kikitori.records.voices.petitions import Petition

__all__ = [
    "Absence",
    "AccountMail",
    "ActionCounter",
    "ActionCycle",
    "ActionEvent",
    "ActionSource",
    "AffectedPerson",
    "Agreement",
    "Allegation",
    "Appointment",
    "Approval",
    "Attachment",
    "Authority",
    "Automation",
    "AutomationVersion",
    "AutomationWatch",
    "Body",
    "Branch",
    "BreachChange",
    "BreachClock",
    "BreachIncident",
    "BreachMember",
    "BreachReport",
    "BreachReportVersion",
    "CauseTerm",
    "CausedEvent",
    "Clock",
    "Closure",
    "CommonItem",
    "CommonReply",
    "Complaint",
    "ContactPoint",
    "Conversation",
    "CorrectiveAction",
    "CustodyEntry",
    "Draft",
    "Enclosure",
    "Escalation",
    "Event",
    "Evidence",
    "EvidenceBearing",
    "FactNote",
    "Finding",
    "Firing",
    "FishboneHead",
    "Following",
    "FoundCause",
    "GivenType",
    "Grant",
    "Guideline",
    "GuidelineMark",
    "GuidelinePin",
    "GuidelineRead",
    "GuidelineVersion",
    "HandOver",
    "Improvement",
    "Inquiry",
    "InquiryLine",
    "Leaflet",
    "LegalOfficer",
    "LegalReport",
    "LegalReportVersion",
    "Letter",
    "LetterCounter",
    "Level",
    "Link",
    "LinkAsked",
    "Logo",
    "Macro",
    "MacroVersion",
    "Mail",
    "Mailbox",
    "MassChange",
    "MassComplaint",
    "MassMember",
    "Membership",
    "Message",
    "Muting",
    "NoAction",
    "Notice",
    "NoticeChoices",
    "NoticeMail",
    "Opening",
    "Organisation",
    "Parcel",
    "Party",
    "PendingReply",
    "Person",
    "PersonChange",
    "PersonPair",
    "Petition",
    "PinnedView",
    "Posting",
    "Presence",
    "Promise",
    "Proposal",
    "Protocol",
    "QuestionSetVersion",
    "Receipt",
    "Receiver",
    "Redirection",
    "ReferenceCounter",
    "Referral",
    "Refusal",
    "Remedy",
    "ReplyTemplate",
    "Round",
    "RoundItem",
    "RulePack",
    "SafetyAnswer",
    "SavedView",
    "Seal",
    "SealedReading",
    "SettingChange",
    "Signature",
    "Staff",
    "Task",
    "Team",
    "TemplateVersion",
    "Timer",
    "UsualInquiryLine",
    "Verdict",
    "WayIn",
    "Webhook",
    "WebhookAttempt",
    "WebhookCall",
    "WebhookTest",
    "WordingEntry",
]
