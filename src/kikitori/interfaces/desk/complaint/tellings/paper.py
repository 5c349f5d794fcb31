"""Letters on paper: posted, come back, written anew to another address."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, on_day
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.labels import LETTER_KIND, POST_SERVICE, RETURN_REASON
from kikitori.records.letters.post_terms import PostService, ReturnReason
from kikitori.records.letters.tracking import tracking_of


def posted(event: Event, known: Known) -> Told:
    """It was posted: when, how, and by which number it can be followed."""
    data = event.data
    lines = _number(event)
    if data.get("posted_on"):
        lines.append(_("Posted on %(day)s") % {"day": on_day(data["posted_on"], known)})
    service = data.get("service", PostService.ORDINARY.value)
    if service != PostService.ORDINARY.value:
        lines.append(str(POST_SERVICE[PostService(service)]))
    if data.get("tracking"):
        number = tracking_of(data["tracking"])
        lines.append(_("Tracking number %(number)s") % {"number": number.shown if number else ""})
    sentence = _("Printed and posted: %(letter)s") % {"letter": _letter(event)}
    return Told(sentence, "print", lines=tuple(lines))


def returned(event: Event, known: Known) -> Told:
    """It came back, when and why."""
    why = RETURN_REASON[ReturnReason(event.data["reason"])]
    sentence = _("Came back (%(reason)s), reach them by other means: %(letter)s") % {
        "reason": why,
        "letter": _letter(event),
    }
    lines = _number(event)
    if event.data.get("day"):
        lines.append(_("Came back on %(day)s") % {"day": on_day(event.data["day"], known)})
    return Told(sentence, "warning", lines=tuple(lines))


def replaced(event: Event, _known: Known) -> Told:
    """It was written anew, under which number."""
    sentence = _("Written anew to another address: %(letter)s") % {"letter": _letter(event)}
    return Told(sentence, "forward", lines=tuple(_number(event)))


def _number(event: Event) -> list[str]:
    """Which letter it is, as a line; none for those written before letters had numbers."""
    return [_("Letter %(number)s") % event.data] if event.data.get("number") else []


def _letter(event: Event) -> str:
    return str(LETTER_KIND[LetterKind(event.data["kind"])])
