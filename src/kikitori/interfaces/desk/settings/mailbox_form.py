"""The form for a mailbox of one kind. It reads what was typed; whether it can be taken is the verb's to say.

A password is typed once: it is never put into a page, not even into the form that could not be saved.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Problem
from kikitori.casework.mailboxes import MailboxGiven, given_of
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.settings.calendar_forms import typed_line
from kikitori.interfaces.look.forms import Choices
from kikitori.records.letters.mail_terms import After, MailboxKind, Provider, Security, SignIn
from kikitori.records.letters.mails import Mailbox

_FROM_NOW, _ALL = "now", "all"
#: Which fields stand beside each other.
_ROWS = (
    ("name", "address"), ("host",), ("port", "security"), ("user", "secret"), ("folder",), ("after", "move_to"),
    ("since",), ("provider",),
)  # fmt: skip
_WORDS: dict[tuple[str, Problem], Any] = {
    ("name", Problem.OUT_OF_RANGE): _("Another mailbox is called so already."),
    ("address", Problem.OUT_OF_RANGE): _("Another mailbox takes in the mails for this address already."),
    ("security", Problem.OUT_OF_RANGE): _(
        "Without encryption everybody on the way can read along. It is only for a mail server on the same machine."
    ),
    ("move_to", Problem.OUT_OF_RANGE): _("This is the folder that is read. Please name another one."),
    ("port", Problem.OUT_OF_RANGE): _(
        "A port is a number from 1 to 65535. Leave it empty for the usual one."
    ),
    ("secret", Problem.MISSING): _("Please give the password. It is kept encrypted and never shown again."),
}


class MailboxForm(forms.Form):
    """What one mailbox is called and where its mails come from; only what its kind has use for."""

    name = typed_line(
        pgettext_lazy("mailbox", "Name"),
        css="w-m",
        help_text=_("As it is called here, such as “Complaints desk”."),
    )
    address = typed_line(_("E-mail address"), help_text=_("People write to it, and answer to it."))

    def __init__(
        self, kind: MailboxKind, mailbox: Mailbox | None, typed: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(typed, initial=_initial(mailbox) if mailbox else _usual(kind))
        self.kind, self.mailbox = kind, mailbox
        self.signs_in_by_token = bool(mailbox) and _sign_in(mailbox) != SignIn.PASSWORD.value
        if kind is MailboxKind.IMAP:
            self.fields |= _imap_fields()
            if mailbox is None:
                self.fields["since"] = _since_field()
        if kind is MailboxKind.WEBHOOK:
            self.fields["provider"] = _choice(
                _("Mail service"), [(each.value, each.value.title()) for each in Provider]
            )
        if kind in (MailboxKind.IMAP, MailboxKind.WEBHOOK) and not self.signs_in_by_token:
            self.fields["secret"] = _secret_field(kind, mailbox)

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as they stand beside each other, for the template."""
        rows = ([self[name] for name in row if name in self.fields] for row in _ROWS)
        return [row for row in rows if row]

    def given(self, now: datetime) -> MailboxGiven:
        """What was typed, for the verb. What the form does not ask stays as it was."""
        typed = dict(self.cleaned_data)
        typed.pop("secret", None)
        since = typed.pop("since", None)
        if self.mailbox is not None:
            as_it_is = given_of(self.mailbox)
        else:
            as_it_is = MailboxGiven(name="", kind=self.kind.value, since=None if since == _ALL else now)
        if "port" in typed:
            typed["port"] = typed["port"] or 0
        return replace(as_it_is, **typed)

    @property
    def secret(self) -> dict[str, str] | None:
        """The secret as the verb takes it; None where none was typed."""
        typed = self.cleaned_data.get("secret", "")
        if not typed:
            return None
        return {"key" if self.kind is MailboxKind.WEBHOOK else "password": typed}

    @property
    def secret_typed(self) -> bool:
        """Was a password typed, which the form that could not be saved does not hold any more?"""
        return bool(self.data.get("secret"))

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field, in words that say what to do."""
        for field, problem in problems.items():
            if field not in self.errors:
                how = _WORDS.get((field, problem), PROBLEM[problem])
                self.add_error(field if field in self.fields else None, how)


def _sign_in(mailbox: Mailbox | None) -> str:
    return str(mailbox.settings.get("sign_in", SignIn.PASSWORD.value)) if mailbox else SignIn.PASSWORD.value


def _initial(mailbox: Mailbox) -> dict[str, Any]:
    return {"name": mailbox.name, "address": mailbox.address, **mailbox.settings}


def _usual(kind: MailboxKind) -> dict[str, Any]:
    if kind is not MailboxKind.IMAP:
        return {}
    return {
        "security": Security.TLS.value,
        "folder": "INBOX",
        "since": _FROM_NOW,
        "after": After.KEEP.value,
    }


def _choice(label: Any, choices: list[tuple[str, Any]], help_text: Any = "") -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "w-m"})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget, help_text=help_text)


def _imap_fields() -> dict[str, forms.Field]:
    number = forms.NumberInput(attrs={"class": "w-s", "autocomplete": "off"})
    return {
        "host": typed_line(_("Mail server"), help_text=_("Its name, such as imap.example.jp.")),
        "port": forms.IntegerField(
            label=_("Port"),
            required=False,
            widget=number,
            help_text=_("Empty: the usual one."),
            error_messages={"invalid": PROBLEM[Problem.NOT_A_NUMBER]},
        ),
        "security": _choice(
            _("Encryption"),
            [
                (Security.TLS.value, _("TLS from the start")),
                (Security.STARTTLS.value, _("STARTTLS")),
                (Security.PLAIN.value, _("none (same machine only)")),
            ],
            _("TLS, unless the provider says otherwise."),
        ),
        "user": typed_line(_("User name at the mail server"), help_text=_("Often the address itself.")),
        "folder": typed_line(_("Folder to read"), css="w-m"),
        "after": _choice(
            _("Mails that were fetched"),
            [
                (After.KEEP.value, _("stay in the mailbox, marked as read")),
                (After.MOVE.value, _("are moved to another folder there")),
                (After.DELETE.value, _("are deleted there")),
            ],
            _("What becomes of them at the mail server."),
        ),
        "move_to": typed_line(_("Folder to move them to"), css="w-m", help_text=_("Only if they are moved.")),
    }


def _since_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Mails that lie there already"),
        choices=[
            (_FROM_NOW, _("Leave them alone: only what comes from now on is taken in")),
            (_ALL, _("Take all of them in: each becomes a complaint and is acknowledged")),
        ],
        required=False,
        widget=Choices(),
    )


def _secret_field(kind: MailboxKind, mailbox: Mailbox | None) -> forms.CharField:
    label = _("Password") if kind is MailboxKind.IMAP else _("Signing key, or name:password")
    kept = mailbox is not None and bool(mailbox.secret)
    help_text = (
        _("One is kept. Leave this empty and it stays.")
        if kept
        else _("It is kept encrypted and never shown again.")
    )
    widget = forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password", "class": "w-m"})
    return forms.CharField(label=label, required=False, strip=False, widget=widget, help_text=help_text)
