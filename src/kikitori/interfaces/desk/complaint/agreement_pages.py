"""What was agreed, as a record that both sides can save; and whether a paper somebody holds says the same."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kikitori.casework.agreements import agreement_in, agreement_paper
from kikitori.foundation.language.readings import EASY
from kikitori.foundation.paper.compiled import NotSet
from kikitori.interfaces.desk.asked import word_from
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.look.handing_out import inert
from kikitori.records.complaints.proof_of_receipt import digest_in_groups
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.agreement import fingerprint_of, is_same
from kikitori.records.remedies.agreements import Agreement

#: In which it can be saved; each under its own name for itself.
LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code in ("ja", "en", EASY)]
_LONGEST = 200


@desk_page()
@require_safe
def agreement(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """The agreement of round `number`; `?fingerprint=`: is that the one on the paper? 404 where nothing was agreed."""
    standing, found = _found(request, actor, reference, number)
    typed = request.GET.get("fingerprint", "")[:_LONGEST]
    context = {
        "complaint": standing.complaint,
        "agreement": found,
        "round": number,
        "fingerprint": digest_in_groups(found.fingerprint),
        "is_intact": fingerprint_of(found.sheet) == found.fingerprint,
        "languages": LANGUAGES,
        "typed": typed,
        "is_same": is_same(found.fingerprint, typed) if typed.strip() else None,
    }
    return render(request, "desk/complaint/agreement.html", context)


@desk_page()
@require_safe
def agreement_pdf(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """The record as PDF, in the language of the complaint or in `?language=`."""
    standing, found = _found(request, actor, reference, number)
    language = word_from(
        request, "language", [code for code, _name in LANGUAGES], standing.complaint.language
    )
    try:
        paper = agreement_paper(found, language, standing.zone)
    except NotSet:
        messages.error(request, _("The record could not be set for print. Please try again."))
        address = reverse("desk:agreement", args=[reference, number])
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
    answer = HttpResponse(paper.content, content_type="application/pdf")
    return inert(answer, f"{reference}-agreement-{number}.pdf")


def _found(request: HttpRequest, actor: Actor, reference: str, number: int) -> tuple[Standing, Agreement]:
    standing = stand(request, actor, reference)
    found = agreement_in(standing.complaint, number, standing.organisation) if number <= _MOST else None
    if found is None:
        raise Http404
    return standing, found


#: The largest number a round can have.
_MOST = 32_767
