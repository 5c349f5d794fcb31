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
    BEYOND_MANDATE = "beyond_mandate"
    AUTOMATIC = "automatic"
    REPORT = "report"
    LOOP = "loop"
    FAILED = "failed"


class Security(StrEnum):
    """How the way to a mail server is kept secret. `plain` is for a server on the same machine."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class SignIn(StrEnum):
    """How we sign in to a mailbox: with a password, or with tokens of Google or Microsoft (OAuth 2.0)."""

    PASSWORD = "password"  # noqa: S105 - a way of signing in, not one
    GOOGLE = "google"
    MICROSOFT = "microsoft"


class After(StrEnum):
    """What becomes of a mail in its mailbox once it is kept here. Whichever it is, it is marked as read there."""

    KEEP = "keep"
    MOVE = "move"
    DELETE = "delete"


class Provider(StrEnum):
    """Services that send mails on as they came, by a webhook."""

    MAILGUN = "mailgun"
    MANDRILL = "mandrill"
    POSTMARK = "postmark"
    SENDGRID = "sendgrid"
    SPARKPOST = "sparkpost"


class MailTrouble(StrEnum):
    """What is wrong with a mailbox, as a class: a server's own words may hold anything, and are kept nowhere.

    `item`: single mails cannot be got from the server; all others are. `storage`: no room on our own disk.
    """

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    NOT_SECURE = "not_secure"
    SIGN_IN = "sign_in"
    FOLDER = "folder"
    PROTOCOL = "protocol"
    ITEM = "item"
    STORAGE = "storage"
    SECRET = "secret"  # noqa: S105 - its absence is the trouble
