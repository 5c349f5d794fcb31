"""Standing in 代理: who takes a complaint or a task, where it is given to somebody by their name and nobody looks.

A person who assigns sees that a colleague is away and may do so all the same; what goes by itself goes past whoever is
away, to their deputy, and only where that one may take it and sees the complaint (one rule of sight).
"""

from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import Roster
from kikitori.records.people.terms import Role


def instead_of(
    person: int, complaint: Complaint, roster: Roster, needs: Permission = Permission.INVESTIGATE
) -> Staff | None:
    """Who is there for somebody who is away: their deputy, or that one's. None where nobody can take it.

    `needs`: what the deputy must be allowed for themselves. At most one query.
    """
    number = roster.instead_of(person)
    if number is None:
        return None
    able = [role.value for role in Role if needs in OF_ROLE[role]]
    found = seen_by(complaint).filter(pk=number, role__in=able)
    return found.select_related("team").first()


def there_for(
    person: Staff, complaint: Complaint, roster: Roster, needs: Permission = Permission.INVESTIGATE
) -> Staff | None:
    """This person where they are at work, whatever they may; else whoever stands in for them."""
    if roster.away(person.pk) is None:
        return person
    return instead_of(person.pk, complaint, roster, needs)
