"""Choose お知らせの設定: of what one is told and by which road; the organisation's choices for whoever makes none.

Only what differs from the layer below is kept, so that a change of the organisation's reaches everybody who has not
chosen otherwise. The organisation's choices are a setting, and each change of them is kept; a person's are their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from django.db import transaction
from django.db.models import Q

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting
from kikitori.records.together.choices import (
    ALWAYS,
    MOST_TIMES,
    PERSONAL,
    USUAL,
    Choice,
    Choices,
    read_choices,
    to_keep,
)
from kikitori.records.together.models import NoticeChoices
from kikitori.records.together.terms import NoticeKind, Whose


@dataclass(frozen=True, slots=True)
class Layers:
    """What holds for one person: what they have chosen over what the organisation has."""

    own: Choices
    house: Choices

    @property
    def differs(self) -> bool:
        """Have they chosen anything otherwise?"""
        return self.own != self.house


def choices_of(staff: int | None) -> Layers:
    """The choices of this person; of None those of the organisation, over what is usual. One query."""
    kept = dict(NoticeChoices.objects.filter(staff__in=[staff]).values_list("staff", "kept")) if staff else {}
    of_all = NoticeChoices.objects.filter(staff=None).values_list("kept", flat=True).first()
    house = read_choices(of_all)
    return Layers(read_choices(kept.get(staff), house), house) if staff else Layers(house, USUAL)


def choose_notices(actor: Actor, choices: Choices, *, now: datetime) -> None:
    """These are one's own from now on; what was told already stays as it was told. Raises Invalid."""
    _check(choices)
    house = choices_of(None).own
    _keep(actor.own_staff_id, to_keep(_sound(choices), house), now)


def follow_the_house(actor: Actor) -> None:
    """Give up what one has chosen otherwise than the organisation."""
    NoticeChoices.objects.filter(staff=actor.own_staff_id).delete()


def choose_for_everybody(actor: Actor, choices: Choices, *, seen: int, now: datetime) -> None:
    """These hold for whoever has not chosen otherwise.

    `seen`: the change the form was built on. Raises Refused, Invalid, NotNow(SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_NOTICES)
    if not decision.allowed:
        raise Refused(decision)
    _check(choices)
    with transaction.atomic():
        wait_for_turn(Setting.NOTICES.value)
        if newest_change(Setting.NOTICES) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        before = NoticeChoices.objects.filter(staff=None).values_list("kept", flat=True).first() or {}
        after = to_keep(_sound(choices, most=Whose.FOLLOWED), USUAL)
        _keep(None, after, now)
        note_change(actor, Setting.NOTICES, before, after, now)


def _keep(staff: int | None, kept: Mapping[str, object], now: datetime) -> None:
    own = Q(staff=staff) if staff else Q(staff=None)
    with transaction.atomic():
        row = NoticeChoices.objects.select_for_update().filter(own).first() or NoticeChoices(staff_id=staff)
        row.kept, row.changed_at = dict(kept), now
        row.save()


def _check(choices: Choices) -> None:
    problems = {}
    if not choices.times:
        problems["times"] = Problem.MISSING
    elif len(choices.times) > MOST_TIMES:
        problems["times"] = Problem.OUT_OF_RANGE
    if choices.quiet is not None and choices.quiet[0] == choices.quiet[1]:
        problems["quiet_until"] = Problem.OUT_OF_RANGE
    if problems:
        raise Invalid(problems)


def _sound(choices: Choices, *, most: Whose = Whose.TEAM) -> Choices:
    """What cannot be chosen is as it must be, whatever was sent; times stand in order, each once."""
    order = list(Whose)

    def mended(kind: NoticeKind, choice: Choice) -> Choice:
        whose = (
            Whose.FOLLOWED if kind in PERSONAL else order[min(order.index(choice.whose), order.index(most))]
        )
        return replace(choice, desk=choice.desk or kind in ALWAYS, whose=whose)

    kinds = {kind: mended(kind, choice) for kind, choice in choices.kinds.items()}
    times: tuple[time, ...] = tuple(sorted(set(choices.times)))
    return replace(choices, kinds=kinds, times=times)
