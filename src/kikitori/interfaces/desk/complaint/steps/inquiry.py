"""Looking into it: ask the complainant, ask somebody else, write down what they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.inquire import ask_complainant, ask_third_party, record_answer
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields, sentences
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.sentences import Trouble
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.inquiry.models import Inquiry
from kikitori.records.letters.kinds import LetterKind

_A_WEEK = timedelta(days=7)


class AskComplainant(StepForm):
    """A question to the complainant. Our own deadlines go on meanwhile."""

    step = Step.ASK_COMPLAINANT
    verb = _("Send the question")
    done = _("The question has been sent.")
    about = _(
        "Ask one thing at a time. Our own dates go on meanwhile; the letter says that silence ends nothing."
    )
    side = Side.PUBLIC

    question = fields.text(_("What we ask"))
    answer_by = fields.DayField(label=_("An answer helps until"))

    def first_values(self) -> dict[str, Any]:
        """A week is a fair time."""
        return {"answer_by": self.standing.today + _A_WEEK}

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Ask."""
        at = self.standing
        ask_complainant(
            at.actor,
            at.complaint,
            question=self.said("question"),
            answer_by=self.cleaned_data["answer_by"],
            now=at.now,
        )

    def letter(self) -> tuple[LetterKind, dict[str, Any]] | None:
        """The letter with the question."""
        if not self.is_bound:
            return None
        return LetterKind.QUESTION, {
            "question": self.said("question").strip(),
            "answer_by": self.cleaned_data["answer_by"],
        }


class AskThirdParty(StepForm):
    """Somebody outside is asked by other means; here it is written down."""

    step = Step.ASK_THIRD_PARTY
    verb = _("Write down the question")
    done = _("The question has been written down.")
    about = _("Nothing is sent from here: ask by phone or mail, and write down whom you asked what.")

    whom = fields.line(
        _("Whom"), help_text=_("For example: the delivery company, branch of the district."), css="w-m"
    )
    question = fields.text(_("What we ask"))
    answer_by = fields.DayField(label=_("Answer wanted by"))

    def first_values(self) -> dict[str, Any]:
        """A week is a fair time."""
        return {"answer_by": self.standing.today + _A_WEEK}

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Write the question down."""
        at = self.standing
        ask_third_party(
            at.actor,
            at.complaint,
            whom=self.said("whom"),
            question=self.said("question"),
            answer_by=self.cleaned_data["answer_by"],
            now=at.now,
        )


class RecordAnswer(StepForm):
    """The answer to an open question."""

    step = Step.RECORD_ANSWER
    verb = _("Write down the answer")
    done = _("The answer has been written down. The investigation goes on.")
    about = _("As they said it, as far as you can. Answers of third parties stay among ourselves.")
    from_address = frozenset({"inquiry"})

    @classmethod
    def obstacle(cls, standing: Standing) -> Trouble | None:
        """Needs a question that is open."""
        return None if open_inquiries(standing).exists() else sentences.no_open_question()

    def set_up(self) -> None:
        """One choice per open question."""
        self.inquiries = {str(row.pk): row for row in open_inquiries(self.standing)}
        self.fields["inquiry"] = fields.choice(
            _("Which question"), [(key, asked_line(row)) for key, row in self.inquiries.items()]
        )
        self.fields["answer"] = fields.text(_("What they answer"))

    def first_values(self) -> dict[str, Any]:
        """The newest one."""
        return {"inquiry": next(reversed(self.inquiries), "")}

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Write the answer down."""
        at = self.standing
        inquiry = self.inquiries[self.cleaned_data["inquiry"]]
        record_answer(at.actor, at.complaint, inquiry=inquiry, answer=self.said("answer"), now=at.now)


def open_inquiries(standing: Standing) -> QuerySet[Inquiry]:
    """Questions without an answer, oldest first."""
    return standing.complaint.inquiries.filter(answered_at__isnull=True).order_by("pk")


def asked_line(inquiry: Inquiry) -> str:
    """Who was asked what, in one line."""
    whom = inquiry.whom or gettext("Complainant")
    return gettext("%(whom)s: %(question)s") % {"whom": whom, "question": one_line(inquiry.question, 120)}
