"""The vault: sealing at one press, letting people in, what the reporter is told, and taking the seal off by two."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.grants import end_sight, grant_sight
from kikitori.casework.seal import ask_unseal, refuse_unseal, seal_complaint, unseal
from kikitori.casework.tell_reporter import tell_inquiry, tell_outcome
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.labels import ROLE
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role

_YES, _NO = "yes", "no"


class SealIt(StepForm):
    """At once, and alone: what would be lost by waiting cannot be got back."""

    step = Step.SEAL
    verb = _("Seal it now")
    done = _(
        "It is sealed, and those who are designated for it have been told. You do not see it any more, unless you are "
        "one of them. Please speak about it with nobody, and do not try to find out who has reported."
    )
    about = _(
        "For what may be a report of wrongdoing by somebody inside. From this moment only the designated receivers can "
        "read it: no handler, no lead, no auditor, and not you, unless you are designated. It is in no list, no "
        "search, no figure, and no mail goes out about it. Whoever reported reads on their page that few people deal "
        "with it now, and by when they hear whether it is looked into. If you were wrong, two receivers take the seal "
        "off."
    )
    danger = True
    calls = staticmethod(seal_complaint)

    reason = fields.text(_("Why you think so"), rows=4, help_text=_("Read by the receivers alone."))


class GrantSight(StepForm):
    """An expert, counsel, somebody who must act on it: no more people than it takes."""

    step = Step.GRANT_SIGHT
    verb = _("Let them read it")
    done = _(
        "They can read it now, and have been told that there is something. It stands on the timeline here."
    )
    about = _(
        "Only for whoever is needed to deal with it, and only as long. Handing on who has reported, beyond what is "
        "needed, is punishable."
    )

    purpose = fields.line(_("What for"))
    until = fields.DayField(
        label=_("Up to and including"),
        required=False,
        help_text=_("Empty: as long as the seal is on. It ends by itself."),
    )

    @staticmethod
    def calls(
        actor: Actor,
        complaint: Complaint,
        *,
        staff: Staff,
        purpose: str,
        until: datetime | None,
        now: datetime,
    ) -> None:
        """The verb."""
        grant_sight(actor, complaint, staff=staff, purpose=purpose, until=until, now=now)

    def set_up(self) -> None:
        """Everybody who does not see it yet and may be let in."""
        self.fields["staff"] = fields.one_of(_("Who may read it"), self.standing.could_be_let_in, _with_role)
        self.order_fields(["staff", "purpose", "until"])

    def values(self) -> dict[str, Any]:
        """The day lasts until it is over."""
        day = self.cleaned_data["until"]
        end = datetime.combine(day, time.max, self.standing.zone) if day else None
        return {**super().values(), "until": end}


class EndSight(StepForm):
    """From this moment on."""

    step = Step.END_SIGHT
    verb = _("They read it no more")
    done = _("From now on they cannot read it. What they have read stays on record.")
    about = _("What is written here is read by those who can still read the complaint.")
    calls = staticmethod(end_sight)
    needs = (needs.ANOTHER_READER,)
    from_address = frozenset({"grant"})

    def set_up(self) -> None:
        """Each who may read it now."""
        sealed = self.standing.sealed
        self.fields["grant"] = fields.one_of(
            _("Who"), sealed.grants if sealed else [], lambda grant: grant.staff.name
        )
        self.fields["reason"] = fields.text(_("Why"), rows=3)


class TellInquiry(StepForm):
    """By the day that was promised."""

    step = Step.TELL_INQUIRY
    verb = _("Tell them")
    done = _("They can read it on their page. Nothing was mailed.")
    about = _(
        "They read this on their page; nothing is mailed or posted. Where it is not looked into, say why, and where "
        "else they can turn."
    )
    side = Side.SHOWN

    is_looked_into = fields.choice(
        _("Is it looked into?"),
        [(_YES, _("It is looked into")), (_NO, _("It is not looked into"))],
        in_a_row=True,
    )
    words = fields.text(_("In these words"), rows=8)

    @staticmethod
    def calls(actor: Actor, complaint: Complaint, *, is_looked_into: str, words: str, now: datetime) -> None:
        """The verb."""
        tell_inquiry(actor, complaint, is_looked_into=is_looked_into == _YES, words=words, now=now)


class TellOutcome(StepForm):
    """Without delay once it is done."""

    step = Step.TELL_OUTCOME
    verb = _("Tell them")
    done = _("They can read it on their page. Nothing was mailed.")
    about = _(
        "What was found, and what was put right, as far as the privacy of others allows. They read this on their "
        "page; nothing is mailed or posted."
    )
    side = Side.SHOWN
    calls = staticmethod(tell_outcome)
    needs = (needs.AN_INQUIRY_TOLD,)

    words = fields.text(_("In these words"), rows=8)


class AskUnseal(StepForm):
    """It was something else after all."""

    step = Step.ASK_UNSEAL
    verb = _("Ask somebody else to agree")
    done = _("Asked. Somebody else who can read it decides; until then it stays sealed.")
    about = _("Nobody takes a seal off alone: somebody else who can read it has to agree.")
    calls = staticmethod(ask_unseal)
    needs = (needs.NO_UNSEAL_ASKED_FOR,)

    reason = fields.text(_("Why it is no report of wrongdoing"), rows=4)


class Unseal(StepForm):
    """Whoever asked cannot."""

    step = Step.UNSEAL
    verb = _("Take the seal off")
    done = _(
        "The seal is off. It is assessed again, and everybody who handles complaints may see it as before."
    )
    about = _(
        "It becomes as visible as it was before, with all that was written in the vault, and is assessed again with "
        "new dates. The complainant reads that on their page."
    )
    danger = True
    calls = staticmethod(unseal)
    needs = (needs.AN_UNSEAL_ASKED_FOR, needs.UNSEAL_ASKED_BY_ANOTHER)


class RefuseUnseal(StepForm):
    """Somebody says that it stays, or whoever asked thinks better of it."""

    step = Step.REFUSE_UNSEAL
    verb = _("Keep it sealed")
    done = _("It stays sealed.")
    about = _("It goes on in the vault as it was.")
    calls = staticmethod(refuse_unseal)
    needs = (needs.AN_UNSEAL_ASKED_FOR,)

    words = fields.text(_("Why it stays sealed"), required=False, rows=3)


def _with_role(one: Staff) -> str:
    return gettext("%(name)s (%(role)s)") % {"name": one.name, "role": ROLE[Role(one.role)]}
