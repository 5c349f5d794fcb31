"""Words of incoming mail. Pure; labels in labels.py."""

from enum import StrEnum


class MailboxKind(StrEnum):
    """By which road mails come into a mailbox 受信箱."""

    IMAP = "imap"
    LMTP = "lmtp"
    PIPE = "pipe"
    WEBHOOK = "webhook"


class MailState(StrEnum):
    """What has become of a mail. Everything but `waiting` is an outcome, and each mail has exactly one.

    `filed`: a word in a complaint. `noted`: a report about a letter of ours, or an automatic answer to one; nobody has
    to look. `held`: in quarantine 隔離, a person decides. `discarded`: a person has decided, with a reason.
    """

    WAITING = "waiting"
    FILED = "filed"
    NOTED = "noted"
    HELD = "held"
    DISCARDED = "discarded"


class Writer(StrEnum):
    """Who has written a held mail, as a person says who attaches it to a complaint."""

    COMPLAINANT = "complainant"
    REPRESENTATIVE = "representative"
    OTHER = "other"


class Scan(StrEnum):
    """What a virus scanner says of an attachment. Empty in the row: not looked at."""

    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


class Held(StrEnum):
    """Why a mail is in quarantine."""

    UNREADABLE = "unreadable"
    OVERSIZED = "oversized"
    EMPTY = "empty"
    NO_SENDER = "no_sender"
    UNKNOWN_SENDER = "unknown_sender"
    AUTOMATIC = "automatic"
    REPORT = "report"
    LOOP = "loop"
    FAILED = "failed"
