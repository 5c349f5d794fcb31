"""The safety questions as they are asked, and what their answers are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.triage.sorting import Answer, SafetyQuestion

SAFETY_QUESTION = {
    SafetyQuestion.INJURY: _("Was anybody hurt or made ill?"),
    SafetyQuestion.FIRE: _("Was there fire, smoke or an explosion?"),
    SafetyQuestion.CO: _("Was there gas or carbon monoxide?"),
    SafetyQuestion.DEATH: _("Did anybody die?"),
    SafetyQuestion.CHILD: _("Is a child, or somebody who cannot protect themselves, affected?"),
    SafetyQuestion.THREAT_TO_SELF: _("Does the person speak of harming themselves?"),
    SafetyQuestion.DATA_LEAK: _("Has personal data reached the wrong hands?"),
    SafetyQuestion.LEGAL_DEADLINE: _("Does a legal deadline depend on this?"),
}
ANSWER = {
    Answer.YES: pgettext_lazy("answer", "Yes"),
    Answer.NO: pgettext_lazy("answer", "No"),
    Answer.UNKNOWN: pgettext_lazy("answer", "Not known"),
}
