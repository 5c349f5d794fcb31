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

    body = fields.text(_("Reply"))

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Send the reply."""
        at = self.standing
        write.reply(at.actor, at.complaint, body=self.said("body"), now=at.now)

    def letter(self) -> tuple[LetterKind, dict[str, Any]] | None:
        """The reply as a letter."""
        return (LetterKind.REPLY, {"body": self.said("body").strip()}) if self.is_bound else None


class Note(StepForm):
    """Among ourselves. The complainant never sees it, nothing is sent."""

    step = Step.NOTE
    title = _("Internal note")
    verb = _("Keep the note")
    done = _("The note has been kept. The complainant does not see it.")
    side = Side.INTERNAL
    page = "desk/complaint/write.html"

    body = fields.text(_("Note"))

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Keep the note."""
        at = self.standing
        write.note(at.actor, at.complaint, body=self.said("body"), now=at.now)


class Hear(StepForm):
    """What the complainant said by phone, at the counter or on paper."""

    step = Step.HEAR
    verb = _("Write it down")
    done = _("It has been written down.")
    about = _(
        "In their own words. The complainant can read it. If we had asked them something, this is the answer."
    )
    side = Side.SPOKEN

    channel = fields.choice(
        _("How did they tell us?"), [(c.value, CHANNEL[c]) for c in _ROADS], in_a_row=True
    )
    body = fields.text(_("What they said"))

    def first_values(self) -> dict[str, Any]:
        """Mostly it is the phone."""
        return {"channel": Channel.PHONE.value}

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Write it down."""
        at = self.standing
        write.hear(
            at.actor,
            at.complaint,
            body=self.said("body"),
            channel=self.cleaned_data["channel"],
            now=at.now,
        )
