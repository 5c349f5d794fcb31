"""Tables of webhooks: addresses of other systems that are called for a notice, the calls, and each try of them."""

from datetime import UTC
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.models import Staff
from kikitori.records.together.terms import CallFate

#: The kind of a call that somebody makes to see whether it arrives.
TEST = "test"


class Webhook(models.Model):
    """An address that is called for each notice of some kinds Webhook: of one person, or of the organisation.

    Address and secrets lie sealed (casework/webhooks/secrets.py): with many services the address is a key itself.
    """

    #: Empty: the organisation's. Its index is webhook_of_staff.
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="webhooks", db_index=False
    )
    #: What the organisation calls it; a person's own has no name.
    name = models.CharField(max_length=100, blank=True)
    #: The server alone, to be shown.
    host = models.CharField(max_length=253)
    sealed = models.TextField()
    #: Since when its secret is what it is; of that, the page on which it was shown knows.
    secret_at = models.DateTimeField()
    kinds = ArrayField(models.CharField(max_length=12))
    #: Who set it up last, and is told where it is paused.
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=12, blank=True)
    #: Failures in a row, since when, and until when it is left alone after the last.
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["staff"], name="webhook_of_staff"),
            models.UniqueConstraint(
                fields=["name"], name="webhook_named_once", condition=models.Q(staff__isnull=True)
            ),
        ]
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name or self.host

    @property
    def secret_since(self) -> str:
        """Since when its secret is what it is, as pages send it back and the record of changes holds it."""
        return self.secret_at.astimezone(UTC).isoformat()

    @property
    def is_of_house(self) -> bool:
        """Is it the organisation's?"""
        return self.staff_id is None


class WebhookCall(models.Model):
    """One thing told to one webhook 送信. It holds no words: what is said is put together when it is sent."""

    #: Its index is webhook_call_newest.
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls", db_index=False)
    #: The same at every try.
    message_id = models.CharField(max_length=40, unique=True)
    #: A NoticeKind, or TEST.
    kind = models.CharField(max_length=12)
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: The entry it speaks of; empty where it speaks of none. Its index is that of webhook_call_once.
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    urgent = models.BooleanField(default=False)
    #: When what it tells of has happened.
    at = models.DateTimeField()
    fate = models.CharField(max_length=8, default=CallFate.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    #: From then on it is no news any more.
    give_up_at = models.DateTimeField()
    #: A worker has taken it in hand; where that worker has died, another takes it up at this moment.
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["event", "webhook"], name="webhook_call_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["webhook", "-at", "-id"], name="webhook_call_newest"),
            models.Index(fields=["at"], name="webhook_call_old"),
            models.Index(
                fields=["webhook", "next_try_at"],
                name="webhook_call_waiting",
                condition=models.Q(fate=CallFate.WAITING.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fate} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_test(self) -> bool:
        """Was it made to see whether it arrives?"""
        return self.kind == TEST


class WebhookAttempt(models.Model):
    """One try of a call: when, what came of it, how long it took. Nothing of what the other side said."""

    #: Its index is webhook_attempt_newest.
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    call = models.ForeignKey(WebhookCall, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    #: An Outcome.
    outcome = models.CharField(max_length=12)
    #: Of HTTP; empty where there was no answer.
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["webhook", "-at", "-id"], name="webhook_attempt_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d %H:%M}"


class WebhookTest(models.Model):
    """Somebody has had a webhook tested, and when. It outlives the webhook, so that a new one gives no new tests."""

    #: Its index is webhook_test_of.
    by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["by", "at"], name="webhook_test_of")]

    def __str__(self) -> str:
        return f"{self.by_id} {self.at:%Y-%m-%d %H:%M}"
