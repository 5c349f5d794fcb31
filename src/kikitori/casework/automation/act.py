"""Acting: each action of an automation through the verb that people have for it. No letter to the complainant.

What it promises, they can read on their page: that word comes again, at the latest on such a day.

A refusal is an answer: it is written down, and the next action has its turn. What stands already is not done again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import override

from kikitori.casework.assign import assign_complaint
from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Unseen
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.filling import values_of_many
from kikitori.casework.following import add_follower
from kikitori.casework.house import House
from kikitori.casework.place import place_complaint
from kikitori.casework.promise import promise_by_hand
from kikitori.casework.standing_in import there_for
from kikitori.casework.tasks import add_task
from kikitori.casework.write import note
from kikitori.foundation.crypto import new_token
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import seen_by
from kikitori.records.automation.foresight import NOBODY, foreseen
from kikitori.records.automation.matching import facts_of
from kikitori.records.automation.rule import Action
from kikitori.records.automation.terms import ActionKind, Did, Who
from kikitori.records.complaints.lifecycle import OPEN, Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.escalation.ladder import FIRST
from kikitori.records.letters.drafts import Draft
from kikitori.records.letters.placeholders import Politeness, best_key, fill
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Following

_OPEN = sorted(state.value for state in OPEN)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one action: `why` where it was refused, `to`: whom it went to, as was found out only then."""

    kind: ActionKind
    did: Did
    why: str = ""
    to: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the log."""
        line: dict[str, Any] = {"do": self.kind.value, "did": self.did.value}
        if self.why:
            line["why"] = self.why
        return {**line, "to": list(self.to)} if self.to else line


class Refusal(Exception):
    """It cannot be done, and why."""


def act(actor: Actor, complaint: Complaint, action: Action, *, now: datetime, house: House) -> Done:
    """Do it. The complaint is locked, and says afterwards what the row says."""
    ahead = foreseen(action, facts_of(complaint))
    if ahead.did is not Did.DONE:
        return Done(action.kind, ahead.did, ahead.why)
    try:
        to = _VERBS[action.kind](_Doing(actor, complaint, action, now, house))
    except Refusal as refusal:
        return Done(action.kind, Did.REFUSED, str(refusal))
    except (CaseworkError, StepNotPossible) as refused:
        return Done(action.kind, Did.REFUSED, _why(refused))
    return Done(action.kind, Did.DONE if to is not None else Did.ALREADY, to=to or ())


@dataclass(frozen=True, slots=True)
class _Doing:
    actor: Actor
    complaint: Complaint
    action: Action
    now: datetime
    house: House

    @property
    def handler(self) -> int:
        """In whose hands it is. Raises Refusal."""
        if self.complaint.assignee_id is None:
            raise Refusal(NOBODY)
        return self.complaint.assignee_id

    def person(self) -> Staff:
        """Whom the action names. Raises Refusal."""
        number = self.handler if self.action.who == Who.HANDLER.value else int(self.action.who)
        found = Staff.objects.filter(pk=number, is_active=True).select_related("team").first()
        if found is None:
            raise Refusal("gone")
        return found

    def there_for(self, person: Staff, needs: Permission) -> Staff | None:
        """Whoever takes it in their place today; themselves while they are at work."""
        return there_for(person, self.complaint, self.house.roster_at(self.now), needs)

    def team(self) -> Team | None:
        """The team it names, if any. Raises Refusal."""
        if self.action.team is None:
            return None
        found = Team.objects.filter(pk=self.action.team).first()
        if found is None:
            raise Refusal("gone")
        return found


#: Whom it went to; None where everything stood so already.
_Verb = Callable[[_Doing], tuple[int, ...] | None]


def _assign(doing: _Doing) -> tuple[int, ...] | None:
    """To whom it names, or while they are away to whoever stands in for them."""
    person = doing.there_for(doing.person(), Permission.INVESTIGATE)
    if person is None:
        raise Refusal("away")
    if person.pk == doing.complaint.assignee_id:
        return None
    assign_complaint(doing.actor, doing.complaint, to=person, now=doing.now)
    return (person.pk,)


def _round(doing: _Doing) -> tuple[int, ...]:
    """To whoever of the team is at work, sees it and has least in hand; of equals to the first by number."""
    hands = [role.value for role in Role if Permission.INVESTIGATE in OF_ROLE[role]]
    in_hand = Count("complaints", filter=Q(complaints__state__in=_OPEN))
    able = (
        seen_by(doing.complaint)
        .filter(team=doing.team(), role__in=hands)
        .exclude(pk__in=doing.house.roster_at(doing.now).absent)
    )
    found = able.select_related("team").annotate(in_hand=in_hand).order_by("in_hand", "pk").first()
    if found is None:
        raise Refusal("empty")
    assign_complaint(doing.actor, doing.complaint, to=found, now=doing.now)
    return (found.pk,)


def _place(doing: _Doing) -> tuple[int, ...]:
    place_complaint(doing.actor, doing.complaint, queue=doing.action.queue, team=doing.team(), now=doing.now)
    return ()


def _task(doing: _Doing) -> tuple[int, ...]:
    """For whom it names, or whoever stands in for them; with nobody there it waits for them."""
    named = doing.person()
    person = doing.there_for(named, Permission.NOTE) or named
    add_task(doing.actor, doing.complaint, title=doing.action.text, to=person, by=_day(doing), now=doing.now)
    return (person.pk,)


def _note(doing: _Doing) -> tuple[int, ...]:
    note(doing.actor, doing.complaint, body=doing.action.text, now=doing.now)
    return ()


def _promise(doing: _Doing) -> tuple[int, ...]:
    with override(tongue(doing.complaint.language)):
        what = str(PROMISE_KIND[PromiseKind.PROGRESS])
    promise_by_hand(doing.actor, doing.complaint, what=what, by=_day(doing), now=doing.now)
    return ()


def _escalate(doing: _Doing) -> tuple[int, ...]:
    # Before the first level, however often: only a person's request goes above what waits already.
    raised = escalate_complaint(
        doing.actor, doing.complaint, reason=doing.action.text, level=FIRST, now=doing.now
    )
    return (raised.holder_id,) if raised.holder_id else ()


def _follow(doing: _Doing) -> tuple[int, ...] | None:
    """Those it names who see it and do not follow yet; each is told."""
    if doing.action.who == Who.LEADS.value:
        people = list(seen_by(doing.complaint).filter(role=Role.LEAD.value).order_by("pk"))
    else:
        people = [doing.person()]
    if not people:
        raise Refusal("empty")
    following = set(Following.objects.filter(complaint=doing.complaint).values_list("staff", flat=True))
    new = [person for person in people if person.pk not in following]
    for person in new:
        add_follower(doing.actor, doing.complaint, staff=person, now=doing.now)
    return tuple(person.pk for person in new) or None


def _draft(doing: _Doing) -> tuple[int, ...]:
    """A reply from a template lies with whoever has it in hand: for them to read, change, and send or throw away."""
    complaint = doing.complaint
    handler = doing.handler
    if away := Staff.objects.filter(pk=handler).first():
        there = doing.there_for(away, Permission.WRITE)
        handler = there.pk if there else handler
    template = ReplyTemplate.objects.filter(pk=doing.action.template or 0, is_active=True).first()
    key = best_key(template.texts, tongue(complaint.language), Politeness.POLITE) if template else ""
    if template is None or not key:
        raise Refusal("gone")
    language = key.partition("/")[0]
    values = values_of_many([complaint], {complaint.pk: language}, doing.house, doing.now)[complaint.pk]
    Draft.objects.create(
        staff_id=handler,
        complaint=complaint,
        form=Step.REPLY.value,
        text=fill(template.texts[key], values, language).text,
        window=new_token(),
        saved_at=doing.now,
        revision=1,
    )
    return (handler,)


_VERBS: dict[ActionKind, _Verb] = {
    ActionKind.ASSIGN: _assign,
    ActionKind.ROUND: _round,
    ActionKind.PLACE: _place,
    ActionKind.TASK: _task,
    ActionKind.NOTE: _note,
    ActionKind.PROMISE: _promise,
    ActionKind.ESCALATE: _escalate,
    ActionKind.FOLLOW: _follow,
    ActionKind.DRAFT: _draft,
}


def _day(doing: _Doing) -> Any:
    """So many working days from today, as the team that has it works."""
    calendar = doing.house.calendar_for(doing.complaint)
    today = doing.now.astimezone(calendar.zone).date()
    return calendar.add_business_days(today, doing.action.days or 1)


def _why(refused: Exception) -> str:
    if isinstance(refused, StepNotPossible):
        return "state"
    if isinstance(refused, Unseen):
        return "unseen"
    if isinstance(refused, Invalid):
        return "unseen" if {"to", "staff"} & set(refused.problems) else "invalid"
    return "not_now" if isinstance(refused, NotNow) else "invalid"
