"""Mailboxes 受信箱: by which roads mails come in. Each change is kept with who made it; secrets never are."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from ipaddress import ip_address

from django.db import transaction

from kikitori.casework.errors import Invalid, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.mailbox_secrets import sealed
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.foundation.crypto import new_token
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.mail_terms import After, MailboxKind, Provider, Security, SignIn
from kikitori.records.letters.mails import Mailbox
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting

#: What a change of address begins anew: another place has other numbers for its items.
_PLACE = ("host", "port", "user", "folder")
_LARGEST_PORT = 65_535
_LONGEST_SECRET = 20_000


@dataclass(frozen=True, kw_only=True)
class MailboxGiven:
    """A mailbox as somebody wants it. What its kind has no use for is left out of what is kept.

    `port` 0: the usual one. `since`: older mails in the folder are left alone; None: none are.
    `unencrypted`: the person knows that everybody on the way can read along.
    """

    name: str
    kind: str = MailboxKind.IMAP.value
    address: str = ""
    host: str = ""
    port: int = 0
    security: str = Security.TLS.value
    unencrypted: bool = False
    user: str = ""
    folder: str = "INBOX"
    sign_in: str = SignIn.PASSWORD.value
    client_id: str = ""
    tenant: str = ""
    after: str = After.KEEP.value
    move_to: str = ""
    since: datetime | None = None
    provider: str = ""


def add_mailbox(actor: Actor, given: MailboxGiven, secret: Mapping[str, str], *, now: datetime) -> Mailbox:
    """A new mailbox; from its next round on the fetcher knows it. Raises Refused, Invalid."""
    _require(actor)
    with transaction.atomic():
        wait_for_turn(Setting.MAILBOXES.value)
        mailbox = Mailbox(settings={})
        _fill(mailbox, given, secret)
        _note_secret(mailbox, secret, now)
        if mailbox.kind == MailboxKind.WEBHOOK.value:
            mailbox.token = new_token()
        mailbox.save()
        mailbox.secret = sealed(mailbox, secret)
        mailbox.save(update_fields=["secret"])
        note_change(actor, Setting.MAILBOXES, {}, as_kept(mailbox), now)
    return mailbox


def change_mailbox(
    actor: Actor,
    mailbox: Mailbox,
    given: MailboxGiven,
    secret: Mapping[str, str] | None,
    *,
    now: datetime,
) -> Mailbox:
    """Set it as given, and take it into use again if it was retired. `secret` None: as before.

    Another server or folder is read from its beginning; its kind stays. Raises Refused, Invalid.
    """
    _require(actor)
    with transaction.atomic():
        wait_for_turn(Setting.MAILBOXES.value)
        own = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        before, place = as_kept(own), [own.settings.get(name) for name in _PLACE]
        if given.kind != own.kind:
            raise Invalid({"kind": Problem.OUT_OF_RANGE})
        since = own.settings.get("secret_at")
        _fill(own, given, secret, kept=bool(own.secret))
        if since:
            own.settings["secret_at"] = since
        own.is_active = True
        own.trouble, own.trouble_since = "", None
        if place != [own.settings.get(name) for name in _PLACE]:
            own.uid_validity, own.uid_done = None, 0
        if secret is not None:
            own.secret = sealed(own, secret)
            _note_secret(own, secret, now)
        own.save()
        note_change(actor, Setting.MAILBOXES, before, as_kept(own), now)
    return own


def retire_mailbox(actor: Actor, mailbox: Mailbox, *, now: datetime) -> None:
    """Take nothing more from it. Its mails stay, its secret is forgotten. Raises Refused."""
    _take_out_of_use(actor, mailbox, now, forgets=True)


def pause_mailbox(actor: Actor, mailbox: Mailbox, *, now: datetime) -> None:
    """Take nothing from it until it is resumed. Its mails stay, its secret too.

    Only what is fetched can wait at its server; mails that are handed over would be given back to their senders.
    Raises Refused, Invalid.
    """
    _require(actor)
    if mailbox.kind != MailboxKind.IMAP.value:
        raise Invalid({"kind": Problem.OUT_OF_RANGE})
    _take_out_of_use(actor, mailbox, now, forgets=False)


def resume_mailbox(actor: Actor, mailbox: Mailbox, *, now: datetime) -> Mailbox:
    """Take it into use again as it was. Raises Refused; Invalid where it needs a secret and has none any more."""
    return change_mailbox(actor, mailbox, given_of(mailbox), None, now=now)


def ask_for_round(actor: Actor, mailbox: Mailbox, *, now: datetime) -> bool:
    """Have it read at once, on a new connection; False where it is not in use, or nobody fetches from it.

    Whoever fetches sees it within a minute (interfaces/mail/watch.py). Nothing is set. Raises Refused.
    """
    _require(actor)
    fetched = Mailbox.objects.filter(pk=mailbox.pk, kind=MailboxKind.IMAP.value, is_active=True)
    return bool(fetched.update(round_asked_at=now))


def _take_out_of_use(actor: Actor, mailbox: Mailbox, now: datetime, *, forgets: bool) -> None:
    _require(actor)
    with transaction.atomic():
        wait_for_turn(Setting.MAILBOXES.value)
        own = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        before = as_kept(own)
        own.is_active, own.round_asked_at = False, None
        own.trouble, own.trouble_since = "", None
        if forgets:
            own.secret = ""
        own.save()
        if forgets or as_kept(own) != before:
            note_change(actor, Setting.MAILBOXES, before, as_kept(own), now)


def as_kept(mailbox: Mailbox) -> dict[str, object]:
    """As the record of changes holds it: no secret, and not the token that makes a webhook's address."""
    return {
        "name": mailbox.name,
        "kind": mailbox.kind,
        "address": mailbox.address,
        "is_active": mailbox.is_active,
        **mailbox.settings,
    }


