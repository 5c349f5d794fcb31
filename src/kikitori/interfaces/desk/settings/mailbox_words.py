"""A mailbox as the record of changes holds it, in lines for a reader; and the roads there are. Never a secret."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kikitori.records.letters.labels import MAILBOX_KIND
from kikitori.records.letters.mail_terms import After, MailboxKind, Security

_SECURITY = {
    Security.TLS.value: pgettext_lazy("security", "encrypted (TLS)"),
    Security.STARTTLS.value: pgettext_lazy("security", "encrypted (STARTTLS)"),
    Security.PLAIN.value: pgettext_lazy("security", "not encrypted"),
}
_AFTER = {
    After.KEEP.value: gettext_lazy("Fetched mails stay in the mailbox"),
    After.MOVE.value: gettext_lazy("Fetched mails are moved to “%(folder)s”"),
    After.DELETE.value: gettext_lazy("Fetched mails are deleted in the mailbox"),
}


@dataclass(frozen=True, slots=True)
class Road:
    """A road by which mails come in, to somebody who chooses one."""

    icon: str
    title: Any
    lead: Any
    #: What is to be done beside filling in the form.
    beside: Any = ""


ROADS = {
    MailboxKind.IMAP: Road(
        "inbox",
        gettext_lazy("A mailbox that we look into (IMAP)"),
        gettext_lazy("For an address at any provider. We sign in with its password and fetch what is new."),
        gettext_lazy(
            "Google and Microsoft want a consent in place of a password: add such a mailbox at the command line "
            "(kikitori mail add, then kikitori mail consent). After that it stands here like every other."
        ),
    ),
    MailboxKind.LMTP: Road(
        "forward",
        gettext_lazy("A mail server of our own hands mails over (LMTP)"),
        gettext_lazy(
            "For a server such as Postfix beside this site. Nothing is fetched; it delivers at once."
        ),
        gettext_lazy("kikitori mail listen must be running, and the mail server must know where it listens."),
    ),
    MailboxKind.PIPE: Road(
        "file",
        gettext_lazy("A program hands mails over (pipe)"),
        gettext_lazy("For a mail server that starts a program for each mail."),
        gettext_lazy("The program is kikitori mail receive, with the name of this mailbox."),
    ),
    MailboxKind.WEBHOOK: Road(
        "web",
        gettext_lazy("A mail service calls us (webhook)"),
        gettext_lazy("For Mailgun, Mandrill, Postmark, SendGrid and SparkPost. Each call is signed."),
        gettext_lazy(
            "The service must send mails whole and raw, to the address shown on this page once it is saved."
        ),
    ),
}


def mailbox_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What it is called and where it is; none where there was no mailbox."""
    if not kept:
        return
    yield f"{kept['name']} <{kept['address']}>"
    yield str(MAILBOX_KIND[MailboxKind(kept["kind"])])
    if kept.get("host"):
        server, user = f"{kept['host']}:{kept['port']}", kept["user"]
        values = {"server": server, "secured": _SECURITY[kept["security"]]}
        yield _("Server %(server)s, %(secured)s") % values
        yield _("Signs in as %(user)s, folder “%(folder)s”") % {"user": user, "folder": kept["folder"]}
        yield _AFTER[kept["after"]] % {"folder": kept["move_to"]}
    if kept.get("provider"):
        yield _("Service: %(provider)s") % {"provider": kept["provider"].title()}
    if not kept["is_active"]:
        yield _("Not in use any more")


def secret_is_new(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Was another password or key given? When it was is kept, not the secret itself."""
    return bool(before) and before.get("secret_at") != after.get("secret_at")
