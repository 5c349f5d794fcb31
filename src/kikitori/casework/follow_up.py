"""Follow-up 事後確認 as a setting: how long an answer is waited for, and when we ask once more. Each change is kept.

Who was asked before keeps the days that were told to them: a letter names the last of them (records/voices/silence.py).
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Self

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.own_columns import require_permission, set_columns
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from kikitori.records.people.terms import Setting

#: A letter needs some days to arrive, and its answer to come back; after two months nobody waits any more.
LEAST_SILENCE, MOST_SILENCE = 5, 60
LEAST_OTHER_ROAD = 2
#: Too early nothing can have come back; after half a year nobody remembers. 0: nobody is asked again.
LEAST_SECOND, MOST_SECOND = 7, 180


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDays:
    """Whole days. `other_road_days` of the `silence_days`; `second_contact_days` after an end by agreement."""

    other_road_days: int
    silence_days: int
    second_contact_days: int

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        """As they are set."""
        return cls(**{name: getattr(organisation, name) for name in cls.__dataclass_fields__})


def set_follow_up(actor: Actor, given: FollowUpDays, *, seen: int, now: datetime) -> bool:
    """So it is from the next question and the next end on; False where it is so already.

    Raises Refused; Invalid (OUT_OF_RANGE by the name of the days; those for another way are fewer than all of them);
    NotNow (SET_MEANWHILE).
    """
    require_permission(actor, Permission.MANAGE_RULES)
    require_possible(given)
    return set_columns(actor, Setting.FOLLOW_UP, asdict(given), seen=seen, now=now)


def require_possible(given: FollowUpDays) -> None:
    """Raises Invalid as above."""
    problems = {}
    if not LEAST_SILENCE <= given.silence_days <= MOST_SILENCE:
        problems["silence_days"] = Problem.OUT_OF_RANGE
    if not LEAST_OTHER_ROAD <= given.other_road_days < max(given.silence_days, LEAST_SILENCE):
        problems["other_road_days"] = Problem.OUT_OF_RANGE
    if given.second_contact_days and not LEAST_SECOND <= given.second_contact_days <= MOST_SECOND:
        problems["second_contact_days"] = Problem.OUT_OF_RANGE
    if problems:
        raise Invalid(problems)
