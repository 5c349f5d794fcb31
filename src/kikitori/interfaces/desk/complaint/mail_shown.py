"""A word that came by mail, as its entry shows it: who claims to have sent it, its files, what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.mails.opened import File
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step, is_possible
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.mails import Mail


@dataclass(frozen=True, slots=True)
class MailShown:
    """The mail and its files. `move`: the address where it is moved; empty where that is not possible."""

    mail: Mail
    files: tuple[File, ...]
    may_sort: bool
    move: str


def mail_shown(event: Event, known: Known) -> MailShown | None:
    """What came by mail in this entry; None where nothing did, or the complainant looks on."""
    mail = known.mail(event)
    if mail is None:
        return None
    standing = known.standing
    reference = standing.complaint.reference
    sorts = may(standing.actor, Permission.SORT_MAIL, standing.complaint).allowed
    if mail.word_id is not None:
        move = complaint_address(reference, "desk:step_move") + f"?message={mail.word_id}"
    else:
        move = (
            complaint_address(reference, "desk:step_merge") if is_possible(standing.state, Step.MERGE) else ""
        )
    files = tuple(File(row) for row in standing.file.enclosed.get(mail.pk, ()))
    return MailShown(mail, files, sorts, move if sorts else "")
