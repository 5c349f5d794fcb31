"""Causes in lines for a reader: what each needs, and what the record of changes holds of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kikitori.records.inquiry.causes import CauseNeeds

CAUSE_NEEDS: Mapping[CauseNeeds, str | Promise] = {
    CauseNeeds.NOTHING: gettext_lazy("Nothing more"),
    CauseNeeds.ANOTHER: gettext_lazy("Another cause: what allowed it"),
    CauseNeeds.UNTIL: gettext_lazy("A day on which somebody looks again"),
}


def cause_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set; none where there was nothing."""
    if not kept:
        return
    yield from dict.fromkeys((kept["name_ja"], kept["name_en"]))
    needs = CauseNeeds(kept["needs"])
    if needs is not CauseNeeds.NOTHING:
        yield _("Has to be said with it: %(what)s") % {"what": CAUSE_NEEDS[needs]}
    if not kept["offered"]:
        yield _("(cannot be chosen any more; what was named by it keeps its name)")


def cause_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What was done to a cause."""
    if not before:
        return _("Cause “%(name)s” added")
    if before["offered"] and not after["offered"]:
        return _("Cause “%(name)s” taken out of use")
    if after["offered"] and not before["offered"]:
        return _("Cause “%(name)s” taken into use again")
    return _("Cause “%(name)s” changed")
