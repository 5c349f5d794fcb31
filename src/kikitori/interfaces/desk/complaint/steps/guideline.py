"""The guideline of a complaint: which one, and what became of each item of its checklist."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.follow_guideline import mark_item
from kikitori.casework.pin_guideline import choose_guideline
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.guidelines.shown import ItemShown, said
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.prevention.guideline_queries import in_force
from kikitori.records.prevention.guidelines import GuidelineVersion
from kikitori.records.prevention.labels import ITEM_STATE
from kikitori.records.prevention.terms import ItemState


class ChooseGuideline(StepForm):
    """A newer version, or another guideline."""

    step = Step.CHOOSE_GUIDELINE
    verb = _("Go by this one from now on")
    done = _("The complaint goes by the guideline you chose.")
    about = _(
        "The assessment finds the guideline by itself. Choose here to take over a newer version, or where another one "
        "fits better. What was ticked stays ticked where the item reads as it did."
    )
    calls = staticmethod(choose_guideline)
    from_address = frozenset({"version"})

    def set_up(self) -> None:
        """Everything in force but what it goes by. One query."""
        pin = self.standing.file.guidelines.pin
        rows = list(in_force(self.standing.today))
        self.rows = [row for row in rows if pin is None or row.pk != pin.row.version_id]
        self.fields["version"] = fields.one_of(_("Guideline"), self.rows, _in_a_line)
        self.fields["reason"] = fields.text(_("Why this one"), rows=2)

    def first_values(self) -> dict[str, Any]:
        """The newer version of what it goes by."""
        pin = self.standing.file.guidelines.pin
        newer = next((row for row in self.rows if pin and row.guideline_id == pin.guideline), None)
        return {"version": str(newer.pk)} if newer else {}


class MarkItem(StepForm):
    """Done, not done and why, or open after all."""

    step = Step.MARK_ITEM
    verb = _("Write down what became of it")
    done = _("Written down, with your name and the time.")
    about = _("What is not done needs its reason. Leads see it, and may better the guideline by it.")
    calls = staticmethod(mark_item)
    needs = (needs.A_CHECKLIST,)
    from_address = frozenset({"item", "state"})

    def set_up(self) -> None:
        """Which item, what became of it, and why."""
        pin = self.standing.file.guidelines.pin
        items = [ItemShown.of(row) for row in pin.text.items] if pin else []
        options = [(row.id, f"{place}. {row.text.words}") for place, row in enumerate(items, start=1)]
        self.fields["item"] = fields.choice(
            _("Item of the checklist"), options, helps={row.id: row.need for row in items}
        )
        self.fields["state"] = fields.choice(
            _("What became of it"), [(each.value, ITEM_STATE[each]) for each in ItemState], in_a_row=True
        )
        self.fields["reason"] = fields.text(
            _("Why it is not done"), help_text=_("Needed only for what is not done."), required=False, rows=3
        )

    def first_values(self) -> dict[str, Any]:
        """The first that is open; whoever comes here mostly has a reason to write down."""
        pin = self.standing.file.guidelines.pin
        left = (row for row in pin.text.items if row.id not in pin.marks) if pin else iter([])
        first = next(left, None)
        return {"state": ItemState.NOT_DONE.value, **({"item": first.id} if first else {})}


def _in_a_line(row: GuidelineVersion) -> str:
    """Its title and version."""
    return gettext("%(title)s (version %(number)s)") % {
        "title": said(row.text.title).words,
        "number": row.number,
    }
