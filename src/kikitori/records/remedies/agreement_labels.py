"""What stands on the record of an agreement beside what people wrote."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TITLE = pgettext_lazy("agreement", "Record of agreement")
REFERENCE = pgettext_lazy("agreement", "Reference")
WE = pgettext_lazy("agreement", "We")
THEY = pgettext_lazy("agreement", "Complainant")
SPEAKER = pgettext_lazy("agreement", "Accepted for them by")
AGREED_ON = pgettext_lazy("agreement", "Agreed on")
ROAD = pgettext_lazy("agreement", "How it was accepted")
ANONYMOUS = pgettext_lazy("agreement", "(without a name)")
AT_THE_PORTAL = pgettext_lazy("agreement", "By themselves, on the page of their complaint")
NOTED = pgettext_lazy("agreement", "Told to us, and written down by us")
NOTED_HOW = pgettext_lazy("agreement", "Told to us, and written down by us: %(how)s")
WHAT = pgettext_lazy("agreement", "What was agreed")
DONE = pgettext_lazy("agreement", "What is done")
BY = pgettext_lazy("agreement", "By")
AMOUNT = pgettext_lazy("agreement", "Amount")
THEIR_WORDS = pgettext_lazy("agreement", "What was said with it")
ROUNDS = pgettext_lazy("agreement", "The proposals that led to it")
ROUND = pgettext_lazy("agreement", "Round")
OFFERED = pgettext_lazy("agreement", "Offered on")
STATE = pgettext_lazy("agreement", "Result")
ANSWERED = pgettext_lazy("agreement", "Answered on")
RIGHTS = pgettext_lazy("agreement", "What stays as it is")
NO_WAIVER = _(
    "This agreement takes no right away. The complainant can turn to an external body at any time, also after "
    "everything has been done."
)
ELSEWHERE = pgettext_lazy("agreement", "Where else they can turn")
FINGERPRINT = pgettext_lazy("agreement", "Fingerprint")
FINGERPRINT_MEANING = _(
    "By this number we can see at any time whether this record says what was agreed. It is the same in every language."
)
