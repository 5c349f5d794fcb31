"""What remedies are called on screen and in letters."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.remedies.terms import ProposalState, RemedyKind, RemedyState

REMEDY_KIND = {
    RemedyKind.APOLOGY: _("Apology"),
    RemedyKind.EXPLAIN: _("Explanation"),
    RemedyKind.CORRECT: _("Correction"),
    RemedyKind.REPLACE: _("Replacement"),
    RemedyKind.REPAIR: _("Repair"),
    RemedyKind.REFUND: _("Refund"),
    RemedyKind.DISCOUNT: _("Reduction of the price"),
    RemedyKind.COMPENSATE: _("Compensation"),
    RemedyKind.GIFT: _("Token of apology"),
    RemedyKind.RESTORE: _("Restoring name or rights"),
    RemedyKind.EXPEDITE: _("Priority handling"),
    RemedyKind.RECORD_FIX: _("Correcting a record"),
    RemedyKind.ACCESS_FIX: _("Providing the accommodation needed"),
    RemedyKind.FEE_WAIVER: _("Waiver of a fee"),
    RemedyKind.REFERRAL: _("Introduction to an expert or external body"),
}
REMEDY_STATE = {
    RemedyState.OFFERED: _("Offered"),
    RemedyState.DUE: _("To be done"),
    RemedyState.DONE: _("Done"),
    RemedyState.DROPPED: _("Dropped"),
}
PROPOSAL_STATE = {
    ProposalState.OFFERED: _("Waiting for an answer"),
    ProposalState.ACCEPTED: _("Accepted"),
    ProposalState.DECLINED: _("Declined"),
    ProposalState.REPLACED: pgettext_lazy("proposal", "Overtaken"),
}
