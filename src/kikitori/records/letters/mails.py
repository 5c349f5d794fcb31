"""Mailboxes, the mails that came in as they came, and what was enclosed with them."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mail_terms import MailState
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.models import Staff

_HELD = models.Q(state="held")


class Mailbox(models.Model):
    """One address at which mails come in 受信箱. Letters about what came here ask for answers here."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10)
    address = models.CharField(max_length=254)
    is_active = models.BooleanField(default=True)
    #: Where and as whom to fetch: host, port, tls, user, folder, way of signing in; nothing secret.
    settings = models.JSONField(default=dict, blank=True)
    #: Password or tokens, encrypted (foundation/crypto.py).
    secret = models.TextField(blank=True)
    #: What is named in the address of a webhook; not guessable.
    token = models.CharField(max_length=64, blank=True)
    #: How far an IMAP folder has been read: RFC 3501 §2.3.1.1, numbers count within one validity.
    uid_validity = models.BigIntegerField(null=True, blank=True)
    uid_done = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    #: Class of the last trouble, never a server's words; empty where all is well.
    trouble = models.CharField(max_length=100, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    #: Somebody wants it read at once, and it has not been since.
    round_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["token"], name="mailbox_token_once", condition=~models.Q(token="")
            ),
        ]
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Mail(models.Model):
    """One mail as it came 受信メール: its bytes, and exactly one outcome. Nothing is dropped (invariant 8).

    `source` names the item where it came from, so that the same one is never taken in twice. Small ones are kept in the
    row, in the transaction that takes them in; large ones in the store, under their digest.
    """

    #: Its index is mail_of_mailbox.
    mailbox = models.ForeignKey(
        Mailbox, null=True, blank=True, on_delete=models.PROTECT, related_name="mails", db_index=False
    )
    source = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    raw = models.BinaryField(null=True, blank=True)
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=MailState.WAITING.value)
    #: How often a worker has begun with it and not come to an end, since one died over it.
    tries = models.PositiveSmallIntegerField(default=0)
    #: Why it is held; stays when a person has decided.
    held = models.CharField(max_length=16, blank=True)
    # What was read of it, for lists; the mail itself says more.
    message_id = models.CharField(max_length=998, blank=True)
    sender = models.CharField(max_length=500, blank=True)
    sender_name = models.CharField(max_length=300, blank=True)
    #: Folded address, for counting and for finding people again.
    sender_key = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    charset = models.CharField(max_length=40, blank=True)
    confidence = models.FloatField(default=1.0)
    flaws = models.JSONField(default=list, blank=True)
    #: The charset a person has chosen, where ours was wrong.
    read_as = models.CharField(max_length=40, blank=True)
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.SET_NULL, related_name="mails"
    )
    #: What it became in the file, where it is one more word and not the story itself.
    word = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="mail"
    )
    #: The letter it reports about.
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    filed_at = models.DateTimeField(null=True, blank=True)
    #: By when somebody must have looked at a held one.
    look_by = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Why a person has discarded it.
    reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["id"], name="mail_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["look_by", "id"], name="mail_held", condition=_HELD),
            models.Index(fields=["sender_key", "-arrived_at"], name="mail_of_sender"),
            models.Index(fields=["message_id"], name="mail_message_id", condition=~models.Q(message_id="")),
            models.Index(fields=["-arrived_at", "-id"], name="mail_newest"),
            models.Index(fields=["mailbox", "-arrived_at"], name="mail_of_mailbox"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(state="waiting") | models.Q(filed_at__isnull=False),
                name="mail_outcome_has_a_time",
            ),
            models.CheckConstraint(
                condition=~_HELD | models.Q(look_by__isnull=False), name="mail_held_has_a_clock"
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.state} {self.arrived_at:%Y-%m-%d %H:%M}"


class Attachment(models.Model):
    """Something enclosed with a mail 添付ファイル. Its content lies in the mail, at this place among the enclosed."""

    #: Its index is that of attachment_number_once.
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=1000, blank=True)
    #: As the mail says, and as its first bytes say; only the second is believed.
    declared = models.CharField(max_length=200)
    found = models.CharField(max_length=200)
    size = models.BigIntegerField()
    content_id = models.CharField(max_length=500, blank=True)
    #: Empty: not looked at; else `clean`, `infected` or `failed`.
    scan = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["mail", "number"], name="attachment_number_once"),
        ]
        ordering: ClassVar[list[str]] = ["mail_id", "number"]

    def __str__(self) -> str:
        return self.name or f"{self.number}"
