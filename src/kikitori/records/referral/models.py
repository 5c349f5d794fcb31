"""Tables of referral: the register of experts and bodies, and each time a complaint went to one of them."""

from typing import Any, ClassVar

from django.db import models

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.readings import EASY, marked
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.referral.terms import INSIDE


class Body(models.Model):
    """An expert of ours, another department, or a body outside 外部機関; never removed, only taken out of use."""

    #: A BodyKind.
    kind = models.CharField(max_length=12)
    name_ja = models.CharField(max_length=100, blank=True)
    name_en = models.CharField(max_length=100, blank=True)
    #: What they deal with, and under which conditions: amounts, periods, what has to be done before.
    scope_ja = models.TextField(blank=True)
    scope_en = models.TextField(blank=True)
    limits_ja = models.TextField(blank=True)
    limits_en = models.TextField(blank=True)
    #: What the complainant gets with the letter: how to turn there, what it costs, what happens then.
    leaflet_ja = models.TextField(blank=True)
    leaflet_en = models.TextField(blank=True)
    #: The same in やさしい日本語, with readings as `{漢字|かんじ}`.
    leaflet_easy = models.TextField(blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=300, blank=True)
    #: The desk there that we write to; for ourselves. No more of a person than their work needs.
    contact = models.CharField(max_length=200, blank=True)
    #: Days within which they answer, as they say themselves.
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Days after our answer within which the person has to turn to them.
    turn_days = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Named in letters that say where else to turn.
    in_letters = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name_ja or self.name_en

    @property
    def is_inside(self) -> bool:
        """Is it of our own house?"""
        return self.kind in INSIDE

    def name_in(self, language: str) -> str:
        """Its name for a reader of `language`; in the other one where it has only that."""
        return self._in("name", language)

    def scope_in(self, language: str) -> str:
        """What they deal with."""
        return self._in("scope", language)

    def limits_in(self, language: str) -> str:
        """Under which conditions."""
        return self._in("limits", language)

    def leaflet_in(self, language: str) -> str:
        """The leaflet; told in the other language rather than kept from the reader."""
        if language == EASY and self.leaflet_easy:
            return marked(self.leaflet_easy)
        return self._in("leaflet", language)

    def _in(self, what: str, language: str) -> str:
        ja, en = getattr(self, f"{what}_ja"), getattr(self, f"{what}_en")
        return str((ja or en) if tongue(language) == "ja" else (en or ja))


class Referral(models.Model):
    """One time a complaint went to somebody who knows more or decides otherwise 紹介, and what came of it."""

    #: Its index is referral_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="referrals", db_index=False
    )
    #: Its index is referral_of_body.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="referrals", db_index=False)
    #: The complainant has turned to them; we have passed on nothing by ourselves.
    by_themselves = models.BooleanField(default=False)
    #: Why we cannot solve it, as the complainant was told; or how we know that they turned there.
    reason = models.TextField()
    #: A Basis; empty where nothing was passed on.
    basis = models.CharField(max_length=20, blank=True)
    #: How consent was given, or why the exception applies; for ourselves.
    basis_words = models.TextField(blank=True)
    consented_on = models.DateField(null=True, blank=True)
    #: What was passed on, as it was then: `{"kind": SharedKind, …}` each (casework/sharing.py). Never changed.
    shared = models.JSONField(default=list, blank=True)
    #: The leaflet they got, as it was then.
    leaflet = models.ForeignKey("Leaflet", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()
    referred_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: When we expect to know more, and the promise to tell it; another date told is another promise.
    expected_on = models.DateField()
    promise = models.ForeignKey(
        "Promise", null=True, blank=True, on_delete=models.RESTRICT, related_name="referrals"
    )
    #: A ReferralOutcome; empty as long as we wait.
    outcome = models.CharField(max_length=12, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    #: What they answered, for ourselves; and what the complainant was told of it.
    answer = models.TextField(blank=True)
    told = models.TextField(blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "id"], name="referral_of_complaint"),
            models.Index(fields=["body", "outcome"], name="referral_of_body"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.complaint_id} → {self.body_id}"

    @property
    def is_open(self) -> bool:
        """Do we wait for what they say?"""
        return not self.outcome
