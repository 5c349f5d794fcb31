"""The one rule of sight: which complaints an actor sees, and which events and messages in them.

Everything that lists, counts, searches, exports or mails starts from `visible_to`. What is not in it does
not exist for that actor: interfaces answer 404, as for a number never given out.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.access.seals import Grant
from kikitori.records.complaints.breaches import BreachIncident, BreachMember
from kikitori.records.complaints.mass import MassComplaint, MassMember
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import Confidentiality, PartyRole, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor, ActorKind
from kikitori.records.people.models import Person, Staff
from kikitori.records.people.terms import Role


def visible_to(actor: Actor) -> QuerySet[Complaint]:
    """Every complaint that exists for this actor.

    Staff who read: the ordinary ones, the restricted ones in their own hands, and all restricted ones if
    their role says so; sealed ones for which they hold a grant, and no others, whatever their role; none from which
    they are barred, whatever they hold. A complainant: the one whose
    receipt was shown; whoever they have appointed, as long as that stands. The system: all.
    """
    complaints = Complaint.objects.all()
    granted = permissions_of(actor)
    if Permission.READ not in granted:
        return complaints.none()
    match actor.kind:
        case ActorKind.SYSTEM:
            return complaints
        case ActorKind.COMPLAINANT:
            return _own(actor, actor.complaint_id) if actor.complaint_id else complaints.none()
        case ActorKind.STAFF:
            complaints = complaints.exclude(barred__contains=[actor.staff_id or 0])
            seen = Q(confidentiality=Confidentiality.ORDINARY.value) | Q(
                confidentiality=Confidentiality.SEALED.value,
                pk__in=grants_held().filter(staff=actor.staff_id).values("complaint"),
            )
            if Permission.SEE_RESTRICTED in granted:
                return complaints.filter(seen | Q(confidentiality=Confidentiality.RESTRICTED.value))
            in_hand = Q(confidentiality=Confidentiality.RESTRICTED.value, assignee=actor.staff_id)
            return complaints.filter(seen | in_hand)
        case ActorKind.RESPONDENT:
            return complaints.none()


def grants_held() -> QuerySet[Grant]:
    """Grants that open a sealed complaint at this very moment, which is the database's: they end by themselves."""
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=Now()), ended_at__isnull=True)


def _own(actor: Actor, complaint: int) -> QuerySet[Complaint]:
    own = Complaint.objects.filter(pk=complaint)
    if actor.party_id is None:
        return own
    # Their part is in this complaint, or in one that goes on in another.
    stands = Party.objects.filter(pk=actor.party_id, role=PartyRole.REPRESENTATIVE.value)
    return own.filter(Exists(stands.filter(Q(complaint=complaint) | Q(complaint__merged_into__isnull=False))))


def visible_to_all() -> QuerySet[Complaint]:
    """What exists for everybody who reads, and may be told where any of them listens. A test holds it to the rule."""
    return Complaint.objects.filter(barred=[], confidentiality=Confidentiality.ORDINARY.value)


def not_sealed() -> Q:
    """What figures of the house, automations and indexes may know of: a sealed complaint is in none of them."""
    return ~Q(confidentiality=Confidentiality.SEALED.value)


def seen_by(complaint: Complaint) -> QuerySet[Staff]:
    """Every member of staff at work for whom this complaint exists: `visible_to`, asked from the other side.

    A test holds the two against each other.
    """
    readers = [role.value for role, granted in OF_ROLE.items() if Permission.READ in granted]
    found = Staff.objects.filter(is_active=True, role__in=readers).exclude(pk__in=complaint.barred)
    if complaint.confidentiality == Confidentiality.ORDINARY.value:
        return found
    if complaint.confidentiality == Confidentiality.SEALED.value:
        return found.filter(pk__in=grants_held().filter(complaint=complaint).values("staff"))
    all_of_them = [role.value for role, granted in OF_ROLE.items() if Permission.SEE_RESTRICTED in granted]
    return found.filter(Q(role__in=all_of_them) | Q(pk=complaint.assignee_id))


