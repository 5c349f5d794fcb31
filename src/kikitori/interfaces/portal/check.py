"""The check page and the sending. What is sent is what this page shows: it carries every answer itself.

The answer to a sent complaint is the slip, directly and without a redirect, so that no secret ever stands in an
address; the same page sent again gives the same slip.
"""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kikitori.casework.branches import branch_of, came_from
from kikitori.casework.errors import Invalid, NotNow, Obstacle
from kikitori.casework.parcels import Handed, Owner
from kikitori.casework.receive import receive_complaint
from kikitori.interfaces.portal import drafts, slip
from kikitori.interfaces.portal.complain import go
from kikitori.interfaces.portal.complain_forms import NAMELESS, NOTHING, STEPS
from kikitori.interfaces.portal.door import open_page
from kikitori.interfaces.portal.drafts import FIELDS, Draft
from kikitori.interfaces.portal.enclosing import (
    IN_FILES,
    numbers_of,
    obstacle_in_words,
    shown_again,
    shown_files,
)
from kikitori.interfaces.portal.holder import limit_session
from kikitori.interfaces.portal.pace_store import Work, challenge_for, network_of, seconds_before_complaint
from kikitori.interfaces.portal.rule_times import rule_times
from kikitori.interfaces.portal.sending import fields_of, gets_letters, intake_of, is_reachable, token_of
from kikitori.interfaces.portal.sentences import PROBLEM
from kikitori.interfaces.portal.summary import summary
from kikitori.interfaces.portal.visit import Visit
from kikitori.interfaces.portal.work import BITS

#: A field that people do not see and machines fill in. It costs one more press of the button, never the complaint.
TRAP = "website"
#: The slip asks to be shown once more, in another language or larger.
SLIP_AGAIN = "slip_again"
#: The button that leaves out by whose poster somebody came.
LEAVES_OUT = "leave_out_branch"
_TRAPPED = gettext_lazy(
    "To be sure that a person is sending this, please press the button once more. Everything you wrote is here."
)


@open_page
def check(visit: Visit) -> HttpResponse:
    """`/complain/check/`: everything at a glance, then send."""
    if visit.posted:
        return _send(visit)
    draft = drafts.draft_in(visit.request.session, visit.now)
    if draft is None or not draft.text("story"):
        return go("story")
    return _page(visit, draft, looks_anew=True)


def _send(visit: Visit) -> HttpResponse:
    """Everything that can stand between the button and the verb; then the verb."""
    posted = visit.request.POST
    draft = Draft.posted(posted)
    if visit.shows_again and SLIP_AGAIN not in posted:
        return _page(visit, draft)
    if LEAVES_OUT in posted:
        return _leave_out_branch(visit, draft)
    if not any(name in posted for name in FIELDS):
        return go("story")
    forms = {step: form(posted) for step, form in STEPS.items()}
    if not all([form.is_valid() for form in forms.values()]):  # noqa: C419 - every form has to look
        return _mend(visit, draft, forms)
    if posted.get(TRAP):
        return _page(visit, draft, notice=_TRAPPED, status=422)
    work = Work(posted.get("work", ""), posted.get("work_answer", ""))
    wait = seconds_before_complaint(network_of(visit.request), token_of(draft), visit.now, work=work)
    return _wait(visit, draft, wait) if wait else _receive(visit, draft, forms)


def _receive(visit: Visit, draft: Draft, forms: dict[str, Form]) -> HttpResponse:
    """Twenty times the same page: one complaint, and twenty times the same slip."""
    given = intake_of(draft, language=visit.language, now=visit.now)
    files = numbers_of(draft.many("enclosed"))
    handed = Handed(Owner(draft.token), files) if files else None
    try:
        received = receive_complaint(
            visit.actor,
            given,
            token=token_of(draft),
            now=visit.now,
            handed=handed,
            born=came_from(draft.text("at")),
        )
    except NotNow as not_now:
        if not_now.obstacle not in IN_FILES:
            raise
        changed = not_now.obstacle is Obstacle.FILES_CHANGED
        wrong = [("files", obstacle_in_words(not_now))]
        return _page(visit, draft, wrong=wrong, status=409, looks_anew=changed)
    except Invalid as invalid:
        for field, problem in fields_of(invalid.problems, draft).items():
            owner = next(form for form in forms.values() if field in form.fields)
            owner.add_error(field, str(PROBLEM[problem]))
        return _mend(visit, draft, forms)
    drafts.note_sent(visit.request.session, draft, received.complaint.reference, visit.now)
    limit_session(visit.request)
    return slip.show(visit, received, draft)


def _leave_out_branch(visit: Visit, draft: Draft) -> HttpResponse:
    """The same page without the branch, here and in what is kept for the pages before it."""
    draft.values.pop("at", None)
    kept = drafts.draft_in(visit.request.session, visit.now)
    if kept is not None and kept.token == draft.token:
        drafts.keep(visit.request.session, draft, visit.now)
    return _page(visit, draft)


def _mend(visit: Visit, draft: Draft, forms: dict[str, Form]) -> HttpResponse:
    """Show what cannot be taken, each with the page where it can be mended. The draft is kept for those pages."""
    drafts.keep(visit.request.session, draft, visit.now)
    limit_session(visit.request)
    wrong = [
        (step, str(error))
        for step, form in forms.items()
        for errors in form.errors.values()
        for error in errors
    ]
    return _page(visit, draft, wrong=wrong, status=422)


def _wait(visit: Visit, draft: Draft, wait: int) -> HttpResponse:
    sentence = ngettext(
        "Very many complaints are coming from your network. Please wait %(seconds)s second and press the button again.",
        "Very many complaints are coming from your network. "
        "Please wait %(seconds)s seconds and press the button again.",
        wait,
    )
    kept = _("Nothing you wrote has been lost.")
    challenge = challenge_for(network_of(visit.request), token_of(draft), visit.now)
    notice = f"{sentence % {'seconds': wait}} {kept}"
    response = _page(visit, draft, notice=notice, status=429, challenge=challenge)
    response.headers["Retry-After"] = str(wait)
    return response


def _page(
    visit: Visit,
    draft: Draft,
    *,
    notice: Any = "",
    wrong: list[tuple[str, str]] | None = None,
    status: int = 200,
    looks_anew: bool = False,
    challenge: str = "",
) -> HttpResponse:
    """`looks_anew`: at what lies in the parcel now. Else the page keeps the files it has shown, sent meanwhile or not:

    with others it would say something else, and sending it again would make a second complaint.
    """
    if looks_anew:
        files = shown_files(Owner(draft.token))
        draft.show_files(file.row.pk for file in files)
    else:
        files = shown_again(Owner(draft.token), numbers_of(draft.many("enclosed")))
    branch = branch_of(draft.text("at"))
    context = {
        "parts": summary(draft, visit.language),
        "files": files,
        "branch": branch.name_in(visit.language) if branch else "",
        "leaves_out": LEAVES_OUT,
        "carried": draft.carried({}),
        "notice": notice,
        "wrong": wrong or [],
        "trap": TRAP,
        "challenge": challenge,
        "bits": BITS,
        "reachable": is_reachable(draft),
        "confirmed": gets_letters(draft),
        "typing_form": "complaint",
        "times": rule_times(visit),
        "nameless": draft.text("reach") in (NAMELESS, NOTHING),
        "route": visit.organisation.external_route_in(visit.language),
    }
    return visit.show("check", context, status=status)
