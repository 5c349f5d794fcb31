"""Views 一覧: made, changed, removed, put into one's own bar. What others see too stands in the record of settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may, permissions_of
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Setting
from kikitori.records.selection.conditions import Conditions, UnreadableConditions, as_json, checked
from kikitori.records.selection.models import PinnedView, SavedView
from kikitori.records.selection.terms import MOST_COLUMNS, Column, Sharing, Sort

#: So many views one person, one team and everybody can have, and so many one person can put into their bar.
MOST_VIEWS, MOST_PINNED = 50, 20
LONGEST_NAME = 60
_LAST = 999


@dataclass(frozen=True, kw_only=True)
class ViewGiven:
    """A view as somebody wants it. `sharing`, `sort`, `columns`: words of selection/terms.py."""

    name: str
    conditions: Conditions
    sharing: str = Sharing.OWN.value
    sort: str = Sort.NEWEST.value
    columns: Sequence[str] = ()
    position: int = 0


def views_for(actor: Actor) -> QuerySet[SavedView]:
    """Every view this member of staff can open: their own, their team's, everybody's; in the order they are shown.

    Who reads no complaints has nothing but everybody's, to look after them.
    """
    everybodys = Q(owner__isnull=True, team__isnull=True)
    if Permission.READ not in permissions_of(actor):
        shared = Permission.SHARE_VIEWS in permissions_of(actor)
        return SavedView.objects.filter(everybodys) if shared else SavedView.objects.none()
    mine = Staff.objects.filter(pk=actor.own_staff_id, team__isnull=False).values("team")
    return SavedView.objects.filter(everybodys | Q(owner=actor.staff_id) | Q(team__in=mine))


def may_change(actor: Actor, view: SavedView) -> bool:
    """May this actor change or remove a view that they can open? For buttons; the verbs ask again."""
    return may(actor, _needed(view.sharing)).allowed


def require_change(actor: Actor, view: SavedView) -> None:
    """Raise Refused where they may not: before a form is shown that could not be kept."""
    _require(actor, view.sharing)


def make_view(actor: Actor, given: ViewGiven, *, now: datetime) -> SavedView:
    """Keep conditions under a name. Raises Refused, Invalid (`name`, `conditions`, `sharing`, `sort`, `columns`)."""
    values, sharing = _checked(actor, given)
    _require(actor, sharing)
    with transaction.atomic():
        wait_for_turn(Setting.VIEWS.value)
        whose = _whose(actor, sharing)
        if SavedView.objects.filter(**whose).count() >= MOST_VIEWS:
            raise Invalid({"name": Problem.OUT_OF_RANGE})
        view = SavedView.objects.create(**values, **whose, made_at=now)
        _note(actor, {}, as_kept(view), now)
    return view


def change_view(actor: Actor, view: SavedView, given: ViewGiven, *, seen: int, now: datetime) -> SavedView:
    """Put these conditions, this name and this sharing in the place of those before.

    `seen`: the version the editor had before them. Raises Unseen, Refused, Invalid, NotNow(SET_MEANWHILE).
    """
    values, sharing = _checked(actor, given)
    with transaction.atomic():
        own = _locked(actor, view.pk)
        _require(actor, own.sharing)
        _require(actor, sharing)
        if own.version != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        before = as_kept(own)
        # Whose it is stays with whom it was, where that is what was asked: a lead may change another team's view.
        whose = _whose(actor, sharing) if sharing is not own.sharing else {}
        for name, value in {**values, **whose}.items():
            setattr(own, name, value)
        own.version += 1
        own.save()
        if sharing is Sharing.OWN:
            own.pins.exclude(staff=actor.own_staff_id).delete()
        _note(actor, before, as_kept(own), now)
    return own


def remove_view(actor: Actor, view: SavedView, *, now: datetime) -> None:
    """The view is there no more, in nobody's bar. Raises Unseen, Refused."""
    with transaction.atomic():
        own = _locked(actor, view.pk)
        _require(actor, own.sharing)
        before = as_kept(own)
        own.delete()
        _note(actor, before, {}, now)


