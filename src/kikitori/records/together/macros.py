"""Macros 定型操作: several steps under one name, and how each was before."""

from typing import Any, ClassVar

from django.db import models

from kikitori.foundation.language.bilingual import tongue
from kikitori.records.people.models import Staff
from kikitori.records.together.parts import IN_ROUNDS, Part, read_part


class _Named(models.Model):
    """What a macro says, as it stands and as it was: names in two languages, parts in order."""

    name_ja = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    #: As parts.py writes them, in the order in which they are done.
    parts = models.JSONField()
    is_active = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def name_in(self, language: str) -> str:
        """Its name for a reader of `language`; in the other one where it has only that."""
        ja_first = tongue(language) == "ja"
        return (self.name_ja or self.name_en) if ja_first else (self.name_en or self.name_ja)

    @property
    def steps(self) -> list[Part]:
        """Its parts, in order."""
        return [read_part(kept) for kept in self.parts]


class Macro(_Named):
    """Several steps that are often taken together, done at once. Written by casework alone."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["name_ja", "name_en", "id"]

    def __str__(self) -> str:
        return self.name_ja or self.name_en

    @property
    def for_many(self) -> bool:
        """Can it be used on many complaints at once?"""
        return all(part.kind in IN_ROUNDS for part in self.steps)


class MacroVersion(_Named):
    """A macro as it was saved once. Only ever added to."""

    #: Its index is that of macro_version_once.
    macro = models.ForeignKey(Macro, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["macro", "number"], name="macro_version_once"),
        ]
        ordering: ClassVar[list[str]] = ["macro_id", "-number"]

    def __str__(self) -> str:
        return f"{self.name_ja or self.name_en} {self.number}"
