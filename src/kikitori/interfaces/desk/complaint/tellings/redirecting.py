"""That a complaint is to be redirected, was, or stays."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, label
from kikitori.records.complaints.labels import KIND, REDIRECT_REASON
from kikitori.records.complaints.terms import Kind, RedirectReason
from kikitori.records.complaints.timeline import Event


def asked(event: Event, _known: Known) -> Told:
    """With what kind of reason, where to and why."""
    return Told(label(event), "forward", _texts(event), "", "internal", lines=_about(event))


def redirected(event: Event, known: Known) -> Told:
    """With what the complainant was told, and what it was taken for before."""
    lines = list(_about(event))
    kind = event.data.get("taken_for")
    if kind:
        before, after = (KIND[Kind(kind[each])] for each in ("before", "after"))
        lines.append(_("Kind: %(before)s → %(after)s") % {"before": before, "after": after})
    return Told(label(event), "forward", _texts(event), known.language, "public", lines=tuple(lines))


def refused(event: Event, _known: Known) -> Told:
    """Why it stays, where somebody said so."""
    return Told(label(event), "undo", event.data.get("words", ""), "", "internal")


def _about(event: Event) -> tuple[str, ...]:
    try:
        return (str(REDIRECT_REASON[RedirectReason(event.data.get("about", ""))]),)
    except ValueError:
        return ()


def _texts(event: Event) -> str:
    return "\n\n".join(event.data[each] for each in ("where", "why") if event.data.get(each))
