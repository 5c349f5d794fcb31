"""Messages (what was said) and letters (what was sent)."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterState
from kikitori.records.people.models import Person, Staff


class Message(models.Model):
    """What one side wrote: a reply to the complainant, their word to us, or an internal note.

    Whether it is public was decided before it was written and never changes.
    """

    #: Its index is message_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    visibility = models.CharField(max_length=10)
    author_staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    author_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    from_complainant = models.BooleanField(default=False)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="ja")
    body = models.TextField()
    at = models.DateTimeField()
    #: Hash of the form's token: the same form twice is one message.
    intake_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "id"], name="message_of_complaint"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.visibility} {self.at:%Y-%m-%d %H:%M}"


class Letter(models.Model):
    """One letter in the outbox. Its key is unique: a step sends its letter once, however often it is retried."""

    #: Its index is letter_of_complaint.
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="letters", db_index=False)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    medium = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default=LetterState.WAITING.value)
    to_name = models.CharField(max_length=300, blank=True)
    to_address = models.CharField(max_length=500, blank=True)
    #: The address folded, for finding what was sent to the same mailbox.
    to_key = models.CharField(max_length=500, blank=True, default="")
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    #: Where an answer shall go: the mailbox in which answers are read; empty: to the sender.
    reply_to = models.CharField(max_length=254, blank=True, default="")
    #: The mail it answers to, so that the reader's program shows both together.
    in_reply_to = models.CharField(max_length=998, blank=True, default="")
    #: `utf-8`, or `iso-2022-jp` for programs that know nothing else.
    charset = models.CharField(max_length=12, default="utf-8")
    #: What was said in it, whose files go with it.
    word = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="letters"
    )
    #: Stable over retries, so that a mail sent twice by a crash is one mail to the reader's program.
    message_id = models.CharField(max_length=200, unique=True)
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: Class of the last error, never its text: server messages hold addresses.
    last_error = models.CharField(max_length=100, blank=True)
    #: It told this person where else they can turn; what stands there now may have been changed since.
    tells_route = models.BooleanField(default=False)
    #: When the link in it was used, or came back to us; a link opens the page once.
    link_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["next_try_at", "id"], name="letter_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["complaint", "id"], name="letter_of_complaint"),
            models.Index(
                fields=["to_key", "-written_at"], name="letter_to_address", condition=~models.Q(to_key="")
            ),
            # The two piles that wait for a person, counted on every page of the desk.
            models.Index(
                fields=["state", "written_at", "id"],
                name="letter_for_people",
                condition=models.Q(state__in=["failed", "to_print"]),
                include=["complaint"],
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
