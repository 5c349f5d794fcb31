"""Improvements 改善: what an organisation changed because people complained, as everybody may read it."""

from typing import Any, ClassVar

from django.db import models

from kikitori.foundation.language.bilingual import tongue


class Improvement(models.Model):
    """One of them. It names no person and no complaint: only how many there were."""

    title_ja = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    words_ja = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    #: The first day of the month since when it is so.
    month = models.DateField()
    #: How many complaints led to it.
    complaints = models.PositiveIntegerField()
    is_public = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    #: Counts changes; an editor sends back the one they saw.
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["-month", "-id"], name="improvement_public", condition=models.Q(is_public=True)
            ),
            models.Index(fields=["-written_at", "-id"], name="improvement_newest"),
        ]

    def __str__(self) -> str:
        return self.title_ja or self.title_en

    def told_in(self, language: str) -> tuple[str, str, str]:
        """Title and words for a reader of `language`, and their language: the other one where there is only that."""
        ja, en = ("ja", self.title_ja, self.words_ja), ("en", self.title_en, self.words_en)
        first, second = (ja, en) if tongue(language) == "ja" else (en, ja)
        code, title, words = first if first[1] else second
        return title, words, code
