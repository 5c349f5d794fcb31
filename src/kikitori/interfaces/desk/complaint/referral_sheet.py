"""The sheet that goes with a referral: exactly what was chosen, as it was then. It is printed, and sent by nobody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.complaint.referred import day_of, expected_by
from kikitori.interfaces.desk.complaint.standing import stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.look import words
from kikitori.records.people.actor import Actor
from kikitori.records.referral.told import item_name


@desk_page()
@require_safe
def referral_sheet(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """One sheet for whoever gets it, in the language of whoever prints it. 404 where nothing was passed on."""
    standing = stand(request, actor, reference)
    row = next((each for each in standing.file.referrals if each.pk == number), None)
    if row is None or not row.shared:
        raise Http404
    language = get_language() or "ja"
    say = day_of(language)
    context = {
        "complaint": standing.complaint,
        "row": row,
        "to": row.body.name_in(language),
        "ours": standing.organisation,
        "our_name": standing.organisation.name_in(language),
        "items": [(item_name(item, say), item.get("text", "")) for item in row.shared],
        "by": words.day(expected_by(standing, row), words.language(language)),
        "since": words.day(row.referred_at.astimezone(standing.zone).date(), words.language(language)),
    }
    return render(request, "desk/complaint/referral_sheet.html", context)
