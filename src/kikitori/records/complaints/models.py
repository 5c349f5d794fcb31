"""The complaint, what is alleged in it, who takes part, and the slip its maker holds."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from kikitori.records.complaints.lifecycle import CLOSED, GONE, OPEN, State
from kikitori.records.complaints.terms import Confidentiality, Kind, Queue, Severity, Subject, Urgency
from kikitori.records.people.models import Person, Team

#: Lists and counts look at the open ones, a few in a hundred, and at nothing else; so do these conditions of indexes.
_OPEN = models.Q(state__in=sorted(state.value for state in OPEN))
_GONE = models.Q(state__in=sorted(state.value for state in GONE))


class ReferenceCounter(models.Model):
    """The last number given out in a year. A row, not a sequence: numbers have no gaps after a crash."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Complaint(models.Model):
    """One complaint 苦情. Written by casework alone; what happened to it is its timeline."""

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, default=Kind.COMPLAINT.value)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="ja")
    state = models.CharField(max_length=24, default=State.RECEIVED.value)
    #: One line for lists; the person's own first words until a handler writes a better one.
    title = models.CharField(max_length=200)
    story = models.TextField()
    desired_outcome = models.TextField(blank=True)
    subject = models.CharField(max_length=24, default=Subject.OTHER.value)
    # Four times stay apart (invariant 4): rules count from different ones.
    received_at = models.DateTimeField()
    known_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True, blank=True)
    severity = models.CharField(max_length=2, default=Severity.S3.value)
    urgency = models.CharField(max_length=10, default=Urgency.NORMAL.value)
    queue = models.CharField(max_length=10, default=Queue.MAIN.value)
    confidentiality = models.CharField(max_length=12, default=Confidentiality.ORDINARY.value)
    assessed_at = models.DateTimeField(null=True, blank=True)
    anonymous = models.BooleanField(default=False)
    #: Staff who must not handle it: to them it does not exist, whatever their role (records/access/visibility.py).
    barred = ArrayField(models.BigIntegerField(), default=list, blank=True)
    accommodation = models.TextField(blank=True)
    #: Its index is complaint_assignee.
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="complaints",
        db_index=False,
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints")
    closed_at = models.DateTimeField(null=True, blank=True)
    #: An Ending; empty while it goes on. What „closed“ does not say (invariant 5).
    ending = models.CharField(max_length=12, blank=True, default="")
    #: Rule packs by which its deadlines are counted, id → version: those in force on the day it was received.
    rule_packs = models.JSONField(default=dict, blank=True)
    #: Counts steps; an editor sends back the one they saw, so that nobody overwrites what they never read.
    version = models.PositiveIntegerField(default=1)
    #: The ended complaint that this one takes up again, where it ended too long ago to be reopened.
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    #: The complaint in which this one goes on, while it is joined with it.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined_here"
    )
    #: Hash of the token of the form or source item: the same item twice is one complaint.
    intake_key = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["queue", "-received_at", "-id"], name="complaint_queue"),
            models.Index(fields=["assignee", "-received_at", "-id"], name="complaint_assignee"),
            models.Index(fields=["-received_at", "-id"], name="complaint_newest"),
            # Counted from the index alone on every page of the desk, with what visible_to asks for.
            models.Index(
                fields=["queue", "-received_at", "-id"],
                name="complaint_open",
                condition=_OPEN,
                include=["assignee", "confidentiality", "barred"],
            ),
            # Mine, and nobody's.
            models.Index(
                fields=["assignee", "-received_at", "-id"],
                name="complaint_in_hand",
                condition=_OPEN,
                include=["confidentiality", "barred"],
            ),
            # My team's.
            models.Index(fields=["team", "-received_at", "-id"], name="complaint_of_team", condition=_OPEN),
            models.Index(fields=["state", "-received_at", "-id"], name="complaint_gone", condition=_GONE),
            # The newest about the same, beside a decision.
            models.Index(fields=["subject", "-received_at", "-id"], name="complaint_about"),
            # Who keeps a version of a pack: a handful of keys, filed at once rather than looked through while waiting.
            GinIndex(
                fields=["rule_packs"],
                name="complaint_rule_packs",
                opclasses=["jsonb_path_ops"],
                fastupdate=False,
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        """Ended, for now: it can be reopened."""
        return self.state in CLOSED

    @property
    def is_sealed(self) -> bool:
        """Known to nobody but those who hold a grant: nothing is sent about it, and nothing counts it."""
        return self.confidentiality == Confidentiality.SEALED.value


class Party(models.Model):
    """A person's part in one complaint: complainant, representative with authority, respondent."""

    #: Its index is that of party_once_per_role.
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="parties", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="parts")
    role = models.CharField(max_length=16)
    #: What entitles a representative to speak: „daughter; told us by phone“, a power of attorney.
    authority = models.TextField(blank=True)
    #: Whether that was seen in writing 委任状: an AuthorityProof; empty where nobody speaks for anybody.
    authority_proof = models.CharField(max_length=10, blank=True, default="")
    #: What somebody may do whom the complainant has appointed: a Mandate. Empty: nobody else has, they complained.
    mandate = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "person", "role"], name="party_once_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class Allegation(models.Model):
    """One point raised 申出事項. Nothing is decided while one is unanswered (ISO 10002, 7.6, 7.8)."""

    #: Its index is that of allegation_number_once.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="allegations", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    expected = models.TextField(blank=True)
    actual = models.TextField(blank=True)
    #: May the complainant read it? Not what was written while the form said that they do not see it.
    told = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "number"], name="allegation_number_once"),
        ]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:40]}"


class Receipt(models.Model):
    """The slip: a public locator and the salted hash of the secret that was shown once (ADR 0009).

    It is of whoever complained, or of somebody they have appointed to speak for them (ADR 0032).
    """

    complaint = models.OneToOneField(
        Complaint, null=True, blank=True, on_delete=models.CASCADE, related_name="receipt"
    )
    #: Whose it is, where it is not that of the complaint itself.
    party = models.OneToOneField(
        Party, null=True, blank=True, on_delete=models.CASCADE, related_name="receipt"
    )
    locator = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=200)
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(complaint__isnull=False, party__isnull=True)
                | models.Q(complaint__isnull=True, party__isnull=False),
                name="receipt_is_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.locator

    @property
    def opens(self) -> int:
        """The number of the complaint whose page it opens."""
        if self.party is not None:
            return self.party.complaint_id
        return int(self.complaint_id or 0)
