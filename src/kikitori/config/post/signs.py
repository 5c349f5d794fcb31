"""Signs that mails do not come in, or that a webhook rests, for `/readyz` and `doctor`, which asks without Django."""

from __future__ import annotations

#: A mailbox that is tried again by itself, at least every five minutes, may be in trouble for so long: nobody is woken.
PATIENCE = "interval '15 minutes'"
#: Mailboxes in use that are in trouble: name, kind of trouble, since when.
IN_TROUBLE = (
    "select name, trouble, trouble_since from records_mailbox where is_active and trouble <> '' order by name"
)
#: Mailboxes that nobody has read for long, and that are in no trouble: whoever fetches has died. Name, last read at.
UNREAD = (
    "select name, seen_at from records_mailbox where is_active and kind = 'imap' and trouble = '' and"  # noqa: S608
    " coalesce(seen_at, (settings ->> 'secret_at')::timestamptz, '-infinity')"
    f" < now() - {PATIENCE} order by name"
)
#: How many mails have waited so long to be filed; a worker does it within seconds.
UNFILED = (
    "select count(*) from records_mail where state = 'waiting' and arrived_at < now() - interval '5 minutes'"
)
#: Webhooks that have paused themselves: name or server, login of whose own it is, reason, since when.
PAUSED_WEBHOOKS = (
    "select coalesce(nullif(hook.name, ''), hook.host), coalesce(staff.login, ''), hook.pause_reason, hook.paused_at"
    " from records_webhook as hook left join records_staff as staff on staff.id = hook.staff_id"
    " where hook.paused_at is not null and hook.pause_reason <> 'by_hand' order by hook.id"
)
#: Do mails come in as they should? One row, one value.
ALL_WELL = (
    f"select not exists (select from ({IN_TROUBLE}) as troubled"  # noqa: S608 - our own words
    f" where coalesce(trouble_since, '-infinity') < now() - {PATIENCE})"
    f" and not exists ({UNREAD}) and ({UNFILED}) = 0"
)
