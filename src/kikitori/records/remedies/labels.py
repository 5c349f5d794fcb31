"""What remedies are called on screen and in letters."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.remedies.terms import (
    ApprovalState,
    DropReason,
    ProposalState,
    RemedyKind,
    RemedyState,
    WhyFallen,
)

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
    RemedyState.VERIFIED: _("Done and verified"),
    RemedyState.DROPPED: _("Dropped"),
}
DROP_REASON = {
    DropReason.DECLINED: _("The complainant does not want it any more"),
    DropReason.EXCHANGED: _("Something else is done instead, as agreed with them"),
    DropReason.UNREACHABLE: _("It cannot be brought to them: they have moved or cannot be reached"),
    DropReason.IMPOSSIBLE: _("It cannot be done any more"),
}
PROPOSAL_STATE = {
    ProposalState.OFFERED: _("Waiting for an answer"),
    ProposalState.ACCEPTED: _("Accepted"),
    ProposalState.DECLINED: _("Declined"),
    ProposalState.REPLACED: pgettext_lazy("proposal", "Overtaken"),
}
APPROVAL_STATE = {
    ApprovalState.ASKED: _("Waiting for approval"),
    ApprovalState.APPROVED: pgettext_lazy("approval", "Approved and sent"),
    ApprovalState.RETURNED: pgettext_lazy("approval", "Sent back"),
    ApprovalState.TAKEN_BACK: pgettext_lazy("approval", "Taken back"),
    ApprovalState.FALLEN: pgettext_lazy("approval", "Fallen"),
}
WHY_FALLEN = {
    WhyFallen.OVERTAKEN: _(
        "Another offer or decision came before it was approved, or the complaint has ended."
    ),
    WhyFallen.MOVED_ON: _("The complaint has gone on; where it stands now, this cannot be sent any more."),
    WhyFallen.DAY_PASSED: _("A day named in it has passed, or something in it does not fit any more."),
    WhyFallen.NOT_POSSIBLE: _("The facts have changed: what it says does not go with them any more."),
    WhyFallen.ASKER_MAY_NOT: _("Whoever asked may not take this step any more."),
}
