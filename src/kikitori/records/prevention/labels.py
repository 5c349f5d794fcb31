"""What corrective actions and guidelines are called on screen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.prevention.lifecycle import ActionStep
from kikitori.records.prevention.terms import (
    ActionKind,
    ActionState,
    Fits,
    ItemNeed,
    ItemState,
    Method,
    Verdict,
)

ACTION_KIND = {
    ActionKind.RULE: _("Changing a rule"),
    ActionKind.TRAINING: _("Training"),
    ActionKind.SYSTEM: _("Changing a system"),
    ActionKind.DESIGN: _("Improving a product or service"),
    ActionKind.STAFFING: _("People and capacity"),
    ActionKind.SUPPLIER: _("Correction by a contractor"),
    ActionKind.RECALL: _("Recall or warning"),
    ActionKind.INFO: _("Clearer text or explanation"),
    ActionKind.MONITOR: _("Watching more closely"),
    ActionKind.DISCIPLINE: _("Personnel measure (kept elsewhere)"),
}
ACTION_STATE = {
    ActionState.IDENTIFIED: pgettext_lazy("corrective action", "Raised"),
    ActionState.ANALYSED: pgettext_lazy("corrective action", "Cause analysed"),
    ActionState.PLANNED: pgettext_lazy("corrective action", "Planned"),
    ActionState.APPROVED: pgettext_lazy("corrective action", "Approved"),
    ActionState.IMPLEMENTING: pgettext_lazy("corrective action", "Being carried out"),
    ActionState.IMPLEMENTED: pgettext_lazy("corrective action", "Carried out"),
    ActionState.CHECKING: pgettext_lazy("corrective action", "Effectiveness being checked"),
    ActionState.EFFECTIVE: pgettext_lazy("corrective action", "Effective"),
    ActionState.NOT_EFFECTIVE: pgettext_lazy("corrective action", "Not effective"),
    ActionState.DROPPED: pgettext_lazy("corrective action", "Dropped"),
}
METHOD = {
    Method.FIVE_WHYS: _("Five whys"),
    Method.FISHBONE: _("Fishbone"),
}
VERDICT = {
    Verdict.EFFECTIVE: pgettext_lazy("verdict", "It helped"),
    Verdict.NOT_EFFECTIVE: pgettext_lazy("verdict", "It did not help enough"),
    Verdict.TOO_FEW: pgettext_lazy("verdict", "Too few to tell"),
}
#: As it stands in its record.
ACTION_STEP = {
    ActionStep.RAISE: pgettext_lazy("corrective action", "Raised it"),
    ActionStep.LINK: pgettext_lazy("corrective action", "Added where it comes from"),
    ActionStep.UNLINK: pgettext_lazy("corrective action", "Took away where it comes from"),
    ActionStep.HAND_OVER: pgettext_lazy("corrective action", "Named another owner"),
    ActionStep.ANALYSE: pgettext_lazy("corrective action", "Analysed the cause"),
    ActionStep.PLAN: pgettext_lazy("corrective action", "Wrote the plan"),
    ActionStep.SEND_BACK: pgettext_lazy("corrective action", "Sent the plan back"),
    ActionStep.APPROVE: pgettext_lazy("corrective action", "Approved the plan"),
    ActionStep.BEGIN: pgettext_lazy("corrective action", "Began to carry it out"),
    ActionStep.FINISH: pgettext_lazy("corrective action", "Carried it out"),
    ActionStep.COUNT: pgettext_lazy("corrective action", "Entered over how much it is counted"),
    ActionStep.EXTEND: pgettext_lazy("corrective action", "Too few to tell: the time was extended once"),
    ActionStep.ASK: pgettext_lazy("corrective action", "Asked people to judge"),
    ActionStep.PROVE: pgettext_lazy("corrective action", "Found effective"),
    ActionStep.FAIL: pgettext_lazy("corrective action", "Found not effective"),
    ActionStep.ANEW: pgettext_lazy("corrective action", "Began a new cycle"),
    ActionStep.DROP: pgettext_lazy("corrective action", "Dropped it"),
    ActionStep.DRAFT: pgettext_lazy("corrective action", "Drafted it for “you said – we did”"),
}
ITEM_NEED = {
    ItemNeed.OPTIONAL: pgettext_lazy("checklist", "Where it helps"),
    ItemNeed.NEEDED: pgettext_lazy("checklist", "Needed"),
    ItemNeed.BEFORE_DECISION: pgettext_lazy("checklist", "Needed before the decision"),
}
ITEM_STATE = {
    ItemState.DONE: pgettext_lazy("checklist", "Done"),
    ItemState.NOT_DONE: pgettext_lazy("checklist", "Not done, for a reason"),
    ItemState.OPEN: pgettext_lazy("checklist", "Still open"),
}
FITS = {
    Fits.SUBJECT: _("the subject"),
    Fits.KIND: _("the kind of matter"),
    Fits.SEVERITY: _("the severity"),
}
