"""How a mailbox stands, in words: whether it is read, since when it is in trouble, and what to do about that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.letters.labels import MAILBOX_KIND
from kikitori.records.letters.mail_terms import MailboxKind, MailTrouble, SignIn
from kikitori.records.letters.mails import Mail, Mailbox

#: Whoever fetches looks every minute; after this nobody does.
_UNREAD_AFTER = timedelta(minutes=15)
#: A round that was asked for is begun within a minute.
_ANSWERED_WITHIN = timedelta(minutes=3)


class Standing(StrEnum):
    """How it stands, the gravest first."""

    TROUBLE = "trouble"
    UNREAD = "unread"
    ASKED = "asked"
    NEW = "new"
    READ = "read"
    OPEN = "open"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Sign:
    """What is shown for a standing: class of the badge, icon, word."""

    css: str
    icon: str
    word: str | LazyText


SIGN = {
    Standing.TROUBLE: Sign("badge--late", "warning", _("Trouble")),
    Standing.UNREAD: Sign("badge--late", "warning", _("Nobody is reading it")),
    Standing.ASKED: Sign("badge--accent", "waiting", _("Being read now")),
    Standing.NEW: Sign("badge--accent", "waiting", _("Will be read within a minute")),
    Standing.READ: Sign("badge--kept", "kept", _("Being read")),
    Standing.OPEN: Sign("badge--kept", "kept", _("Ready to take mails")),
    Standing.PAUSED: Sign("", "moon", pgettext_lazy("mailbox", "Paused")),
}
#: What is wrong, and what to do. Never a server's own words.
TROUBLE = {
    MailTrouble.UNREACHABLE: (
        _("The mail server, or the server that gives tokens, cannot be reached."),
        _("Check the server's name, the port and the network. It is tried again by itself."),
    ),
    MailTrouble.CERTIFICATE: (
        _("The server's certificate is not valid for this name, or has run out."),
        _("Ask the provider. Nothing was sent to the server."),
    ),
    MailTrouble.NOT_SECURE: (
        _("The server offers no encryption, so nothing was sent to it."),
        _("Choose “TLS from the start”, or ask the provider."),
    ),
    MailTrouble.SIGN_IN: (
        _("The server has refused to let us sign in."),
        _("Check the user name and give the password again."),
    ),
    MailTrouble.FOLDER: (
        _("The folder cannot be opened, or mails cannot be moved to where they should go."),
        _("Create the folder in the mailbox, or name another one here."),
    ),
    MailTrouble.PROTOCOL: (
        _("The server's answers cannot be understood."),
        _("Check that the name and port are those of an IMAP server."),
    ),
    MailTrouble.ITEM: (
        _("Single mails cannot be got from the server. All others come in."),
        _("Look for them in the mailbox. They are tried again each time."),
    ),
    MailTrouble.STORAGE: (
        _("The disk of this site cannot take any more mails."),
        _("Make room on it. The mails still lie on the server; none is lost."),
    ),
    MailTrouble.SECRET: (
        _("The kept password cannot be opened, for the key of this site was exchanged."),
        _("Give the password again."),
    ),
}
_NEW_CONSENT = _("The owner of the mailbox must agree anew: kikitori mail consent at the command line.")
_DEAD = (
    _("Nobody has looked into it for a quarter of an hour or longer."),
    _("Check that kikitori up, or kikitori mail fetch, is running on the server."),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A mailbox as the list shows it."""

    row: Mailbox
    standing: Standing
    last_mail_at: datetime | None

    @property
    def sign(self) -> Sign:
        """Badge, icon and word."""
        return SIGN[self.standing]

    @property
    def kind(self) -> str | LazyText:
        """By which road its mails come."""
        return MAILBOX_KIND[MailboxKind(self.row.kind)]

    @property
    def is_fetched(self) -> bool:
        """Do we look into it ourselves?"""
        return self.row.kind == MailboxKind.IMAP.value

    @property
    def wrong(self) -> str | LazyText:
        """What is wrong; empty where nothing is."""
        return self._trouble[0]

    @property
    def remedy(self) -> str | LazyText:
        """What to do about it."""
        by_token = self.row.settings.get("sign_in", SignIn.PASSWORD.value) != SignIn.PASSWORD.value
        if by_token and self.row.trouble in (MailTrouble.SIGN_IN.value, MailTrouble.SECRET.value):
            return _NEW_CONSENT
        return self._trouble[1]

    @property
    def _trouble(self) -> tuple[str | LazyText, str | LazyText]:
        if self.standing is Standing.UNREAD:
            return _DEAD
        return TROUBLE[MailTrouble(self.row.trouble)] if self.row.trouble else ("", "")


def shown(rows: QuerySet[Mailbox], now: datetime) -> list[Shown]:
    """Each with how it stands and when its last mail came. One query."""
    newest = Mail.objects.filter(mailbox=OuterRef("pk")).order_by("-arrived_at").values("arrived_at")[:1]
    found: Iterable[Mailbox] = rows.annotate(last_mail_at=Subquery(newest))
    return [Shown(row, standing_of(row, now), getattr(row, "last_mail_at", None)) for row in found]


def standing_of(row: Mailbox, now: datetime) -> Standing:
    """How it stands at this moment."""
    if not row.is_active:
        return Standing.PAUSED
    if row.kind != MailboxKind.IMAP.value:
        return Standing.OPEN
    asked = row.round_asked_at
    if asked is not None and now - asked < _ANSWERED_WITHIN:
        return Standing.ASKED
    if row.trouble:
        return Standing.TROUBLE
    if row.seen_at is None:
        since = row.settings.get("secret_at")
        is_new = since and now - datetime.fromisoformat(since) < _UNREAD_AFTER
        return Standing.NEW if is_new else Standing.UNREAD
    return Standing.UNREAD if now - row.seen_at >= _UNREAD_AFTER else Standing.READ
