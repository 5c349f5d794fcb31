"""Reads about people."""

from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Staff
from kikitori.records.people.terms import Role

_ONLY = 1


def the_organisation() -> Organisation:
    """The one organisation of this installation; a nameless one until it has been set up."""
    found = Organisation.objects.filter(pk=_ONLY).first()
    return found or Organisation(pk=_ONLY, name_ja="（名称未設定）", name_en="(not named yet)")


def actor_for(staff: Staff) -> Actor:
    """A signed-in member of staff as an actor."""
    return Actor.staff(staff.pk, Role(staff.role), staff.name)
