"""Appoint 代理人の届出: a complainant names somebody who is to speak for them, with what entitles that person.

Nobody speaks for anybody before one of us has looked at it (answer_appointment.py). By when that is, is promised.
"""

from dataclasses import dataclass
from datetime import datetime

from kikitori.casework import given as reading
from kikitori.casework import promising
from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.goes_on import speaking_there
from kikitori.casework.intake import ContactGiven, contact_read, is_language
from kikitori.casework.parcels import Handed, send_along
from kikitori.casework.step import taking
from kikitori.foundation.language.names import normalise_kana
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import AuthorityProof
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Mandate
from kikitori.records.voices.appointments import STANDING, Appointment

_LONGEST = 10_000
#: Answered as soon as a first answer is given.
_RULE = "first-answer"


@dataclass(frozen=True, kw_only=True)
class AppointmentGiven:
    """Whom they name, as typed. Only `name` and `mandate` are needed; `language`: of this person's letters.

    `proof`: what is said of a document; one that comes with it (`handed`) counts as enclosed, whatever is said.
    """

    name: str
    mandate: str
    kana: str = ""
    relation: str = ""
    reach: ContactGiven | None = None
    language: str = ""
    words: str = ""
    proof: str = ""


def appoint(
    actor: Actor,
    complaint: Complaint,
    given: AppointmentGiven,
    *,
    now: datetime,
    how: str = "",
    handed: Handed | None = None,
) -> Appointment:
    """Write down who is to speak for the complainant. `how`: by what road staff were told; `handed`: the document.

    Raises Invalid (name, mandate, reach, language, words …), NotNow (REPRESENTED_ALREADY; files).
    """
    row = as_kept(given, how=how)
    with taking(actor, complaint, Step.APPOINT, now=now) as step:
        if step.complaint.appointments.filter(state__in=STANDING).exists():
            raise NotNow(Obstacle.REPRESENTED_ALREADY)
        promise = promising.promise_counted(step.complaint, PromiseKind.APPOINTMENT, _RULE, step.house, now)
        row.complaint, row.asked_at = step.complaint, now
        row.promise, row.due_at = promise, promise.due_at
        row.language = row.language or step.complaint.language
        row.save()
        step.say(
            appointment=row.pk,
            mandate=row.mandate,
            promised=[{"kind": promise.kind, "due_at": promise.due_at.isoformat()}],
            **({"how": row.how} if row.how else {}),
        )
        if handed is not None and (files := send_along(handed, step.complaint, appointment=row)):
            row.proof = AuthorityProof.ENCLOSED.value
            row.save(update_fields=["proof"])
            step.say(files=len(files))
    return row


def appoint_where_it_goes_on(
    actor: Actor,
    complaint: Complaint,
    given: AppointmentGiven,
    *,
    now: datetime,
    handed: Handed | None = None,
) -> Appointment:
    """As `appoint`, from the holder of a slip, also of a joined complaint."""
    speaker, there = speaking_there(actor, complaint)
    return appoint(speaker, there, given, now=now, handed=handed)


def as_kept(given: AppointmentGiven, *, how: str = "") -> Appointment:
    """The row as far as it was typed, not saved. Raises Invalid with every problem."""
    check = reading.Checked()
    point = contact_read(check, "reach", given.reach) if given.reach else None
    row = Appointment(
        name=check.line("name", given.name, needed=True),
        kana=normalise_kana(check.line("kana", given.kana)),
        relation=check.line("relation", given.relation, longest=200),
        mandate=check.word("mandate", given.mandate, Mandate).value,
        reach_kind=point[0].value if point else "",
        reach=point[1] if point else "",
        language=given.language,
        words=check.text("words", given.words, longest=_LONGEST),
        proof=check.word("proof", given.proof, AuthorityProof, AuthorityProof.NONE).value,
        how=check.line("how", how, longest=200),
    )
    if given.language and not is_language(given.language):
        check.problems["language"] = Problem.UNKNOWN_WORD
    check.done()
    return row
