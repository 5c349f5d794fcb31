"""What is pressed on the page of an incident: each act with its form, its verb and what is said when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kikitori.casework.breach.affected import (
    add_affected,
    drop_affected,
    not_to_be_reached,
    record_alternative,
    take_from_complaints,
    told_by_hand,
)
from kikitori.casework.breach.keep import begin_breach_clocks, close_breach, reopen_breach
from kikitori.casework.breach.reporting import (
    ask_not_reportable,
    decide_not_reportable,
    record_breach_report,
)
from kikitori.interfaces.desk.breaches import forms
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.records.complaints.breaches import BreachIncident
from kikitori.records.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Press:
    """One press: who, on which incident, what was typed and chosen."""

    actor: Actor
    incident: BreachIncident
    typed: Mapping[str, Any]
    chosen: Mapping[str, str]
    now: datetime
    zone: ZoneInfo

    @property
    def person(self) -> int:
        """The number of the person it is about; 0 for none."""
        found = self.chosen.get("person", "")
        return int(found) if found.isascii() and found.isdigit() and len(found) < 18 else 0  # noqa: PLR2004

    @property
    def kind(self) -> str:
        """The report it is about."""
        return self.chosen.get("kind", "")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing one can press. `form`: what is typed with it."""

    do: Callable[[Press], object]
    done: Any
    form: type[CardForm] | None = None


def _reported(press: Press) -> object:
    at = forms.moment(press.typed["day"], press.typed["time"], press.now, press.zone)
    return record_breach_report(
        press.actor,
        press.incident,
        kind=press.kind,
        authority=press.typed["authority"],
        number=press.typed["number"],
        at=min(at, press.now) if at.date() == press.now.astimezone(press.zone).date() else at,
        now=press.now,
    )


def _told(press: Press) -> None:
    at = forms.moment(press.typed["day"], None, press.now, press.zone)
    told_by_hand(
        press.actor,
        press.incident,
        person=press.person,
        how=press.typed["how"],
        at=min(at, press.now) if at.date() == press.now.astimezone(press.zone).date() else at,
        now=press.now,
    )


#: On the page of the incident.
ON_PAGE: Mapping[str, Act] = {
    "clocks": Act(
        lambda press: begin_breach_clocks(press.actor, press.incident, now=press.now),
        _("The deadlines run, counted from the day on which we knew."),
    ),
    "reported": Act(_reported, _("Written down. The deadline has been met."), forms.SentForm),
    "waive": Act(
        lambda press: ask_not_reportable(
            press.actor, press.incident, reason=press.typed["reason"], now=press.now
        ),
        _("Another person decides it. Until then the deadlines run."),
        forms.ReasonForm,
    ),
    "agree": Act(
        lambda press: decide_not_reportable(
            press.actor, press.incident, granted=True, words=press.typed["words"], now=press.now
        ),
        _("It need not be reported. Both names stand in the record."),
        forms.WordsForm,
    ),
    "refuse": Act(
        lambda press: decide_not_reportable(
            press.actor, press.incident, granted=False, words=press.typed["words"], now=press.now
        ),
        _("It is reported. The deadlines run on."),
        forms.WordsForm,
    ),
    "close": Act(
        lambda press: close_breach(press.actor, press.incident, now=press.now),
        _("The incident is closed."),
    ),
    "reopen": Act(
        lambda press: reopen_breach(press.actor, press.incident, reason=press.typed["reason"], now=press.now),
        _("The incident is open again."),
        forms.ReopenForm,
    ),
}
#: On the page of those affected.
ON_LIST: Mapping[str, Act] = {
    "take": Act(
        lambda press: take_from_complaints(press.actor, press.incident, now=press.now),
        _("Whoever complains in it is on the list."),
    ),
    "add": Act(
        lambda press: add_affected(
            press.actor,
            press.incident,
            lines=press.typed["lines"],
            language=press.typed["language"],
            now=press.now,
        ),
        _("They are on the list, each once."),
        forms.LinesForm,
    ),
    "told": Act(_told, _("Written down."), forms.ByHandForm),
    "unreachable": Act(
        lambda press: not_to_be_reached(
            press.actor, press.incident, person=press.person, reason=press.typed["how"], now=press.now
        ),
        _("Written down. Something else is to be done for them."),
        forms.ByHandForm,
    ),
    "drop": Act(
        lambda press: drop_affected(press.actor, press.incident, person=press.person, now=press.now),
        _("They are off the list."),
    ),
    "alternative": Act(
        lambda press: record_alternative(
            press.actor,
            press.incident,
            measure=press.typed["measure"],
            reason=press.typed["reason"],
            on=press.typed["on"],
            now=press.now,
        ),
        _("Written down."),
        forms.AlternativeForm,
    ),
}
