"""Tour 案内: begin, go on, go back, set aside. How far somebody is stays with them, and is nobody else's business.

Every verb says from which stop it goes, so that a button pressed twice, or in an older window, leads nowhere twice.
"""

from kikitori.casework.errors import Invalid, Problem
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.people.tour import TOUR, Stop, TourState, stop_after, stop_at, stop_before


def begin_tour(actor: Actor) -> Stop:
    """From the first stop, however far it was. Returns that stop."""
    return _show(actor, TOUR[_role(actor)][0])


def take_up_tour(actor: Actor) -> Stop:
    """Where it was set aside; from the first stop where it was over. Returns the stop."""
    kept = Staff.objects.only("tour", "tour_stop").get(pk=actor.own_staff_id)
    return _show(actor, stop_at(_role(actor), "" if kept.tour == TourState.OVER else kept.tour_stop))


def go_on(actor: Actor, *, after: str) -> Stop | None:
    """To the stop that follows; after the last the tour is over, and None is returned. Raises Invalid (`stop`)."""
    following = stop_after(_role(actor), _own_stop(actor, after))
    if following is None:
        _keep(actor, TourState.OVER, "")
        return None
    return _show(actor, following)


def go_back(actor: Actor, *, before: str) -> Stop:
    """To the stop before; from the first one nowhere. Raises Invalid (`stop`)."""
    stop = _own_stop(actor, before)
    return _show(actor, stop_before(_role(actor), stop) or stop)


def set_tour_aside(actor: Actor) -> None:
    """It is no longer shown, and the stop is kept. One that is over stays over."""
    own = Staff.objects.filter(pk=actor.own_staff_id, tour=TourState.SHOWN.value)
    own.update(tour=TourState.SET_ASIDE.value)


def _show(actor: Actor, stop: Stop) -> Stop:
    _keep(actor, TourState.SHOWN, stop.value)
    return stop


def _keep(actor: Actor, state: TourState, stop: str) -> None:
    Staff.objects.filter(pk=actor.own_staff_id).update(tour=state.value, tour_stop=stop)


def _own_stop(actor: Actor, word: str) -> Stop:
    stop = stop_at(_role(actor), word)
    if stop.value != word:
        raise Invalid({"stop": Problem.UNKNOWN_WORD})
    return stop


def _role(actor: Actor) -> Role:
    """Of whoever is staff. Raises ValueError for any other actor."""
    if actor.role is None:
        raise ValueError(f"{actor.kind} has no role")
    return actor.role
