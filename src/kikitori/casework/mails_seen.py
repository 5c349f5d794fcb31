"""Which mails an actor sees: those of complaints they see, and those of none where they may sort mail. Writes nothing.

A mail that only seems to belong to a complaint counts as that complaint's: whoever must not know of it sees neither.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kikitori.casework.errors import Refused, Unseen
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may, permissions_of
from kikitori.records.access.visibility import sees_internal, visible_to
from kikitori.records.letters.mails import Mail
from kikitori.records.people.actor import Actor


def mails_seen(actor: Actor) -> QuerySet[Mail]:
    """Every mail that exists for this actor. Complainants see none: what was theirs stands in the file as a word."""
    return Mail.objects.filter(_seen(actor)) if sees_internal(actor) else Mail.objects.none()


def locked_mail(actor: Actor, number: int) -> Mail:
    """The mail, its row locked until commit; mails are locked before complaints. Raises Refused, Unseen."""
    found = Mail.objects.select_for_update(of=("self",)).filter(_seen(actor), pk=number).first()
    if found is None:
        raise Unseen
    decision = may(actor, Permission.SORT_MAIL, found.complaint)
    if not decision.allowed:
        raise Refused(decision)
    return found


def _seen(actor: Actor) -> Q:
    # Looked up mail by mail: as a list, every complaint of the house would be read first.
    seen = Q(Exists(visible_to(actor).filter(pk=OuterRef("complaint"))))
    return seen | Q(complaint__isnull=True) if Permission.SORT_MAIL in permissions_of(actor) else seen
