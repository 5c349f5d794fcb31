"""Add a contact 連絡先の追加: the address a mail came from belongs to somebody in this complaint from now on.

Only a person says so, after looking. Mails from there then count as theirs, and letters may go there.
"""

from datetime import datetime

from kikitori.casework.step import taking
from kikitori.foundation.language.names import name_fold
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.letters.mails import Mail
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint, Person
from kikitori.records.people.terms import ContactKind


def add_contact(actor: Actor, complaint: Complaint, role: PartyRole, mail: Mail, *, now: datetime) -> None:
    """The sender's address for whoever has this role; somebody new, by the name in the mail, where nobody has it.

    Which address is preferred does not change. Already theirs, nothing
    happens. Raises Unseen, Refused, StepNotPossible.
    """
    with taking(actor, complaint, Step.ADD_CONTACT, now=now) as step:
        party = step.complaint.parties.select_related("person").filter(role=role.value).order_by("id").first()
        person = party.person if party else _new(mail, step.complaint, now)
        if party is None:
            Party.objects.create(complaint=step.complaint, person=person, role=role.value)
        point, made = ContactPoint.objects.get_or_create(
            person=person,
            kind=ContactKind.EMAIL.value,
            key=mail.sender_key,
            defaults={"value": mail.sender, "preferred": party is None},
        )
        if not made:
            step.let_be()
            return
        step.say(role=role.value, person=person.pk, contact=point.pk, new=party is None)


def _new(mail: Mail, complaint: Complaint, now: datetime) -> Person:
    name = "" if complaint.anonymous else mail.sender_name
    return Person.objects.create(
        name=name, name_key=name_fold(name)[:300], language=complaint.language, created_at=now
    )