def given_of(mailbox: Mailbox) -> MailboxGiven:
    """A mailbox as it stands, for changing a part of it."""
    kept = {name: value for name, value in mailbox.settings.items() if name not in ("since", "secret_at")}
    since = mailbox.settings.get("since")
    return MailboxGiven(
        name=mailbox.name,
        kind=mailbox.kind,
        address=mailbox.address,
        since=datetime.fromisoformat(since) if since else None,
        **kept,
    )


def _note_secret(mailbox: Mailbox, secret: Mapping[str, str], now: datetime) -> None:
    """Since when it has this secret: so a change of the secret alone is a change that is seen."""
    if secret:
        mailbox.settings["secret_at"] = now.isoformat()


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.MANAGE_MAILBOXES)
    if not decision.allowed:
        raise Refused(decision)


def _fill(
    mailbox: Mailbox, given: MailboxGiven, secret: Mapping[str, str] | None, *, kept: bool = False
) -> None:
    """Check everything, note every problem, and set it on the row. `kept`: it has a secret already. Raises Invalid."""
    check = Checked()
    mailbox.name = check.line("name", given.name, longest=100, needed=True)
    if Mailbox.objects.filter(name=mailbox.name).exclude(pk=mailbox.pk).exists():
        check.problems["name"] = Problem.OUT_OF_RANGE
    kind = check.word("kind", given.kind, MailboxKind)
    mailbox.kind = kind.value
    mailbox.address = _address(check, given.address)
    has = kept if secret is None else bool(secret)
    if sum(map(len, (secret or {}).values())) > _LONGEST_SECRET:
        check.problems["secret"] = Problem.TOO_LONG
    match kind:
        case MailboxKind.IMAP:
            mailbox.settings = _imap(check, given)
            # What signs in by token may wait for the consent of its owner.
            if not has and given.sign_in == SignIn.PASSWORD.value:
                check.problems["secret"] = Problem.MISSING
        case MailboxKind.WEBHOOK:
            mailbox.settings = {"provider": check.word("provider", given.provider, Provider).value}
            if not has:
                check.problems["secret"] = Problem.MISSING
        case MailboxKind.LMTP | MailboxKind.PIPE:
            mailbox.settings = {}
    if kind is MailboxKind.LMTP and _is_taken(mailbox):
        check.problems["address"] = Problem.OUT_OF_RANGE
    check.done()


def _address(check: Checked, given: str) -> str:
    address = check.line("address", given, longest=254, needed=True)
    if not address:
        return ""
    try:
        return mail_address(address).canonical
    except BadMailAddress:
        check.problems["address"] = Problem.NOT_AN_ADDRESS
        return ""


def _is_taken(mailbox: Mailbox) -> bool:
    """Does another one of this kind take in what is sent to this address?"""
    others = Mailbox.objects.filter(kind=mailbox.kind, address=mailbox.address, is_active=True)
    return others.exclude(pk=mailbox.pk).exists()


def _imap(check: Checked, given: MailboxGiven) -> dict[str, object]:
    security = check.word("security", given.security, Security)
    host = check.line("host", given.host, longest=253, needed=True)
    if security is Security.PLAIN and not (given.unencrypted or is_this_machine(host)):
        check.problems["security"] = Problem.OUT_OF_RANGE
    if not 0 <= given.port <= _LARGEST_PORT:
        check.problems["port"] = Problem.OUT_OF_RANGE
    sign_in = check.word("sign_in", given.sign_in, SignIn)
    after = check.word("after", given.after, After)
    moved = after is After.MOVE
    kept = asdict(given) | {
        "host": host,
        "port": given.port or (993 if security is Security.TLS else 143),
        "user": check.line("user", given.user, longest=254, needed=True),
        "folder": check.line("folder", given.folder, longest=500, needed=True),
        "client_id": check.line(
            "client_id", given.client_id, longest=300, needed=sign_in is not SignIn.PASSWORD
        ),
        "tenant": check.line("tenant", given.tenant, longest=100),
        "move_to": check.line("move_to", given.move_to, longest=500, needed=moved) if moved else "",
        "since": given.since.isoformat() if given.since else "",
    }
    if moved and kept["move_to"] == kept["folder"]:
        check.problems["move_to"] = Problem.OUT_OF_RANGE
    return {name: kept[name] for name in kept if name not in {"name", "kind", "address", "provider"}}


def is_this_machine(host: str) -> bool:
    """Is this a name or address of the machine itself, by its form alone?"""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
