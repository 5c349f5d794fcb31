"""What referral is called on screen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.referral.terms import Basis, BodyKind, ReferralOutcome

BODY_KIND = {
    BodyKind.SPECIALIST: pgettext_lazy("body", "Expert of our own"),
    BodyKind.DEPARTMENT: pgettext_lazy("body", "Other department"),
    BodyKind.EXTERNAL: pgettext_lazy("body", "External body"),
}
BASIS = {
    Basis.CONSENT: _("The complainant has agreed"),
    Basis.WITHIN: _("It stays in our house, for the purpose it was told us for"),
    Basis.NOTHING_PERSONAL: _("Nothing is passed on by which anybody could be known"),
    Basis.LAW: _("A law demands it"),
    Basis.LIFE: _("Life, health or property is in danger and consent is hard to get"),
    Basis.HEALTH: _("Public health or the sound growth of children needs it and consent is hard to get"),
    Basis.STATE: _("An authority needs it for its task and asking for consent would hinder that"),
}
REFERRAL_OUTCOME = {
    ReferralOutcome.ADVISED: pgettext_lazy("referral", "They told us what they know"),
    ReferralOutcome.CONFIRMED: pgettext_lazy("referral", "Decided as we had"),
    ReferralOutcome.OVERTURNED: pgettext_lazy("referral", "Decided otherwise than we had"),
    ReferralOutcome.PARTLY: pgettext_lazy("referral", "Decided otherwise in part"),
    ReferralOutcome.SETTLED: pgettext_lazy("referral", "Settled there by agreement"),
    ReferralOutcome.NOT_ADMITTED: pgettext_lazy("referral", "They do not deal with it"),
    ReferralOutcome.WITHDRAWN: pgettext_lazy("referral", "Taken back"),
    ReferralOutcome.NO_ANSWER: pgettext_lazy("referral", "No answer came"),
}
