"""The letter of one child: exactly as they will read it, with words of their own, or left out."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.mass_reply import OneLetter, letters_of, set_apart
from kikitori.casework.templates import signature_for
from kikitori.interfaces.desk.complaint.preview import composed_for
from kikitori.interfaces.desk.complaint.recipient import recipient_of
from kikitori.interfaces.desk.complaint.sentences import of_obstacle
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.mass.forms import OneForm
from kikitori.interfaces.desk.mass.found import reply_or_404
from kikitori.interfaces.desk.mass.letters import to_reply
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import children_seen_by
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.mass import CommonReply
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor

LEAVE_OUT, PUT_BACK, COMMON = "leave_out", "put_back", "common"


@desk_page(Permission.GROUP)
@require_http_methods(["GET", "HEAD", "POST"])
def one_letter(request: HttpRequest, actor: Actor, reference: str, mass: int, common: int) -> HttpResponse:
    """GET: the letter. POST: other words, the common ones again, leave it out, take it in again; then the list."""
    standing = stand(request, actor, reference)
    written = reply_or_404(actor, mass, common)
    if not children_seen_by(actor, written.mass).filter(pk=standing.complaint.pk).exists():
        raise Http404
    [letter] = letters_of(written, [standing.complaint], standing.house, frame_of(request).now)
    if request.method != "POST":
        return _page(request, standing, written, letter, OneForm(initial={"text": letter.text}))
    act, form = request.POST.get("act", ""), OneForm(request.POST)
    form.is_valid()
    try:
        if act in (LEAVE_OUT, PUT_BACK):
            set_apart(actor, written, standing.complaint, left_out=act == LEAVE_OUT)
        else:
            text = "" if act == COMMON else form.cleaned_data["text"]
            set_apart(actor, written, standing.complaint, text=text)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, standing, written, letter, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow as not_now:
        messages.error(request, of_obstacle(not_now.obstacle, not_now.detail, actor.role).happened)
        return to_reply(written)
    messages.success(request, _("Saved for %(number)s.") % {"number": standing.complaint.reference})
    return to_reply(written)


def _page(
    request: HttpRequest,
    standing: Standing,
    written: CommonReply,
    letter: OneLetter,
    form: OneForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    signature = signature_for(standing.actor.staff_id, standing.complaint.language)
    values = {"body": letter.text, "signature": signature}
    context = {
        "form": form,
        "written": written,
        "mass": written.mass,
        "complaint": standing.complaint,
        "one": letter,
        "letter": composed_for(standing, Step.REPLY, LetterKind.REPLY, values),
        "recipient": recipient_of(standing),
    }
    return render(request, "desk/mass/one_letter.html", context, status=status)
