"""`kikitori mail status`: what came by each mailbox, what became of it, what is wrong. For people and for probes."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from typing import Any

from kikitori.config.post.words import NEVER, NO_MAILBOX, RETIRED, TROUBLES
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.letters.mail_terms import MailState, MailTrouble

_NUMBERS = ("fetched", "waiting", "filed", "noted", "quarantined", "discarded")
_HEAD = Bilingual(
    ja="受信箱  受信 待機 登録 記録 隔離 破棄  最終確認",
    en="mailbox  fetched waiting filed noted quarantined discarded  last read",
)


def run(arguments: argparse.Namespace) -> int:
    """Print it. Exit code 0, whatever is wrong: that is in what is printed."""
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        from kikitori.foundation.postgres.session import signed_transaction

        with signed_transaction("system:command_line", "command_line"):
            rows = status()
    if arguments.json:
        text = json.dumps({"mailboxes": rows}, ensure_ascii=False, indent=1)
    else:
        text = "\n".join([_HEAD.in_(arguments.language), *(_line(row, arguments.language) for row in rows)])
    sys.stdout.write(text + "\n")
    return 0


def status() -> list[dict[str, Any]]:
    """One row for each mailbox, and one (`name` null) for mails that came without any. Two queries."""
    from django.db.models import Count

    from kikitori.records.letters.mails import Mail, Mailbox

    counted: dict[int | None, dict[str, int]] = {}
    for number, state, count in Mail.objects.order_by().values_list("mailbox", "state").annotate(Count("id")):
        counted.setdefault(number, {})[state] = count
    rows = [_row(counted.get(each.pk, {}), each) for each in Mailbox.objects.order_by("name")]
    if None in counted:
        rows.append(_row(counted[None], None))
    return rows


def _row(counts: dict[str, int], mailbox: Any) -> dict[str, Any]:
    numbers = {
        "fetched": sum(counts.values()),
        "waiting": counts.get(MailState.WAITING.value, 0),
        "filed": counts.get(MailState.FILED.value, 0),
        "noted": counts.get(MailState.NOTED.value, 0),
        "quarantined": counts.get(MailState.HELD.value, 0),
        "discarded": counts.get(MailState.DISCARDED.value, 0),
    }
    if mailbox is None:
        return {"name": None, "kind": None, "active": None, **numbers}
    return {
        "name": mailbox.name,
        "kind": mailbox.kind,
        "active": mailbox.is_active,
        **numbers,
        "last_read_at": _moment(mailbox.seen_at),
        "trouble": mailbox.trouble or None,
        "trouble_since": _moment(mailbox.trouble_since),
    }


def _moment(at: datetime | None) -> str | None:
    from django.utils.timezone import localtime

    return localtime(at).isoformat(timespec="seconds") if at else None


def _line(row: dict[str, Any], language: str) -> str:
    name = row["name"] or NO_MAILBOX.in_(language)
    numbers = " ".join(str(row[each]) for each in _NUMBERS)
    if not row["name"]:
        return f"{name}  {numbers}"
    line = f"{name}  {numbers}  {row['last_read_at'] or NEVER.in_(language)}"
    if not row["active"]:
        line += f"  [{RETIRED.in_(language)}]"
    if row["trouble"]:
        line += f"\n  ! {row['trouble_since']}: {TROUBLES[MailTrouble(row['trouble'])].in_(language)}"
    return line
