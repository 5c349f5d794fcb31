"""Lift 関与禁止の解除: a bar ends where two people who may decide about people, and are not barred, agree on it.

One asks for it and says why, another decides. The reason is what the complainant reads once it is lifted, for they
have asked for the bar: what cannot be said to them is no reason. Until then they are told nothing, and where it stays,
never. Whoever was barred sees the complaint again and still nothing of what was confided.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kikitori.casework.barring import deciding
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.goes_on import lock_the_same, where_it_has_gone_on
from kikitori.casework.lifting import Bar, bars_known_to, bars_of
from kikitori.casework.step import Taken, taking, write_down
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind, PetitionState

#: In `Petition.chosen`: when what was granted was taken back, so that the complainant reads it beside what they asked.
LIFTED = "lifted"
_LONGEST = 2000


def ask_to_lift(actor: Actor, complaint: Complaint, *, staff: Staff, reason: str, now: datetime) -> None:
    """Ask that `staff` may handle it again. Other leads are told, who see the bar; nothing else happens yet.

    Raises Unseen, Refused, Invalid (reason; staff: not barred here, as far as this actor may know),
    NotNow(LIFT_ASKED): somebody has asked before, and it waits.
    """
    check = Checked()
    why = check.text("reason", reason, longest=_LONGEST, needed=True)
    check.done()
    with taking(actor, complaint, Step.ASK_LIFT, now=now) as step:
        bar = next((each for each in bars_known_to(actor, step.complaint) if each.staff == staff.pk), None)
        if bar is None:
            raise Invalid({"staff": Problem.OUT_OF_RANGE})
        if bar.asked is not None:
            raise NotNow(Obstacle.LIFT_ASKED)
        unseen = sorted(bar.hidden_from)
        step.say(staff=staff.pk, reason=why, hidden_from=unseen)
        step.say(mentioned=deciding(step.complaint, unseen))


def decide_lift(
    actor: Actor, complaint: Complaint, *, asked: int, granted: bool, now: datetime, words: str = ""
) -> None:
    """Lift what entry `asked` asks for, or keep the bar; `words`: why it stays, for whoever asked.

    It is lifted in every complaint in which the same matter lies, as it was put up there; not where one of the two is
    barred or must not learn of it, nor where it came along with words of yet another complaint. Each has an entry of
    its own. Nothing comes back into the hands it has left.
    Locks all of them. Two who decide at once: the second raises.
    Raises Unseen, Refused, Invalid (words), NotNow(LIFT_NOT_ASKED: not asked for, decided meanwhile, or whoever asked
    may not any more; ANOTHER_CONFIRMS: nobody lifts a bar alone. To keep it after all, whoever asked may say so).
    """
    check = Checked()
    said = check.text("words", words, longest=_LONGEST)
    check.done()
    with transaction.atomic():
        there = lock_the_same(complaint) if granted else []
        with taking(actor, complaint, Step.DECIDE_LIFT, now=now) as step:
            bar = next((each for each in bars_known_to(actor, step.complaint) if _is(each, asked)), None)
            if bar is None or bar.asked is None:
                raise NotNow(Obstacle.LIFT_NOT_ASKED)
            if granted and bar.asked.actor_staff_id == actor.staff_id:
                raise NotNow(Obstacle.ANOTHER_CONFIRMS)
            step.say(asked=asked, granted=granted, **({"words": said} if said else {}))
            if granted:
                _let_in(step, bar, bar.asked)
            else:
                step.say(staff=bar.staff, hidden_from=sorted(bar.hidden_from))
        if not granted:
            return
        seen = visible_to(actor).select_related("team").filter(pk__in=there, barred__contains=[bar.staff])
        for other in seen.exclude(barred__contains=[bar.asked.actor_staff_id]).order_by("pk"):
            own = next(each for each in bars_of(other) if each.staff == bar.staff)
            if not own.came_along and own.hidden_from.isdisjoint({actor.staff_id, bar.asked.actor_staff_id}):
                _let_in_there(actor, other, own, bar.asked, step)


def _is(bar: Bar, asked: int) -> bool:
    return bar.asked is not None and bar.asked.pk == asked


def _let_in(step: Taken, bar: Bar, asked: Event) -> None:
    row = step.complaint
    row.barred = [number for number in row.barred if number != bar.staff]
    step.say(staff=bar.staff, granted=True, reason=asked.data["reason"], hidden_from=sorted(bar.hidden_from))
    step.say(by_wish_of=asked.actor_staff_id, **({"of_another": True} if bar.is_of_another else {}))
    for petition in _heeded_by(row, bar):
        petition.chosen = {**petition.chosen, LIFTED: step.now.isoformat()}
        petition.save(update_fields=["chosen"])


def _heeded_by(row: Complaint, bar: Bar) -> list[Petition]:
    """The requests that lie in this complaint and by which this bar stands in it; at least two queries.

    Where it was joined with another one, they were decided there, and that is where the entry stands. What lies
    elsewhere now is told as it is there.
    """
    granted = Petition.objects.filter(
        complaint=row, kind=PetitionKind.BAR.value, state=PetitionState.GRANTED.value
    )
    elsewhere = where_it_has_gone_on(row) - {row.pk}
    if not elsewhere or not bar.entries:
        return list(granted.filter(pk__in=bar.petitions).order_by("pk"))
    there = Event.objects.filter(
        complaint__in=elsewhere, kind=EventKind.BAR_DECIDED.value, data__barred__contains=[bar.staff]
    )
    decided = {number for number in there.values_list("data__petition", flat=True) if number}
    # Of what was decided there, not what a bar stood by that has been lifted here since.
    own = Q(pk__in=bar.petitions) | Q(pk__in=decided, answered_at__gte=bar.entries[0].at)
    return list(granted.filter(own).order_by("pk"))


def _let_in_there(actor: Actor, other: Complaint, bar: Bar, asked: Event, here: Taken) -> None:
    """The same in another complaint, whatever state that is in; its row is locked."""
    step = Taken(actor, other, here.step, here.now, here.visibility, here.kind, here.house)
    _let_in(step, bar, asked)
    other.version += 1
    other.save(update_fields=["barred", "version"])
    write_down(step)
