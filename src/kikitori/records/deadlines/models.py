"""What was told to whom by when (promises), what rules demand (clocks), and when we are closed."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.clock import ClockFacts, ClockState, next_turn, state_of
from kikitori.records.people.models import Team

_UNKEPT = ("missed", "open")
#: What is still owed: said in the indexes as in the queries (queries.py), or they would not be used.
_OWED = {
    "state__in": list(_UNKEPT),
    "kept_at__isnull": True,
    "replaced_by__isnull": True,
    "lapsed": False,
}


class Promise(models.Model):
    """A date somebody was told 約束. Kept, missed or replaced with a reason; never forgotten (invariant 3).

    Kinds and states: promises.py. `why` is the count day by day, as why_kept.py has it.
    """

    #: Its index is promise_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="promises", db_index=False
    )
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="open")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    why = models.JSONField(default=list)
    rule = models.CharField(max_length=60, blank=True)
    #: Only for promises made by hand: what was promised („call back about the invoice“).
    note = models.CharField(max_length=300, blank=True)
    #: The promise that stands in for this one, and why the first could not be held.
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    reason = models.TextField(blank=True)
    #: Not kept when its complaint ended: nobody waits for it any more, until the complaint goes on. Never one made by
    #: hand, which can still be kept. Its state says what became of the word, this only whether it is still owed.
    lapsed = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["due_at", "id"], name="promise_open", condition=models.Q(state="open")),
            # What is still owed, late ones first; counted from the index alone on every page of the desk.
            models.Index(
                fields=["due_at", "id"],
                name="promise_owed",
                condition=models.Q(**_OWED),
                include=["complaint", "kind", "note"],
            ),
            # The same, by complaint: the next date of each row of a list.
            models.Index(
                fields=["complaint", "due_at", "id"],
                name="promise_owed_of",
                condition=models.Q(**_OWED),
                include=["kind"],
            ),
            # The same, of what can outlive its complaint: promised by hand, or to ask once more whether it holds.
            models.Index(
                fields=["due_at", "id"],
                name="promise_outliving",
                condition=models.Q(
                    kind__in=["appointment", "call_back", "follow_up", "inquiry", "other", "petition"],
                    **_OWED,
                ),
                include=["complaint"],
            ),
            models.Index(fields=["complaint", "due_at"], name="promise_of_complaint"),
        ]
        ordering: ClassVar[list[str]] = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Still to be kept."""
        return self.state == "open"

    @property
    def is_unkept(self) -> bool:
        """Neither kept nor replaced by another date (UNKEPT in queries.py, of a row at hand)."""
        return self.state in _UNKEPT and self.kept_at is None and self.replaced_by_id is None


class Clock(models.Model):
    """A deadline 期限 of a rule. Waiting for an answer stops only what we ask of ourselves (invariant 4).

    What happened to it stands on the timeline too, so that every clock can be told again from there (replay.py).
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=60)
    #: `pack/version/rule`: by what it was counted, also after the pack has changed.
    rule = models.CharField(max_length=140)
    audience = models.CharField(max_length=16, default="complainant")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_from = models.DateTimeField(null=True, blank=True)
    due_soon_from = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    #: Why it was stopped or extended: a code of ours, or the words of whoever did it.
    reason = models.TextField(blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="extends"
    )
    #: Since when the complainant's answer is waited for, and the times in which it was: [[from, to], …] in ISO 8601.
    paused_at = models.DateTimeField(null=True, blank=True)
    pauses = models.JSONField(default=list, blank=True)
    #: What the timeline says last of what time has done to it, and when there will be more to say; empty: never.
    told = models.CharField(max_length=12, default="running")
    turns_at = models.DateTimeField(null=True, blank=True)
    why = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["due_at", "id"],
                name="clock_running",
                condition=models.Q(met_at__isnull=True, cancelled_at__isnull=True, extended_at__isnull=True),
            ),
            # The sweep looks at the first few of these and at nothing else.
            models.Index(
                fields=["turns_at", "id"], name="clock_turning", condition=models.Q(turns_at__isnull=False)
            ),
            # By its beginning: every clock that was counted by one version of a pack.
            models.Index(fields=["rule"], name="clock_rule_pattern", opclasses=["varchar_pattern_ops"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(turns_at__isnull=True)
                | models.Q(
                    met_at__isnull=True,
                    cancelled_at__isnull=True,
                    extended_at__isnull=True,
                    paused_at__isnull=True,
                ),
                name="clock_turns_only_while_it_runs",
            ),
        ]
        ordering: ClassVar[list[str]] = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d}"

    @property
    def facts(self) -> ClockFacts:
        """What has happened to it, for the pure module."""
        return ClockFacts(
            self.due_at,
            self.warn_from,
            self.due_soon_from,
            self.met_at,
            self.cancelled_at,
            self.extended_at,
        )

    @property
    def is_running(self) -> bool:
        """Still to be met, late or not."""
        return self.met_at is None and self.cancelled_at is None and self.extended_at is None

    def state_at(self, now: datetime) -> ClockState:
        """How it stands at `now`. Not stored: a state that time alone changes cannot be kept true in a row."""
        return state_of(self.facts, now)

    def set_turn(self) -> None:
        """Put down when time alone will change it next. Not saved."""
        waits = self.is_running and self.paused_at is None
        following = next_turn(self.facts, ClockState(self.told)) if waits else None
        self.turns_at = following[1] if following else None


class RulePack(models.Model):
    """One version of a rule pack written here, by its YAML. Never changed: a change is a new version.

    Versions of the packs that are shipped are below packs.OWN_FROM and have no row.
    """

    pack = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    text = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Why it was changed, for whoever reads its history.
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pack", "version"], name="rule_pack_version_once"),
        ]
        ordering: ClassVar[list[str]] = ["pack", "version"]

    def __str__(self) -> str:
        return f"{self.pack}/{self.version}"


class Closure(models.Model):
    """Days the organisation is closed: once (`first`–`last`), or every year when `yearly` is set."""

    name_ja = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()
    yearly = models.BooleanField(default=False)
    #: Only this team is closed; empty: everybody is.
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="closures")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="closure_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ja
