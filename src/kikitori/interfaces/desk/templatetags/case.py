"""What the complaint page is drawn with: words for the codes in its rows, and what drawing.py draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from kikitori.interfaces.desk.complaint.drawing import drawn_days, drawn_entries, drawn_text
from kikitori.interfaces.desk.complaint.drawing_files import drawn_files
from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.complaint.folding import Folded
from kikitori.interfaces.desk.complaint.timeline import Entry
from kikitori.interfaces.desk.letter_words import stands_told
from kikitori.records.complaints import breach_labels as breaches
from kikitori.records.complaints import labels as complaints
from kikitori.records.deadlines import labels as deadlines
from kikitori.records.deadlines.models import Promise
from kikitori.records.inquiry import labels as inquiry
from kikitori.records.letters import labels as letters
from kikitori.records.letters.file_rules import LARGEST_FILE, LARGEST_WHOLE
from kikitori.records.letters.models import Letter
from kikitori.records.letters.placeholders import marks_in
from kikitori.records.people import labels as people
from kikitori.records.referral import labels as referral
from kikitori.records.remedies import labels as remedies
from kikitori.records.voices import labels as voices

register = template.Library()

_WORDS: Final[dict[str, dict[Any, Any]]] = {
    "channel": complaints.CHANNEL,
    "confidentiality": complaints.CONFIDENTIALITY,
    "outcome": complaints.OUTCOME,
    "party": complaints.PARTY_ROLE,
    "role": people.ROLE,
    "authority": complaints.AUTHORITY_PROOF,
    "severity": complaints.SEVERITY,
    "state": complaints.STATE,
    "subject": complaints.SUBJECT,
    "urgency": complaints.URGENCY,
    "contact": people.CONTACT_KIND,
    "customer": people.CUSTOMER_TYPE,
    "promise": deadlines.PROMISE_KIND,
    "promise state": deadlines.PROMISE_STATE,
    "letter": letters.LETTER_KIND,
    "medium": letters.MEDIUM,
    "remedy": remedies.REMEDY_KIND,
    "remedy state": remedies.REMEDY_STATE,
    "drop reason": remedies.DROP_REASON,
    "proposal state": remedies.PROPOSAL_STATE,
    "petition_kind": voices.PETITION_KIND,
    "petition_state": voices.PETITION_STATE,
    "breach_state": breaches.BREACH_STATE,
    "breach_trigger": breaches.BREACH_TRIGGER,
    "breach_act": breaches.BREACH_ACT,
    "breach_clock": deadlines.BREACH_CLOCK,
    "reached": breaches.REACHED,
    "affected": breaches.AFFECTED_STATE,
    "report_kind": deadlines.REPORT_KIND,
    "report_state": deadlines.REPORT_STATE,
    "redirect_reason": complaints.REDIRECT_REASON,
    "appointment_state": voices.APPOINTMENT_STATE,
    "mandate": voices.MANDATE,
    "body": referral.BODY_KIND,
    "basis": referral.BASIS,
    "referral": referral.REFERRAL_OUTCOME,
    "step": complaints.STEP,
    "approval state": remedies.APPROVAL_STATE,
    "why fallen": remedies.WHY_FALLEN,
    "line_state": inquiry.LINE_STATE,
    "evidence_kind": inquiry.EVIDENCE_KIND,
    "bearing": inquiry.BEARING,
    "custody": inquiry.CUSTODY_KIND,
    "nature": inquiry.NATURE,
}


@register.filter
def word(code: str, of: str) -> str:
    """`{{ remedy.state|word:"remedy state" }}`: a code in the reader's language. Unknown ones raise KeyError."""
    return str(_WORDS[of][code])


@register.filter
def letter_stands(letter: Letter) -> str:
    """`{{ letter|letter_stands }}`: how a letter stands, and whether it came back."""
    return str(stands_told(letter))


@register.filter
def open_marks(text: str | None) -> list[str]:
    """`{{ text|open_marks }}`: what a template has left open in a text and nobody has written yet."""
    return marks_in(text or "")


@register.filter
def promised(promise: Promise) -> str:
    """`{{ promise|promised }}`: what was promised, in our own words where it was said in them."""
    return deadlines.what_was_promised(promise.kind, promise.note)


@register.filter
def counted_days(days: Iterable[tuple[str, bool, str]]) -> SafeString:
    """`{{ fact.days|counted_days }}`: rows of a table, one for each day of a count; a tick where it counted."""
    return drawn_days(days)


@register.simple_tag(takes_context=True)
def timeline(context: Context, entries: Iterable[Entry]) -> SafeString:
    """`{% timeline stretch.entries %}`: entries as a list, oldest first."""
    return drawn_entries(context, entries)


@register.simple_tag
def files(shown: Iterable[Enclosed]) -> SafeString:
    """`{% files each.files %}`: files of ours as a list; nothing where there are none."""
    return drawn_files(shown)


@register.simple_tag
def file_limits() -> dict[str, int]:
    """`{% file_limits as limits %}`: how large files may be, one and all together, in MB; and one in bytes."""
    return {
        "bytes": LARGEST_FILE,
        "each": LARGEST_FILE // 1_000_000,
        "together": LARGEST_WHOLE // 1_000_000,
    }


@register.simple_tag
def folded(text: Folded, language: str) -> SafeString:
    """`{% folded facts.wish complaint.language %}`: a person's text, folded where it is long."""
    return drawn_text(text, language)
