"""Table of contents of the archive: every room's models, listed here so that Django finds them. No code."""

from kikitori.records.complaints.models import Allegation, Complaint, Party, Receipt, ReferenceCounter
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Clock, Closure, Promise, RulePack
from kikitori.records.escalation.models import Absence, Escalation, Level
from kikitori.records.inquiry.models import Finding, Inquiry
from kikitori.records.letters.mails import Attachment, Mail, Mailbox
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.models import ContactPoint, Organisation, Person, SettingChange, Staff, Team
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.selection.models import PinnedView, SavedView
from kikitori.records.selection.rounds import Round, RoundItem
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.voices.models import Verdict

__all__ = [
    "Absence",
    "Allegation",
    "Attachment",
    "Clock",
    "Closure",
    "Complaint",
    "ContactPoint",
    "Escalation",
    "Event",
    "Finding",
    "Inquiry",
    "Letter",
    "Level",
    "Mail",
    "Mailbox",
    "Message",
    "Organisation",
    "Party",
    "Person",
    "PinnedView",
    "Promise",
    "Proposal",
    "Receipt",
    "ReferenceCounter",
    "Remedy",
    "Round",
    "RoundItem",
    "RulePack",
    "SafetyAnswer",
    "SavedView",
    "SettingChange",
    "Staff",
    "Team",
    "Verdict",
]
