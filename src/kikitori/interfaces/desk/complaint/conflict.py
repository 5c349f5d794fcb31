"""Two editors: what stands now and what was typed, side by side, and who changed what since.

Nobody's words win by arriving later. The second editor reads both, and goes on from either: with their own words on
the new ground, or from what stands now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kikitori.interfaces.desk.complaint import sent_once
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.recipient import recipient_of
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.timeline import entries_after
from kikitori.records.access.visibility import events_seen_by
from kikitori.records.complaints.lifecycle import State, is_possible
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import Actor, ActorKind

#: What is written down while people think (mostly by machines): it changes nothing that a form was built on.
_MECHANICAL = frozenset(
    {
        EventKind.LETTER_SENT,
        EventKind.LETTER_FAILED,
        EventKind.LETTER_RETURNED,
        EventKind.LETTER_REPLACED,
        EventKind.POSTING_TAKEN_BACK,
        EventKind.REPLY_STUCK,
        EventKind.PROMISE_MISSED,
        EventKind.ESCALATION_ACKNOWLEDGED,
    }
)


def newest_event(complaint: Complaint) -> int:
    """The number of the newest timeline entry; 0 where there is none."""
    return complaint.events.aggregate(newest=Max("pk"))["newest"] or 0


def first_event_after(complaint: Complaint, event: int) -> int:
    """The first entry after `event`: the one the step just taken has written."""
    found = complaint.events.filter(pk__gt=event).order_by("pk").values_list("pk", flat=True).first()
    return found or event


def only_mechanical(actor: Actor, complaint: Complaint, event: int) -> bool:
    """Is all this reader may see after `event` what machines wrote down (letters that went out, promises missed)?"""
    since = events_seen_by(actor, complaint).filter(pk__gt=event)
    by_hand = since.exclude(kind__in=_MECHANICAL).exclude(
        kind=EventKind.ESCALATED.value, actor_kind=ActorKind.SYSTEM.value
    )
    # A reply that was handed in before, and has gone by itself: whoever began to write since knew of it.
    by_hand = by_hand.exclude(kind=EventKind.REPLIED.value, data__has_key="pending")
    return not by_hand.exists()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what stands now, what was typed, and whether that is the same."""

    label: str
    now: str
    typed: str

    @property
    def differs(self) -> bool:
        """Are the two not the same, white space aside?"""
        return self.now.split() != self.typed.split()


def differences(fresh: StepForm, typed: StepForm) -> list[Difference]:
    """Every field of the form, as it stands now and as it was typed; fields empty in both are left out."""
    found, said = [], typed.said_meanwhile()
    for name in typed.fields:
        if typed[name].is_hidden or name in typed.shorthand:
            continue
        field = typed.fields[name]
        now = shown(field, fresh[name].value()) if name in fresh.fields and not typed.can_cross else ""
        now = said.get(name, now)
        given = typed.cleaned_data.get(name, typed[name].value())
        pair = Difference(str(field.label or ""), now, shown(field, given))
        if pair.now or pair.typed:
            found.append(pair)
    return found


def shown(field: forms.Field, value: Any) -> str:
    """A field's value as a person reads it: the words of a choice, the text of a text."""
    if value is None or value == "" or value is False:
        return ""
    if isinstance(field, forms.BooleanField):
        return "\N{CHECK MARK}"
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(cast("Iterable[Any]", field.choices))).get(str(value), value))
    return str(value).strip()


def typed_texts(form: StepForm) -> list[tuple[str, str]]:
    """(label, text) of everything typed into a form, to be shown where the form itself can go no further."""
    return [
        (str(field.label or ""), text)
        for name, field in form.fields.items()
        if not form[name].is_hidden and (text := shown(field, form[name].value()))
    ]


@dataclass(frozen=True, slots=True)
class Basis:
    """On which ground a form was filled in: the complaint's version and its newest entry at that moment."""

    version: int
    event: int


def basis_of(standing: Standing, form: StepForm | None) -> Basis:
    """The ground a form stands on: the one it was sent with, however often it is shown again; else what is now."""
    if form is not None and form.is_bound and (form.overwrites or form.can_cross):
        version, event = form["seen_version"].value(), form["seen_event"].value()
        if str(version or "").isdecimal() and str(event or "").isdecimal():
            return Basis(int(version), int(event))
    return Basis(standing.complaint.version, newest_event(standing.complaint))


def both_texts(request: HttpRequest, standing: Standing, typed: StepForm, current: Complaint) -> HttpResponse:
    """The page for the second of two editors (409)."""
    seen = typed.cleaned_data.get("seen_event") or 0
    standing = replace(standing, complaint=current)
    fresh = type(typed)(standing)
    possible = is_possible(State(current.state), typed.step)
    context = {
        "standing": standing,
        "complaint": current,
        "kind": type(typed),
        "form": typed,
        "differences": differences(fresh, typed),
        "since": entries_after(standing, seen),
        "possible": possible,
        "typed": [] if possible else typed_texts(typed),
        "token": sent_once.fresh_token(),
        "recipient": recipient_of(standing),
        "basis": Basis(current.version, newest_event(current)),
    }
    return render(request, "desk/complaint/conflict.html", context, status=HTTPStatus.CONFLICT)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(inner), str(words)) for inner, words in label)
        else:
            yield str(value), str(label)
