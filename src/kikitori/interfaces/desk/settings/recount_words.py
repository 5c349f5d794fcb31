"""Counting the house anew, in words: what a run has changed, and what stands about it on the pages of the calendar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from kikitori.casework.recount import ASKED, newest_recount
from kikitori.casework.settings_kept import RUN, newest_change
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.people.terms import Setting


@dataclass(frozen=True, slots=True)
class RecountOffer:
    """What stands about counting anew. `due`: the calendar was changed since the last run, or since there was none.

    `may`: can this reader ask for it; the others read who can. `line`: the newest line of a run, and `who` asked.
    """

    may: bool
    due: bool
    line: SettingChange | None = None
    who: str = ""

    @property
    def waits(self) -> bool:
        """Was a run asked for that has no outcome yet?"""
        return self.line is not None and self.line.after[RUN] == ASKED

    @property
    def presses(self) -> bool:
        """Does it belong at the top of a page: is something to be done, or being done?"""
        return self.due or self.waits

    @property
    def reason(self) -> str:
        """Why it was asked for."""
        return str(self.line.after["reason"]) if self.line else ""

    @property
    def outcome(self) -> list[str]:
        """What the last run has changed."""
        return list(outcome(self.line.after)) if self.line and not self.waits else []


def recount_offer(actor: Actor) -> RecountOffer:
    """Three queries at most."""
    line = newest_recount()
    asked = line.after.get("asked", line.pk) if line else 0
    who = line.after.get("asked_by", line.by_id) if line else None
    return RecountOffer(
        may=may(actor, NEEDED[Step.RECOUNT_CLOCKS]).allowed,
        due=newest_change(Setting.CALENDAR) > asked,
        line=line,
        who=Staff.objects.filter(pk=who).values_list("name", flat=True).first() or "" if who else "",
    )


def outcome(after: Mapping[str, Any]) -> Iterator[str]:
    """The lines a run leaves, as sentences."""
    clocks, complaints = after["clocks"], after["complaints"]
    if clocks:
        yield gettext("%(deadlines)s of %(complaints)s got another date.") % {
            "deadlines": ngettext("%(n)s deadline", "%(n)s deadlines", clocks) % {"n": clocks},
            "complaints": ngettext("%(n)s complaint", "%(n)s complaints", complaints) % {"n": complaints},
        }
    else:
        yield gettext("Every deadline came out the same.")
    yield ngettext("%(n)s deadline was looked at.", "%(n)s deadlines were looked at.", after["looked_at"]) % {
        "n": after["looked_at"]
    }
    if left := after["left"]:
        yield ngettext(
            "%(n)s complaint could not be counted anew. Please count it by itself, from its page.",
            "%(n)s complaints could not be counted anew. Please count them one by one, from their pages.",
            left,
        ) % {"n": left}
