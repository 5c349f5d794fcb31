"""Verbs by which a complaint is shown to another door, for the same table."""

from datetime import timedelta

from kikitori.casework.redirect import ask_redirect, confirm_redirect, refuse_redirect, undo_redirect
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.casework.verbs import LATER, STAFF, Case
from tests.cast import Cast
from tests.makers import FRIDAY

WHERE = "見本市保健所 食品衛生係（電話 03-0000-0000、平日9時から17時）"
WHY = "食品の衛生についての判断は、保健所が行うためです。"


def redirect_asked(cast: Cast) -> Complaint:
    """A colleague has asked for it; nobody of those who try the verbs."""
    complaint = makers.assessed(cast)
    ask_redirect(
        cast.actor("colleague"),
        complaint,
        reason="other_body",
        where=WHERE,
        why=WHY,
        now=FRIDAY + timedelta(hours=2),
    )
    return complaint


def redirected(cast: Cast) -> Complaint:
    """And the lead has confirmed it."""
    complaint = redirect_asked(cast)
    confirm_redirect(
        cast.actor("lead"), complaint, asked=complaint.redirections.get(), now=FRIDAY + timedelta(hours=3)
    )
    return complaint


REDIRECT_CASES = (
    Case(
        Step.ASK_REDIRECT,
        makers.assessed,
        lambda actor, complaint: ask_redirect(
            actor, complaint, reason="inquiry", where=WHERE, why=WHY, now=LATER
        ),
        may=STAFF,
        state="assessing",
        event="redirect_asked",
        says="redirection about where why mentioned",
        statements=13,
        internal=True,
        unnoticed=True,
    ),
    Case(
        Step.REDIRECT,
        redirect_asked,
        lambda actor, complaint: confirm_redirect(
            actor, complaint, asked=complaint.redirections.get(), now=LATER
        ),
        may=STAFF,
        state="redirected",
        event="redirected",
        says="redirection about where why asked_by clocks",
        letters=("redirected",),
        statements=25,
    ),
    Case(
        Step.REFUSE_REDIRECT,
        redirect_asked,
        lambda actor, complaint: refuse_redirect(
            actor, complaint, asked=complaint.redirections.get(), words="判断はこちらです。", now=LATER
        ),
        may=STAFF,
        state="assessing",
        event="redirect_refused",
        says="redirection asked_by words",
        statements=8,
        internal=True,
        unnoticed=True,
    ),
    Case(
        Step.UNDO_REDIRECT,
        redirected,
        lambda actor, complaint: undo_redirect(actor, complaint, reason="当方の商品でした。", now=LATER),
        may=STAFF,
        state="assessing",
        event="redirect_undone",
        says="redirection reason promised",
        letters=("reopened",),
        statements=25,
    ),
)
