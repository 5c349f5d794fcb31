"""Looking into it: ask the complainant, ask somebody else, write down what they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.inquire import ask_complainant, ask_third_party, record_answer
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.inquiry.models import Inquiry
from kikitori.records.letters.kinds import LetterKind

_A_WEEK = timedelta(days=7)


class _Question(StepForm):
    """A week is a fair time for an answer."""

    def first_values(self) -> dict[str, Any]:
        """The day in a week."""
        return {"answer_by": self.standing.today + _A_WEEK}


class AskComplainant(_Question):
    """A question to the complainant. Our own deadlines go on meanwhile."""

    step = Step.ASK_COMPLAINANT
    verb = _("Send the question")
    done = _("The question has been sent.")
    about = _(
        "Ask one thing at a time. Our own dates go on meanwhile; the letter says that silence ends nothing."
    )
    side = Side.PUBLIC
    calls = staticmethod(ask_complainant)
    sends = LetterKind.QUESTION
    says = ("question", "answer_by")

    question = fields.text(_("What we ask"))
    answer_by = fields.DayField(label=_("An answer helps until"))


class AskThirdParty(_Question):
    """Somebody outside is asked by other means; here it is written down."""

    step = Step.ASK_THIRD_PARTY
    verb = _("Write down the question")
    done = _("The question has been written down.")
    about = _("Nothing is sent from here: ask by phone or mail, and write down whom you asked what.")
    calls = staticmethod(ask_third_party)

    whom = fields.line(
        _("Whom"), help_text=_("For example: the delivery company, branch of the district."), css="w-m"
    )
    question = fields.text(_("What we ask"))
    answer_by = fields.DayField(label=_("Answer wanted by"))


class RecordAnswer(StepForm):
    """The answer to an open question."""

    step = Step.RECORD_ANSWER
    verb = _("Write down the answer")
    done = _("The answer has been written down. The investigation goes on.")
    about = _("As they said it, as far as you can. Answers of third parties stay among ourselves.")
    calls = staticmethod(record_answer)
    needs = (needs.AN_OPEN_QUESTION,)
    from_address = frozenset({"inquiry"})

    def set_up(self) -> None:
        """One choice per open question."""
        self.fields["inquiry"] = fields.one_of(
            _("Which question"), self.standing.file.open_inquiries, asked_line
        )
        self.fields["answer"] = fields.text(_("What they answer"))

    def first_values(self) -> dict[str, Any]:
        """The newest one."""
        return {"inquiry": next((row.pk for row in reversed(self.standing.file.open_inquiries)), "")}


def asked_line(inquiry: Inquiry) -> str:
    """Who was asked what, in one line."""
    whom = inquiry.whom or gettext("Complainant")
    return gettext("%(whom)s: %(question)s") % {"whom": whom, "question": one_line(inquiry.question, 120)}
