"""One complaint as plain values: what `kikitori show REF --json` prints. Read as an actor sees it, in few queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kikitori.records.access.visibility import visibilities_for
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.proving import proof_of
from kikitori.records.complaints.terms import Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.why import why_to_json
from kikitori.records.deadlines.why_kept import kept_why
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.actor import Actor


def case_as_values(actor: Actor, complaint: Complaint, now: datetime) -> dict[str, Any]:
    """The whole case, JSON-able, moments in ISO 8601 in the site's zone. `complaint` must be one the actor sees."""
    return {
        "reference": complaint.reference,
        "state": complaint.state,
        "kind": complaint.kind,
        "channel": complaint.channel,
        "language": complaint.language,
        "title": complaint.title,
        "subject": complaint.subject,
        "severity": complaint.severity,
        "urgency": complaint.urgency,
        "queue": complaint.queue,
        "confidentiality": complaint.confidentiality,
        "anonymous": complaint.anonymous,
        "received_at": _moment(complaint.received_at),
        "known_at": _moment(complaint.known_at),
        "logged_at": _moment(complaint.logged_at),
        "served_at": _moment(complaint.served_at),
        "closed_at": _moment(complaint.closed_at),
        "receipt_digest": proof_of(complaint).digest,
        "story": complaint.story,
        "desired_outcome": complaint.desired_outcome,
        "accommodation": complaint.accommodation,
        "assignee": complaint.assignee.name if complaint.assignee else None,
        "people": _people(complaint),
        "allegations": _allegations(complaint),
        "timeline": _timeline(actor, complaint),
        "promises": [_promise(promise) for promise in complaint.promises.order_by("id")],
        "clocks": [_clock(clock, now) for clock in complaint.clocks.order_by("id")],
        "files": _files(actor, complaint),
        "letters": [_letter(letter) for letter in complaint.letters.all()],
        "proposals": [
            {"round": p.round, "state": p.state, "text": p.text, "answer": p.answer}
            for p in complaint.proposals.all()
        ],
        "remedies": [
            {
                "kind": remedy.kind,
                "text": remedy.text,
                "amount": remedy.amount,
                "currency": remedy.currency,
                "due_on": remedy.due_on.isoformat(),
                "state": remedy.state,
                "done_at": _moment(remedy.done_at),
            }
            for remedy in complaint.remedies.all()
        ],
        "verdicts": [
            {
                "at": _moment(v.at),
                "solved": v.solved,
                "rating": v.rating,
                "outcome_rating": v.outcome_rating,
                "comment": v.comment,
            }
            for v in complaint.verdicts.all()
        ],
    }


def _moment(value: datetime | None) -> str | None:
    return timezone.localtime(value).isoformat() if value else None


def _people(complaint: Complaint) -> list[dict[str, Any]]:
    parties = complaint.parties.select_related("person").prefetch_related("person__contact_points")
    return [
        {
            "role": party.role,
            "name": party.person.name,
            "kana": party.person.name_kana,
            "kind": party.person.kind,
            "contact_points": [
                {"kind": point.kind, "value": point.value} for point in party.person.contact_points.all()
            ],
        }
        for party in parties.order_by("id")
    ]


def _allegations(complaint: Complaint) -> list[dict[str, Any]]:
    rows = []
    for allegation in complaint.allegations.prefetch_related("findings", "causes"):
        findings = list(allegation.findings.all())
        rows.append(
            {
                "number": allegation.number,
                "text": allegation.text,
                "expected": allegation.expected,
                "actual": allegation.actual,
                "outcome": findings[-1].outcome if findings else None,
                "reasons": findings[-1].reasons if findings else None,
                "causes": [
                    {
                        "code": cause.code,
                        "evidence": cause.evidence,
                        "until": cause.until.isoformat() if cause.until else None,
                    }
                    for cause in allegation.causes.all()
                ],
            }
        )
    return rows


def _timeline(actor: Actor, complaint: Complaint) -> list[dict[str, Any]]:
    visible = visibilities_for(actor)
    bodies = dict(
        Message.objects.filter(complaint=complaint, visibility__in=visible).values_list("pk", "body")
    )
    events = complaint.events.filter(visibility__in=visible).select_related("actor_staff")
    return [
        {
            "kind": event.kind,
            "at": _moment(event.at),
            "actor": _actor(event),
            "visibility": event.visibility,
            "data": {**event.data, **_body(event, bodies)},
        }
        for event in events
    ]


def _actor(event: Event) -> str:
    name = event.actor_staff.login if event.actor_staff else event.actor_reason
    return f"{event.actor_kind}:{name}" if name else event.actor_kind


def _body(event: Event, bodies: dict[int, str]) -> dict[str, str]:
    number = event.data.get("message")
    return {"body": bodies[number]} if number in bodies else {}


def _files(actor: Actor, complaint: Complaint) -> list[dict[str, Any]]:
    """Files with what was said, with the complaint itself, scans of it, and what entitles somebody to speak.

    Not those of drafts.
    """
    visible = visibilities_for(actor)
    lying = Q(message__visibility__in=visible) | Q(parcel__isnull=False)
    if Visibility.INTERNAL.value in visible:
        lying |= Q(way_in__isnull=False) | Q(appointment__isnull=False)
    return [
        {
            "name": row.name,
            "kind": row.found,
            "size": row.size,
            "sha256": row.digest,
            "at": _moment(row.added_at),
            "message": row.message_id,
            "from_complainant": row.added_by_id is None,
            "scan": row.scan or None,
        }
        for row in complaint.enclosures.filter(lying).defer("raw").order_by("pk")
    ]


def _promise(promise: Promise) -> dict[str, Any]:
    return {
        "kind": promise.kind,
        "due_at": _moment(promise.due_at),
        "state": promise.state,
        "made_at": _moment(promise.made_at),
        "kept_at": _moment(promise.kept_at),
        "reason": promise.reason,
        "why": why_to_json(kept_why(promise.why)),
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "kind": letter.kind,
        "to": letter.to_address or letter.medium,
        "state": letter.state,
        "subject": letter.subject,
        "written_at": _moment(letter.written_at),
        "sent_at": _moment(letter.sent_at),
    }


def _clock(clock: Clock, now: datetime) -> dict[str, Any]:
    return {
        "kind": clock.kind,
        "rule": clock.rule,
        "state": clock.state_at(now).value,
        "started_at": _moment(clock.started_at),
        "due_at": _moment(clock.due_at),
        "met_at": _moment(clock.met_at),
        "why": why_to_json(kept_why(clock.why)),
    }
