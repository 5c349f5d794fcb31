"""Which corrective actions somebody sees, and which of their sources.

What was learned from complaints that one does not see at all is not there for them, as with mass complaints; owners and
whoever raised it know it already. Sources are shown one by one, by the one rule of sight.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.access.visibility import masses_seen_by, visible_to
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor, ActorKind
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.prevention.actions import ActionSource, CorrectiveAction

#: Who can have one to carry out.
HANDS = (Role.HANDLER.value, Role.LEAD.value)


def actions_seen_by(actor: Actor) -> QuerySet[CorrectiveAction]:
    """Every corrective action that exists for this actor."""
    actions = CorrectiveAction.objects.all()
    if actor.kind is ActorKind.SYSTEM:
        return actions
    if actor.kind is not ActorKind.STAFF or Permission.READ not in permissions_of(actor):
        return actions.none()
    from_where = ActionSource.objects.filter(action=OuterRef("pk"))
    own = Q(owner=actor.staff_id) | Q(raised_by=actor.staff_id)
    return actions.filter(own | ~Exists(from_where) | Exists(from_where.filter(_seen(actor))))


def sources_seen_by(actor: Actor, action: CorrectiveAction) -> QuerySet[ActionSource]:
    """Where it comes from, as far as this actor sees that."""
    rows = ActionSource.objects.filter(action=action).select_related("complaint", "mass")
    return rows if actor.kind is ActorKind.SYSTEM else rows.filter(_seen(actor))


def actions_of(actor: Actor, complaint: Complaint) -> QuerySet[CorrectiveAction]:
    """Those that come from this complaint, or from the mass complaint it belongs to."""
    masses = MassMember.objects.filter(complaint=complaint, left_at__isnull=True).values("mass")
    found = ActionSource.objects.filter(Q(complaint=complaint) | Q(mass__in=masses))
    return actions_seen_by(actor).filter(pk__in=found.values("action"))


def able_to_own() -> QuerySet[Staff]:
    """Who can be made the owner of one."""
    return Staff.objects.filter(is_active=True, role__in=HANDS).order_by("name", "pk")


def _seen(actor: Actor) -> Q:
    return Q(complaint__in=visible_to(actor)) | Q(mass__in=masses_seen_by(actor))
