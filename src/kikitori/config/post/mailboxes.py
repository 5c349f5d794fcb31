"""`kikitori mail add|change|list|remove`: the mailboxes of this site. A secret comes from a file or standard input."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kikitori.config.post.words import RETIRED, problem_of
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.casework.errors import Invalid
    from kikitori.records.letters.mails import Mailbox

_LARGEST_SECRET = 40_000
_FIELDS = (
    "kind", "address", "host", "port", "security", "unencrypted", "user", "folder", "sign_in", "client_id", "tenant",
    "after", "move_to", "provider",
)  # fmt: skip


def add(arguments: argparse.Namespace) -> int:
    """A new mailbox. Prints the address of a webhook, which nobody can guess."""
    secret = _secret(arguments, arguments.kind or "imap") or {}

    def work() -> Mailbox:
        from django.utils import timezone

        from kikitori.casework.mailboxes import MailboxGiven, add_mailbox

        given = MailboxGiven(name=arguments.name, **_said(arguments, None))
        return add_mailbox(_actor(), given, secret, now=timezone.now())

    return _do(arguments, work)


def change(arguments: argparse.Namespace) -> int:
    """Change what is named, leave the rest; a retired one is in use again."""

    def work() -> Mailbox:
        from dataclasses import replace

        from django.utils import timezone

        from kikitori.casework.mailboxes import change_mailbox, given_of

        mailbox = mailbox_named(arguments.name)
        secret = _secret(arguments, mailbox.kind, mailbox)
        given = replace(given_of(mailbox), **_said(arguments, mailbox))
        return change_mailbox(_actor(), mailbox, given, secret, now=timezone.now())

    return _do(arguments, work)


def remove(arguments: argparse.Namespace) -> int:
    """Take nothing more from it, forget its secret; what came by it stays."""

    def work() -> Mailbox:
        from django.utils import timezone

        from kikitori.casework.mailboxes import retire_mailbox

        mailbox = mailbox_named(arguments.name)
        retire_mailbox(_actor(), mailbox, now=timezone.now())
        return mailbox

    return _do(arguments, work)


def show(arguments: argparse.Namespace) -> int:
    """Every mailbox, without secrets."""
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        from kikitori.casework.mailboxes import as_kept
        from kikitori.foundation.postgres.session import signed_transaction
        from kikitori.records.letters.mails import Mailbox

        with signed_transaction("system:command_line", "command_line"):
            rows = [(as_kept(each), each.token) for each in Mailbox.objects.order_by("name")]
    if arguments.json:
        text = json.dumps([kept for kept, _ in rows], ensure_ascii=False, indent=1)
    else:
        text = "\n".join(_line(kept, arguments.language) for kept, _ in rows)
    if text:
        sys.stdout.write(text + "\n")
    return 0


def mailbox_named(name: str) -> Mailbox:
    """The mailbox of this name. Raises Trouble."""
    from kikitori.records.letters.mails import Mailbox

    found = Mailbox.objects.filter(name=name).first()
    if found is None:
        raise Trouble(
            Bilingual(
                ja=f"受信箱「{name}」はありません（kikitori mail list で確認できます）。",
                en=f"There is no mailbox {name!r}; kikitori mail list shows those there are.",
            )
        )
    return found


def _line(kept: dict[str, Any], language: str) -> str:
    way = kept.get("host") or kept.get("provider") or ""
    state = "" if kept["is_active"] else f"  [{RETIRED.in_(language)}]"
    return f"{kept['name']}  {kept['kind']}  {kept['address']}  {way}".rstrip() + state


def _do(arguments: argparse.Namespace, work: Any) -> int:
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data) as environment:
        from kikitori.casework.errors import Invalid
        from kikitori.foundation.postgres.session import signed_transaction

        try:
            with signed_transaction("system:command_line", "command_line"):
                mailbox = work()
        except Invalid as invalid:
            raise _told(invalid) from invalid
        if mailbox.token and mailbox.is_active:
            sys.stdout.write(f"{environment.address}/hooks/mail/{mailbox.token}/\n")
    return 0


def _told(invalid: Invalid) -> Trouble:
    faults = [
        (field.replace("_", "-"), problem_of(field, problem.value))
        for field, problem in invalid.problems.items()
    ]
    return Trouble(
        Bilingual(
            ja="\n".join(["次の項目を直してください。", *(f"  {field}: {one.ja}" for field, one in faults)]),
            en="\n".join(["Please correct these:", *(f"  {field} {one.en}" for field, one in faults)]),
        ),
        code=USAGE,
    )


def _actor() -> Any:
    from kikitori.records.people.actor import Actor

    return Actor.system("command_line")


def _said(arguments: argparse.Namespace, mailbox: Mailbox | None) -> dict[str, Any]:
    """What was said on the command line, and nothing of what was not."""
    said = {name: getattr(arguments, name) for name in _FIELDS if getattr(arguments, name, None) is not None}
    if mailbox is not None and "security" in said and "port" not in said:
        said["port"] = 0  # the usual one of the other way
    if arguments.since:
        said["since"] = _since(arguments.since)
    return said


def _since(text: str) -> datetime | None:
    from django.conf import settings
    from django.utils import timezone

    if text == "now":
        return timezone.now()
    if text == "all":
        return None
    from zoneinfo import ZoneInfo

    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def _secret(
    arguments: argparse.Namespace, kind: str, mailbox: Mailbox | None = None
) -> dict[str, str] | None:
    """What signs in: the text itself for a password or a webhook's key, JSON for tokens. None where none was given."""
    if arguments.secret is None:
        return None
    text = _read(arguments.secret)
    sign_in = arguments.sign_in or (mailbox.settings.get("sign_in") if mailbox else None) or "password"
    if kind == "webhook":
        return {"key": text}
    if sign_in == "password":
        return {"password": text}
    try:
        found = json.loads(text)
        tokens = {name: found[name] for name in ("client_secret", "refresh_token") if name in found}
    except (ValueError, TypeError, RecursionError) as wrong:
        raise _no_tokens() from wrong
    if not tokens or not all(isinstance(value, str) and value for value in tokens.values()):
        raise _no_tokens()
    return tokens


def _no_tokens() -> Trouble:
    return Trouble(
        Bilingual(
            ja='--secret には {"client_secret": "…", "refresh_token": "…"} の形の JSON を指定してください。',
            en='--secret needs JSON such as {"client_secret": "…", "refresh_token": "…"}.',
        ),
        code=USAGE,
    )


def _read(name: str) -> str:
    """The text of a file; „-“: standard input, unseen where that is a terminal."""
    if name == "-" and sys.stdin.isatty():
        return getpass.getpass("secret: ")
    try:
        text = sys.stdin.read(_LARGEST_SECRET) if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(
            Bilingual(ja=f"{name} を読めません。", en=f"{name} cannot be read."),
            type(error).__name__,
            code=USAGE,
        ) from error
    return text.strip("\r\n")
