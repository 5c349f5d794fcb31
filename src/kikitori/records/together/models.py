"""Tables of working together: who has a complaint open, what somebody is to do in it, who wants to hear of it."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.models import Staff
from kikitori.records.together.terms import ByMail, NoticeMailState, TaskState


class Presence(models.Model):
    """Somebody has a complaint open 閲覧中. No record: the table is unlogged, and a row says nothing a minute later."""

    #: Its index is presence_once.
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    #: When their page was last heard of.
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "staff"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.complaint_id} {self.seen_at:%Y-%m-%d %H:%M}"


class Task(models.Model):
    """Something that somebody of ours is to do in a complaint by a moment やること. Never told to the complainant."""

    #: Its index is task_of_complaint.
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    title = models.CharField(max_length=200)
    #: Its index is task_of_assignee.
    assignee = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    due_at = models.DateTimeField()
    #: Empty: by an automation.
    made_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=TaskState.OPEN.value)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: The deadline of a legal duty for which it has come up by itself (casework/duties.py); once for each.
    duty_of = models.OneToOneField(
        "records.Clock", null=True, blank=True, on_delete=models.CASCADE, related_name="duty_task"
    )

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "id"], name="task_of_complaint"),
            models.Index(fields=["assignee", "state", "due_at", "id"], name="task_of_assignee"),
            models.Index(fields=["due_at", "id"], name="task_open", condition=models.Q(state="open")),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.state} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Is it still to be done?"""
        return self.state == TaskState.OPEN.value


class Following(models.Model):
    """Somebody wants to hear what happens in a complaint フォロー."""

    #: Its index is following_once.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="followings", db_index=False
    )
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="followings")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "staff"], name="following_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.complaint_id}"


class Notice(models.Model):
    """Somebody is told of one thing in a complaint, or of a corrective action お知らせ. It holds no words of its own.

    How it is told was chosen when it was written (choices.py); whether it may be told is asked anew at each telling.
    """

    #: Its index is notice_newest.
    recipient = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="notices", db_index=False)
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    #: The number of the corrective action it speaks of instead of a complaint.
    action = models.CharField(max_length=20, blank=True, default="")
    kind = models.CharField(max_length=12)
    #: The entry it speaks of; empty where it speaks of none. Its index is that of notice_once.
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    #: By whom; empty: by nobody of ours.
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    #: Whom it concerns, where the recipient stands in for them while they are away; empty: the recipient.
    stands_for = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    #: Does it stand in the desk? Else it comes by e-mail alone.
    in_desk = models.BooleanField(default=True)
    #: Whether it comes by e-mail: a ByMail.
    by_mail = models.CharField(max_length=8, default=ByMail.NO.value)
    #: Of a complaint that cannot wait.
    urgent = models.BooleanField(default=False)
    #: In which mail it goes or went.
    mail = models.ForeignKey(
        "NoticeMail", null=True, blank=True, on_delete=models.RESTRICT, related_name="notices"
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["event", "recipient"], name="notice_once"),
            models.CheckConstraint(
                condition=models.Q(complaint__isnull=False) ^ ~models.Q(action=""), name="notice_is_of_one"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["recipient", "-at", "-id"], name="notice_newest"),
            models.Index(
                fields=["recipient", "-at", "-id"],
                name="notice_unread",
                condition=models.Q(read_at__isnull=True, in_desk=True),
                include=["complaint"],
            ),
            models.Index(
                fields=["recipient", "id"],
                name="notice_to_mail",
                condition=~models.Q(by_mail=ByMail.NO.value) & models.Q(mail__isnull=True),
            ),
        ]
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class NoticeChoices(models.Model):
    """What one person, or the organisation for everybody, has chosen about notices お知らせの設定.

    `kept` holds what differs from what stands below it; choices.py reads it.
    """

    #: Empty: the organisation's. Its index is notice_choices_once: one row of each, and one of nobody.
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="notice_choices", db_index=False
    )
    kept = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["staff"], nulls_distinct=False, name="notice_choices_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id or 'everybody'} {self.changed_at:%Y-%m-%d %H:%M}"


class Muting(models.Model):
    """Somebody wants to hear nothing more of a complaint, as far as that is theirs to choose お知らせを止める."""

    #: Its index is muting_once.
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="mutings")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "staff"], name="muting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.complaint_id}"


class NoticeMail(models.Model):
    """One e-mail to one of ours that says how many notices wait, and none of their words お知らせメール.

    Or, with `webhook`, that a webhook they have set up was paused.
    """

    #: Its index is notice_mail_newest.
    recipient = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="notice_mails", db_index=False
    )
    state = models.CharField(max_length=8, default=NoticeMailState.WAITING.value)
    #: The same at every try, so that a mail program shows it once.
    message_id = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=60, blank=True)
    webhook = models.ForeignKey("Webhook", null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["recipient", "-made_at"], name="notice_mail_newest"),
            models.Index(
                fields=["next_try_at"],
                name="notice_mail_waiting",
                condition=models.Q(state=NoticeMailState.WAITING.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.made_at:%Y-%m-%d %H:%M}"
