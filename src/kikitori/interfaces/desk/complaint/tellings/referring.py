"""To whom a complaint was passed on or brought, and what they answered."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, label, on_day
from kikitori.records.complaints.timeline import Event
from kikitori.records.referral.labels import REFERRAL_OUTCOME
from kikitori.records.referral.terms import ReferralOutcome


def referred(event: Event, known: Known) -> Told:
    """To whom, why, and by when we tell what they answer."""
    row = known.referral(event)
    day = on_day(event.data.get("expected_on"), known)
    lines = (_("Answer expected by %(day)s") % {"day": day},) if day else ()
    sentence = _named(event, known, _("Passed on to %(name)s"))
    return Told(sentence, "external", row.reason if row else "", known.language, "public", lines=lines)


def turned(event: Event, known: Known) -> Told:
    """Where they turned, and how we know."""
    row = known.referral(event)
    sentence = _named(event, known, _("The complainant turned to %(name)s"))
    return Told(sentence, "external", row.reason if row else "", known.language, "public")


def answered(event: Event, known: Known) -> Told:
    """What came of it, and what the complainant was told."""
    row = known.referral(event)
    outcome = event.data.get("outcome")
    lines = (str(REFERRAL_OUTCOME[ReferralOutcome(outcome)]),) if outcome else ()
    sentence = _named(event, known, _("Answer of %(name)s"))
    return Told(sentence, "message", row.told if row else "", known.language, "public", lines=lines)


def _named(event: Event, known: Known, sentence: str) -> str:
    row = known.referral(event)
    if row is None:
        return label(event)
    reader = known.language if known.public else (get_language() or "ja")
    return sentence % {"name": row.body.name_in(reader)}
