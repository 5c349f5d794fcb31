"""What the words of guidelines are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.prevention.terms import Fits, ItemNeed, ItemState

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
