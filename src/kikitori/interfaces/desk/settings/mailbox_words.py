"""A mailbox as the record of changes holds it, in lines for a reader. Its secret is not in the record."""

from collections.abc import Iterator, Mapping
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
