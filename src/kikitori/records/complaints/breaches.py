"""Incidents of leaked data 漏えい事案: one leak, and the complaints through which it was learned of, if any.

An incident is no complaint, as a mass complaint is none: nobody has made it. A complaint that belongs to one goes its
own way in everything. `access` must know who sees one, so it lies here; its deadlines and reports lie in `deadlines`
(ADR 0038).
"""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.breach_terms import AffectedState, BreachState, BreachTrigger, Reached
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class BreachIncident(models.Model):
    """One leak: what happened, which data, how many persons, what makes it reportable, and where it stands."""

    title = models.CharField(max_length=200)
    story = models.TextField(blank=True)
    #: Which data 項目.
    leaked = models.TextField(blank=True)
    #: Each a BreachTrigger.
    triggers = models.JSONField(default=list)
    #: Number of persons; empty: not known yet.
    persons = models.PositiveIntegerField(null=True, blank=True)
    known_at = models.DateTimeField()
    state = models.CharField(max_length=16, default=BreachState.OPEN.value)
    #: Who is in charge of it, as the settings said when it began; empty: nobody could be.
    officer = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Why the law asks for no report, who says so and who agreed. Asked, and not decided: `waiver_by` alone.
    waiver_reason = models.TextField(blank=True)
    waiver_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waiver_agreed_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: What is said to those affected, by language; `notice_version` is sent back by whoever has looked at it.
    notice = models.JSONField(default=dict)
    notice_version = models.PositiveIntegerField(default=0)
    #: What was done where persons could not be told, and why.
    alternative = models.TextField(blank=True)
    alternative_reason = models.TextField(blank=True)
    alternative_on = models.DateField(null=True, blank=True)
    #: An editor sends back the one they saw.
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-begun_at", "-id"], name="breach_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> BreachState:
        """Its state as a word of the trade."""
        return BreachState(self.state)

    @property
    def is_waiver_asked(self) -> bool:
        """Does it wait for a second person who agrees that it is not reported?"""
        return self.waiver_by_id is not None and self.waiver_agreed_by_id is None

    @property
    def is_malicious(self) -> bool:
        """Was it done with malicious intent, so that the final report has sixty days?"""
        return BreachTrigger.MALICIOUS.value in self.triggers


class BreachMember(models.Model):
    """One complaint's belonging to an incident. It ends and can begin again; to one at a time."""

    #: Its index is breach_children.
    incident = models.ForeignKey(
        BreachIncident, on_delete=models.CASCADE, related_name="members", db_index=False
    )
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="breaches")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint"], name="complaint_of_one_breach", condition=models.Q(left_at__isnull=True)
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["incident", "complaint"], name="breach_children"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.complaint_id}"


class BreachChange(models.Model):
    """What was done with an incident: who, when, what. Only ever added to (config/grants.py)."""

    incident = models.ForeignKey(BreachIncident, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"


class AffectedPerson(models.Model):
    """Somebody whose data may have leaked 本人, and whether, how and when they were told.

    `text` is word for word what is sent to them, written down before it goes; nothing goes twice (state, row lock).
    """

    #: Its index is that of affected_complaint_once.
    incident = models.ForeignKey(
        BreachIncident, on_delete=models.CASCADE, related_name="affected", db_index=False
    )
    #: Where they complain themselves: they are told there, and it stands on their timeline.
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    #: A Reached.
    road = models.CharField(max_length=10, default=Reached.UNKNOWN.value)
    address = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, default="ja")
    state = models.CharField(max_length=12, default=AffectedState.WAITING.value)
    text = models.TextField(blank=True)
    #: By what road they were told in the end, in the words of whoever did it where it was by hand; or why not.
    how = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Of its mail (casework/mail_to_staff.py has the same of others).
    message_id = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["incident", "complaint"], name="affected_complaint_once"),
            models.UniqueConstraint(
                fields=["incident", "road", "address"],
                name="affected_address_once",
                condition=~models.Q(address=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["next_try_at"], name="affected_sending", condition=models.Q(state="sending")
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.road} {self.state}"
