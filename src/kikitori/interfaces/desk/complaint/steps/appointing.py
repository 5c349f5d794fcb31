"""Who speaks for the complainant: written down for them, confirmed or declined, and ended by us."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.answer_appointment import answer_appointment, letter_values
from kikitori.casework.appoint import AppointmentGiven, appoint
from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.intake import ContactGiven
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm, WrittenDown
from kikitori.records.complaints.labels import AUTHORITY_PROOF
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import AuthorityProof
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.labels import CONTACT_KIND
from kikitori.records.people.terms import ContactKind, Mandate
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.labels import MANDATE
from kikitori.records.voices.terms import AppointmentState

_YES, _NO = "yes", "no"
_SHOWN = 300
_ROADS = (ContactKind.EMAIL, ContactKind.POST, ContactKind.PHONE)


def _write_down(
    actor: Actor,
    complaint: Complaint,
    *,
    name: str,
    kana: str,
    relation: str,
    mandate: str,
    reach_kind: str,
    reach: str,
    language: str,
    proof: str,
    words: str,
    how: str,
    now: datetime,
) -> Appointment:
    given = AppointmentGiven(
        name=name,
        kana=kana,
        relation=relation,
        mandate=mandate,
        reach=ContactGiven(kind=reach_kind, value=reach) if reach.strip() else None,
        language=language,
        proof=proof,
        words=words,
    )
    return appoint(actor, complaint, given, how=how, now=now)


class NameRepresentative(WrittenDown):
    """They name somebody on the phone, at the counter, by letter."""

    step = Step.APPOINT
    title = _("The complainant names a representative")
    verb = _("Write down whom they name")
    done = _("Written down. Once it is confirmed, this person speaks for the complainant.")
    about = _("Nobody speaks for the complainant before it is confirmed. They can end it at any time.")
    calls = staticmethod(_write_down)
    needs = (needs.NOBODY_NAMED,)

    def set_up(self) -> None:
        """Who, what they may do, and how to reach them."""
        self.fields["name"] = fields.line(_("Name of the representative"), css="w-m")
        self.fields["kana"] = fields.line(
            _("How the representative's name is read (kana)"), required=False, css="w-m"
        )
        self.fields["relation"] = fields.line(_("Who they are to the complainant"), required=False)
        self.fields["mandate"] = fields.choice(_("What they may do"), MANDATE.items())
        roads = [("", _("Nothing was given")), *((road.value, CONTACT_KIND[road]) for road in _ROADS)]
        self.fields["reach_kind"] = fields.drop_down(_("How to reach them"), roads, required=False)
        self.fields["reach"] = fields.line(_("Their address or number"), required=False)
        self.fields["language"] = fields.drop_down(_("Language of their letters"), settings.LANGUAGES)
        self.fields["proof"] = fields.choice(
            _("Authority in writing"), AUTHORITY_PROOF.items(), in_a_row=True
        )
        self.fields["words"] = fields.text(_("In their words"), required=False, rows=3)
        names = ("name", "kana", "relation", "mandate", "reach_kind", "reach", "language", "proof", "words")
        self.order_fields([*names, "how"])

    def first_values(self) -> dict[str, Any]:
        """The least that can be left to somebody."""
        return {
            "mandate": Mandate.SPEAK.value,
            "language": self.standing.complaint.language,
            "proof": AuthorityProof.LATER.value,
        }


def _answer(
    actor: Actor,
    complaint: Complaint,
    *,
    appointment: Appointment,
    granted: str,
    proof: str,
    words: str,
    now: datetime,
) -> None:
    answer_appointment(
        actor,
        complaint,
        appointment=appointment,
        granted=granted == _YES,
        proof=proof,
        words=words,
        now=now,
    )


class AnswerAppointment(StepForm):
    """Somebody speaks for the complainant from now on, or not and why; the complainant is told either way."""

    step = Step.ANSWER_APPOINTMENT
    verb = _("Send the answer")
    done = _(
        "Answered. Where it was confirmed, a slip for the representative can be issued under “Who speaks for them”."
    )
    about = _(
        "Once confirmed, they sign in with a slip of their own, and our letters go to the address given for them. "
        "What the complainant has confided stays hidden from them."
    )
    side = Side.PUBLIC
    calls = staticmethod(_answer)
    sends = LetterKind.REPRESENTATIVE
    says = ("words",)
    needs = (needs.AN_OPEN_APPOINTMENT,)

    def set_up(self) -> None:
        """There is one at most."""
        rows = [row for row in self.standing.file.appointments if row.is_open]
        self.fields["appointment"] = fields.one_of(
            _("Who was named"), rows, in_a_line, helps={str(row.pk): self._told_of(row) for row in rows}
        )
        answers = [(_YES, _("Confirmed")), (_NO, _("Not confirmed; the reason stands below"))]
        self.fields["granted"] = fields.choice(_("What is decided"), answers, in_a_row=True)
        self.fields["proof"] = fields.choice(
            _("Authority in writing"), AUTHORITY_PROOF.items(), in_a_row=True
        )
        self.fields["words"] = fields.text(
            _("What the complainant is told"),
            help_text=_("Needed where it is not confirmed. The letter says the rest."),
            required=False,
            rows=4,
        )

    def _told_of(self, row: Appointment) -> str:
        """What they may do, how they are reached, what was written, and what lies with it."""
        files = [each.name for each in self.standing.file.files if each.appointment_id == row.pk]
        parts = [MANDATE[Mandate(row.mandate)], row.reach, one_line(row.words, _SHOWN), *files]
        return " · ".join(str(part) for part in parts if part)

    def first_values(self) -> dict[str, Any]:
        """The one that waits, with what was said of a document."""
        row = next((row for row in self.standing.file.appointments if row.is_open), None)
        return {"appointment": row.pk, "proof": row.proof} if row else {}

    def letter_values(self) -> dict[str, Any] | None:
        """As it would stand, once typed."""
        said = super().letter_values()
        row = self.cleaned_data.get("appointment") if said else None
        if said is None or row is None:
            return None
        granted = self.cleaned_data.get("granted") == _YES
        state = AppointmentState.CONFIRMED if granted else AppointmentState.DECLINED
        return {**letter_values(row, said["words"]), "state": state.value}


class EndAppointment(StepForm):
    """We do not let them speak for the complainant any more, or were asked to end it."""

    step = Step.END_APPOINTMENT
    verb = _("End it and tell the complainant")
    done = _("Ended. The complainant has been told, and letters go to them again.")
    about = _(
        "It ends at once: the representative's slip opens nothing any more. The complainant reads the reason; "
        "the representative is not written to."
    )
    side = Side.SHOWN
    danger = True
    calls = staticmethod(end_appointment)
    needs = (needs.SOMEBODY_NAMED,)

    def set_up(self) -> None:
        """Why."""
        self.fields["reason"] = fields.text(_("The reason, as the complainant reads it"), rows=4)


def in_a_line(row: Appointment) -> str:
    """Who was named, in one line."""
    parts = {"name": row.name, "relation": row.relation}
    return gettext("%(name)s (%(relation)s)") % parts if row.relation else row.name