def sees(staff: Staff, complaint: Complaint) -> bool:
    """Is this one of those in `seen_by`? For rows that are at hand; asks the database only about what is sealed.

    A test holds the two against each other.
    """
    granted = OF_ROLE[Role(staff.role)]
    if not staff.is_active or Permission.READ not in granted or staff.pk in complaint.barred:
        return False
    match Confidentiality(complaint.confidentiality):
        case Confidentiality.ORDINARY:
            return True
        case Confidentiality.RESTRICTED:
            return Permission.SEE_RESTRICTED in granted or complaint.assignee_id == staff.pk
        case Confidentiality.SEALED:
            return grants_held().filter(complaint=complaint, staff=staff).exists()


def people_seen_by(actor: Actor) -> QuerySet[Person]:
    """Everybody who exists for this actor: who takes part in a complaint they see, and the bodies these belong to."""
    parts = Party.objects.filter(complaint__in=visible_to(actor))
    takes_part = Exists(parts.filter(person=OuterRef("pk")))
    has_members = Exists(parts.filter(person__memberships__organisation=OuterRef("pk")))
    return Person.objects.filter(takes_part | has_members)


def children_seen_by(actor: Actor, mass: MassComplaint) -> QuerySet[Complaint]:
    """The complaints that belong to a mass complaint now, as far as this actor sees them."""
    return visible_to(actor).filter(belonging__mass=mass, belonging__left_at__isnull=True)


def masses_seen_by(actor: Actor) -> QuerySet[MassComplaint]:
    """Every mass complaint of which this actor sees a child, and those they have begun themselves.

    So the cause of what is restricted is told to nobody who does not see what was told of it.
    """
    granted = permissions_of(actor)
    if actor.kind is not ActorKind.STAFF or Permission.READ not in granted:
        return MassComplaint.objects.none()
    now = MassMember.objects.filter(mass=OuterRef("pk"), left_at__isnull=True)
    seen = Exists(now.filter(complaint__in=visible_to(actor)))
    own = Q(begun_by=actor.staff_id)
    if Permission.SEE_RESTRICTED in granted:
        # Every one, but for those that they could know only from what they are barred from.
        return MassComplaint.objects.filter(
            ~Exists(now.filter(complaint__barred__contains=[actor.staff_id or 0])) | seen | own
        )
    return MassComplaint.objects.filter(seen | own)


def breaches_seen_by(actor: Actor) -> QuerySet[BreachIncident]:
    """Every incident of leaked data, for whoever keeps them; none with a complaint from which they are barred.

    So a bar beats the office: whoever may have caused a leak does not read on what is being done about it.
    """
    if actor.kind is not ActorKind.STAFF or Permission.KEEP_BREACHES not in permissions_of(actor):
        return BreachIncident.objects.none()
    now = BreachMember.objects.filter(incident=OuterRef("pk"), left_at__isnull=True)
    return BreachIncident.objects.filter(
        ~Exists(now.filter(complaint__barred__contains=[actor.staff_id or 0]))
    )


def sees_internal(actor: Actor) -> bool:
    """Are internal notes and internal events meant for this actor too?"""
    return actor.kind in (ActorKind.STAFF, ActorKind.SYSTEM)


def visibilities_for(actor: Actor) -> tuple[str, ...]:
    """Values of `visibility` this actor may read, for filtering events and messages.

    Of what is confided, staff read only what does not speak of them: `events_seen_by`. It stays the complainant's own:
    whom they have appointed does not read it.
    """
    public, internal, confided = (each.value for each in Visibility)
    match actor.kind:
        case ActorKind.SYSTEM:
            return (public, internal, confided)
        case ActorKind.STAFF:
            return (public, internal, confided) if is_confided_in(actor) else (public, internal)
        case ActorKind.COMPLAINANT:
            return (public, confided) if actor.complaint_id and not actor.mandate else (public,)
        case ActorKind.RESPONDENT:
            return (public,)


def events_seen_by(actor: Actor, complaint: Complaint) -> QuerySet[Event]:
    """The entries of a complaint this actor sees that they may read: nothing that is confided about themselves."""
    events = complaint.events.filter(visibility__in=visibilities_for(actor))
    if actor.kind is not ActorKind.STAFF:
        return events
    return events.exclude(visibility=Visibility.CONFIDED.value, data__hidden_from__contains=[actor.staff_id])


def is_confided_in(actor: Actor) -> bool:
    """Do they decide about people, or look whether it is decided rightly?"""
    granted = permissions_of(actor)
    return bool(granted & {Permission.DECIDE_BARS, Permission.SEE_RESTRICTED})
