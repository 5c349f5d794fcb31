"""Use a macro 定型操作: all of its parts, or none. Each goes through its own verb, so the timeline has every step.

Nothing is sent: a reply is laid ready as a draft, and only its writer lets it go. What stands already is passed over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kikitori.casework.assign import assign_complaint
from kikitori.casework.drafts import Page, save_draft
from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Obstacle, Problem, Unseen
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.filling import placeholder_values
from kikitori.casework.following import follow
from kikitori.casework.house import House
from kikitori.casework.once import key_of
from kikitori.casework.outgoing import addressee_of
from kikitori.casework.place import place_complaint
from kikitori.casework.promise import promise_by_hand, promise_call_back
from kikitori.casework.standing_in import there_for
from kikitori.casework.tasks import add_task
from kikitori.casework.write import note
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import State, Step, StepNotPossible, state_after
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.queries import open_promises
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.letters.drafts import Draft
from kikitori.records.letters.placeholders import Politeness, best_key, fill
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.together.macros import Macro
from kikitori.records.together.parts import HOLDER, ME, Part, PartKind


class PartRefused(CaseworkError):
    """One part could not be done, and so none was. `number`: from 1; `refusal`: why, as its own verb said."""

    def __init__(self, number: int, part: Part, refusal: Exception) -> None:
        super().__init__(f"{number} {part.kind}: {refusal}")
        self.number = number
        self.part = part
        self.refusal = refusal


@dataclass
class _Use:
    """A macro being used on one locked complaint."""

    actor: Actor
    complaint: Complaint
    house: House
    token: str
    now: datetime
    draft: Draft | None = None

    def hands(self, part: Part) -> Staff:
        """Whom the part means, at this moment. Raises Invalid where that is nobody."""
        number = part.staff
        if part.to == ME:
            number = self.actor.staff_id
        elif part.to == HOLDER:
            number = self.complaint.assignee_id
        found = Staff.objects.select_related("team").filter(pk=number or 0).first()
        if found is None:
            raise Invalid({"to": Problem.MISSING})
        return found


def day_of(part: Part, complaint: Complaint, house: House, now: datetime) -> date:
    """The day a part names: so many working days of whoever has the complaint from today."""
    return house.calendar_for(complaint).add_business_days(house.day_of(now), part.days)


def stands_already(part: Part, complaint: Complaint, actor: Actor) -> bool:
    """Is what the part would bring about so already? Then it is passed over."""
    match part.kind:
        case PartKind.ASSIGN:
            return complaint.assignee_id == (actor.staff_id if part.to == ME else part.staff)
        case PartKind.PLACE:
            in_queue = not part.queue or part.queue == complaint.queue
            return in_queue and part.team in (None, complaint.team_id)
    return False


def use_macro(
    actor: Actor, complaint: Complaint, *, macro: Macro, seen: int, token: str, now: datetime
) -> Draft | None:
    """Do all parts of `macro` in order, in one transaction; the draft of the reply it lays ready, if it does.

    `seen`: the version whose sentences were read. `token`: of the form; notes and drafts of it are kept once. Raises
    Unseen; NotNow(SET_MEANWHILE) where the macro was changed or taken out of use; PartRefused, and then nothing stands.
    """
    with transaction.atomic():
        locked = visible_to(actor).select_related("team").select_for_update(of=("self",))
        own = locked.filter(pk=complaint.pk).first()
        if own is None:
            raise Unseen
        current = Macro.objects.filter(pk=macro.pk, is_active=True, version=seen).first()
        if current is None:
            raise NotNow(Obstacle.SET_MEANWHILE)
        use = _Use(actor, own, House(), token, now)
        for number, part in enumerate(current.steps, start=1):
            try:
                _do(use, number, part)
            except (CaseworkError, StepNotPossible) as refusal:
                raise PartRefused(number, part, refusal) from refusal
    return use.draft


def _do(use: _Use, number: int, part: Part) -> None:
    if not stands_already(part, use.complaint, use.actor):
        _DOES[part.kind](use, part, f"{use.token} {number}")


def _assign(use: _Use, part: Part, _token: str) -> None:
    """To whom the part means; a colleague it names is stood in for while they are away."""
    to = use.hands(part)
    if part.staff is not None:
        there = there_for(to, use.complaint, use.house.roster_at(use.now))
        if there is None:
            raise NotNow(Obstacle.AWAY, to.name)
        to = there
    if to.pk != use.complaint.assignee_id:
        assign_complaint(use.actor, use.complaint, to=to, now=use.now)


def _place(use: _Use, part: Part, _token: str) -> None:
    team = Team.objects.filter(pk=part.team).first() if part.team else None
    if part.team and team is None:
        raise Invalid({"team": Problem.OUT_OF_RANGE})
    place_complaint(use.actor, use.complaint, queue=part.queue, team=team, now=use.now)


def _note(use: _Use, part: Part, token: str) -> None:
    note(use.actor, use.complaint, body=part.words, token=token if use.token else "", now=use.now)


def _task(use: _Use, part: Part, _token: str) -> None:
    by = day_of(part, use.complaint, use.house, use.now)
    add_task(use.actor, use.complaint, title=part.words, to=use.hands(part), by=by, now=use.now)


def _call(use: _Use, part: Part, _token: str) -> None:
    day = day_of(part, use.complaint, use.house, use.now)
    at = end_of_day(use.house.calendar_for(use.complaint), day)
    promise_call_back(use.actor, use.complaint, at=at, note=part.words, now=use.now)


def _promise(use: _Use, part: Part, _token: str) -> None:
    by = day_of(part, use.complaint, use.house, use.now)
    promise_by_hand(use.actor, use.complaint, what=part.words, by=by, now=use.now)


def _escalate(use: _Use, part: Part, _token: str) -> None:
    escalate_complaint(use.actor, use.complaint, reason=part.words, now=use.now)


def _follow(use: _Use, _part: Part, _token: str) -> None:
    follow(use.actor, use.complaint, now=use.now)


def _reply(use: _Use, part: Part, token: str) -> None:
    """Laid ready as a draft of its own, in the complainant's language where the template has it."""
    state_after(State(use.complaint.state), Step.REPLY)
    row = ReplyTemplate.objects.filter(pk=part.template or 0, is_active=True).first()
    key = ""
    if row is not None:
        key = best_key(row.texts, tongue(use.complaint.language), Politeness(part.politeness))
    if row is None or not key:
        raise Invalid({"template": Problem.OUT_OF_RANGE})
    language = key.partition("/")[0]
    promised = next(iter(open_promises(use.complaint)), None)
    values = placeholder_values(
        use.complaint,
        language,
        person=addressee_of(use.complaint).person,
        promised_at=promised.due_at if promised else None,
        house=use.house,
        now=use.now,
    )
    text = fill(row.texts[key], values, language).text
    page = Page(key_of("macro", token))
    use.draft = save_draft(use.actor, use.complaint, form=Step.REPLY, text=text, page=page, now=use.now).draft


_DOES: dict[PartKind, Callable[[_Use, Part, str], None]] = {
    PartKind.ASSIGN: _assign,
    PartKind.PLACE: _place,
    PartKind.NOTE: _note,
    PartKind.TASK: _task,
    PartKind.CALL: _call,
    PartKind.PROMISE: _promise,
    PartKind.ESCALATE: _escalate,
    PartKind.FOLLOW: _follow,
    PartKind.REPLY: _reply,
}
