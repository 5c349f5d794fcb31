"""The form for a webhook. It reads what was typed; whether that can be taken is the verb's to say.

The address is typed once, for with many services it is a key: it is never put into a page, not even into the form
that could not be saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Problem
from kikitori.casework.webhooks.keep import OF_HOUSE, WebhookGiven
from kikitori.interfaces.desk.notice_meanings import NOTICE_MEANING
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.settings.calendar_forms import typed_line
from kikitori.interfaces.look.forms import LookRenderer, ManyChoices
from kikitori.records.together.labels import NOTICE_KIND
from kikitori.records.together.terms import NoticeKind
from kikitori.records.together.webhooks import Webhook

_WORDS: dict[tuple[str, Problem], Any] = {
    ("name", Problem.OUT_OF_RANGE): _("Another webhook is called so already."),
    ("url", Problem.OUT_OF_RANGE): _("There is one already, or as many as there may be. Change one of them."),
    ("url", Problem.NOT_AN_ADDRESS): _(
        "Please give an address that begins with https:// and can be reached from the internet, without a password."
    ),
    ("url", Problem.MISSING): _("Please give the address. It is kept encrypted and not shown again."),
    ("url", Problem.TOO_LONG): _("This address is too long: 2,000 characters at most."),
    ("kinds", Problem.MISSING): _("Please choose at least one kind."),
}


class _Once(forms.PasswordInput):
    """A line one can read while one types it, and that no page gives back."""

    input_type = "text"


class WebhookForm(forms.Form):
    """What it is called, where it is, and of which kinds it is told. One's own (`own`) has no name."""

    default_renderer = LookRenderer
    name = typed_line(
        pgettext_lazy("webhook", "Name"),
        css="w-m",
        help_text=_("As it is called here, such as “Chat of the complaints desk”."),
    )

    def __init__(
        self, webhook: Webhook | None, typed: Mapping[str, str] | None = None, *, own: bool = False
    ) -> None:
        initial = {"name": webhook.name, "kinds": webhook.kinds} if webhook else {"kinds": _usual(own=own)}
        super().__init__(typed, initial=initial, label_suffix="")
        self.fields["name"].required = True
        if own:
            del self.fields["name"]
        self.fields["url"] = _address(webhook)
        offered = list(NoticeKind) if own else list(OF_HOUSE)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=_("What it is told of"),
            choices=[(kind.value, NOTICE_KIND[kind]) for kind in offered],
            widget=ManyChoices(help_texts={kind.value: _meaning(kind, own=own) for kind in offered}),
            error_messages={"invalid_choice": PROBLEM[Problem.UNKNOWN_WORD]},
        )
        for name, field in self.fields.items():
            field.error_messages["required"] = _WORDS.get((name, Problem.MISSING), PROBLEM[Problem.MISSING])

    def given(self) -> WebhookGiven:
        """What was typed, for the verb. The form must be valid."""
        typed = self.cleaned_data
        return WebhookGiven(name=typed.get("name", ""), url=typed["url"], kinds=typed["kinds"])

    @property
    def address_typed(self) -> bool:
        """Was an address typed, which the form that could not be saved does not hold any more?"""
        return bool(self.data.get("url"))

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field, in words that say what to do."""
        for field, problem in problems.items():
            self.add_error(
                field if field in self.fields else None, _WORDS.get((field, problem), PROBLEM[problem])
            )


def _meaning(kind: NoticeKind, *, own: bool) -> Any:
    """When it is told: to one person what concerns them, to a room what concerns anybody."""
    if kind is NoticeKind.ESCALATION and not own:
        return _("A complaint is brought before somebody above.")
    return NOTICE_MEANING[kind]


def _usual(*, own: bool) -> list[str]:
    """What is ticked where nothing was chosen yet: what is usually worth an interruption."""
    of_one = [NoticeKind.MENTION, NoticeKind.ASSIGNED, NoticeKind.HANDED_OVER] if own else []
    return [kind.value for kind in (*of_one, NoticeKind.ESCALATION, NoticeKind.MISSED)]


def _address(webhook: Webhook | None) -> forms.CharField:
    if webhook is None:
        help_text = _("As the other system gives it. It is kept encrypted and not shown again.")
    else:
        help_text = _("One is kept. Leave this empty and it stays.")
    widget = _Once(attrs={"autocomplete": "off", "class": "w-l"})
    return forms.CharField(
        label=_("Address (https://…)"),
        required=webhook is None,
        strip=False,
        widget=widget,
        help_text=help_text,
    )
