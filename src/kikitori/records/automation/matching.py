"""What a rule sees: which entries stir it, which complaints it means, and the values its conditions found.

The engine and the trial ask the same questions here; neither can see anything the other does not.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from kikitori.records.automation.foresight import Facts
from kikitori.records.automation.rule import OnEvent, Rule
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole, Queue, Severity
from kikitori.records.complaints.timeline import Event
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.queries import STILL_OWED
from kikitori.records.people.models import group_of
from kikitori.records.people.queries import cards_in, types_of
from kikitori.records.people.terms import CustomerType
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.queries import Reader, meant_by
from kikitori.records.selection.terms import ELSEWHERE, NOBODY, WORDS, Field, Operator, whose_turn


def stirs(rule: Rule, event: Event) -> bool:
    """Is this an entry after which the rule looks at the complaint?"""
    if not isinstance(rule.when, OnEvent):
        return False
    kinds = {kind.value for kind in rule.when.kinds}
    by = {kind.value for kind in rule.when.by}
    return event.kind in kinds and (not by or event.actor_kind in by)


def meant_among(rule: Rule, complaints: Collection[int], reader: Reader) -> set[int]:
    """Of these complaints those that the rule means as they stand now. One query. Raises UnreadableConditions."""
    rows = Complaint.objects.filter(pk__in=complaints)
    return set(meant_by(rows, rule.conditions, reader).values_list("pk", flat=True))


def facts_of(complaint: Complaint) -> Facts:
    """How it stands, as actions ask."""
    return Facts(
        State(complaint.state),
        Severity(complaint.severity),
        Queue(complaint.queue),
        complaint.assignee_id,
        complaint.team_id,
    )


def values_seen(rule: Rule, complaint: Complaint, reader: Reader) -> list[dict[str, object]]:
    """Each field its conditions speak of, with the value it has. Words and numbers of rows, never what people wrote."""
    fields = list(dict.fromkeys(condition.field for condition in rule.conditions))
    return [{"field": field.value, "seen": _value(field, complaint, reader)} for field in fields]


def _value(field: Field, complaint: Complaint, reader: Reader) -> object:
    row: Mapping[Field, object] = {
        Field.STATE: complaint.state,
        Field.ENDING: complaint.ending or (ELSEWHERE if complaint.state == ELSEWHERE else None),
        Field.WAITING_FOR: whose_turn(State(complaint.state)).value,
        Field.QUEUE: complaint.queue,
        Field.SEVERITY: complaint.severity,
        Field.URGENCY: complaint.urgency,
        Field.KIND: complaint.kind,
        Field.SUBJECT: complaint.subject,
        Field.CHANNEL: complaint.channel,
        Field.LANGUAGE: complaint.language,
        Field.ASSIGNEE: str(complaint.assignee_id or NOBODY),
        Field.TEAM: str(complaint.team_id or NOBODY),
        Field.RECEIVED: complaint.received_at.isoformat(),
        Field.CLOSED: _stamp(complaint.closed_at),
    }
    if field in row:
        return row[field]
    match field:
        case Field.CUSTOMER_TYPE:
            return _types(complaint)
        case Field.BRANCH:
            ways = WayIn.objects.filter(complaint=complaint, branch__isnull=False)
            return str(ways.values_list("branch_id", flat=True).first() or NOBODY)
        case Field.PROMISE_DUE:
            return _stamp(_first_due(complaint))
        case Field.DEADLINE_DUE:
            clocks = Clock.objects.filter(complaint=complaint, met_at=None, cancelled_at=None)
            return _stamp(clocks.order_by("due_at").values_list("due_at", flat=True).first())
        case _:
            return [word for word in WORDS[field] if _holds(field, word, complaint, reader)]


def _holds(field: Field, word: str, complaint: Complaint, reader: Reader) -> bool:
    """For what is no column: is it so? One query."""
    asked = Conditions((Condition(field, Operator.IS, (word,)),))
    return meant_by(Complaint.objects.filter(pk=complaint.pk), asked, reader).exists()


def _first_due(complaint: Complaint) -> datetime | None:
    owed = Promise.objects.filter(STILL_OWED, complaint=complaint)
    return owed.order_by("due_at", "id").values_list("due_at", flat=True).first()


def _types(complaint: Complaint) -> list[str]:
    speaks = (PartyRole.COMPLAINANT.value, PartyRole.REPRESENTATIVE.value)
    parties = Party.objects.filter(complaint=complaint, role__in=speaks)
    groups = parties.values(stands=group_of("person__"))
    given = types_of(cards_in(groups)).values_list("type", flat=True)
    return sorted(set(given)) or [CustomerType.UNKNOWN.value]


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
