"""The forms in which a conversation is filed: filled from its answers, so that nothing is typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.casework.intake import Intake
from kikitori.foundation.crypto import new_token
from kikitori.interfaces.desk.people.caller import Caller
from kikitori.interfaces.desk.register_form import CONTACTS, LOCAL, RegisterForm
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.questions import Facts
from kikitori.records.people.terms import ContactKind, PersonKind

_SINGLE = ("name", "kana", "subject", "kind", "accommodation", "anonymous", "restricted")
#: Of a row for a way to reach somebody: its kind, the number or address, a remark.
_PARTS = ("_kind", "", "_note")


class FilingForm(RegisterForm):
    """A complaint as it was told; whatever is wrong can be put right before it is taken in."""

    restricted = forms.BooleanField(
        label=_("Only leads and the handler it is given to may read it"),
        help_text=_("For reports from inside, and where somebody must not learn of it."),
        required=False,
    )

    @classmethod
    def filled(cls, talk: Conversation, facts: Facts, caller: Caller | None) -> Self:
        """From the answers; what nobody asked about is taken from the card of somebody we know."""
        known = caller.as_typed() if caller else {}
        said = {name: getattr(facts, name) for name in _SINGLE if getattr(facts, name)}
        safety = {f"safety_{question}": answer for question, answer in facts.safety.items()}
        if facts.anonymous:
            known = {}
        return cls(
            initial={
                "token": new_token(),
                "channel": talk.channel,
                "person_kind": PersonKind.INDIVIDUAL.value,
                "received_at": timezone.localtime(talk.begun_at).strftime(LOCAL),
                **{name: value for name, value in known.items() if not name.startswith("contact_")},
                "language": talk.language,
                "story": facts.story,
                "desired_outcome": facts.wish,
                **said,
                **_ways(facts, known),
                **safety,
            }
        )

    def intake(self, now: datetime) -> Intake:
        """What was typed, for the verb."""
        is_restricted = bool(self.cleaned_data.get("restricted"))
        who = Confidentiality.RESTRICTED if is_restricted else Confidentiality.ORDINARY
        return replace(super().intake(now), confidentiality=who.value)


def _ways(facts: Facts, known: Mapping[str, Any]) -> dict[str, str]:
    """Rows of the form: what they said now, each way under its own kind; in those left over what the card knows."""
    rows: list[tuple[str, ...]] = [(kind.value, value, "") for kind, value in _said(facts) if value]
    for number in range(1, CONTACTS + 1):
        row = tuple(str(known.get(f"contact_{number}{part}", "")) for part in _PARTS)
        if row[1] and row[1] not in (value for _kind, value, _note in rows):
            rows.append(row)
    return {
        f"contact_{number}{part}": value
        for number, row in enumerate(rows[:CONTACTS], start=1)
        for part, value in zip(_PARTS, row, strict=True)
    }


def _said(facts: Facts) -> list[tuple[ContactKind, str]]:
    return [
        (ContactKind.PHONE, facts.phone),
        (ContactKind.EMAIL, facts.email),
        (ContactKind.POST, facts.post),
    ]


class InterviewForm(forms.Form):
    """What somebody has added to their complaint."""

    default_renderer = LookRenderer

    token = forms.CharField(
        widget=forms.HiddenInput,
        validators=[RegexValidator(r"\A[A-Za-z0-9_-]{22}\Z")],
    )
    body = forms.CharField(
        label=_("What they told us"),
        strip=False,
        error_messages={"required": PROBLEM[Problem.MISSING]},
        widget=forms.Textarea(attrs={"rows": "12", "data-guard": ""}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        super().__init__(data, label_suffix="", initial=initial)

    @classmethod
    def filled(cls, facts: Facts) -> Self:
        """From the answers; the wish comes last."""
        body = "\n\n".join(filter(None, [facts.story, facts.wish]))
        return cls(token=new_token(), body=body)