def pin_view(actor: Actor, view: SavedView, *, pinned: bool) -> None:
    """Put a view into one's own bar, or take it out. What stands already stays. Raises Refused, Unseen, Invalid."""
    decision = may(actor, Permission.READ)
    if not decision.allowed:
        raise Refused(decision)
    with transaction.atomic():
        own = _locked(actor, view.pk)
        mine = PinnedView.objects.filter(staff=actor.own_staff_id)
        if not pinned:
            mine.filter(view=own).delete()
            return
        if mine.exclude(view=own).count() >= MOST_PINNED:
            raise Invalid({"view": Problem.OUT_OF_RANGE})
        PinnedView.objects.get_or_create(staff_id=actor.own_staff_id, view=own)


def pinned_for(actor: Actor) -> QuerySet[SavedView]:
    """The views in this person's bar, in the order they are shown. One they can open no more is left out."""
    return views_for(actor).filter(pins__staff=actor.staff_id)


def as_kept(view: SavedView) -> dict[str, Any]:
    """A view as the record of changes holds it; nothing where it is one person's own affair."""
    if view.sharing is Sharing.OWN:
        return {}
    return {
        "view": view.pk,
        "name": view.name,
        "team": view.team_id,
        "conditions": view.conditions,
        "sort": view.sort,
        "columns": view.columns,
        "position": view.position,
    }


def _locked(actor: Actor, number: int) -> SavedView:
    for found in SavedView.objects.select_for_update().filter(
        pk=number, pk__in=views_for(actor).values("pk")
    ):
        return found
    raise Unseen


def _needed(sharing: Sharing) -> Permission:
    return Permission.SHARE_VIEWS if sharing is Sharing.EVERYBODY else Permission.KEEP_VIEWS


def _require(actor: Actor, sharing: Sharing) -> None:
    decision = may(actor, _needed(sharing))
    if not decision.allowed:
        raise Refused(decision)


def _whose(actor: Actor, sharing: Sharing) -> dict[str, Any]:
    """The columns that say whose it is. Raises Invalid (`sharing`) for a team where there is none."""
    if sharing is Sharing.OWN:
        return {"owner_id": actor.own_staff_id, "team_id": None}
    if sharing is Sharing.EVERYBODY:
        return {"owner_id": None, "team_id": None}
    team = Staff.objects.values_list("team", flat=True).get(pk=actor.own_staff_id)
    if team is None:
        raise Invalid({"sharing": Problem.OUT_OF_RANGE})
    return {"owner_id": None, "team_id": team}


def _checked(actor: Actor, given: ViewGiven) -> tuple[dict[str, Any], Sharing]:
    check = Checked()
    name = check.line("name", given.name, longest=LONGEST_NAME, needed=True)
    sharing = check.word("sharing", given.sharing, Sharing)
    sort = check.word("sort", given.sort, Sort)
    columns = [check.word("columns", column, Column).value for column in dict.fromkeys(given.columns)]
    if len(columns) > MOST_COLUMNS:
        check.problems["columns"] = Problem.OUT_OF_RANGE
    if not 0 <= given.position <= _LAST:
        check.problems["position"] = Problem.OUT_OF_RANGE
    if sharing is not Sharing.EVERYBODY and Permission.READ not in permissions_of(actor):
        check.problems["sharing"] = Problem.OUT_OF_RANGE
    try:
        conditions = as_json(checked(given.conditions))
    except UnreadableConditions:
        check.problems["conditions"] = Problem.OUT_OF_RANGE
        conditions = {}
    check.done()
    return {
        "name": name,
        "conditions": conditions,
        "sort": sort.value,
        "columns": columns,
        "position": given.position,
    }, sharing


def _note(actor: Actor, before: dict[str, Any], after: dict[str, Any], now: datetime) -> None:
    note_change(actor, Setting.VIEWS, before, after, now)
