"""The course of one demonstration complaint, carried out by the real verbs with the clock passed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.close import close_as_agreed, close_as_exhausted
from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved, rate
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.deliver import deliver_letter
from kikitori.casework.escalate import acknowledge_escalation, escalate_complaint, take_up
from kikitori.casework.find_causes import CauseGiven
from kikitori.casework.inquire import ask_complainant, ask_third_party, begin_investigation, record_answer
from kikitori.casework.other_road import other_roads, silence_in, try_other_road
from kikitori.casework.promise import note_missed_promise
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.remedy import carry_out_remedy, is_money
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.second_contact import ask_again
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, note, reply
from kikitori.config.demo_looking import plan_it, write_up
from kikitori.config.demo_texts.facts import COMPLAINANT, SYSTEM, CourseStep, FindingFact, RemedyFact
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import OPEN, State, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Severity
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import SECOND_CONTACT
from kikitori.records.escalation.models import Escalation
from kikitori.records.escalation.terms import Cause
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RemedyState

_MINUTE = timedelta(minutes=1)
#: The second question goes out in working hours of its day.
_SAME_DAY = timedelta(hours=4)
#: What most often lies behind it, by what it is about.
_CAUSE_OF = {
    "quality": "design",
    "delivery": "third_party",
    "package": "process",
    "label": "marketing",
    "sales": "marketing",
    "price": "data",
    "billing": "data",
    "info": "expectation",
    "contract": "rule",
    "staff": "training",
    "digital": "usability",
    "access": "usability",
    "privacy": "process",
    "afterservice": "communication",
    "a_fee": "data",
    "a_election": "rule",
    "a_disclosure": "communication",
}
#: How long before today escalations may still wait.
_LATELY = timedelta(days=10)
#: What waits for the worker and for those above, the earliest first. Every fifth day nobody answers what is brought up.
_WAITING = """
select 'letter', id, written_at as due_at from records_letter
where complaint_id = %(complaint)s and state = 'waiting'
union all
select 'promise', id, due_at from records_promise
where complaint_id = %(complaint)s and state = 'open' and due_at < %(overdue)s
union all
select 'answer', id, at + interval '25 minutes' from records_escalation
where complaint_id = %(complaint)s and acknowledged_at is null and superseded_by_id is null and holder_id is not null
and at + interval '25 minutes' < %(until)s
and (extract(doy from at)::int %% 5 > 0 or level > 1) and (at < %(lately)s or extract(doy from at)::int %% 2 = 0)
union all
select 'unanswered', id, answer_by from records_escalation
where complaint_id = %(complaint)s and acknowledged_at is null and superseded_by_id is null and answer_by < %(until)s
order by due_at, id
"""


@dataclass(frozen=True)
class Scene:
    """One step about to be taken: who, on what, and what the corpus says about it."""

    actor: Actor
    complaint: Complaint
    step: CourseStep
    staff: Mapping[str, Staff]
    handler: str


def carry_on(complaint: Complaint, step: CourseStep, staff: Mapping[str, Staff], handler: str) -> None:
    """Take one step of the course as its actor, at its time."""
    actor = _actor(complaint, step, staff)
    _ACTS[Step(step.verb)](Scene(actor, complaint, step, staff, handler))


def _actor(complaint: Complaint, step: CourseStep, staff: Mapping[str, Staff]) -> Actor:
    if step.by == COMPLAINANT:
        return Actor.complainant(complaint.pk)
    if step.by == SYSTEM:
        return Actor.system("swept")
    if step.verb == Step.DECIDE and Severity(complaint.severity) <= Severity.S2:
        # The story itself raised the severity above what the corpus planned: then a lead decides.
        return actor_for(next(one for one in staff.values() if one.role == Role.LEAD.value))
    return actor_for(staff[step.by])


def pass_time(complaint: Complaint, until: datetime, *, today: datetime | None = None) -> None:
    """What the worker, and those above, would have done by `until`, in the order of time.

    Letters in the outbox are sent a minute after they fell due, and promises that have passed are noted as missed;
    escalations are acknowledged within half an hour. On some days they are not, and go up; of the last days before
    `today` some still wait. Asks what there is to do by one plain statement: this comes before every
    step of every complaint.
    """
    today = today or until
    due = _due(complaint, until, today)
    while due:
        what, number, due_at = due.pop(0)
        at = min(due_at + _MINUTE, until)
        if what == "letter":
            deliver_letter(Actor.system("outbox"), number, now=at)
        elif what == "promise":
            _come_due(complaint, Promise.objects.get(pk=number), due_at)
        elif what == "answer":
            _answer(complaint, Escalation.objects.get(pk=number), at)
        else:
            take_up(Actor.system("unanswered"), Escalation.objects.get(pk=number), now=at)
        if what != "letter":
            # One thing leads to another: what was missed is brought up, and what was brought up is answered.
            due = _due(complaint, until, today)


def _due(complaint: Complaint, until: datetime, today: datetime) -> list[tuple[str, int, datetime]]:
    with connection.cursor() as cursor:
        values: dict[str, int | datetime] = {
            "complaint": complaint.pk,
            "until": until - _MINUTE,
            "overdue": until - 2 * _MINUTE,
            "lately": today - _LATELY,
        }
        cursor.execute(_WAITING, values)
        return list(cursor.fetchall())


def _come_due(complaint: Complaint, promise: Promise, due_at: datetime) -> None:
    """What we ask of our own accord is asked on its day; everything else was missed."""
    if promise.rule == SECOND_CONTACT:
        ask_again(Actor.system("second_contact"), complaint, now=due_at - _SAME_DAY)
    else:
        _miss(complaint, promise, due_at + _MINUTE)


def _miss(complaint: Complaint, promise: Promise, now: datetime) -> None:
    note_missed_promise(Actor.system("swept"), promise, now=now)
    if State(complaint.state) in OPEN:
        escalate_complaint(
            Actor.system("missed_promise"),
            complaint,
            reason=promise.kind,
            cause=Cause.MISSED_PROMISE,
            promise=promise.pk,
            now=now,
        )


def _answer(complaint: Complaint, escalation: Escalation, now: datetime) -> None:
    """Whoever it stands before says that they look into it."""
    holder = Staff.objects.get(escalations=escalation)
    acknowledge_escalation(actor_for(holder), complaint, escalation, now=now)


def _remedies(facts: tuple[RemedyFact, ...]) -> list[RemedyGiven]:
    return [RemedyGiven(kind=f.kind, text=f.text, due_on=f.due_on, amount=f.amount) for f in facts]


def _assess(scene: Scene) -> None:
    step = scene.step
    assess_complaint(
        scene.actor,
        scene.complaint,
        severity=step.severity,
        subject=scene.complaint.subject,
        safety=step.safety,
        allegations=[AllegationGiven(text=p.text, expected=p.expected, actual=p.actual) for p in step.points],
        title=step.title,
        note=step.text,
        heated=step.heated,
        now=step.at,
    )


def _close(scene: Scene) -> None:
    """Where nobody answers, another way was tried after a week, in vain."""
    silence = silence_in(scene.complaint)
    if silence is not None and silence.tried_at is None:
        for road in other_roads(scene.complaint)[:1]:
            at = silence.asked_at + timedelta(days=7)
            try_other_road(scene.actor, scene.complaint, road=road.value, reached=False, now=at)
    close_as_agreed(scene.actor, scene.complaint, note=scene.step.text, now=scene.step.at)


def _is_still_unhappy(complaint: Complaint) -> bool:
    """Have they said no, and said something else than yes since we asked once more?"""
    kinds = list(complaint.events.order_by("-pk").values_list("kind", flat=True))
    asked = kinds.index(EventKind.SOLUTION_ASKED) if EventKind.SOLUTION_ASKED in kinds else 0
    return EventKind.HEARD in kinds[:asked] and EventKind.NOT_SOLVED in kinds[asked:]


def _record_answer(scene: Scene) -> None:
    inquiry = scene.complaint.inquiries.filter(answered_at__isnull=True).latest("id")
    record_answer(scene.actor, scene.complaint, inquiry=inquiry, answer=scene.step.text, now=scene.step.at)


def _propose(scene: Scene) -> None:
    step = scene.step
    propose_solution(
        scene.actor,
        scene.complaint,
        text=step.text,
        remedies=_remedies(step.remedies),
        answer_by=step.answer_by,
        now=step.at,
    )


#: Why a decision brings nothing for one person alone, where what was wrong was changed for everybody.
_NOTHING_MORE = {
    "ja": "いただいたお話をもとに、上に書いたとおり全体を改めましたので、お一人おひとりへの対応はございません。",
    "en": "What you told us about has been changed for everybody, as described above.",
}


def _investigate(scene: Scene) -> None:
    begin_investigation(scene.actor, scene.complaint, now=scene.step.at)
    plan_it(scene.actor, scene.complaint, scene.step.at)


def _decide(scene: Scene) -> None:
    step = scene.step
    write_up(scene.actor, scene.complaint, step.findings[0].reasons, step.at)
    decide_complaint(
        scene.actor,
        scene.complaint,
        findings={
            number: FindingGiven(
                outcome=finding.outcome, reasons=finding.reasons, causes=_causes(scene, finding)
            )
            for number, finding in enumerate(step.findings, start=1)
        },
        remedies=_remedies(step.remedies),
        words=step.text,
        no_remedy=_NOTHING_MORE[tongue(scene.complaint.language)],
        now=step.at,
    )


def _causes(scene: Scene, finding: FindingFact) -> list[CauseGiven] | None:
    """Why it came about, as what it is about suggests; what was found shows it."""
    if finding.outcome not in ("upheld", "partly"):
        return None
    scene.complaint.refresh_from_db(fields=["subject"])
    return [CauseGiven(code=_CAUSE_OF.get(scene.complaint.subject, "process"), evidence=finding.reasons)]


_HANDS = (Role.HANDLER.value, Role.LEAD.value)


def _remedy(scene: Scene) -> None:
    for remedy in scene.complaint.remedies.filter(state=RemedyState.DUE.value):
        carry_out_remedy(
            _payer(scene, remedy) if is_money(remedy) else scene.actor,
            scene.complaint,
            remedy=remedy,
            note=scene.step.text,
            proof=f"FB-{scene.step.at:%m%d}-{remedy.pk:04d}" if is_money(remedy) else "",
            now=scene.step.at,
        )


def _payer(scene: Scene, remedy: Remedy) -> Actor:
    """Whoever granted the money does not pay it; a lead does, or somebody else who handles complaints."""
    if scene.actor.staff_id != remedy.granted_by_id:
        return scene.actor
    others = sorted(scene.staff.values(), key=lambda one: (one.role != Role.LEAD.value, one.pk))
    seeing = set(seen_by(scene.complaint).values_list("pk", flat=True))
    return actor_for(
        next(
            one
            for one in others
            if one.pk in seeing and one.pk != remedy.granted_by_id and one.role in _HANDS
        )
    )


_ACTS: dict[Step, Callable[[Scene], object]] = {
    Step.ACKNOWLEDGE: lambda s: acknowledge_complaint(
        s.actor, s.complaint, echo=s.step.text, how=s.step.how, now=s.step.at
    ),
    Step.ASSESS: _assess,
    Step.ASSIGN: lambda s: assign_complaint(s.actor, s.complaint, to=s.staff[s.handler], now=s.step.at),
    Step.INVESTIGATE: _investigate,
    Step.ASK_COMPLAINANT: lambda s: ask_complainant(
        s.actor, s.complaint, question=s.step.text, answer_by=s.step.answer_by, now=s.step.at
    ),
    Step.ASK_THIRD_PARTY: lambda s: ask_third_party(
        s.actor,
        s.complaint,
        whom=s.step.whom,
        question=s.step.text,
        answer_by=s.step.answer_by,
        now=s.step.at,
    ),
    Step.RECORD_ANSWER: _record_answer,
    Step.REPLY: lambda s: reply(s.actor, s.complaint, body=s.step.text, now=s.step.at),
    Step.NOTE: lambda s: note(s.actor, s.complaint, body=s.step.text, now=s.step.at),
    Step.HEAR: lambda s: hear(
        s.actor, s.complaint, body=s.step.text, channel=s.complaint.channel, now=s.step.at
    ),
    Step.PROPOSE: _propose,
    Step.ACCEPT: lambda s: accept_proposal(
        s.actor, s.complaint, words=s.step.text, how=s.step.how, now=s.step.at
    ),
    Step.DECLINE: lambda s: decline_proposal(
        s.actor, s.complaint, words=s.step.text, how=s.step.how, now=s.step.at
    ),
    Step.DECIDE: _decide,
    Step.REMEDY: _remedy,
    Step.ASK_SOLVED: lambda s: ask_if_solved(s.actor, s.complaint, now=s.step.at),
    Step.CONFIRM_SOLVED: lambda s: confirm_solved(
        s.actor,
        s.complaint,
        rating=s.step.rating,
        outcome=s.step.rating,
        comment=s.step.text,
        how=s.step.how,
        now=s.step.at,
    ),
    Step.CONFIRM_UNSOLVED: lambda s: confirm_unsolved(
        s.actor, s.complaint, comment=s.step.text, how=s.step.how, now=s.step.at
    ),
    Step.RATE: lambda s: rate(
        s.actor, s.complaint, rating=s.step.rating or 3, comment=s.step.text, now=s.step.at
    ),
    Step.CLOSE_ACCEPTED: _close,
    Step.CLOSE_EXHAUSTED: lambda s: close_as_exhausted(
        s.actor, s.complaint, reason=s.step.text, unhappy=_is_still_unhappy(s.complaint), now=s.step.at
    ),
    Step.REOPEN: lambda s: reopen_complaint(s.actor, s.complaint, reason=s.step.text, now=s.step.at),
    Step.WITHDRAW: lambda s: withdraw_complaint(
        s.actor, s.complaint, reason=s.step.text, how=s.step.how, now=s.step.at
    ),
    Step.ESCALATE: lambda s: escalate_complaint(s.actor, s.complaint, reason=s.step.text, now=s.step.at),
}
