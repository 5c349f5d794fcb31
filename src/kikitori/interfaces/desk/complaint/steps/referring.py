"""Passing a complaint on: to whom, why, and what goes along, each thing chosen; and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Invalid
from kikitori.casework.refer import ReferralGiven, refer_inside, refer_outside, turned_outside
from kikitori.casework.referral_letters import ReferralWords
from kikitori.casework.referral_result import AnswerGiven, record_referral, record_result
from kikitori.casework.sharing import SharedGiven, snapshot
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.steps.remedy_rows import RemedyRows
from kikitori.interfaces.desk.complaint.steps.sharing_fields import add_sharing, holder_of, shared_of
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.referral.labels import BASIS, REFERRAL_OUTCOME
from kikitori.records.referral.models import Body, Referral
from kikitori.records.referral.terms import OF_INSIDE, OF_OUTSIDE, Basis, BodyKind, ReferralOutcome

#: Where the register does not say how long they take.
_USUAL = timedelta(days=14)
_ANSWER = ("referral", "outcome", "answered_on", "answer", "told")


class _ToBody(StepForm):
    """A form that names an entry of the register."""

    side = Side.PUBLIC
    outside = False
    from_address = frozenset({"body"})

    def add_bodies(self) -> None:
        """One choice for each that is in use, with what it deals with."""
        kinds = [BodyKind.EXTERNAL] if self.outside else [BodyKind.SPECIALIST, BodyKind.DEPARTMENT]
        rows = Body.objects.filter(is_active=True, kind__in=[kind.value for kind in kinds])
        self.bodies, language = list(rows), get_language() or "ja"
        helps = {str(row.pk): _help(row, language) for row in self.bodies}
        self.fields["body"] = fields.one_of(
            _("To whom it is passed on"), self.bodies, lambda one: one.name_in(language), helps
        )
        if not self.bodies:
            self.fields["body"].help_text = _(
                "Nobody of this kind stands in the register yet. A lead adds them under “Settings”."
            )

    def first_values(self) -> dict[str, Any]:
        """The only one there is; and the day they name themselves."""
        asked = self.asked.get("body")
        chosen = next((row for row in self.bodies if str(row.pk) == asked), None)
        if chosen is None and len(self.bodies) == 1:
            chosen = self.bodies[0]
        days = timedelta(days=chosen.answer_days) if chosen and chosen.answer_days else _USUAL
        return {"body": chosen.pk if chosen else "", "expected_on": self.standing.today + days}


class ReferInside(_ToBody):
    """Somebody of ours knows more; it stays in our hands."""

    step = Step.REFER
    verb = _("Pass it on and tell the complainant")
    done = _(
        "Passed on. The complainant has the list of what went along. Print the sheet for whoever gets it."
    )
    about = _(
        "The complainant reads why, to whom, and every single thing that is passed on. Nothing is sent to anybody else "
        "from here: you print a sheet with exactly that. Our own dates go on meanwhile."
    )
    calls = staticmethod(refer_inside)
    sends = LetterKind.REFERRAL

    def set_up(self) -> None:
        """To whom, why, what, on which ground, by when."""
        self.add_bodies()
        self.fields["reason"] = fields.text(
            _("Why we cannot solve it ourselves, for the complainant"), rows=4
        )
        add_sharing(self)
        self._add_basis()
        self.fields["expected_on"] = fields.DayField(label=_("We tell what they answer by"))

    def _add_basis(self) -> None:
        known = [each for each in Basis if not (self.outside and each is Basis.WITHIN)]
        self.fields["basis"] = fields.choice(
            _("What entitles us to pass it on"), [(each.value, BASIS[each]) for each in known]
        )
        self.fields["consented_on"] = fields.DayField(label=_("Agreed on"), required=False)
        self.fields["basis_words"] = fields.line(
            _("How they agreed, or why the exception applies"),
            help_text=_(
                "For example: on the phone, after the list was read out. The complainant does not see it."
            ),
            required=False,
        )

    def first_values(self) -> dict[str, Any]:
        """Least: the summary alone."""
        return {**super().first_values(), "basis": "" if self.outside else Basis.WITHIN.value}

    def values(self) -> dict[str, Any]:
        """As the verb takes it."""
        typed = self.cleaned_data
        body = typed["body"]
        return {
            "given": ReferralGiven(
                body=body.pk if body else None,
                reason=self.said("reason"),
                shared=self._shared(),
                basis=typed["basis"],
                basis_words=self.said("basis_words"),
                consented_on=typed.get("consented_on"),
                expected_on=typed["expected_on"],
            )
        }

    def _shared(self) -> SharedGiven:
        return shared_of(self.cleaned_data)

    def holder(self, place: str) -> str:
        """Name, address, wish and story are boxes of one field."""
        return holder_of(place)

    def letter_values(self) -> dict[str, Any] | None:
        """The letter with everything that was chosen."""
        if not self.is_bound:
            return None
        typed = self.cleaned_data
        try:
            items = snapshot(self.standing.complaint, self._shared())
        except Invalid:  # gone since it was offered: the verb says so
            return None
        words = ReferralWords(typed["body"], self.standing.zone, items, expected_on=typed["expected_on"])
        return {"reason": self.said("reason").strip(), "referral": words}


class ReferOutside(ReferInside):
    """A body outside takes it; the complainant gets its leaflet."""

    step = Step.REFER_OUTSIDE
    about = _(
        "The complainant reads why, to whom, and every single thing that is passed on, with the leaflet. Nothing is "
        "sent to the body from here: you print a sheet with exactly that. Our own dates go on meanwhile."
    )
    outside = True
    calls = staticmethod(refer_outside)


class TurnedOutside(_ToBody):
    """They have gone there themselves."""

    step = Step.TURN_OUTSIDE
    title = _("The complainant has turned to an external body")
    verb = _("Write it down and tell the complainant")
    done = _("Written down. The complainant knows that we know.")
    about = _("It is their right and no disadvantage to them. Nothing is passed on by this.")
    outside = True
    calls = staticmethod(turned_outside)
    sends = LetterKind.REFERRAL

    def set_up(self) -> None:
        """Where, how we know it, by when we expect to know more."""
        self.add_bodies()
        self.fields["how"] = fields.text(
            _("How we know it; the complainant reads this"),
            help_text=_("For example: the body wrote to us on 24 November and asks for our view."),
            rows=3,
        )
        self.fields["expected_on"] = fields.DayField(label=_("We tell what they answer by"))

    def values(self) -> dict[str, Any]:
        """The verb takes the number of the entry."""
        return {**super().values(), "body": self.cleaned_data["body"].pk}

    def letter_values(self) -> dict[str, Any] | None:
        """The letter, once it is known where."""
        if not self.is_bound:
            return None
        typed = self.cleaned_data
        words = ReferralWords(
            typed["body"], self.standing.zone, by_themselves=True, expected_on=typed["expected_on"]
        )
        return {"reason": self.said("how").strip(), "referral": words}


class RecordReferral(StepForm):
    """They answered, and we go on with it."""

    step = Step.RECORD_REFERRAL
    verb = _("Write it down, tell the complainant and go on")
    done = _("Written down. The complainant has it, with new dates; it goes on in our hands.")
    about = _(
        "Where we look into it again with what they said, or without it. A result that stands is written down as such."
    )
    side = Side.PUBLIC
    calls = staticmethod(record_referral)
    sends = LetterKind.REFERRAL_RESULT
    needs = (needs.AN_OPEN_REFERRAL,)
    from_address = frozenset({"referral"})
    goes_on = True

    @property
    def offered(self) -> list[Referral]:
        """Those that wait for an answer."""
        return self.standing.file.open_referrals

    def set_up(self) -> None:
        """Whose answer, what it was, when, and what the complainant is told."""
        inside = any(row.body.is_inside for row in self.offered)
        outside = any(not row.body.is_inside for row in self.offered)
        fitting = (OF_INSIDE if inside else frozenset()) | (OF_OUTSIDE if outside else frozenset())
        self.fields["referral"] = fields.one_of(_("Whose answer"), self.offered, in_a_line)
        self.fields["outcome"] = fields.choice(
            _("What came of it"),
            [(each.value, REFERRAL_OUTCOME[each]) for each in ReferralOutcome if each in fitting],
        )
        self.fields["answered_on"] = fields.DayField(
            label=_("Answered on"), help_text=_("Empty where no answer came."), required=False
        )
        self.fields["answer"] = fields.text(_("What they answered, for ourselves"), required=False, rows=4)
        self.fields["told"] = fields.text(_("What the complainant is told of it"), rows=4)
        super().set_up()

    def first_values(self) -> dict[str, Any]:
        """The oldest that waits."""
        return {"referral": next((row.pk for row in self.offered), "")}

    def values(self) -> dict[str, Any]:
        """As the verb takes it."""
        typed = self.cleaned_data
        given = AnswerGiven(
            outcome=typed["outcome"],
            answered_on=typed.get("answered_on"),
            told=self.said("told"),
            answer=self.said("answer"),
        )
        return {"given": given, "referral": typed["referral"]}

    def letter_values(self) -> dict[str, Any] | None:
        """Their answer as the complainant reads it."""
        if not self.is_bound:
            return None
        typed = self.cleaned_data
        body = Body.objects.get(pk=typed["referral"].body_id)
        words = ReferralWords(body, self.standing.zone, outcome=typed["outcome"], goes_on=self.goes_on)
        return {"referral": words, "told": self.said("told").strip()}


class RecordResult(RecordReferral, RemedyRows):
    """A body outside has come to a result, and it stands."""

    step = Step.RECORD_RESULT
    verb = _("Write down the result and tell the complainant")
    done = _("Written down. The complainant has the result, and what follows from it.")
    about = _(
        "The result stands in the place of our decision. What it asks of us is owed from now on; where nothing more "
        "can be done, the complaint can be closed."
    )
    part = "desk/complaint/_fields_result.html"
    overwrites = True
    calls = staticmethod(record_result)
    needs = (needs.AN_OPEN_REFERRAL_OUTSIDE,)
    goes_on = False

    @property
    def offered(self) -> list[Referral]:
        """Those with a body outside."""
        return [row for row in super().offered if not row.body.is_inside]

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """What is asked about the result, before what we have to do."""
        return [self[name] for name in _ANSWER]

    def values(self) -> dict[str, Any]:
        """With what is owed."""
        return {**super().values(), "remedies": self.given()}

    def letter_values(self) -> dict[str, Any] | None:
        """With what is owed."""
        said = super().letter_values()
        return said and {**said, "remedies": self.lines()}

    def leaves_something_owed(self) -> bool:
        """What the result asks for, and what was owed before it."""
        return bool(self.given()) or super().leaves_something_owed()


def in_a_line(row: Referral) -> str:
    """To whom and since when, in one line."""
    return gettext("%(name)s, since %(day)s") % {
        "name": row.body.name_in(get_language() or "ja"),
        "day": f"{row.referred_at:%Y-%m-%d}",
    }


def _help(row: Body, language: str) -> str:
    parts = [row.scope_in(language), row.limits_in(language)]
    if row.answer_days:
        parts.append(
            ngettext("Answers within %(n)s day.", "Answers within %(n)s days.", row.answer_days)
            % {"n": row.answer_days}
        )
    return " ".join(part for part in parts if part)
