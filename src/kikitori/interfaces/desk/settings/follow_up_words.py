"""Days of the follow-up in lines for a reader, as the record of changes holds them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def follow_up_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set; none where there was nothing."""
    if not kept:
        return
    yield _("No answer whether it is solved: another way after %(days)s") % {
        "days": _days(kept["other_road_days"])
    }
    yield _("No answer still: may be closed as not confirmed after %(days)s") % {
        "days": _days(kept["silence_days"])
    }
    again = kept["second_contact_days"]
    if again:
        yield _("Ended by agreement: asked once more after %(days)s") % {"days": _days(again)}
    else:
        yield _("Ended by agreement: not asked again")


def _days(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}
