"""Beside an offer or a decision: what complaints like this one received. It asks for a reason, and refuses nothing."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework.alike import Alike, alike
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.steps.remedy_rows import RemedyRows
from kikitori.records.remedies.consistency import Spread
from kikitori.records.remedies.limits import total_of
from kikitori.records.remedies.terms import MONEY


class HintedRows(RemedyRows):
    """A form with remedies that says what like complaints received, and pauses once where the sum is far from it."""

    def set_up(self) -> None:
        """Why it is so much or so little: asked kindly, never needed."""
        super().set_up()
        self.fields["unlike"] = fields.text(
            _("Why so much, or so little"),
            help_text=_(
                "For colleagues only: it stands in the ledger, so that like cases can be compared. "
                "You can also send it without."
            ),
            required=False,
            rows=2,
        )

    @cached_property
    def alike(self) -> Alike:
        """What complaints like this one received. Three queries, where it is drawn or sent."""
        at = self.standing
        return alike(at.actor, at.complaint, now=at.now)

    @property
    def typed_total(self) -> int:
        """The money in what was typed."""
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return 0
        typed = self.cleaned_data
        return total_of(
            typed.get(f"remedy_{n}_amount") for n in self.used if typed.get(f"remedy_{n}_kind") in MONEY
        )

    @property
    def usual(self) -> Spread | None:
        """The middle half that the sum typed lies far from; None where it does not."""
        currency, total = self.limits.currency, self.typed_total
        if not total or not self.alike.hint.is_far(total, currency):
            return None
        return self.alike.hint.total_in(currency)

    @property
    def pauses(self) -> bool:
        """Far from what others received, without a reason, and its sender has not been asked yet."""
        return super().pauses or (
            not self.said("unlike").strip()
            and self.data.get("unlike_seen") != str(self.typed_total)
            and self.usual is not None
        )

    def unlike_given(self) -> dict[str, Any]:
        """The reason, for the verb."""
        return {"unlike": self.said("unlike")}
