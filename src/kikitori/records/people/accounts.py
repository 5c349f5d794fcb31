"""Mails about an account of ours アカウントのメール: an address to confirm, a password to choose, what has changed."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models

from kikitori.records.people.models import Staff

#: So long the link in such a mail is good for.
GOOD_FOR = timedelta(days=3)


class MailAbout(StrEnum):
    """What such a mail is about; of something else than an account only where that can be mended on its page."""

    #: To a new address: is it yours? With a link.
    CONFIRM = "confirm"
    #: Choose your password. With a link.
    PASSWORD = "password"  # noqa: S105 - the word for what the mail is about
    #: To the address before: another one holds from now on.
    MOVED = "moved"
    #: To administrators: a request waits that no lead may decide. With a link to their settings, good for ever.
    UNDECIDED = "undecided"


class MailStands(StrEnum):
    """How one stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    #: Made to be shown and not sent: there is no address.
    SHOWN = "shown"


class AccountMail(models.Model):
    """One mail to one of ours about their account. Its link holds no secret of this row: it is made when it is sent."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="account_mails")
    about = models.CharField(max_length=10)
    #: Empty where it is only shown.
    to = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=8, default=MailStands.WAITING.value)
    #: The same at every try, so that a mail program shows it once.
    message_id = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=60, blank=True)
    #: When its link was used. A link is used once.
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["next_try_at"],
                name="account_mail_waiting",
                condition=models.Q(state=MailStands.WAITING.value),
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.about} {self.state} {self.made_at:%Y-%m-%d %H:%M}"
