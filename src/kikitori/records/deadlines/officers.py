"""Officers 法令報告の担当者: who is in charge of which legal duty, and who where they cannot be."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.people.models import Staff


class LegalOfficer(models.Model):
    """Who is in charge of one duty, and their deputy. A duty that nobody was named for has no row."""

    #: A Duty.
    duty = models.CharField(max_length=20, unique=True)
    officer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    #: Empty: nobody. Never the officer themselves.
    deputy = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("officer")), name="deputy_is_not_the_officer"
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.duty}: {self.officer_id} / {self.deputy_id}"
