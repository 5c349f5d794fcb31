"""The guideline beside the facts: which version and why, what is ticked, what is left, what is new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kikitori.interfaces.desk.complaint.pinned import Marked, Pinned
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.guidelines.shown import GuidelineShown, ItemShown
from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.records.access.permissions import NEEDED, Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step, is_possible
from kikitori.records.prevention.guidelines import GuidelineVersion
from kikitori.records.prevention.labels import FITS
from kikitori.records.prevention.terms import Fits, ItemState


@dataclass(frozen=True, slots=True)
class ItemHere:
    """An item of the checklist, and what was said of it in this complaint."""

    item: ItemShown
    place: int
    mark: Marked | None

    @property
    def is_done(self) -> bool:
        """Ticked."""
        return self.mark is not None and self.mark.row.state == ItemState.DONE.value

    @property
    def is_deviation(self) -> bool:
        """Left undone for a reason."""
        return self.mark is not None and self.mark.row.state == ItemState.NOT_DONE.value


@dataclass(frozen=True)
class GuidelinePanel:
    """What the panel shows."""

    pin: Pinned
    shown: GuidelineShown
    items: list[ItemHere]
    why: str
    #: A version that is in force since, and is not taken over yet.
    newer: GuidelineVersion | None
    may_mark: bool
    may_choose: bool
    #: The reader goes by guidelines, and has not marked this version as read.
    is_unread: bool

    @property
    def left(self) -> list[ItemHere]:
        """Needed, and neither done nor left undone for a reason."""
        return [each for each in self.items if each.item.is_needed and each.mark is None]

    @property
    def done(self) -> int:
        """How many are seen to, either way."""
        return sum(each.mark is not None for each in self.items)

    @property
    def deviations(self) -> int:
        """How many were left undone for a reason."""
        return sum(each.is_deviation for each in self.items)


def panel_for(standing: Standing, *, has_read: Callable[[], bool] = lambda: True) -> GuidelinePanel | None:
    """The panel; None where the complaint goes by none. No query of its own."""
    pin = standing.file.guidelines.pin
    if pin is None:
        return None
    shown = GuidelineShown(pin.text)
    in_force = [row for row in standing.file.guidelines.later if row.in_force_from <= standing.today]
    goes_by = may(standing.actor, Permission.INVESTIGATE).allowed
    return GuidelinePanel(
        pin=pin,
        shown=shown,
        items=[
            ItemHere(item, place, pin.marks.get(item.id)) for place, item in enumerate(shown.items, start=1)
        ],
        why=why_this_one(pin),
        newer=in_force[-1] if in_force and not pin.is_out_of_use else None,
        may_mark=_may(standing, Step.MARK_ITEM),
        may_choose=_may(standing, Step.CHOOSE_GUIDELINE),
        is_unread=goes_by and not has_read(),
    )


def why_this_one(pin: Pinned) -> str:
    """Why the complaint goes by it, in one or two sentences."""
    if pin.row.reason:
        who = pin.by or _("Somebody")
        return _("Chosen by %(name)s: %(reason)s") % {"name": who, "reason": pin.row.reason}
    named = [str(FITS[Fits(each)]) for each in pin.row.named]
    said = (
        _("Found by the assessment: it is written for %(what)s of this complaint.") % {"what": listed(named)}
        if named
        else _(
            "Found by the assessment: it is written for every complaint, and none is written more closely."
        )
    )
    if not pin.row.others:
        return said
    others: Any = ngettext(
        "%(n)s other guideline would apply too, but less closely.",
        "%(n)s other guidelines would apply too, but less closely.",
        pin.row.others,
    )
    return f"{said} {others % {'n': pin.row.others}}"


def _may(standing: Standing, step: Step) -> bool:
    return is_possible(standing.state, step) and may(standing.actor, NEEDED[step], standing.complaint).allowed
