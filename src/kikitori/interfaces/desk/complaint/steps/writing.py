"""Writing: a reply to the complainant, a note among ourselves, a word of theirs written down.

Three forms, so that public and internal can never be mixed up by a switch.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework import write
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.records.complaints.labels import CHANNEL
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import Channel
from kikitori.records.letters.kinds import LetterKind

#: Roads by which a complainant says more; the others are how whole complaints come in.
_ROADS = (
    Channel.PHONE,
    Channel.IN_PERSON,
    Channel.POST,
    Channel.EMAIL,
    Channel.FAX,
    Channel.SNS,
    Channel.WEB,
)


class Reply(StepForm):
    """To the complainant. Writing it sends it."""

    step = Step.REPLY
    title = _("Reply to the complainant")
    verb = _("Send the reply")
    done = _("The reply is on its way.")
    side = Side.PUBLIC
    page = "desk/complaint/write.html"
    calls = staticmethod(write.reply)
    sends = LetterKind.REPLY
    says = ("body",)

    body = fields.text(_("Reply"))


class Note(StepForm):
    """Among ourselves. The complainant never sees it, nothing is sent."""

    step = Step.NOTE
    title = _("Internal note")
    verb = _("Keep the note")
    done = _("The note has been kept. The complainant does not see it.")
    page = "desk/complaint/write.html"
    calls = staticmethod(write.note)

    body = fields.text(_("Note"))


class Hear(StepForm):
    """What the complainant said by phone, at the counter or on paper."""

    step = Step.HEAR
    verb = _("Write it down")
    done = _("It has been written down.")
    about = _(
        "In their own words. The complainant can read it. If we had asked them something, this is the answer."
    )
    side = Side.SPOKEN
    calls = staticmethod(write.hear)

    channel = fields.choice(
        _("How did they tell us?"), [(c.value, CHANNEL[c]) for c in _ROADS], in_a_row=True
    )
    body = fields.text(_("What they said"))

    def first_values(self) -> dict[str, Any]:
        """Mostly it is the phone."""
        return {"channel": Channel.PHONE.value}
