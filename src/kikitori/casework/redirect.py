"""Redirect 他窓口への案内: no complaint after all, or somebody else's to decide. One asks, another confirms.

Whoever complained is told where to go and why; nothing is deleted, and everything that counts complaints still counts
this one. Until somebody else has confirmed it, it stays what it is and its dates run on. Where somebody may be in
danger it is never shown to another door. It can be taken up again, with a reason, under the same number.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kikitori.casework.barring import deciding
from kikitori.casework.close import require_nothing_owed
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.step import Taken, taking
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import permissions_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import State, Step, is_possible
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import KIND_AFTER, RedirectReason
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.redirections import Redirection
from kikitori.records.triage.sorting import Answer, RedirectState

_LONGEST = 2000
_WAITING_IN = sorted(state.value for state in State if is_possible(state, Step.REDIRECT))


def ask_redirect(
    actor: Actor, complaint: Complaint, *, reason: str, where: str, why: str, now: datetime
) -> Redirection:
    """Ask that the complainant be shown to another door. Leads are told, who see it; nothing else happens yet.

    `where`, `why`: as the complainant will read them. Raises Unseen, Refused, Invalid, NotNow: REDIRECT_ASKED (it
    waits already), SOMEBODY_IN_DANGER, REMEDY_OPEN.
    """
    check = Checked()
    word = check.word("reason", reason, RedirectReason)
    place = check.text("where", where, longest=_LONGEST, needed=True)
    said = check.text("why", why, longest=_LONGEST, needed=True)
    check.done()
    with taking(actor, complaint, Step.ASK_REDIRECT, now=now) as step:
        if _asked(step.complaint).exists():
            raise NotNow(Obstacle.REDIRECT_ASKED)
        _require_no_danger(step)
        require_nothing_owed(step)
        row = Redirection.objects.create(
            complaint=step.complaint,
            reason=word.value,
            where=place,
            why=said,
            kind_before=step.complaint.kind,
            asked_at=now,
            asked_by_id=actor.own_staff_id,
        )
        step.say(redirection=row.pk, about=row.reason, where=place, why=said)
        step.say(mentioned=deciding(step.complaint, [actor.own_staff_id]))
    return row


def confirm_redirect(actor: Actor, complaint: Complaint, *, asked: Redirection, now: datetime) -> None:
    """Confirm what a colleague asked for: the complainant is told, and the complaint is what it is from now on.

    Two who confirm at once: the second raises. Raises Unseen, Refused, StepNotPossible, NotNow: REDIRECT_NOT_ASKED
    (decided meanwhile), REDIRECT_BY_ANOTHER (whoever asked confirms nothing), SOMEBODY_IN_DANGER, REMEDY_OPEN.
    """
    with taking(actor, complaint, Step.REDIRECT, now=now) as step:
        row = _waiting(step, asked)
        if row.asked_by_id == actor.staff_id:
            raise NotNow(Obstacle.REDIRECT_BY_ANOTHER)
        _require_no_danger(step)
        require_nothing_owed(step)
        _decide(row, RedirectState.CONFIRMED, actor, now)
        before = step.complaint.kind
        after = KIND_AFTER.get(row.why_moved)
        step.complaint.kind = after.value if after else before
        step.say(redirection=row.pk, about=row.reason, where=row.where, why=row.why, asked_by=row.asked_by_id)
        if step.complaint.kind != before:
            step.say(taken_for={"before": before, "after": step.complaint.kind})
        step.letter(LetterKind.REDIRECTED, **letter_values(row.reason, row.where, row.why))


def refuse_redirect(
    actor: Actor, complaint: Complaint, *, asked: Redirection, now: datetime, words: str = ""
) -> None:
    """It stays here: a colleague says so, or whoever asked thinks better of it. The complainant learns nothing.

    Raises Unseen, Refused, Invalid, NotNow(REDIRECT_NOT_ASKED).
    """
    said = checked_text("words", words, longest=_LONGEST, needed=False)
    with taking(actor, complaint, Step.REFUSE_REDIRECT, now=now) as step:
        row = _waiting(step, asked)
        _decide(row, RedirectState.REFUSED, actor, now, said)
        step.say(redirection=row.pk, asked_by=row.asked_by_id, **({"words": said} if said else {}))


def undo_redirect(actor: Actor, complaint: Complaint, *, reason: str, now: datetime) -> None:
    """Take it up again after all, as what it was before, with new dates. The complainant is told.

    Raises Unseen, Refused, StepNotPossible, Invalid (reason).
    """
    said = checked_text("reason", reason, longest=_LONGEST)
    with taking(actor, complaint, Step.UNDO_REDIRECT, now=now) as step:
        row = step.complaint.redirections.filter(state=RedirectState.CONFIRMED.value).last()
        if row is not None:
            row.state, row.words = RedirectState.UNDONE.value, said
            row.save(update_fields=["state", "words"])
            step.complaint.kind = row.kind_before
            step.say(redirection=row.pk)
        step.say(reason=said)
        step.letter(LetterKind.REOPENED)


def letter_values(reason: str, where: str, why: str) -> dict[str, Any]:
    """What the letter says beside the standing facts."""
    return {"reason": reason, "where": where, "because": why}


def redirects_to_confirm(actor: Actor) -> QuerySet[Redirection]:
    """What waits for this person: asked for by others, in complaints they see and that have not gone on meanwhile."""
    if actor.staff_id is None or NEEDED[Step.REDIRECT] not in permissions_of(actor):
        return Redirection.objects.none()
    waiting = Redirection.objects.filter(state=RedirectState.ASKED.value, complaint__state__in=_WAITING_IN)
    return waiting.filter(complaint__in=visible_to(actor)).exclude(asked_by=actor.staff_id)


def _asked(complaint: Complaint) -> QuerySet[Redirection]:
    return complaint.redirections.filter(state=RedirectState.ASKED.value)


def _waiting(step: Taken, asked: Redirection) -> Redirection:
    """The request, read anew under the lock of its complaint. Raises NotNow."""
    row = _asked(step.complaint).filter(pk=asked.pk).first()
    if row is None:
        raise NotNow(Obstacle.REDIRECT_NOT_ASKED)
    return row


def _require_no_danger(step: Taken) -> None:
    in_danger = SafetyAnswer.objects.filter(complaint=step.complaint, answer=Answer.YES.value)
    if in_danger.exists():
        raise NotNow(Obstacle.SOMEBODY_IN_DANGER)


def _decide(row: Redirection, state: RedirectState, actor: Actor, now: datetime, words: str = "") -> None:
    row.state, row.decided_at, row.decided_by_id, row.words = state.value, now, actor.staff_id, words
    row.save(update_fields=["state", "decided_at", "decided_by", "words"])
