"""How a complaint came in, in lines: late typing, postmark, fax, who passed it on, where it was written about us."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look import words
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Channel


def days_late(complaint: Complaint) -> int:
    """Days between the day it reached us and the day it was written down, as they stand on our calendar."""
    came, logged = (timezone.localtime(each).date() for each in (complaint.received_at, complaint.logged_at))
    return max((logged - came).days, 0)


def lines_of(standing: Standing) -> Iterator[str]:
    """What is to be told of its way here; nothing of most."""
    complaint, way = standing.complaint, standing.file.way_in
    late = days_late(complaint)
    if late:
        told = ngettext(
            "It came %(n)s day before it was written down. Dates count from the day it came.",
            "It came %(n)s days before it was written down. Dates count from the day it came.",
            late,
        )
        yield told % {"n": late}
    if way is None:
        return
    if way.postmarked_on:
        day = words.short_day(way.postmarked_on, standing.today, words.language(get_language()))
        yield _("Postmark of %(day)s") % {"day": day}
    for sentence, value in (
        (_("By the poster at %(what)s"), way.branch.name_in(get_language() or "") if way.branch else ""),
        (_("Fax from %(what)s"), way.fax_number),
        (_("Passed on by %(what)s"), way.passed_on_by),
        (_("Written under the name %(what)s"), way.post_handle),
        (_("Found at %(what)s"), way.post_url),
        (_("Understood with the help of %(what)s"), way.interpreter),
    ):
        if value:
            yield sentence % {"what": value}
    if way.post_is_public is not None:
        yield _("Everybody can read it") if way.post_is_public else _("A direct message")
    if complaint.channel == Channel.SNS.value:
        yield _("Do not answer the matter in public: ask them to write to us directly.")
