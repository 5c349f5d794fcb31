"""Granting 供与: remedies read from a form, held against the limits, and written down as offered or owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.step import Taken
from kikitori.records.remedies.limits import Limits, total_of
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import MONEY, RemedyKind, RemedyState

_MOST = 100_000_000


@dataclass(frozen=True, kw_only=True)
class RemedyGiven:
    """One thing to be done for the person, by a day. `amount`: smallest units of our currency, where it costs money."""

    kind: str
    text: str
    due_on: date | None
    amount: int | None = None


@dataclass(frozen=True, kw_only=True)
class RemedyRead:
    """A remedy whose values can be stored."""

    kind: RemedyKind
    text: str
    due_on: date
    amount: int | None
    currency: str = "JPY"


def read_remedies(
    check: Checked, given: Sequence[RemedyGiven], today: date, currency: str = "JPY"
) -> list[RemedyRead]:
    """Check each remedy; problems go under `remedies.<n>.<field>`."""
    read = []
    for n, remedy in enumerate(given):
        kind = check.word(f"remedies.{n}.kind", remedy.kind, RemedyKind)
        if remedy.amount is not None and not 0 <= remedy.amount <= _MOST:
            check.problems[f"remedies.{n}.amount"] = Problem.OUT_OF_RANGE
        read.append(
            RemedyRead(
                kind=kind,
                text=check.text(f"remedies.{n}.text", remedy.text, longest=2000, needed=True),
                due_on=check.coming_day(f"remedies.{n}.due_on", remedy.due_on, today),
                amount=remedy.amount if kind in MONEY else None,
                currency=currency,
            )
        )
    return read


def costs_money(given: Sequence[RemedyGiven]) -> bool:
    """Is anything in it for which limits have to be asked?"""
    return any(remedy.amount for remedy in given)


def granted_by(step: Taken, remedies: Sequence[RemedyRead], approved_by: int | None) -> int:
    """Who has the last word on this offer: whoever approved it, else the one who makes it, within their limit.

    Raises NotNow(OVER_LIMIT) with what `refused` writes.
    """
    total = total_of(remedy.amount for remedy in remedies)
    if approved_by is not None:
        return approved_by
    if total and not step.house.limits.may_grant_alone(step.actor.role, total):
        raise NotNow(Obstacle.OVER_LIMIT, refused(step.house.limits, step, total))
    return step.actor.own_staff_id


def refused(limits: Limits, step: Taken, total: int) -> str:
    """The sum, what this role may grant alone, the currency, and the roles that may approve it: for the words."""
    roles = ",".join(role.value for role in limits.approving(total))
    return f"{total} {limits.alone(step.actor.role)} {limits.currency} {roles}".strip()


def write_remedies(
    step: Taken,
    remedies: Sequence[RemedyRead],
    state: RemedyState,
    *,
    by: int,
    proposal: Proposal | None = None,
    unlike: str = "",
) -> list[Remedy]:
    """The rows, and what they are in the step's own entry, so that the ledger can be told from the timeline.

    `unlike`: why so much or so little, beside what complaints like this one received.
    """
    rows = Remedy.objects.bulk_create(
        Remedy(
            complaint=step.complaint,
            proposal=proposal,
            kind=remedy.kind.value,
            text=remedy.text,
            amount=remedy.amount,
            currency=remedy.currency,
            due_on=remedy.due_on,
            state=state.value,
            granted_by_id=by,
            written_by_id=step.actor.staff_id,
            why_unlike=unlike,
            written_at=step.now,
        )
        for remedy in remedies
    )
    if rows:
        step.say(granted=[_told(row) for row in rows])
    if by != step.actor.staff_id:
        step.say(approved_by=by)
    return rows


def _told(row: Remedy) -> dict[str, object]:
    return {"remedy": row.pk, "kind": row.kind, "amount": row.amount or 0, "currency": row.currency}
