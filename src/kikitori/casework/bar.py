"""Bar 関与禁止: the complainant names somebody who should not handle it; a lead decides, and a bar beats every role.

Whom it speaks of does not see that it was asked for: neither the entry, nor the words, nor a date. So nothing of it is
among the promises, which a handler reads: the day it is answered by stands with it alone (ADR 0029). What is decided is
told to the complainant on their page, not by letter.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kikitori.casework import promising
from kikitori.casework.along import asked_elsewhere
from kikitori.casework.barring import confided_to, petitions_seen_by, spoken_of
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.goes_on import lock_the_same, speaking_there
from kikitori.casework.keeping_out import give_on, keep_out_there, leave_hands
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind, PetitionState

LONGEST = 10_000
_RULE = "first-answer"


def name_unwanted(
    actor: Actor,
    complaint: Complaint,
    *,
    words: str,
    now: datetime,
    handler: bool = False,
    how: str = "",
    came_by: Complaint | None = None,
) -> Petition:
    """Write down who should not handle it. `handler`: also whoever has it in hand now, unnamed. Raises Invalid.

    `came_by`: the complaint it was asked in, where that one goes on here.
    """
    check = Checked()
    said = check.text("words", words, longest=LONGEST, needed=not handler)
    road = check.line("how", how, longest=200)
    check.done()
    chosen: dict[str, object] = {"handler": True} if handler else {}
    with taking(actor, complaint, Step.CONFIDE, now=now) as step:
        holder = step.complaint.assignee_id if handler else None
        found = spoken_of(said, Staff.objects.order_by("pk"))
        hidden = sorted({*found, *([holder] if holder else [])})
        row = Petition.objects.create(
            complaint=step.complaint,
            kind=PetitionKind.BAR.value,
            words=said,
            chosen=asked_elsewhere(chosen, came_by) if came_by else chosen,
            how=road,
            asked_at=now,
            due_at=promising.day_counted(step.complaint, _RULE, step.house, now),
            hidden_from=hidden,
        )
        step.say(petition=row.pk, hidden_from=hidden, mentioned=confided_to(step.complaint, hidden))
        if road:
            step.say(how=road)
    return row


def name_unwanted_where_it_goes_on(
    actor: Actor, complaint: Complaint, *, words: str, now: datetime, handler: bool = False
) -> Petition:
    """As `name_unwanted`, from the holder of a slip, also of a joined complaint."""
    speaker, there = speaking_there(actor, complaint)
    came_by = complaint if there.pk != complaint.pk else None
    return name_unwanted(speaker, there, words=words, now=now, handler=handler, came_by=came_by)


def decide_bar(
    actor: Actor,
    complaint: Complaint,
    *,
    petition: Petition,
    granted: bool,
    words: str,
    now: datetime,
    barred: Sequence[Staff] = (),
    to: Staff | None = None,
) -> None:
    """Bar these people from it, or decline and say why. `to`: who has it in hand from now on, where it was in theirs.

    To whoever is barred it does not exist any more, nor what was split off from it or joined with it before; their open
    tasks go to `to`, else to whoever decides. Without `to` it is in nobody's hands.
    Raises Invalid (words; barred where it is granted), NotNow(PETITION_NOT_OPEN; IS_BARRED of `to`).
    """
    check = Checked()
    said = check.text("words", words, longest=LONGEST, needed=True)
    if granted and not barred:
        check.problems["barred"] = Problem.MISSING
    check.done()
    out = [one.pk for one in barred] if granted else []
    with transaction.atomic():
        there = lock_the_same(complaint) if out else []
        with taking(actor, complaint, Step.DECIDE_BAR, now=now) as step:
            if actor.staff_id in out:
                raise Invalid({"barred": Problem.OUT_OF_RANGE})
            own = petitions_seen_by(actor, step.complaint).filter(
                pk=petition.pk, state=PetitionState.OPEN.value
            )
            own_petition = own.first()
            if own_petition is None:
                raise NotNow(Obstacle.PETITION_NOT_OPEN)
            leave_hands(step, out)
            if to is not None and to.pk in step.complaint.barred:
                raise NotNow(Obstacle.IS_BARRED, to.name)
            own_petition.state = (PetitionState.GRANTED if granted else PetitionState.DECLINED).value
            own_petition.answer, own_petition.answered_at, own_petition.answered_by_id = (
                said,
                now,
                actor.staff_id,
            )
            own_petition.hidden_from = sorted({*own_petition.hidden_from, *out})
            own_petition.save(update_fields=["state", "answer", "answered_at", "answered_by", "hidden_from"])
            step.say(
                petition=own_petition.pk, granted=granted, barred=out, hidden_from=own_petition.hidden_from
            )
        if not out:
            return
        unseen, house = own_petition.hidden_from, step.house
        give_on(actor, complaint, out, to, now=now, house=house)
        for other in Complaint.objects.select_related("team").filter(pk__in=there).order_by("pk"):
            keep_out_there(actor, other, out, now=now, house=house, hidden_from=unseen, to=to)
